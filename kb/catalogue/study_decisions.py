"""What people decided of studies: which documents tell of one, and whose attempt a study is. It reads only.

Judgements about a document with the field ``study:<document>`` say that the two tell of ``one`` study or of
``two`` (and so do all of ``these`` and ``those``, where whole studies were merged); with the field ``split`` that it tells of another than the documents ``from`` which it was split; those
about an attempt with the field ``document:<document>`` that the document's study is ``attached`` to it or
``detached``. Writing them is ``kb.review_links``'. A judgement of an older version of a document is of the
current one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sqlalchemy import Connection

from kb.catalogue.judgements import Judgement, moment, standing
from kb.links.cluster import Decisions, two
from kb.links.shelf import Two

STUDY = "study:"
"""Field of a document: whether another document tells of the same study."""
SPLIT = "split"
"""Field of a document: those that tell of other studies than it does."""
DOCUMENT = "document:"
"""Field of an attempt: whether the study of a document is one of it."""
ONE, TWO = "one", "two"
ATTACHED, DETACHED = "attached", "detached"
CAUTIOUS = frozenset({ONE, DETACHED})
"""What counts where people of this base differ: fewer studies, and none that is not the attempt's."""


@dataclass(frozen=True, slots=True)
class Word:
    """What counts of what people said of two things, whose word it is, and whether somebody here differs."""

    value: str
    judgement: Judgement
    differ: bool = False


@dataclass(frozen=True)
class StudyDecisions:
    """By two documents, and by attempt and document: what people decided."""

    pairs: Mapping[Two, Word] = field(default_factory=dict)
    attempts: Mapping[tuple[str, str], Word] = field(default_factory=dict)

    @property
    def of_documents(self) -> Decisions:
        """The pairs, as ``kb.links.cluster`` takes them."""
        return Decisions(
            frozenset(pair for pair, word in self.pairs.items() if word.value == ONE),
            frozenset(pair for pair, word in self.pairs.items() if word.value == TWO),
        )


def is_of_studies(about_kind: str, name: str) -> bool:
    """Whether a judgement about a field decides anything of studies."""
    if about_kind == "attempt":
        return name.startswith(DOCUMENT)
    return about_kind == "document" and (name == SPLIT or name.startswith(STUDY))


def load(connection: Connection, current: Mapping[str, str]) -> StudyDecisions:
    """What stands; ``current`` names the current version of every document that is held."""
    pairs: dict[Two, list[tuple[str, Judgement]]] = defaultdict(list)
    attempts: dict[tuple[str, str], list[tuple[str, Judgement]]] = defaultdict(list)
    rows = standing(connection)
    for (item, name), some in rows.get("document", {}).items():
        for one in some:
            for own, other, value in _of_document(item, name, one.value):
                a, b = current.get(own), current.get(other)
                if a and b and a != b:
                    pairs[two(a, b)].append((value, one))
    for (item, name), some in rows.get("attempt", {}).items():
        document = current.get(name.removeprefix(DOCUMENT)) if name.startswith(DOCUMENT) else None
        for one in some if document else ():
            said = one.value.get("is")
            if said in (ATTACHED, DETACHED):
                attempts[(item, str(document))].append((str(said), one))
    return StudyDecisions(
        {pair: _word(some) for pair, some in pairs.items()},
        {key: _word(some) for key, some in attempts.items()},
    )


def _of_document(item: str, name: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Two documents that a judgement is about, and what it says of them: one by one."""
    if name == SPLIT:
        yield from ((item, other, TWO) for other in _ids(value.get("from")))
    elif name.startswith(STUDY) and value.get("is") in (ONE, TWO):
        these = {item, *_ids(value.get("these"))}
        those = {name.removeprefix(STUDY), *_ids(value.get("those"))}
        yield from ((a, b, str(value["is"])) for a, b in product(sorted(these), sorted(those)))


def _ids(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _word(said: Iterable[tuple[str, Judgement]]) -> Word:
    """Everybody's latest word; people of this base before others; of those who differ the cautious one."""
    latest: dict[tuple[str, str], tuple[str, Judgement]] = {}
    for value, one in sorted(said, key=lambda s: (str(moment(s[1].at)), s[1].id)):
        latest.pop(one.person, None)
        latest[one.person] = (value, one)
    words = list(latest.values())
    heard = [w for w in words if w[1].origin is None] or words
    value, judgement = min(heard, key=lambda w: w[0] not in CAUTIOUS)
    return Word(value, judgement, any(w[0] != value for w in heard))
