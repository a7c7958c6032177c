"""What a result is of: the words that name the thing measured, and the slug of the vocabulary that they fit.

The words are a run of the sentence itself. Where the sentence gives none, there is no outcome and so no
finding. It decides neither kind nor direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.tag.findings import delivery, terms
from ingest.tag.findings.signs import Seen
from kb.models import FindingKind

MOST = 9
"""Words of an outcome."""
_TOKEN = re.compile(r"[^\W_][\w'&%/-]*|[.,;:()\"]")
_STOPS = frozenset(
    [
        "than",
        "compared",
        "relative",
        "versus",
        "vs",
        "among",
        "amongst",
        "between",
        "by",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "being",
        "after",
        "during",
        "over",
        "from",
        "who",
        "that",
        "which",
        "but",
        "while",
        "whereas",
        "when",
        "where",
        "because",
        "as",
        "since",
        "until",
        "through",
        "although",
        "though",
        "although",
        "so",
        "if",
        "has",
        "have",
        "had",
        "did",
        "does",
        "do",
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "should",
        "not",
        "for",
        "with",
        "without",
        "within",
        "across",
        "before",
        "at",
        "under",
        "against",
        "into",
        "per",
        "about",
        "toward",
        "towards",
        "we",
        "they",
        "it",
        "he",
        "she",
        "this",
        "these",
        "those",
        "there",
        "then",
        "also",
        "both",
        "either",
        "would",
        "during",
        "following",
        "despite",
        "throughout",
        "via",
        "it's",
        "they're",
        "however",
        "yet",
        "although",
        "to",
        "in",
        "on",
        "if",
        "found",
        "find",
        "show",
        "showed",
        "increased",
        "reduced",
        "improved",
        "rose",
        "fell",
        "including",
    ]
)
_KEPT_AFTER = {
    "to": frozenset(["return", "access", "time", "back", "confidence", "commitment", "links", "referral", "referrals", "entry", "transition"]),
    "in": frozenset(
        ["confidence", "participation", "trust", "belief", "people", "those", "young-people", "being", "investment", "days", "time", "were", "stay", "staying", "remain", "remaining", "interest", "enrolment", "enrollment", "engagement"]
    ),
    "for": frozenset(["value", "demand", "support", "care", "aspirations", "readiness", "preparedness"]),
    "with": frozenset(["satisfaction", "satisfied", "engagement", "confidence", "contact", "connection"]),
    "on": frozenset(["days", "weeks", "months", "spending", "time", "information", "return", "returns", "expenditure"]),
    "at": frozenset(["attendance", "performance", "stress", "time", "health"]),
    "into": frozenset(["moves", "entry", "progression", "moved"]),
    "about": frozenset(["confident", "knowledge", "awareness", "worries", "positive", "optimistic"]),
}  # fmt: skip
"""Words that end a phrase elsewhere, and behind which words they belong to it."""
_LEADING = frozenset(
    [
        "the",
        "a",
        "an",
        "their",
        "its",
        "his",
        "her",
        "our",
        "your",
        "my",
        "of",
        "in",
        "on",
        "for",
        "to",
        "and",
        "or",
        "any",
        "some",
        "all",
        "more",
        "less",
        "fewer",
        "greater",
        "higher",
        "lower",
        "better",
        "worse",
        "significant",
        "significantly",
        "substantial",
        "overall",
        "average",
        "mean",
        "total",
        "number",
        "also",
        "both",
        "that",
        "this",
        "these",
        "those",
        "such",
        "large",
        "small",
        "new",
        "increased",
        "reduced",
        "improved",
        "much",
        "very",
        "most",
        "many",
        "about",
        "approximately",
        "around",
        "over",
        "nearly",
        "almost",
        "up",
        "only",
        "just",
        "same",
        "own",
        "subsequent",
        "further",
        "additional",
        "no",
    ]
)
_NUMBER = re.compile(
    r"^[\d.,%/]+(?:%|m|k|bn|st|nd|rd|th)?$|^(?:one|two|three|four|five|six|seven|eight|nine|ten|percent|cent|million|billion|percentage|points?)$"
)
_GENERIC = frozenset(
    ["methodology", "reporting", "programme", "program", "project", "scheme", "pilot", "intervention", "service", "it", "they", "we", "participants", "people", "treatment", "group", "groups", "effect", "effects", "impact", "impacts", "result", "results", "study", "evaluation", "trial", "those", "households", "firms", "students", "pupils", "clients", "users", "respondents", "households", "individuals", "he", "she", "there", "this", "men", "women", "girls", "boys", "children", "young", "employees", "workers", "staff", "patients", "members", "initiative", "policy", "reform", "training", "control", "evidence", "who", "which", "participant", "beneficiaries", "beneficiary", "claimants", "respondent", "interviewees", "stakeholders", "partners", "returnees", "migrants", "teachers", "managers", "employers", "parents", "mothers", "fathers", "families", "adults", "residents", "customers", "everyone", "people's", "number", "numbers", "proportion", "share", "percentage", "average", "rate", "rates", "level", "levels", "score", "scores", "figure", "figures", "majority", "some", "many", "most", "all", "half", "more", "less", "one", "two", "three", "other", "others", "both", "than", "likely", "year", "years", "month", "months", "time", "outcomes", "outcome", "findings", "finding", "data", "survey", "analysis", "report", "approach", "activities", "activity", "change", "changes", "difference", "differences", "improvement", "improvements", "increase", "increases", "reduction", "decrease", "significant", "positive", "negative", "large", "small", "and", "or", "of", "in", "the", "a", "an", "for", "with", "to", "on", "at", "by", "their", "its", "was", "were", "are", "is", "be", "been"]
)  # fmt: skip
_OF = r"(?:on|in|of|for|to|upon|regarding|with)"
_CHANGED = (
    r"increased|decreased|reduced|improved|raised|rose|risen|fell|fallen|declined|dropped|grew|grown|gained|lowered|doubled|tripled"
    r"|halved|boosted|enhanced|strengthened|weakened|worsened|deteriorated|narrowed|widened|slowed|accelerated|shortened|cut|increases"
    r"|reduces|improves|raises|lowers|expanded|went (?:up|down)"
)
_AHEAD: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:effects?|impacts?|influence|benefits?) (?:were (?:found |seen |observed )?|was (?:found |seen |observed )?)?{_OF} ",
        rf"\b(?:differences?|improvements?|increases?|reductions?|decreases?|rise|falls?|declines?|drop|growth|gains?|changes?|enhancement) {_OF} ",
        r"\b(?:more|less|as|no more|no less|equally|times) likely (?:not )?to ",
        r"\b(?:likelihood|probability|odds|chances?|risk|(?:the|a|in|lower|higher) rates?|levels?|incidence|proportion|number|share|percentage) of (?!\d)",
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
_THINGS = frozenset(
    [
        "training",
        "funding",
        "housing",
        "learning",
        "mentoring",
        "savings",
        "building",
        "meeting",
        "unemployed",
    ]
)
_INTO = re.compile(r"\b(?:in|into|back to)\b")
_MARKS = frozenset('.,;:()"')
_WORDS = re.compile(r"[^\W_][\w'-]*")
_NO_OBJECT = re.compile(
    r"\s*(?:[,.;:()]|$|[£$€\d]|(?:than|by|from|to|in|on|over|since|at|and|or|for|with|among|between|when|after|during|as|again|only|only|while"
    r"|because|but|through|across|within|slightly|significantly|substantially|sharply|steadily|considerably|markedly|more|most|less|even|further|due|following|compared|relative|of|until|also)\b)"
)
_WITHIN = re.compile(
    r"\s*(?:\w+ly )?(?:in|on|for|at) (?:terms of )?(?!(?:19|20)\d\d|the (?:first|second|last|year|period|same))"
)
_NO_VERB = frozenset(
    [
        "unemployed",
        "employed",
        "self-employed",
        "unskilled",
        "skilled",
        "need",
        "speed",
        "self-reported",
        "reported",
        "disadvantaged",
        "disabled",
        "perceived",
        "work-related",
        "seed",
        "feed",
        "breed",
        "unpaid",
        "advanced",
        "sustained",
        "combined",
        "adjusted",
        "weighted",
        "aged",
        "married",
    ]
)
_BREAKS = re.compile(
    r"[;:()]|, (?:but|and|while|whereas|although)\b|\b(?:but|while|whereas|although|that)\b|,"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured: where its words stand in the sentence, and their slug."""

    start: int
    end: int
    words: str
    slug: str | None


