"""Floors on what differs between sources: what people listed is found, and what is reported is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from built import base_in, ingest

from kb import disagreements
from kb.disagreements import Disagreements
from kb.errors import UsageError
from kb.models import Disagreement, Filters
from pipelines import demo
from pipelines.evaluate import disagreements as evaluation

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
LISTED = SHARED / "facts" / "disagreements.yaml"
SEEDS = SHARED / "data" / "seeds"
JUDGED = yaml.safe_load(Path(__file__).with_name("disagreements_judged.yaml").read_text("utf-8"))
RECALL, PRECISION, OF_SEEDS = 0.7, 0.7, 0.8
EXPECTED = {
    "neet-800k": ("800,000 or so", "Over 800,000"),
    "mental-health-cost": ("nearly £100bn", "£74 billion to £99 billion"),
    "iep-value": ("£2 million", "£3.2 million"),
    "people-in-debt": ("5.5m", "5.5 million"),
    "additional funding": ("£632,000", "£650,000"),
    "organisations": ("over 120", "over 175"),
    "corporate partners": ("over 120", "150"),
    "partnerships": ("100 new", "over 100"),
    "beneficiaries": ("at least 50,000", "over 50,000"),
}
"""What the five texts give differently: words of two sides."""

pytestmark = pytest.mark.eval
needs_shared = pytest.mark.skipif(
    not (LISTED.exists() and SEEDS.exists()), reason="../shared is not beside the checkout"
)


@pytest.fixture(scope="module")
def of_seeds(tmp_path_factory: pytest.TempPathFactory) -> Disagreements:
    """What differs in a base of the five seed texts alone, as raw text."""
    with base_in(tmp_path_factory.mktemp("seeds") / "home", hashed=True) as base:
        ingest(base, SEEDS)
        return disagreements.draw(base.catalogue, Filters())


@pytest.fixture(scope="module")
def of_starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disagreements]:
    """What differs in the starter base."""
    with base_in(tmp_path_factory.mktemp("starter") / "home", hashed=True) as base:
        ingest(base, demo.corpus() / "notes")
        yield disagreements.draw(base.catalogue, Filters())


@needs_shared
@pytest.mark.parametrize("item", EXPECTED)
def test_every_figure_that_the_seeds_give_differently_is_reported(
    of_seeds: Disagreements, item: str
) -> None:
    first, second = EXPECTED[item]
    assert any(
        first in a.value and second in b.value
        for one in of_seeds.disagreements
        for a in one.sides
        for b in one.sides
        if a.citation != b.citation
    )


@needs_shared
def test_what_is_reported_of_the_seeds_is_right(of_seeds: Disagreements) -> None:
    assert _share_right(of_seeds.disagreements, "seeds") >= OF_SEEDS


@needs_shared
def test_what_people_listed_is_found_in_the_starter_base(of_starter: Disagreements) -> None:
    found = evaluation.run(LISTED, of_starter)
    assert isinstance(found["recall"], float)
    assert found["recall"] >= RECALL, found["missed"]


def test_what_is_reported_of_the_starter_base_is_right(of_starter: Disagreements) -> None:
    assert _share_right(of_starter.disagreements, "starter") >= PRECISION


def _share_right(reported: tuple[Disagreement, ...], part: str) -> float:
    """The share of what is reported that was judged right; what nobody judged counts as wrong."""
    judged = {(row["of"], row["kind"], row["about"]): row["judged"] for row in JUDGED[part]}
    of = [(one.attempt_id or one.area or "", one.kind, one.about) for one in reported]
    return sum(judged.get(key) == "right" for key in of) / len(of)


@pytest.mark.parametrize("text", ["", "[]", "a: b", "- {id: q1}", "- plain words", "\tx: ["])
def test_a_file_that_is_no_list_of_disagreements_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "listed.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="accepted"):
        evaluation.run(file, Disagreements((), ()))


def test_a_listed_item_is_found_only_by_the_numbers_of_two_of_its_sides(tmp_path: Path) -> None:
    file = tmp_path / "listed.yaml"
    sides = "[{says: 15 unions}, {says: '13'}, {says: between 4 and 7 points}]"
    file.write_text(
        f"- {{id: a, kind: figure, sides: {sides}}}\n- {{id: b, kind: date, sides: {sides}}}\n"
    )
    empty = evaluation.run(file, Disagreements((), ()))
    assert (empty["listed"], empty["scored"], empty["found"], empty["recall"]) == (2, 1, 0, 0.0)
