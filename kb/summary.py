"""The sentences of ours in a picture: counted, hedged by a stated rule, each with its citations.

Votes are counted by direction alone, a study once, never by significance, and never as a percentage. Words
of certainty come from a fixed lexicon by what the studies are; which word follows from a rule that anyone
can check:

    moderate   three studies or more with a comparison, one of them randomised or better than matched,
               and all of one direction                                              "probably"
    low        one or two with a comparison, or several that do not agree            "may"
    very low   none with a comparison                                                "very uncertain"

"High" is never given by a machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb import vocab, wording
from kb.catalogue.attempts import direction_of
from kb.cite import Citations
from kb.models import Attempt, Citation, Direction, EffectRow, Hit, Statement
from kb.results import Result

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
VOTES: dict[Direction, tuple[str, str]] = {
    "positive": ("favoured the attempt", "favoured the attempt"),
    "negative": ("favoured the comparison", "favoured the comparison"),
    "no-effect": ("found no clear difference", "found no clear difference"),
    "mixed": ("pointed both ways", "pointed both ways"),
    "unclear": ("was inconclusive", "were inconclusive"),
}
"""What one study did, and what several did."""
HEDGES = {"moderate": "probably", "low": "may"}
MOVES = {"up": "raise", "down": "reduce"}
"""The favourable change of an outcome, by which way of change is good for people."""
STRONG = ("rct", "rdd", "iv", "its", "synthetic-control")


@dataclass(frozen=True, slots=True)
class Told:
    """What a picture has to tell of what is on the question."""

    attempts: tuple[Attempt, ...]
    results: tuple[Result, ...]
    effects: tuple[EffectRow, ...]
    passages: tuple[Hit, ...]
    citations: Citations


def in_short(told: Told) -> tuple[Statement, ...]:
    """Two to four cited sentences with a certainty word."""
    made = [_what_was_tried(told), _votes(told), _outcome(told), _other_documents(told)]
    return tuple(statement for statement in made if statement is not None)


def certainty(directions: Sequence[str], designs: Sequence[str | None]) -> str:
    """The certainty word for studies with a comparison: their directions and their designs."""
    if not directions:
        return "very low"
    agree = len(directions) >= 3 and len(set(directions)) == 1
    return "moderate" if agree and any(design in STRONG for design in designs) else "low"


def not_to_conclude(told: Told) -> tuple[dict[str, object], ...]:
    """Warnings about who speaks and what is missing, each with its citations."""
    spoken = _spoken(told)
    made = [
        _one_voice(spoken),
        _no_comparison(told),
        _no_clear_difference(told),
        _only_forecast(told),
        _paraphrase(spoken),
    ]
    return tuple(
        {"text": text, "citations": list(ids)} for text, ids in (m for m in made if m is not None)
    )


Warned = tuple[str, Sequence[str]]


def _one_voice(spoken: Sequence[Citation]) -> Warned | None:
    sources = {_source_key(citation) for citation in spoken}
    ids = [citation.id for citation in spoken]
    if spoken and len(sources) == 1:
        return "Only one source speaks on this; nothing confirms it.", ids[:1]
    if spoken and all(c.interest in ("deliverer", "funder") for c in spoken):
        return "Everything held on this was written by those who delivered or funded it.", ids[:5]
    return None


def _no_comparison(told: Told) -> Warned | None:
    if not told.attempts or told.effects:
        return None
    ids = [a.citations[0] for a in told.attempts if a.citations][:5]
    return (
        "Nothing here was compared with what would have happened otherwise: that a change followed an "
        "attempt does not mean that the attempt caused it.",
        ids,
    )


def _no_clear_difference(told: Told) -> Warned | None:
    ids = [
        r.finding.citation
        for r in told.results
        if r.finding.kind == "effect" and r.finding.direction == "no-effect"
    ]
    if not ids:
        return None
    return (
        "Where no clear difference was found, that is no proof that there was none: the study may have "
        "been too small to show one.",
        ids[:5],
    )


def _only_forecast(told: Told) -> Warned | None:
    ids = [r.finding.citation for r in told.results if r.finding.kind == "forecast"]
    if not ids:
        return None
    return "A forecast is what somebody expected; whether it came about is another finding.", ids[
        :5
    ]


def _paraphrase(spoken: Sequence[Citation]) -> Warned | None:
    ids = [c.id for c in spoken if c.kind == "paraphrase"]
    if not ids:
        return None
    return (
        "The findings shown are our summaries of sources whose originals are not held here; open the "
        "source before you quote it."
        if len(ids) == len(spoken)
        else "Some findings shown are our summaries of sources whose originals are not held here; open "
        "the source before you quote it.",
        ids[:5],
    )


def _what_was_tried(told: Told) -> Statement | None:
    if not told.attempts:
        return None
    count = len(told.attempts)
    names = [f"{a.name}" for a in told.attempts[:3]]
    listed = names[0] if count == 1 else "; ".join(names)
    lead = (
        "One attempt held bears on this"
        if count == 1
        else f"{_number(count)} attempts held bear on this"
    )
    nearest = ": " if count <= 3 else ", the nearest being "
    return Statement(
        f"{lead}{nearest}{listed}.",
        _certainty(told.effects),
        tuple(a.citations[0] for a in told.attempts[:3] if a.citations),
    )


def _certainty(rows: Sequence[EffectRow]) -> str:
    return certainty([row.direction for row in rows], [row.design for row in rows])


def _votes(told: Told) -> Statement | None:
    """The count of directions, by study."""
    if not told.effects:
        return _uncompared(told)
    votes = Counter(row.direction for row in told.effects)
    count = len(told.effects)
    cited = tuple(row.citations[0] for row in told.effects)[:10]
    if count == 1:
        (only,) = votes
        text = f"The one study with a comparison {VOTES[only][0]}."
    else:
        said = [
            f"{_number(votes[d]).lower()} {words[votes[d] > 1]}"
            for d, words in VOTES.items()
            if votes[d]
        ]
        text = f"Of the {_number(count).lower()} studies with a comparison, {wording.joined(said)}."
    return Statement(text, _certainty(told.effects), cited)


def _uncompared(told: Told) -> Statement | None:
    if not told.attempts:
        return None
    return Statement(
        "It was not studied against a comparison group, so what it caused is not known."
        if len(told.attempts) == 1
        else "None of them was studied against a comparison group, so what they caused is not known.",
        "very low",
        tuple(a.citations[0] for a in told.attempts[:3] if a.citations),
    )


def _outcome(told: Told) -> Statement | None:
    """What the studies say on the outcome that most of them measured against a comparison."""
    by_outcome: dict[str, list[tuple[EffectRow, str]]] = {}
    for row in told.effects:
        for slug, found in row.outcomes:
            if slug is not None and slug != "other":
                by_outcome.setdefault(slug, []).append((row, direction_of(found)))
    if not by_outcome:
        return None
    slug = min(by_outcome, key=lambda one: (-len(by_outcome[one]), one))
    rows = by_outcome[slug]
    ways = [way for _, way in rows]
    sure = certainty(ways, [row.design for row, _ in rows])
    cited = tuple(
        dict.fromkeys(
            r.finding.citation
            for r in told.results
            if r.finding.kind == "effect" and r.finding.outcome_slug == slug
        )
    )
    return Statement(_of_outcome(slug, ways, sure), sure, cited[:10])


def _of_outcome(slug: str, ways: Sequence[str], sure: str) -> str:
    term = vocab.load("outcomes").require(slug)
    of = wording.count(len(ways), "study", "studies")
    way = direction_of(ways)
    lead = f"{term.label} ({of} with a comparison)"
    if way == "positive" and term.good in MOVES:
        verb = f"{HEDGES[sure]} {MOVES[term.good]}"
        if sure == "moderate":
            return f"{lead}: attempts like these {verb} it."
        return f"{lead}: such an attempt {verb} it."
    if way == "negative" and term.good in MOVES:
        worse = {"up": "reduce", "down": "raise"}[term.good]
        return f"{lead}: such an attempt {HEDGES[sure]} {worse} it, which is the unwanted way."
    if way == "no-effect":
        return f"{lead}: no clear difference was found."
    if way == "unclear":
        return f"{lead}: inconclusive."
    favoured = sum(one == "positive" for one in ways)
    if len(ways) == 1:
        return f"{lead}: its results point both ways."
    return f"{lead}: results differ; {favoured} of {len(ways)} studies favoured the attempt."


def _other_documents(told: Told) -> Statement | None:
    if not told.passages:
        return None
    documents = len({hit.citation.document_id for hit in told.passages})
    plural, verb = ("s", "speak") if documents > 1 else ("", "speaks")
    also = "also " if told.attempts else ""
    return Statement(
        f"{_number(documents)} document{plural} not linked to any attempt {also}{verb} of this.",
        "very low",
        tuple(hit.citation.id for hit in told.passages[:3]),
    )


def _spoken(told: Told) -> list[Citation]:
    """Citations of the findings and passages shown."""
    wanted = {r.finding.citation for r in told.results} | {h.citation.id for h in told.passages}
    return [citation for citation in told.citations.all() if citation.id in wanted]


def _source_key(citation: Citation) -> str:
    if citation.reports is not None:
        return str(citation.reports.url or citation.reports.csl.get("title"))
    return citation.source_id


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
