"""Haystack components: each a thin shell around one plain function. No decision is taken here.

Haystack's ``Document`` is our ``Passage``; theirs is not used, since its id would change with every tag.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from haystack import component
from numpy.typing import NDArray

from ingest import assemble
from ingest import passages as cutting
from ingest.assemble import Given
from ingest.tag import areas, designs
from kb import picture, search, snapshots
from kb.accounts import Account
from kb.catalogue import Catalogue, Record
from kb.catalogue.record import record
from kb.catalogue.versions import current, source_of
from kb.embed import Embedder
from kb.errors import WhatWorksError
from kb.evidence import Reading
from kb.models import AreaTag, Document, Extraction, Passage, Picture, Query, Snapshot, Source
from kb.notes import parse
from kb.publish import indexed_text
from pipelines.grade import Study, studied
from pipelines.telling import Tell, areas_of, is_told, told

if TYPE_CHECKING:
    from ingest.extract.sandbox import Reader


@component
class ReadSnapshot:
    """Bytes to text, in a child process that can be killed."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @component.output_types(extraction=Extraction, failure=WhatWorksError)
    def run(self, snapshot: Snapshot) -> dict[str, Any]:
        """What the extractor read; or why it could not, and then nothing after it runs.

        A failure is a value here: of an exception Haystack logs, and tries to keep, every input.
        """
        try:
            return {"extraction": self._reader.read(snapshot)}
        except WhatWorksError as error:
            return {"failure": error}


@component
class Identify:
    """Which source this is, and the bibliographic facts of the document."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @component.output_types(source=Source, document=Document)
    def run(self, snapshot: Snapshot, extraction: Extraction, given: Given) -> dict[str, Any]:
        """Source and document."""
        ref = assemble.canonical_ref(snapshot, extraction)
        with self._catalogue.read() as connection:
            source_id = source_of(connection, ref, assemble.alias(snapshot) or ref, snapshot.sha256)
            before = current(connection, source_id)
        reason = None
        if before is not None:
            same = before.snapshot_sha256 == snapshot.sha256
            reason = "re-extracted" if same else "changed"
        source = assemble.source(snapshot, extraction, source_id, given)
        document = assemble.document(snapshot, extraction, source_id, given, reason)
        return {"source": source, "document": document}


@component
class Split:
    """Text to passages."""

    @component.output_types(passages=tuple[Passage, ...])
    def run(self, document: Document, extraction: Extraction) -> dict[str, Any]:
        """Passages in order."""
        made = cutting.split(document.id, extraction.text, extraction.page_map, extraction.headings)
        return {"passages": made}


@component
class Embed:
    """Passages to vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @component.output_types(vectors=NDArray[Any])
    def run(self, document: Document, passages: tuple[Passage, ...]) -> dict[str, Any]:
        """One row a passage."""
        texts = [indexed_text(document.title, passage) for passage in passages]
        return {"vectors": self._embedder.passages(texts)}


@component
class SuggestAreas:
    """Challenge areas of the passages and of the whole, each with the words that say so."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @component.output_types(areas=tuple[Any, ...])
    def run(self, passages: tuple[Passage, ...], vectors: NDArray[Any]) -> dict[str, Any]:
        """Tags with offsets in the document."""
        tags = areas.suggest(
            [passage.text for passage in passages], vectors, embedder=self._embedder.name
        )
        starts = [passage.locator.start for passage in passages]
        moved = [
            tuple(assemble.shifted(tag, start) for tag in own)
            for own, start in zip(tags, starts, strict=True)
        ]
        whole = areas.of_document(moved, [len(passage.text) for passage in passages])
        placed: list[tuple[str | None, AreaTag]] = [(None, tag) for tag in whole]
        placed += [(p.id, tag) for p, own in zip(passages, moved, strict=True) for tag in own]
        return {"areas": tuple(placed)}


@component
class SuggestDesigns:
    """How the document came to know what it says, what type it is and who wrote it."""

    def __init__(self, study: Study = studied) -> None:
        self._study = study

    @component.output_types(document=Document, reading=Reading)
    def run(self, document: Document, extraction: Extraction, given: Given) -> dict[str, Any]:
        """What was read, and the document with its type and its author's part."""
        reading = self._study(document, extraction)
        is_cut = len(extraction.text) > designs.LONGEST
        read = assemble.as_read(document, reading, given, is_cut=is_cut)
        return {"document": read, "reading": reading}


@component
class SuggestAccount:
    """What the document tells: findings, lessons, facts of the programme and of the problem."""

    def __init__(self, tell: Tell = told) -> None:
        self._tell = tell

    @component.output_types(account=Account | None)
    def run(
        self,
        source: Source,
        document: Document,
        extraction: Extraction,
        reading: Reading,
        areas: tuple[Any, ...],
    ) -> dict[str, Any]:
        """What was read; of a note nothing, since what it tells is compiled."""
        if not is_told(document):
            return {"account": None}
        known = areas_of(source.areas, areas)
        account = self._tell(document, extraction.text, extraction.headings, reading, known)
        return {"account": account}


@component
class Keep:
    """The bytes into their place, then everything of one document in one transaction."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder, folder: Path) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._folder = folder

    @component.output_types(document=Document)
    def run(
        self,
        snapshot: Snapshot,
        extraction: Extraction,
        source: Source,
        document: Document,
        passages: tuple[Passage, ...],
        vectors: NDArray[Any],
        areas: tuple[Any, ...],
        reading: Reading,
        account: Account | None,
    ) -> dict[str, Any]:
        """The document as kept."""
        is_note = snapshot.media_type == assemble.NOTE_MEDIA
        item = Record(
            source=source,
            document=document,
            text=extraction.text,
            page_map=extraction.page_map,
            headings=extraction.headings,
            passages=passages,
            cutter=cutting.CUTTER,
            areas=areas,
            reading=reading,
            account=account,
            vectors=vectors,
            embedder=self._embedder.name,
            note=parse(snapshot.data, snapshot.ref) if is_note else None,
        )
        snapshots.keep(self._folder, snapshot.data)
        with self._catalogue.write() as connection:
            record(connection, item)
        return {"document": document}


@component
class Retrieve:
    """A question to the passages that answer it best."""

    def __init__(self, searcher: search.Searcher) -> None:
        self._searcher = searcher

    @component.output_types(found=search.Found)
    def run(self, query: Query) -> dict[str, Any]:
        """Hits with timings."""
        return {"found": self._searcher.find(query)}


@component
class Draw:
    """Hits to the picture of what is known."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @component.output_types(picture=Picture)
    def run(self, query: Query, found: search.Found) -> dict[str, Any]:
        """The picture."""
        return {"picture": picture.draw(self._catalogue, query, found)}
