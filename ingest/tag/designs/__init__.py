"""Design facts of a document: how something was studied, read out of its sentences.

sentence → cue → status → owner → weight of its section → fact; then the document's design, its type and
who wrote it. Rules are data (``cues.toml`` …), each with a rationale. It stores nothing, derives no level
(``kb.levels`` does) and judges nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from threading import Lock

from ingest.sentences import sentences
from ingest.tag.designs import (
    allocation,
    aspects,
    authorship,
    contrasts,
    cues,
    design,
    language,
    marks,
    sections,
    sentence,
)
from ingest.tag.designs.contrasts import Parts
from ingest.tag.designs.marks import Marks
from ingest.tag.designs.matching import words
from ingest.tag.designs.sections import Outline
from kb.evidence import DesignFact, Reading
from kb.models import Found, Heading, PageMap
from kb.pages import locate

VERSION = "designs-1"
LONGEST = 3_000_000
"""Characters that are read: a thousand pages, in about half a minute. What a hostile file may cost has an end."""
_ONE_AT_A_TIME = Lock()
"""Threads of an ingest read in turn: spaCy's vocabulary, the matchers and what they remember are shared, and
the interpreter would let only one of them work at a time anyway."""
_KEPT = ("rct.registration",)
"""Hints that a lift of the same sentence does not silence: it is the same words."""
_FURNITURE = re.compile(r"\.{5,}|(?: \.){5,}|\bpage \d+ of \d+\b", re.I)
_ENTRY = re.compile(r"\b\d+\s?\(\d+\)\s?[:,]\s?\d+|\b(?:19|20)\d\d;\s?\d+|\bpp?\. ?\d+[-–]\d+")
"""An entry of a list of references that stands outside of one: volume, issue and pages."""
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
    """What ``text`` says of how it came to know what it says. Offsets count from its start.

    Of a text that is longer than ``LONGEST`` the rest is not read.
    """
    text = text[:LONGEST]
    headings = [heading for heading in headings if heading.end <= len(text)]
    with _ONE_AT_A_TIME:
        return _read(text, page_map, headings, title, metadata, media_type, url)


def _read(
    text: str,
    page_map: PageMap | None,
    headings: Sequence[Heading],
    title: str,
    metadata: Sequence[Found],
    media_type: str,
    url: str | None,
) -> Reading:
    code = language.of(text)
    note = language.note(code)
    who = authorship.read(
        text, title=title, metadata=metadata, headings=headings, media_type=media_type, url=url
    )
    known = Reading((), "cited-only", (), who.type, who.interest, code, note, VERSION)
    if note is not None:
        return known
    outline = sections.outline(text, headings)
    if outline.only_references:
        return replace(known, note="There is nothing but references, so nothing is proposed.")
    parts = contrasts.split(text, headings, outline)
    counts = Marks()
    entitled = Marks(marks.of(words(title))) if title else Marks()
    found = list(_facts(text, headings, outline, parts, counts))
    facts = design.settled(_owned(found, design.is_own(counts)), counts, entitled)
    facts += allocation.unclear(facts, cues.load().cues, said_in_title=_randomised(title))
    facts = tuple(_paged(facts, page_map, headings))
    return replace(
        known,
        facts=facts,
        design=design.named(facts, counts, entitled),
        contrasts=contrasts.rated(parts, facts, design.of),
    )


def _randomised(title: str) -> bool:
    """Whether a title says that chance decided."""
    told = sentence.read(words(title)) if title else ()
    return any(cue.rule.fact == allocation.RANDOMISED and not cue.rule.allots for cue in told)


def _owned(found: Iterable[tuple[bool, DesignFact]], own: bool) -> tuple[DesignFact, ...]:
    """The facts; in a text about one study of its own a soft sign of another's gives way."""
    return tuple(
        replace(fact, owner="this") if soft and own and fact.owner == "cited" else fact
        for soft, fact in found
    )


def _paged(
    facts: Iterable[DesignFact], page_map: PageMap | None, headings: Sequence[Heading]
) -> Iterator[DesignFact]:
    for fact in facts:
        if page_map is None:
            yield fact
            continue
        place = locate(page_map, headings, fact.start, fact.end)
        yield replace(fact, page=place.page, page_label=place.page_label)


def _facts(
    text: str, headings: Sequence[Heading], outline: Outline, parts: Parts, counts: Marks
) -> Iterator[tuple[bool, DesignFact]]:
    """Facts in the order of the text, and whether their owner may give way; adds to ``counts``."""
    edges = sorted(heading.start for heading in headings)
    others = False  # Whether the sentence before told of somebody else's study.
    for span in sentences(text, edges):
        section = outline.at(span.start)
        if section.weight <= 0:
            continue
        quote = text[span.start : span.end]
        if (
            _FURNITURE.search(quote)
            or _ENTRY.search(quote)
            or (_TITLE.match(quote) and not _VERB.search(quote))
        ):
            continue
        found = words(quote)
        kinds = marks.of(found)
        counts.update({"sentences", *kinds})
        told = aspects.facts(
            text,
            span.start,
            span.end,
            section=section.name,
            weight=section.weight,
            parts=parts,
            version=VERSION,
        )
        modified = any(fact.fact in ("lift", "lower") for fact in told)
        for cue in sentence.read(found):
            if cue.rule.weak and modified and cue.rule.id not in _KEPT:
                continue
            goes_on = (
                others
                and (cue.status, cue.owner) == ("done", "this")
                and (cue.soft or not cue.firm)
            )
            yield (
                cue.soft or goes_on,
                DesignFact(
                    cue.rule.fact,
                    cue.status,
                    "cited" if goes_on else cue.owner,
                    quote,
                    span.start,
                    span.end,
                    f"{VERSION}:{cue.rule.id}",
                    section=section.name,
                    weight=section.weight,
                    contrast=parts.at(span.start),
                ),
            )
        yield from ((False, fact) for fact in told)
        others = "cites" in kinds
