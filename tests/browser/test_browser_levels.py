"""A person asks how strong something is: opens a level, follows its reason, filters by a standard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import own_standard
import pytest
import read_by_hand
import reading_room
from playwright.sync_api import Locator, Page, expect

from app_pages.home import EXAMPLES

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

CHECK = Path(__file__).with_name("accessibility.js").read_text("utf-8")
ON_MENTORS = "?q=How+many+school+leavers+were+given+a+mentor+on+the+ferry%3F"
ANSWER = "?q=" + EXAMPLES[0].replace(" ", "+").replace("?", "%3F")


def study() -> str:
    document, _ = reading_room.document("mentors")
    return f"source?document={document.id}"


def chips(page: Page) -> Locator:
    return page.locator(".ww-level > summary")


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a list that a filter opens."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def test_a_level_opens_its_reasons_in_one_click_and_a_reason_its_page(tabs: Open) -> None:
    page = tabs(ON_MENTORS)
    level = page.locator(".ww-passage .ww-level").first
    reason = level.get_by_role("link", name=read_by_hand.RANDOMISED)
    expect(level).to_be_visible()
    expect(reason).to_be_hidden()
    level.locator("summary").click()
    expect(reason).to_be_visible()
    expect(level.get_by_text("Why not higher")).to_be_visible()
    reason.click()
    expect(page.locator(".ww-glow").first).to_be_visible()
    expect(page.get_by_text("Page 1 of 2, printed as 7")).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text("We drew lots")


def test_a_fact_on_another_page_opens_there(tabs: Open) -> None:
    page = tabs(study())
    page.get_by_role("link", name=read_by_hand.REGISTERED).click()
    expect(page.get_by_text("Page 2 of 2, printed as 8")).to_be_visible()
    expect(page.locator(".ww-glow").first).to_be_visible()


def test_a_level_is_reached_and_opened_by_the_keyboard(tabs: Open) -> None:
    page = tabs(ANSWER)
    chip = chips(page).first
    expect(chip).to_be_visible()
    page.locator(".ww-attempts a").first.focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if chip.evaluate("node => node === document.activeElement"):
            break
    assert chip.evaluate("node => node === document.activeElement")
    assert chip.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Nesta Standards of Evidence, 2013").first).to_be_visible()


def test_a_filter_by_standard_and_step_is_kept_in_the_address(tabs: Open) -> None:
    page = tabs(ANSWER)
    expect(chips(page).first).to_be_visible()
    page.get_by_role("button", name="Evidence").click()
    choose(page, "Show levels by", "Maryland Scientific Methods Scale")
    expect(page).to_have_url(re.compile("scheme=sms-wwg-2016"))
    choose(page, "Studied at least as strongly as", "5 ·")
    expect(page).to_have_url(re.compile("standard=sms-wwg-2016&min-level=5"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Evidence (1)")).to_be_visible()
    expect(chips(page).first).to_contain_text("Maryland 5 of 5")

    shared = tabs(page.url)
    expect(shared.get_by_role("button", name="Evidence (1)")).to_be_visible()
    expect(chips(shared).first).to_contain_text("Maryland 5 of 5")
    shared.get_by_role("button", name="Clear 1 filter").click()
    expect(shared.get_by_role("button", name="Evidence", exact=True)).to_be_visible()
    expect(chips(shared).first).to_contain_text("Maryland")


def test_the_standard_that_a_person_chose_is_remembered_on_their_machine(tabs: Open) -> None:
    page = tabs()
    page.get_by_role("button", name="Evidence").click()
    choose(page, "Show levels by", "Maryland Scientific Methods Scale")
    expect(page).to_have_url(re.compile("scheme=sms-wwg-2016"))
    page.wait_for_function("document.cookie.includes('whatworks-standard=sms-wwg-2016')")
    page.goto(page.url.split("?")[0] + ANSWER)
    expect(chips(page).first).to_contain_text("Maryland")
    page.goto(page.url + "&scheme=nesta-2013")
    expect(chips(page).first).to_contain_text("Nesta")
    another = tabs(ANSWER)
    expect(chips(another).first).to_contain_text("Nesta")


def test_a_standard_of_ones_own_is_offered_and_explained(tabs: Open) -> None:
    page = tabs()
    page.get_by_role("button", name="Evidence").click()
    choose(page, "Show levels by", f"Other standards: {own_standard.NAME}")
    expect(page).to_have_url(re.compile(f"scheme={own_standard.SLUG}"))
    # The address changes first; a page that is left before the choice is written remembers nothing.
    page.wait_for_function(f"document.cookie.includes('={own_standard.SLUG}')")
    page.keyboard.press("Escape")
    page.goto(page.url.split("?")[0] + "standards?standard=" + own_standard.SLUG)
    expect(page.get_by_role("heading", name=f"{own_standard.NAME}, 2026")).to_be_visible()
    page.goto(page.url.split("standards?")[0] + study())
    expect(chips(page).first).to_contain_text("Harbour: deep water")


@pytest.mark.parametrize("address", ["study", "standards", ON_MENTORS])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_levels_can_be_seen_and_heard_on_a_phone(tabs: Open, address: str, scheme: str) -> None:
    page = tabs(study() if address == "study" else address, width=390, scheme=scheme)
    waited = page.get_by_role("heading", level=2).first
    expect(waited).to_be_visible()
    page.wait_for_timeout(800)
    page.evaluate("document.querySelectorAll('.ww details').forEach(one => { one.open = true })")
    assert page.evaluate(CHECK) == []
    width = page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert width <= 390


def test_chips_differ_without_colour(tabs: Open) -> None:
    frames = {}
    for address, basis in ((ON_MENTORS, "suggested"), (ANSWER, "compiled")):
        page = tabs(address)
        chip = page.locator(f".ww-is-{basis} > summary > .ww-chip").first
        expect(chip).to_be_visible()
        expect(chip).to_contain_text(basis)
        frames[basis] = chip.evaluate("node => getComputedStyle(node).borderTopStyle")
    assert frames == {"suggested": "dashed", "compiled": "solid"}
