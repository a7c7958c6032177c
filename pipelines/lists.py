"""Refs that name other refs: a folder its files, a ``sources.toml`` its addresses. Nothing is fetched.

Every table of a list ends in one result, a malformed one in a failure with its line. The sources are
registered in the catalogue at once, so that what is known of an address is kept though nobody could
fetch it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.assemble import Given
from ingest.fetch import expand
from kb.catalogue import Catalogue
from kb.catalogue.record import keep_source
from kb.exchange.layout import Malformed
from kb.exchange.listed import read_list
from kb.models import IngestResult, Source

SUFFIX = ".toml"


@dataclass
class Listed:
    """What the refs of a call come down to."""

    refs: list[str] = field(default_factory=list)
    given: dict[str, Given] = field(default_factory=dict)
    """What a list says of its addresses."""
    sources: list[Source] = field(default_factory=list)
    failed: list[IngestResult] = field(default_factory=list)
    """Tables, or whole lists, that could not be read."""


def read(refs: Sequence[str], said: Given) -> Listed:
    """``refs`` with lists replaced by their addresses; ``said`` goes with all of them."""
    listed = Listed()
    for ref in files(refs):
        path = Path(ref).expanduser()
        if path.suffix.lower() == SUFFIX and path.is_file():
            _take(listed, ref, path, said)
        else:
            listed.refs.append(ref)
    return listed


def files(refs: Sequence[str]) -> list[str]:
    """``refs`` with folders replaced by their files. An empty folder stays, to end as a failure."""
    return list(dict.fromkeys(one for ref in refs for one in expand([ref]) or [ref]))


def register(catalogue: Catalogue, sources: Sequence[Source]) -> int:
    """Keep what lists say of their sources; how many were new."""
    if not sources:
        return 0
    with catalogue.write() as connection:
        return sum(keep_source(connection, source) for source in sources)


def _take(listed: Listed, ref: str, path: Path, said: Given) -> None:
    try:
        for entry in read_list(path):
            if isinstance(entry, Malformed):
                place = f"{ref}:{entry.line}" if entry.line else ref
                reason = f"read {place}: {entry}"
                listed.failed.append(IngestResult(place, "failed", reason=reason))
            else:
                _add(listed, entry, said)
    except Malformed as error:
        reason = f"read {ref}: {error}; [[source]] tables are accepted"
        listed.failed.append(IngestResult(ref, "failed", reason=reason))


def _add(listed: Listed, source: Source, said: Given) -> None:
    areas = tuple(dict.fromkeys((*source.areas, *said.areas)))
    listed.sources.append(replace(source, areas=areas, added_by=said.added_by))
    ref = source.url or source.ref
    listed.refs.append(ref)
    listed.given[ref] = Given(
        areas=areas,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        type=source.type,
        why=source.why,
        mirror=source.mirror,
        added_by=said.added_by,
    )
