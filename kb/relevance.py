"""Whether the base holds anything on a question: the gate before a picture is drawn.

Two questions are asked. Is anything near enough in meaning? And is what the question names by name
mentioned anywhere at all? Being near is not being on the question: an answer about another programme
must never pass for one about the programme that was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kb.catalogue import tables as t
from kb.search import Ranked

NEAR = -3.4
"""Least ``nearness`` of an answer. Of the questions on the starter base the answerable ones reach -1.7
and more (names not counted); of fifty off-topic ones, one reaches -5.5 and the others -8.5 and less
(``tests/eval``)."""

NAMED = 2.0
"""What it adds when the passage says the very name that the question says."""

COSINE_WEIGHT = 60.0
COSINE_ZERO = 0.63
"""The reranker's logit spans about 20; cosines of bge-small only 0.4 to 0.8. At the zero point the
cosine neither adds nor takes."""

NEAR_COSINE = 0.63
"""Least cosine where no reranker is in use."""

MOST_ABOUT = 30
"""Passages, the best first, whose documents are what is held on a question: a name must be said in one of
them. Said elsewhere in the base it makes no answer ("AI" in a report about farming)."""

_SENTENCE_START = re.compile(r"(?:^|[.?!]\s+)\W*(\w+)")
_NAME = re.compile(
    r"\b[A-Z][\w'’&-]*(?:\s+(?:(?:of|for|to|the|and|at|in|on|with)\s+)*[A-Z][\w'’&-]*)*"
)
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9&-]+$")
_DEMONYMS = frozenset(
    "american australian british canadian danish dutch english european finnish french german "  # noqa: SIM905
    "irish italian london nordic northern norwegian scottish spanish swedish uk us welsh".split()
)
"""Said of a place, and no part of a name: "the English Group Work trial"."""
_PARTS = re.compile(r"\s+and\s+(?=[A-Z])|\s*[,/&]\s*")
_QUESTION_WORDS = frozenset(
    "a an are can could did do does had has have how if in is it of on should the was were "  # noqa: SIM905
    "what when where which who whom whose why will with would".split()
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer, and why not."""

    is_near: bool
    reason: str | None = None


def judge(connection: Connection, question: str, ranked: Sequence[Ranked]) -> Verdict:
    """Whether the ranking holds an answer to ``question``."""
    names = names_in(question)
    if not ranked or not is_near(ranked, names):
        return Verdict(False, "Nothing in this base is about what was asked.")
    about = frozenset(one.passage.document_id for one in ranked[:MOST_ABOUT])
    for name in names:
        parts = [part for part in _PARTS.split(name) if " " in part or _ACRONYM.match(part)]
        said = [name] if len(parts) < 2 else parts
        if not _is_mentioned(connection, name) and not (
            len(parts) > 1 and all(_is_mentioned(connection, part) for part in parts)
        ):
            return Verdict(False, f"Nothing in this base mentions {name}.")
        if not any(_is_mentioned(connection, part, about) for part in (name, *said)):
            return Verdict(False, f"What is held on this does not mention {name}.")
    return Verdict(True)


def nearness(ranked: Ranked, names: Sequence[str] = ()) -> float | None:
    """The reranker's logit of a passage moved by its cosine and by the names it says.

    Null where either score is missing.
    """
    if ranked.relevance is None or ranked.cosine is None:
        return None
    words = f"{ranked.title}\n{ranked.passage.text}".casefold()
    is_named = any(name.casefold() in words for name in names)
    return (
        ranked.relevance
        + COSINE_WEIGHT * (ranked.cosine - COSINE_ZERO)
        + (NAMED if is_named else 0.0)
    )


def is_near(ranked: Sequence[Ranked], names: Sequence[str] = ()) -> bool:
    """Whether any passage is near enough to be an answer."""
    return bool(near(ranked, names))


def near(ranked: Sequence[Ranked], names: Sequence[str] = ()) -> list[Ranked]:
    """The passages that are near enough to be an answer.

    Where a reranker was at work, only what it read can be; elsewhere the cosine decides.
    """
    scored = [(one, n) for one in ranked if (n := nearness(one, names)) is not None]
    if scored:
        return [one for one, n in scored if n >= NEAR]
    return [one for one in ranked if one.cosine is not None and one.cosine >= NEAR_COSINE]


def names_in(question: str) -> tuple[str, ...]:
    """What a question names: acronyms, and two or more capitalised words together.

    A single capitalised word is left aside: it may be a nationality, or only begin the sentence.
    """
    starts = {match.start(1) for match in _SENTENCE_START.finditer(question)}
    names: list[str] = []
    for match in _NAME.finditer(question):
        words = match.group().split()
        if match.start() in starts and words[0].casefold() in _QUESTION_WORDS:
            words = words[1:]
        while words and (words[0].islower() or words[0].casefold() in _DEMONYMS):
            words = words[1:]
        name = " ".join(words).rstrip("'’-").removesuffix("'s").removesuffix("’s")
        if len(words) > 1 or _ACRONYM.match(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def naming(
    connection: Connection, documents: Collection[str], names: Sequence[str]
) -> frozenset[str]:
    """Which of these documents mention any of the names; all of them where nothing is named."""
    if not names:
        return frozenset(documents)
    return frozenset(
        one for one in documents if any(_is_mentioned(connection, name, [one]) for name in names)
    )


def _is_mentioned(connection: Connection, name: str, within: Collection[str] | None = None) -> bool:
    """Whether the words of a name stand together in any passage, name or title; ``within`` some documents."""
    pattern = "%" + _escaped(name.casefold()) + "%"
    # A name may go on ("Zones"); an acronym is a word of its own, or "AI" would stand in "aid".
    end = r"(?!\w)" if _ACRONYM.match(name) else ""
    whole = re.compile(rf"(?<!\w){re.escape(name.casefold())}{end}", re.UNICODE)
    for column, document in (
        (t.passages.c.text, t.passages.c.document_id),
        (t.attempts.c.name, t.attempts.c.document_id),
        (t.documents.c.title, t.documents.c.id),
    ):
        query = select(column).where(func.lower(column).like(pattern, escape="\\")).limit(50)
        if within is not None:
            query = query.where(document.in_(within))
        if any(whole.search(text.casefold()) for text in connection.execute(query).scalars()):
            return True
    return False


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
