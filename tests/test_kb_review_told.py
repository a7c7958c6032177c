"""What documents tell waits for a person: results first, the least certain before the others, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from accounted import IN_WORK, MONEY, TRUST, account, finding, lesson, problem
from bases import REPORT, Base, report
from sqlalchemy import insert

from kb import review, review_queue, review_words
from kb.accounts import ToldFinding
from kb.catalogue import accounts
from kb.catalogue import tables as t
from kb.errors import UnknownName, UsageError
from kb.review_pending import Pending

ANN, WHY = "Ann Smith", "Table 1 says so."
REACHED = "Employers asked for “one name to call” – and said so often."


def scored(one: ToldFinding, score: float) -> ToldFinding:
    return replace(one, span=replace(one.span, score=score))


@pytest.fixture
def document(base: Base) -> str:
    """A report with an effect, a surer change, a delivery, a lesson and a fact of the problem."""
    item = report()
    findings = (
        scored(finding(REPORT, REACHED, kind="delivery", outcome="calls"), 0.1),
        scored(finding(REPORT, TRUST, kind="change", outcome="trust"), 0.9),
        scored(finding(REPORT, IN_WORK), 0.5),
    )
    base.keep(replace(item, account=account(REPORT, findings=findings, programme=())))
    return item.document.id


def waiting(base: Base, kind: str | None = None) -> tuple[Pending, ...]:
    return review_queue.pending(base.catalogue, kind=kind, limit=100).items


def test_effects_and_changes_come_first_then_other_findings_areas_and_the_rest(
    base: Base, document: str
) -> None:
    kinds = [(one.kind, (one.detail or {}).get("kind")) for one in waiting(base)]
    assert kinds == [
        ("finding", "effect"), ("finding", "change"), ("finding", "delivery"), ("area", None),
        ("problem", None), ("lesson", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("finding", "Effect against a comparison: in work after a year ("),
        ("finding", "; favours the attempt; for "),
        ("lesson", "Hindered: no theme of the list; as those who delivered it see it"),
        ("problem", "Whom it meets: "),
    ],
)
def test_what_waits_is_told_in_words_with_its_page(
    base: Base, document: str, kind: str, words: str
) -> None:
    first = waiting(base, kind)[0]
    assert words in review_words.suggested(kind, first.value, detail=first.detail)
    assert (first.page_label, first.title) in (("iv", "A pilot"), ("v", "A pilot"))


def test_what_was_judged_waits_no_more_nor_under_newer_rules(base: Base, document: str) -> None:
    for one in waiting(base, "finding"):
        review.decline(base.catalogue, [one.id], ANN, WHY)
    assert waiting(base, "finding") == ()
    newer = account(
        REPORT, "accounts-2",
        findings=(finding(REPORT, IN_WORK[:-1], direction="mixed"), finding(REPORT, MONEY)),
        lessons=(lesson(REPORT, view="evaluator"),), problems=(problem(REPORT),),
    )  # fmt: skip
    with base.catalogue.write() as connection:
        accounts.write(connection, document, newer)
    assert [one.quote for one in waiting(base, "finding")] == [MONEY]


@pytest.fixture
def met(base: Base, document: str) -> dict[str, str]:
    """Statements of a note that the report tells, tells otherwise, and does not tell; ids by state."""
    ids = {}
    with base.catalogue.write() as connection:
        for n, state in enumerate(("agrees", "differs", "not-found")):
            ids[state] = f"quote-{n}"
            found = state != "not-found"
            connection.execute(
                insert(t.suggestions).values(
                    id=ids[state], document_id=document, kind="quote", value=f"statement-{n}",
                    score=0.5, quote=IN_WORK if found else "",
                    start=REPORT.index(IN_WORK) if found else 0,
                    end=REPORT.index(IN_WORK) + len(IN_WORK) if found else 0,
                    rule=f"quotes-1:{state}", detail={"state": state, "note": "x"},
                )
            )  # fmt: skip
    return ids


def test_statements_that_their_original_tells_otherwise_wait_before_other_findings(
    base: Base, met: dict[str, str]
) -> None:
    everything = [one.id for one in waiting(base)]
    kinds = [one.kind for one in waiting(base)]
    assert kinds[:5] == ["finding", "finding", "quote", "quote", "finding"]
    assert everything[2:4] == [met["differs"], met["not-found"]]
    assert everything[-1] == met["agrees"]


def test_a_quote_is_accepted_or_declined_and_never_edited(base: Base, met: dict[str, str]) -> None:
    review.accept(base.catalogue, [met["differs"]], ANN, WHY)
    assert met["differs"] not in [one.id for one in waiting(base, "quote")]
    with pytest.raises(UsageError, match="accepted: accept or decline"):
        review.edit(base.catalogue, met["agrees"], {"value": "x"}, ANN, WHY)


@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        ("finding", {"direction": "great"}, "unknown direction 'great'"),
        ("finding", {"outcome_slug": "riches"}, "unknown"),
        ("finding", {"populations": "women,martians"}, "martians"),
        ("finding", {"outcome": ""}, "a text of up to"),
        ("finding", {"when": "last year"}, "2014, 2014-03 or 2014/2016"),
        ("finding", {"theme": "x"}, "field of a suggestion of kind finding"),
        ("lesson", {"view": "none"}, "unknown view 'none'"),
        ("lesson", {"view": "deliverer"}, "it says that already"),
        ("problem", {"aspect": "why"}, "unknown aspect 'why'"),
        ("problem", {"area": "gardening"}, "unknown"),
    ],
)
def test_nothing_is_set_that_is_in_no_list(
    base: Base, document: str, kind: str, changes: dict[str, str], says: str
) -> None:
    (first, *_) = waiting(base, kind)
    with pytest.raises(UsageError, match=says):
        review.edit(base.catalogue, first.id, changes, ANN, WHY)
    assert len(waiting(base, kind)) == (3 if kind == "finding" else 1)


def test_an_unknown_kind_is_refused(base: Base) -> None:
    with pytest.raises(UnknownName, match="kind of suggestion"):
        waiting(base, "findings-and-more")
