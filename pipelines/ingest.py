"""One document through the ingest pipeline: snapshot, text, passages, vectors, tags, catalogue.

``build`` draws the pipeline; ``Ingest.one`` takes a ref to its one end. The batch around it, with its
threads, its progress and the publishing of the index, is ``pipelines.batch``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from haystack import Pipeline
from haystack.core.errors import PipelineRuntimeError

from ingest.assemble import Given, alias
from ingest.extract import READERS
from ingest.fetch import Fetcher
from kb.catalogue import Catalogue
from kb.catalogue.record import add_alias
from kb.catalogue.versions import held
from kb.embed import Embedder
from kb.errors import WhatWorksError
from kb.models import Document, IngestResult, Snapshot
from pipelines.components import (
    Embed,
    Identify,
    Keep,
    ReadSnapshot,
    Split,
    SuggestAccount,
    SuggestAreas,
    SuggestDesigns,
)
from pipelines.grade import Study, studied
from pipelines.telling import Tell, meaning_of, told

if TYPE_CHECKING:
    from ingest.extract.sandbox import Reader


def build(
    catalogue: Catalogue,
    embedder: Embedder,
    reader: Reader,
    snapshots: Path,
    study: Study = studied,
    tell: Tell | None = None,
) -> Pipeline:
    """The ingest pipeline; one run takes one document."""
    tell = tell or partial(told, embed=meaning_of(embedder))
    pipeline = Pipeline()
    pipeline.add_component("read", ReadSnapshot(reader))
    pipeline.add_component("identify", Identify(catalogue))
    pipeline.add_component("designs", SuggestDesigns(study))
    pipeline.add_component("split", Split())
    pipeline.add_component("embed", Embed(embedder))
    pipeline.add_component("areas", SuggestAreas(embedder))
    pipeline.add_component("account", SuggestAccount(tell))
    pipeline.add_component("keep", Keep(catalogue, embedder, snapshots))
    for origin, target in (
        ("read.extraction", "identify.extraction"),
        ("read.extraction", "split.extraction"),
        ("read.extraction", "keep.extraction"),
        ("identify.source", "keep.source"),
        ("identify.document", "split.document"),
        ("identify.document", "embed.document"),
        ("identify.document", "designs.document"),
        ("read.extraction", "designs.extraction"),
        ("designs.document", "keep.document"),
        ("designs.reading", "keep.reading"),
        ("split.passages", "embed.passages"),
        ("split.passages", "areas.passages"),
        ("split.passages", "keep.passages"),
        ("embed.vectors", "areas.vectors"),
        ("embed.vectors", "keep.vectors"),
        ("areas.areas", "keep.areas"),
        ("identify.source", "account.source"),
        ("designs.document", "account.document"),
        ("designs.reading", "account.reading"),
        ("read.extraction", "account.extraction"),
        ("areas.areas", "account.areas"),
        ("account.account", "keep.account"),
    ):
        pipeline.connect(origin, target)
    return pipeline


@dataclass(frozen=True)
class Ingest:
    """What one worker needs to take a ref to its end. Not shared between threads."""

    catalogue: Catalogue
    fetcher: Fetcher
    pipeline: Pipeline

    def one(self, ref: str, given: Given) -> IngestResult:
        """The one end of ``ref``. No error leaves here: a batch goes on."""
        try:
            ref.encode()
        except UnicodeEncodeError:
            # Neither a store nor a terminal takes a name of bytes that are no text.
            name = ref.encode("ascii", "backslashreplace").decode()
            reason = f"read {name}: the name is not UTF-8; a file with a name that is, is accepted"
            return IngestResult(name, "failed", reason=reason)
        try:
            return self._one(ref, given)
        except WhatWorksError as error:
            return IngestResult(ref, "failed", reason=str(error))
        except PipelineRuntimeError as error:
            cause = error.__cause__
            if isinstance(cause, WhatWorksError):
                return IngestResult(ref, "failed", reason=str(cause))
            return IngestResult(ref, "failed", reason=_fault(ref, cause or error))
        except Exception as error:  # noqa: BLE001 - whatever a document does, the next one is read
            return IngestResult(ref, "failed", reason=_fault(ref, error))

    def _one(self, ref: str, given: Given) -> IngestResult:
        snapshot = self.fetcher.fetch(ref)
        known = self._held(snapshot)
        if known is not None:
            return self._result(ref, "unchanged", known)
        data = {"snapshot": snapshot}
        out = self.pipeline.run(
            {
                "read": data,
                "identify": {**data, "given": given},
                "designs": {"given": given},
                "keep": data,
            },
            include_outputs_from={"split"},
        )
        if failure := out.get("read", {}).get("failure"):
            raise failure
        document: Document = out["keep"]["document"]
        outcome = "added" if document.replaces_reason is None else "updated"
        return self._result(
            ref, outcome, document, len(out["split"]["passages"]), document.replaces_reason
        )

    def _held(self, snapshot: Snapshot) -> Document | None:
        """The current document of these very bytes, if the same reader read them; also its new name."""
        extractor = extractor_of(snapshot.media_type)
        name = alias(snapshot)
        with self.catalogue.read() as connection:
            document, is_new_name = held(
                connection, snapshot.canonical_ref, name, snapshot.sha256, extractor
            )
        if document is not None and name is not None and is_new_name:
            with self.catalogue.write() as connection:
                add_alias(connection, document.source_id, name)
        return document

    @staticmethod
    def _result(
        ref: str,
        outcome: str,
        document: Document,
        passages: int = 0,
        reason: str | None = None,
    ) -> IngestResult:
        return IngestResult(
            ref=ref,
            outcome=outcome,  # type: ignore[arg-type]
            source_id=document.source_id,
            document_id=document.id,
            passages=passages,
            pages=document.pages or None,
            pages_without_text=len(document.pages_without_text),
            kept=document.kept,
            reason=reason,
        )


def extractor_of(media_type: str) -> str | None:
    """Name and version of the extractor that reads ``media_type`` now; null for none."""
    reader = READERS.get(media_type)
    if reader is None:
        return None
    version: str = importlib.import_module(reader.module).VERSION
    return version


def _fault(ref: str, error: BaseException) -> str:
    words = str(error).splitlines()[0] if str(error) else ""
    return f"read {ref}: unexpected fault {type(error).__name__}: {words}"[:500]
