"""The landing page of a challenge area as markup, from the problem itself to what nothing is held on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app_pages import bibliography, chips, findings, results, rows
from app_pages.address import AskView, LibraryView, SourceView, ask_link, library_link, source_link
from app_pages.markup import EMPTY, Html, items, join, link, section, tag
from app_pages.quotes import Numbers, words_of
from app_pages.schemes import Schemes
from app_pages.views import (
    AttemptsView,
    LessonsView,
    MapView,
    attempts_link,
    lessons_link,
    map_link,
    places_link,
)
from kb import vocab, wording
from kb.area import Area
from kb.models import Attempt, Disagreement, Filters, Problem

ASPECTS: Mapping[str, str] = {
    "size": "How large it is",
    "who": "Whom it meets",
    "where": "Where",
    "trend": "How it moves",
    "cost": "What it costs",
}
MOST_OPEN = 5
"""Facts of an aspect, or attempts of a list, that are shown at once."""


def draw(one: Area, schemes: Schemes) -> Html:
    """The whole page but its title."""
    numbers = Numbers({citation.id: citation for citation in one.citations})
    term = vocab.load("areas").require(one.slug)
    sections = [
        tag("p", term.definition, class_="ww-coverage"),
        counts(one),
        ask(one),
        problem(one, numbers),
        strongest(one, schemes),
        contested(one, numbers),
        tried(one),
        recent(one),
        gaps(one),
    ]
    entries = bibliography.entries(numbers)
    sections.append(section("Sources", entries) if entries else EMPTY)
    return tag("div", *sections, class_="ww")


def counts(one: Area) -> Html:
    """What is held, in words, and where to see it."""
    filters = Filters(area=(one.slug,))
    told = rows.counts(one.attempts, one.share) if one.attempts else "No attempt is held."
    if one.documents:
        told += f" {wording.count(one.documents, 'document')} besides our notes."
    ways = (
        link(attempts_link(AttemptsView(filters)), "Every attempt"),
        link(lessons_link(LessonsView(filters)), "What was learned"),
        link(map_link(MapView(one.slug)), "The map"),
        link(places_link(), "Places"),
        link(library_link(LibraryView(area=one.slug)), "Documents"),
    )
    return join(
        [
            tag("p", told, class_="ww-headline"),
            tag("nav", items("ul", ways, class_="ww-inline"), aria_label="Of this area"),
        ]
    )


def ask(one: Area) -> Html:
    """Questions that something is held on."""
    if not one.questions:
        return EMPTY
    filters = Filters(area=(one.slug,))
    asked = [link(ask_link(AskView(each, filters)), each) for each in one.questions]
    return section("Questions to ask", items("ul", asked))


def problem(one: Area, numbers: Numbers) -> Html:
    """The problem itself: each side by itself, with its date and who says so; nothing is averaged."""
    parts: list[Html] = []
    for aspect, heading in ASPECTS.items():
        some = [each for each in one.problems if each.aspect == aspect]
        if some:
            drawn = [_fact(each, numbers) for each in some]
            parts.append(join([tag("h3", heading), _folded(drawn)]))
    if not parts:
        told = "Nothing is held on how large it is, whom it meets, where, how it moves or what it costs."
        return section("The problem itself", tag("p", told))
    note = "As sources put it. Where they differ, each side stands by itself; nothing is averaged."
    return section("The problem itself", tag("p", note, class_="ww-note"), *parts)


def strongest(one: Area, schemes: Schemes) -> Html:
    """The most strongly studied attempts, whatever came of them."""
    if not one.strongest:
        return section("Strongest evidence", tag("p", "No attempt with a comparison is held."))
    told = "The most strongly studied attempts, whatever came of them."
    listed = items("ol", (_attempt(each, schemes) for each in one.strongest), class_="ww-attempts")
    return section("Strongest evidence", tag("p", told, class_="ww-note"), listed)


def contested(one: Area, numbers: Numbers) -> Html:
    """Where sources say otherwise: of the problem itself first, then of each attempt, under its name."""
    if not one.disagreements:
        return section("Contested", tag("p", "No disagreement between sources is known here."))
    names = {attempt.id: attempt for attempt in one.attempts}
    others = [each for each in one.disagreements if each.attempt_id not in names]
    of_problem = [each for each in others if each.area == one.slug]
    across = [each for each in others if each.area != one.slug]
    parts = [
        _disagreements("About the problem itself", of_problem, numbers),
        _disagreements("Across several attempts or documents", across, numbers),
    ]
    for attempt in one.attempts:
        own = [each for each in one.disagreements if each.attempt_id == attempt.id]
        parts.append(_disagreements(rows.named(attempt), own, numbers))
    told = f"{wording.count(len(one.disagreements), 'point')} on which sources differ; none is preferred."
    return section("Contested", tag("p", told, class_="ww-note"), *parts)


def _disagreements(title: Html | str, some: Sequence[Disagreement], numbers: Numbers) -> Html:
    """What differs about one thing, folded: its summary says about what."""
    if not some:
        return EMPTY
    folds = [
        tag(
            "details",
            tag("summary", each.about),
            results.disagreement(each, numbers, has_title=False),
        )
        for each in some
    ]
    return join([tag("h3", title), *folds])


def tried(one: Area) -> Html:
    """What was tried and never evaluated, and what only those tell of who delivered or paid for it."""
    return join(
        [
            _listed(
                "Tried, never evaluated",
                one.unevaluated,
                "Nothing is held of what became of people.",
            ),
            _listed(
                "Only promotional sources",
                one.promotional,
                "Only those who delivered or paid for it tell of it.",
            ),
        ]
    )


def recent(one: Area) -> Html:
    """What was added last."""
    entries = [
        join(
            [
                link(source_link(SourceView(document=each.id)), each.title),
                tag(
                    "span",
                    " · ",
                    vocab.load("document-types").label_of(each.type).lower(),
                    f" · added {wording.date(each.added_at)}",
                    class_="ww-about",
                ),
            ]
        )
        for each in one.recent
    ]
    return section("Recently added", items("ul", entries) or tag("p", "Nothing was added yet."))


def gaps(one: Area) -> Html:
    """What nothing is held on: outcomes and people."""
    outcomes, people = vocab.load("outcomes"), vocab.load("populations")
    told: list[Html | str] = []
    if one.empty_outcomes:
        names = [outcomes.label_of(slug).lower() for slug in one.empty_outcomes]
        told.append(f"No study with a result on: {', '.join(names)}.")
    if one.never_populations:
        names = [people.label_of(slug).lower() for slug in one.never_populations]
        told.append(
            f"Among those tried for, or included, without a result of their own: {', '.join(names)}."
        )
    if one.empty_populations:
        names = [people.label_of(slug).lower() for slug in one.empty_populations]
        told.append(f"Nothing held for: {', '.join(names)}.")
    to = map_link(MapView(one.slug, "population"))
    note = join(["Gaps of this base, not of the world. ", link(to, "See the map"), "."])
    return section("What we hold nothing on", items("ul", told), tag("p", note, class_="ww-note"))


def _fact(each: Problem, numbers: Numbers) -> Html:
    citation = numbers.citations[each.citation]
    about = [wording.date(part) for part in (each.when or "").split("/") if part]
    told = [" to ".join(filter(None, about)) or "no date told", each.place, each.population]
    return tag(
        "li",
        tag("p", words_of(citation, each.text), " ", numbers.mark(each.citation)),
        tag("p", " · ".join(part for part in told if part), class_="ww-about"),
        tag("p", results.whose(citation, each.basis, each.judged_by), class_="ww-line"),
    )


def _attempt(attempt: Attempt, schemes: Schemes) -> Html:
    return tag(
        "li",
        tag("p", rows.named(attempt), class_="ww-name"),
        tag("p", findings.setting(attempt), " · ", rows.counted(attempt), class_="ww-where"),
        tag("p", chips.direction_of_attempt(attempt)),
        rows.level(attempt, schemes, ()),
    )


def _listed(title: str, some: Sequence[Attempt], told: str) -> Html:
    if not some:
        return section(title, tag("p", "None is held."))
    head = tag("p", f"{wording.count(len(some), 'attempt')}. {told}", class_="ww-note")
    return section(title, head, items("ul", (rows.named(each) for each in some)))


def _folded(drawn: Iterable[Html]) -> Html:
    some = list(drawn)
    rest = items("ul", some[MOST_OPEN:], class_="ww-said")
    told = tag("summary", f"{len(some) - MOST_OPEN} more")
    fold = tag("details", told, rest, class_="ww-fold") if rest else EMPTY
    return join([items("ul", some[:MOST_OPEN], class_="ww-said"), fold])
