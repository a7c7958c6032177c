"""A picture as a person reads it: order, counting, quotes apart from our own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app_pages import answer, bibliography, facts, findings, plots, schemes
from kb import charts, standards
from kb.models import (
    Attempt,
    Citation,
    Direction,
    Disagreement,
    EffectRow,
    Figure,
    Filters,
    Finding,
    Hit,
    Lesson,
    Level,
    Picture,
    Reported,
    Side,
    Statement,
)

NESTA, MARYLAND = (
    schemes.choose(standards.load(), (slug,)) for slug in ("nesta-2013", "sms-wwg-2016")
)
CITATION = Citation(
    id="c1", kind="paraphrase", passage_id="p", document_id="d1", source_id="s", title="A note",
    authors=(), publisher=None, date=None, url=None, type="evidence-note", interest="deliverer",
    page=None, page_end=None, page_label=None, page_end_label=None, heading=None, start=0, end=9,
    quote="Our words", link="/source?passage=p&start=0&end=9", status="current",
    reports=Reported({"title": "A report", "publisher": "Mind", "type": "report"}, "https://example.org/r", "page 3"),
)  # fmt: skip
QUOTED = replace(
    CITATION, id="c2", kind="quote", document_id="d2", title="Held <b>report</b>", type="report",
    quote="Verbatim & exact.", page=3, page_end=3, page_label="iii", date="2015-09", reports=None,
    url="javascript:alert(1)",
)  # fmt: skip


def attempt(name: str, nesta: int, maryland: int | None = None, **more: object) -> Attempt:
    levels = {"nesta-2013": Level(str(nesta), nesta, "compiled", ("because",), ("too small",))}
    if maryland:
        levels["sms-wwg-2016"] = Level(str(maryland), maryland, "compiled")
    values: dict[str, object] = {
        "id": name, "name": name.title(), "areas": (), "kind": "x", "what": "", "status": "ended",
        "why_ended": None, "who": (), "where": "Leeds", "country": "England", "start": "2012",
        "end": "2014", "population": None, "targets": (), "costs": (), "studies": 0,
        "documents": 0, "direction": "positive", "citations": ("c1",), **more,
    }  # fmt: skip
    return Attempt(levels=levels, **values)  # type: ignore[arg-type]


def finding(of: str, kind: str = "effect", direction: str = "positive", **more: object) -> Finding:
    values: dict[str, object] = {
        "id": f"{of}-{kind}-{direction}", "attempt_id": of, "study_id": None, "outcome": "jobs",
        "outcome_slug": "employment", "population": None, "comparator": None, "figures": (),
        "text": f"{kind} of {of}", "basis": "compiled", "citation": "c1", **more,
    }  # fmt: skip
    return Finding(kind=kind, direction=direction, **values)  # type: ignore[arg-type]


def picture(**more: object) -> Picture:
    values: dict[str, object] = {
        "question": "q", "filters": Filters(), "answer_kind": "answered", "reason": None,
        "coverage": {"held": "3 attempts described in notes", "last_added": "2026-11-21T10:00:00Z"},
        "summary": (), "attempts": (), "findings": (), "lessons": (), "nearest": (),
        "citations": (CITATION, QUOTED), "timings_ms": {}, **more,
    }  # fmt: skip
    return Picture(**values)  # type: ignore[arg-type]


WEAK, STRONG, RELATED = attempt("weak", 1), attempt("strong", 3, 5), attempt("related", 3, 5)
FULL = picture(
    attempts=(WEAK, STRONG, RELATED),
    close=("weak", "strong"),
    summary=(Statement("Two bear on it.", "low", ("c1",)),),
    findings=(
        finding("weak", "delivery"),
        finding("weak"),
        finding("strong", "change"),
        finding("strong", direction="no-effect"),
        finding("related"),
    ),
    lessons=(
        Lesson("l1", "weak", "hindered", None, "evaluator", "Too hasty.", "compiled", "c1"),
        Lesson("l2", "strong", "helped", "timing", "deliverer", "Patience.", "compiled", "c1"),
    ),
    passages=(Hit(1, 1.0, QUOTED, (), QUOTED.quote),),
)


def test_findings_come_by_kind_and_the_strongest_first() -> None:
    groups = findings.grouped(FULL)
    assert [group.kind for group in groups] == ["effect", "change", "delivery"]
    assert [one.attempt.id for one in groups[0].attempts if one.attempt] == ["strong", "weak"]


def test_related_attempts_are_counted_nowhere() -> None:
    assert findings.headline(FULL).startswith("2 attempts · ")
    shown = str(answer.draw(FULL, NESTA).markup)
    assert "Related attempts (1), not counted above" in shown
    assert "effect of related" not in shown


def test_the_headline_counts_studies_where_there_are_any() -> None:
    studied = replace(FULL, attempts=(replace(STRONG, studies=2, documents=5), WEAK))
    assert "2 studies (5 documents)" in findings.headline(studied)
    assert "no original is held" in findings.headline(FULL)
    assert "strongest: randomised" in findings.headline(FULL)


def test_quotes_have_marks_and_our_words_have_none() -> None:
    shown = str(answer.draw(FULL, NESTA).markup)
    assert "“Verbatim &amp; exact.”" in shown
    assert "“effect" not in shown
    assert 'Our summary of <a href="https://example.org/r"' in shown
    assert "page iii · September 2015 · report · written by the deliverer" in shown


def test_a_title_is_text_and_an_address_that_runs_is_no_link() -> None:
    shown = str(answer.draw(FULL, NESTA).markup)
    assert "Held &lt;b&gt;report&lt;/b&gt;" in shown
    assert 'href="javascript' not in shown


def test_levels_open_their_reasons() -> None:
    shown = str(answer.draw(FULL, NESTA).markup)
    assert "Randomised · Nesta 3 of 5, the most one study can have · compiled" in shown
    assert "Why not higher" in shown
    by_maryland = str(answer.draw(FULL, MARYLAND).markup)
    assert "Randomised · Maryland 5 of 5 · compiled" in by_maryland
    assert "No level by this standard is known." in by_maryland


def test_every_number_stands_in_the_list_of_sources() -> None:
    drawn = answer.draw(FULL, NESTA)
    assert [number for number, _ in drawn.numbers.numbered()] == [1, 2]
    assert bibliography.text(drawn.numbers) == (
        "[1] Mind. A report, as summarised in an evidence note\n[2] (2015). Held <b>report</b>. javascript:alert(1)"
    )


def study(name: str, *outcomes: tuple[str | None, tuple[Direction, ...]]) -> EffectRow:
    return EffectRow(
        study=f"note:{name}", name=f"Study {name}", attempt_id=name, documents=(), design="rct",
        scheme="nesta-2013", level="3", rank=3, basis="compiled", direction=outcomes[0][1][0],
        outcomes=outcomes, citations=("c1",),
    )  # fmt: skip


def test_the_plot_has_a_row_a_study_in_marks_and_words() -> None:
    two = (
        study("one", ("employment", ("no-effect",))),
        study("two", ("employment", ("positive",))),
    )
    shown = answer.draw(replace(FULL, effects=two), NESTA)
    assert shown.plotted == two
    table = str(shown.twin)
    assert table.index("Study one") < table.index("Study two")
    assert 'scope="row"' in table
    assert "No clear difference found" in table
    assert "Randomised · Nesta 3 · compiled" in table
    assert table in str(shown.markup)


def test_the_data_of_an_answer_has_a_row_a_finding_that_says_whether_it_is_a_quote() -> None:
    rows = findings.csv_rows(FULL)
    assert len(rows) == len(FULL.findings)
    assert all(tuple(row) == findings.CSV for row in rows)
    assert {row["is_quote"] for row in rows} == {False}


def test_there_is_no_plot_of_a_single_study() -> None:
    one = replace(FULL, effects=(study("one", ("employment", ("positive",))),))
    assert answer.draw(one, NESTA).plotted == ()
    assert plots.TITLE not in str(answer.draw(one, NESTA).markup)


def test_the_plot_stays_narrow_when_many_outcomes_were_measured() -> None:
    slugs = ["employment", "earnings", "wellbeing", "debt", "savings", "sickness-absence", "stigma"]
    many = study("many", *((slug, ("positive",)) for slug in slugs))
    rows = charts.effect_rows((many, study("two", ("employment", ("negative",)))))
    names = charts.outcomes_of(rows)
    assert len(names) <= charts.MOST_COLUMNS
    assert names[-1] == charts.OTHER
    assert sum(row["effects"] for row in rows) == len(slugs) + 1


def test_a_refusal_names_what_is_nearest() -> None:
    document = "8f5b9c6e-7a39-5d0c-9d2c-0a5f5d3f1b7a"
    refused = picture(
        answer_kind="held-but-not-on-this",
        reason="Nothing in this base mentions it.",
        nearest=(
            {"id": "some-attempt", "title": "An attempt", "why": "Near."},
            {"id": document, "title": "A <i>document</i>", "why": "Near."},
        ),
    )
    shown = str(answer.draw(refused, NESTA).markup)
    assert "The base holds nothing on this" in shown
    assert 'href="source?attempt=some-attempt"' in shown
    assert f'href="source?document={document}"' in shown
    assert "A &lt;i&gt;document&lt;/i&gt;" in shown


@pytest.mark.parametrize(
    ("where", "country", "said"),
    [
        ("Leeds", "England", "Leeds (England), 2012 to 2014"),
        ("several countries; made in Australia", "Australia", "Several countries; made in Australia, 2012 to 2014"),
        (None, "Norway", "Norway, 2012 to 2014"),
        ("Oslo", "Norway, International (several countries)", "Oslo, 2012 to 2014"),
    ],
)  # fmt: skip
def test_a_place_names_its_country_once(where: str | None, country: str, said: str) -> None:
    assert findings.setting(attempt("a", 1, where=where, country=country)) == said


def test_figures_that_name_both_arms_come_before_those_as_reported() -> None:
    arms = tuple(
        Figure(f"{value}%", value=value, unit="%", counts="people in work", arm=arm)  # type: ignore[arg-type]
        for value, arm in ((55, "attempt"), (28, "comparison"))
    )
    one = finding("a", figures=(Figure("p = 0.01"), *arms), comparator="usual services")
    assert findings.figures(one) == (
        "55 of 100 with it, 28 of 100 with usual services: people in work. ",
        "As reported: p = 0.01.",
    )


def test_sides_of_a_disagreement_stand_in_one_table() -> None:
    sides = (Side("41%", None, None, "c1"), Side("<b>18%</b>", None, None, "c2"))
    one = Disagreement("d1", "jobs", "figure", "a", None, sides, None)
    differing = replace(FULL, disagreements=(one,))
    shown = str(answer.draw(differing, NESTA).markup)
    assert "Where sources disagree" in shown
    assert "&lt;b&gt;18%&lt;/b&gt;" in shown
    assert shown.count('scope="col"') >= 3


@pytest.mark.parametrize(
    ("url", "page", "leads_to"),
    [
        ("https://example.org/r.pdf#x", 3, "https://example.org/r.pdf#page=3"),
        ("https://example.org/a", None, "https://example.org/a#:~:text=Well%2Dmade%20%26%20exact."),
        ("javascript:alert(1)", 3, None),
        (None, 3, None),
    ],
)
def test_a_quote_leads_to_its_place_at_the_publisher(
    url: str | None, page: int | None, leads_to: str | None
) -> None:
    citation = replace(QUOTED, url=url, page=page, quote="Well-made & exact.")
    assert facts.at_publisher(citation) == leads_to
