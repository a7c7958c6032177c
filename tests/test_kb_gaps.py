"""The map and the plot: a study counts once, documents never count as studies, an empty cell stays empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from built import base_in, ingest, note
from hypothesis import given
from hypothesis import strategies as st

from kb import effects, gaps
from kb.catalogue.attempts import direction_of
from kb.models import Cell, Filters, Finding
from kb.results import EVALUATES, OF_NOTE, Result, best_design, mentioned
from pipelines.base import Base

SLUGS = (
    "mhfa-canberra-workplace-rct",
    "respect-manager-training",
    "inclusive-economy-partnership",
    "help-to-save",
    "toolshed-iep",
)
KINDS = ("effect", "change", "delivery", "experience", "cost", "forecast")
DIRECTIONS = ("positive", "negative", "no-effect", "mixed", "unclear")
DESIGNS = (None, "rct", "did", "pre-post", "qualitative")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_in(tmp_path_factory.mktemp("gaps"), hashed=True) as made:
        ingest(made, *(note(slug) for slug in SLUGS))
        yield made


def of(cells: tuple[Cell, ...], area: str, **where: str) -> Cell:
    wanted = {"outcome": None, "population": None, "place": None, "kind": None, **where}
    (found,) = (
        c for c in cells if c.area == area and all(getattr(c, k) == v for k, v in wanted.items())
    )
    return found


def finding(kind: str, direction: str, number: int) -> Finding:
    return Finding(
        id=f"f{number}", attempt_id=None, study_id=None, outcome="in work", outcome_slug="employment",
        population=None, kind=kind, direction=direction, comparator=None, figures=(), text="…",
        basis="suggested", citation=f"c{number}",
    )  # type: ignore[arg-type]  # fmt: skip


@st.composite
def results(draw: st.DrawFn) -> list[Result]:
    """Findings of a few studies, each told in one to three documents."""
    studies = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12))
    documents = {s: tuple(f"{s}{i}" for i in range(draw(st.integers(0, 3)))) for s in set(studies)}
    return [
        Result(
            finding=finding(draw(st.sampled_from(KINDS)), draw(st.sampled_from(DIRECTIONS)), i),
            study=study if documents[study] else OF_NOTE + study,
            documents=documents[study],
            areas=("transitions-to-work",),
            populations=("graduates",),
            included=(),
            places=("england",),
            kind=None,
            design=draw(st.sampled_from(DESIGNS)),
            interest=draw(st.sampled_from(("deliverer", "evaluator"))),
        )
        for i, study in enumerate(studies)
    ]


@given(results(), st.randoms())
def test_a_study_counts_once_however_many_documents_and_findings_tell_of_it(
    some: list[Result], random: object
) -> None:
    cell = gaps._cell(some, "transitions-to-work")
    assert cell.studies == len({r.study for r in some if r.is_studied})
    telling = [r for r in some if r.is_studied] or some
    assert cell.documents == len({d for r in telling for d in r.documents})
    assert sum(count for _, count in cell.directions) <= cell.studies
    assert cell.summarised <= cell.studies
    more = [replace(r, documents=(*r.documents, f"{r.study}-again")) for r in some if r.documents]
    grown = gaps._cell([*some, *more], "transitions-to-work")
    assert grown.studies == cell.studies
    random.shuffle(some)  # type: ignore[attr-defined]
    assert gaps._cell(some, "transitions-to-work") == cell


@given(results())
def test_only_effects_make_a_direction_or_a_row_of_the_plot(some: list[Result]) -> None:
    rows = effects.rows(some, (), {}, {})
    effect = [r for r in some if r.finding.kind == "effect"]
    assert {row.study for row in rows} == {r.study for r in effect}
    for row in rows:
        own = [r.finding.direction for r in effect if r.study == row.study]
        assert row.direction == direction_of(own)
    counted = dict(gaps._cell(some, "transitions-to-work").directions)
    assert sum(counted.values()) == len({r.study for r in effect})


@given(results())
def test_a_cell_that_nobody_measured_anything_in_is_never_called_held(some: list[Result]) -> None:
    cell = gaps._cell(some, "transitions-to-work")
    assert (cell.state == "held") == any(r.is_studied and not r.is_promotional for r in some)
    assert cell.best_design == best_design(some)
    if cell.studies == 0:
        assert cell.state in ("never-evaluated", "promotional-only")


def test_an_empty_cell_is_there_and_says_that_it_is_empty(base: Base) -> None:
    drawn = gaps.draw(base.catalogue, Filters())
    cell = of(drawn.cells, "mental-health-at-work", outcome="suicide")
    assert (cell.studies, cell.documents, cell.state) == (0, 0, "empty")
    unheld = of(drawn.cells, "mental-health-at-work", population="care-experienced")
    assert (unheld.studies, unheld.without_results, unheld.state) == (0, 0, "empty")


def test_what_was_only_praised_by_those_who_did_it_is_no_study(base: Base) -> None:
    drawn = gaps.draw(base.catalogue, Filters())
    cell = of(drawn.cells, "cross-sector-partnership", outcome="partnership-formation")
    assert (cell.studies, cell.state) == (0, "promotional-only")
    assert "inclusive-economy-partnership" in cell.attempts
    assert "inclusive-economy-partnership" in drawn.never_evaluated


def test_a_study_known_through_a_note_is_one_study_and_no_document(base: Base) -> None:
    cell = of(
        gaps.draw(base.catalogue, Filters()).cells,
        "mental-health-at-work",
        outcome="mental-health-literacy",
    )
    assert (cell.studies, cell.documents, cell.summarised) == (1, 0, 1)
    assert cell.best_design == "rct"
    assert cell.study_ids == ("note:mhfa-canberra-workplace-rct",)


def test_filters_leave_a_part_of_the_map(base: Base) -> None:
    drawn = gaps.draw(base.catalogue, Filters(area=("financial-inclusion",), outcome=("saving",)))
    assert {cell.area for cell in drawn.cells} == {"financial-inclusion"}
    assert {cell.outcome for cell in drawn.cells} <= {"saving", None}


def test_every_finding_of_the_map_has_a_citation(base: Base) -> None:
    drawn = gaps.draw(base.catalogue, Filters())
    known = {citation.id for citation in drawn.citations}
    assert drawn.results
    assert {result.finding.citation for result in drawn.results} <= known
    assert {r.finding.kind for r in drawn.results if not r.is_studied}.isdisjoint(EVALUATES)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("young people who were care leavers", "care-experienced"),
        ("graduates", "graduates"),
        ("nobody in particular", None),
    ],
)
def test_people_are_recognised_by_the_words_of_the_list(words: str, expected: str | None) -> None:
    assert (expected in mentioned(words)) if expected else mentioned(words) == ()


def test_the_data_of_the_plot_is_a_line_for_each_study_and_outcome(
    base: Base, tmp_path: Path
) -> None:
    drawn = gaps.draw(base.catalogue, Filters())
    rows = effects.rows(drawn.results, drawn.attempts, {}, {})
    table = effects.table(rows)
    assert table
    assert all(tuple(line) == effects.COLUMNS for line in table)
    assert {line["direction"] for line in table} <= set(DIRECTIONS)
