"""Notes of the starter corpus beside invented originals: what agrees, what differs, what is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bases import Base, folder_of, report
from sqlalchemy import select

from kb import gaps, register, review, review_queue
from kb.catalogue import quotes, studies, told
from kb.catalogue import tables as t
from kb.check import check
from kb.cite import Citations
from kb.models import Filters

NOTES = Path(__file__).parents[1] / "corpus" / "notes"
THRIVE, PRIZE = "thrive-at-work-wellbeing-premium", "prizesaver"
TRIAL = (
    "Paying small firms to look after their people\n\nWe drew lots among firms in the West Midlands. After eleven "
    "months the share of employees who had noticed positive action was higher by 5 percentage points where the firm "
    "was paid (95% credible interval -3 to 21), so the difference may well be nothing.\n\nIn all 152 firms took part."
)
UPTAKE = (
    "Who took up what was offered\n\nThe adjusted odds ratio of employees taking up an offer was 1.11 (CI 0.72 to "
    "1.70, p = 0.64) in firms that were paid.\n\nAt age 55 and over the odds of uptake were 65% lower (CI 0.25 to 0.76, "
    "p = 0.003)."
)
DRAW = (
    "Savers in the draw\n\nFrom today 16 credit unions are taking part in the draw, among them ours. A member may "
    "win five thousand pounds."
)
ORIGINALS = (
    (TRIAL, "https://ouci.dntb.gov.ua/works/7AbMeA14"),
    (UPTAKE, "https://journals.plos.org/globalpublichealth/article?id=10.1371/journal.pgph.0003984"),
    (DRAW, "http://thetelegraphandargus.co.uk/news/17973499.chance-win-5-000-save-new-credit-union-scheme/?ref=rss"),
)  # fmt: skip
ELSEWHERE = "https://www.fincap.org.uk/en/evaluations/nationwide-prize-linked-savings"


@pytest.fixture
def base(base: Base, tmp_path: Path) -> Base:
    """Two notes and invented originals of three of their references."""
    files: dict[str, bytes | str] = {
        f"notes/{slug}.md": (NOTES / f"{slug}.md").read_bytes() for slug in (THRIVE, PRIZE)
    }
    base.take(folder_of(tmp_path / "corpus", files))
    for text, url in ORIGINALS:
        item = report(text, ref=url, title="Page", with_areas=False)
        base.keep(replace(item, document=replace(item.document, url=url, authors=(), metadata=())))
    with base.catalogue.write() as connection:
        studies.relink(connection)
    return base


def quoted(base: Base) -> dict[str, tuple[str, str]]:
    """By the beginning of our statement: the state and the words of the original."""
    with base.catalogue.read() as connection:
        rows = connection.execute(select(t.suggestions).where(t.suggestions.c.kind == quotes.KIND))
        return {
            row["detail"]["text"][:30]: (row["detail"]["state"], row["quote"])
            for row in rows.mappings()
        }


def test_statements_meet_their_originals_and_numbers_must_agree(base: Base) -> None:
    found = quoted(base)
    state, words = found["A few more employees saw their"]
    assert state == "agrees"
    assert "higher by 5 percentage points" in words
    state, words = found["Paying the firm did not change"]
    assert (state, "1.11" in words) == ("agrees", True)
    state, words = found["The oldest employees were far "]
    assert (state, "65% lower" in words) == ("differs", True)
    state, words = found["How many credit unions are in "]
    assert (state, "16 credit unions" in words) == ("differs", True)
    assert found["There were too few people from"] == ("not-found", "")


def test_an_attempt_says_how_much_was_checked_against_the_original(base: Base) -> None:
    with base.catalogue.read() as connection:
        found = quotes.checked(connection, [THRIVE, PRIZE])
    assert found[THRIVE] == quotes.Checked(agrees=2, differs=1, not_found=1, total=4, held=4)
    assert found[PRIZE] == quotes.Checked(agrees=0, differs=1, not_found=1, total=3, held=2)
    held = register.draw(base.catalogue, Filters())
    assert held.checked[THRIVE].agrees == 2


def test_a_quote_opens_in_the_original(base: Base) -> None:
    with base.catalogue.read() as connection:
        found = quotes.quotes(connection, [THRIVE, PRIZE])
        texts = dict(connection.execute(select(t.texts.c.document_id, t.texts.c.text)).all())
    for document, start, end, state in found.values():
        assert start < end or state == "not-found"
        assert texts[document][start:end] == texts[document][start:end].strip()
    report_ = check(base.catalogue, base.settings)
    assert report_.ok, report_


def test_what_differs_or_is_not_found_waits_for_a_person(base: Base) -> None:
    waiting: list[Any] = list(review_queue.pending(base.catalogue, kind=quotes.KIND).items)
    states = [one.detail["state"] for one in waiting]
    assert sorted(states) == ["agrees", "agrees", "differs", "differs", "not-found", "not-found"]
    assert states.index("agrees") > max(i for i, s in enumerate(states) if s != "agrees")


def test_a_quote_that_a_person_declined_is_none(base: Base) -> None:
    waiting = review_queue.pending(base.catalogue, kind=quotes.KIND).items
    one = next(one for one in waiting if "higher by 5" in one.quote)
    review.decline(base.catalogue, [one.id], "Ann", "That is another table.")
    with base.catalogue.read() as connection:
        assert quotes.checked(connection, [THRIVE])[THRIVE].agrees == 1
        assert quotes.quotes(connection, [THRIVE])[one.value][3] == "not-found"


def test_what_met_already_is_not_read_again_and_what_changed_is(base: Base) -> None:
    before = quoted(base)
    with base.catalogue.write() as connection:
        assert studies.relink(connection).changed == 0
    text, url = ORIGINALS[2]
    item = report(text.replace("16", "15"), ref=url, title="Page", with_areas=False)
    base.keep(replace(item, document=replace(item.document, url=url, authors=(), metadata=())))
    with base.catalogue.write() as connection:
        studies.relink(connection)
    after = quoted(base)
    changed = [key for key in before if after[key] != before[key]]
    assert changed == ["How many credit unions are in "]
    assert after[changed[0]][0] == "agrees"


def test_a_source_about_something_else_is_no_study_of_the_attempt(base: Base) -> None:
    item = report("Another bank\n\nA bank tried out words.", ref=ELSEWHERE, title="Words")
    base.keep(replace(item, document=replace(item.document, url=ELSEWHERE, authors=())))
    with base.catalogue.write() as connection:
        studies.relink(connection)
        linked = set(
            connection.execute(
                select(t.attempt_studies.c.study_id).where(t.attempt_studies.c.attempt_id == PRIZE)
            ).scalars()
        )
        assert item.document.id not in linked
        assert quotes.checked(connection, [PRIZE])[PRIZE].held == 3


def test_our_summary_says_that_the_original_is_held_once_it_is(base: Base) -> None:
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        told.findings(connection, citations, attempts=[THRIVE, PRIZE])
        held = {c.reports.url: c.reports.held for c in citations.all() if c.reports is not None}
    originals = {bare(url) for _, url in ORIGINALS}
    cited = {bare(str(url)): is_held for url, is_held in held.items()}
    assert {url for url, is_held in cited.items() if is_held} == originals & set(cited)
    assert False in cited.values()


def bare(url: str) -> str:
    """An address without what two spellings of it differ in."""
    return url.split("://")[-1].removeprefix("www.")


def test_a_figure_from_another_source_is_cited_as_that_source(base: Base) -> None:
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        found = told.findings(connection, citations, attempts=[PRIZE])
        cited = {c.id: c.reports.url for c in citations.all() if c.reports is not None}
    (joined,) = (f for f in found if len({cited[str(x.citation)] for x in f.figures}) > 1)
    assert {figure.value for figure in joined.figures} >= {13, 14, 15}


def test_what_rests_on_a_source_that_is_not_held_is_given_to_no_study_that_is(
    base: Base, tmp_path: Path
) -> None:
    funded = (NOTES / "future-jobs-fund.md").read_bytes()
    base.take(folder_of(tmp_path / "funded", {"notes/future-jobs-fund.md": funded}))
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        told.findings(connection, citations, attempts=["future-jobs-fund"])
        urls = sorted({str(c.reports.url) for c in citations.all() if c.reports})
    item = report("What became of the jobs\n\nNothing was compared.", ref=urls[0], title="Page")
    base.keep(replace(item, document=replace(item.document, url=urls[0], authors=(), metadata=())))
    with base.catalogue.write() as connection:
        studies.relink(connection)
    drawn = gaps.draw(base.catalogue, Filters())
    cited = {c.id: c.reports for c in drawn.citations if c.reports}
    own = [r for r in drawn.results if r.finding.attempt_id == "future-jobs-fund"]
    compiled = [r for r in own if r.finding.basis == "compiled"]
    assert {r.is_summarised for r in compiled} == {True, False}
    for result in compiled:
        assert result.is_summarised or cited[result.finding.citation].held
