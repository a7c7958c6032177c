"""The filters of a question: widgets that say what is set, and whose state is the address.

The address is the truth. Widgets are set from it before they are drawn, and write to it when a person
changes them; so a shared link and the Back button restore them exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from app_pages.address import AskView, ask_params, ask_view, count_of, without_filters
from kb import vocab, wording
from kb.catalogue import shelf
from kb.levels import SCHEMES
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
    held: str | None = None
    """The facet whose terms are offered; null offers the whole vocabulary."""


GROUPS: Mapping[str, tuple[Choice, ...]] = {
    "Area": (Choice("area", "Challenge area", "areas"),),
    "Evidence": (Choice("direction", "Has a finding that is", "directions"),),
    "Where": (Choice("country", "Country", "countries", held="country"),),
    "When": (),
    "Who": (Choice("sector", "Sector of those who took part", "sectors", held="sector"),),
    "More": (
        Choice("population", "For whom", "populations", held="population"),
        Choice("outcome", "What was measured", "outcomes"),
        Choice("kind", "What was done", "kinds"),
        Choice("type", "Type of document", "document-types"),
        Choice("interest", "Written by", "interests"),
    ),
}
"""The buttons in the order they stand, and what each opens."""


def params() -> dict[str, list[str]]:
    """The query parameters of the address, every value."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def go_to(written: Mapping[str, list[str]]) -> None:
    """Make an address the current one."""
    st.query_params.from_dict(dict(written))


def draw(base: Base, view: AskView) -> None:
    """The row of filters with how many are set, and how to clear them."""
    _follow(view)
    with st.container(horizontal=True, gap="small", key="ask-filters"):
        for group, choices in GROUPS.items():
            count = _count(group, view.filters)
            label = f"{group} ({count})" if count else group
            with st.popover(label, key=f"ask-group-{group.lower()}"):
                for choice in choices:
                    _draw_choice(base, choice)
                for extra in EXTRAS.get(group, ()):
                    extra()
        total = count_of(view.filters)
        if total:
            words = f"Clear {wording.count(total, 'filter')}"
            st.button(words, type="tertiary", on_click=_clear, key="ask-clear")


def _draw_choice(base: Base, choice: Choice) -> None:
    terms = vocab.load(choice.vocabulary)
    offered = list(terms.slugs)
    if choice.held:
        with base.catalogue.read() as connection:
            held = set(shelf.terms_held(connection, choice.held))
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


def _draw_level() -> None:
    st.selectbox(
        "Studied at least as strongly as",
        [None, *map(str, range(1, SCHEMES["nesta-2013"] + 1))],
        format_func=_step,
        key=KEY + "min-level",
        on_change=_commit,
        placeholder="Any",
        help="A step of the Nesta Standards of Evidence, or a stronger one. Until a named person "
        "has confirmed it, nothing is shown above 3.",
    )


def _draw_scheme() -> None:
    st.selectbox(
        "Show levels by",
        list(SCHEMES),
        format_func=lambda scheme: wording.SCHEME_FULL_LABELS[scheme],
        key=KEY + "scheme",
        on_change=_commit,
    )


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


EXTRAS: Mapping[str, tuple[Callable[[], None], ...]] = {
    "Evidence": (_draw_level, _draw_scheme),
    "When": (_draw_years,),
}


def _step(step: str | None) -> str:
    if step is None:
        return "Any"
    return f"{step} · {wording.DESIGN_BY_NESTA[int(step)]}"


def _follow(view: AskView) -> None:
    """Set the widgets to what the address says, where they do not say it already."""
    filters = view.filters
    for choices in GROUPS.values():
        for choice in choices:
            known = vocab.load(choice.vocabulary)
            _keep(choice.name, [v for v in getattr(filters, choice.name) if v in known])
    steps = [str(i) for i in range(1, SCHEMES["nesta-2013"] + 1)]
    _keep("min-level", filters.min_level if filters.min_level in steps else None)
    _keep("scheme", view.scheme)
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
    filters = replace(
        view.filters,
        **lists,
        min_level=st.session_state[KEY + "min-level"],
        from_year=st.session_state[KEY + "from"],
        to_year=st.session_state[KEY + "to"],
    )
    go_to(ask_params(replace(view, filters=filters, scheme=st.session_state[KEY + "scheme"])))


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
