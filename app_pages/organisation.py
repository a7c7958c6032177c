"""The Organisation screen: what one took part in, in which role, what it brought, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_pages import base, chips, downloads, filters, findings, look, opening, rows, tables
from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.opening import Opened
from app_pages.views import AttemptsView, attempts_link, one, organisation_link
from kb import organisations, vocab, wording
from kb.models import Actor, Attempt, Filters
from kb.organisations import Organisation, Part

TITLE = "Organisation"
EVERY = "Organisations"
COLUMNS = ("Attempt", "Where, when", "Role", "What it brought", "What came of it", "Beside")
CSV = ("attempt", "name", "role", "sector", "brought", "direction", "status", "start", "end")


def draw() -> None:
    """The whole screen."""
    name = one(filters.params(), "name")
    opened = opening.begin(name or EVERY, has_heading=False)
    if opened is None:
        return
    every = _every(opened)
    if name is None:
        _list(every)
        return
    found = organisations.named(every, name)
    look.show(tag("h1", found.name if found else name))
    if found is None:
        _nothing(name, every)
        return
    look.show(_head(found))
    notes = _notes(found)
    st.html(tag("div", _table(found), class_="ww ww-wide"))
    look.show(_alike(organisations.alike(every, name)), notes)
    rows_of = [row for part in found.parts for row in _csv(part)]
    downloads.offer("organisation", CSV, rows_of, rows_of)


def _every(opened: Opened) -> tuple[Attempt, ...]:
    return base.register(opened.base, Filters()).attempts


def _head(found: Organisation) -> Html:
    sectors, roles = vocab.load("sectors"), vocab.load("roles")
    told = [
        wording.joined([sectors.label_of(slug).lower() for slug in found.sectors]),
        f"took part in {wording.count(len(found.parts), 'attempt')}",
        f"as {wording.joined([roles.label_of(slug).lower() for slug in found.roles])}",
    ]
    return tag("p", " · ".join(told), class_="ww-headline")


def _table(found: Organisation) -> Html:
    return tables.table(
        f"Attempts that {found.name} took part in",
        COLUMNS,
        (_row(part) for part in found.parts),
        class_="ww-organisation",
    )


def _row(part: Part) -> tuple[tables.Cell, ...]:
    attempt = part.attempt
    roles = vocab.load("roles")
    brought = [actor.contribution for actor in part.as_actor if actor.contribution]
    became = [chips.direction_of_attempt(attempt), tag("span", _status(attempt), class_="ww-about")]
    return (
        rows.named(attempt),
        findings.setting(attempt),
        ", ".join(dict.fromkeys(roles.label_of(actor.role) for actor in part.as_actor)),
        "; ".join(brought) or "not held",
        join(became, " "),
        _others(part.beside),
    )


def _status(attempt: Attempt) -> str:
    told = rows.status(attempt) if attempt.status != "unknown" else None
    return ". ".join(part.rstrip(".") for part in (told, attempt.why_ended) if part)


def _others(beside: Iterable[Actor]) -> Html:
    names = dict.fromkeys(actor.name for actor in beside)
    return join((link(organisation_link(name), name) for name in names), ", ")


def _notes(found: Organisation) -> Html:
    told = (
        "What came of an attempt is its own direction, from results against a comparison; it is no verdict "
        "on an organisation. Names are those that our notes give; nobody is merged by guess."
    )
    return tag("p", told, class_="ww-note") if found.parts else EMPTY


def _alike(names: Iterable[str]) -> Html:
    """Names that may mean the same, or a part of it."""
    links = [link(organisation_link(each), each) for each in names]
    told = "Names that are alike, and may mean the same or a part of it: "
    return tag("p", told, join(links, ", "), ".") if links else EMPTY


def _list(every: tuple[Attempt, ...]) -> None:
    look.show(tag("h1", EVERY))
    held = organisations.listed(every)
    if not held:
        look.show(tag("p", "No organisation is held: they come with attempts."), _to_register())
        return
    several = [each for each in held if len(each.parts) > 1]
    told = f"{wording.count(len(held), 'organisation')}; {len(several):,} took part in more than one attempt."
    look.show(tag("p", told, class_="ww-headline"))
    by_sector = []
    for term in vocab.load("sectors").terms:
        some = [each for each in held if each.sectors[:1] == (term.slug,)]
        if some:
            by_sector.append(join([tag("h2", term.label), items("ul", map(_entry, some))]))
    look.show(*by_sector)


def _entry(each: Organisation) -> Html:
    name = link(organisation_link(each.name), each.name)
    return join([name, ": ", wording.count(len(each.parts), "attempt")])


def _nothing(name: str, every: tuple[Attempt, ...]) -> None:
    near = organisations.nearest(every, name)
    listed = items("ul", [link(organisation_link(each), each) for each in near])
    advice = join([tag("span", "The nearest that are held:"), listed]) if near else _to_register()
    look.trouble("No attempt names this organisation", f"Nothing is held of {name}.", advice)


def _to_register() -> Html:
    every = link(organisation_link(), "every organisation")
    return join(["See ", every, ", or ", link(attempts_link(AttemptsView()), "every attempt"), "."])


def _csv(part: Part) -> list[dict[str, object]]:
    return [
        {
            "attempt": part.attempt.id,
            "name": part.attempt.name,
            "role": actor.role,
            "sector": actor.sector,
            "brought": actor.contribution or "",
            "direction": part.attempt.direction,
            "status": part.attempt.status,
            "start": part.attempt.start or "",
            "end": part.attempt.end or "",
        }
        for actor in part.as_actor
    ]
