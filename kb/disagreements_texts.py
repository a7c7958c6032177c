"""The figures of short texts about a programme that another text or a note names too.

A blog or a page of news is read whole, since its figures stand anywhere. A figure is about the programme that
its sentence names, or that was named last before it; what no other source is about is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from kb import ids
from kb.amounts_words import STOP
from kb.disagreements_claims import Claim, Place
from kb.disagreements_names import Named, mentions, names
from kb.disagreements_sentences import Said, said
from kb.disagreements_words import tokens, weight
from kb.models import Document, Figure, Problem

MOST_WORDS = 14
NEXT_TO = 60
"""Characters between a programme and a figure of its own, in one sentence."""
BEFORE = 4_000
"""Characters within which a figure is about the programme that was named last."""


def source_of(document: Document) -> str:
    """Who says what a document says: its address, else its source."""
    return ids.normalise_url(document.url) if document.url else document.source_id


def figures(
    held: Mapping[str, Document],
    texts: Mapping[str, str],
    about: Mapping[str, frozenset[str]],
    names_told: Collection[str],
    attempts: Mapping[str, str],
    facts: Sequence[Problem],
) -> Iterator[Claim]:
    """Figures of these texts about what another of them, or a note, is about too: ``about`` says what whole
    documents are about, ``names_told`` the programmes that others than these texts tell of."""
    named = {d: _names(d, text) for d, text in texts.items()}
    known = _shared(named, texts) | set(attempts) | set(names_told)
    for d, text in texts.items():
        found = mentions(text, known, named[d])
        whole = frozenset(s for s in about[d] if not s.startswith("name:"))
        if not found and not whole:
            continue
        areas = {(one.document_id, one.text): one.area for one in facts if one.document_id == d}
        main = Counter(name for _, name in found).most_common(1)
        for one in _said(d, text):
            if _is_of_another(one, named[d], known):
                continue
            name = _name_at(one.start, one.end, found, main)
            if name is not None or whole:
                yield claim_of(held[d], one, name, whole, attempts, areas)


def _shared(named: Mapping[str, Sequence[Named]], texts: Mapping[str, str]) -> set[str]:
    """Names that two texts give: each introduces it, or one does with an acronym and the other speaks of it."""
    count = Counter(name for some in named.values() for name in {one.name for one in some})
    known = {name for name, times in count.items() if times > 1}
    rest = {one.name for some in named.values() for one in some if one.acronym} - known
    low = [text.casefold() for text in texts.values()] if rest else []
    return known | {name for name in rest if sum(name in text for text in low) > 1}


@lru_cache(maxsize=2048)
def _names(document_id: str, text: str) -> tuple[Named, ...]:
    return names(text)


@lru_cache(maxsize=2048)
def _said(document_id: str, text: str) -> tuple[Said, ...]:
    return tuple(said(text))


def _is_of_another(one: Said, named: Sequence[Named], known: Collection[str]) -> bool:
    """Whether a programme that nobody else names is what does it: "a rival, the Solar Fund, supports 40 schools"."""
    low = one.sentence.casefold()
    before = one.amount.start - one.start
    for it in named:
        at = low.rfind(it.name, 0, before)
        if it.name not in known and at >= 0:
            between = low[at + len(it.name) : before]
            if len(between) <= NEXT_TO and not _WE.search(between):
                return True
    return False


_WE = re.compile(r"\b(?:we|our|it|its|they|their|i)\b")


def _name_at(
    start: int, end: int, found: Sequence[tuple[int, str]], main: Sequence[tuple[str, int]]
) -> str | None:
    """The programme that a sentence is about: named in it, or last before it, or the one of the document."""
    last = None
    for place, name in found:
        if place >= end:
            break
        if place >= start or start - place <= BEFORE:
            last = name
    if last is None and main and main[0][1] >= 3:
        return main[0][0]
    return last


def claim_of(
    document: Document,
    one: Said,
    name: str | None,
    whole: frozenset[str],
    attempts: Mapping[str, str],
    areas: Mapping[tuple[str, str], str],
) -> Claim:
    """An amount of a text as a claim: about ``whole``, and about the programme ``name``."""
    subjects = set(whole)
    if name:
        subjects.add(f"name:{name}")
        if name in attempts:
            subjects.add(f"attempt:{attempts[name]}")
    attempt = next(
        (s.partition(":")[2] for s in sorted(subjects) if s.startswith("attempt:")), None
    )
    area = next((a for (_, text), a in areas.items() if text in one.sentence or one.sentence in text), None)  # fmt: skip
    if area:
        subjects.add(f"area:{area}")
        attempt = None
    counts = one.amount.counts or one.before or ""
    counted = tokens(counts)
    if weight(counted) < 1:
        counted = counted | tokens(one.clause)
    figure = Figure(
        one.words,
        value=one.amount.value,
        low=one.amount.low,
        high=one.amount.high,
        unit=one.amount.unit,
        counts=counts or None,
        status=one.status,
        arm="whole",
        currency=one.amount.currency,
        hedge=one.amount.hedge,
    )
    return Claim(
        subjects=frozenset(subjects),
        source=source_of(document),
        place=Place(document.id, one.start, one.end),
        text=one.words,
        told=one.sentence,
        counted=counted,
        around=tokens(one.sentence) - counted,
        noun=one.noun,
        about=_about(one, counts),
        amount=one.amount,
        figure=figure,
        attempt_id=attempt,
        area=area,
        published=document.date,
        writer=document.interest,
        title=document.title,
    )


def _about(one: Said, counts: str) -> str:
    """What is counted, for people: the noun phrase, or some words where that says little."""
    if weight(tokens(counts)) >= 1:
        return counts
    words = (f"{counts} {one.behind.split(counts, 1)[-1]}" if counts else one.clause).split()
    while words and not _TELLING.match(words[0]):
        words = words[1:]
    return " ".join(words[:MOST_WORDS]).strip(" ,.;:(“”–—•")


_TELLING = re.compile(rf"(?!(?:{'|'.join(sorted(STOP))})$)[A-Za-z]", re.I)
