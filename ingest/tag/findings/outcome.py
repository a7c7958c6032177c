"""What a result is of: the words that name the thing measured, and the slug of the vocabulary that they fit.

The words are a run of the sentence itself. Where the sentence gives none, there is no outcome and so no
finding. It decides neither kind nor direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.tag.findings import delivery, phrases, terms
from ingest.tag.findings.signs import Seen
from kb.models import FindingKind

_OF_COSTS = ("cost-of-credit-and-charges", "provider-sustainability")
"""Outcomes that are costs themselves; any other cost is one of what was tried."""
_ANY_SENTENCE = frozenset({"take-up", "value-for-money", "funding-raised"})
"""Outcomes whose words stand in a sentence about anything: "reach", "cost", "raised"."""
_COUNTS = ("brief.count", "brief.total", "brief.plan", "brief.rated")
_PEOPLE = re.compile(
    r"\b(?:people|clients?|customers?|tenants?|residents?|parents?|mothers|families|households|learners?|pupils?|students?|trainees?|apprentices?"
    r"|participants?|users|callers?|members|claimants?|jobseekers|workers|staff|employees|managers|employers|firms|businesses|patients|men|women|girls"
    r"|boys|young|adults|children|teenagers?|veterans|officers|carers|volunteers|them|those|of you|finished|started|joined|came|attended|recruitment"
    r"|bonuses|paid|cohort)\b"
)
_OF_PEOPLE = ("delivery", "forecast")
"""Kinds whose outcome may be no more than the people reached."""
_CHANGED = (
    r"increased|decreased|reduced|improved|raised|rose|risen|fell|fallen|declined|dropped|grew|grown|gained|lowered|doubled|tripled"
    r"|halved|boosted|enhanced|strengthened|weakened|worsened|deteriorated|narrowed|widened|slowed|accelerated|shortened|cut|increases"
    r"|reduces|improves|raises|lowers|expanded|went (?:up|down)"
)
_AHEAD: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:effects?|impacts?|influence) (?:(?:were|was) (?:found |seen |observed )?|of [^.;,]{1,50}? )?(?:on|upon|for|in) ",
        r"\b(?:differences?|improvements?|increases?|reductions?|decreases?|rise|falls?|declines?|drop|growth|gains?|changes?|enhancement"
        r"|benefits?|differ|differed) (?:(?:were|was) (?:found |seen |observed |made )?|between [^.;,]{1,40}? )?"
        r"(?:in|of|for|to|on|with respect to|in terms of|regarding|concerning) (?!(?:about|over|nearly|around) \d|\d)",
        r"\b(?:more|less|as|no more|no less|equally|times) likely (?:not )?to ",
        r"\b(?:likelihood|probability|odds|chances?|risk|(?:the|a|in|lower|higher) rates?|levels?|incidence|prevalence|proportion|numbers?"
        r"|share|percentage|price|amount|frequency|hazard) of (?!\d)",
        r"\bno evidence (?:of|for) (?:an? |any )?(?:reduced |increased |improved |lower |higher )?",
    )
)
_VERBED = re.compile(
    rf"(?<!\w)(?:{_CHANGED}|(?:did|does|do) (?:not|n't) (?:\w+ly )?(?:increase|reduce|improve|decrease|raise|affect|change|lower)|not affected?|affected)\b"
)
_COMPARED = re.compile(
    r"\b(?:higher|lower|greater|fewer|better|worse|more|less|larger|smaller|faster|longer|shorter|earlier|later)\b"
)
_SATISFIED = re.compile(r"\b(?:dis)?satisf(?:action|ied) with ")
_SAID = re.compile(
    r"\b(?:said|felt|reported|report|agreed|believed|thought|considered|perceived|expressed|stated|highlighted|noted|indicated"
    r"|mentioned|confirmed|complained|found|valued|described|appreciated|rated|liked|enjoyed|welcomed|praised|feel|saw|viewed|explained|cited)"
    r"(?: (?:that|being|having|feeling|it|how))?(?: (?:they|he|she|the))?(?: (?:were|was|had|felt|now|have))? "
)
_COST = re.compile(
    r"\bcosts? (?:\w+ ){0,2}(?:per|for each|of each) (?:\w+[ -]){0,2}\w+|\b(?:benefit[- ]cost|cost[- ]benefit) ratio|\breturns? (?:on|of) (?:\w+ )?investment"
    r"|\b(?:net |social |public |annual |total |potential |cost )?(?:savings?|benefits?)\b|\b(?:unit|total|average|delivery|running|annual|operating) costs?|\bcost[- ]effective(?:ness)?|\bvalue for money|\bcosts?\b"
)
_INTO = re.compile(r"\b(?:in|into|back to)\b")
_NO_OBJECT = re.compile(
    r"\s*(?:[,.;:()]|$|[£$€\d]|(?:than|by|from|to|in|on|over|since|at|and|or|for|with|among|between|when|after|during|as|again|only|only|while"
    r"|because|but|through|across|within|slightly|significantly|substantially|sharply|steadily|considerably|markedly|more|most|less|even|further|due|following|compared|relative|of|until|also)\b)"
)
_WITHIN = re.compile(
    r"\s*(?:\w+ly )?(?:in|on|for|at) (?:terms of )?(?!(?:19|20)\d\d|the (?:first|second|last|year|period|same))"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured: where its words stand in the sentence, and their slug."""

    start: int
    end: int
    words: str
    slug: str | None


