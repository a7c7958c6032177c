"""Design facts of a document: how something was studied, read out of its sentences.

sentence → cue → status → owner → weight of its section → fact; then the document's design, its type and
who wrote it. Rules are data (``cues.toml`` …), each with a rationale. It stores nothing, derives no level
(``kb.levels`` does) and judges nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.sentences import sentences
from ingest.tag.designs import (
    aspects,
    authorship,
    contrasts,
    design,
    language,
    marks,
    sections,
    sentence,
)
from ingest.tag.designs.marks import Marks
from ingest.tag.designs.matching import words
from ingest.tag.designs.sections import Outline
from kb.evidence import DesignFact, Reading
from kb.models import Found, Heading, PageMap

VERSION = "designs-1"
_OF_TRIALS = ("registration", "intention-to-treat")
"""Lifts that only trials have: they silence no hint of one."""
_FURNITURE = re.compile(r"\.{5,}|(?: \.){5,}|\bpage \d+ of \d+\b", re.I)
_TITLE = re.compile(r"[^.!?;]{12,140}\s\d{1,3}$")
_VERB = re.compile(r"\b(?:was|were|is|are|be|been|had|has|have|did|we|to|from|by)\b", re.I)
"""Lines of a table of contents and running heads: they name what stands elsewhere."""


def read(
    text: str,
    *,
    page_map: PageMap | None = None,
    headings: Sequence[Heading] = (),
    title: str = "",
    metadata: Sequence[Found] = (),
    media_type: str = "",
    url: str | None = None,
) -> Reading:
    """What ``text`` says of how it came to know what it says. Offsets count from its start."""
    outline = sections.outline(text, headings)
    parts = contrasts.split(text, headings, outline)
    counts = Marks()
    found = list(_facts(text, headings, outline, counts))
    own = design.is_own(counts)
    facts = tuple(
        replace(fact, owner="this") if soft and own and fact.owner == "cited" else fact
        for soft, fact in found
    )
    entitled = Marks(marks.of(words(title))) if title else Marks()
    facts = design.settled(facts, counts, entitled)
    who = authorship.read(
        text, title=title, metadata=metadata, headings=headings, media_type=media_type, url=url
    )
    return Reading(
        facts,
        design.named(facts, counts, entitled),
        contrasts=contrasts.rated(parts, facts, design.of),
        type=who.type,
        interest=who.interest,
        language=language.of(text),
        reader=VERSION,
    )


def _facts(
    text: str, headings: Sequence[Heading], outline: Outline, counts: Marks
) -> Iterator[tuple[bool, DesignFact]]:
    """Facts in the order of the text, and whether their owner may give way; adds to ``counts``."""
    edges = sorted(heading.start for heading in headings)
    for span in sentences(text, edges):
        section = outline.at(span.start)
        if section.weight <= 0:
            continue
        quote = text[span.start : span.end]
        if _FURNITURE.search(quote) or (_TITLE.match(quote) and not _VERB.search(quote)):
            continue
        found = words(quote)
        counts.update({"sentences", *marks.of(found)})
        told = aspects.facts(
            text,
            span.start,
            span.end,
            status="done",
            owner="this",
            section=section.name,
            weight=section.weight,
            version=VERSION,
        )
        modified = any(
            fact.fact in ("lift", "lower") and fact.aspect not in _OF_TRIALS for fact in told
        )
        for cue in sentence.read(found):
            if cue.rule.weak and modified:
                continue
            yield (
                cue.soft,
                DesignFact(
                    cue.rule.fact,
                    cue.status,
                    cue.owner,
                    quote,
                    span.start,
                    span.end,
                    f"{VERSION}:{cue.rule.id}",
                    section=section.name,
                    weight=section.weight,
                ),
            )
        yield from ((False, fact) for fact in told)
