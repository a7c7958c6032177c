"""Claims about type and author: each with the words that say so, and nothing where none do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag.designs import authorship_rules
from ingest.tag.designs.authorship import Authorship, read
from ingest.tag.designs.authorship_organisations import organisations
from kb import vocab
from kb.errors import VocabularyError
from kb.evidence import Guess
from kb.models import Found

SHARED = Path(__file__).resolve().parents[2] / "shared"
PLAIN = "The town has two bridges. People cross them every day. The river is wide.\n\n"
PROMOTION = (
    "Our year in numbers\n\nWe launched the programme in May and we convened 60 employers. An independent "
    "evaluation found that our programme is proven and works. The authors declare no conflicts of interest.\n"
)


def value(guess: Guess | None) -> str | None:
    return guess.value if guess else None


def of(found: Authorship) -> tuple[str | None, str | None]:
    return value(found.type), value(found.interest)


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Independent evaluation of the Bridge scheme", PLAIN, "evaluation"),
        ("The effect of letters on savings: a randomised controlled trial", PLAIN, "evaluation"),
        ("Letters and savings: a systematic review", PLAIN, "systematic-review"),
        ("Trial protocol: the letter study", PLAIN, "protocol"),
        ("Evaluation plan for the Bridge scheme", PLAIN, "protocol"),
        ("Case study: the bridge at Ely", PLAIN, "case-study"),
        ("Evidence review: savings clubs", PLAIN, "evidence-summary"),
        ("Guidance on evaluation", PLAIN, "guidance"),
        ("Evaluation standards", PLAIN, "guidance"),
        ("Bridges", f"Press release\n\n{PLAIN}Notes to editors\n1. A bridge.", "press-release"),
        ("Bridges", f"Posted by: Ann Orr\n\n{PLAIN}", "blog"),
        ("Bridges", f"{PLAIN}This blog is about bridges.", "blog"),
        ("Bridges", f"By Ann Orr, social affairs correspondent\n\n{PLAIN}", "news"),
        ("Bridges", "We launched the scheme in May. Our programme helps. We ran a course in Ely.", "programme-description"),
        ("Bridges", "Slide 1\nA\nSlide 2\nB\nSlide 3\nC\nSlide 4\nD\nSlide 5\nE", "presentation"),
        ("Bridges", PLAIN, None),
        ("", "", None),
    ],
)  # fmt: skip
def test_a_type_is_told_by_what_the_document_calls_itself(
    title: str, text: str, kind: str | None
) -> None:
    assert value(read(text, title=title).type) == kind


def test_address_and_metadata_tell_a_type_and_are_no_quote() -> None:
    found = read(PLAIN, url="https://example.org/blog/2019/bridges").type
    assert found is not None
    assert found.value == "blog"
    assert found.reason.start is None
    assert "https://example.org/blog/2019/bridges" in found.reason.text
    journal = [Found("container-title", "Journal of Bridges", "<meta>")]
    assert value(read(PLAIN, metadata=journal).type) == "journal-article"


@pytest.mark.parametrize(
    ("text", "interest"),
    [
        ("We launched the scheme in May. It was raining.", "deliverer"),
        ("In May we ran a six-month accelerator with our partners.", "deliverer"),
        ("We have funded nine groups. Our grantees meet in Ely every year.", "funder"),
        ("Orr Research was commissioned by the Ministry of Bridges to evaluate the scheme.", "evaluator"),
        ("Evaluator: Orr Research\n\nThe scheme was studied for a year.", "evaluator"),
        ("The authors declare that they have no conflicts of interest.", "independent"),
        ("Ely, England (Reuters) The bridge is open.", "journalist"),
        (PLAIN, None),
        ("We launched a survey of 400 users of the scheme.", None),
        ("We ran a large randomised controlled trial of the programme.", None),
        ("An independent evaluation found that the programme works.", None),
        ("Smith found that evaluators are seldom independent of the programme.", None),
        ("The manager said: “We launched the scheme and we ran a course with nine firms.”", None),
        ("", None),
    ],
)  # fmt: skip
def test_who_wrote_it_is_told_only_by_words_that_say_so(text: str, interest: str | None) -> None:
    assert value(read(text).interest) == interest


def test_a_promotional_author_is_never_an_evaluator_nor_independent() -> None:
    assert value(read(PROMOTION).interest) in ("deliverer", "funder", None)
    hired = PROMOTION + "We were commissioned by the board to evaluate the programme."
    assert value(read(hired, title="Independent evaluation of our programme").interest) in (
        "deliverer",
        "funder",
        None,
    )


def test_the_organisation_of_the_author_is_the_deliverer_where_the_text_says_that_it_ran_it() -> (
    None
):
    text = f"{PLAIN}The strand was managed by Orrfold for two years.\n\nAuthor\n\nAnn Orr was Chief Executive of Orrfold."
    found = read(text).interest
    assert found is not None
    assert found.value == "deliverer"
    assert "managed by Orrfold" in found.reason.text
    assert organisations(text) == ("Orrfold",)


def test_one_sentence_in_a_long_report_makes_nobody_a_deliverer() -> None:
    text = PLAIN * 800 + "We launched the scheme in May."
    assert value(read(text).interest) is None


def test_a_reason_is_the_sentence_that_says_so_at_its_place() -> None:
    text = f"{PLAIN}In May we ran a six-month accelerator with Orrfold. It rained."
    found = read(text).interest
    assert found is not None
    assert found.reason.text == "In May we ran a six-month accelerator with Orrfold."
    assert text[found.reason.start : found.reason.end] == found.reason.text
    assert found.rule == "authorship-1:deliverer.we-ran-it"


@given(
    st.lists(
        st.sampled_from(
            [PLAIN, PROMOTION, "Posted by: ", "Evaluator: Orr\n", "We funded nine groups. ", "“we ran a course”", "\n\n", "Author\n\nAnn Orr, Head of Orrfold\n"]
        ),
        max_size=6,
    )
)  # fmt: skip
def test_every_reason_with_a_place_is_verbatim(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = read(text)
    for guess in (found.type, found.interest):
        if guess and guess.reason.start is not None:
            assert text[guess.reason.start : guess.reason.end] == guess.reason.text
            assert guess.reason.text.strip()


def test_every_value_of_a_rule_is_in_its_vocabulary() -> None:
    rules = authorship_rules.load()
    for kind, name in authorship_rules.KINDS.items():
        assert {rule.value for rule in rules.of[kind]} <= set(vocab.load(name).slugs)


def test_a_rule_of_an_unknown_value_is_refused() -> None:
    row = {
        "value": "angel",
        "name": "x",
        "rationale": "y",
        "where": ["head"],
        "says": ["x"],
        "strength": 1.0,
    }
    table = {"needed": 0.5, "lead": 0.1, "last": [], "lists": {}, "type": [row], "interest": []}
    with pytest.raises(VocabularyError, match="angel"):
        authorship_rules.parse(table, "authorship.toml")


@pytest.mark.parametrize("number", range(5))
def test_a_seed_is_a_post_or_a_description_by_those_who_ran_or_paid_for_it(number: int) -> None:
    files = sorted((SHARED / "data" / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("the seed pages are not here")
    text = files[number].read_text("utf-8")
    found = read(text, media_type="text/plain")
    kind, interest = of(found)
    assert kind in ("blog", "programme-description")
    assert interest in ("deliverer", "funder")
    assert found.interest is not None
    start, end = found.interest.reason.start, found.interest.reason.end
    assert text[start:end] == found.interest.reason.text
