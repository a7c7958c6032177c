"""The picture: what an answer holds, what it refuses, and that every statement opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from built import base_in, ingest, note

from kb import asked, picture, picture_answer, picture_people, relevance, weights
from kb.catalogue import read
from kb.catalogue.attempts import direction_of
from kb.errors import UnknownId, UnknownName, UsageError
from kb.models import Filters, Picture, Query
from kb.summary import certainty
from pipelines import ask as pipeline
from pipelines.base import Base

SLUGS = (
    "mhfa-canberra-workplace-rct",
    "mhfa-workplaceaid",
    "mhfa-meta-analysis",
    "respect-manager-training",
    "kickstart",
    "future-jobs-fund",
    "youth-contract-wage-incentive",
    "debt-advice-rct-2007",
    "fit-for-work-service",
    "this-is-me-city",
    "help-to-save",
    "inclusive-economy-partnership",
)
needs_weights = pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_in(tmp_path_factory.mktemp("picture")) as made:
        results = ingest(made, *(note(slug) for slug in SLUGS))
        assert {result.outcome for result in results} == {"added"}
        yield made


def answer(base: Base, question: str, **filters: object) -> Picture:
    query = Query(question, Filters(**filters))  # type: ignore[arg-type]
    return picture.draw(base.catalogue, query, base.searcher.find(query))


@needs_weights
def test_every_statement_of_an_answer_cites_a_span_that_opens(base: Base) -> None:
    drawn = answer(base, "Has mental health first aid training helped staff?")
    assert drawn.answerable
    known = {citation.id: citation for citation in drawn.citations}
    cited = [i for statement in drawn.summary for i in statement.citations]
    cited += [f.citation for f in drawn.findings] + [lesson.citation for lesson in drawn.lessons]
    cited += [i for attempt in drawn.attempts for i in attempt.citations]
    cited += [str(f.citation) for attempt in drawn.attempts for f in attempt.costs]
    assert cited
    assert set(cited) <= set(known)
    with base.catalogue.read() as connection:
        for citation in known.values():
            stored = read.text_of(connection, citation.document_id)
            assert stored.text[citation.start : citation.end] == citation.quote


@needs_weights
def test_a_note_is_cited_as_a_paraphrase_of_the_source_it_is_about(base: Base) -> None:
    drawn = answer(base, "Has mental health first aid training helped staff?")
    for citation in drawn.citations:
        assert citation.kind == "paraphrase"
        assert citation.reports is not None
        assert citation.reports.held is False
        assert citation.reports.csl["title"]


@needs_weights
def test_an_answer_is_the_same_through_the_pipeline(base: Base) -> None:
    query = Query("Do subsidised jobs for young unemployed people pay off?")
    direct = picture.draw(base.catalogue, query, base.searcher.find(query))
    through = pipeline.ask(pipeline.build(base.searcher), query)
    assert (direct.attempts, direct.findings, direct.close) == (
        through.attempts,
        through.findings,
        through.close,
    )
    assert {"future-jobs-fund", "kickstart"} <= {attempt.id for attempt in direct.attempts}


@needs_weights
def test_compiled_levels_above_nesta_3_are_held_back_until_confirmed(base: Base) -> None:
    drawn = answer(base, "Has mental health first aid training helped staff?")
    level = next(a for a in drawn.attempts if a.id == "mhfa-meta-analysis").levels["nesta-2013"]
    assert (level.level, level.rank, level.basis) == ("3", 3, "compiled")
    assert "The note states 4" in level.why_not_higher[0]


@needs_weights
@pytest.mark.parametrize(
    ("question", "kind", "reason"),
    [
        ("How do I mend a puncture on a bicycle tyre?", "nothing-held", "about what was asked"),
        (
            "How many people has the Mental Health at Work Commitment helped?",
            "held-but-not-on-this",
            "mentions Mental Health at Work Commitment",
        ),
    ],
)
def test_what_the_base_holds_nothing_on_is_refused_with_a_reason(
    base: Base, question: str, kind: str, reason: str
) -> None:
    drawn = answer(base, question)
    assert drawn.answer_kind == kind
    assert reason in str(drawn.reason)
    assert drawn.findings == drawn.lessons == drawn.summary == ()
    assert bool(drawn.nearest) == (kind == "held-but-not-on-this")


@needs_weights
def test_a_question_about_the_register_lists_the_attempts_that_have_the_fact(base: Base) -> None:
    drawn = answer(base, "Which attempts have never been evaluated?")
    assert {"this-is-me-city", "inclusive-economy-partnership"} <= set(drawn.close)
    assert "mhfa-meta-analysis" not in {attempt.id for attempt in drawn.attempts}


@needs_weights
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"area": ("financial-inclusion",)}, {"debt-advice-rct-2007", "help-to-save"}),
        ({"country": ("Australia",)}, {"mhfa-canberra-workplace-rct", "respect-manager-training"}),
        ({"direction": ("not-studied",)}, {"this-is-me-city"}),
        ({"standard": "nesta-2013", "min_level": "3"}, {"debt-advice-rct-2007"}),
        ({"from_year": 2020, "to_year": 2021}, {"kickstart"}),
        ({"sector": ("civil-society",), "area": ("mental-health-at-work",)}, {"mhfa-workplaceaid"}),
    ],
)
def test_a_filter_leaves_only_what_matches(
    base: Base, filters: dict[str, object], expected: set[str]
) -> None:
    query = Query("work and money", Filters(**filters), limit=50)  # type: ignore[arg-type]
    found = base.searcher.find(query)
    with base.catalogue.read() as connection:
        titles = read.titles(connection, {r.passage.document_id for r in found.ranked})
        order = picture_answer.ranked_attempts(
            connection, found.ranked, asked.read(query.text), found.matching
        )
    assert titles
    assert expected <= set(order)
    assert len(order) < len(SLUGS)


@needs_weights
def test_filters_that_leave_nothing_say_so(base: Base) -> None:
    drawn = answer(base, "debt advice", country=("Norway",))
    assert (drawn.answer_kind, drawn.reason) == (
        "nothing-held",
        "No document matches these filters.",
    )


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"area": ("mental-health",)}, UnknownName),
        ({"standard": "nesta"}, UnknownName),
        ({"min_level": "9"}, UsageError),
        ({"from_year": 2020, "to_year": 2010}, UsageError),
        ({"document": ("nothing",)}, UnknownId),
        ({"country": ("Atlantis",)}, UnknownName),
    ],
)
def test_a_filter_value_that_is_not_known_is_refused(
    base: Base, filters: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        base.searcher.find(Query("x", Filters(**filters)))  # type: ignore[arg-type]


def test_an_empty_base_says_that_it_is_empty(tmp_path: Path) -> None:
    with base_in(tmp_path, hashed=True) as empty:
        drawn = answer(empty, "anything")
    assert (drawn.answer_kind, drawn.answerable) == ("nothing-held", False)
    assert "empty" in str(drawn.reason)


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        ([], "not-studied"),
        (["positive", "positive"], "positive"),
        (["positive", "no-effect"], "mixed"),
        (["unclear", "positive"], "positive"),
        (["unclear", "no-effect"], "unclear"),
        (["unclear"], "unclear"),
        (["mixed", "positive"], "mixed"),
    ],
)
def test_the_direction_of_an_attempt_is_a_vote_by_direction(
    directions: list[str], expected: str
) -> None:
    assert direction_of(directions) == expected


@pytest.mark.parametrize(
    ("directions", "designs", "expected"),
    [
        ([], [], "very low"),
        (["positive"], ["rct"], "low"),
        (["positive"] * 3, ["rct", "did", None], "moderate"),
        (["positive"] * 3, ["matching", "did", None], "low"),
        (["positive"] * 12, ["rct"] * 12, "moderate"),
        (["positive", "positive", "mixed"], ["rct"] * 3, "low"),
    ],
)
def test_certainty_follows_its_rule_and_never_reaches_high(
    directions: list[str], designs: list[str | None], expected: str
) -> None:
    assert certainty(directions, designs) == expected


@needs_weights
def test_only_effects_enter_the_plot_and_the_count_of_directions(base: Base) -> None:
    drawn = answer(base, "Did the campaign to talk about mental health at work change attitudes?")
    kinds = {finding.citation: finding.kind for finding in drawn.findings}
    assert {kinds[cited] for row in drawn.effects for cited in row.citations} <= {"effect"}
    assert set(drawn.changes) <= {f.id for f in drawn.findings if f.kind == "change"}
    assert "%" not in "".join(statement.text for statement in drawn.summary)


@needs_weights
def test_a_study_is_one_row_of_the_plot_and_the_strongest_stands_first(base: Base) -> None:
    drawn = answer(base, "Has mental health first aid training helped staff?")
    assert len({row.study for row in drawn.effects}) == len(drawn.effects) > 1
    ranks = [row.rank or 0 for row in drawn.effects]
    assert ranks == sorted(ranks, reverse=True)


@needs_weights
def test_every_gap_says_what_is_nearest_and_cites_it(base: Base) -> None:
    drawn = answer(base, "Has mental health first aid training helped staff?")
    known = {citation.id for citation in drawn.citations}
    assert drawn.gaps
    for gap in drawn.gaps:
        assert set(gap.citations) <= known
        assert bool(gap.nearest) == bool(gap.citations)


@needs_weights
@pytest.mark.parametrize(
    "question",
    [
        "Does mental health first aid training change anything after ten years?",
        "Were subsidised jobs for unemployed young people still paying off 20 years later?",
    ],
)
def test_a_result_after_a_time_that_nobody_measured_is_refused_with_the_nearest(
    base: Base, question: str
) -> None:
    drawn = answer(base, question)
    assert (drawn.answer_kind, drawn.findings, drawn.lessons) == ("held-but-not-on-this", (), ())
    assert "years" in str(drawn.reason)
    assert drawn.nearest


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What happened to the Fit for Work service and why?", ("Fit for Work",)),
        ("Does IPS still work outside severe illness?", ("IPS",)),
        ("What did the English Group Work trial find?", ("Group Work",)),
        ("What are employers told in the UK?", ()),
        ("Do wage incentives for employers work?", ()),
    ],
)
def test_what_a_question_names_is_read_out_of_it(question: str, names: tuple[str, ...]) -> None:
    assert relevance.names_in(question) == names


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Which programmes failed to reduce absence?", ("no-benefit",)),
        ("How much does it cost per participant?", ("cost",)),
        ("Has any programme done harm?", ("harm",)),
        ("Do summer jobs help young people?", ()),
    ],
)
def test_what_a_question_asks_besides_its_topic_is_read_out_of_it(
    question: str, facts: tuple[str, ...]
) -> None:
    assert asked.read(question).facts == facts


@needs_weights
def test_an_error_of_ours_leaves_the_pipeline_as_it_is(base: Base) -> None:
    query = Query("debt advice", Filters(area=("mental",)))
    with pytest.raises(UnknownName, match="unknown area"):
        pipeline.ask(pipeline.build(base.searcher), query)


def test_the_catalogue_knows_how_far_the_index_is(tmp_path: Path) -> None:
    from kb.status import status

    with base_in(tmp_path, hashed=True) as small:
        ingest(small, note("kickstart"))
        told = status(small.catalogue, small.settings, small.index)["index"]
    assert told["behind"] == 0
    assert told["published_at"]


@needs_weights
def test_an_answer_about_other_people_is_none_about_those_who_were_named(base: Base) -> None:
    drawn = answer(base, "Has mental health first aid training helped care leavers?")
    assert (drawn.answer_kind, drawn.findings) == ("held-but-not-on-this", ())
    assert "care" in str(drawn.reason).casefold()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What has been tried to get care leavers into work?", "care-experienced"),
        ("Do wage subsidies help?", None),
    ],
)
def test_people_that_a_question_names_are_known_by_the_list(
    question: str, named: str | None
) -> None:
    found = picture_people.named(question)
    assert (named in found) if named else found == ()
