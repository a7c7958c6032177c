"""Standards of evidence as files: what is shipped, what a person may add, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import levels, standards, standards_file
from kb.errors import UnknownName, UsageError, VocabularyError
from kb.evidence import Profile, Reading
from kb.levels import Linked
from kb.standards import Condition

SHIPPED = standards.load()

OWN = """
slug = "stars-2026"
label = "Star ratings of a made-up centre"
short = "Stars"
edition = "2026"
kind = "ladder"
source = "https://example.org/stars"
scope = "document"
shown = true
machine_ceiling = "two"
unrated = "Nothing is counted in it."

[[step]]
slug = "one"
rank = 1
label = "One star"
definition = "Somebody counted."

[[step]]
slug = "two"
rank = 2
label = "Two stars"
definition = "Somebody counted, and compared."

[[step]]
slug = "three"
rank = 3
label = "Three stars"
definition = "Somebody else did, too."

[[rule]]
step = "two"
any = ["rct", "did"]
none = ["small-sample"]
at_least = { follow-up = 6 }
reason = "It is compared, half a year later."

[[rule]]
step = "one"
any = ["rct", "did", "pre-post"]
reason = "Something is counted."

[[missing]]
step = "two"
text = "Nobody looked half a year later."

[[requirement]]
step = "three"
at_least = { independent-evaluations = 1 }
text = "an evaluation by others"
"""


def own(folder: Path, text: str = OWN, name: str = "stars-2026") -> Path:
    (folder / "standards").mkdir(exist_ok=True)
    (folder / "standards" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path, text: str, name: str = "stars-2026") -> str:
    with pytest.raises(VocabularyError) as caught:
        standards.load(own(folder, text, name))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nine_standards_are_shipped_and_three_are_paraded() -> None:
    assert set(SHIPPED) == {
        "nesta-2013", "sms-wwg-2016", "foundations", "maps-evidence-hub", "emmie", "essa", "clear",
        "grade", "bond",
    }  # fmt: skip
    assert [one.slug for one in SHIPPED.shown()] == ["nesta-2013", "sms-wwg-2016"]
    finance = SHIPPED.shown(("financial-inclusion",))
    assert [one.slug for one in finance] == ["nesta-2013", "sms-wwg-2016", "maps-evidence-hub"]
    assert {one.slug for one in SHIPPED.values() if one.kind == "form"} == {"grade", "bond"}


@pytest.mark.parametrize("standard", SHIPPED.values(), ids=lambda one: one.slug)
def test_a_standard_names_its_edition_its_source_and_what_each_step_means(
    standard: standards.Standard,
) -> None:
    assert standard.edition
    assert standard.source.startswith("https://")
    for step in standard.steps:
        assert step.label
        assert step.definition.endswith(".")
    for rule in standard.rules:
        assert rule.reason.endswith(".")
    assert standard.unrated.endswith(".")


@pytest.mark.parametrize("standard", SHIPPED.values(), ids=lambda one: one.slug)
def test_our_sentences_promise_nothing(standard: standards.Standard) -> None:
    said = [standard.unrated, standard.note, *(step.definition for step in standard.steps)]
    said += [rule.reason for rule in standard.rules] + [lack.text for lack in standard.lacks]
    said += [step.label for step in standard.steps]
    for sentence in said:
        for word in ("proven", "evidence-based", "no effect", " works", "significant"):
            assert word not in sentence.casefold(), sentence


def test_what_a_requirement_may_ask_for_is_what_can_be_linked() -> None:
    everything = Linked(1, 1, 1, replication=True, cost=True, months=1)
    assert set(everything.names()) == set(standards_file.LINKED)


def test_a_standard_is_found_by_its_name_and_the_nearest_is_offered() -> None:
    assert SHIPPED.require("nesta-2013").short == "Nesta"
    with pytest.raises(UnknownName, match="nesta-2013"):
        SHIPPED.require("nesta-2031")


@pytest.mark.parametrize(
    ("amount", "rating"),
    [(40, 1), (99, 1), (100, 2), (499, 2), (500, 3), (999, 3), (1000, 4), (2000, 4), (2001, 5)],
)
def test_costs_are_rated_from_one_to_five(amount: float, rating: int) -> None:
    held = SHIPPED["foundations"].cost_of(amount)
    assert held is not None
    assert held.rating == rating
    assert SHIPPED["nesta-2013"].cost_of(amount) is None


# --- a standard of one's own -------------------------------------------------------------------


def test_a_standard_that_is_added_is_derived_filtered_and_judged_like_any_other(
    tmp_path: Path,
) -> None:
    held = standards.load(own(tmp_path))
    assert set(held) == {*SHIPPED, "stars-2026"}
    assert "stars-2026" in {one.slug for one in held.shown()}

    late = Profile("did", frozenset({"did"}), {"follow-up": 12.0})
    early = Profile("did", frozenset({"did"}), {"follow-up": 3.0})
    steps = [levels.step_of(held["stars-2026"], one) for one in (late, early)]
    assert [step.slug if step else None for step in steps] == ["two", "one"]

    level = levels.derive(held["stars-2026"], early)
    assert (level.scheme, level.scheme_label, level.edition) == ("stars-2026", "Stars", "2026")
    assert level.why_not_higher == ("Nobody looked half a year later.",)
    assert "stars-2026" in levels.of_reading(Reading((), "programme-description"), held)

    assert levels.minimum("stars-2026", "two", held) == ("stars-2026", 2)
    with pytest.raises(UsageError, match="one, two, three, the last being the strongest"):
        levels.minimum("stars-2026", "four", held)
    said = levels.refusal("stars-2026", "three", Linked(), held)
    assert said is not None
    assert "needs an evaluation by others" in said
    assert levels.refusal("stars-2026", "three", Linked(1, 1, 1), held) is None
    assert (
        levels.compiled({"stars-2026": "three"}, "compiled", None, standards=held)[
            "stars-2026"
        ].level
        == "two"
    )


def test_a_standard_of_ones_own_may_not_replace_a_shipped_one(tmp_path: Path) -> None:
    said = refused(tmp_path, OWN.replace("stars-2026", "nesta-2013"), "nesta-2013")
    assert "never replaced" in said


def test_a_folder_without_standards_changes_nothing(tmp_path: Path) -> None:
    assert set(standards.load(tmp_path)) == set(SHIPPED)
    assert set(standards.load(tmp_path / "nowhere")) == set(SHIPPED)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.replace('slug = "stars-2026"', "slug = "), "not TOML"),
        (lambda t: t.replace('edition = "2026"', ""), "edition is missing"),
        (lambda t: t.replace('kind = "ladder"', 'kind = "leiter"'), "accepted: ladder"),
        (lambda t: t.replace('scope = "document"', 'scope = "world"'), "accepted: attempt, document"),
        (lambda t: t.replace('short = "Stars"', "short = 5"), "a text is accepted"),
        (lambda t: t.replace("shown = true", 'shown = "yes"'), "true or false is accepted"),
        (lambda t: t.replace("shown = true", "show = true"), "did you mean shown?"),
        (lambda t: t.replace("https://example.org", "example.org"), "begins with https://"),
        (lambda t: t.replace('"did", "pre-post"', '"did", "pre-past"'), "accepted: pre-post"),
        (lambda t: t.replace("follow-up = 6", 'follow-up = "six"'), "a number above 0"),
        (lambda t: t.replace('step = "one"', 'step = "ten"'), "step 'ten'"),
        (lambda t: t.replace("rank = 3", "rank = 5"), "ranks 1, 2, 3"),
        (lambda t: t.replace('slug = "three"', 'slug = "two"'), "each slug once"),
        (lambda t: t.replace('machine_ceiling = "two"', 'machine_ceiling = "one"'), "up to machine_ceiling"),
        (lambda t: t.replace('kind = "ladder"', 'kind = "ticks"'), "only steps of a ladder"),
        (lambda t: t.replace("independent-evaluations", "good-will"), "accepted: "),
        (lambda t: t.split("[[rule]]", 1)[0], "at least one rule"),
        (lambda t: t.split("[[step]]", 1)[0], "at least one step"),
        (lambda t: t.replace('slug = "stars-2026"', 'slug = "moons"'), "not the file's name"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_in_one_line_that_names_file_and_key(
    change: Callable[[str], str], says: str, tmp_path: Path
) -> None:
    said = refused(tmp_path, change(OWN))
    assert "stars-2026.toml" in said
    assert says in said


def test_a_file_that_is_no_text_is_refused_with_its_name(tmp_path: Path) -> None:
    own(tmp_path)
    (tmp_path / "standards" / "stars-2026.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(VocabularyError, match=r"stars-2026\.toml"):
        standards.load(tmp_path)


# --- conditions --------------------------------------------------------------------------------

NAMES = ("rct", "did", "attrition", "follow-up")


@given(st.dictionaries(st.sampled_from(NAMES), st.floats(0, 60)))
def test_an_empty_condition_asks_nothing(names: dict[str, float]) -> None:
    assert Condition().holds(names)


@pytest.mark.parametrize(
    ("when", "names", "holds"),
    [
        (Condition(any=("rct", "did")), {"did": 0}, True),
        (Condition(all=("rct", "did")), {"did": 0}, False),
        (Condition(none=("rct",)), {"rct": 0}, False),
        (Condition(at_least={"follow-up": 12}), {"follow-up": 12}, True),
        (Condition(at_least={"follow-up": 12}), {"follow-up": 0}, False),
        (Condition(at_least={"follow-up": 12}), {}, False),
        (Condition(at_most={"attrition": 20}), {}, True),
        (Condition(at_most={"attrition": 20}), {"attrition": 20}, True),
        (Condition(at_most={"attrition": 20}), {"attrition": 21}, False),
        (Condition(at_most={"attrition": 20}), {"attrition": 0}, False),
    ],
)
def test_a_number_that_is_not_told_satisfies_no_bound(
    when: Condition, names: dict[str, float], holds: bool
) -> None:
    assert when.holds(names) is holds
