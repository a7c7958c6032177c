"""The filters of a question or of a list: widgets that say what is set, and whose state is the address.

The address is the truth. Widgets are set from it before they are drawn, and write to it when a person
changes them; so a shared link and the Back button restore them exactly. What else an address holds (how a
list is sorted, what is compared) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st
from sqlalchemy import Connection

from app_pages import preference, schemes
from app_pages.address import LISTS, AskView, ask_params, ask_view, count_of, without_filters
from app_pages.schemes import Schemes
from kb import vocab, wording
from kb.catalogue import designs, shelf
from kb.models import Filters
from pipelines.base import Base

KEY = "ask-"
PLACES_OF_A_LIST = ("part", "cell")
"""Parameters that mean nothing once a list is another one."""
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with several values to choose from."""

    name: str
    label: str
    vocabulary: str
    held: Callable[[Connection], Collection[str]] | None = None
    """Which terms are held: no other is offered; null offers the whole vocabulary."""


def held_of(facet: str) -> Callable[[Connection], Collection[str]]:
    """Terms of a facet that some attempt carries: no other finds anything."""
    return partial(shelf.terms_held, facet=facet)


def _designs_done(connection: Connection) -> Collection[str]:
    """Designs that some document reports as done in its own study."""
    return {fact for one in designs.profiles(connection).values() for fact in one.facts}


Groups = Mapping[str, tuple[Choice, ...]]
"""The buttons in the order they stand, and what each opens. ``Evidence`` also opens levels, ``When`` years."""

GROUPS: Groups = {
    "Area": (Choice("area", "Challenge area", "areas"),),
    "Evidence": (
        Choice("design", "How it was studied", "design-facts", held=_designs_done),
        Choice("direction", "Has a finding that is", "directions"),
        Choice("type", "Type of document", "document-types", held=shelf.types),
        Choice("interest", "Written by", "interests"),
    ),
    "Where": (Choice("country", "Country", "countries", held=held_of("country")),),
    "When": (),
    "Who": (Choice("sector", "Sector of those who took part", "sectors", held=held_of("sector")),),
    "More": (
        Choice("population", "For whom", "populations", held=held_of("population")),
        Choice("outcome", "What was measured", "outcomes"),
        Choice("kind", "What was done", "kinds"),
    ),
}
"""The filters of a question."""
OWN = frozenset({"q", *LISTS, "standard", "min-level", "from", "to", "scheme"})
"""Parameters that an ``AskView`` holds."""


