"""The demonstration: a base from the starter corpus, and one question to it. Never the user's base.

What is built already is not built again: the notes are met by their bytes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ingest.assemble import Given
from kb.errors import UsageError
from kb.models import IngestResult, Picture, Query
from kb.settings import Settings
from pipelines import batch, lists
from pipelines.base import Base

HOME = ".whatworks-demo"
QUESTION = "Has mental health first aid training helped staff?"
OF_THE_USER = ("WHATWORKS_HOME", "WHATWORKS_DATABASE_URL", "WHATWORKS_QDRANT_URL")
"""Settings that name the stores of a real base; the demonstration keeps away from them."""


def settings(home: str | None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of the demonstration: the environment's, with stores of its own."""
    env = os.environ if environ is None else environ
    own = {name: value for name, value in env.items() if name not in OF_THE_USER}
    return Settings.from_environment(own, home or HOME)


def corpus(folder: str | None = None) -> Path:
    """The starter corpus: the folder named, or the one beside the code."""
    found = Path(folder) if folder else Path(__file__).resolve().parents[1] / "corpus"
    if not (found / "notes").is_dir():
        raise UsageError(
            f"build the demonstration: {found} holds no folder notes; accepted: --corpus with the "
            "folder corpus of a checkout"
        )
    return found


def build(base: Base, folder: Path, on_result: batch.OnResult | None = None) -> list[IngestResult]:
    """Every note of the corpus into ``base``, and what its list of sources knows."""
    listed = lists.read([str(folder / "sources.toml")], Given())
    lists.register(base.catalogue, listed.sources)
    return batch.run(
        [str(folder / "notes")],
        base.settings,
        base.catalogue,
        base.index,
        base.embedder,
        on_result=on_result,
    )


def ask(base: Base) -> Picture:
    """The picture of the one question."""
    base.make_ready()
    return base.ask(Query(QUESTION))
