"""Whether two claims are about one thing, and whether they say it differently.

By the words of what is counted, its unit, whose arm it is and how near the numbers are; never by a model.
Grouping first by subject and unit keeps the comparisons few. Why claims may differ
``kb.disagreements_reading`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kb.amounts import Amount, agree, comparable, numbers_of
from kb.disagreements_claims import Claim
from kb.disagreements_words import are_contrary, coverage, likeness, load, tokens, weight

LIKE = 0.55
"""Share of their words that two figures of notes have in common where they count one thing."""
LIKE_EXACTLY = 0.8
LIKE_ONE_SLUG = 0.4
"""The same where the list of outcomes has one name for both."""
LIKE_OPPOSED = 0.3
"""The same where moreover one result is good and the other bad."""
LIKE_ONE_STATEMENT = 0.2
"""The same within one statement that sets two sources side by side."""
ONE_EVENT = 2.5
"""Weight of shared words above which two sentences with one number tell of one event in other words."""
SHARED = 1.7
"""Weight of shared words with which two near numbers of one noun are about one thing."""
CLOSE = 1.35
"""How far apart they may lie where their noun is all that they share."""
NEAR, FAR = 2.0, 5.0
"""How far apart two numbers about one thing lie in texts that do not say in full what they count."""
FEW, NEIGHBOURS, RAREST = 60, 8, 2
"""Claims of one subject and unit of which every pair is compared; of more, how many neighbours each has under
each of its rarest words, and how many of these."""
_ARMS = {"attempt": {"attempt", "whole"}, "comparison": {"comparison"},
         "difference": {"difference"}, "whole": {"whole", "attempt", "unknown"},
         "unknown": {"unknown", "whole"}}  # fmt: skip
_OF_MONEY = {"whole", "difference", "unknown"}
"""A net cost is a difference to some and a whole to others."""
_POINTS = {"%", "percentage points"}


def joined(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims about one thing together: those that are linked by any chain of pairs. Singles are left out."""
    parent = list(range(len(claims)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _pairs(claims):
        if are_same(claims[i], claims[j]):
            parent[max(root(i), root(j))] = min(root(i), root(j))
    found: dict[int, list[Claim]] = {}
    for i, claim in enumerate(claims):
        found.setdefault(root(i), []).append(claim)
    return [some for some in found.values() if len(some) > 1]


def _pairs(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: of one subject and kind; of many, those that share a word that tells something,
    each with the few whose numbers are nearest."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, claim in enumerate(claims):
        for subject in claim.subjects:
            groups.setdefault((subject, _kind(claim)), []).append(i)
    seen: set[tuple[int, int]] = set()
    for key in sorted(groups):
        for pair in _near(claims, groups[key]):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _near(claims: Sequence[Claim], some: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(some) <= FEW:
        yield from combinations(some, 2)
        return
    size = {i: _size(claims[i]) for i in some}
    by_word: dict[str, list[int]] = {}
    for i in sorted(some, key=lambda i: (size[i], i)):
        for word in claims[i].counted:
            if weight((word,)) >= 1:
                by_word.setdefault(word, []).append(i)
    rarest = {
        i: sorted(claims[i].counted & by_word.keys(), key=lambda w: (len(by_word[w]), w))[:RAREST]
        for i in some
    }
    for word in sorted(by_word):
        held = [i for i in by_word[word] if word in rarest[i]]
        for at, i in enumerate(held):
            for j in held[at + 1 : at + 1 + NEIGHBOURS]:
                if claims[i].amount is None or size[j] <= size[i] * FAR:
                    yield min(i, j), max(i, j)


def _kind(claim: Claim) -> str:
    if claim.amount is None:
        return "direction" if claim.direction else f"date {claim.group}"
    unit = claim.amount.unit or ""
    if claim.amount.currency:
        return claim.amount.currency
    return "%" if unit in (*_POINTS, "points") else unit and unit


def _size(claim: Claim) -> float:
    return max((abs(n) for n in numbers_of(claim.amount)), default=0.0) if claim.amount else 0.0


# --- about one thing ------------------------------------------------------------------------


def are_same(one: Claim, other: Claim) -> bool:
    """Whether both are about one thing."""
    if one.date is not None or other.date is not None:
        return one.date is not None and other.date is not None and one.group == other.group
    if one.direction is not None and one.amount is None:
        return not _is_crossed(one, other) and _is_one_outcome(one, other)
    if one.amount is None or other.amount is None or one.figure is None or other.figure is None:
        return False
    is_money = one.amount.currency is not None and {one.figure.arm, other.figure.arm} <= _OF_MONEY
    if other.figure.arm not in _ARMS[one.figure.arm] and not is_money:
        return False
    if not (comparable(one.amount, other.amount) or _are_shares(one, other)):
        return False
    if (one.amount.per or other.amount.per) and not _same_per(one.amount, other.amount):
        return False
    within = one.is_of_note and other.is_of_note
    met = _same_in_notes(one, other) if within else _same_in_texts(one, other)
    return met and not are_contrary(_words(one), _words(other))


def _words(claim: Claim) -> frozenset[str]:
    return claim.counted | claim.around


def _are_shares(one: Claim, other: Claim) -> bool:
    """Per cent and percentage points of one difference: they cannot be compared, and are taken for each other."""
    units = {one.amount.unit if one.amount else "", other.amount.unit if other.amount else ""}
    arms = {one.figure.arm if one.figure else "", other.figure.arm if other.figure else ""}
    return units == _POINTS and arms == {"difference"}


def _same_per(one: Amount, other: Amount) -> bool:
    ends = {(one.per or "").split(" ")[-1], (other.per or "").split(" ")[-1]}
    return (
        len(ends) == 1 or ends <= {"", "year", "annum"} or ends <= {"person", "participant", "head"}
    )


def _is_crossed(one: Claim, other: Claim) -> bool:
    """Whether claims that are looked at across two attempts are both of one of them."""
    return one.attempt_id == other.attempt_id and any(s.startswith("pair:") for s in one.subjects)


def _same_in_notes(one: Claim, other: Claim) -> bool:
    like = likeness(one.counted, other.counted)
    if one.owner == other.owner:
        return (
            like >= LIKE_ONE_STATEMENT and one.place.reference != other.place.reference
        ) or like > 0.9
    if like >= LIKE or (
        _are_shares(one, other) and one.slug == other.slug and like >= LIKE_ONE_SLUG
    ):
        return True
    real = weight(one.counted & other.counted) >= 1
    is_fact = one.group.startswith("problem") and other.group == one.group
    return real and is_fact and _tells(one.amount) and _is_equal(one, other)


def _same_in_texts(one: Claim, other: Claim) -> bool:
    """Figures of texts: the same telling number, or the same noun and numbers that are near."""
    if (
        one.place.document_id == other.place.document_id
        or one.amount is None
        or other.amount is None
    ):
        return False
    shared = weight(_words(one) & _words(other))
    counted = weight(one.counted & other.counted)
    if agree(one.amount, other.amount) and _tells(one.amount) and _tells(other.amount):
        return counted >= 1 or shared >= 2
    if _apart(one.amount, other.amount) > NEAR:
        return False
    if one.noun and other.noun and not ({one.noun} & other.counted or {other.noun} & one.counted):
        return False
    covered = coverage(one.counted, other.counted)
    if covered < 0.5 or counted < 1:
        return False
    if shared >= SHARED or agree(one.amount, other.amount):
        return True
    both_say_more = weight(one.counted - other.counted) and weight(other.counted - one.counted)
    close = _apart(one.amount, other.amount) <= CLOSE
    return bool(one.noun) and one.noun == other.noun and close and not both_say_more


def _apart(one: Amount, other: Amount) -> float:
    """How many times the larger is the smaller, between the ends that are nearest."""
    a, b = list(numbers_of(one)), list(numbers_of(other))
    best = float("inf")
    for x in a:
        for y in b:
            low, high = sorted((abs(x), abs(y)))
            best = min(best, high / low if low else (1.0 if high == low else float("inf")))
    return best


def _tells(amount: Amount | None) -> bool:
    """Whether a number is rare enough to be met by it: large, or of two digits and more that are no nought."""
    if amount is None:
        return False
    high = max((abs(n) for n in numbers_of(amount)), default=0.0)
    digits = f"{high:.10g}".replace(".", "").strip("0")
    return high >= 10_000 or (len(digits) >= 3)


def _is_one_outcome(one: Claim, other: Claim) -> bool:
    """Whether two findings measured one outcome. Of two attempts the list of outcomes must say so; of one
    attempt their words, unless two effects point in opposite ways."""
    if are_contrary(one.counted, other.counted):
        return False
    same_slug = one.slug is not None and one.slug == other.slug
    ways = {one.direction, other.direction}
    if one.attempt_id != other.attempt_id:
        return same_slug or _is_among(one, other) or _is_among(other, one)
    like = likeness(one.counted, other.counted)
    if one.slug and other.slug and not same_slug:
        return like >= LIKE_EXACTLY
    if len({_VERSUS in one.about, _VERSUS in other.about}) > 1 and like < LIKE:
        return False  # one sets two forms of the attempt against each other
    if ways & {"unclear"}:
        return like >= LIKE_EXACTLY
    if ways & {"mixed"}:
        return like >= LIKE
    if same_slug and ways == {"positive", "negative"} and {one.group, other.group} == {"effect"}:
        return not (one.population or other.population)
    enough = LIKE_OPPOSED if ways == {"positive", "negative"} else LIKE_ONE_SLUG
    return like >= LIKE or (same_slug and like >= enough)


_VERSUS = " versus "


def _is_among(one: Claim, other: Claim) -> bool:
    """Whether the outcome of one is among those that the other measured together."""
    named = tokens((one.slug or "").replace("-", " "))
    return bool(named) and named <= other.counted and {one.group, other.group} == {"effect"}


# --- said differently -----------------------------------------------------------------------


def differ(one: Claim, other: Claim) -> bool:
    """Whether two claims about one thing, of two sources, say it differently."""
    if one.source == other.source:
        return False
    if one.direction is not None and one.amount is None:
        return one.direction != other.direction and not _is_crossed(one, other)
    if one.date is not None:
        mine, theirs = str(one.date), str(other.date)
        return not (mine.startswith(theirs) or theirs.startswith(mine))  # 2017 and 2017-09 agree
    if one.amount is None or other.amount is None:
        return False
    if {one.status, other.status} & {"target"} and one.status != other.status:
        return False  # what was aimed at and what came of it do not contradict each other
    if _is_equal(one, other) and comparable(one.amount, other.amount):
        return _hedge(one.amount) != _hedge(other.amount) or is_definition(one, other)
    return True


def _is_equal(one: Claim, other: Claim) -> bool:
    if one.amount is None or other.amount is None:
        return False
    return [*numbers_of(one.amount)] == [*numbers_of(other.amount)]


def _hedge(amount: Amount) -> str:
    """ "About" and nothing are said of one number; "over" and "at least" say something else."""
    return "" if amount.hedge in (None, "about") else amount.hedge


def is_definition(one: Claim, other: Claim) -> bool:
    """Whether one number is given for what is described in two ways: "struggling with debt", and "in bad
    debt without affordable credit"."""
    if one.is_of_note != other.is_of_note or not _is_equal(one, other) or not _tells(one.amount):
        return False
    if one.amount is None or other.amount is None or _hedge(one.amount) != _hedge(other.amount):
        return False
    if not one.is_of_note and weight(_words(one) & _words(other)) >= ONE_EVENT:
        return False
    if one.noun and one.noun == other.noun and one.noun not in load().generic:
        return False
    return (
        likeness(_words(one), _words(other)) < 0.5
        and weight(one.counted - other.counted) >= 1
        and weight(other.counted - one.counted) >= 1
    )


def sources(claims: Iterable[Claim]) -> set[str]:
    """Who says these."""
    return {claim.source for claim in claims}
