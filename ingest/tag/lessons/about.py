"""What a lesson is about and whose view it gives: theme by its words, view by who speaks in the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.tag.lessons import rules
from ingest.tag.lessons.phrases import folded, words
from ingest.tag.sheet import Sheet
from kb.evidence import WITHOUT_DESIGN

SHORT_TEXT = 60
"""Sentences up to which a text is short: what is told plainly in it is told of one attempt."""
_TIMES = 2
_STUDIES = ("rct", "rdd", "cluster", "difference", "matched", "synthetic", "instrumental")
_DID = re.compile(
    r"\b(?:[Ww]e|I)(?:[ ](?:have|had|also|would|shall|will|then|only|once|now|never)|[’']d|[’']ve)?[ ](?:ran|run|launched|opened|started|began|offered|hired|recruited|lent|paid|set[ ]up|trained|pulled|lost|made|built|gave|put|had|asked|spent|wanted|helped|promised|meant|intended|accept|learned|learnt|promise|believe|change|commit|do|heard|took|sent)\b|\bsent[ ]us\b|\bheard[ ]of[ ]us\b|\b[Oo]ur[ ](?:\w+[ ])?(?:volunteers|coaches|staff|members|mentors|users|tenants|scheme|service|course|team|project|programme|board|steering[ ]group|savers)\b"
)
_STRONG, _PLAIN, _OF_HEADING = 2.0, 1.0, 0.5
NEEDED = 1.0
"""What a theme must reach: a heading alone names none."""


def theme(sentence: str, said: Sequence[str], heading: str) -> str | None:
    """The slug whose words the sentence has most of, each counted once; null where it has none of any."""
    table = rules.themes()
    scores: dict[str, float] = {}
    seen: set[tuple[str, str]] = set()
    for hit in table.phrases.find(sentence, said):
        slug = hit.key.removesuffix("!")
        said_so = (slug, sentence[hit.start : hit.end])
        if said_so not in seen:
            seen.add(said_so)
            weight = _STRONG if hit.key.endswith("!") else _PLAIN
            scores[slug] = scores.get(slug, 0.0) + weight
    if not scores or max(scores.values()) < NEEDED:
        return None
    for slug in _of_heading(heading):
        if slug in scores:
            scores[slug] += _OF_HEADING
    return min(scores, key=lambda slug: (-scores[slug], table.order[slug]))


@lru_cache(maxsize=512)
def _of_heading(heading: str) -> tuple[str, ...]:
    text = folded(heading)
    hits = rules.themes().phrases.find(text, words(text))
    return tuple(dict.fromkeys(hit.key.removesuffix("!") for hit in hits))


def author(sheet: Sheet) -> str:
    """Whose view a sentence gives that names nobody: that of who wrote the document, who studied it where
    it reports a study of its own."""
    table = rules.views()
    told = table.by_interest.get(sheet.interest) or table.by_type.get(sheet.type)
    if told is None and _runs_it(sheet):
        return "deliverer"
    return told or ("other" if sheet.design in WITHOUT_DESIGN else "evaluator")


def _runs_it(sheet: Sheet) -> bool:
    """Whether a short text is by those who ran the thing: they tell what "we" did with people, not with data."""
    if len(sheet.lines) > SHORT_TEXT or sheet.design.startswith(_STUDIES):
        return False
    return sum(_DID.search(line.text) is not None for line in sheet.lines) >= _TIMES


def view(sentence: str, said: Sequence[str], whose: str) -> str:
    """Who speaks in the sentence, else ``whose``: the author's."""
    table = rules.views()
    found = {hit.key for hit in table.phrases.find(sentence, said)}
    if whose == "deliverer":
        found.discard("evaluator")
    return min(found, key=lambda slug: table.order[slug], default=whose)
