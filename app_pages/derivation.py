"""A standard in words: what it asks, its steps, how they follow from facts here, what stays with people.

Pure markup, written from the standard's own table, so that a standard that is added explains itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app_pages.markup import EMPTY, Html, items, join, outward, tag
from kb import vocab, wording
from kb.evidence import WITHOUT_DESIGN
from kb.standards import Condition, Lack, Rule, Standard, Step

SCOPE_WORDS: Mapping[str, str] = {
    "attempt": "A level by it belongs to all that is known of one attempt or programme; a single "
    "document only sets how high it can be.",
    "outcome": "A level by it belongs to one outcome, not to a whole attempt.",
    "document": "A level by it belongs to one document.",
}
KIND_WORDS: Mapping[str, str] = {
    "ladder": "Its steps go from weak to strong.",
    "ticks": "Its ticks have no order: each holds or does not, and none is stronger than another.",
    "dimensions": "Its dimensions stand side by side and are never added up.",
    "form": "It is a form that people fill in. Software proposes nothing by it.",
}
UNITS: Mapping[str, str] = {
    "follow-up": "months",
    "attrition": "%",
    "low-response": "%",
    "multi-site": "places",
    "sample": "people",
}
"""What the number of an aspect counts."""


def draw(standard: Standard) -> Html:
    """Everything there is to say of a standard, its heading aside."""
    return join(
        [
            tag("p", standard.note) if standard.note else EMPTY,
            tag("p", KIND_WORDS[standard.kind], " ", SCOPE_WORDS[standard.scope]),
            _facts(standard),
            _steps(standard),
            _entries(standard),
            _fold("How it is derived here", _rules(standard)),
            _fold("What is said when it is not higher", _lacks(standard)),
            _fold("What a named person needs first", _requirements(standard)),
            _fold("How costs are rated", _costs(standard)),
        ]
    )


def ceiling(standard: Standard) -> str:
    """What the machine may propose at most."""
    if standard.kind == "form":
        return "Nothing: people fill in this form"
    if standard.machine_ceiling is None:
        return "Any of it, each time as a suggestion"
    step = standard.step(standard.machine_ceiling)
    most = f"{step.slug}, {_lowered(step.label)}" if step else standard.machine_ceiling
    return f"{most}; more is for a named person"


def condition(when: Condition) -> str:
    """A condition in words."""
    parts = []
    if when.any:
        parts.append(_either(_names(when.any)))
    parts += list(_names(when.all))
    parts += [f"{name} of {_amount(slug, n)} or more" for slug, name, n in _bounds(when.at_least)]
    parts += [
        f"where {name} is told, {_amount(slug, n)} of it at most"
        for slug, name, n in _bounds(when.at_most)
    ]
    told = wording.joined(parts) if parts else ""
    without = f"no {_either(_names(when.none))}" if when.none else ""
    said = ", and ".join(part for part in (told, without) if part)
    return said[:1].upper() + said[1:] if said else "Nothing else holds"


def _facts(standard: Standard) -> Html:
    rows: list[tuple[str, str | Html]] = [
        ("Edition", standard.edition),
        ("Published at", outward(standard.source, standard.source)),
        ("Software proposes at most", ceiling(standard)),
    ]
    if standard.areas:
        areas = vocab.load("areas")
        named = [areas.label_of(slug).lower() for slug in standard.areas]
        rows.append(("Meant for", wording.joined(named)))
    listed = [join([tag("dt", name), tag("dd", value)]) for name, value in rows]
    return tag("dl", *listed, class_="ww-facts")


def _steps(standard: Standard) -> Html:
    """The strongest step first, then what stands outside the order."""
    ranked = standard.ladder[::-1]
    ordered = [*ranked, *(step for step in standard.steps if step not in ranked)]
    if not ordered:
        return EMPTY
    first = {"ladder": "Step", "ticks": "Tick", "dimensions": "Dimension", "form": "Step"}
    head = tag("tr", *(tag("th", name, scope="col") for name in (first[standard.kind], "Means")))
    rows = [
        tag("tr", tag("th", _step(step), scope="row"), tag("td", step.definition))
        for step in ordered
    ]
    told = "from strong to weak" if standard.is_ordered else "in no order"
    caption = tag("caption", f"{standard.label}: what it asks, {told}", class_="ww-listen")
    return tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="ww-table")


def _step(step: Step) -> Html:
    number = join([tag("strong", step.slug.upper()), " "]) if len(step.slug) <= 3 else EMPTY
    return join([number, step.label])


def _entries(standard: Standard) -> Html:
    """The lines of a form."""
    if not standard.entries:
        return EMPTY
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Line", "Asks", "Accepts")))
    rows = [
        tag(
            "tr",
            tag("th", one.label, scope="row"),
            tag("td", one.definition),
            tag("td", ", ".join(one.accepts)),
        )
        for one in standard.entries
    ]
    caption = tag("caption", f"{standard.label}: the lines of the form", class_="ww-listen")
    return tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="ww-table")


def _rules(standard: Standard) -> Html:
    if not standard.rules:
        return EMPTY
    told = {
        "ladder": "The first of these that holds decides. Facts count when they were done, in the "
        "document's own study.",
        "ticks": "Each tick holds or does not. Facts count when they were done, in the document's "
        "own study.",
    }.get(standard.kind, "Facts count when they were done, in the document's own study.")
    entries = [_rule(standard, rule) for rule in standard.rules]
    last = tag("p", f"Where none holds: {_lowered(standard.unrated)}")
    return join([tag("p", told), items("ol" if standard.is_ordered else "ul", entries), last])


def _rule(standard: Standard, rule: Rule) -> Html:
    step = standard.step(rule.step) if rule.step else None
    leads = f"{step.slug.upper()}, {_lowered(step.label)}" if step else "not rated"
    if step and len(step.slug) > 3:
        leads = _lowered(step.label)
    return join([condition(rule.when), ": ", tag("strong", leads), ". ", _sentence(rule.reason)])


def _lacks(standard: Standard) -> Html:
    return items("ul", (_lack(standard, one) for one in standard.lacks))


def _lack(standard: Standard, one: Lack) -> Html:
    step = standard.step(one.step) if one.step else None
    of = f" (for {_lowered(step.label)})" if step else ""
    return join([_sentence(one.text), tag("span", of, class_="ww-about") if of else None])


def _requirements(standard: Standard) -> Html:
    entries = []
    for one in standard.requirements:
        step = standard.step(one.step)
        named = step.label if step else one.step
        entries.append(
            join([tag("strong", f"{one.step}, {_lowered(named)}"), f" needs {one.text}."])
        )
    return items("ul", entries)


def _costs(standard: Standard) -> Html:
    return items("ul", (f"{one.rating}: {one.label}" for one in standard.costs))


def _fold(title: str, body: Html) -> Html:
    return tag("details", tag("summary", title), body, class_="ww-fold") if body else EMPTY


def _names(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(_name(slug) for slug in slugs)


def _name(slug: str) -> str:
    """A name of a condition in words: a design, an aspect, what is planned, a direction."""
    kind, _, of = slug.partition(":")
    if kind == "planned":
        return f"{_name(of)} that is planned only" if of else "something that is planned only"
    if kind == "direction":
        return f"a result that is {_lowered(vocab.load('directions').label_of(of))}"
    if slug in WITHOUT_DESIGN:
        return _lowered(wording.design(slug))
    for name in ("design-facts", "design-aspects"):
        term = vocab.load(name).get(slug)
        if term:
            return _lowered(term.label)
    return slug.replace("-", " ")


def _bounds(held: Mapping[str, float]) -> list[tuple[str, str, float]]:
    return [(slug, _name(slug), number) for slug, number in held.items()]


def _amount(slug: str, number: float) -> str:
    unit = UNITS.get(slug, "")
    shown = wording.number(number)
    return f"{shown}%" if unit == "%" else f"{shown} {unit}".rstrip()


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _lowered(words: str) -> str:
    """For the middle of a sentence; what is written in capitals stays so."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _sentence(words: str) -> str:
    said = words[:1].upper() + words[1:]
    return said if not said or said[-1] in ".!?" else said + "."
