"""Floors on the page of an answer in real reports, and what the measure counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb import weights
from kb.errors import UsageError
from kb.models import Citation, Hit
from kb.settings import Settings
from pipelines.evaluate import pages as evaluation
from pipelines.evaluate.pages import Answer, Item

QUESTIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "paged" / "questions.jsonl"
PAGE_RECALL = 0.74
needs_weights = pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there: make env"
)


@pytest.mark.eval
@needs_weights
@pytest.mark.skipif(not QUESTIONS.exists(), reason="../shared/data is not beside the checkout")
def test_pages_of_answers_in_real_reports_are_found(tmp_path: Path) -> None:
    found = evaluation.run(QUESTIONS, Settings.from_environment({}, tmp_path))
    assert (found["questions"], found["gold_pages"]) == (14, 31)
    assert isinstance(found["page_recall@10"], float)
    assert found["page_recall@10"] >= PAGE_RECALL
    assert list(tmp_path.iterdir()) == []  # the home that was named is not touched


def hit(text: str, page: int | None, page_end: int | None) -> Hit:
    citation = Citation(
        id="c1", kind="quote", passage_id="p", document_id="d", source_id="s", title="t", authors=(),
        publisher=None, date=None, url=None, type="report", interest="unknown", page=page,
        page_end=page_end, page_label=None, page_end_label=None, heading=None, start=0,
        end=len(text), quote=text, link="", status="current",
    )  # fmt: skip
    return Hit(1, 1.0, citation, (), text)


def test_a_gold_page_is_found_when_a_hit_runs_over_it() -> None:
    item = Item("q", "d", frozenset({2, 3, 9}), ())
    assert evaluation.judged(item, [hit("words", 1, 3)]) == Answer(3, 2, 0, 0)
    assert evaluation.judged(item, [hit("words", None, None)]).pages_found == 0


def test_a_quote_is_found_when_most_of_its_words_stand_in_the_hits() -> None:
    quote = "the mentors met every apprentice weekly and most stayed until the end of it"
    item = Item("q", "d", frozenset({1}), (quote, "nothing of the kind was ever said here"))
    halves = [hit(quote[:40] + " and so on", 1, 1), hit(f"They say: {quote.upper()}!", 2, 2)]
    assert evaluation.judged(item, halves).quotes_found == 1
    assert evaluation.judged(item, halves[:1]).quotes_found == 0


def test_the_interval_holds_the_figure_and_repeats_itself() -> None:
    answers = [Answer(2, 2, 0, 0), Answer(3, 1, 0, 0), Answer(1, 0, 0, 0), Answer(4, 3, 0, 0)]
    low, high = evaluation.interval(answers)
    assert 0 <= low < 6 / 10 < high <= 1
    assert evaluation.interval(answers) == [low, high]


@pytest.mark.parametrize(
    "line", ["", "{}", "no json", json.dumps({"question": "q", "document": "d", "pages": []})]
)
def test_a_file_that_is_no_list_of_questions_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match="accepted"):
        evaluation.read(file)
