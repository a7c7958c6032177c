"""The sentences of ours in a picture: counted, hedged by a stated rule, each with its citations.

Votes are counted by direction alone, a study or an attempt once, never by significance, and never as a
percentage. The certainty word follows a rule that anyone can check:

    moderate   three attempts or more with a comparison group, and all of one direction
    low        one or two with a comparison group, or several that do not agree
    very low   none with a comparison group

"High" is never given by a machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb import wording
from kb.catalogue.attempts import direction_of
from kb.cite import Citations
from kb.models import Attempt, Citation, Finding, Hit, Statement

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
VOTES = {
    "positive": "favoured the attempt",
    "negative": "favoured the comparison",
    "no-effect": "found no clear difference",
    "mixed": "pointed both ways",
    "unclear": "were inconclusive",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a picture has to tell."""

    attempts: tuple[Attempt, ...]
    findings: tuple[Finding, ...]
    passages: tuple[Hit, ...]
    citations: Citations

    def effects(self) -> dict[str, list[Finding]]:
        """Effect findings by attempt."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.kind == "effect" and finding.attempt_id:
                found.setdefault(finding.attempt_id, []).append(finding)
        return found


def in_short(told: Told) -> tuple[Statement, ...]:
    """Two or three cited sentences with a certainty word."""
    made = [_what_was_tried(told), _votes(told), _other_documents(told)]
    return tuple(statement for statement in made if statement is not None)


def certainty(directions: Sequence[str]) -> str:
    """The certainty word for the directions of attempts with a comparison group."""
    if not directions:
        return "very low"
    return "moderate" if len(directions) >= 3 and len(set(directions)) == 1 else "low"


def not_to_conclude(told: Told) -> tuple[dict[str, object], ...]:
    """Warnings about who speaks and what is missing, each with its citations."""
    warnings: list[dict[str, object]] = []
    spoken = _spoken(told)
    sources = {_source_key(citation) for citation in spoken}
    ids = [citation.id for citation in spoken]
    if spoken and len(sources) == 1:
        warnings.append(
            {"text": "Only one source speaks on this; nothing confirms it.", "citations": ids[:1]}
        )
    elif spoken and all(c.interest in ("deliverer", "funder") for c in spoken):
        warnings.append(
            {
                "text": "Everything held on this was written by those who delivered or funded it.",
                "citations": ids[:5],
            }
        )
    if told.attempts and not told.effects():
        warnings.append(
            {
                "text": "Nothing here was compared with what would have happened otherwise: that a "
                "change followed an attempt does not mean that the attempt caused it.",
                "citations": [a.citations[0] for a in told.attempts if a.citations][:5],
            }
        )
    if any(citation.kind == "paraphrase" for citation in spoken):
        warnings.append(
            {
                "text": "The findings shown are our summaries of sources whose originals are not held "
                "here; open the source before you quote it.",
                "citations": [c.id for c in spoken if c.kind == "paraphrase"][:5],
            }
        )
    return tuple(warnings)


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
        certainty(_directions(told)),
        tuple(a.citations[0] for a in told.attempts[:3] if a.citations),
    )


def _directions(told: Told) -> list[str]:
    return [direction_of([f.direction for f in group]) for group in told.effects().values()]


def _votes(told: Told) -> Statement | None:
    if not told.attempts:
        return None
    directions = _directions(told)
    if not directions:
        return Statement(
            "It was not studied against a comparison group, so what it caused is not known."
            if len(told.attempts) == 1
            else "None of them was studied against a comparison group, so what they caused is "
            "not known.",
            "very low",
            tuple(a.citations[0] for a in told.attempts[:3] if a.citations),
        )
    votes = Counter(directions)
    said = [f"{_number(votes[d]).lower()} {words}" for d, words in VOTES.items() if votes[d]]
    count = len(directions)
    of = (
        f"Of the {_number(count).lower()} with a comparison group"
        if count > 1
        else "In the one with a comparison group"
    )
    cited = [group[0].citation for group in told.effects().values()]
    text = (
        f"{of}, {wording.joined(said)}."
        if count > 1
        else f"{of}, the findings {_single(directions[0])}."
    )
    return Statement(text, certainty(directions), tuple(cited[:10]))


def _single(direction: str) -> str:
    return {
        "positive": "favoured the attempt",
        "negative": "favoured the comparison",
        "no-effect": "show no clear difference",
        "mixed": "point both ways",
        "unclear": "are inconclusive",
    }[direction]


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
    wanted = {f.citation for f in told.findings} | {h.citation.id for h in told.passages}
    return [citation for citation in told.citations.all() if citation.id in wanted]


def _source_key(citation: Citation) -> str:
    if citation.reports is not None:
        return str(citation.reports.url or citation.reports.csl.get("title"))
    return citation.source_id


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
