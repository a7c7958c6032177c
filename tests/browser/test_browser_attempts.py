"""A person looks through what was tried: the register, an attempt, lessons, places, the map, an area."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

CHECK = Path(__file__).with_name("accessibility.js").read_text("utf-8")
CELL = "map?area=transitions-to-work&outcome=employment&column=job-guarantee"
SCREENS = {
    "attempts": "8 attempts",
    "attempts?show=timeline": "8 attempts",
    "attempts?compare=future-jobs-fund&compare=ips-eqolise": "Side by side",
    "attempt?id=future-jobs-fund": "How it ended",
    "organisation?name=Department+for+Work+and+Pensions": "took part in",
    "lessons": "lessons from",
    "places": "from the United Kingdom",
    CELL: "Close this cell",
    "area?slug=mental-health-at-work": "What we hold nothing on",
}
"""Addresses, and words that are there once a screen is drawn."""


def drawn(page: Page, words: str) -> Page:
    expect(page.get_by_text(words).first).to_be_visible()
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_screens_on_attempts_can_be_seen_and_heard(tabs: Open, width: int, scheme: str) -> None:
    for address, words in SCREENS.items():
        page = drawn(tabs(address, width=width, scheme=scheme), words)
        page.wait_for_timeout(300)
        page.evaluate(
            "document.querySelectorAll('.ww details').forEach(one => { one.open = true })"
        )
        assert page.evaluate(CHECK) == [], f"{scheme} {width} {address}"
        reach = page.evaluate(
            "Math.max(document.documentElement.scrollWidth,"
            " document.querySelector('[data-testid=stMain]').scrollWidth)"
        )
        assert reach <= width, f"{width} {address}"
        page.context.close()


def test_from_a_question_to_the_sentence_is_one_click_and_to_the_attempt_too(tabs: Open) -> None:
    page = tabs("?q=Has+mental+health+first+aid+training+helped+staff%3F")
    expect(page.locator(".ww-attempts a").first).to_be_visible()
    expect(page.locator("a.ww-ref").first).to_have_attribute("href", re.compile(r"source\?"))
    page.locator(".ww-attempts .ww-name a").first.click()
    drawn(page, "What happened, by outcome")
    page.locator("a.ww-ref").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_the_plot_of_an_answer_stands_before_its_findings_with_its_data(tabs: Open) -> None:
    page = tabs("?q=Has+mental+health+first+aid+training+helped+staff%3F")
    drawn(page, "Directions, study by study")
    expect(
        page.locator(".st-key-plot-effects canvas, .st-key-plot-effects svg").first
    ).to_be_visible()
    page.get_by_text("The same as a table, and its data").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert Path(download.value.path()).read_text("utf-8-sig").startswith("study,name,attempt")
    top = page.locator(".st-key-plot-effects").bounding_box()
    below = page.get_by_role("heading", name="What happened").bounding_box()
    assert top
    assert below
    assert top["y"] < below["y"]


def test_a_phone_reads_the_plot_and_the_map_in_words(tabs: Open) -> None:
    page = drawn(
        tabs("?q=Has+mental+health+first+aid+training+helped+staff%3F", width=390), "In short"
    )
    expect(page.locator(".ww-only-narrow .ww-plot").first).to_be_visible()
    expect(page.locator(".st-key-plot-effects")).to_be_hidden()
    page = tabs("map?area=transitions-to-work", width=390)
    row = page.locator(".ww-line-of-map").first
    expect(row).to_be_visible()
    expect(page.locator(".ww-matrix")).to_be_hidden()
    row.locator("summary").click()
    row.get_by_role("link", name="Job creation or guarantee").click()
    drawn(page, "Close this cell")
    expect(page).to_have_url(re.compile("outcome=employment&column=job-guarantee"))


def test_a_cell_of_the_map_is_opened_by_the_keyboard_and_restored_by_its_address(
    tabs: Open,
) -> None:
    page = tabs("map?area=transitions-to-work")
    cell = page.get_by_role("link", name=re.compile("^In work: 1 study")).first
    expect(cell).to_be_visible()
    cell.focus()
    assert cell.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    drawn(page, "Close this cell")
    shared = drawn(tabs(page.url), "Close this cell")
    expect(shared.locator(".ww-opened")).to_have_count(1)


def test_attempts_are_compared_by_the_keyboard_and_the_address_keeps_them(tabs: Open) -> None:
    page = drawn(tabs("attempts"), "8 attempts")
    page.get_by_role("combobox", name=re.compile("Compare up to 3")).click()
    page.keyboard.type("EQOLISE")
    page.keyboard.press("Enter")
    drawn(page, "Side by side")
    expect(page).to_have_url(re.compile("compare=ips-eqolise"))
    drawn(tabs(page.url), "Side by side")
