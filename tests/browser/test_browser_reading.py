"""A person reads: asks, follows a citation to its page, comes back, and shares the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import reading_room
from playwright.sync_api import Locator, Page, expect

from app_pages.home import EXAMPLES

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

CHECK = Path(__file__).with_name("accessibility.js").read_text("utf-8")
QUESTION = EXAMPLES[0]
LANTERNS = "How many lanterns did night library readers borrow?"
ANSWER = "?q=" + QUESTION.replace(" ", "+").replace("?", "%3F")
ON_LANTERNS = "?q=" + LANTERNS.replace(" ", "+").replace("?", "%3F")


def box(page: Page) -> Locator:
    """The box for a question."""
    return page.get_by_role("textbox", name="What do you want to know about past attempts?")


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, exact=True)


def quote_address() -> str:
    return reading_room.span("lanterns for tilbury", reading_room.QUOTE)


def test_a_question_is_answered_with_citations(tabs: Open) -> None:
    page = tabs()
    box(page).fill(QUESTION)
    box(page).press("Enter")
    for title in ("In short", "What was tried", "What happened", "What was learned", "Sources"):
        expect(heading(page, title)).to_be_visible()
    expect(page.locator("a.ww-ref").first).to_have_attribute(
        "href", re.compile(r"source\?passage=")
    )
    page.locator("a.ww-ref").first.click()
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_text("Our summary of").first).to_be_visible()


def test_a_quote_opens_at_its_page_with_its_place_marked(tabs: Open) -> None:
    page = tabs(ON_LANTERNS)
    expect(heading(page, "Also said in documents held")).to_be_visible()
    page.get_by_role("link", name="Open at its page").first.click()
    mark = page.locator(".ww-glow").first
    expect(mark).to_be_visible()
    image = page.get_by_role("img", name=re.compile("Page 1 of 2.*with the quote marked"))
    expect(image).to_be_visible()
    inner, outer = mark.bounding_box(), image.bounding_box()
    assert inner is not None
    assert outer is not None
    assert inner["width"] > 50
    assert inner["height"] > 5
    assert outer["x"] <= inner["x"] <= outer["x"] + outer["width"]
    assert outer["y"] <= inner["y"] <= outer["y"] + outer["height"]


def test_pages_are_turned_and_their_address_is_kept(tabs: Open) -> None:
    page = tabs(quote_address())
    expect(page.locator(".ww-glow")).to_have_count(1)
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.locator(".ww-glow")).to_have_count(0)
    assert "page=2" in page.url
    page.go_back()
    expect(page.locator(".ww-glow")).to_have_count(1)
    page.get_by_role("button", name="200%").or_(page.get_by_text("200%")).first.click()
    expect(page).to_have_url(re.compile("zoom=200"))
    expect(page.locator(".ww-glow")).to_have_count(1)


def test_an_address_restores_the_view_and_so_does_going_back(tabs: Open) -> None:
    page = tabs(ANSWER)
    expect(heading(page, "What was tried")).to_be_visible()
    page.get_by_role("button", name="Where").click()
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Australia").click()
    expect(page).to_have_url(re.compile("country=australia"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Where (1)")).to_be_visible()

    shared = tabs(page.url)
    expect(shared.get_by_role("button", name="Where (1)")).to_be_visible()
    expect(shared.get_by_role("button", name="Clear 1 filter")).to_be_visible()
    expect(box(shared)).to_have_value(QUESTION)
    expect(shared.locator(".ww-headline").first).to_have_text(
        page.locator(".ww-headline").first.inner_text()
    )
    page.go_back()
    expect(page.get_by_role("button", name="Where", exact=True)).to_be_visible()
    expect(box(page)).to_have_value(QUESTION)


def test_a_refusal_says_why_and_what_is_nearest(tabs: Open) -> None:
    page = tabs("?q=Did+mental+health+first+aid+training+by+the+Purple+Canoe+Trust+help+staff%3F")
    expect(heading(page, "The base holds nothing on this")).to_be_visible()
    expect(page.get_by_text("Nothing in this base mentions Purple Canoe Trust.")).to_be_visible()
    expect(heading(page, "Nearest that is held")).to_be_visible()
    page.locator(".ww li a").first.click()
    expect(heading(page, "About this document")).to_be_visible()


def test_a_file_that_is_added_appears_without_a_restart(tabs: Open, tmp_path: Path) -> None:
    file = tmp_path / "barges.pdf"
    file.write_bytes(reading_room.report("Barges of Wick: a floating school"))
    page, other = tabs("library"), tabs("library")
    expect(heading(other, "Documents")).to_be_visible()
    page.get_by_text("Add documents").click()
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="Add to the base").click()
    expect(page.get_by_text("It goes on if you close this page.")).to_be_visible()
    page.context.close()  # the ingest is not the page's
    expect(other.get_by_role("link", name="Barges of Wick: a floating school")).to_be_visible(
        timeout=60_000
    )


def test_a_failure_is_listed_with_its_reason(tabs: Open) -> None:
    page = tabs("library")
    expect(heading(page, "What could not be read (1)")).to_be_visible()
    expect(page.get_by_role("button", name="Try again: empty.pdf")).to_be_visible()


@pytest.mark.parametrize(
    "address", ["", ANSWER, ON_LANTERNS, "library", "quote", "source?passage=x"]
)
def test_a_phone_needs_no_scrolling_sideways(tabs: Open, address: str) -> None:
    page = tabs(quote_address() if address == "quote" else address, width=390)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(800)
    width = page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert width <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_can_be_seen_and_heard(tabs: Open, scheme: str) -> None:
    for address, title in (
        ("", "For example"),
        (ANSWER, "Sources"),
        ("library", "Documents"),
        (quote_address(), "About this document"),
        ("source?passage=x", "Nothing is held under this address"),
    ):
        page = tabs(address, scheme=scheme)
        expect(heading(page, title)).to_be_visible()
        page.wait_for_timeout(700)
        assert page.evaluate(CHECK) == [], f"{scheme} {address}"


def test_the_dark_theme_is_dark(tabs: Open) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = tabs(scheme=scheme)
        expect(heading(page, "For example")).to_be_visible()
        colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        grounds.append(sum(map(int, re.findall(r"\d+", colour)[:3])))
    assert grounds[0] > 600
    assert grounds[1] < 150


def test_nothing_from_a_document_runs(tabs: Open) -> None:
    document, passages = reading_room.document("bold")
    for address in (
        "library",
        f"source?passage={passages[0].id}",
        f"source?document={document.id}",
        "?q=What+did+lantern+makers+in+Wick+write+on+every+lamp%3F",
    ):
        page = tabs(address)
        expect(page.get_by_text("lantern").first).to_be_visible()
        page.wait_for_timeout(800)
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert page.locator(".ww script, .ww img[src='x'], a[href^=javascript]").count() == 0


def test_the_keyboard_reaches_everything_in_reading_order(tabs: Open) -> None:
    page = tabs()
    expect(heading(page, "For example")).to_be_visible()
    box(page).focus()
    reached: list[str] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim()"))
    wanted = ["Ask", "Area", "Evidence", "Where", "When", "Who", "More", QUESTION]
    places = [next(i for i, text in enumerate(reached) if text.startswith(name)) for name in wanted]
    assert places == sorted(places)
    page.get_by_role("link", name=QUESTION).focus()
    page.keyboard.press("Enter")
    expect(heading(page, "What was tried")).to_be_visible()


def test_a_chip_explains_itself_on_focus(tabs: Open) -> None:
    page = tabs(ANSWER)
    word = page.locator(".ww-word").first
    tip = page.locator(".ww-tip").first
    expect(tip).to_be_hidden()
    word.focus()
    expect(tip).to_be_visible()
    outline = word.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"
    page.locator(".ww-level summary").first.click()
    expect(page.get_by_text("Nesta Standards of Evidence, 2013").first).to_be_visible()