def params() -> dict[str, list[str]]:
    """The query parameters of the address, every value."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def go_to(written: Mapping[str, list[str]]) -> None:
    """Make an address the current one."""
    st.query_params.from_dict(dict(written))


def asked() -> AskView:
    """The filters of the address, and the standard that it shows levels by."""
    return ask_view(params())


def also(name: str) -> tuple[str, ...]:
    """The values of a parameter that is no filter of a question."""
    return tuple(dict.fromkeys(value for value in params().get(name, ()) if value))


def draw(base: Base, view: AskView, shown: Schemes, groups: Groups = GROUPS) -> None:
    """The row of filters with how many are set, and how to clear them."""
    _follow(view, shown, groups)
    commit = partial(_commit, groups)
    extras: Mapping[str, Callable[[], None]] = {
        "Evidence": partial(_draw_level, shown, commit),
        "When": partial(_draw_years, commit),
    }
    with st.container(horizontal=True, gap="small", key="ask-filters"):
        for group, choices in groups.items():
            count = _count(group, choices, view.filters)
            label = f"{group} ({count})" if count else group
            with st.popover(label, key=f"ask-group-{group.lower().replace(' ', '-')}"):
                if group in extras:
                    extras[group]()
                for choice in choices:
                    _draw_choice(base, choice, commit)
        total = count_of(view.filters) + sum(len(also(name)) for name in _beyond(groups))
        if total:
            words = f"Clear {wording.count(total, 'filter')}"
            st.button(words, type="tertiary", on_click=_clear, args=(groups,), key="ask-clear")


def schemes_of(base: Base, view: AskView) -> Schemes:
    """The standards of ``base``, and the one that this view shows levels by.

    What is filtered by is shown by; else the address decides, else what the person preferred before.
    """
    wanted = (view.filters.standard, view.scheme, preference.standard())
    return schemes.choose(base.catalogue.standards, wanted)


def _draw_choice(base: Base, choice: Choice, commit: Callable[[], None]) -> None:
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
        on_change=commit,
        placeholder="Any",
    )


def _draw_level(shown: Schemes, commit: Callable[[], None]) -> None:
    """The standard that levels are shown and filtered by, and the least step of it."""
    st.selectbox(
        "Show levels by",
        [*shown.first, *shown.others],
        format_func=partial(_standard, shown),
        key=KEY + "scheme",
        on_change=commit,
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
        on_change=commit,
        placeholder="Any",
    )


def _standard(shown: Schemes, slug: str) -> str:
    name = shown.standards[slug].full_label
    return f"Other standards: {name}" if slug in shown.others else name


def _draw_years(commit: Callable[[], None]) -> None:
    for name, label in (("from", "From year"), ("to", "To year")):
        st.number_input(
            label,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            value=None,
            step=1,
            key=KEY + name,
            on_change=commit,
            placeholder="Any",
        )
    st.caption("When it was delivered; where that is not known, when it was published.")


def _follow(view: AskView, shown: Schemes, groups: Groups) -> None:
    """Set the widgets to what the address says, where they do not say it already."""
    filters = view.filters
    for choices in groups.values():
        for choice in choices:
            known = vocab.load(choice.vocabulary)
            _keep(choice.name, [v for v in _chosen(choice, filters) if v in known])
    steps = [step.slug for step in shown.standard.ladder]
    _keep("min-level", filters.min_level if filters.min_level in steps else None)
    _keep("scheme", shown.chosen)
    st.session_state[KEY + "shown"] = shown.chosen
    for name, year in (("from", filters.from_year), ("to", filters.to_year)):
        _keep(name, year if year and FIRST_YEAR <= year <= LAST_YEAR else None)


def _chosen(choice: Choice, filters: Filters) -> tuple[str, ...]:
    """The values of a choice, as the address has them."""
    if choice.name in LISTS:
        return tuple(getattr(filters, choice.name))
    return also(choice.name)


def _beyond(groups: Groups) -> tuple[str, ...]:
    """Choices that are no filter of a question."""
    return tuple(c.name for some in groups.values() for c in some if c.name not in LISTS)


def _keep(name: str, value: object) -> None:
    if (
        name == "from"
        or KEY + name not in st.session_state
        or st.session_state[KEY + name] != value
    ):
        st.session_state[KEY + name] = value


def _commit(groups: Groups) -> None:
    """Write what the widgets say into the address."""
    view = ask_view(params())
    chosen: dict[str, Any] = {
        choice.name: tuple(st.session_state[KEY + choice.name])
        for choices in groups.values()
        for choice in choices
    }
    beyond = {name: list(chosen.pop(name)) for name in _beyond(groups)}
    filters = replace(view.filters, **chosen)
    if "When" in groups:
        from_year, to_year = st.session_state[KEY + "from"], st.session_state[KEY + "to"]
        filters = replace(filters, from_year=from_year, to_year=to_year)
    view = replace(view, filters=filters)
    _write(_with_level(view) if "Evidence" in groups else view, beyond)


def _with_level(view: AskView) -> AskView:
    before, chosen = st.session_state[KEY + "shown"], st.session_state[KEY + "scheme"]
    step = st.session_state.get(KEY + "min-level") if chosen == before else None
    filters = replace(view.filters, standard=chosen if step else None, min_level=step)
    if chosen != before:
        preference.choose(chosen)
        view = replace(view, scheme=chosen)
    return replace(view, filters=filters)


def _write(view: AskView, beyond: Mapping[str, list[str]]) -> None:
    """Make a view the current one; what an address holds beyond it stays."""
    left_out = OWN.union(beyond, PLACES_OF_A_LIST)
    others = {name: values for name, values in params().items() if name not in left_out}
    go_to({**ask_params(view), **{n: v for n, v in beyond.items() if v}, **others})


def _clear(groups: Groups) -> None:
    _write(without_filters(ask_view(params())), {name: [] for name in _beyond(groups)})


def _count(group: str, choices: tuple[Choice, ...], filters: Filters) -> int:
    """How many values are set within a group."""
    several = sum(len(_chosen(choice, filters)) for choice in choices)
    if group == "Evidence":
        several += bool(filters.min_level or filters.standard)
    if group == "When":
        several += bool(filters.from_year or filters.to_year)
    return several
