"""Plain text and Markdown: decoded as what they are, structure kept as headings, never HTML."""

from __future__ import annotations

import pytest

from ingest.extract import markdown
from ingest.extract import text as plain
from kb.errors import ExtractError, NoText
from kb.models import Extraction
from kb.settings import Limits

WORDS = "Café au lait – naïve “quotes”."


def read_text(data: bytes) -> Extraction:
    return plain.read(data, name="a.txt", url=None, limits=Limits())


def read_markdown(source: str) -> Extraction:
    return markdown.read(source.encode(), name="a.md", url=None, limits=Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_text_in_an_encoding_of_unicode_is_read_without_a_warning(encoding: str) -> None:
    found = read_text(WORDS.encode(encoding))
    assert (found.text, found.warnings) == (WORDS, ())


def test_text_in_windows_1252_is_read_with_a_warning() -> None:
    found = read_text(WORDS.encode("cp1252"))
    assert found.text == WORDS
    assert found.method == "windows-1252"
    assert "not valid UTF-8 at byte 3" in found.warnings[0]


def test_a_few_bad_bytes_in_good_utf_8_are_replaced_with_a_warning() -> None:
    found = read_text(WORDS.encode() + b" \xff end")
    assert found.text == WORDS + " \ufffd end"
    assert len(found.warnings) == 1


def test_binary_data_are_refused() -> None:
    with pytest.raises(ExtractError, match="not text"):
        read_text(b"\x01\x00\x02\x07\x00\x00data\x00")


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_nothing_but_white_space_is_no_text(data: bytes) -> None:
    with pytest.raises(NoText):
        read_text(data)


def test_line_ends_are_made_one_kind_and_controls_are_left_out() -> None:
    assert read_text(b"a\r\nb\rc\x07\x0cd").text == "a\nb\nc\n\nd"


def test_markdown_becomes_words_with_headings_that_match_the_text() -> None:
    found = read_markdown(
        "# What *worked*\n\nA [link](http://a.b) and `code`\nover lines.\n\n## Lessons\n\n- one\n- two\n"
    )
    assert found.text == "What worked\n\nA link and code over lines.\n\nLessons\n\none\ntwo"
    assert [(heading.text, heading.depth) for heading in found.headings] == [
        ("What worked", 1),
        ("Lessons", 2),
    ]
    assert all(found.text[h.start : h.end] == h.text for h in found.headings)


def test_markdown_tables_keep_their_rows_and_html_is_left_out() -> None:
    found = read_markdown(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>x()</script>\n\nEnd <b>of</b> it.\n"
    )
    assert found.text == "a | b\n1 | 2\n\nEnd of it."


def test_front_matter_becomes_metadata_and_not_text() -> None:
    found = read_markdown(
        "---\ntitle: Mentors\nauthors: [A. One, B. Two]\ndate: 2019-03-01\n---\nWords.\n"
    )
    assert found.text == "Words."
    assert [(fact.field, fact.value, fact.origin) for fact in found.metadata] == [
        ("title", "Mentors", "front matter, title"),
        ("author", "A. One", "front matter, authors"),
        ("author", "B. Two", "front matter, authors"),
        ("issued", "2019-03-01", "front matter, date"),
    ]


def test_a_title_is_taken_from_the_first_heading_when_no_front_matter_names_one() -> None:
    found = read_markdown("# Mentors\n\nWords.\n").metadata
    assert [(fact.value, fact.origin) for fact in found] == [("Mentors", "first heading")]


def test_a_rule_of_dashes_that_is_no_front_matter_stays_out_of_the_way() -> None:
    assert (
        "Words: here: and there" in read_markdown("---\nWords: here: and there\n---\nEnd.\n").text
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Helping hands in Hull\n\nA blog of 2019. It tells a story.\n", "Helping hands in Hull"),
        ("Skip to main content\n\nWhat we learned in Leeds?\n\nWords follow here.\n", "What we learned in Leeds?"),
        ("This is a sentence of a text that has no title.\n\nMore.\n", None),
        ("Three words here\nand the line goes on\n\nMore.\n", None),
        ("About us\n\nWe help people. We do.\n", None),
    ],
)  # fmt: skip
def test_a_title_is_a_line_of_its_own_before_the_first_sentence(
    text: str, title: str | None
) -> None:
    found = [one.value for one in read_text(text.encode()).metadata if one.field == "title"]
    assert found == ([title] if title else [])
