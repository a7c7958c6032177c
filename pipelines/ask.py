"""One question through the ask pipeline: question, ranking, picture."""

from __future__ import annotations

from haystack import Pipeline
from haystack.core.errors import PipelineRuntimeError

from kb.errors import WhatWorksError
from kb.models import Picture, Query
from kb.search import Searcher
from pipelines.components import Draw, Retrieve


def build(searcher: Searcher) -> Pipeline:
    """The ask pipeline; one run takes one question."""
    pipeline = Pipeline()
    pipeline.add_component("retrieve", Retrieve(searcher))
    pipeline.add_component("draw", Draw(searcher.catalogue))
    pipeline.connect("retrieve.found", "draw.found")
    return pipeline


def ask(pipeline: Pipeline, query: Query) -> Picture:
    """The picture of what is known for ``query``."""
    try:
        out = pipeline.run({"retrieve": {"query": query}, "draw": {"query": query}})
    except PipelineRuntimeError as error:
        if isinstance(error.__cause__, WhatWorksError):
            raise error.__cause__ from None  # what we say ourselves needs no wrapping
        raise
    picture: Picture = out["draw"]["picture"]
    return picture
