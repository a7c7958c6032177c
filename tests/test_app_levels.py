"""Levels as a person finds them: the chip, its reasons, how a document was studied, how levels are made."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import own_standard
import pytest
import read_by_hand
from hypothesis import given
from hypothesis import strategies as some

from app_pages import chips, derivation, figures, preference, schemes, standards, studied
from app_pages.markup import EMPTY
from app_pages.schemes import Schemes
from kb import standards as kept
from kb import vocab
from kb.errors import VocabularyError
from kb.evidence import DesignFact, FactOwner, FactStatus
from kb.models import Ground, Judged, Level
from kb.standards import Condition

NESTA = schemes.choose(kept.load(), ("nesta-2013",))
QUOTED = Level(
    "3", 3, "suggested", ("We drew lots.",), ("No cost is stated.",), "nesta-2013", "Nesta", "2013",
    "Caused by it", 5, "3",
    grounds=(
        Ground("We drew <b>lots</b>.", document_id="d1", start=3, end=16, page=9, page_label="vii"),
        Ground("No cost is stated.", against=True),
    ),
)  # fmt: skip


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


# --- the chip -----------------------------------------------------------------------------------


def test_a_chip_says_design_first_then_the_step_then_whose_word_it_is() -> None:
    chip = chips.level({"nesta-2013": QUOTED}, NESTA, known="rct")
    summary = text_of(chip.split("</summary>")[0])
    assert summary.startswith("Randomised · Nesta 3 of 5")
    assert summary.endswith("suggested")


@pytest.mark.parametrize("basis", ["suggested", "compiled", "judged"])
def test_the_frame_of_a_chip_differs_by_whose_word_it_is(basis: str) -> None:
    held = replace(QUOTED, basis=basis)  # type: ignore[arg-type]
    assert f"ww-is-{basis}" in chips.level({"nesta-2013": held}, NESTA)


def test_reasons_that_are_quotes_open_at_their_page_and_sentences_of_ours_are_none() -> None:
    shown = str(chips.level({"nesta-2013": QUOTED}, NESTA))
    assert "“<a href=\"source?document=d1&amp;start=3&amp;end=16\">We drew &lt;b&gt;lots&lt;/b&gt;.</a>”, page vii" in shown  # fmt: skip
    assert "“No cost" not in shown
    assert shown.index("Why</p>") < shown.index("We drew") < shown.index("Why not higher</p>")
    assert "Nesta Standards of Evidence, 2013" in shown
    assert f'href="{NESTA.standard.source}"' in shown
    assert 'href="standards?standard=nesta-2013"' in shown


def test_a_reason_from_our_own_note_never_passes_for_a_quote() -> None:
    shown = str(chips.level({"nesta-2013": QUOTED}, NESTA, notes=("d1",)))
    assert "Our note says: <a" in shown
    assert "“" not in shown


def test_levels_of_other_standards_are_called_roughly_the_same_and_say_whose_word_they_are() -> (
    None
):
    maryland = Level("5", 5, "compiled", scheme="sms-wwg-2016")
    shown = text_of(chips.level({"nesta-2013": QUOTED, "sms-wwg-2016": maryland}, NESTA))
    assert "Maryland 5 of 5 (What Works Growth edition, 2016) · compiled" in shown
    assert "approximately equivalent, not official" in shown


def test_a_standard_for_one_area_stands_beside_the_others_only_there() -> None:
    assert "maps-evidence-hub" in NESTA.beside(["financial-inclusion"])
    assert "maps-evidence-hub" not in NESTA.beside(["mental-health-at-work"])
    assert NESTA.first[:3] == ("nesta-2013", "sms-wwg-2016", "maps-evidence-hub")
    assert {"grade", "bond"} <= set(NESTA.others)


def test_a_judged_level_says_that_no_login_vouches_for_the_name() -> None:
    word = Judged("j", "Ann Reay", "2026-11-21T09:00:00Z", "I read all of it.", "3")
    shown = str(chips.level({"nesta-2013": replace(QUOTED, basis="judged", judged=(word,))}, NESTA))
    assert "no login vouches for it" in shown


def test_no_level_says_why_there_is_none() -> None:
    none = replace(QUOTED, level=None, rank=None, grounds=(Ground("It is a plan.", against=True),))
    shown = str(chips.level({"nesta-2013": none}, NESTA))
    assert "No Nesta level" in shown
    assert "Why there is none" in shown
    assert "Why not higher" not in shown


# --- what a document says of its study ------------------------------------------------------------

facts = some.builds(
    DesignFact,
    fact=some.sampled_from(vocab.load("design-facts").slugs),
    status=some.sampled_from(get_args(FactStatus)),
    owner=some.sampled_from(get_args(FactOwner)),
    quote=some.text(min_size=1, max_size=30),
    start=some.just(0),
    end=some.just(1),
    rule=some.just("designs-1:x"),
    aspect=some.none() | some.sampled_from(vocab.load("design-aspects").slugs),
    detail=some.dictionaries(
        some.sampled_from(["n", "months", "percent", "arm", "unit", "registration", "sites"]),
        some.integers(0, 10**6) | some.floats(0, 100) | some.text(max_size=8) | some.booleans(),
        max_size=3,
    ),
)


@given(facts)
def test_every_fact_is_shown_under_exactly_one_heading(fact: DesignFact) -> None:
    assert [group.holds(fact) for group in studied.GROUPS].count(True) == 1


@given(facts)
def test_no_words_of_a_document_become_markup(fact: DesignFact) -> None:
    hostile = replace(fact, quote="<script>x</script>", rule="<i>r</i>")
    shown = str(studied.fact("d1", hostile))
    assert "<script" not in shown
    assert "<i>" not in shown


def test_numbers_are_told_by_arm() -> None:
    reading = read_by_hand.of_study(
        "\n".join([*read_by_hand.FIRST_PAGE, *read_by_hand.SECOND_PAGE])
    )
    shown = text_of(studied.facts("d1", reading))
    assert "Sample 65 with it ; 65 to compare with" in shown
    assert "Followed up for 12 months" in shown
    assert "Lost before the end 18%" in shown
    assert "Registered as ISRCTN00000000" in shown


def test_the_strongest_design_is_shown_first_and_long_lists_are_folded() -> None:
    made = read_by_hand.of_study("\n".join([*read_by_hand.FIRST_PAGE, *read_by_hand.SECOND_PAGE]))
    trial, weaker = made.facts[0], made.facts[5]
    many = replace(made, facts=(*(replace(weaker, start=i) for i in range(9)), trial))
    shown = text_of(studied.facts("d1", many))
    assert shown.index("Randomised") < shown.index("Before and after")
    assert "Done here (10)" in shown
    assert "5 more" in shown


# --- how levels are made --------------------------------------------------------------------------


def test_every_standard_explains_itself() -> None:
    for slug, one in kept.load().items():
        shown = str(standards.page(schemes.choose(kept.load(), (slug,)), slug, EMPTY))
        assert one.full_label in text_of(shown)
        assert f'href="{one.source}"' in shown
        for step in one.steps:
            assert step.definition.split(".")[0][:30] in text_of(shown).replace("&#x27;", "'")


@pytest.mark.parametrize("slug", ["grade", "bond"])
def test_a_form_says_that_people_fill_it_in(slug: str) -> None:
    shown = text_of(derivation.draw(kept.load()[slug]))
    assert "a form that people fill in" in shown
    assert "Software proposes at most Nothing: people fill in this form" in shown


def test_a_standard_says_what_the_machine_may_propose_at_most() -> None:
    assert derivation.ceiling(kept.load()["nesta-2013"]).startswith("3, ")
    assert "named person" in derivation.ceiling(kept.load()["nesta-2013"])


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (Condition(any=("rct", "did")), "Randomised or difference in differences"),
        (Condition(all=("rct",), none=("uneven-attrition",)), "Randomised, and no uneven attrition"),
        (Condition(at_least={"follow-up": 12}), "Follow-up of 12 months or more"),
        (Condition(any=("planned:rct",)), "Randomised that is planned only"),
        (Condition(), "Nothing else holds"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_words(when: Condition, said: str) -> None:
    assert derivation.condition(when) == said


def test_without_published_figures_every_suggestion_counts_as_unchecked() -> None:
    assert "take every suggestion as unchecked" in figures.draw(None)


SET = {
    "name": "Traps", "what": "Sentences that mislead.", "n": 50, "right": 46, "headline": "All three.",
    "per_label": [{"label": "Randomised", "items": 9, "precision": 0.875, "recall": None}],
    "note": "Invented by hand.",
}  # fmt: skip


def test_published_figures_say_for_how_many_the_software_was_right() -> None:
    made = figures.parse(json.dumps({"measured_on": "2026-11-22", "sets": [SET]}))
    shown = text_of(figures.draw(made))
    assert "Measured on 22 November 2026" in shown
    assert "Software suggested; right for 46 of 50." in shown
    assert "Randomised 9 0.88 –" in shown


@pytest.mark.parametrize(
    "written",
    ["", "[]", '{"sets": []}', json.dumps({"measured_on": "x", "sets": [{**SET, "n": "many"}]})],
)
def test_figures_that_cannot_be_read_are_refused_with_what_is_accepted(written: str) -> None:
    with pytest.raises(VocabularyError, match="measured_on and sets"):
        figures.parse(written)


def test_figures_that_are_published_can_be_read() -> None:
    made = figures.load()
    assert made is None or all(0 <= one.right <= one.n for one in made.sets)


# --- a standard of one's own, and the preferred one -----------------------------------------------


def test_a_standard_that_is_added_explains_itself_and_is_offered_last(tmp_path: Path) -> None:
    own_standard.add(tmp_path)
    known = kept.load(tmp_path / "vocab")
    shown = schemes.choose(known, (own_standard.SLUG,))
    assert shown.chosen == own_standard.SLUG
    assert own_standard.SLUG in shown.others
    assert own_standard.NAME in standards.page(shown, own_standard.SLUG, EMPTY)


def test_a_standard_that_there_is_not_gives_way_to_the_one_offered_first() -> None:
    assert schemes.choose(kept.load(), (None, "none-such", "")).chosen == "nesta-2013"


@pytest.mark.parametrize("slug", ["", "a b", "x;path=/", '"><script>', "Ä", "a" * 65])
def test_nothing_but_a_slug_is_ever_remembered(slug: str) -> None:
    with pytest.raises(ValueError, match="slug"):
        preference.script(slug)


def test_what_is_remembered_is_a_cookie_of_this_app() -> None:
    told = preference.script("sms-wwg-2016")
    assert 'document.cookie = "whatworks-standard=sms-wwg-2016; path=/;' in told
    assert "SameSite=Lax" in told


def test_chips_need_a_scheme_and_nothing_else() -> None:
    bare = Schemes(kept.load(), "nesta-2013")
    assert "No level by this standard is known." in chips.level({}, bare)
