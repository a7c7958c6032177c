"""Floors on questions to the starter base: attempts are found, and what it does not hold is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import weights
from kb.errors import UsageError
from kb.models import Query
from kb.settings import Settings
from pipelines import demo
from pipelines.base import Base, opened
from pipelines.evaluate import questions as evaluation

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT.parent / "shared" / "facts" / "questions.yaml"
OFF_TOPIC = Path(__file__).with_name("off_topic.yaml")
RECALL = 0.93
REFUSED = 0.6
"""Of the questions that ask for what is not held, the share that must be refused."""
needs_weights = pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there: make env"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """The starter base, built as the demonstration builds it."""
    settings = demo.settings(str(tmp_path_factory.mktemp("starter")))
    with opened(settings, create=True) as made:
        results = demo.build(made, demo.corpus())
        assert {result.outcome for result in results} == {"added"}
        yield made


@pytest.mark.eval
@needs_weights
@pytest.mark.skipif(not LABELS.exists(), reason="../shared/facts is not beside the checkout")
def test_attempts_that_answer_a_question_are_found_and_none_is_refused(base: Base) -> None:
    found = evaluation.run(LABELS, base.ask)
    assert isinstance(found["attempt_recall@10"], float)
    assert found["attempt_recall@10"] >= RECALL, found["missed"]
    assert found["wrongly_refused"] == []
    assert found["answerable_accuracy"] == 1.0
    assert isinstance(found["unanswerable_accuracy"], float)
    assert found["unanswerable_accuracy"] >= REFUSED, found["wrongly_answered"]


@pytest.mark.eval
@needs_weights
def test_every_off_topic_question_is_refused(base: Base) -> None:
    texts = evaluation.read_texts(OFF_TOPIC)
    assert len(texts) == 50
    answered = [text for text in texts if base.ask(Query(text)).answerable]
    assert answered == []


@pytest.mark.eval
@needs_weights
def test_the_question_of_the_demonstration_is_answered(base: Base) -> None:
    picture = demo.ask(base)
    assert picture.answerable
    assert {"mhfa-canberra-workplace-rct", "mhfa-workplaceaid"} <= set(picture.close)


@pytest.mark.parametrize("text", ["", "[]", "a: b", "- {id: q1}", "- plain words", "\tx: ["])
def test_a_file_that_is_no_list_of_questions_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="accepted"):
        evaluation.read(file)


def test_settings_of_the_demonstration_are_never_those_of_the_user(tmp_path: Path) -> None:
    mine = {
        "WHATWORKS_HOME": "/mine",
        "WHATWORKS_DATABASE_URL": "postgresql://mine",
        "WHATWORKS_QDRANT_URL": "http://mine",
    }
    assert demo.settings(str(tmp_path), mine) == Settings.from_environment({}, tmp_path)
