"""Facts of the programme that a document is about. Every document here is invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tag import programmes
from ingest.tag.programmes import organisations, words
from ingest.tag.sheet import lay_out
from kb import vocab
from kb.accounts import ProgrammeFact

NAMED = (
    "The Harbour Skills Partnership (HSP) is a scheme for people out of work. "
    "The HSP grew fast. The HSP has an office in a school. "
)


def told(text: str, *, type: str = "blog", interest: str = "unknown") -> list[ProgrammeFact]:
    sheet = lay_out(text, title="A view of the sea", type=type, interest=interest)
    found = list(programmes.read(sheet))
    assert all(text[one.span.start : one.span.end] == one.span.quote for one in found)
    return found


def of(aspect: str, text: str, **given: str) -> list[ProgrammeFact]:
    return [one for one in told(NAMED + text, **given) if one.aspect == aspect]


def values(aspect: str, text: str, **given: str) -> list[str]:
    return [one.value for one in of(aspect, text, **given)]


def roles(text: str, **given: str) -> set[tuple[str, object]]:
    return {(one.value, one.detail["role"]) for one in of("organisation", text, **given)}


# --- name -------------------------------------------------------------------------------------------


def test_a_defined_and_repeated_name_is_the_programmes() -> None:
    (name,) = [one for one in told(NAMED) if one.aspect == "name"]
    assert (name.value, name.detail) == ("Harbour Skills Partnership", {"acronym": "HSP"})
    assert "Harbour Skills Partnership" in name.span.quote


def test_a_short_form_is_taken_only_where_its_letters_are_the_names() -> None:
    text = "The Harbour Skills Partnership (April) met. The Harbour Skills Partnership is a scheme. The Harbour Skills Partnership grew."
    assert [one.detail for one in told(text) if one.aspect == "name"] == [{}]


def test_a_name_in_the_title_is_taken_where_it_is_repeated() -> None:
    text = "Lantern Road Project began. " + "Lantern Road Project helps tenants. " * 4
    sheet = lay_out(text, title="Evaluation of the Lantern Road Project", type="evaluation")
    assert "Lantern Road Project" in [f.value for f in programmes.read(sheet) if f.aspect == "name"]


def test_a_programme_may_go_by_the_address_of_its_site() -> None:
    text = "In 2011 openharbour.org was launched. " + "People use openharbour.org daily. " * 12
    sheet = lay_out(text, title="Openharbour in Norway", type="case-study")
    assert [f.value for f in programmes.read(sheet) if f.aspect == "name"] == ["openharbour.org"]


def test_an_organisation_or_a_country_is_no_programme() -> None:
    text = "The Department for Education (DE) is a scheme. " * 5 + "Norway is a project. " * 5
    assert told(text) == []


def test_a_name_that_stands_once_is_only_mentioned() -> None:
    assert told("The Harbour Skills Partnership (HSP) is a scheme. Rain fell all day.") == []


# --- organisations ----------------------------------------------------------------------------------


def test_each_of_those_who_paid_and_ran_it_has_both_roles() -> None:
    text = "The HSP was jointly funded and run by the Cabinet Office and the Department for Work and Pensions."
    assert roles(text) == {
        ("Cabinet Office", "funder"),
        ("Cabinet Office", "deliverer"),
        ("Department for Work and Pensions", "funder"),
        ("Department for Work and Pensions", "deliverer"),
    }


@pytest.mark.parametrize(
    ("text", "name", "role", "sector"),
    [
        ("The HSP was commissioned by Seaford Borough Council.", "Seaford Borough Council", "commissioner", "government"),
        ("The programme is delivered by the Lantern Trust.", "Lantern Trust", "deliverer", "civil-society"),
        ("The HSP was evaluated by the University of Harwick.", "University of Harwick", "evaluator", "research"),
        ("The scheme was financed by Tidewater Bank.", "Tidewater Bank", "funder", "business"),
        ("Tidewater Ltd funded the HSP.", "Tidewater Ltd", "funder", "business"),
        ("The Lantern Foundation ran the partnership.", "Lantern Foundation", "deliverer", "civil-society"),
        ("Run by the Lantern Trust, the HSP opened its doors to all.", "Lantern Trust", "deliverer", "civil-society"),
        ("The HSP grew in partnership with Pier CIC.", "Pier CIC", "other", "social-innovator"),
        ("The HSP grew with funding from the European Social Fund.", "European Social Fund", "funder", "government"),
    ],
)  # fmt: skip
def test_an_organisation_has_role_and_sector(text: str, name: str, role: str, sector: str) -> None:
    found = of("organisation", text)
    assert [(f.value, f.detail["role"], f.detail["sector"]) for f in found] == [
        (name, role, sector)
    ]


def test_a_list_of_partners_is_split_at_its_commas() -> None:
    text = (
        "The HSP works in partnership with Accenture, the Seaford Combined Authority, UnLtd and O2."
    )
    assert {name for name, _ in roles(text)} == {
        "Accenture",
        "Seaford Combined Authority",
        "UnLtd",
        "O2",
    }


def test_what_a_partner_brought_is_in_its_words() -> None:
    text = "Through the HSP, Pier CIC met Accenture (who provided pro-bono advice on software)."
    (found,) = of("organisation", text)
    assert (found.value, found.detail["contribution"]) == (
        "Accenture",
        "provided pro-bono advice on software",
    )


def test_a_grant_names_its_giver_and_what_it_was() -> None:
    (found,) = of("organisation", "The HSP was supported by a £3 million fund from Nationwide.")
    assert (found.value, found.detail["role"], found.detail["contribution"]) == (
        "Nationwide",
        "funder",
        "a £3 million fund",
    )


def test_what_several_partners_brought_is_told_of_each() -> None:
    found = of("organisation", "Deloitte and BT each seconded two staff to the HSP.")
    assert {(f.value, f.detail["contribution"]) for f in found} == {
        ("BT", "seconded two staff to the HSP"),
        ("Deloitte", "seconded two staff to the HSP"),
    }


def test_who_worked_together_on_it_is_told_of_both() -> None:
    text = "Nesta has worked with the Cabinet Office to develop the HSP."
    assert roles(text) == {("Nesta", "deliverer"), ("Cabinet Office", "other")}


def test_who_was_asked_to_evaluate_it_is_its_evaluator() -> None:
    text = "Ecorys was commissioned to evaluate the pilot."
    assert roles(text) == {("Ecorys", "evaluator")}


def test_who_commissioned_a_report_did_not_commission_the_programme() -> None:
    assert roles("This evaluation of the HSP was commissioned by Seaford Borough Council.") == set()


def test_who_made_the_evaluation_evaluated_it() -> None:
    text = "This final evaluation was carried out by the University of Harwick."
    assert roles(text, type="evaluation") == {("University of Harwick", "evaluator")}
    assert roles(text) == set()


def test_a_person_is_no_organisation() -> None:
    assert roles("The HSP was launched by Ada Quill and the Cabinet Office.") == {
        ("Cabinet Office", "commissioner")
    }


def test_what_others_did_to_other_programmes_is_left_out() -> None:
    text = "Elsewhere, the Dune Academy was funded by Tidewater Bank and run by the Lantern Trust."
    assert roles(text) == set()


def test_a_sentence_that_begins_with_it_goes_on_about_the_programme() -> None:
    assert roles("It was funded by Tidewater Bank.") == {("Tidewater Bank", "funder")}


# --- period, status ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The HSP was set up in September 2017.", "2017-09/"),
        ("The HSP was launched on 12 July 2014 by volunteers.", "2014-07/"),
        ("The programme ran from 2014 to 2016.", "2014/2016"),
        ("The scheme was delivered between March 2014 and June 2016.", "2014-03/2016-06"),
        ("The pilot ran until 2016.", "/2016"),
        ("In 2015 the HSP was launched.", "2015/"),
        ("First launched in April 2011, the HSP has grown since.", "2011-04/"),
        ("The HSP closed in 2019.", "/2019"),
        ("The Harbour Skills Partnership (2012–2015) had three offices.", "2012/2015"),
    ],
)
def test_a_period_is_as_precise_as_its_sentence(text: str, period: str) -> None:
    assert values("period", text) == [period]


@pytest.mark.parametrize(
    "text",
    [
        "In 2009 the Dune Academy was set up in Norway.",
        "The HSP asked 2014 people to take part.",
        "Unemployment fell between 2010 and 2014.",
    ],
)
def test_years_of_other_things_are_no_period_of_it(text: str) -> None:
    assert values("period", text) == []


def test_why_it_was_closed_is_in_the_words_of_the_sentence() -> None:
    text = "The HSP was closed early because too few employers joined."
    assert values("status", text) == ["closed-early"]
    assert values("why-ended", text) == ["too few employers joined"]


def test_what_still_runs_is_running() -> None:
    assert values("status", "The programme is still running in three towns.") == ["running"]


def test_a_programme_that_came_to_an_end_ended() -> None:
    assert values("status", "The HSP came to an end in 2018.") == ["ended"]


# --- place, people, targets, costs ------------------------------------------------------------------


def test_a_place_has_its_country() -> None:
    (place,) = of("place", "The HSP was launched in the West Midlands.")
    assert (place.value, place.detail["country"]) == ("West Midlands", "england")


def test_what_it_is_called_tells_its_country() -> None:
    text = "The Harbour Skills Partnership (HSP) is a UK initiative. " + "The HSP grew fast. " * 3
    assert [f.value for f in told(text) if f.aspect == "place"] == ["UK"]


def test_a_place_of_somebody_else_is_none_of_it() -> None:
    assert values("place", "Ada Quill, who thought of the HSP, was born in Norway.") == []


def test_whom_it_is_for_has_the_slug_of_the_vocabulary() -> None:
    (people,) = of("population", "The HSP supports disadvantaged young people on the coast.")
    assert people.value == "disadvantaged young people"
    assert people.detail["slug"] == "young-people-16-24"


def test_a_target_is_a_figure_that_was_aimed_at() -> None:
    (target,) = of("target", "The HSP made 100 matches, far above the target of nine matches.")
    assert target.figures[0].value == 9
    assert target.figures[0].status == "target"


def test_an_aim_called_a_target_is_one() -> None:
    (target,) = of("target", "Our target is to reach 1,000 learners.", interest="deliverer")
    assert (target.value, target.figures[0].status) == ("1,000 learners", "target")


@pytest.mark.parametrize(
    ("text", "per", "value"),
    [
        ("The programme cost £1,200 per participant.", "participant", 1200),
        ("The scheme cost £7,500 per job outcome.", "outcome", 7500),
        ("The total budget of the HSP was £2.5 million.", "total", 2_500_000),
        ("The HSP gave a grant of £20,000 to each workshop.", "other", 20_000),
    ],
)
def test_a_cost_tells_what_it_is_of(text: str, per: str, value: float) -> None:
    (cost,) = of("cost", text)
    assert (cost.detail["per"], cost.detail["currency"]) == (per, "GBP")
    assert cost.figures[0].value == value


def test_who_paid_a_cost_is_told_where_the_sentence_does() -> None:
    (cost,) = of("cost", "The HSP cost £2 million, paid for by Tidewater Bank.")
    assert cost.detail["paid_by"] == "Tidewater Bank"


def test_what_the_problem_costs_is_no_cost_of_the_programme() -> None:
    assert values("cost", "The HSP says that worry costs the economy £90 billion a year.") == []


def test_money_that_was_raised_is_no_cost() -> None:
    assert values("cost", "Members of the HSP attracted £632,000 in additional funding.") == []


# --- what it is not about ---------------------------------------------------------------------------


@pytest.mark.parametrize("type", ["guidance", "systematic-review", "protocol"])
def test_a_document_about_no_programme_gives_no_facts(type: str) -> None:
    assert told(NAMED + "The HSP was funded by Tidewater Bank.", type=type) == []


def test_a_page_without_a_programme_gives_no_facts() -> None:
    text = "The programme of the evening was funded by Tidewater Bank. It rained."
    assert told(text, type="web-page") == []


def test_one_organisation_in_one_role_is_told_once() -> None:
    text = "The HSP was funded by Tidewater Bank. The HSP is funded by Tidewater Bank."
    assert len(of("organisation", text)) == 1


def test_an_empty_document_tells_nothing() -> None:
    assert programmes.read(lay_out("")) == ()


# --- values and safety ------------------------------------------------------------------------------

SLUGS = {"period", "status"}
PIECES = [
    NAMED, "The HSP was set up in September 2017", "and funded by the Cabinet Office,", "Nesta and O2.",
    "It closed in 2019 because money ran out.", "We launched the HSP in the UK.", "£3 million from Tidewater Bank",
    "the target of 40 people.", "supports young people", "\n\n", "(who provided advice)", "in partnership with", "İ",
    "\u2028", "“", "🙂", "A" * 300, "The A. B. C. Trust", "of of of", "between 2014 and 2010",
]  # fmt: skip


# The first reading compiles its patterns, which takes longer than one example may.
@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join), st.sampled_from(["deliverer", "unknown"]))  # fmt: skip
def test_every_value_is_words_of_its_sentence_and_two_readings_agree(
    text: str, interest: str
) -> None:
    sheet = lay_out(text, type="programme-description", interest=interest)
    found = programmes.read(sheet)
    assert found == programmes.read(sheet)
    for one in found:
        assert text[one.span.start : one.span.end] == one.span.quote
        if one.aspect not in SLUGS:
            assert one.value in " ".join(one.span.quote.split())
        if "contribution" in one.detail:
            assert str(one.detail["contribution"]) in " ".join(one.span.quote.split())


@settings(deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text: str) -> None:
    programmes.read(lay_out(text, type="evaluation", interest="deliverer"))


@pytest.mark.parametrize(
    "text",
    [
        NAMED + "The HSP was funded by " + "Nesta and " * 40_000,
        NAMED + "A B C " * 60_000,
        NAMED + "The HSP " * 40_000,
        NAMED + "in partnership with A, " * 15_000,
        NAMED + "between 2014 and " * 20_000,
        NAMED + "Aa" * 180_000,
        NAMED + "£1 cost per " * 30_000,
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    sheet = lay_out(text, type="programme-description", interest="deliverer")
    began = time.process_time()
    programmes.read(sheet)
    assert time.process_time() - began < 10


# --- lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Department for Harbours", "government"),
        ("Seaford City Council", "government"),
        ("NHS Lothian", "government"),
        ("Tidewater plc", "business"),
        ("The Lantern Foundation", "civil-society"),
        ("University of Harwick", "research"),
        ("Harwick Institute of Technology", "research"),
        ("Grant Thornton", "business"),
        ("Ada Quill", ""),
    ],
)
def test_a_name_tells_its_sector(name: str, sector: str) -> None:
    assert organisations.sector_of(name) == sector


def test_lists_hold_only_slugs_of_the_vocabularies() -> None:
    assert set(words.sectors().known.values()) <= set(vocab.load("sectors").slugs)
    assert set(words.places().values()) <= set(vocab.load("countries").slugs)
    assert set(words.table("roles")["done"]) <= set(vocab.load("roles").slugs)
    assert set(words.table("roles")["active"]) <= set(vocab.load("roles").slugs)


# --- what it does -----------------------------------------------------------------------------------


def test_what_it_does_is_told_from_the_verb_on() -> None:
    text = "The HSP gives young people a coach for a whole year."
    assert values("activity", text) == ["gives young people a coach for a whole year"]


def test_it_goes_on_about_what_was_named_before() -> None:
    assert values("activity", "It brings schools and boatyards together twice a year.") == [
        "brings schools and boatyards together twice a year"
    ]


def test_what_another_programme_does_is_left_out() -> None:
    assert values("activity", "The Dune Academy gives young people a coach for a year.") == []
