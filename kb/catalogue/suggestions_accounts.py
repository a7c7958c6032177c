"""What a document tells as rows of suggestions and back: findings, lessons, facts of programme and problem.

Values and dictionaries only; it asks no database. The other kinds are ``suggestions``', what came from
outside is verified by ``suggestions_checked``, what people decided is never here (``judgements``).

``value`` is a finding's direction, a lesson's kind, the aspect of a fact; ``detail`` holds the rest, with the
whole place on the page, so that a citation needs no second look at the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from kb import ids, pages
from kb.accounts import Account, ProblemFact, ProgrammeFact, Span, ToldFinding, ToldLesson
from kb.models import Figure, Heading, PageMap

Row = Mapping[Any, Any]
Told = ToldFinding | ToldLesson | ProgrammeFact | ProblemFact

OF_ACCOUNT = ("finding", "lesson", "programme", "problem")
"""Kinds that one account of a document replaces."""
PLACE = ("page", "page_end", "page_label", "page_end_label", "heading")
"""What a detail says of where its words stand."""

_FIGURE = {one.name: one.default for one in fields(Figure) if one.name not in ("text", "citation")}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a document: its pages, its headings, its passages."""

    page_map: PageMap
    headings: Sequence[Heading]
    passages: Sequence[tuple[int, str]]
    """Start and id of each, in order."""

    def passage_at(self, start: int) -> str | None:
        """The passage in which ``start`` lies; null where no passage starts before it."""
        found = bisect_right(self.passages, start, key=lambda one: one[0])
        return self.passages[found - 1][1] if found else None

    def place(self, start: int, end: int) -> dict[str, Any]:
        """Pages, their labels and the heading of a span."""
        found = pages.locate(self.page_map, self.headings, start, end)
        return {name: getattr(found, name) for name in PLACE}


# --- to rows ------------------------------------------------------------------------------------


def rows_of(document_id: str, account: Account, layout: Layout) -> list[dict[str, Any]]:
    """The rows of an account. What stands before the first passage cannot be opened, and a figure whose words
    are not in the sentence cannot be checked: both are left out."""
    made: list[dict[str, Any]] = []
    met: set[str] = set()
    for kind, told in _each(account):
        passage = layout.passage_at(told.span.start)
        if passage is None:
            continue
        row = _row(document_id, passage, kind, told, layout)
        while row["id"] in met:  # the same of the same words: told apart by their order
            row["detail"]["nth"] = row["detail"].get("nth", 1) + 1
            row["id"] = id_of(row)
        met.add(row["id"])
        made.append(row)
    return made


def _each(account: Account) -> Iterator[tuple[str, Told]]:
    yield from (("finding", one) for one in merged(account.findings))
    yield from (("lesson", one) for one in dict.fromkeys(account.lessons))
    for kind, facts in (("programme", account.programme), ("problem", account.problems)):
        some: list[Told] = []  # their details are no keys
        for one in facts:
            if one not in some:
                some.append(one)
                yield kind, one


def merged(findings: Iterable[ToldFinding]) -> Iterator[ToldFinding]:
    """Findings of which no two have one id: the same outcome and direction of the same words is one
    finding, with the figures and populations of both."""
    found: dict[tuple[int, int, str, str], ToldFinding] = {}
    for one in findings:
        key = (one.span.start, one.span.end, one.outcome, one.direction)
        held = found.get(key)
        found[key] = one if held is None else _both(held, one)
    return iter(found.values())


def _both(first: ToldFinding, second: ToldFinding) -> ToldFinding:
    named = (first.population, second.population)
    return replace(
        first,
        figures=(*first.figures, *(f for f in second.figures if f not in first.figures)),
        populations=tuple(dict.fromkeys((*first.populations, *second.populations))),
        population="; ".join(dict.fromkeys(name for name in named if name)) or None,
    )


def _row(
    document_id: str, passage_id: str, kind: str, told: Told, layout: Layout
) -> dict[str, Any]:
    span = told.span
    value, detail = _WRITTEN[kind](told)
    if "figures" in detail:
        detail["figures"] = [one for one in detail["figures"] if says(span.quote, one["text"])]
    row = {
        "document_id": document_id,
        "passage_id": passage_id,
        "kind": kind,
        "value": value,
        "score": span.score,
        "quote": span.quote,
        "start": span.start,
        "end": span.end,
        "rule": span.rule,
        "detail": {**detail, "section": span.section, **layout.place(span.start, span.end)},
    }
    return {"id": id_of(row), **row}


def says(quote: str, words: str) -> bool:
    """Whether words stand in a quote, however its lines were broken."""
    return " ".join(words.split()) in " ".join(quote.split())