def read(
    text: str, said: str, kind: FindingKind, sign: Seen, areas: tuple[str, ...]
) -> Outcome | None:
    """The outcome of a result that ``sign`` tells; ``said`` is ``text`` made plain."""
    known = terms.of("outcomes")
    for start, end in _candidates(said, kind, sign):
        start, end = _trimmed(said, start, end)
        phrase = said[start:end]
        if len(phrase) < 3 or not (kind in _OF_PEOPLE or _names_something(phrase)):
            continue
        best = known.best(phrase, areas)
        slug = best[2] if best else None
        if slug is None and sign.sign.id == "change.entered":
            entered = known.best(said[sign.start : sign.end], areas)
            slug = entered[2] if entered else None
        if kind in _OF_PEOPLE:
            near = said[min(sign.start, start) : max(sign.end, end) + 1]
            slug = delivery.slug(near) or slug
            if sign.sign.id == "delivery.target":
                slug = slug or delivery.slug(said)
        elif kind == "cost":
            slug = slug or "value-for-money"
        return Outcome(start, end, " ".join(text[start:end].split()), slug)
    best = known.best(said, areas)
    if best is None:
        return None
    return Outcome(best[0], best[1], " ".join(text[best[0] : best[1]].split()), best[2])


_OF_PEOPLE = ("delivery", "forecast")
"""Kinds whose outcome may be no more than the people reached."""


