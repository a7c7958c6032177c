"""Claims about the vocabularies: what every list holds, and how a person adds to one."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kb import models, vocab
from kb.errors import UnknownName, VocabularyError

FIXED = {
    "areas": "mental-health-at-work transitions-to-work financial-inclusion cross-sector-partnership",
    "sectors": "government business civil-society social-innovator research cross-sector",
    "interests": "deliverer funder evaluator independent journalist unknown",
    "roles": "commissioner funder deliverer host-employer evaluator inspector other",
    "directions": "positive negative no-effect mixed unclear not-studied",
    "attempt-statuses": "running ended closed-early unknown",
}


@pytest.mark.parametrize("name", vocab.names())
def test_every_file_loads_with_unique_kebab_case_slugs_and_labels(name: str) -> None:
    vocabulary = vocab.load(name)
    assert vocabulary.terms
    assert vocabulary.label != name
    assert len(set(vocabulary.slugs)) == len(vocabulary.slugs)
    for term in vocabulary.terms:
        assert vocab.SLUG.fullmatch(term.slug)
        assert term.label
        assert term.definition or name == "countries"


@pytest.mark.parametrize(("name", "slugs"), FIXED.items())
def test_slugs_of_the_exchange_format_are_exactly_those(name: str, slugs: str) -> None:
    assert vocab.load(name).slugs == tuple(slugs.split())


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("finding-kinds", models.FindingKind),
        ("lesson-kinds", models.LessonKind),
        ("views", models.View),
    ],
)
def test_lists_agree_with_the_values_of_the_models(name: str, literal: object) -> None:
    assert vocab.load(name).slugs == get_args(literal)


def test_every_area_has_eight_to_fifteen_outcomes_and_other() -> None:
    outcomes = vocab.load("outcomes")
    for area in vocab.load("areas").slugs:
        slugs = [term.slug for term in outcomes.in_area(area)]
        assert "other" in slugs
        assert 8 <= len(slugs) - 1 <= 15, area


def test_every_outcome_says_which_way_is_good() -> None:
    assert {term.good for term in vocab.load("outcomes").terms} <= {"up", "down", "neither"}


def test_no_clear_difference_is_worded_so() -> None:
    term = vocab.load("directions").require("no-effect")
    assert (term.label, term.mark) == ("No clear difference found", "◄►")


def test_country_spellings_lead_to_one_country_each() -> None:
    spellings = [
        spelling.casefold()
        for term in vocab.load("countries").terms
        for spelling in {term.label, *term.aliases}
    ]
    assert len(spellings) == len(set(spellings))
    codes = [term.code for term in vocab.load("countries").terms if term.code]
    assert len(codes) == len(set(codes))


def test_nations_belong_to_the_united_kingdom() -> None:
    nations = [t for t in vocab.load("countries").terms if t.group == "nation"]
    assert {t.slug for t in nations} == {"england", "scotland", "wales", "northern-ireland"}
    assert {t.part_of for t in nations} == {"united-kingdom"}


def test_an_unknown_slug_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown area 'mental-health'; did you mean mental-"):
        vocab.load("areas").require("mental-health")


def test_an_unknown_vocabulary_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean outcomes"):
        vocab.load("outcome")


def test_a_term_of_an_extra_folder_joins_the_list(tmp_path: Path) -> None:
    (tmp_path / "areas.toml").write_text(
        '[[term]]\nslug = "homelessness"\nlabel = "Homelessness"\ndefinition = "No home."\n'
    )
    (tmp_path / "outcomes.toml").write_text(
        '[[extend]]\nslug = "employment"\nareas = ["homelessness"]\n'
    )
    assert vocab.load("areas", tmp_path).slugs[-1] == "homelessness"
    assert [t.slug for t in vocab.load("outcomes", tmp_path).in_area("homelessness")] == [
        "employment"
    ]
    assert "homelessness" not in vocab.load("areas")


def test_a_file_of_a_new_name_is_a_new_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "tenures.toml").write_text(
        'label = "Tenures"\n[[term]]\nslug = "rented"\nlabel = "Rented"\n'
    )
    assert "tenures" in vocab.names(tmp_path)
    assert vocab.load("tenures", tmp_path).label_of("rented") == "Rented"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("areas", "[[term]", "not TOML"),
        ("areas", "[[terms]]\n", "unknown key 'terms'; label"),
        ("areas", '[[term]]\nslug = "a"\nlabel = "A"\n', "'definition' is missing"),
        (
            "kinds",
            '[[term]]\nslug = "A b"\nlabel = "A"\n',
            "slug 'A b' is not accepted; lower-case",
        ),
        ("kinds", '[[term]]\nslug = "a"\nlable = "A"\n', "unknown key 'lable'; accepted: slug"),
        ("kinds", '[[term]]\nslug = "mentoring"\nlabel = "A"\n', "is there already; a new slug"),
        ("kinds", '[[term]]\nslug = "a"\nlabel = "A"\naliases = "b"\n', "not a list of texts"),
        ("kinds", '[[extend]]\nslug = "a"\n', "'a' is not in the list"),
        (
            "outcomes",
            '[[term]]\nslug = "a"\nlabel = "A"\ndefinition = "A"\nareas = ["x"]\ngood = "up"\n',
            "names area 'x'; accepted: mental-health-at-work",
        ),
        (
            "outcomes",
            '[[term]]\nslug = "a"\nlabel = "A"\ndefinition = "A"\n'
            'areas = ["financial-inclusion"]\ngood = "more"\n',
            "good = 'more' is not accepted; up, down, neither are",
        ),
    ],
)
def test_a_malformed_file_is_refused_with_what_is_accepted(
    name: str, text: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / f"{name}.toml").write_text(text)
    with pytest.raises(VocabularyError, match=message.replace("[", r"\[")):
        vocab.load(name, tmp_path)
