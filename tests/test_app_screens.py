"""Each screen as a person finds it, driven without a browser on a small real base."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import reading_room
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages.home import EXAMPLES
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