def read(
    text: str,
    said: str,
    kind: FindingKind,
    sign: Seen,
    areas: tuple[str, ...],
    *,
    short: bool = False,
) -> Outcome | None:
    """The outcome of a result that ``sign`` tells; ``said`` is ``text`` made plain.

    In a ``short`` account a sentence names one outcome as a rule, so that its words may stand anywhere in it.
    """
    for first, last in _candidates(said, kind, sign):
        start, end = phrases.trimmed(said, first, last)
        phrase = said[start:end]
        if len(phrase) >= 3 and (kind in _OF_PEOPLE or phrases.names_something(phrase)):
            slug = _slug(said, start, end, kind, sign, areas)
            slug = slug or (_only(said) if short else None)
            return Outcome(start, end, " ".join(text[start:end].split()), slug)
    best = terms.of("outcomes").best(said, areas)
    if best is None:
        return _told_by(text, said, kind, sign) if sign.sign.id.startswith("brief.") else None
    slug = best[2] if kind != "cost" or best[2] in _OF_COSTS else "value-for-money"
    return Outcome(best[0], best[1], " ".join(text[best[0] : best[1]].split()), slug)


def _told_by(text: str, said: str, kind: FindingKind, sign: Seen) -> Outcome | None:
    """Of a short account that names nothing else: the words that tell the result, "Fifty-two finished"."""
    start, end = sign.start, sign.end
    if not re.search(r"[a-z]{3}", said[start:end]):
        return None
    slug = "value-for-money" if kind == "cost" else delivery.slug(said)
    return Outcome(start, end, " ".join(text[start:end].split()), slug)


def _slug(
    said: str, start: int, end: int, kind: FindingKind, sign: Seen, areas: tuple[str, ...]
) -> str | None:
    """The slug of the phrase; of people reached, what was done with them; of moves, what they moved into."""
    known = terms.of("outcomes")
    best = known.best(said[start:end], areas)
    if best is None and sign.sign.id == "change.entered":
        best = known.best(said[sign.start : sign.end], areas)
    slug = best[2] if best else None
    if kind == "cost":
        return slug if slug in _OF_COSTS else "value-for-money"
    if kind not in _OF_PEOPLE:
        return slug
    near = said[min(sign.start, start) : max(sign.end, end) + 1]
    slug = delivery.slug(near) or slug
    if slug is None and sign.sign.id == "delivery.target":
        slug = delivery.slug(said)
    if slug is None and sign.sign.id.startswith("brief."):
        slug = _only(said) or delivery.slug(said) or _reached(said, sign)
    return slug


def _reached(said: str, sign: Seen) -> str | None:
    """Of a bare count of people in a short account: so many came, finished or stayed away."""
    return "take-up" if sign.sign.id in _COUNTS and _PEOPLE.search(said) else None


def _only(said: str) -> str | None:
    """The slug of the one outcome that a sentence names anywhere; none where it names several."""
    slugs = {slug for _, _, slug in terms.of("outcomes").found(said)} - _ANY_SENTENCE
    return next(iter(slugs)) if len(slugs) == 1 else None


def _candidates(said: str, kind: FindingKind, sign: Seen) -> Iterator[tuple[int, int]]:
    own: Callable[[str, int], Iterator[tuple[int, int]]] = {
        "cost": _costs, "delivery": _done, "forecast": _done, "experience": _said,
    }.get(kind, _measured)  # fmt: skip
    if sign.sign.id == "change.entered":
        match = _INTO.search(said, sign.start, sign.end)
        yield (match.start() if match else sign.start), sign.end
    yield from own(said, sign.start)
    if own is not _measured and kind != "delivery":
        yield from _measured(said, sign.start)
    yield from phrases.before(said, sign.start)


def _costs(said: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _COST.finditer(said):
        yield match.span()


def _said(said: str, at: int) -> Iterator[tuple[int, int]]:
    match = _SATISFIED.search(said)
    if match:
        yield match.start(), phrases.clause(said, match.end())
    match = _SAID.search(said)
    if match:
        yield match.end(), phrases.clause(said, match.end())


def _done(said: str, at: int) -> Iterator[tuple[int, int]]:
    for named in (delivery.rate(said), delivery.beyond(said)):
        if named is not None:
            yield named[0], min(named[1], phrases.forward(said, named[0]))
    for start in delivery.words(said, at):
        yield start, phrases.things(said, start)
    targets = delivery.targets(said)
    if targets is not None:
        yield targets


def _measured(said: str, at: int) -> Iterator[tuple[int, int]]:
    """What went up or down, or differed: the phrase whose verb or noun stands nearest to the sign first."""
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    for rank, pattern in enumerate(_AHEAD):
        for match in pattern.finditer(said):
            ends = phrases.clause if "likely" in match.group() else phrases.forward
            found.append((abs(match.start() - at), rank, [(match.end(), ends(said, match.end()))]))
    for match in _VERBED.finditer(said):
        found.append((abs(match.start() - at), len(_AHEAD), _of_verb(said, match)))
    for match in _COMPARED.finditer(said):
        spans = list(phrases.before(said, match.start()))
        if not _NO_OBJECT.match(said, match.end()):
            spans.insert(0, (match.end(), phrases.forward(said, match.end())))
        found.append((abs(match.start() - at), len(_AHEAD) + 1, spans))
    for _, _, spans in sorted(found, key=lambda one: one[:2]):
        yield from spans


def _of_verb(said: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """Its object where it has one; else its subject, and behind that what it was "in"."""
    subject = phrases.before(said, match.start())
    if not _NO_OBJECT.match(said, match.end()):
        return [(match.end(), phrases.forward(said, match.end())), *subject]
    spans = list(subject)
    inside = _WITHIN.match(said, match.end())
    if inside:
        spans.append((inside.end(), phrases.forward(said, inside.end())))
    return spans
