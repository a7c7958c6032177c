"""Each screen as a person finds it, driven without a browser on a small real base."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import own_standard
import pytest
import read_by_hand
import reading_room
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages.home import EXAMPLES
from kb import review, standards
from kb.catalogue import open_catalogue
from kb.settings import Settings

APP = str(Path(__file__).parents[1] / "app.py")
QUESTION = EXAMPLES[0]


@pytest.fixture(autouse=True)
def of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WHATWORKS_DATABASE_URL", "WHATWORKS_QDRANT_URL", "WHATWORKS_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Path:
    home = reading_room.built()
    monkeypatch.setenv("WHATWORKS_HOME", str(home))
    return home


def screen(name: str, address: str = "", **params: str | list[str]) -> AppTest:
    """A screen at an address, run once."""
    code = f"from app_pages import {name}\n{name}.draw()\n"
    test = AppTest.from_string(code, default_timeout=120)
    for pair in address.partition("?")[2].split("&") if address else ():
        key, _, value = pair.partition("=")
        test.query_params[key] = value
    for key, value in params.items():
        test.query_params[key] = value
    return test.run()


def html(test: AppTest) -> str:
    """Everything drawn as markup; no screen may raise."""
    assert not test.exception
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def at(test: AppTest, name: str) -> list[str]:
    """The values of a parameter of the address."""
    values = test.query_params[name]
    return [values] if isinstance(values, str) else list(values)


def headings(markup: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])", markup)]


# --- Ask ---------------------------------------------------------------------------------------


def test_home_says_what_is_held_and_offers_questions(room: Path) -> None:
    shown = html(screen("ask"))
    assert "Mental health at work" in shown
    assert "a collection, not a systematic search" in shown
    assert "Last updated" in shown
    assert all(question in shown for question in EXAMPLES)


@pytest.mark.parametrize("question", EXAMPLES)
def test_every_example_question_is_answered(room: Path, question: str) -> None:
    shown = html(screen("ask", q=question))
    assert "What was tried" in shown
    assert "The base holds nothing" not in shown


def test_an_answer_leads_from_its_sentences_to_their_sources(room: Path) -> None:
    shown = html(screen("ask", q=QUESTION))
    for title in ("In short", "What was tried", "What happened", "What was learned", "Sources"):
        assert f">{title}</h2>" in shown
    assert "summarised from notes; no original is held" in shown
    assert "not a systematic search" in shown
    assert 'href="source?passage=' in shown
    assert shown.index("Compared with something else") < shown.index(">Delivery<")


def test_our_own_words_are_never_shown_as_a_quote(room: Path) -> None:
    shown = html(screen("ask", q=QUESTION))
    assert "Our summary of" in shown
    assert "the original is not held" in shown
    assert "“" not in shown
    assert "<blockquote>" not in shown


def test_a_document_of_no_attempt_is_quoted_with_its_page(room: Path) -> None:
    shown = html(screen("ask", q="How many lanterns did night library readers borrow?"))
    assert "Also said in documents held" in shown
    assert "“" in shown
    assert "pages iv to v" in shown


def test_a_refusal_says_why_and_what_the_base_is(room: Path) -> None:
    shown = html(screen("ask", q="Which telescope found water vapour on exoplanets?"))
    assert "The base holds nothing on this" in shown
    assert "not a systematic search" in shown


def test_headings_are_in_order_and_there_is_one_title(room: Path) -> None:
    for test in (screen("ask"), screen("ask", q=QUESTION), screen("library")):
        levels = headings(html(test))
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_filters_are_read_from_the_address_and_can_be_cleared(room: Path) -> None:
    test = screen("ask", area=["financial-inclusion"], sector=["government", "business"])
    assert test.multiselect(key="ask-area").value == ["financial-inclusion"]
    assert test.multiselect(key="ask-sector").value == ["government", "business"]
    test.button(key="ask-clear").click().run()
    assert test.multiselect(key="ask-area").value == []
    assert "area" not in test.query_params


def test_a_filter_that_is_chosen_is_written_into_the_address(room: Path) -> None:
    test = screen("ask", q=QUESTION)
    test.multiselect(key="ask-area").set_value(["mental-health-at-work"]).run()
    assert at(test, "area") == ["mental-health-at-work"]
    assert at(test, "q") == [QUESTION]
    assert not test.exception


def test_an_unknown_filter_value_is_refused_with_the_nearest(room: Path) -> None:
    shown = html(screen("ask", q=QUESTION, area="mental-health-at-wrok"))
    assert "mental-health-at-work" in shown
    assert 'role="alert"' in shown


def test_a_home_without_a_base_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATWORKS_HOME", str(tmp_path / "none"))
    for name in ("ask", "library"):
        assert "make demo" in html(screen(name))
    assert not (tmp_path / "none").exists()


# --- Filters by standard and step ----------------------------------------------------------------


def test_a_step_of_a_standard_is_a_filter_and_stands_in_the_address(room: Path) -> None:
    test = screen("ask", q=QUESTION)
    test.selectbox(key="ask-scheme").set_value("sms-wwg-2016").run()
    assert at(test, "scheme") == ["sms-wwg-2016"]
    assert "standard" not in test.query_params
    test.selectbox(key="ask-min-level").set_value("5").run()
    assert at(test, "standard") == ["sms-wwg-2016"]
    assert at(test, "min-level") == ["5"]
    assert "Maryland 5 of 5" in html(test)
    assert "Maryland 3 of 5" not in html(test)


def test_another_standard_begins_without_a_least_step(room: Path) -> None:
    test = screen("ask", **{"standard": "sms-wwg-2016", "min-level": "5"})
    assert test.selectbox(key="ask-scheme").value == "sms-wwg-2016"
    assert test.selectbox(key="ask-min-level").value == "5"
    test.selectbox(key="ask-scheme").set_value("foundations").run()
    assert "min-level" not in test.query_params
    assert "standard" not in test.query_params
    assert test.selectbox(key="ask-min-level").value is None


def test_a_standard_without_order_offers_no_step_and_says_why(room: Path) -> None:
    test = screen("ask", scheme="maps-evidence-hub")
    assert "ask-min-level" not in {box.key for box in test.selectbox}
    assert any("no order from weak to strong" in caption.value for caption in test.caption)


def test_a_standard_or_step_that_there_is_not_is_dropped_from_the_widgets(room: Path) -> None:
    test = screen("ask", **{"scheme": "none-such", "min-level": "9"})
    assert test.selectbox(key="ask-scheme").value == "nesta-2013"
    assert test.selectbox(key="ask-min-level").value is None


def test_only_designs_and_types_that_are_held_are_offered(room: Path) -> None:
    test = screen("ask")
    offered = test.multiselect(key="ask-design").options
    assert "Randomised" in offered
    assert "Synthetic control" not in offered
    assert not {"Strengthens", "Weakens", "No design"} & set(offered)
    assert "Thesis" not in test.multiselect(key="ask-type").options


def test_a_design_narrows_what_is_found(room: Path) -> None:
    asked = "How many school leavers were given a mentor on the ferry?"
    shown = html(screen("ask", q=asked, design="rct"))
    assert read_by_hand.RANDOMISED in shown
    assert read_by_hand.RANDOMISED not in html(screen("ask", q=asked, design="synthetic-control"))


def test_a_passage_of_a_raw_document_shows_its_level_as_suggested(room: Path) -> None:
    shown = html(screen("ask", q="How many school leavers were given a mentor on the ferry?"))
    chip = shown[shown.index('class="ww-passage"') :]
    assert "ww-is-suggested" in chip
    assert "Randomised · Nesta 3 of 5" in chip


def test_an_attempt_shows_whose_word_its_level_is(room: Path) -> None:
    assert "ww-is-compiled" in html(screen("ask", q=QUESTION))


# --- Source ------------------------------------------------------------------------------------


def test_a_quote_is_marked_on_its_page(room: Path) -> None:
    test = screen("source", reading_room.span("lanterns for tilbury", reading_room.QUOTE))
    shown = html(test)
    assert f"“{reading_room.QUOTE}”" in shown
    assert shown.count('class="ww-glow"') == 1
    assert "Page 1 of 2, printed as iv" in shown
    assert "(from PDF metadata)" in shown


def test_another_page_has_no_mark_and_says_where_the_quote_is(room: Path) -> None:
    test = screen("source", reading_room.span("lanterns for tilbury", reading_room.QUOTE))
    next(button for button in test.button if button.label == "Next page").click().run()
    shown = html(test)
    assert at(test, "page") == ["2"]
    assert 'class="ww-glow"' not in shown
    assert "The quote is on page iv." in shown


def test_a_note_is_shown_as_our_summary_with_its_words_marked(room: Path) -> None:
    shown = html(screen("source", attempt="mhfa-workplaceaid"))
    assert "Our evidence note" in shown
    _, passages = reading_room.document("workplaceaid")
    shown = html(screen("source", passage=passages[1].id))
    assert "Our summary of" in shown
    assert "<mark>" in shown
    assert "<blockquote>" not in shown


def test_nothing_of_a_hostile_page_becomes_markup(room: Path) -> None:
    document, passages = reading_room.document("lantern")
    if document.title == reading_room.REPORT_TITLE:
        document, passages = reading_room.document("bold")
    shown = html(screen("source", passage=passages[0].id)) + html(screen("library"))
    assert "<script" not in shown
    assert "<img src=x" not in shown
    assert 'href="javascript' not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("params", [{"passage": "none"}, {"document": "x"}, {"attempt": "y"}, {}])
def test_an_unknown_address_helps(room: Path, params: dict[str, str]) -> None:
    shown = html(screen("source", **params))
    assert "Nothing is held under this address" in shown
    assert 'href="library"' in shown


def test_a_page_whose_file_is_gone_is_shown_as_text(room: Path) -> None:
    document, _ = reading_room.document("lanterns for tilbury")
    settings = Settings.from_environment({}, home=room)
    from kb.snapshots import path_of

    file = path_of(settings.snapshots, document.snapshot_sha256)
    moved = file.rename(file.with_suffix(".away"))
    st.cache_data.clear()
    try:
        shown = html(screen("source", document=document.id, page="2"))
    finally:
        moved.rename(file)
    assert "cannot be shown as an image" in shown
    assert "The second winter was quieter" in shown


def test_a_study_shows_its_levels_its_comparisons_and_every_fact(room: Path) -> None:
    document, _ = reading_room.document("mentors")
    shown = html(screen("source", document=document.id))
    for title in ("How it was studied", "Its comparisons", "Done here (2)", "What weakens it (2)"):
        assert title in shown
    assert "Planned, negated or only spoken of (1)" in shown
    assert "Of other studies it cites (1)" in shown
    assert "Study 2: Thurso: Before and after" in shown
    assert shown.count("Before and after · Nesta 2 of 5") == 1
    assert "approximately equivalent, not official" in shown
    assert "designs-1:rct.random-assignment" in shown
    assert f"{read_by_hand.RANDOMISED}</a>”" in shown


def test_a_type_that_software_suggested_says_why(room: Path) -> None:
    document, _ = reading_room.document("mentors")
    shown = html(screen("source", document=document.id))
    about = shown[shown.index("About this document") : shown.index("<dt>Status")]
    assert about.count(", because it says “<a") == 2
    assert read_by_hand.INDEPENDENT in about


def test_where_nothing_is_proposed_the_screen_says_why(room: Path) -> None:
    document, _ = reading_room.document("lanterns for tilbury")
    shown = html(screen("source", document=document.id))
    assert f"Nothing is proposed. {read_by_hand.FOREIGN}" in shown
    assert "No Nesta level" in shown


def test_praise_is_quoted_under_why_not_higher_and_raises_nothing(room: Path) -> None:
    document, _ = reading_room.document("bold")
    shown = html(screen("source", document=document.id))
    after = shown[shown.index("Why not higher") :]
    assert "&lt;img src=x onerror=" in after
    assert "Nesta 1 of 5" in shown
    assert "<img src=x" not in shown


def test_a_note_shows_the_levels_it_states_and_no_quote(room: Path) -> None:
    shown = html(screen("source", attempt="mhfa-workplaceaid"))
    assert "ww-is-compiled" in shown
    assert "about the studies that the note reports" in shown
    assert "“" not in shown[shown.index("How it was studied") :]


def test_what_a_person_judged_is_shown_with_who_when_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(reading_room.built(), tmp_path / "base"))
    monkeypatch.setenv("WHATWORKS_HOME", str(home))
    document, _ = reading_room.document("mentors")
    catalogue = open_catalogue(Settings.from_environment({}, home=home), create=False)
    review.judge_level(
        catalogue, document.id, "nesta-2013", ["2"], "Ann Reay", "Too few were left to compare."
    )
    catalogue.close()
    shown = html(screen("source", document=document.id))
    assert "ww-is-judged" in shown
    assert "Ann Reay" in shown
    assert "Too few were left to compare." in shown
    assert "Nesta 2 of 5" in shown


# --- How levels are made ---------------------------------------------------------------------------


def test_the_screen_on_levels_lists_every_standard_with_its_address(room: Path) -> None:
    shown = html(screen("standards"))
    for one in standards.load().values():
        assert one.full_label in shown
        assert one.source in shown
    assert "How often the software is right" in shown


def test_the_standard_that_is_asked_for_comes_first(room: Path) -> None:
    shown = html(screen("standards", standard="foundations"))
    assert shown.index("Foundations Guidebook") < shown.index("Nesta Standards of Evidence")


def test_a_standard_of_ones_own_appears_everywhere_without_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(reading_room.built(), tmp_path / "base"))
    own_standard.add(home)
    monkeypatch.setenv("WHATWORKS_HOME", str(home))
    assert own_standard.NAME in html(screen("standards"))
    test = screen("ask", scheme=own_standard.SLUG)
    assert any(own_standard.NAME in option for option in test.selectbox(key="ask-scheme").options)
    assert len(test.selectbox(key="ask-min-level").options) == 3
    document, _ = reading_room.document("mentors")
    shown = html(screen("source", document=document.id, scheme=own_standard.SLUG))
    assert "Harbour (2026): deep water" in shown


def test_a_standard_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(reading_room.built(), tmp_path / "base"))
    own_standard.add(home)
    (home / "vocab" / "standards" / "broken.toml").write_text("slug = 3", "utf-8")
    monkeypatch.setenv("WHATWORKS_HOME", str(home))
    for name in ("ask", "standards", "library"):
        shown = html(screen(name))
        assert 'role="alert"' in shown
        assert "broken.toml" in shown


# --- Library -----------------------------------------------------------------------------------


def test_the_library_lists_documents_and_failures_with_reasons(room: Path) -> None:
    test = screen("library")
    shown = html(test)
    assert reading_room.REPORT_TITLE in shown
    assert "What could not be read (1)" in shown
    assert "empty.pdf" in shown
    assert "11 documents held, 8 of them evidence notes" in shown


def test_the_library_is_narrowed_by_its_address(room: Path) -> None:
    test = screen("library", words="tilbury")
    shown = html(test)
    assert reading_room.REPORT_TITLE in shown
    assert "WorkplaceAid" not in shown
    test.text_input(key="library-words").set_value("no such title").run()
    assert at(test, "words") == ["no such title"]
    assert "No document matches" in html(test)


def test_nothing_can_be_added_when_other_machines_are_answered(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = st.get_option("server.address")
    try:
        st.config.set_option("server.address", "0.0.0.0")
        open_to_all = screen("library")
        st.config.set_option("server.address", "127.0.0.1")
        for_one = screen("library")
    finally:
        st.config.set_option("server.address", before)
    assert "can only be read here" in html(open_to_all)
    assert not open_to_all.get("file_uploader")
    assert for_one.get("file_uploader")


def test_the_app_names_its_screens(room: Path) -> None:
    test = AppTest.from_file(APP, default_timeout=120).run()
    assert "What do you want to know" in html(test)


def test_an_empty_base_says_what_to_do_even_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATWORKS_HOME", str(tmp_path))
    open_catalogue(Settings.from_environment({}, home=tmp_path)).close()
    for test in (screen("ask"), screen("ask", q="Anything?"), screen("library")):
        shown = html(test)
        assert "make demo" in shown or "0 documents held" in shown
        assert "hand-picked" not in shown
