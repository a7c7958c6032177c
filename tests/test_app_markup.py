"""Markup that text cannot break out of."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages import pages
from app_pages.address import SourceView
from app_pages.markup import Html, is_web_address, items, join, outward, tag


class Reader(HTMLParser):
    """What a browser would find: elements and text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(), st.text())
def test_text_stays_text_whatever_it_holds(child: str, attribute: str) -> None:
    made = tag("p", child, tag("b", "!"), title=attribute)
    assert Reader(made).elements == ["p", "b"]


def test_only_markup_of_ours_is_left_as_it_is() -> None:
    assert join(["<b>", Html("<b>")]) == "&lt;b&gt;<b>"
    assert items("ul", ["a", tag("li", "b", value=3)]) == '<ul><li>a</li><li value="3">b</li></ul>'


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "", None, "http://[x"],
)  # fmt: skip
def test_only_web_addresses_are_followed(url: str | None) -> None:
    assert not is_web_address(url)
    assert outward(url, "words") == "words"


def test_a_link_that_leaves_says_so_to_the_browser() -> None:
    assert 'rel="noopener noreferrer"' in outward("https://example.org/a?b=1&c=2", "words")


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 300))
def test_a_text_keeps_every_letter_and_marks_exactly_the_span(
    text: str, start: int, length: int
) -> None:
    span = (start, start + length)
    shown = "".join(pages.paragraphs(text, 0, span, ()))
    assert "".join(Reader(shown).text.split()) == "".join(text.split())
    marked = "".join(
        part.split("</mark>")[0] for part in shown.split("<mark>")[1:]
    )  # only our own marks are elements
    assert "".join(Reader(marked).text.split()) == "".join(text[start : start + length].split())


@given(st.integers(0, 60_000), st.integers(1, 3000))
def test_a_window_of_a_long_text_holds_the_words_that_are_meant(start: int, length: int) -> None:
    text = "Some words of a line.\n" * 3000
    span = (min(start, len(text) - 1), min(start + length, len(text)))
    first, last = pages.window(text, None, span)
    assert first <= span[0] < span[1] <= last


def test_long_texts_are_walked_without_gap() -> None:
    text = "Some words of a line.\n" * 3000
    first, last = pages.window(text, None, None)
    assert first == 0
    following, _ = pages.window(text, last, None)
    assert following <= last + 1
    assert "Later text" in pages.text_view(text, (), SourceView(document="d"), None)
