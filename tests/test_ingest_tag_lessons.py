"""What a document says helped, hindered or follows. Every sentence here is invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag import lessons
from ingest.tag.lessons import rules
from ingest.tag.lessons.phrases import Phrases, folded, words
from ingest.tag.sheet import lay_out
from kb import vocab
from kb.accounts import ToldLesson
from kb.errors import VocabularyError
from kb.evidence import Reading
from kb.models import Heading


def told(text: str, *, type: str = "evaluation", interest: str = "evaluator") -> list[ToldLesson]:
    """The lessons of a text whose lines that begin with ``#`` are headings, as deep as they have of them."""
    headings, plain = [], ""
    for line in text.split("\n"):
        bare = line.lstrip("#").strip()
        if line.startswith("#"):
            depth = len(line) - len(line.lstrip("#"))
            headings.append(Heading(bare, len(plain), len(plain) + len(bare), depth))
        plain += bare + "\n\n"
    sheet = lay_out(plain, headings=headings, type=type, interest=interest)
    found = list(lessons.read(sheet))
    assert all(plain[one.span.start : one.span.end] == one.span.quote for one in found)
    return found


def kinds(text: str, **given: str) -> list[str]:
    return [one.kind for one in told(text, **given)]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry academy struggled to recruit mentors on the smaller islands.",
        "Too many of the placements turned out to be with a single employer.",
        "The partnership failed to agree who would own the shared database.",
        "A lack of time among line managers meant that few referrals were made.",
        "The main challenge was finding landlords who would join the scheme.",
        "Delivery was hampered by three changes of project director.",
        "Partners found it hard to share data about the same households.",
        "The evening workshops were less successful than the visits at home.",
        "Recruitment was delayed because contracts were signed in August.",
        "Staff turnover meant that participants met four advisers in a year.",
        "The pilot did not reach the tenants whom it was meant for.",
        "Tensions between the two charities slowed down the project.",
        "The eligibility rules were too strict for people with irregular hours.",
        "A further barrier was the cost of childcare during training sessions.",
        "The programme was unable to keep employers involved after the first year.",
        "Coaches reported that the referral form was cumbersome and often ignored.",
    ],
)
def test_a_failure_is_read_as_what_hindered(text: str) -> None:
    assert kinds(text) == ["hindered"]


@pytest.mark.parametrize(
    "text",
    [
        "Having one key worker throughout was crucial to the success of the project.",
        "The breakfast meetings worked well because employers could come before opening.",
        "Strong backing from the harbour board helped to keep partners at the table.",
        "Time spent on visits built trust between the coaches and the families.",
        "Participants valued the small size of the groups.",
        "The commitment of the school heads was instrumental in recruiting families.",
        "Flexible funding allowed providers to change course when demand fell.",
        "Much of its success was due to volunteers who knew the estate.",
        "A shared office contributed to better coordination between the agencies.",
    ],
)
def test_a_success_is_read_as_what_helped(text: str) -> None:
    assert kinds(text) == ["helped"]


@pytest.mark.parametrize(
    "text",
    [
        "We recommend that future rounds begin with a month of visits to employers.",
        "Future programmes should pay mentors for the time they travel.",
        "With hindsight the team would have signed data agreements first.",
        "A key lesson is that referrals dry up when nobody answers the telephone.",
        "The evaluation recommends that the council extend the contract to three years.",
        "We learned that a leaflet alone brings nobody to the door.",
        "Commissioners should allow a longer period for setting up.",
        "The scheme would benefit from a single point of contact.",
        "If we ran it again, we would do the launch differently.",
    ],
)
def test_a_consequence_is_read_as_an_implication(text: str) -> None:
    assert kinds(text) == ["implication"]


@pytest.mark.parametrize(
    "text",
    [
        "The programme aims to help young people overcome barriers to work.",
        "Many young people struggle to find a first job on the islands.",
        "This chapter discusses the challenges of measuring wellbeing.",
        "A barrier is defined as anything that keeps a person from work.",
        "Get in touch if your organisation would like to find out more about the scheme.",
        "The Ferry Challenge Prize opened to applications in May.",
        "The project was launched in 2016 in four coastal towns.",
        "Mental health problems cost employers on the islands 3 million pounds a year.",
        "Did the programme fail to reach the people it should have reached?",
        "It is difficult to assess how many people the project reached.",
        "Participants were 34 years old on average and lived in rented homes.",
    ],
)
def test_problems_aims_and_calls_are_no_lessons(text: str) -> None:
    assert kinds(text) == []


def test_a_numeric_difference_that_was_not_found_is_a_finding_and_no_lesson() -> None:
    assert kinds("Earnings of participants did not differ from those of the control group.") == []


