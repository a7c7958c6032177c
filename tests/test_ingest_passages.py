"""Passages: whole sentences of a sane length under one heading, and nothing lost between them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_builder import column, pdf

from ingest.extract import pdf as reader
from ingest.passages import split
from ingest.sentences import LONGEST, sentences
from kb import ids
from kb.models import Heading, PageMap, Passage
from kb.settings import Limits

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"
SENTENCE = "The programme helped those who took part to stay in work for a year. "


def cut(text: str, *headings: str) -> tuple[Passage, ...]:
    found = [Heading(h, text.index(h), text.index(h) + len(h)) for h in headings]
    return split("document", text, PageMap(), found)


def words(passage: Passage) -> int:
    return len(passage.text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It worked. It did not.", ["It worked.", "It did not."]),
        ("Dr. Ali et al. (2012) agree. So do we.", ["Dr. Ali et al. (2012) agree.", "So do we."]),
        ("See p. 12 and Fig. 3. It rose.", ["See p. 12 and Fig. 3.", "It rose."]),
        ("It grew by 3.5 per cent, i.e. The most.", ["It grew by 3.5 per cent, i.e. The most."]),
        ("No. 10 said no. The rest agreed.", ["No. 10 said no.", "The rest agreed."]),
        ("It is in the U.S. The rest is not.", ["It is in the U.S.", "The rest is not."]),
        ("The U.S. Government paid.", ["The U.S. Government paid."]),
        ("J. K. Rowling paid. She did.", ["J. K. Rowling paid.", "She did."]),
        (
            "Dennis P. Culhane paid. So did O’Regan—U.S. Department.",
            ["Dennis P. Culhane paid.", "So did O’Regan—U.S. Department."],
        ),
        ("They stayed.6 Later they left.", ["They stayed.6", "Later they left."]),
        ("It rose by 4.5 Most stayed.", ["It rose by 4.5 Most stayed."]),
        (
            "“Did it work?” she asked. “Yes.” He nodded.",
            ["“Did it work?” she asked.", "“Yes.”", "He nodded."],
        ),
        ("We found:\n• one thing\n• another", ["We found:", "• one thing", "• another"]),
        ("1. First thing. 2. Second thing.", ["1. First thing.", "2. Second thing."]),
        ("One\n\nTwo", ["One", "Two"]),
        ("它有效。它无效。", ["它有效。", "它无效。"]),
        ("هل نجح؟ نعم.", ["هل نجح؟", "نعم."]),
        ("A line\nwrapped by hand.", ["A line\nwrapped by hand."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == expected


def test_passages_are_whole_sentences_of_about_the_length_asked_for() -> None:
    found = cut(SENTENCE * 60)
    assert all(100 <= words(passage) <= 150 for passage in found)
    assert all(
        passage.text.startswith("The") and passage.text.endswith("year.") for passage in found
    )


def test_a_passage_does_not_cross_a_heading() -> None:
    found = cut(f"Methods\n\n{SENTENCE * 8}\n\nFindings\n\n{SENTENCE * 8}", "Methods", "Findings")
    assert [passage.text.split()[0] for passage in found] == ["Methods", "Findings"]
    assert [passage.locator.heading for passage in found] == ["Methods", "Findings"]


def test_a_tiny_section_is_read_with_the_next_one_and_leaves_no_stub() -> None:
    found = cut(
        f"Part one\n\nMethods\n\n{SENTENCE}\n\nFindings\n\n{SENTENCE * 6}",
        "Part one",
        "Methods",
        "Findings",
    )
    assert len(found) == 1
    assert found[0].locator.heading == "Part one"


def test_a_table_without_a_stop_is_cut_below_the_longest_length() -> None:
    found = cut("cell value " * 500)
    assert all(words(passage) <= LONGEST for passage in found)
    assert sum(words(passage) for passage in found) == 1000


def test_text_without_spaces_is_cut_as_well() -> None:
    found = cut("项目帮助了参加者找到工作并且在一年以后仍然在岗。" * 300)
    assert len(found) > 3
    assert all(len(passage.text) < 12 * LONGEST for passage in found)
    assert len(cut("项" * 9000)) > 3


def test_rows_of_digits_and_rules_alone_make_no_passage() -> None:
    assert cut("12 34 56 – 78 %\n\n......") == ()
    assert cut("") == ()


def test_a_passage_that_crosses_a_page_knows_both() -> None:
    lines = ["The evaluation found that most of those who had taken part in the programme were in"]
    data = pdf(
        [
            column(lines),
            column(["work a year later, and that they had stayed in touch with their mentors."]),
        ]
    )
    found = reader.read(data, name="a.pdf", url=None, limits=Limits())
    (passage,) = split("document", found.text, found.page_map, found.headings)
    assert (passage.locator.page, passage.locator.page_end) == (1, 2)


def assert_sound(text: str, headings: list[Heading], found: tuple[Passage, ...]) -> None:
    position = 0
    for index, passage in enumerate(found):
        where = passage.locator
        assert text[where.start : where.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert passage.position == index
        assert passage.id == ids.passage_id("document", where.start, where.end)
        assert where.start >= position
        assert not any(character.isalpha() for character in text[position : where.start])
        position = where.end
    assert not any(character.isalpha() for character in text[position:])


pieces = st.sampled_from(
    [
        "Word ",
        "a ",
        "e.g. ",
        "end. ",
        "End.6 ",
        "? ",
        "\n\n",
        "\n• ",
        "No. 4 ",
        "U.S. ",
        "“Yes.” ",
        "4.5 ",
        "…",
        "。",
        " ",
        "x" * 30,
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=400).map("".join) | st.text(max_size=400), st.data())
def test_nothing_with_a_letter_is_lost_and_passages_are_slices_in_order(
    text: str, data: st.DataObject
) -> None:
    starts = data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=6, unique=True))
    headings = [Heading(text[s : s + 9], s, min(len(text), s + 9)) for s in starts if text]
    found = split("document", text, PageMap(), headings)
    assert_sound(text, headings, found)
    assert found == split("document", text, PageMap(), list(reversed(headings)))
    assert all(words(passage) <= LONGEST for passage in found)


@pytest.mark.skipif(not REPORTS.exists(), reason="the shared reports are not here")
def test_passages_of_a_real_report_are_of_a_sane_length() -> None:
    path = REPORTS / "iom-evaluations" / "Meta-evaluation-2020-2024-report---clean.pdf"
    found = reader.read(path.read_bytes(), name=path.name, url=None, limits=Limits())
    passages = split("document", found.text, found.page_map, found.headings)
    assert_sound(found.text, list(found.headings), passages)
    lengths = sorted(words(passage) for passage in passages)
    assert 90 <= lengths[len(lengths) // 2] <= 140
    assert sum(length < 40 for length in lengths) < 0.1 * len(lengths)
    assert lengths[-1] <= LONGEST


@pytest.mark.parametrize(
    "unit", [". ", "...", "\n", " ", "\n• ", "a.b", "”.", "1. ", "\n \n", "3,", "。"]
)
def test_no_text_makes_cutting_slow(unit: str) -> None:
    text = "End" + unit * 200_000 + "x"
    assert sum(words(passage) for passage in cut(text)) > 0