def _names_something(phrase: str) -> bool:
    """Whether a phrase holds a word that is neither a person nor the thing that was tried."""
    return any(word not in _GENERIC and not word.endswith("ly") for word in _WORDS.findall(phrase))


def _candidates(said: str, kind: FindingKind, sign: Seen) -> Iterator[tuple[int, int]]:
    own: Callable[[str, int], Iterator[tuple[int, int]]] = {
        "cost": _costs, "delivery": _done, "forecast": _done, "experience": _said,
    }.get(kind, _measured)  # fmt: skip
    if sign.sign.id == "change.entered":
        yield _entered(said, sign.start, sign.end)
    yield from own(said, sign.start)
    if own is not _measured and kind != "delivery":
        yield from _measured(said, sign.start)
    yield from _subject(said, sign.start)


def _entered(said: str, start: int, end: int) -> tuple[int, int]:
    """What people moved into: "in work", "further education", "found a job"."""
    match = _INTO.search(said, start, end)
    return (match.start() if match else start), end


def _costs(said: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _COST.finditer(said):
        yield match.span()


def _said(said: str, at: int) -> Iterator[tuple[int, int]]:
    match = _SATISFIED.search(said)
    if match:
        yield match.start(), _forward(said, match.end(), clause=True)
    match = _SAID.search(said)
    if match:
        yield match.end(), _forward(said, match.end(), clause=True)


def _done(said: str, at: int) -> Iterator[tuple[int, int]]:
    rate = delivery.rate(said)
    if rate is not None:
        yield rate
    for start in delivery.words(said, at):
        yield start, _forward(said, start, things=True)
    targets = delivery.targets(said)
    if targets is not None:
        yield targets


def _measured(said: str, at: int) -> Iterator[tuple[int, int]]:
    """What went up or down, or differed: the phrase whose verb or noun stands nearest to the sign first."""
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    for rank, pattern in enumerate(_AHEAD):
        for match in pattern.finditer(said):
            clause = "likely" in match.group()
            spans = [(match.end(), _forward(said, match.end(), clause=clause))]
            found.append((abs(match.start() - at), rank, spans))
    for match in _VERBED.finditer(said):
        found.append((abs(match.start() - at), 5, _of_verb(said, match)))
    for match in _COMPARED.finditer(said):
        spans = list(_subject(said, match.start()))
        if not _NO_OBJECT.match(said, match.end()):
            spans.insert(0, (match.end(), _forward(said, match.end())))
        found.append((abs(match.start() - at), 6, spans))
    for _, _, spans in sorted(found, key=lambda one: one[:2]):
        yield from spans


def _of_verb(said: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """Its object where it has one; else its subject, and behind that what it was "in"."""
    if not _NO_OBJECT.match(said, match.end()):
        return [(match.end(), _forward(said, match.end())), *_subject(said, match.start())]
    spans = list(_subject(said, match.start()))
    inside = _WITHIN.match(said, match.end())
    if inside:
        spans.append((inside.end(), _forward(said, inside.end())))
    return spans


def _subject(said: str, end: int) -> Iterator[tuple[int, int]]:
    """The words before a verb, as far back as the last break or verb."""
    low = 0
    for match in _BREAKS.finditer(said, 0, end):
        low = match.end()
    tokens = [t for t in _TOKEN.finditer(said, low, end) if t.group() not in _MARKS]
    while tokens and (
        tokens[-1].group() in _STOPS
        or tokens[-1].group().endswith("ly")
        or _is_verb(tokens[-1].group())
    ):
        tokens.pop()
    stop = next((i for i in range(len(tokens) - 1, -1, -1) if _is_verb(tokens[i].group())), -1)
    tokens = tokens[stop + 1 :][-MOST:]
    if tokens:
        yield tokens[0].start(), tokens[-1].end()


def _is_verb(word: str) -> bool:
    return word in _BEFORE or (word.endswith("ed") and word not in _NO_VERB)


_BEFORE = frozenset(
    [
        "that",
        "which",
        "who",
        "found",
        "find",
        "finds",
        "show",
        "shows",
        "showed",
        "suggest",
        "suggests",
        "suggested",
        "indicate",
        "indicates",
        "indicated",
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "indicating",
        "showing",
        "suggesting",
        "including",
        "since",
        "after",
        "when",
        "where",
        "because",
        "if",
        "while",
        "whereas",
        "but",
        "although",
        "during",
    ]
)


def _forward(said: str, start: int, *, clause: bool = False, things: bool = False) -> int:
    """Where the phrase that begins at ``start`` ends; a ``clause`` may hold verbs and prepositions, ``things``
    hold no participle."""
    end, count, before = start, 0, ""
    for token in _TOKEN.finditer(said, start, min(len(said), start + 120)):
        word = token.group()
        if word in '.,;:()"' or count >= MOST:
            break
        if (
            word in _STOPS
            and count
            and not clause
            and before not in _KEPT_AFTER.get(word, frozenset())
        ):
            break
        if clause and word in (
            "than",
            "compared",
            "relative",
            "but",
            "while",
            "whereas",
            "although",
            "because",
        ):
            break
        if word in _STOPS and not count and not clause:
            break
        if things and count and word.endswith(("ed", "ing")) and word not in _THINGS:
            break
        end, count, before = token.end(), count + 1, word
    return end


def _trimmed(said: str, start: int, end: int) -> tuple[int, int]:
    """Without articles, numbers and the like at either end."""
    tokens = list(_TOKEN.finditer(said, start, end))
    while tokens and (tokens[0].group() in _LEADING or _NUMBER.match(tokens[0].group())):
        tokens.pop(0)
    while tokens and (
        tokens[-1].group() in _LEADING
        or tokens[-1].group() in _STOPS
        or _NUMBER.match(tokens[-1].group())
        or tokens[-1].group().endswith("ly")
    ):
        tokens.pop()
    return (tokens[0].start(), tokens[-1].end()) if tokens else (start, start)