def id_of(row: Row) -> str:
    """Id of a suggestion of an account; like a reading's it outlives the rules that read it."""
    kind, document, start, end = row["kind"], row["document_id"], row["start"], row["end"]
    detail = row["detail"]
    if kind == "finding":
        return ids.finding_id(document, start, end, detail["outcome"], row["value"])
    told = " ".join(str(part) for part in (row["value"], *_TELLING[kind](detail)))
    nth = detail.get("nth", 1)
    return ids.statement_id(kind, document, start, end, told if nth == 1 else f"{told} {nth}")


_TELLING: Mapping[str, Callable[[Row], tuple[str, ...]]] = {
    "lesson": lambda detail: (),
    "programme": lambda detail: (detail["value"],),
    "problem": lambda detail: (detail["area"],),
}
"""What tells two suggestions of one kind and value on the same words apart."""


def _finding_row(told: Any) -> tuple[str, dict[str, Any]]:
    return told.direction, {
        "kind": told.kind,
        "outcome": told.outcome,
        "outcome_slug": told.outcome_slug,
        "comparator": told.comparator,
        "figures": figures_out(told.figures),
        "population": told.population,
        "populations": list(told.populations),
        "place": told.place,
        "when": told.when,
    }


def _lesson_row(told: Any) -> tuple[str, dict[str, Any]]:
    return told.kind, {"theme": told.theme, "view": told.view}


def _programme_row(told: Any) -> tuple[str, dict[str, Any]]:
    return told.aspect, {
        "value": told.value,
        "detail": dict(told.detail),
        "figures": figures_out(told.figures),
    }


def _problem_row(told: Any) -> tuple[str, dict[str, Any]]:
    return told.aspect, {
        "area": told.area,
        "figures": figures_out(told.figures),
        "population": told.population,
        "place": told.place,
        "when": told.when,
    }


_WRITTEN: Mapping[str, Callable[[Any], tuple[str, dict[str, Any]]]] = {
    "finding": _finding_row,
    "lesson": _lesson_row,
    "programme": _programme_row,
    "problem": _problem_row,
}


def with_value(row: Row, told: Told) -> dict[str, Any]:
    """A row that says what ``told`` says, in its place."""
    value, detail = _WRITTEN[row["kind"]](told)
    return {**row, "value": value, "detail": {**row["detail"], **detail}}


def figures_out(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as objects, without what they leave open and without a citation: that is an answer's."""
    made = []
    for one in figures:
        said = {name: getattr(one, name) for name in _FIGURE}
        told = {name: value for name, value in said.items() if value != _FIGURE[name]}
        made.append({"text": one.text, **told})
    return made


# --- and back -----------------------------------------------------------------------------------


def told_of(row: Row) -> Told:
    """The value of a row of one of these kinds."""
    return _READ[row["kind"]](row)


def span_of(row: Row) -> Span:
    """The words of a row."""
    return Span(
        row["quote"], row["start"], row["end"], row["rule"], row["score"], row["detail"]["section"]
    )


def figures_in(
    said: Iterable[Mapping[str, Any]], citation: str | None = None
) -> tuple[Figure, ...]:
    """Figures of a row, resting on ``citation``."""
    return tuple([Figure(**one, citation=citation) for one in said])


def finding(row: Row) -> ToldFinding:
    """The finding of a row."""
    detail = row["detail"]
    return ToldFinding(
        span=span_of(row),
        kind=detail["kind"],
        outcome=detail["outcome"],
        outcome_slug=detail["outcome_slug"],
        direction=row["value"],
        comparator=detail["comparator"],
        figures=figures_in(detail["figures"]),
        population=detail["population"],
        populations=tuple(detail["populations"]),
        place=detail["place"],
        when=detail["when"],
    )


def lesson(row: Row) -> ToldLesson:
    """The lesson of a row."""
    detail = row["detail"]
    return ToldLesson(span_of(row), row["value"], detail["theme"], detail["view"])


def programme(row: Row) -> ProgrammeFact:
    """The fact of the programme of a row."""
    detail = row["detail"]
    return ProgrammeFact(
        span=span_of(row),
        aspect=row["value"],
        value=detail["value"],
        detail=dict(detail["detail"]),
        figures=figures_in(detail["figures"]),
        id=row["id"],
    )


def problem(row: Row) -> ProblemFact:
    """The fact of the problem of a row."""
    detail = row["detail"]
    return ProblemFact(
        span=span_of(row),
        area=detail["area"],
        aspect=row["value"],
        figures=figures_in(detail["figures"]),
        population=detail["population"],
        place=detail["place"],
        when=detail["when"],
    )


_READ: Mapping[str, Callable[[Row], Told]] = {
    "finding": finding,
    "lesson": lesson,
    "programme": programme,
    "problem": problem,
}
