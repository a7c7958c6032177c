"""Claims about suggested challenge areas: what is suggested, and that every reason is in the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag import area_cues, area_statements, areas, train_areas
from kb import vocab
from kb.errors import VocabularyError
from kb.ids import sha256
from kb.models import AreaTag

FRAGMENTS = st.sampled_from(
    [
        "Employees with depression returned to work. ",
        "Young people found apprenticeships! ",
        "Poor households saved in credit unions, ",
        "government, business and charities worked together. ",
        "The cat sat on the mat. ",
        "\n\n",
        "“£5” … (Å) 😀 ",
        "x" * 700,
        "  ",
    ]
)


def by_cues(text: str) -> dict[str, AreaTag]:
    return {tag.area: tag for tag in areas.suggest([text])[0]}


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Nurses reported burnout. Sick leave fell after the course.", "mental-health-at-work"),
        ("Youth unemployment fell. Apprenticeships grew in number.", "transitions-to-work"),
        (
            "Low-income families opened savings accounts. Few had been to a credit union before.",
            "financial-inclusion",
        ),
        (
            "A public-private partnership was formed. Government, companies and charities "
            "worked together.",
            "cross-sector-partnership",
        ),
    ],
)
def test_an_area_is_suggested_when_its_cues_are_there(text: str, area: str) -> None:
    assert list(by_cues(text)) == [area]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "The protein binds to the receptor and inhibits growth of tumour cells in mice.",
        "Depression in elderly patients was treated with antidepressants in primary care.",
        "Stock prices of acquirers fall when mergers are paid in stock; firms with more leverage "
        "issue equity.",
    ],
)
def test_no_area_is_suggested_when_the_text_is_about_something_else(text: str) -> None:
    assert by_cues(text) == {}


def test_several_areas_are_suggested_when_a_text_is_about_several() -> None:
    text = (
        "Employers, colleges, charities and the government formed a partnership. It opened "
        "apprenticeships for young people who were not in education, employment or training."
    )
    assert set(by_cues(text)) == {"transitions-to-work", "cross-sector-partnership"}


def test_the_reason_is_the_sentence_that_holds_the_cue() -> None:
    text = (
        "The board met in May. Employees on sick leave returned to work. It rained. Burnout fell."
    )
    tag = by_cues(text)["mental-health-at-work"]
    assert tag.quote == "Employees on sick leave returned to work."
    assert (tag.rule, tag.basis) == ("areas-1:cue", "suggested")


def test_the_reason_is_the_most_telling_sentence_when_only_the_vector_speaks() -> None:
    model = areas.load()
    vector = model.mean + 5 * model.with_vectors["financial-inclusion"].vector  # type: ignore[operator]
    text = "It was a fine day. They were asked how they put something by for harder times."
    (tag,) = areas.suggest([text], np.array([vector]))[0]
    assert (tag.area, tag.rule) == ("financial-inclusion", "areas-1:vector")
    assert tag.quote in text


@given(st.lists(FRAGMENTS, max_size=8).map("".join))
def test_every_reason_is_verbatim_at_its_offsets(text: str) -> None:
    for tag in areas.suggest([text])[0]:
        assert tag.quote == text[tag.start : tag.end]
        assert tag.quote.strip() == tag.quote != ""
        assert 0 <= tag.score <= 1
        assert tag.area in vocab.load("areas")


@given(st.lists(FRAGMENTS, max_size=8).map("".join))
def test_sentences_hold_every_word_once(text: str) -> None:
    spans = area_cues.sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(b - a <= area_cues.LONGEST for a, b in spans)


def test_vectors_of_another_embedder_are_not_read() -> None:
    text = "Youth unemployment fell. Apprenticeships grew in number."
    other = areas.suggest([text], np.ones((1, 7)), embedder="another")
    assert other == areas.suggest([text])


def tag(area: str, score: float, start: int) -> AreaTag:
    return AreaTag(area, score, "word", start, start + 4, "areas-1:cue")


def test_a_document_has_the_areas_that_take_up_enough_of_it() -> None:
    passages = [
        (tag("financial-inclusion", 0.8, 0),),
        (tag("financial-inclusion", 0.9, 100), tag("cross-sector-partnership", 0.5, 110)),
        *[()] * 8,
    ]
    (found,) = areas.of_document(passages, [100] * 10)
    assert (found.area, found.score, found.start) == ("financial-inclusion", 0.17, 100)
    assert found.rule == "areas-1:document"


def test_a_document_without_passages_has_no_area() -> None:
    assert areas.of_document([], []) == ()


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("jobs?", {"job", "jobs"}),
        ("(a|b) c", {"a c", "b c"}),
        ("work(ing)?( at (home|sea))?", {"work", "working", "work at home", "work at sea"}),
    ],
)
def test_a_pattern_stands_for_its_phrases(pattern: str, phrases: set[str]) -> None:
    assert phrases <= set(area_cues.expanded(pattern))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"group": [{"name": "g", "phrases": ["a"]}], "rule": []}, "'g' has no rationale"),
        (
            {"group": [{"name": "g", "rationale": "r", "phrases": ["(a"]}], "rule": []},
            "opens a bracket",
        ),
        (
            {"group": [{"name": "g", "rationale": "r", "phrases": ["a)"]}], "rule": []},
            "closes a bracket",
        ),
        (
            {
                "group": [],
                "rule": [{"area": "x", "name": "r", "all": ["h"], "within": "sentence"}],
            },
            "'h' is not known; groups",
        ),
        (
            {"group": [], "rule": [{"area": "x", "name": "r", "all": [], "within": "page"}]},
            "within = 'page' is not known",
        ),
    ],
)
def test_malformed_cues_are_refused_with_what_is_accepted(
    change: dict[str, object], message: str
) -> None:
    with pytest.raises(VocabularyError, match=message):
        area_cues.parse(change, "cues.toml")


def test_an_area_with_rules_needs_no_training() -> None:
    table = {
        "group": [{"name": "home", "rationale": "homes", "phrases": ["homeless(ness)?"]}],
        "rule": [{"area": "homelessness", "name": "term", "all": ["home"], "within": "sentence"}],
    }
    cues = area_cues.parse(table, "cues.toml")
    weights = areas.untrained("homelessness", cues)
    assert weights.rules == (areas.UNTRAINED_FOR,)


def test_every_area_of_the_vocabulary_has_rules_statements_and_weights() -> None:
    slugs = set(vocab.load("areas").slugs)
    assert set(area_cues.load().areas) == slugs
    assert {area for _, own in area_statements.load() for area in own} == slugs
    assert set(areas.load().with_vectors) == set(areas.load().by_cues) == slugs


def test_every_rule_weighs_in_the_direction_it_claims() -> None:
    cues = area_cues.load()
    for area, weights in areas.load().with_vectors.items():
        for weight, rule in zip(weights.rules, cues.of_area(area), strict=True):
            assert (weight < 0) == cues.rules[rule].against, cues.rules[rule]


def test_the_shipped_weights_were_learnt_with_the_shipped_cues_and_statements() -> None:
    told = train_areas.record()
    for name in ("cues", "statements"):
        file = train_areas.resources.files("ingest.tag").joinpath(f"areas_{name}.toml")
        assert told[f"{name}_sha256"] == sha256(file.read_bytes())


def test_scores_count_labels_over_all_items() -> None:
    found = train_areas.scores([["a"], ["a", "b"], []], [["a"], ["b"], ["b"]])
    assert found["micro_f1"] == pytest.approx(0.667)
    assert found["per_label"]["a"] == {"precision": 1.0, "recall": 0.5, "f1": 0.667, "items": 2}
