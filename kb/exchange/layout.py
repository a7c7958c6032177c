"""The names in a folder of plain files, and reading one file of it without being led astray.

It knows names and bytes; what stands in the files is ``rows``.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import ExchangeError

FORMAT = 1
MARKER = "whatworks.toml"
OURS = frozenset(
    {
        MARKER, "sources", "sources.toml", "notes", "documents", "suggestions", "judgements",
        "links.jsonl", "screening.jsonl", "briefs", "snapshots",
    }
)  # fmt: skip
"""Names that belong to the format; whatever else lies in the folder is left alone."""

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SHA256 = re.compile(r"[0-9a-f]{64}")
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a line of one, that was not taken, and why."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.reason}"
            if self.line
            else f"{self.file}: {self.reason}"
        )


class Malformed(Exception):
    """What is wrong in a file and on which line. Never leaves this package: it ends as a ``Failure``."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def regular_bytes(path: Path) -> bytes:
    """The bytes of a regular file. A link could name any file of this machine; a pipe never ends."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Malformed("not a regular file; a regular file is accepted")
        return path.read_bytes()
    except OSError as error:
        raise Malformed(f"cannot be read: {error.strerror or error}") from error


def utf8(path: Path) -> str:
    """The text of a regular file."""
    data = regular_bytes(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Malformed(f"byte {error.start} is not UTF-8; UTF-8 is accepted", line) from error


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of a ``.jsonl`` file. Only a line feed ends one: JSON may hold every other separator."""
    for number, line in enumerate(utf8(path).split("\n"), start=1):
        if line.strip():
            yield number, line


def toml(path: Path) -> dict[str, Any]:
    """The table in a TOML file."""
    try:
        return tomllib.loads(utf8(path))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_LINE.search(str(error))
        raise Malformed(f"{error}; TOML is accepted", int(place[1]) if place else None) from error


def entries(folder: Path, suffix: str = "") -> Iterator[Path]:
    """What lies in a folder of the format, sorted; hidden entries aside. Nothing where it is missing."""
    if folder.is_dir() and not folder.is_symlink():
        for path in sorted(folder.iterdir()):
            if not path.name.startswith(".") and path.name.endswith(suffix):
                yield path


def is_export(folder: Path) -> bool:
    """Whether a folder carries our marker."""
    return (folder / MARKER).is_file()


def require_known(folder: Path) -> None:
    """Refuse a folder that is no export, or one of a newer format."""
    if not is_export(folder):
        raise ExchangeError(
            f"import {folder}: it holds no {MARKER}; "
            "accepted: a folder that `whatworks export` wrote, or one with notes and that file"
        )
    try:
        found = toml(folder / MARKER).get("format")
    except Malformed as error:
        raise ExchangeError(f"import {folder / MARKER}: {error}") from error
    if found != FORMAT:
        raise ExchangeError(
            f"import {folder}: its format is {found!r}; accepted: {FORMAT} "
            "(a newer one needs a newer version of this software)"
        )
