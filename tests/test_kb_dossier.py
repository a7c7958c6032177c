"""One attempt with all that rests on it, its lessons among others, and its area: on a small real base."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import reading_room

from kb import area, cells, dossier, gaps, lessons, vocab
from kb.catalogue import Catalogue, open_catalogue
from kb.errors import UnknownId, UnknownName
from kb.models import Filters
from kb.settings import Settings


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    held = open_catalogue(Settings.from_environment({}, home=reading_room.built()), create=False)
    yield held
    held.close()


# --- an attempt --------------------------------------------------------------------------------


def test_every_statement_of_a_dossier_cites_something(catalogue: Catalogue) -> None:
    found = dossier.draw(catalogue, "future-jobs-fund")
    known = {citation.id for citation in found.citations}
    cited = [
        one.citation for one in (*found.findings, *found.lessons, *found.costs, *found.targets)
    ]
    cited += [side.citation for one in found.disagreements for side in one.sides]
    assert cited
    assert set(cited) | set(found.attempt.citations) <= known


def test_costs_keep_what_they_are_for(catalogue: Catalogue) -> None:
    found = dossier.draw(catalogue, "future-jobs-fund")
    assert [cost.per for cost in found.costs] == ["participant", "participant", "outcome"]
    assert found.costs[2].paid_by == "government"
    assert [figure.text for figure in found.costs[0].figures] == ["£6,500 per participant"]


def test_an_attempt_that_is_not_held_is_refused_with_a_way_on(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownId, match="whatworks attempts"):
        dossier.draw(catalogue, "no-such-attempt")


def test_what_is_known_through_a_note_alone_has_no_study(catalogue: Catalogue) -> None:
    found = dossier.draw(catalogue, "ips-eqolise")
    assert found.studies == ()
    assert found.attempt.studies == 0
    assert found.findings


# --- lessons -----------------------------------------------------------------------------------


def test_no_lesson_is_lost_between_themes(catalogue: Catalogue) -> None:
    with catalogue.read() as connection:
        every = lessons.draw(connection, lessons.Wanted())
    ids = [lesson.id for theme in every.themes for lesson in theme.lessons]
    assert len(ids) == len(set(ids)) == every.count > 0
    sizes = [len(t.lessons) for t in every.themes if t.slug != lessons.NO_THEME]
    assert sizes == sorted(sizes, reverse=True)
    kinds = {lesson.kind for theme in every.themes for lesson in theme.lessons}
    assert kinds <= set(lessons.KINDS)


def test_lessons_are_chosen_by_theme_view_kind_and_attempt(catalogue: Catalogue) -> None:
    wanted = lessons.Wanted(
        Filters(area=("transitions-to-work",)), theme=("timing",), lesson=("hindered",)
    )
    with catalogue.read() as connection:
        found = lessons.draw(connection, wanted)
    (theme,) = found.themes
    assert theme.slug == "timing"
    assert {lesson.kind for lesson in theme.lessons} == {"hindered"}
    assert {lesson.attempt_id for lesson in theme.lessons} >= {"future-jobs-fund"}
    assert all("transitions-to-work" in one.areas for one in found.attempts.values())


def test_lessons_of_attempts_that_were_closed_are_there(catalogue: Catalogue) -> None:
    with catalogue.read() as connection:
        every = lessons.draw(connection, lessons.Wanted())
    assert every.attempts["future-jobs-fund"].status == "closed-early"


# --- the map, laid out -------------------------------------------------------------------------


@pytest.mark.parametrize("by", list(cells.VOCABULARIES))
def test_a_map_laid_out_loses_no_cell(catalogue: Catalogue, by: str) -> None:
    drawn = gaps.draw(catalogue, Filters())
    for slug in vocab.load("areas").slugs:
        made = cells.matrix(drawn, slug, by)
        held = [c for c in drawn.cells if c.area == slug and getattr(c, by)]
        laid = [*made.whole.values(), *(c for line in made.lines for c in line.cells.values())]
        assert len(laid) == len(held)
        assert set(made.columns).isdisjoint(made.empty_columns)
        assert {column for line in made.lines for column in line.cells} <= set(made.whole)


def test_a_cell_opens_the_studies_that_it_counts(catalogue: Catalogue) -> None:
    drawn = gaps.draw(catalogue, Filters())
    counted = [cell for cell in drawn.cells if cell.studies]
    assert counted
    for cell in counted:
        inside = cells.inside(drawn, cell)
        studied = {result.study for result in inside if result.is_studied}
        assert studied == set(cell.study_ids), cell


def test_the_table_of_a_map_has_every_pair_empty_ones_too(catalogue: Catalogue) -> None:
    made = cells.matrix(gaps.draw(catalogue, Filters()), "transitions-to-work", "kind")
    rows = cells.table(made)
    columns = len(made.columns) + len(made.empty_columns)
    assert len(rows) == len(made.lines) + columns + len(made.lines) * columns
    assert {"held", "empty"} <= {row["state"] for row in rows}
    assert all(set(row) == set(cells.COLUMNS) for row in rows)
    assert all(row["studies"] == 0 for row in rows if row["state"] == "empty")


def test_a_cell_of_one_side_alone_is_found(catalogue: Catalogue) -> None:
    made = cells.matrix(gaps.draw(catalogue, Filters()), "transitions-to-work", "kind")
    assert made.cell("employment", None) == next(
        line.whole for line in made.lines if line.outcome == "employment"
    )
    assert made.cell(None, "job-guarantee") == made.whole["job-guarantee"]
    assert made.cell("no-such-outcome", None) is None


# --- an area -----------------------------------------------------------------------------------


def test_an_area_orders_by_strength_and_not_by_what_came_of_it(catalogue: Catalogue) -> None:
    found = area.draw(catalogue, "mental-health-at-work")
    assert found.strongest
    assert all(one.direction != "not-studied" for one in found.strongest)
    assert len(found.strongest) <= area.MOST_STRONGEST
    assert {"mhfa-canberra-workplace-rct", "ips-eqolise"} <= {one.id for one in found.strongest}


def test_every_question_of_an_area_names_one_of_its_attempts(catalogue: Catalogue) -> None:
    found = area.draw(catalogue, "transitions-to-work")
    names = [one.name for one in found.attempts]
    assert found.questions
    for question in found.questions:
        named = question.removeprefix("What came of ").removesuffix("?")
        assert any(name.startswith(named) for name in names)


def test_facts_of_a_problem_stand_newest_first_and_cite_something(catalogue: Catalogue) -> None:
    for slug in vocab.load("areas").slugs:
        found = area.draw(catalogue, slug)
        known = {citation.id for citation in found.citations}
        assert all(one.citation in known and one.area == slug for one in found.problems)
        when = [one.when or "" for one in found.problems]
        assert when == sorted(when, reverse=True)


def test_an_area_that_there_is_not_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName, match="transitions-to-work"):
        area.draw(catalogue, "transition-to-work")
