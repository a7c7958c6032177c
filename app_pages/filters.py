"""The filters of a question: widgets that say what is set, and whose state is the address.

The address is the truth. Widgets are set from it before they are drawn, and write to it when a person
changes them; so a shared link and the Back button restore them exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st
from sqlalchemy import Connection

from app_pages import preference, schemes
from app_pages.address import AskView, ask_params, ask_view, count_of, without_filters
from app_pages.schemes import Schemes
from kb import vocab, wording
from kb.catalogue import designs, shelf
from kb.models import Filters
from pipelines.base import Base

KEY = "ask-"
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with several values to choose from."""

    name: str
    label: str
    vocabulary: str
    held: Callable[[Connection], Collection[str]] | None = None
    """Which terms are held: no other is offered; null offers the whole vocabulary."""


def _of_attempts(facet: str) -> Callable[[Connection], Collection[str]]:
    return partial(shelf.terms_held, facet=facet)


def _designs_done(connection: Connection) -> Collection[str]:
    """Designs that some document reports as done in its own study."""
    return {fact for one in designs.profiles(connection).values() for fact in one.facts}


GROUPS: Mapping[str, tuple[Choice, ...]] = {
    "Area": (Choice("area", "Challenge area", "areas"),),
    "Evidence": (
        Choice("design", "How it was studied", "design-facts", held=_designs_done),
        Choice("direction", "Has a finding that is", "directions"),
        Choice("type", "Type of document", "document-types", held=shelf.types),
        Choice("interest", "Written by", "interests"),
    ),
    "Where": (Choice("country", "Country", "countries", held=_of_attempts("country")),),
    "When": (),
    "Who": (
        Choice("sector", "Sector of those who took part", "sectors", held=_of_attempts("sector")),
    ),
    "More": (
        Choice("population", "For whom", "populations", held=_of_attempts("population")),
        Choice("outcome", "What was measured", "outcomes"),
        Choice("kind", "What was done", "kinds"),
    ),
}
"""The buttons in the order they stand, and what each opens."""


def params() -> dict[str, list[str]]:
    """The query parameters of the address, every value."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def go_to(written: Mapping[str, list[str]]) -> None:
    """Make an address the current one."""
    st.query_params.from_dict(dict(written))


def draw(base: Base, view: AskView, shown: Schemes) -> None:
    """The row of filters with how many are set, and how to clear them."""
    _follow(view, shown)
    extras: Mapping[str, Callable[[], None]] = {
        "Evidence": partial(_draw_level, shown),
        "When": _draw_years,
    }
    with st.container(horizontal=True, gap="small", key="ask-filters"):
        for group, choices in GROUPS.items():
            count = _count(group, view.filters)
            label = f"{group} ({count})" if count else group
            with st.popover(label, key=f"ask-group-{group.lower()}"):
                if group in extras:
                    extras[group]()
                for choice in choices:
                    _draw_choice(base, choice)
        total = count_of(view.filters)
        if total:
            words = f"Clear {wording.count(total, 'filter')}"
            st.button(words, type="tertiary", on_click=_clear, key="ask-clear")


def schemes_of(base: Base, view: AskView) -> Schemes:
    """The standards of ``base``, and the one that this view shows levels by.

    What is filtered by is shown by; else the address decides, else what the person preferred before.
    """
    wanted = (view.filters.standard, view.scheme, preference.standard())
    return schemes.choose(base.catalogue.standards, wanted)


def _draw_choice(base: Base, choice: Choice) -> None:
    terms = vocab.load(choice.vocabulary)
    offered = list(terms.slugs)
    if choice.held:
        with base.catalogue.read() as connection:
            held = set(choice.held(connection))
        offered = [slug for slug in offered if slug in held]
    chosen = [slug for slug in st.session_state[KEY + choice.name] if slug not in offered]
    st.multiselect(
        choice.label,
        offered + chosen,
        format_func=terms.label_of,
        key=KEY + choice.name,
        on_change=_commit,
        placeholder="Any",
    )


def _draw_level(shown: Schemes) -> None:
    """The standard that levels are shown and filtered by, and the least step of it."""
    st.selectbox(
        "Show levels by",
        [*shown.first, *shown.others],
        format_func=partial(_standard, shown),
        key=KEY + "scheme",
        on_change=_commit,
    )
    steps = {step.slug: step for step in shown.standard.ladder}
    if not steps:
        st.caption(
            f"{shown.standard.label} has no order from weak to strong, so it filters nothing; "
            "levels are shown by it."
        )
        return
    st.selectbox(
        "Studied at least as strongly as",
        [None, *steps],
        format_func=lambda slug: f"{slug} · {steps[slug].label}" if slug else "Any",
        key=KEY + "min-level",
        on_change=_commit,
        placeholder="Any",
    )


def _standard(shown: Schemes, slug: str) -> str:
    name = shown.standards[slug].full_label
    return f"Other standards: {name}" if slug in shown.others else name


def _draw_years() -> None:
    for name, label in (("from", "From year"), ("to", "To year")):
        st.number_input(
            label,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            value=None,
            step=1,
            key=KEY + name,
            on_change=_commit,
            placeholder="Any",
        )
    st.caption("When it was delivered; where that is not known, when it was published.")


def _follow(view: AskView, shown: Schemes) -> None:
    """Set the widgets to what the address says, where they do not say it already."""
    filters = view.filters
    for choices in GROUPS.values():
        for choice in choices:
            known = vocab.load(choice.vocabulary)
            _keep(choice.name, [v for v in getattr(filters, choice.name) if v in known])
    steps = [step.slug for step in shown.standard.ladder]
    _keep("min-level", filters.min_level if filters.min_level in steps else None)
    _keep("scheme", shown.chosen)
    st.session_state[KEY + "shown"] = shown.chosen
    for name, year in (("from", filters.from_year), ("to", filters.to_year)):
        _keep(name, year if year and FIRST_YEAR <= year <= LAST_YEAR else None)


def _keep(name: str, value: object) -> None:
    if (
        name == "from"
        or KEY + name not in st.session_state
        or st.session_state[KEY + name] != value
    ):
        st.session_state[KEY + name] = value


def _commit() -> None:
    """Write what the widgets say into the address."""
    view = ask_view(params())
    lists: dict[str, Any] = {
        choice.name: tuple(st.session_state[KEY + choice.name])
        for choices in GROUPS.values()
        for choice in choices
    }
    before, chosen = st.session_state[KEY + "shown"], st.session_state[KEY + "scheme"]
    step = st.session_state.get(KEY + "min-level") if chosen == before else None
    filters = replace(
        view.filters,
        **lists,
        standard=chosen if step else None,
        min_level=step,
        from_year=st.session_state[KEY + "from"],
        to_year=st.session_state[KEY + "to"],
    )
    if chosen != before:
        preference.choose(chosen)
        view = replace(view, scheme=chosen)
    go_to(ask_params(replace(view, filters=filters)))


def _clear() -> None:
    go_to(ask_params(without_filters(ask_view(params()))))


def _count(group: str, filters: Filters) -> int:
    """How many values are set within a group."""
    several = sum(len(getattr(filters, choice.name)) for choice in GROUPS[group])
    if group == "Evidence":
        several += bool(filters.min_level or filters.standard)
    if group == "When":
        several += bool(filters.from_year or filters.to_year)
    return several
