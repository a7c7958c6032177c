"""What one sentence says of a result: whether it is one, which way it went, what is taken back."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ingest.tag.findings import (
    direction,
    direction_features,
    direction_model,
    direction_numbers,
    direction_train,
    direction_words,
)
from kb.errors import ModelError
from kb.ids import sha256

OWN = Path(__file__).parent / "data/finding_directions.jsonl"
LABELS = {"positive", "negative", "no-effect", "mixed", "unclear"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Unemployment fell among participants and rose in the comparison area.", "positive"),
        ("Rent arrears were lower in the advised group than among controls.", "positive"),
        ("Sickness absence was reduced by two days a year.", "positive"),
        ("Fewer participants dropped out of college.", "positive"),
        ("Symptoms of anxiety declined significantly more in the intervention arm.", "positive"),
        (
            "Employment increased by six percentage points relative to the control group.",
            "positive",
        ),
        ("Arrears grew faster in the treated estates than in the control estates.", "negative"),
        ("Employment was lower among participants than in the comparison group.", "negative"),
        ("The scheme increased drop-out.", "negative"),
    ],
)
def test_a_change_is_good_or_bad_by_what_it_is_a_change_of(text: str, wanted: str) -> None:
    assert direction.read(text).direction == wanted


@pytest.mark.parametrize(
    "text",
    [
        "There was no significant difference in earnings between the two groups.",
        "The programme did not reduce sickness absence.",
        "Employment was slightly higher among participants, but the difference was not significant.",
        "Wellbeing improved over time but did not differ between groups.",
        "We find no evidence that the subsidy raised employment.",
        "Reoffending rates were 34% and 35%, respectively (p = 0.71).",
        "The effect on earnings was close to zero.",
        "Both groups had settled about the same number of debts.",
    ],
)
def test_what_is_not_significant_or_denied_is_no_clear_difference(text: str) -> None:
    said = direction.read(text)
    assert (said.is_finding, said.direction) == (True, "no-effect")


@pytest.mark.parametrize(
    "text",
    [
        "Employment rose among women but fell among men.",
        "Attendance improved, but there was no effect on test scores.",
        "While mathematics results improved, reading results got worse.",
    ],
)
def test_outcomes_that_point_differently_are_mixed(text: str) -> None:
    assert direction.read(text).direction == "mixed"


@pytest.mark.parametrize(
    "text",
    [
        "The sample was too small to tell whether employment rose.",
        "It is not possible to say whether the jobs would have existed anyway.",
        "The results for debt were inconclusive.",
        "We cannot tell whether arrears fell because of the advice.",
    ],
)
def test_what_cannot_be_told_is_unclear(text: str) -> None:
    assert direction.read(text).direction == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "The programme aims to reduce youth unemployment by a tenth.",
        "The evaluation will compare employment in both areas.",
        "Employment is expected to rise by 50,000 by 2030.",
        "Employers should offer support earlier.",
        "Further research is needed on whether the gains in earnings last.",
        "Does paying employers increase hiring?",
        "At baseline, there were no significant differences between the groups.",
        "Previous studies have found that mentoring raises attainment.",
        "Marston and Pell (2011) found that job clubs shortened unemployment.",
        "Presenteeism is defined as working while ill.",
        "Participants were randomly allocated to coaching or to a waiting list.",
        "The scheme is funded by the council and delivered by three colleges.",
        "If every firm took part, absence would fall by two million days.",
        "",
        "12 34 %",
    ],
)
def test_aims_plans_forecasts_advice_background_and_methods_are_no_findings(text: str) -> None:
    said = direction.read(text)
    assert not said.is_finding, said
    assert said.change is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Blood pressure was significantly lower in the treatment group (p = 0.01).", "decreased"),
        (
            "The walking distance increased significantly more with exercise (P < 0.001).",
            "increased",
        ),
        (
            "No significant difference in pain was observed between groups (P = 0.4).",
            "no-difference",
        ),
        ("The rate of infection did not differ between the two arms.", "no-difference"),
    ],
)
def test_a_change_is_told_whether_or_not_it_is_good(text: str, wanted: str) -> None:
    assert direction.changed(text) == wanted


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("lower (p = 0.03)", "§sig"),
        ("lower (P<.001)", "§sig"),
        ("lower (p > 0.05)", "§ns"),
        ("lower (p = 0.05)", "§ns"),
        ("lower, p = n.s.", "§ns"),
        ("2.1 (95% CI −0.4 to 4.6)", "§cinull"),
        ("2.1 (95% CI 0.4 to 4.6)", "§cidiff"),
        ("odds ratio 1.3, 95% CI 0.9–1.8", "§cinull"),
        ("hazard ratio 0.62 (95% CI 0.45, 0.85)", "§cidiff"),
        ("difference 2.3 (-0.2 to 4.7)", "§cinull"),
        ("Orme and Bly (2015) found it", "§cite"),
    ],
)
def test_p_values_intervals_and_citations_are_signs(text: str, sign: str) -> None:
    assert sign in direction_numbers.marked(direction_words.clean(text))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("41% versus 29%", ["§vsup"]),
        ("7.1 (2.3) vs. 9.4 (3.1)", ["§vsdown"]),
        ("4.73 ± 1.84 vs 0.38 ± 2.06", ["§vsup"]),
        ("lower than ever", []),
    ],
)
def test_two_numbers_set_against_each_other_tell_which_is_larger(
    text: str, signs: list[str]
) -> None:
    assert direction_numbers.pairs(direction_words.tokens(text)) == signs


def test_what_is_measured_may_be_told_where_the_sentence_does_not_name_it() -> None:
    text = "It fell by a third relative to the comparison area."
    assert direction.read(text, outcome="unemployment").direction == "positive"
    assert direction.read(text, outcome="employment").direction == "negative"


def test_hedging_is_told_apart_from_the_direction() -> None:
    assert direction.read("The reform may have increased employment.").hedged
    assert not direction.read("The reform increased employment.").hedged


def test_each_answer_names_its_version_and_what_spoke_for_it() -> None:
    for item in _own():
        said = direction.read(item["text"])
        version, _, reason = said.rule.partition(":")
        assert version == direction.VERSION
        assert reason
        assert 0 <= said.score <= 1


def test_every_list_says_why_it_is_there_and_holds_no_entry_twice() -> None:
    for file in direction_words.FILES:
        text = resources.files("ingest.tag.findings").joinpath(file).read_text("utf-8")
        names = []
        for table in tomllib.loads(text)["class"]:
            names.append(table["name"])
            assert len(table["rationale"]) > 10, table["name"]
        assert len(names) == len(set(names)), file


def test_the_shipped_weights_are_of_the_sentences_that_are_shipped() -> None:
    assert direction_train.record()["own_sha256"] == sha256(OWN.read_bytes())
    for task, model in direction_model.load().items():
        assert model.labels == direction_train.LABELS[task]
        assert len(model.names) == len(model.weights) == len(set(model.names))


def test_a_sentence_vector_is_heard_beside_the_words_and_only_one_of_the_right_space() -> None:
    model = direction_model.meaning()
    text = "Firms took part."
    heard = [direction.read(text, vector=_towards(model, label)) for label in model.labels]
    assert [said.direction for said in heard] == list(model.labels)
    assert {said.is_finding for said in heard} == {direction.read(text).is_finding}
    with pytest.raises(ModelError, match="numbers of"):
        direction.read(text, vector=np.zeros(3, dtype=np.float32))


def _towards(model: direction_model.Meaning, label: str) -> NDArray[np.float32]:
    column = model.weights[:-1, model.labels.index(label)]
    found: NDArray[np.float32] = (column - model.weights[:-1].mean(axis=1)) * 10
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Young unemployed women were more likely to find work.", "positive"),
        ("Hardly anyone came to the workshops.", "negative"),
        ("Little came of the talks between the two councils.", "negative"),
        ("Two of the three shops were wound up.", "negative"),
        ("The courses ranged from excellent to poor.", "mixed"),
    ],
)
def test_plain_words_of_short_accounts_point_their_way(text: str, wanted: str) -> None:
    assert direction.read(text).direction == wanted


def test_who_meant_to_do_something_is_no_plan_where_the_sentence_tells_what_they_did() -> None:
    assert direction.read(
        "Tenants who intended to move out were 12% more likely to stay than their neighbours."
    ).is_finding
    assert not direction.read("The council intended to open three more centres.").is_finding


def test_our_own_sentences_hold_every_label_and_none_twice() -> None:
    items = list(_own())
    assert len(items) >= 300
    assert {item["direction"] for item in items} == LABELS | {"none"}
    assert (
        len({item["text"] for item in items}) == len({item["id"] for item in items}) == len(items)
    )


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error_and_twice_alike(text: str) -> None:
    said = direction.read(text)
    assert said == direction.read(text)
    assert said.direction in LABELS
    assert said.change in (None, "increased", "decreased", "no-difference")


_WORDS = st.sampled_from(
    [
        "we",
        "find",
        "no",
        "not",
        "did",
        "increase",
        "fell",
        "lower",
        "than",
        "the",
        "control",
        "group",
        "significant",
        "difference",
        "but",
        "while",
        "p",
        "=",
        "0.03",
        "(",
        ")",
        "95%",
        "ci",
        "-1",
        "to",
        "2",
        "unemployment",
        "employment",
        ",",
        ".",
        ";",
        "whether",
        "cannot",
        "tell",
        "will",
        "aims",
        "vs",
        "3",
        "%",
    ]
)


@given(st.lists(_WORDS, max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_order_of_words_that_matter_is_read_without_an_error(words: list[str]) -> None:
    assert direction.read(" ".join(words)).direction in LABELS


@pytest.mark.parametrize(
    "text",
    [
        "no evidence that " * 600,
        "p = 0.0" * 1500,
        "95% ci -" * 1300,
        "(" * 10_000,
        "1 vs 2 " * 1500,
        "a" * 10_000,
        "- " * 5_000,
        "Smith and " * 1000,
        "“ " * 5_000,
        "9" * 10_000,
    ],
)
def test_a_long_and_odd_text_takes_no_longer_than_its_words(text: str) -> None:
    direction.read("Warm up.")
    took = []
    for _ in range(3):
        start = time.process_time()
        direction_features.parse(text[:10_000])
        took.append(time.process_time() - start)
    assert min(took) < 0.1, "words are looked at once each"


def _own() -> Iterable[dict[str, str]]:
    for line in OWN.read_text("utf-8").splitlines():
        yield json.loads(line)
