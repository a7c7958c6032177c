"""The open base behind every screen: opened once for all sessions, and what may be done to it.

Opening loads no model; the first question does. Nothing here draws. A home that was made anew is opened
anew, and what another process committed is seen at once.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Hashable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from sqlalchemy.engine import make_url

from kb import dossier as kb_dossier
from kb import gaps
from kb import register as kb_register
from kb.catalogue import read
from kb.models import Document, Filters, PageMap, Picture, Query
from kb.settings import Settings
from kb.snapshots import path_of
from pipelines.base import Base, open_base

IMAGES = 64
"""Page images kept in memory; about 0.3 MB each."""
VIEWS = 60
"""Views of the whole base kept in memory: the register, the map, the lessons; about 1 MB each."""

T = TypeVar("T")


def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment()


def opened() -> Base:
    """The base of this process; ``CatalogueError`` where there is none."""
    now = settings()
    return _opened(str(now.home), now.database_url, now.qdrant_url, _made(now), now)


def version(base: Base) -> tuple[int, int]:
    """What an answer depends on: the newest change, and the newest one that the index shows."""
    with base.catalogue.read() as connection:
        return read.last_change(connection), base.index.change()


def picture(base: Base, query: Query) -> Picture:
    """The picture for ``query``, made once for each state of the base."""
    return _picture(
        query.text, asdict(query.filters), (str(base.settings.home), *version(base)), base
    )


def kept(base: Base, what: str, about: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` draws from the base, made once for each state of it. The value must be frozen: all
    sessions share it."""
    state = (str(base.settings.home), *version(base))
    made: T = _kept(what, about, state, make)
    return made


def register(base: Base, filters: Filters) -> kb_register.Register:
    """The register that ``filters`` leave."""
    return kept(base, "register", filters, lambda: kb_register.draw(base.catalogue, filters))


def dossier(base: Base, attempt_id: str) -> kb_dossier.Dossier:
    """Everything that is held of an attempt; ``UnknownId`` where there is none."""
    return kept(base, "dossier", attempt_id, lambda: kb_dossier.draw(base.catalogue, attempt_id))


def drawn_map(base: Base) -> gaps.Map:
    """The map of the whole base."""
    return kept(base, "map", None, lambda: gaps.draw(base.catalogue, Filters()))


def page_image(base: Base, document: Document, page: int, scale: float) -> bytes:
    """A page of a PDF as PNG."""
    return _image(str(base.settings.snapshots), document.snapshot_sha256, page, scale)


def page_boxes(
    base: Base, document: Document, stored: tuple[PageMap, str], start: int, end: int
) -> dict[int, tuple[tuple[float, float, float, float], ...]] | None:
    """Where ``text[start:end]`` stands, by page; null unless it can be shown exactly."""
    page_map, text = stored
    folder = str(base.settings.snapshots)
    return _boxes(folder, document.snapshot_sha256, document.id, start, end, page_map, text)


def is_read_only() -> bool:
    """Whether the app answers to other machines: then nothing can be added through it."""
    address = st.get_option("server.address")
    return not address or not is_loopback(str(address))


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach ``address``."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _made(now: Settings) -> int:
    """A number that changes when a home is made anew under the same name."""
    url = make_url(now.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return 0
    file = Path(url.database)
    return file.stat().st_ino if file.exists() else 0


def _close(base: Base) -> None:
    base.close()


@st.cache_resource(show_spinner=False, max_entries=2, on_release=_close)
def _opened(
    home: str, database_url: str, qdrant_url: str | None, made: int, _now: Settings
) -> Base:
    return open_base(_now)


@st.cache_data(show_spinner=False, max_entries=200)
def _picture(
    text: str, filters: dict[str, Any], state: tuple[str, int, int], _base: Base
) -> Picture:
    _base.make_ready()
    return _base.ask(Query(text, Filters(**filters)))


@st.cache_resource(show_spinner=False, max_entries=VIEWS)
def _kept(what: str, about: Hashable, state: tuple[str, int, int], _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_data(show_spinner=False, max_entries=IMAGES)
def _image(folder: str, sha256: str, page: int, scale: float) -> bytes:
    from ingest.extract import pdf_page

    return pdf_page.render(_bytes(folder, sha256), page, scale)


@st.cache_data(show_spinner=False, max_entries=1000)
def _boxes(
    folder: str,
    sha256: str,
    document_id: str,
    start: int,
    end: int,
    _page_map: PageMap,
    _text: str,
) -> dict[int, tuple[tuple[float, float, float, float], ...]] | None:
    from ingest.extract import pdf_page

    found = pdf_page.places(_bytes(folder, sha256), _page_map, _text, start, end)
    if found is None:
        return None
    return {
        page: tuple((box.left, box.top, box.right, box.bottom) for box in boxes)
        for page, boxes in found.items()
    }


def _bytes(folder: str, sha256: str) -> bytes:
    return path_of(Path(folder), sha256).read_bytes()
