"""The lists of words that cut a phrase out of a sentence (``phrases.toml``), read once. It cuts nothing itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from kb.errors import VocabularyError

_FILE = "phrases.toml"


@lru_cache(maxsize=32)
def of(name: str) -> frozenset[str]:
    """The words of a list; ``VocabularyError`` where it is not there or has no rationale."""
    row = _table().get(name, {})
    if "words" not in row or not row.get("rationale"):
        raise VocabularyError(
            f"read {_FILE}: list {name!r} has no words or no rationale; both are needed"
        )
    return frozenset(row["words"].split())


@lru_cache(maxsize=1)
def after() -> Mapping[str, frozenset[str]]:
    """Prepositions, each with the words behind which it belongs to the phrase."""
    row = _table()["after"]
    return {word: frozenset(text.split()) for word, text in row.items() if word != "rationale"}


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(_FILE).read_text("utf-8"))
