"""Claims about reading designs: each trap of the evidence standards, invented; what always holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tag import designs
from ingest.tag.designs import cues, design, marks, matching, patterns, sentence
from ingest.tag.designs.marks import Marks
from ingest.tag.designs.words import doc, words
from kb.errors import VocabularyError
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN
from kb.models import Page, PageMap, Run

DONE, CITED, INCLUDED = ("done", "this"), ("done", "cited"), ("done", "included-in-review")
PLANNED, NEGATED = ("planned", "this"), ("negated", "this")
HYPOTHETICAL, RECOMMENDED = ("hypothetical", "none"), ("recommended", "none")
EXPLAINED = ("definitional", "none")
NOTHING = ("none", "none")

CASES = {
    "a design that was done": [
        ("rct", DONE, "Half of the job centres were chosen by coin toss to offer the new interview."),
        ("rct", DONE, "Participants were individually randomised (1:1) to coaching or usual support."),
        ("rct", DONE, "We evaluated the subsidy with a field experiment in 60 shops."),
        ("rct", DONE, "Callers were randomly routed to one of two advisers' scripts."),
        ("rdd", DONE, "Using the sharp cut-off in the poverty score, we estimate a jump of 6 points."),
        ("iv", DONE, "We use rainfall as an instrument for crop income."),
        ("its", DONE, "A segmented regression of weekly sales found a drop in the week of the tax."),
        ("synthetic-control", DONE, "We build a synthetic Bristol out of 14 other cities."),
        ("did", DONE, "We compare the change in rents in licensed streets with the change in others."),
        ("panel", DONE, "We control for pupil fixed effects and school-by-year effects."),
        ("matching", DONE, "We used propensity scores to weight the non-users."),
        ("controls-only", DONE, "Adjusting for tenure and health, members were more often in work."),
        ("pre-post", DONE, "Staff were surveyed before the training and again three months later."),
        ("post-only", DONE, "Eight out of ten mentees told us that the scheme had helped them."),
        ("theory-based", DONE, "The evaluation used a realist approach to ask what works for whom."),
        ("process", DONE, "Fidelity was scored at two visits to each site."),
        ("qualitative", DONE, "Semi-structured interviews were held with 12 employers."),
        ("value-for-money", DONE, "The cost per additional job was put at £21,000."),
        ("systematic-review", DONE, "Five databases were searched for studies in English."),
    ],
    "planned": [
        ("rct", PLANNED, "A randomised controlled trial will start in spring."),
        ("rct", PLANNED, "The protocol sets out a cluster randomised trial in 40 schools."),
        ("did", PLANNED, "The final report will use difference-in-differences."),
        ("rct", PLANNED, "Ministers have agreed to fund an RCT of the offer."),
    ],
    "a pilot of a trial": [
        ("rct", PLANNED, "This pilot asked whether young people would be willing to be randomised."),
        ("rct", PLANNED, "Recruitment rates suggest that a definitive randomised trial is feasible."),
        ("none", NOTHING, "The pilot ran in three branches and was liked by staff."),
    ],
    "negation": [
        ("rct", NEGATED, "It was not possible to randomise, for ethical reasons."),
        ("rct", NEGATED, "No randomised design could be put in place."),
        ("matching", NEGATED, "A matched comparison group could not be found."),
        ("rct", NEGATED, "The study did not use random allocation."),
    ],
    "contrast": [
        ("rct", NEGATED, "Unlike a randomised trial, this study cannot rule out selection."),
        ("rct", NEGATED, "The pilot was run as a demonstration, not as an RCT."),
        ("rct", NEGATED, "This is a monitoring exercise rather than a randomised trial."),
    ],
    "recommendation": [
        ("rct", RECOMMENDED, "Future evaluations should randomise at the level of the office."),
        ("rct", RECOMMENDED, "More randomised trials are needed."),
        ("value-for-money", RECOMMENDED, "The next phase ought to hold a full economic evaluation."),
    ],
    "definition": [
        ("rct", EXPLAINED, "An RCT is a study in which people are put into groups by chance."),
        ("rct", EXPLAINED, "Randomised controlled trials are often called the gold standard."),
        ("did", EXPLAINED, "Difference-in-differences compares the change in one group with another."),
    ],
    "a cited study": [
        ("rct", CITED, "Ashby et al. (2015) randomised 1,200 pupils to one of three reading schemes."),
        ("rct", CITED, "In an earlier RCT, the same team found no difference."),
        ("matching", CITED, "A Dutch study with a matched comparison group found small effects [14]."),
        ("systematic-review", CITED, "According to a recent meta-analysis, such courses do little."),
    ],
    "a blog about a trial elsewhere": [
        ("rct", CITED, "I recently heard about a randomised trial of basic income in Kenya."),
        ("rct", CITED, "This week's pick is a lovely field experiment on tax letters."),
    ],
    "a review's included studies": [
        ("rct", INCLUDED, "The review found 53 randomised trials."),
        ("rct", INCLUDED, "Of the 23 included studies, 14 were randomised controlled trials."),
        ("pre-post", INCLUDED, "Seven of the 20 studies were uncontrolled before-and-after studies."),
    ],
    "random that is not allocation": [
        ("none", NOTHING, "A random sample of 1,200 adults was drawn from the register."),
        ("none", NOTHING, "We used a random-effects model."),
        ("none", NOTHING, "Inspectors make random checks on training providers."),
        ("none", NOTHING, "The order of the questions was randomised."),
    ],
    "control that is not a group": [
        ("none", NOTHING, "Infection control was tightened in every ward."),
        ("none", NOTHING, "The charity has taken back control of its budget."),
        ("controls-only", DONE, "We controlled for age and sex in the single-wave survey."),
    ],
    "trial that is no trial": [
        ("none", NOTHING, "The new app was trialled with staff."),
        ("none", NOTHING, "Download a free trial today."),
    ],
    "matched that is not matching": [
        ("none", NOTHING, "Each young person was matched with a mentor from the bank."),
        ("none", NOTHING, "The employer will match contributions up to 5 per cent."),
        ("none", NOTHING, "We help firms match skills to vacancies."),
    ],
    "a culture of experimentation": [
        ("none", NOTHING, "The hub has a culture of experimentation."),
        ("none", NOTHING, "Our partnership is an experiment in new ways of working."),
    ],
    "a waiting list later treated": [
        ("rct", DONE, "Those on the wait-list served as controls until month six."),
        ("none", NOTHING, "The waiting list for counselling is now closed."),
    ],
    "promotional words": [
        ("none", NOTHING, "Our proven, evidence-based, award-winning model changes lives."),
        ("none", NOTHING, "We are passionate about robust evidence."),
    ],
    "one site randomised": [
        ("rct", DONE, "Only the Hull site was randomised; elsewhere, places went to whoever asked."),
    ],
    "not significant is not no": [
        ("rct", DONE, "There was no statistically significant difference between the randomised arms."),
        ("did", DONE, "The difference-in-differences estimate is not significant at the 5 per cent level."),
    ],
    "not only but": [
        ("rct", DONE, "Not only was this a randomised trial, it was the largest of its kind."),
        ("rct", DONE, "The study is without doubt a randomised trial."),
    ],
    "noise of PDF": [
        ("rct", DONE, "Partici- pants were rando- mised to two groups."),
        ("rct", DONE, "Three hundred ﬁrms were randomly as-\nsigned to the oﬀer."),
        ("did", DONE, "We used a diﬀerence-in-diﬀerences de\u00adsign."),
        ("rct", DONE, "Clients were r a n d o m l y   a l l o c a t e d to phone or face-to-face advice."),
        ("none", NOTHING, "4.2 Randomisation and blinding .................................... 37"),
        ("none", NOTHING, "Randomised Trials Unit • Page 3 of 58"),
    ],
    "hypothetical": [
        ("rct", HYPOTHETICAL, "If places had been allocated by lot, the effect could have been estimated."),
        ("rct", HYPOTHETICAL, "Ideally, we would have randomised."),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("trap", "fact", "stands", "text"),
    [(trap, *case) for trap, listed in CASES.items() for case in listed],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_sentence_is_read_for_what_it_says_when_it_holds_a_trap(
    trap: str, fact: str, stands: tuple[str, str], text: str
) -> None:
    facts = [one for one in designs.read(text).facts if one.fact in STRONGEST_FIRST]
    first = (facts[0].fact, facts[0].status, facts[0].owner) if facts else ("none", *NOTHING)
    assert first == (fact, *stands), trap


def _counting(text: str) -> set[str]:
    return {fact.fact for fact in designs.read(text).facts if fact.counts} & set(STRONGEST_FIRST)


def test_evaluation_by_the_deliverer_weakens_when_it_is_told() -> None:
    read = designs.read("The evaluation was carried out by the programme's own staff.")
    assert [fact.fact for fact in read.facts if fact.fact != "none"] == ["lower"]


REPORTS = {
    "rct": (
        "We tested a savings prompt with 1,200 tenants. Tenants were randomly assigned to the prompt or to "
        "the usual letter. Balances were higher by £14 in the prompt group (p = 0.02)."
    ),
    "pre-post": (
        "The course ran for ten weeks. We asked learners the same questions at intake and at the end. "
        "Confidence rose from 5.1 to 7.4. There was nobody to compare them with."
    ),
    "qualitative": (
        "We interviewed 31 advisers and ran four focus groups. Transcripts were coded thematically. "
        "Advisers said that trust took months to build."
    ),
    "systematic-review": (
        "We searched six databases for studies of debt advice. Twenty-one studies met the inclusion criteria, "
        "of which nine were randomised controlled trials. Risk of bias was high overall."
    ),
    "protocol": (
        "This protocol describes a cluster randomised trial in 40 schools. Schools will be randomised after "
        "baseline. Pupils will be followed for a year and the analysis will be by intention to treat."
    ),
    "cited-only": (
        "Does advice help? Lund and Okafor (2012) randomly assigned 900 claimants to weekly meetings. Their "
        "study found that more of them were in work after a year. Others have found less (Shah, 2015)."
    ),
    "programme-description": (
        "The scheme offers mentoring, workshops and a bursary. It runs in six towns. Each young person has an "
        "adviser who meets them every week."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), REPORTS.items())
def test_document_is_named_by_the_strongest_design_it_did_when_it_is_read_whole(
    name: str, text: str
) -> None:
    assert designs.read(text).design == name


def test_review_is_never_a_trial_when_its_studies_are() -> None:
    read = designs.read(REPORTS["systematic-review"])
    assert {fact.owner for fact in read.facts if fact.fact == "rct"} == {"included-in-review"}


def test_lower_design_is_taken_when_a_text_claims_and_denies_the_stronger() -> None:
    text = (
        "The study was a randomised controlled trial. Participants were not randomised. "
        "We surveyed staff before the training and again three months later."
    )
    read = designs.read(text)
    assert {fact.status for fact in read.facts if fact.fact == "rct"} == {"done", "negated"}
    assert read.design == "pre-post"


def test_hints_name_no_design_when_a_long_report_drops_one() -> None:
    filler = "The partners met every month and agreed the agenda for the next meeting. "
    text = filler * 90 + "A control group was talked about. " + filler * 20
    assert designs.read(text).design in WITHOUT_DESIGN


def test_title_makes_a_plan_when_it_says_protocol() -> None:
    text = "Participants are randomised to advice or to a leaflet. Debts are recorded at one year."
    assert designs.read(text, title="Debt advice: study protocol for a trial").design == "protocol"


def test_nothing_is_proposed_when_the_text_is_not_english() -> None:
    text = (
        "Die Teilnehmerinnen und Teilnehmer wurden nach dem Zufallsprinzip auf zwei Gruppen verteilt und "
        "über zwölf Monate begleitet. Die Ergebnisse zeigen, dass die Beratung die Schulden nicht senkte."
    ) * 4
    read = designs.read(text)
    assert read.facts == ()
    assert read.note is not None
    assert "German" in read.note


def test_facts_open_at_their_page_when_there_is_a_page_map() -> None:
    first, second = "The course ran in six towns. ", "Places were drawn by lot."
    middle, end = len(first), len(first) + len(second)
    pages = PageMap(
        (Page(1, "i", 0, middle), Page(2, "ii", middle, end)),
        (Run(0, middle, 1, 0), Run(middle, end, 2, 0)),
    )
    (fact,) = (f for f in designs.read(first + second, page_map=pages).facts if f.fact == "rct")
    assert (fact.page, fact.page_label) == (2, "ii")


# --- what always holds --------------------------------------------------------------------------------

_SNIPPETS = st.sampled_from(
    [
        "Places were drawn by lot.", "A control group\nwas matched", "ran- domised", "was not", "e.g.",
        "(Smith, 2015)", "; but", "would have been", "We", "53 randomised trials", "ﬁrms", "\u00ad", "\n\n",
        "....... 12", "à l'", "随机", "🎲", "before and after", "no", "'s", "^", "[1]", "\x00", "\ud800",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_SNIPPETS, max_size=14).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
def test_every_quote_is_the_text_at_its_place_when_any_text_is_read(text: str) -> None:
    read = designs.read(text)
    assert read.design in (*STRONGEST_FIRST, *WITHOUT_DESIGN)
    for fact in read.facts:
        assert fact.quote == text[fact.start : fact.end]
        assert fact.rule.startswith(f"{designs.VERSION}:")


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(
        st.sampled_from("garden bread river song lamp stone moss cup boat hill".split()),  # noqa: SIM905
        max_size=40,
    ).map(" ".join)
)
def test_there_is_no_fact_when_a_text_holds_no_cue(text: str) -> None:
    read = designs.read(text)
    assert read.facts == ()
    assert read.design == "programme-description"


@pytest.mark.parametrize("text", ["", " \n ", ".", "References", "\x0c\x0c", "1. 2. 3."])
def test_reading_says_nothing_when_there_is_nothing(text: str) -> None:
    assert designs.read(text).facts == ()


def test_same_text_is_read_the_same_when_it_is_read_again() -> None:
    assert designs.read(REPORTS["rct"]) == designs.read(REPORTS["rct"])


# --- rules and their language ---------------------------------------------------------------------------


def test_every_rule_says_why_when_it_is_shipped() -> None:
    rules = cues.load()
    assert all(len(rule.rationale) > 20 for rule in rules.cues.values())
    assert all(len(trigger.rationale) > 20 for trigger in rules.triggers.values())
    assert {rule.fact for rule in rules.cues.values()} >= set(STRONGEST_FIRST)
    unknown = {name for t in rules.triggers.values() for name in t.unless} - set(rules.triggers)
    assert not unknown


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"id": "a", "fact": "rtc", "patterns": ["x"], "rationale": "why"}, "accepted are rct"),
        ({"id": "a", "fact": "rct", "patterns": ["x"]}, "has no rationale"),
        ({"id": "a", "fact": "rct", "patterns": ["(x"], "rationale": "why"}, "does not close it"),
        ({"id": "a", "fact": "rct", "patterns": ["@who"], "rationale": "why"}, "list @who"),
        ({"id": "a", "fact": "rct", "patterns": ["x?"], "rationale": "why"}, "no word at all"),
    ],
)
def test_faulty_rule_is_refused_by_name_when_it_is_read(
    entry: dict[str, object], said: str
) -> None:
    with pytest.raises(VocabularyError, match=said):
        cues.parse({"rule": [entry]}, {})


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("random* assign*|allocat*", "They were Randomly-Allocated places", True),
        ("(pre and post|before and after) survey?", "a before and after", True),
        ("=IV estimate*", "intravenous iv estimates", False),
        ("=IV estimate*", "our IV estimates", True),
        ("compare* ..2 with", "compared the two groups with", False),
        ("compare* ..3 with", "compared the two groups with", True),
        ("compare* ..9 with", "compared; then with", False),
        ("^ we", "Here we", False),
        ("# trials", "fifty-three trials and 12 trials", True),
        ("meta anal*s", "a meta-analysis", True),
    ],
)
def test_phrase_is_found_when_its_words_stand_as_written(
    pattern: str, text: str, found: bool
) -> None:
    phrases = matching.Phrases({})
    phrases.add("key", [pattern])
    sought = words(text)
    hits = phrases.find(doc(sought), phrases.candidates(["^", *sought]))
    assert bool(hits) is found


def test_ways_of_one_word_are_one_choice_when_a_pattern_is_compiled() -> None:
    assert patterns.ways("(a b|c|d) e") == ["a b e", "c|d e"]
    assert patterns.ways("(a|b)? c") == ["a|b? c"]


def test_strongest_cue_comes_first_when_a_sentence_holds_several() -> None:
    found = sentence.read(words("We randomised schools and interviewed 12 teachers."))
    assert [cue.rule.fact for cue in found] == ["rct", "qualitative"]


def test_design_is_named_from_facts_alone_when_a_part_is_rated() -> None:
    facts = designs.read(REPORTS["rct"]).facts
    assert design.of(facts) == "rct"
    planned = [replace(fact, status="planned") for fact in facts if fact.fact == "rct"]
    assert design.of(planned) == "protocol"
    assert design.of(()) == "programme-description"


def test_kinds_of_text_are_told_when_marks_are_read() -> None:
    assert "protocol" in marks.of(words("This protocol describes a trial."))
    assert "cites" in marks.of(words("Shah et al. report less."))
    assert marks.of(words("The cat sat.")) == frozenset()
    assert design.is_own(Marks({"sentences": 5, "own": 3, "cites": 1}))
