"""Grading one document: what it says of how something was studied, and the level each standard derives.

The document need not be in the base: a file is read, graded and forgotten. One that is held is graded by
what the catalogue keeps of it, judgements included. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ingest import assemble
from ingest.assemble import Given
from ingest.extract.sandbox import Reader
from ingest.fetch import FileFetcher
from ingest.tag import designs
from kb import levels
from kb.evidence import Grade, Reading
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.standards import Standards

    from kb.models import Document, Extraction


@dataclass
class Grader:
    """Grades files, one after another, reading each in a child process. A context manager."""

    settings: Settings
    standards: Standards

    def __post_init__(self) -> None:
        self._fetcher = FileFetcher(self.settings.limits)
        self._reader = Reader(self.settings.limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._reader.close()

    def file(self, ref: str) -> Grade:
        """The grade of a file; ``WhatWorksError`` where it cannot be read."""
        snapshot = self._fetcher.fetch(str(Path(ref).expanduser()))
        extraction = self._reader.read(snapshot)
        bare = assemble.document(snapshot, extraction, "", Given(), None)
        reading = studied(bare, extraction)
        document = assemble.as_read(replace(bare, id=""), reading, Given())
        return graded(document, reading, self.standards)


def studied(document: Document, extraction: Extraction) -> Reading:
    """What the words of ``document`` say of how something was studied, and who seems to say it."""
    return designs.read(
        extraction.text,
        page_map=extraction.page_map,
        headings=extraction.headings,
        title=document.title,
        metadata=extraction.metadata,
        media_type=document.media_type,
        url=document.url,
    )


def graded(document: Document, reading: Reading, standards: Standards) -> Grade:
    """``document`` with the ceiling each standard gives what was read out of it."""
    document_id = document.id or None
    return Grade(
        document_id=document_id,
        title=document.title,
        type=document.type,
        interest=document.interest,
        reading=reading,
        levels=levels.of_reading(reading, standards, document_id),
    )
