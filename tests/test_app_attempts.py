"""The screens on attempts as a person finds them, driven without a browser on a small real base."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import reading_room
from streamlit.testing.v1 import AppTest

from app_pages import attempt_parts, downloads, facets, schemes
from app_pages.views import AttemptsView
from kb import dossier, register, standards
from kb.catalogue import Catalogue, open_catalogue
from kb.catalogue.quotes import Checked
from kb.dossier import InOriginal
from kb.models import Filters
from kb.register import Study
from kb.settings import Settings

SCREENS = (
    ("attempts", {}),
    ("attempts", {"show": "timeline"}),
    ("attempts", {"compare": ["future-jobs-fund", "ips-eqolise"]}),
    ("attempt", {"id": "future-jobs-fund"}),
    ("organisation", {}),
    ("organisation", {"name": "Department for Work and Pensions"}),
    ("learned", {}),
    ("places", {}),
    ("places", {"country": "united-kingdom"}),
    ("gap_map", {"area": "transitions-to-work"}),
    (
        "gap_map",
        {"area": "transitions-to-work", "outcome": "employment", "column": "job-guarantee"},
    ),
    ("area", {"slug": "transitions-to-work"}),
)


@pytest.fixture(autouse=True)
def of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WHATWORKS_DATABASE_URL", "WHATWORKS_QDRANT_URL", "WHATWORKS_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Path:
    home = reading_room.built()
    monkeypatch.setenv("WHATWORKS_HOME", str(home))
    return home


def screen(name: str, /, **params: str | list[str]) -> AppTest:
    code = f"from app_pages import {name}\n{name}.draw()\n"
    test = AppTest.from_string(code, default_timeout=120)
    for key, value in params.items():
        test.query_params[key] = value
    return test.run()


def html(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def at(test: AppTest, name: str) -> list[str]:
    values = test.query_params[name]
    return [values] if isinstance(values, str) else list(values)


def said(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize(("name", "params"), SCREENS)
def test_every_screen_has_one_title_and_headings_in_order(
    room: Path, name: str, params: dict[str, str]
) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html(screen(name, **params)))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize(
    "name", ["attempts", "attempt", "organisation", "learned", "places", "gap_map", "area"]
)
def test_a_screen_without_a_base_says_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATWORKS_HOME", str(tmp_path / "none"))
    shown = html(screen(name))
    assert "There is no knowledge base here yet" in shown
    assert "make demo" in shown


# --- the register ------------------------------------------------------------------------------


def test_the_register_lists_what_failed_beside_the_rest_and_counts_studies(room: Path) -> None:
    shown = said(html(screen("attempts")))
    assert "8 attempts" in shown
    assert "from the United Kingdom" in shown
    assert "Closed early" in shown
    assert "no cost held" in shown
    assert "£6,500 per participant" in shown


def test_the_register_is_filtered_by_its_address_and_by_its_widgets(room: Path) -> None:
    test = screen("attempts", area="financial-inclusion")
    assert "Future Jobs Fund" not in html(test)
    assert test.multiselect(key="ask-area").value == ["financial-inclusion"]
    test.multiselect(key="ask-area").set_value([]).run()
    assert "Future Jobs Fund" in html(test)
    test.multiselect(key="ask-status").set_value(["closed-early"]).run()
    assert at(test, "status") == ["closed-early"]
    shown = html(test)
    assert "Future Jobs Fund" in shown
    assert "EQOLISE" not in shown
    test.button(key="ask-clear").click().run()
    assert "status" not in test.query_params
    assert "EQOLISE" in html(test)


def test_the_register_is_sorted_and_its_order_stays_when_it_is_filtered(room: Path) -> None:
    test = screen("attempts", sort="oldest")
    shown = html(test)
    assert shown.index("Automatic enrolment in a company pension") < shown.index("Future Jobs Fund")
    test.multiselect(key="ask-area").set_value(["transitions-to-work"]).run()
    assert at(test, "sort") == ["oldest"]
    test.selectbox(key="attempts-sort").set_value("newest").run()
    assert at(test, "sort") == ["newest"]
    assert at(test, "area") == ["transitions-to-work"]


def test_counts_by_facet_lead_to_the_list_they_count(room: Path) -> None:
    held = register.draw(_catalogue(room), Filters()).attempts
    view = AttemptsView(status=("ended",), words="jobs", part=3)
    for facet in facets.FACETS:
        value = next(iter(facet.values(held[0])))
        made = facets.narrowed(view, facet, value)
        assert made.part == 1
        assert made.words == "jobs"
        left = register.draw(_catalogue(room), replace(made.filters)).attempts
        counted = [one.id for one in held if value in facet.values(one)]
        if facet.is_filter:
            assert sorted(one.id for one in left) == sorted(counted), facet.name
        else:
            assert made.status == tuple(dict.fromkeys(("ended", value)))
    assert "Counts by facet" in html(screen("attempts"))


def _catalogue(room: Path) -> Catalogue:
    return open_catalogue(Settings.from_environment({}, home=room), create=False)


def test_words_find_an_attempt_by_its_people(room: Path) -> None:
    test = screen("attempts")
    test.text_input(key="attempts-words").set_value("  fishwick ").run()
    assert "No attempt matches" in html(test)
    test.text_input(key="attempts-words").set_value("social inclusion").run()
    assert "1 attempt," in said(html(test))


def test_three_attempts_at_most_stand_side_by_side(room: Path) -> None:
    test = screen("attempts", compare=["future-jobs-fund", "ips-eqolise"])
    shown = html(test)
    assert "Side by side" in shown
    assert "Changed, cause not established" in shown
    assert "nothing held" in shown
    test.multiselect(key="attempts-compare").set_value(["ips-eqolise"]).run()
    assert at(test, "compare") == ["ips-eqolise"]


def test_an_attempt_that_is_not_held_is_not_compared_silently(room: Path) -> None:
    shown = html(screen("attempts", compare=["no-such-attempt"]))
    assert "Not everything asked for can be compared" in shown


def test_the_timeline_says_the_same_as_a_table_and_what_has_no_date(room: Path) -> None:
    test = screen("attempts", show="timeline")
    shown = said(html(test))
    assert "The same as a table" in shown
    assert "2009 to 2011" in shown
    assert len(test.get("vega_lite_chart")) == 1


# --- one attempt -------------------------------------------------------------------------------


def test_an_attempt_tells_what_is_not_held_too(room: Path) -> None:
    shown = said(html(screen("attempt", id="future-jobs-fund")))
    for told in (
        "Closed early", "No target is held.", "£9,000 per job outcome", "No original is held",
        "It was shut to cut spending", "paid for the jobs", "Why", "Maryland 3 of 5",
    ):  # fmt: skip
        assert told in shown, told
    assert "no cost held" in said(html(screen("attempt", id="ips-eqolise")))


def test_a_change_is_never_shown_as_an_effect(room: Path) -> None:
    shown = said(html(screen("attempt", id="future-jobs-fund")))
    assert "Changed, cause not established · Mixed" in shown
    assert "Compared with something else · ▲ Favours the attempt" in shown


def test_target_and_result_stand_side_by_side_where_they_are_held(room: Path) -> None:
    markup = html(screen("attempt", id="future-jobs-fund"))
    section = markup[markup.index("Target and result") :]
    assert "No target is held" in section[:400]


def test_every_citation_of_an_attempt_leads_to_its_words(room: Path) -> None:
    marks = re.findall(
        r'<a href="([^"]+)" class="ww-ref"', html(screen("attempt", id="ips-eqolise"))
    )
    assert marks
    assert all(mark.startswith("source?passage=") for mark in marks)


def test_what_stands_in_an_original_is_shown_under_each_statement(room: Path) -> None:
    base = Settings.from_environment({}, home=room)
    catalogue = open_catalogue(base, create=False)
    held = dossier.draw(catalogue, "future-jobs-fund")
    catalogue.close()
    quoted = replace(
        held.citations[0], id="q1", kind="quote", quote="Words of the original.", page=3
    )
    first, second = held.findings[0].id, held.findings[1].id
    found = replace(
        held,
        checked=Checked(agrees=1, differs=0, not_found=1, total=9, held=2),
        originals={first: InOriginal("differs", "q1"), second: InOriginal("not-found", None)},
        citations=(*held.citations, quoted),
        studies=(Study("s1", "A study", (), "suggested"),),
    )
    shown = said(attempt_parts.draw(found, schemes.choose(standards.load(), ())))
    assert "Checked against the original: 1 of 2 agree, 1 were not found." in shown
    assert "7 more rest on sources that are not held." in shown
    assert "In the original, where the numbers differ: “ Words of the original. ”, page 3" in shown
    assert "Looked for in the original and not found." in shown


def test_a_page_of_an_attempt_that_is_not_held_says_so(room: Path) -> None:
    for params in ({}, {"id": "no-such-attempt"}):
        shown = html(screen("attempt", **params))
        assert "Nothing is held under this address" in shown
        assert 'href="attempts"' in shown


def test_finance_is_shown_by_money_and_pensions_too(room: Path) -> None:
    shown = said(html(screen("attempt", id="uk-automatic-enrolment")))
    assert "MaPS" in shown
    other = said(html(screen("attempt", id="ips-eqolise"))).split("By other standards")[0]
    assert "MaPS" not in other


# --- organisations, lessons, places --------------------------------------------------------------


def test_an_organisation_leads_to_what_it_took_part_in(room: Path) -> None:
    shown = said(html(screen("organisation", name="department for work and pensions")))
    assert "Department for Work and Pensions" in shown
    assert "paid for the jobs" in shown
    assert "What came of it" in shown
    assert "no verdict" in shown


def test_an_unknown_organisation_is_answered_with_the_nearest(room: Path) -> None:
    shown = html(screen("organisation", name="<b>Work and Pensions</b>"))
    assert "No attempt names this organisation" in shown
    assert "<b>Work" not in shown
    assert "Department for Work and Pensions" in shown


def test_lessons_stand_by_theme_and_can_be_narrowed(room: Path) -> None:
    test = screen("learned")
    assert "Timing and pace" in html(test)
    test.multiselect(key="ask-lesson").set_value(["helped"]).run()
    assert at(test, "lesson") == ["helped"]
    shown = said(html(test))
    assert "Helped (" in shown
    assert "Hindered (" not in shown
    assert "No lesson matches" in html(screen("learned", theme="timing", view="participant"))


def test_every_place_says_how_much_is_from_the_united_kingdom(room: Path) -> None:
    shown = said(html(screen("places")))
    assert "from the United Kingdom" in shown
    assert "Australia" in shown
    shown = said(html(screen("places", country="australia")))
    assert "0 from the United Kingdom" in shown
    assert "Nothing is held of this place" in html(screen("places", country="fiji"))


# --- the map and an area -------------------------------------------------------------------------


def test_the_map_draws_what_is_empty_and_says_what_it_is(room: Path) -> None:
    shown = html(screen("gap_map", area="transitions-to-work"))
    assert "not that nothing is known" in shown
    assert "ww-cell ww-empty" in shown
    assert "nothing held" in shown
    assert "Tried, never evaluated" in shown
    assert "Only promotional sources" in shown
    assert "The same as a table" in shown


def test_a_cell_of_the_map_opens_its_studies(room: Path) -> None:
    cells = re.findall(
        r'href="(map\?[^"]*outcome=[^"]*)" aria-label',
        html(screen("gap_map", area="transitions-to-work")),
    )
    address = next(
        cell for cell in cells if "column=job-guarantee" in cell and "=employment" in cell
    )
    params = {k: v[0] for k, v in parse_qs(urlsplit(address.replace("&amp;", "&")).query).items()}
    shown = html(screen("gap_map", **params))
    assert "In work: Job creation or guarantee" in shown
    assert "Future Jobs Fund" in shown
    assert "one study, known through our summary alone" in shown


def test_columns_of_the_map_are_switched_and_close_its_cell(room: Path) -> None:
    test = screen("gap_map", area="transitions-to-work", outcome="employment")
    test.segmented_control(key="map-by").set_value("population").run()
    assert at(test, "by") == ["population"]
    assert "outcome" not in test.query_params
    assert "Young people aged 16" in html(test)


def test_an_empty_cell_that_is_asked_for_says_that_nothing_is_held(room: Path) -> None:
    shown = html(
        screen("gap_map", area="transitions-to-work", outcome="crime", column="wage-subsidy")
    )
    assert "Nothing is held." in shown


def test_home_leads_to_areas_and_an_area_to_all_that_is_held_of_it(room: Path) -> None:
    assert 'href="area?slug=transitions-to-work"' in html(screen("ask"))
    markup = html(screen("area", slug="transitions-to-work"))
    for address in (
        "attempts?area=transitions-to-work",
        "lessons?area=",
        "map?area=",
        "library?area=",
    ):
        assert f'href="{address}' in markup
    for title in (
        "The problem itself", "Strongest evidence", "Contested", "Tried, never evaluated",
        "Recently added", "What we hold nothing on", "Questions to ask",
    ):  # fmt: skip
        assert f">{title}</h2>" in markup


def test_an_area_that_there_is_not_names_those_there_are(room: Path) -> None:
    shown = html(screen("area", slug="<i>none</i>"))
    assert "There is no such area" in shown
    assert "<i>none" not in shown
    assert "area?slug=financial-inclusion" in shown


# --- downloads -----------------------------------------------------------------------------------


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    written = downloads.as_csv(("a", "b"), [{"a": "=1+1", "b": None}, {"a": "x, y", "b": 3}])
    assert list(csv.reader(io.StringIO(written))) == [["a", "b"], ["'=1+1", ""], ["x, y", "3"]]


def test_json_is_what_it_was() -> None:
    assert json.loads(downloads.as_json([{"b": "£", "a": 1}])) == [{"a": 1, "b": "£"}]
