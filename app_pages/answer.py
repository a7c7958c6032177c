"""The picture of a question as markup: the sections in the order a reader needs them.

Pure: a ``Picture`` in, ``Html`` out. It decides nothing about evidence; order is ``findings``' and words
are ``kb.wording``'s.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app_pages import bibliography, chips, findings, lessons, plots, results
from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, items, join, link, section, tag
from app_pages.quotes import Numbers, quote
from app_pages.schemes import Schemes
from app_pages.views import attempt_link
from kb import wording
from kb.models import Attempt, EffectRow, Hit, Picture

ATTEMPT_EXPLAINED = "An attempt is something tried, whatever came of it."
ALWAYS_OPEN = ("effect", "change")
MOST_OPEN = 6
"""Findings of another kind, or lessons, that are shown at once; more are folded."""
DISAGREEMENTS_OPEN = 3
"""Disagreements that are shown at once; the others are folded."""
QUOTES_OPEN = 3
"""Quotes of documents linked to no attempt that are shown at once; the others are folded."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to be shown, and the numbers that its sources were given.

    The plot stands between its two parts; its words are ``twin``.
    """

    before: Html
    after: Html
    numbers: Numbers
    plotted: tuple[EffectRow, ...] = ()
    twin: Html = EMPTY

    @property
    def markup(self) -> Html:
        """All of it, the plot in words."""
        return join([self.before, self.twin, self.after])


def draw(picture: Picture, schemes: Schemes) -> Answer:
    """The whole answer, or why there is none."""
    numbers = Numbers.of(picture)
    if not picture.answerable:
        return Answer(tag("div", refusal(picture), class_="ww"), EMPTY, numbers)
    first = [lead(picture), in_short(picture, numbers)]
    rows = attempts(findings.close_attempts(picture), numbers, schemes)
    sections = [
        happened(picture, numbers, schemes),
        lessons.draw(picture, numbers),
        disagreements(picture, numbers),
        not_to_conclude(picture, numbers),
        other_documents(picture, numbers, schemes),
        gaps(picture),
    ]
    # Drawn last, so that sources cited only there get the last numbers.
    fold = related(picture, numbers, schemes)
    entries = bibliography.entries(numbers)
    sections.append(section("Sources", entries) if entries else EMPTY)
    plotted = plots.rows(picture)
    before = tag("div", *first, tried(rows, fold), _plot_title(plotted), class_="ww")
    twin = tag("div", plots.table(plotted), class_="ww ww-wide") if plotted else EMPTY
    return Answer(before, tag("div", *sections, class_="ww"), numbers, plotted, twin)


def _plot_title(plotted: Sequence[EffectRow]) -> Html:
    return section(plots.TITLE, plots.about()) if plotted else EMPTY


def lead(picture: Picture) -> Html:
    """What the answer rests on."""
    return join(
        [
            tag("p", findings.headline(picture), class_="ww-headline"),
            tag("p", findings.coverage(picture.coverage), class_="ww-coverage"),
        ]
    )


def refusal(picture: Picture) -> Html:
    """Nothing is held: said so, with the reason and what is nearest."""
    nearest = [_nearest(one) for one in picture.nearest]
    return join(
        [
            tag("h2", "The base holds nothing on this"),
            tag("p", picture.reason, class_="ww-headline") if picture.reason else EMPTY,
            tag("p", findings.coverage(picture.coverage), class_="ww-coverage"),
            tag("p", "Holding nothing is not knowing nothing: others may have studied it."),
            join([tag("h3", "Nearest that is held"), items("ul", nearest)]) if nearest else EMPTY,
        ]
    )


def in_short(picture: Picture, numbers: Numbers) -> Html:
    """Sentences of ours, each with its certainty and what it rests on."""
    said = [
        join(
            [
                one.text,
                " ",
                numbers.marks(one.citations),
                " ",
                tag("span", f"Certainty: {one.certainty}.", class_="ww-certainty"),
            ]
        )
        for one in picture.summary
    ]
    return section("In short", items("ul", said, class_="ww-plain"))


def attempts(some: Iterable[Attempt], numbers: Numbers, schemes: Schemes) -> Html:
    """A row an attempt."""
    return items("ol", (_attempt(a, numbers, schemes) for a in some), class_="ww-attempts")


def related(picture: Picture, numbers: Numbers, schemes: Schemes) -> Html:
    """Attempts that are only near the question, folded away."""
    some = findings.related_attempts(picture)
    if not some:
        return EMPTY
    told = f"Related attempts ({len(some)}), not counted above"
    return tag("details", tag("summary", told), attempts(some, numbers, schemes), class_="ww-fold")


def tried(rows: Html, fold: Html) -> Html:
    """What was tried: the attempts on the question, then those related to it."""
    if not rows and not fold:
        return EMPTY
    none = EMPTY if rows else tag("p", "No attempt that is on the question is held.")
    explained = tag("p", ATTEMPT_EXPLAINED, class_="ww-note")
    return section("What was tried", explained, none, rows, fold)


def happened(picture: Picture, numbers: Numbers, schemes: Schemes) -> Html:
    """Findings: effects first, then change without a cause, then delivery, views, costs, forecasts."""
    parts = []
    for group in findings.grouped(picture):
        parts.append(tag("h3", group.heading))
        drawn = [part for one in group.attempts for part in _of_attempt(one, numbers, schemes)]
        count = sum(len(one.findings) for one in group.attempts)
        if group.kind not in ALWAYS_OPEN and count > MOST_OPEN:
            told = wording.count(len(group.attempts), "attempt")
            told = f"{wording.count(count, 'finding')} from {told}"
            drawn = [tag("details", tag("summary", told), *drawn, class_="ww-fold")]
        parts.extend(drawn)
    return section("What happened", *parts) if parts else EMPTY


def disagreements(picture: Picture, numbers: Numbers) -> Html:
    """Where sources differ: the sides next to each other, none of them preferred."""
    rows = [results.disagreement(one, numbers) for one in picture.disagreements]
    if not rows:
        return EMPTY
    rest = rows[DISAGREEMENTS_OPEN:]
    told = tag("summary", f"{len(rest)} more")
    more = tag("details", told, *rest, class_="ww-fold") if rest else EMPTY
    return section("Where sources disagree", *rows[:DISAGREEMENTS_OPEN], more)


def not_to_conclude(picture: Picture, numbers: Numbers) -> Html:
    """What the evidence does not allow one to say."""
    said = [
        join([str(one["text"]), " ", numbers.marks(_ids(one.get("citations")))])
        for one in picture.not_to_conclude
    ]
    return section("What not to conclude", items("ul", said)) if said else EMPTY


def other_documents(picture: Picture, numbers: Numbers, schemes: Schemes) -> Html:
    """Passages of documents linked to no attempt: real quotes, shown as such."""
    if not picture.passages:
        return EMPTY
    quotes = [_passage(hit, numbers, schemes) for hit in picture.passages]
    told = "Quoted from documents that are linked to no attempt; nothing above counts them."
    rest = quotes[QUOTES_OPEN:]
    more = EMPTY
    if rest:
        more = tag("details", tag("summary", f"{len(rest)} more"), *rest, class_="ww-fold")
    title = "Also said in documents held"
    return section(title, tag("p", told, class_="ww-note"), *quotes[:QUOTES_OPEN], more)


def gaps(picture: Picture) -> Html:
    """What is not held, with the nearest that is."""
    said = [gap.text for gap in picture.gaps]
    return section("What we hold nothing on", items("ul", said)) if said else EMPTY


def _attempt(attempt: Attempt, numbers: Numbers, schemes: Schemes) -> Html:
    name = link(attempt_link(attempt.id), attempt.name)
    who = [
        tag("span", tag("span", sector, class_="ww-sector"), " ", ", ".join(names))
        for sector, names in wording.who_by_sector(attempt.who)
    ]
    counted = (
        wording.studies_and_documents(attempt.studies, attempt.documents)
        if attempt.studies
        else "from a note; no original is held"
    )
    return tag(
        "li",
        tag("p", name, " ", numbers.marks(attempt.citations[:1]), class_="ww-name"),
        tag("p", join(who, " · "), class_="ww-who"),
        tag("p", join([findings.setting(attempt), counted], " · "), class_="ww-where"),
        tag("p", chips.direction_of_attempt(attempt), class_="ww-row"),
        _level(attempt, numbers, schemes),
    )


def _level(attempt: Attempt, numbers: Numbers, schemes: Schemes) -> Html:
    notes = {c.document_id for c in numbers.citations.values() if c.kind == "paraphrase"}
    return chips.level(
        attempt.levels, schemes, as_stated=attempt.design, areas=attempt.areas, notes=notes
    )


def _of_attempt(one: findings.OfAttempt, numbers: Numbers, schemes: Schemes) -> Iterable[Html]:
    if one.attempt:
        yield tag("h4", one.attempt.name)
        yield _level(one.attempt, numbers, schemes)
    yield from results.told(one.findings, numbers)


def _passage(hit: Hit, numbers: Numbers, schemes: Schemes) -> Html:
    """A quote, and how strong the study of its document can be."""
    said = quote(numbers.citations.get(hit.citation.id, hit.citation), numbers)
    if not hit.levels:
        return said
    level = chips.level(hit.levels, schemes, known=hit.design, areas=hit.areas)
    return tag("div", said, level, class_="ww-passage")


def _nearest(one: dict[str, str]) -> Html:
    """The nearest is named by the id of its attempt, or of a document where it has none."""
    try:
        view = SourceView(document=str(uuid.UUID(one["id"])))
    except ValueError:
        view = SourceView(attempt=one["id"])
    return join([link(source_link(view), one.get("title", one["id"])), ". ", one["why"]])


def _ids(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()
