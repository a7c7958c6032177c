"""How a document came to know what it says: read at ingest, read again, and graded by each standard.

A document to be graded need not be in the base: a file is read, graded and forgotten. One that is held is
graded by what the catalogue keeps of it, judgements included. Only ``reread`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from kb.catalogue import designs as catalogued
from kb.catalogue import read
from kb.catalogue.shelf import areas_of
from kb.catalogue.shown import look
from kb.errors import UsageError
from kb.evidence import Grade, Reading
from kb.settings import Settings
from pipelines import telling

if TYPE_CHECKING:
    from kb.catalogue import Catalogue
    from kb.embed import Embedder
    from kb.models import Document, Extraction, Heading, PageMap
    from kb.standards import Standards

Study = Callable[["Document", "Extraction"], Reading]
"""What reads out of a document how something was studied."""


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
    return _read(document, extraction.text, extraction.page_map, extraction.headings)


def reread(
    catalogue: Catalogue,
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """Read again the documents that older rules read, or none; how many there were.

    How they were studied first: what a document tells is read by the light of it. One transaction a
    document: what is read stays when the rest is stopped. Judgements stand.
    """
    with catalogue.read() as connection:
        outdated = catalogued.outdated(connection, designs.VERSION)
    for done, document_id in enumerate(outdated, start=1):
        with catalogue.read() as connection:
            document = read.document(connection, document_id)
            text = read.text_of(connection, document_id)
        reading = _read(document, text.text, text.page_map, text.headings)
        with catalogue.write() as connection:
            catalogued.reread(connection, document_id, reading)
        progress(done, len(outdated))
    with catalogue.write() as connection:
        catalogued.reprofile(connection)
    embed = telling.meaning_of(embedder)
    return len({*outdated, *telling.reread(catalogue, outdated, progress, embed)})


def _read(document: Document, text: str, page_map: PageMap, headings: Sequence[Heading]) -> Reading:
    return designs.read(
        text,
        page_map=page_map,
        headings=headings,
        title=document.title,
        metadata=document.metadata,
        media_type=document.media_type,
        url=document.url,
    )


def held(catalogue: Catalogue, document_id: str) -> Grade:
    """The grade of a document of the base, by what is kept of it; what people judged lies over it."""
    with catalogue.read() as connection:
        read.document(connection, document_id)  # an id that is not there is refused
        view = look(connection, catalogue.standards)
        document = view.documents([document_id])[document_id]
        readings = view.readings([document_id])
        areas = areas_of(connection, [document_id]).get(document_id, ())
        found = view.levels(readings, [document_id])
    if document_id not in readings:
        raise UsageError(
            f"grade {document_id}: its words were not read for how something was studied yet; "
            "accepted: a document read since, after `whatworks reindex`"
        )
    grade = graded(document, readings[document_id], catalogue.standards)
    return replace(grade, levels=found[document_id], areas=areas)


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
        by_contrast=levels.by_contrast(reading, standards, document_id),
        pages=document.pages,
    )
