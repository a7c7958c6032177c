"""How a document's own study was done, as markup: every fact with the words that say so. Pure.

Facts are grouped by whether they speak for this study. Nothing here rates: levels are ``rated``'s, and
what is derived is ``kb.levels``'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app_pages import chips
from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.quotes import clipped
from kb import vocab, wording
from kb.evidence import STRONGEST_FIRST, Contrast, DesignFact, Reading

AT_ONCE = 5
"""Facts of a group that are shown at once; the others are folded."""
MOST_NUMBERS = 6
"""Numbers of one kind that stand together; all of them stand with their facts."""

ARM_WORDS: Mapping[str, str] = {
    "attempt": "with it",
    "comparison": "to compare with",
    "control": "to compare with",
    "whole": "in all",
}
NUMBERED: Mapping[str, str] = {
    "sample": "Sample",
    "unit": "What was allocated",
    "comparison": "The others had",
    "follow-up": "Followed up for",
    "attrition": "Lost before the end",
    "low-response": "Did not answer",
    "registration": "Registered as",
    "cost": "Cost",
}
"""Aspects whose numbers or names are told on their own, in this order."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that are shown under one heading."""

    title: str
    holds: Callable[[DesignFact], bool]
    is_open: bool = True


def _is_design(fact: DesignFact) -> bool:
    return fact.fact not in ("lift", "lower", "none")


GROUPS: Sequence[Group] = (
    Group("Done here", lambda f: f.counts and _is_design(f)),
    Group("What strengthens it", lambda f: f.counts and f.fact == "lift"),
    Group("What weakens it", lambda f: f.counts and f.fact == "lower"),
    Group(
        "What else it tells of the study",
        lambda f: f.counts and f.fact == "none" and f.aspect != "claim",
        is_open=False,
    ),
    Group(
        "Praise, which raises no level",
        lambda f: f.counts and f.fact == "none" and f.aspect == "claim",
    ),
    Group(
        "Planned, negated or only spoken of",
        lambda f: not f.counts and f.owner not in ("cited", "included-in-review"),
        is_open=False,
    ),
    Group(
        "Of other studies it cites",
        lambda f: f.owner in ("cited", "included-in-review"),
        is_open=False,
    ),
)
"""Every fact falls into exactly one; a test holds it."""


def facts(document_id: str, reading: Reading) -> Html:
    """Everything read of how it was studied, grouped."""
    numbers = _numbers(document_id, reading.facts)
    parts = [tag("h3", "In numbers and names"), numbers] if numbers else []
    drawn = []
    for group in GROUPS:
        some = sorted((fact for fact in reading.facts if group.holds(fact)), key=_telling_first)
        if some:
            drawn.append(tag("div", _group(document_id, group, some)))
    return join([*parts, tag("div", *drawn, class_="ww-columns") if drawn else EMPTY])


def contrast(document_id: str, one: Contrast, some: Sequence[DesignFact]) -> Html:
    """One of several comparisons: what it is called, its own design, and the words that say so."""
    own = [f for f in some if f.contrast == one.number and f.counts and f.fact == one.design]
    said = EMPTY
    if own:
        said = tag("p", "“", link(_to(document_id, own[0]), clipped(own[0].quote)), "”")
    named = tag("p", one.name, ": ", wording.design(one.design), class_="ww-name")
    return join([named, said])


def fact(document_id: str, one: DesignFact) -> Html:
    """A fact: what it is, the words that say so, whose it is, and by which rule it was read."""
    whose = f"judged by {one.judged_by}" if one.judged_by else None
    told = [wording.fact_status(one.status), wording.fact_owner(one.owner), *_details(one)]
    said = join(["“", link(_to(document_id, one), clipped(one.quote)), "”"])
    return tag(
        "li",
        tag("p", tag("span", _name(one), class_="ww-name"), ": ", said),
        tag(
            "p",
            join([*told, place(one.page, one.page_label), whose or chips.basis(one.basis)], " · "),
            " ",
            tag("span", one.rule, class_="ww-rule"),
            class_="ww-about",
        ),
    )


def place(page: int | None, label: str | None) -> str | None:
    """The page that words stand on, as printed where that is known."""
    return f"page {label or page}" if page else None


def _telling_first(one: DesignFact) -> tuple[int, float, int]:
    """The strongest design first, and of one design what stands where studies are described."""
    order = STRONGEST_FIRST.index(one.fact) if one.fact in STRONGEST_FIRST else 0
    return order, -one.weight, one.start


def _group(document_id: str, group: Group, some: Sequence[DesignFact]) -> Html:
    drawn = [fact(document_id, one) for one in some]
    title = f"{group.title} ({len(some)})"
    if not group.is_open:
        listed = items("ul", drawn, class_="ww-said")
        return tag("details", tag("summary", title), listed, class_="ww-fold ww-facts-group")
    rest = items("ul", drawn[AT_ONCE:], class_="ww-said")
    more = tag("summary", f"{len(drawn) - AT_ONCE} more")
    return join(
        [
            tag("h3", title),
            items("ul", drawn[:AT_ONCE], class_="ww-said"),
            tag("details", more, rest, class_="ww-fold") if rest else EMPTY,
        ]
    )


def _numbers(document_id: str, some: Sequence[DesignFact]) -> Html:
    """Samples by arm, follow-up, attrition, registration: the numbers and names that were told."""
    rows = []
    for aspect, name in NUMBERED.items():
        told: dict[str, Html] = {}
        for one in some:
            if one.counts and one.aspect == aspect:
                for words in _details(one):
                    told.setdefault(words, link(_to(document_id, one), words))
        if told:
            more = f" and {len(told) - MOST_NUMBERS} more" if len(told) > MOST_NUMBERS else None
            shown = join([join(list(told.values())[:MOST_NUMBERS], "; "), more])
            rows.append(tag("div", tag("dt", name), tag("dd", shown)))
    return tag("dl", *rows, class_="ww-facts ww-numbers") if rows else EMPTY


def _name(one: DesignFact) -> str:
    if one.aspect:
        return vocab.load("design-aspects").label_of(one.aspect)
    return vocab.load("design-facts").label_of(one.fact)


def _details(one: DesignFact) -> list[str]:
    """Numbers and names read out of the sentence, in words."""
    told = dict(one.detail)
    arm, group = str(told.pop("arm", "")), str(told.pop("group", ""))
    unit = str(told.pop("unit", "")) if "n" in told else ""
    said = []
    for key, value in told.items():
        words = _number_in_words(key, value)
        if words and key == "n":
            whose = ARM_WORDS.get(arm, arm) or group
            words = " ".join(part for part in (words, unit, whose) if part)
        if words:
            said.append(words)
    return said


def _number_in_words(key: str, value: float | int | str | bool) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return clipped(value)
    shown = wording.number(value)
    return {
        "n": shown,
        "months": f"{shown} {'month' if value == 1 else 'months'}",
        "percent": f"{shown}%",
        "sites": f"{shown} {'place' if value == 1 else 'places'}",
    }.get(key, f"{key.replace('_', ' ')} {shown}")


def _to(document_id: str, one: DesignFact) -> str:
    return source_link(SourceView(document=document_id, start=one.start, end=one.end))
