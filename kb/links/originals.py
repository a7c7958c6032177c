"""Notes meet their originals: where an original says what a note states of it, and whether the numbers agree.

A statement with numbers is found where the original tells them in words of the same matter; all of them must
agree. One that the original tells with another number differs. A statement without numbers is found where most
of its telling words stand together, which proves nothing: like every match here it is a suggestion, and a
person looks at the two side by side. Pure: no store. (Similarity of words does not verify a claim: on three
labelled collections overlap and embeddings tell support from contradiction with an AUC of 0.53 to 0.58.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kb import amounts
from kb.amounts import Amount
from kb.links.sentences import Original, stems
from kb.models import Figure

VERSION = "originals-1"
State = Literal["agrees", "differs", "not-found"]

ENOUGH_WORDS = 0.42
"""Share of a statement's telling words, by rarity, that a sentence and its neighbour must hold where the
statement has no number."""
LEAST_WORDS = 4
"""And how many of them."""
OF_MATTER = 0.5
"""Share of a figure's own words from which on a sentence is about the same matter."""
NEARLY_ALL = 0.8
"""And from which on nothing else of the statement need be there."""
_FRACTION = re.compile(r"(?<![\d.,])\d+\.\d{2,}(?![\d%]|\.\d)")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a note states of one original: a finding, a lesson or a cost."""

    id: str
    kind: str
    text: str
    figures: tuple[Figure, ...] = ()
    """Those that the note took from this original."""
    about: str = ""
    """Other words of it: the outcome, what a cost is for."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a statement, and whether the original tells it."""

    text: str
    state: State
    says: str = ""
    """What the original says instead; empty where it tells the same or nothing."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Where an original says what a note states; without a place where nothing was found."""

    statement_id: str
    state: State
    start: int = 0
    end: int = 0
    text: str = ""
    passage_id: str | None = None
    score: float = 0.0
    """0 to 1: share of the statement's numbers, or of its telling words, that are there."""
    numbers: tuple[Number, ...] = ()


def meet(statement: Statement, held: Original) -> Quote:
    """Where ``held`` says what ``statement`` states, and whether their numbers agree."""
    told = [(f, a) for f in statement.figures if (a := _amount_of(f)) is not None]
    return _by_numbers(statement, told, held) if told else _by_words(statement, held)


def _amount_of(figure: Figure) -> Amount | None:
    """A figure as an amount; where its unit is a phrase ("% lower odds"), as its words have it."""
    told = amounts.of_figure(figure)
    if told is None or told.unit is not None:
        return told
    return next((a for a in amounts.amounts(figure.text) if a.unit and a.value == told.value), told)


# --- by numbers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence that tells a number of the statement, and how much else they share."""

    at: int
    context: float


def _by_numbers(
    statement: Statement, told: Sequence[tuple[Figure, Amount]], held: Original
) -> Quote:
    wanted = stems(f"{statement.text} {statement.about}")
    places = [_agreeing(figure, amount, wanted, held) for figure, amount in told]
    hits = Counter(place.at for some in places for place in some)
    context = {place.at: place.context for some in places for place in some}
    best = max(hits, key=lambda at: (hits[at], context[at], -at), default=None)
    numbers, elsewhere = [], []
    for (figure, amount), some in zip(told, places, strict=True):
        if some:
            numbers.append(Number(figure.text, "agrees"))
            continue
        other = _differing(figure, amount, [a for _, a in told], wanted, held, best)
        if other is None:
            numbers.append(Number(figure.text, "not-found"))
        else:
            elsewhere.append(other[0])
            numbers.append(Number(figure.text, "differs", other[1].text))
    found = sum(number.state == "agrees" for number in numbers)
    state: State = "agrees" if found == len(numbers) else "differs" if elsewhere else "not-found"
    at = elsewhere[0] if elsewhere and best not in elsewhere else best
    return _quote(statement, state, at, held, found / len(numbers), tuple(numbers))


def _agreeing(
    figure: Figure, amount: Amount, wanted: frozenset[str], held: Original
) -> list[_Place]:
    """Sentences that tell the number, and are about the matter."""
    own = stems(f"{figure.text} {figure.counts or ''}")
    written = _written(figure.text)
    found = []
    for at in range(len(held.sentences)):
        here: list[object] = [
            a
            for a in held.amounts(at)
            if amounts.comparable(amount, a) and amounts.agree(amount, a)
        ]
        if not here and not (written and written <= _written(held.sentences[at].text)):
            continue
        around = held.around(at)
        shared = own & around
        if len(shared | (wanted & around)) >= (1 if _is_telling(amount) else 2) and (
            shared or not own or _is_telling(amount)
        ):
            found.append(_Place(at, held.share(own | wanted, around)))
    return found


def _written(text: str) -> frozenset[str]:
    """Fractions as they are written, where there are any: ratios and limits of intervals are no amounts, and
    the same digits say the same."""
    return frozenset(match[0] for match in _FRACTION.finditer(text))


def _is_telling(amount: Amount) -> bool:
    """Whether few other things have this number: three digits that count, or a fraction."""
    value = next(amounts.numbers_of(amount), 0.0)
    digits = f"{value:.6g}".replace(".", "").strip("0")
    return len(digits) >= 3 or (amount.unit is not None and len(digits) >= 2 and value % 1 != 0)


def _differing(
    figure: Figure,
    amount: Amount,
    others: Sequence[Amount],
    wanted: frozenset[str],
    held: Original,
    best: int | None,
) -> tuple[int, Amount] | None:
    """A sentence about the same matter with another number of the kind, and that number.

    Either it counts the same thing in the same words, or it is the sentence that tells the statement's other
    numbers and has one of this kind that none of them is.
    """
    own = stems(f"{figure.text} {figure.counts or ''}")
    found: tuple[float, int, Amount] | None = None
    for at in range(len(held.sentences)):
        for other in held.amounts(at):
            if not amounts.comparable(amount, other) or any(
                amounts.comparable(known, other) and amounts.agree(known, other) for known in others
            ):
                continue
            around = held.sentences[at].stems
            share = held.share(own, around)
            is_same = (
                len(own & around) >= 2
                and share >= OF_MATTER
                and (share >= NEARLY_ALL or bool((wanted - own) & held.around(at)))
            )
            if is_same and amount.unit is None and other.counts:
                is_same = bool(stems(other.counts) & own)
            if not is_same and at != best:
                continue
            place = (share + (at == best), -at, other)
            if found is None or place[:2] > found[:2]:
                found = place
    return None if found is None else (-found[1], found[2])


# --- by words -----------------------------------------------------------------------------------


def _by_words(statement: Statement, held: Original) -> Quote:
    wanted = stems(f"{statement.text} {statement.about}")
    best, score = None, 0.0
    for at, sentence in enumerate(held.sentences):
        around = held.around(at)
        if len(wanted & around) < LEAST_WORDS or not wanted & sentence.stems:
            continue
        share = (held.share(wanted, around) + held.share(wanted, sentence.stems)) / 2
        if share > score:
            best, score = at, share
    state: State = "agrees" if score >= ENOUGH_WORDS else "not-found"
    return _quote(statement, state, best if state == "agrees" else None, held, score, ())


def _quote(
    statement: Statement,
    state: State,
    at: int | None,
    held: Original,
    score: float,
    numbers: tuple[Number, ...],
) -> Quote:
    if at is None:
        return Quote(statement.id, state, score=round(score, 3), numbers=numbers)
    one = held.sentences[at]
    return Quote(
        statement.id, state, one.start, one.end, one.text, one.passage_id, round(score, 3), numbers
    )