def test_an_overcome_barrier_does_not_count_as_one() -> None:
    assert "hindered" not in kinds("Home visits helped the project to overcome the main barriers.")


def test_the_problem_that_a_recommendation_answers_does_not_hide_it() -> None:
    text = "Because referrals were delayed, future programmes should agree them before the launch."
    assert kinds(text) == ["implication"]


# --- headings and lists -----------------------------------------------------------------------------


def test_items_under_recommendations_count_without_cues_of_their_own() -> None:
    text = "# Recommendations\n• Keep the groups small.\n• More visits to workplaces in the first month."
    assert kinds(text) == ["implication", "implication"]


def test_items_under_what_worked_are_what_helped() -> None:
    assert kinds("# What worked well\n• Evening sessions in the library for night workers.") == [
        "helped"
    ]


def test_items_under_challenges_are_what_hindered() -> None:
    assert kinds("# Challenges\n• Two moves of office within the first year.") == ["hindered"]


def test_a_numbered_recommendation_counts_and_its_number_is_no_part_of_the_quote() -> None:
    (one,) = told("# Recommendations\n1. Strengthen the links between harbour and school.")
    assert (one.kind, one.span.quote[:10]) == ("implication", "Strengthen")


def test_the_same_item_elsewhere_is_no_lesson() -> None:
    assert kinds("# Activities\n• Two moves of office within the first year.") == []


def test_a_section_within_lessons_learned_still_tells_lessons() -> None:
    text = (
        "# Lessons learned\n## Working with schools\n"
        "Heads need to be met before the summer holidays.\n# Budget\n"
        "Heads need to be met before the summer holidays."
    )
    assert len(told(text)) == 1


def test_a_line_that_opens_a_list_gives_its_items_their_kind() -> None:
    text = (
        "Future rounds of the scheme need at least the following:\n"
        "• a clear role for the harbour board in every town\n• travel money for mentors paid in advance"
    )
    assert kinds(text) == ["implication", "implication"]


def test_headings_themselves_are_no_lessons() -> None:
    assert kinds("# Three ingredients critical for success\nThe pier opened in May.") == []


def test_unmarked_headings_of_plain_text_announce_too() -> None:
    text = "What we learned\nMentors should be paid for the time that they travel between islands."
    found = told(text, type="blog", interest="deliverer")
    assert [(one.kind, one.view) for one in found] == [("implication", "deliverer")]


def test_backgrounds_set_the_scene_and_tell_no_lesson() -> None:
    text = "The project struggled to repair the pier after the storm."
    assert kinds(f"# Background\n{text}") == []
    assert kinds(f"# Delivery\n{text}") == ["hindered"]


def test_guidance_tells_people_what_to_do_and_no_lesson() -> None:
    text = "Providers should always keep records of attendance at the sessions."
    assert kinds(text, type="guidance") == []
    assert kinds(f"# Lessons learned\n{text}", type="guidance") == ["implication"]


# --- theme and view ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("The project struggled to recruit mentors because the funding came late.", "funding"),
        ("Partners found it hard to share data on attendance.", "data-and-measurement"),
        ("The scheme failed to engage employers beyond the large hotels.", "employer-engagement"),
        ("Backing from senior leaders on the board was crucial to the project.", "governance"),
        ("Contracts were signed late, and the delay hampered delivery.", "timing"),
        ("The pandemic made it harder to run the sessions.", "context"),
        ("Staff turnover and heavy caseloads hampered the service.", "staff-skills"),
        ("Rolling the model out to other cities proved difficult to replicate.", "scale"),
        ("Users should have been involved in the co-design of the app.", "user-experience"),
    ],
)
def test_a_lesson_has_the_theme_of_its_words(text: str, theme: str) -> None:
    assert [one.theme for one in told(text)] == [theme]


def test_a_lesson_without_words_of_a_theme_has_none() -> None:
    assert [one.theme for one in told("That was less successful than we thought.")] == [None]


@pytest.mark.parametrize(
    ("text", "interest", "view"),
    [
        ("Staff felt that the sessions were too short.", "evaluator", "deliverer"),
        ("Participants told us that the sessions were too short.", "evaluator", "participant"),
        ("We found that the sessions were too short.", "evaluator", "evaluator"),
        ("We found that the sessions were too short.", "deliverer", "deliverer"),
        ("Young people said that the forms were too complex.", "deliverer", "participant"),
        ("According to the audit office the scheme was too costly.", "deliverer", "other"),
        ("The sessions were too short for the project.", "journalist", "other"),
    ],
)
def test_a_lesson_has_the_view_of_who_speaks(text: str, interest: str, view: str) -> None:
    assert [one.view for one in told(text, interest=interest)] == [view]


