"""Lessons in the plain words of short texts. Every sentence here is invented."""

from __future__ import annotations

import time

import pytest

from ingest.tag import lessons
from ingest.tag.sheet import lay_out
from kb.accounts import ToldLesson
from kb.models import Heading


def told(text: str, *, heading: str = "", lines: int = 0) -> list[ToldLesson]:
    headings = [Heading(heading, 0, len(heading), 1)] if heading else []
    body = f"{heading}\n\n{text}" if heading else text
    body += " The sea was calm." * lines
    found = list(lessons.read(lay_out(body, headings=headings, type="report")))
    assert all(body[one.span.start : one.span.end] == one.span.quote for one in found)
    return found


def kinds(text: str, *, heading: str = "") -> list[str]:
    return [one.kind for one in told(text, heading=heading)]


@pytest.mark.parametrize(
    "text",
    [
        "The referral form put people off, and half of them never came back.",
        "We underestimated how long the checks would be.",
        "Nobody had thought about the winter ferry.",
        "The two coaches moved on in spring and the desk stood empty.",
        "It took two years before the partners shared their records.",
        "Tenants felt judged by a letter with a crest on it.",
    ],
)
def test_what_got_in_the_way_is_read_in_plain_words(text: str) -> None:
    assert kinds(text) == ["hindered"]


@pytest.mark.parametrize(
    "text",
    [
        "What made the difference was a phone that somebody answered.",
        "The breakfast club did the trick for shy apprentices.",
        "Posters on buses brought in six times as many callers as letters.",
        "It was not until we paid a wage that people stayed.",
        "The library desk has proved its worth to the coaches.",
    ],
)
def test_what_helped_is_read_in_plain_words(text: str) -> None:
    assert kinds(text) == ["helped"]


@pytest.mark.parametrize(
    "text",
    [
        "It would have been better to speak to insurers before the launch.",
        "Were we to begin again we would pay riders from the first day.",
        "I'd never start a cohort in January again.",
        "Any successor should weight payments towards those furthest behind.",
    ],
)
def test_what_would_be_done_otherwise_is_an_implication(text: str) -> None:
    assert kinds(text) == ["implication"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What got in the way", "hindered"),
        ("What did not", "hindered"),
        ("What went well", "helped"),
        ("What supported delivery", "helped"),
    ],
)
def test_a_sentence_under_a_plain_heading_is_of_its_kind(heading: str, kind: str) -> None:
    text = "One telephone and one kettle for the whole of the harbour office."
    assert kinds(text, heading=heading) == [kind]


def test_under_advice_a_sentence_that_opens_with_what_to_do_is_taken() -> None:
    text = "Ask small firms for two days, for they agree sooner."
    assert kinds(text, heading="If you are thinking of doing the same") == ["implication"]


@pytest.mark.parametrize(
    "text",
    [
        "The Welsh Government should consider longer settlements.",
        "This note is for anybody tempted to copy the scheme.",
        "Take-up is weaker because 34% of tenants never answered.",
        "It is forecast that fewer would be left without work.",
    ],
)
def test_demands_results_and_asides_are_no_lessons(text: str) -> None:
    assert kinds(text) == []


def test_the_same_words_of_a_long_report_are_no_lesson() -> None:
    text = "The breakfast club did the trick for shy apprentices."
    assert kinds(text) == ["helped"]
    assert told(text, lines=80) == []


def test_who_tells_what_we_did_gives_the_deliverers_view() -> None:
    text = "We opened a shop in May. We hired two coaches. The form put people off."
    assert [one.view for one in told(text)] == ["deliverer"]


@pytest.mark.parametrize("text", ["because " * 4000, "we would " * 4000, "not until " * 3000])
def test_hostile_text_is_read_in_time(text: str) -> None:
    lessons.read(lay_out("The form put people off."))
    start = time.process_time()
    lessons.read(lay_out(f"We opened a shop. {text}."))
    assert time.process_time() - start < 2.0