def test_a_report_of_its_own_study_speaks_as_evaluator() -> None:
    text = "The sessions were too short for the project."
    reading = Reading((), "qualitative")
    (one,) = lessons.read(lay_out(text, reading=reading, type="report"))
    assert one.view == "evaluator"


def test_a_note_below_the_page_is_no_lesson() -> None:
    assert kinds("106 Ada Quill, “A lack of data hampered the project”, 28 August 2014.") == []


def test_a_report_of_nobody_known_gives_its_author_no_stake() -> None:
    found = told("The sessions were too short for the project.", type="report", interest="unknown")
    assert [one.view for one in found] == ["other"]


# --- form -------------------------------------------------------------------------------------------


def test_the_bullet_before_an_item_is_no_part_of_its_quote() -> None:
    (one,) = told("# Challenges\n• The office of the scheme moved twice within a year.")
    assert one.span.quote.startswith("The office")


def test_a_rule_names_its_version_and_its_cue() -> None:
    (one,) = told("The scheme failed to engage employers.")
    assert one.span.rule.startswith(f"{lessons.VERSION}:hindered.")
    assert 0 < one.span.score <= 1


def test_what_breaks_off_is_no_lesson() -> None:
    assert kinds("The scheme failed to engage employers and was") == []


def test_an_empty_document_tells_nothing() -> None:
    assert lessons.read(lay_out("")) == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "We struggled to recruit mentors.", "Lessons learned", "• Keep it small", "should",
                "Staff felt that it was too late for the programme.", "\n\n", "the following:", "not",
                "A lack of data ", "worked well. ", "“quoted", "£3m", "\u2028", "İ", "ﬁ", "🙂", "-", "a" * 300,
            ]
        ),
        max_size=24,
    ).map(" ".join)
)  # fmt: skip
def test_every_quote_opens_again_and_two_readings_agree(text: str) -> None:
    sheet = lay_out(text)
    found = lessons.read(sheet)
    assert found == lessons.read(sheet)
    themes, views = vocab.load("themes"), vocab.load("views")
    for one in found:
        assert text[one.span.start : one.span.end] == one.span.quote
        assert one.theme is None or one.theme in themes
        assert one.view in views


@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text: str) -> None:
    for one in lessons.read(lay_out(text)):
        assert text[one.span.start : one.span.end] == one.span.quote


@pytest.mark.parametrize(
    "text",
    [
        "programme not " * 30_000,
        "the main challenge challenge " * 15_000,
        "a" * 400_000,
        "would not have been too " * 17_000,
        "x. " * 130_000,
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    sheet = lay_out(text)
    began = time.process_time()
    lessons.read(sheet)
    assert time.process_time() - began < 12


# --- phrases ----------------------------------------------------------------------------------------


def found_in(phrase: str, text: str) -> bool:
    phrases = Phrases({"boats": "ferry ferries punt"})
    phrases.add("x", [phrase])
    plain = folded(text)
    return bool(phrases.find(plain, words(plain)))


@pytest.mark.parametrize(
    ("phrase", "text", "holds"),
    [
        ("lost|missed boat", "They missed boat and train.", True),
        ("miss* the boat", "They were missing the boat.", True),
        ("miss ..2 boat", "We miss the last boat.", True),
        ("miss ..1 boat", "We miss the very last boat.", False),
        ("@boats late", "The punt late again", True),
        ("late (by an hour|again)", "It was late by an hour.", True),
        ("late (by an hour|again)", "It was late by a day.", False),
        ("late again?", "It was late.", True),
        ("^ consider", "Consider the ferry.", True),
        ("^ consider", "We consider the ferry.", False),
        ("take up", "Low take-up was found.", True),
        ("didn't sail", "It didn’t sail.", True),
        ("art", "party", False),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase: str, text: str, holds: bool) -> None:
    assert found_in(phrase, text) is holds


@pytest.mark.parametrize(
    "phrase", ["..2 boat", "boat? late", "(boat|ship", "boat)", "@fish late", ""]
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(VocabularyError):
        found_in(phrase, "boat")


def test_every_rule_has_its_rationale_and_every_theme_its_words() -> None:
    table = rules.cues()
    assert {cue.kind for cue in table.by_id.values()} == {*rules.KINDS, *rules.SILENT}
    assert set(rules.themes().order) == set(vocab.load("themes").slugs)
    assert set(rules.views().order) == set(vocab.load("views").slugs)
    assert {"helped", "hindered", "implication", "lesson"} <= set(rules.headings().kinds.values())
