"""Invented families of documents: which of them are one study, which are not, and who only mentions whom.

The words are our own. Running text is made from word lists by a seed, so that two texts share long runs of
words only where they are given the same seed; what matters for linking is written out by hand.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.links.signature import Signature, Told, read

Passages = list[tuple[str | None, str]]

_WHO_WORDS = "coaches employers young people advisers tutors mentors parents teachers managers volunteers researchers councils colleges landlords lenders clinicians"  # fmt: skip
_WHO = _WHO_WORDS.split()
_DID_WORDS = "described welcomed questioned recorded reviewed planned postponed shared discussed adapted measured praised resisted explained revisited arranged"  # fmt: skip
_DID = _DID_WORDS.split()
_WHAT_WORDS = "weekly meetings travel costs early goals written plans shift patterns referral forms savings habits phone calls group sessions training days home visits waiting lists pay slips job interviews budgets records"  # fmt: skip
_WHAT = _WHAT_WORDS.split()
_HOW_WORDS = "carefully often rarely together separately twice informally online outdoors afterwards beforehand privately openly slowly quickly repeatedly"  # fmt: skip
_HOW = _HOW_WORDS.split()
_WHY_WORDS = "because staff changed while funding lasted although space was short since demand grew unless weather intervened whenever rooms were free before winter began after lessons ended despite long journeys"  # fmt: skip
_WHY = _WHY_WORDS.split()


def prose(seed: str, passages: int = 6, sentences: int = 7) -> list[str]:
    """Running text of a seed: the same for the same, and with hardly a run of five words like another's."""
    rng = random.Random(seed)
    made = []
    for _ in range(passages):
        told = [
            f"{rng.choice(_WHO).title()} and {rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_WHAT)} {rng.choice(_HOW)} "
            f"{rng.choice(_WHY)} {rng.choice(_WHAT)} {rng.choice(_HOW)} {rng.choice(_DID)} {rng.choice(_WHO)}."
            for _ in range(sentences)
        ]  # fmt: skip
        made.append(" ".join(told))
    return made


@dataclass(frozen=True)
class Made:
    """One invented document."""

    key: str
    title: str
    passages: Passages = field(repr=False)
    type: str = "report"
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""

    @property
    def signature(self) -> Signature:
        """As it would be read from the catalogue; its id is its key."""
        told = Told(self.key, self.title, self.type, self.authors, "", self.date, self.url)
        return read(told, self.passages)


@dataclass(frozen=True)
class Family:
    """Documents that look related, and what they are."""

    name: str
    documents: tuple[Made, ...]
    studies: tuple[tuple[str, ...], ...]
    """Keys of the documents of each study."""
    mentions: tuple[tuple[str, str, str], ...] = ()
    """Document, role, and a document of the study that it mentions."""


def text(*parts: str | Sequence[str], heading: str | None = None) -> Passages:
    """Passages under one heading."""
    flat = [one for part in parts for one in ([part] if isinstance(part, str) else part)]
    return [(heading, one) for one in flat]


def _told_three_times() -> Family:
    title = "Steady Start coaching for care leavers in Leeds: evaluation report"
    facts = (
        "In Leeds the Steady Start programme worked with 1,284 care leavers between 2014 and 2016. After a year "
        "61.4% were in work, against 52.7% of those who were not offered it. It cost £3,410 for each person."
    )
    report = Made(
        "steady-report", title,
        text(f"{title}. Final report by the evaluation team.", prose("steady-a"), facts,
             "Of the 1,284 who began Steady Start in Leeds, 17.6% left within a month.", prose("steady-b")),
        "evaluation", ("Marsh, Jo", "Tully, Ben"), "2017",
    )  # fmt: skip
    press = Made(
        "steady-press", "Care leavers more likely to be in work, new report shows",
        text("For immediate release. Six in ten care leavers on Steady Start were in work within a year, a report "
             f"published today finds. The evaluation, {title}, followed 1,284 people in Leeds from 2014: 61.4% were "
             "in work after twelve months compared with 52.7% of a comparison group, at £3,410 a head. Steady Start "
             "is open in Leeds.", prose("steady-press", 1)),
        "press-release", (), "2017",
    )  # fmt: skip
    blog = Made(
        "steady-blog", "What coaching taught us",
        text("Jo Marsh looks back at two years of Steady Start. When we began in 2014, in Leeds, nobody knew whether "
             "coaching would help. In the end 1,284 young people took part in Steady Start and 61.4% found work, "
             "while 52.7% did without us. Each place came to £3,410.", prose("steady-blog", 2),
             f"You can read it all in {title}."),
        "blog", ("Marsh, Jo",), "2018",
    )  # fmt: skip
    return Family("told three times", (report, press, blog), (("steady-report", "steady-press", "steady-blog"),))  # fmt: skip


def _two_trials() -> Family:
    methods = prose("team-methods", 5)

    def trial(key: str, number: str, title: str, result: str) -> Made:
        return Made(
            key, title,
            text(f"Trial registration: {number}. {title}.", prose(f"{key}-a", 4), methods, result, prose(f"{key}-b", 4)),
            "journal-article", ("Okafor, Ngozi", "Lindqvist, Per"), "2016",
        )  # fmt: skip

    return Family(
        "two trials of one team",
        (
            trial("okafor-one", "ISRCTN11223344", "Text reminders and saving among shop workers: a randomised trial",
                  "Among 2,316 shop workers, savings rose by £41.70 (95% CI 12.4 to 71.0)."),
            trial("okafor-two", "ISRCTN55667788", "Text reminders and saving among bus drivers: a randomised trial",
                  "Among 1,977 bus drivers, savings rose by £18.20 (95% CI 2.1 to 34.3)."),
        ),
        (("okafor-one",), ("okafor-two",)),
    )  # fmt: skip


def _updated() -> Family:
    title = "Rent deposit loans in Cardiff: what tenants said"
    shared = prose("rent-shared", 10)
    result = "Of 842 tenants 73.2% repaid within a year and 11.9% asked for more time."
    return Family(
        "an updated edition",
        (
            Made("rent-2015", title, text(shared, result, prose("rent-old", 2)), "evaluation", ("Pryce, Elin",), "2015"),
            Made("rent-2016", f"{title} (updated edition)", text(f"{title}. Updated edition.", shared, result, prose("rent-new", 3)),
                 "evaluation", ("Pryce, Elin",), "2016"),
        ),
        (("rent-2015", "rent-2016"),),
    )  # fmt: skip


def _protocol() -> Family:
    return Family(
        "a protocol and its results",
        (
            Made("walk-protocol", "Walking meetings for office staff: protocol of a cluster trial",
                 text("This trial is registered as NCT04455661.", prose("walk-protocol", 8)), "protocol", ("Sato, Mei",), "2019"),
            Made("walk-results", "Effects of walking meetings on mood",
                 text("Registered at ClinicalTrials.gov, NCT 04455661.", prose("walk-results", 8)), "journal-article", ("Sato, Mei",), "2021"),
        ),
        (("walk-protocol", "walk-results"),),
    )  # fmt: skip


def _local() -> Family:
    national = prose("bridge-national", 6)
    about = (
        "Bridge to Work was funded nationally with £108.4 million from 2014 to 2018 and had 21 partnerships. "
        "Bridge to Work set a target of 29,150 people and a share in work of 20.5%."
    )

    def local(place: str, found: str) -> Made:
        title = f"Bridge to Work in {place}: local evaluation"
        told = (
            f"In {place} Bridge to Work began in 2014. {found} Staff in {place} said so until 2018."
        )
        return Made(f"bridge-{place.lower()}", title,
                    text(title, national, about, prose(f"bridge-{place}", 7), told, prose(f"bridge-{place}-b", 3)),
                    "evaluation", ("Northgate Research",), "2018")  # fmt: skip

    return Family(
        "local evaluations of one national programme",
        (
            local("Hull", "It reached 1,163 people; 22.8% found work and 1,702 hours were given."),
            local("Derby", "It reached 1,418 people; 26.3% found work and 2,209 hours were given."),
        ),
        (("bridge-hull",), ("bridge-derby",)),
    )


def _review() -> Family:
    one = Made("loan-trial", "Interest rebates for early repayment: a field experiment",
               text("AEA registry: AEARCTR-0004512.", prose("loan-trial", 8)), "working-paper", ("Adeyemi, Tola",), "2018")  # fmt: skip
    two = Made("club-trial", "Savings clubs at the workplace and household debt",
               text("The study was registered as ISRCTN90817263.", prose("club-trial", 8)), "journal-article", ("Brandt, Ute",), "2017")  # fmt: skip
    review = Made(
        "debt-review", "Household debt and saving at work: a systematic review",
        text(prose("debt-review", 8), "We included a field experiment (Adeyemi 2018, AEARCTR-0004512) and a trial of "
             "savings clubs (Brandt 2017, ISRCTN90817263), and left out eleven others.")
        + text("Adeyemi T (2018) Interest rebates for early repayment: a field experiment. Working paper. "
               "Brandt U (2017) Savings clubs at the workplace and household debt. Journal.", heading="References"),
        "systematic-review", ("Castle, Ida",), "2020",
    )  # fmt: skip
    return Family(
        "a review and what it includes", (one, two, review),
        (("loan-trial",), ("club-trial",), ("debt-review",)),
        (("debt-review", "includes", "loan-trial"), ("debt-review", "includes", "club-trial")),
    )  # fmt: skip


def _cited() -> Family:
    cited = Made("garden-report", "Allotment gardening and low mood among retired miners",
                 text("Allotment Hours ran in Barnsley. Allotment Hours met weekly.", prose("garden", 8)), "evaluation", ("Holt, Dinah",), "2016")  # fmt: skip
    citing = Made(
        "allotment-policy", "Green space strategy of a northern county",
        text("One evaluation (Holt 2016) found that Allotment Hours helped. Allotment Hours was small.", prose("county", 9))
        + text("Holt D (2016) Allotment gardening and low mood among retired miners. Barnsley.", heading="References"),
        "policy-paper", (), "2019",
    )  # fmt: skip
    return Family("cited only", (cited, citing), (("garden-report",), ("allotment-policy",)),
                  (("allotment-policy", "cites", "garden-report"),))  # fmt: skip


def _anthology() -> Family:
    cases = {place: prose(f"case-{place}", 6) for place in ("Tartu", "Gdynia", "Bilbao")}
    alone = [
        Made(f"case-{place.lower()}", f"Open bus timetables helped night workers of {place}", text(cases[place]), "case-study", ("Ilves, Kai",), "2014")
        for place in ("Tartu", "Gdynia")
    ]  # fmt: skip
    whole = Made("open-timetables", "Timetables for everybody: a collection",
                 text(prose("collection", 3), *cases.values()), "report", ("Ilves, Kai",), "2015")  # fmt: skip
    return Family(
        "a collection of cases", (*alone, whole), (("case-tartu",), ("case-gdynia",), ("open-timetables",)),
        (("open-timetables", "includes", "case-tartu"), ("open-timetables", "includes", "case-gdynia")),
    )  # fmt: skip


def _series() -> Family:
    template = prose("survey-template", 9)

    def year(when: int, found: str) -> Made:
        return Made(f"survey-{when}", f"Money and mind survey of working adults {when}", text(template, found), "statistics", ("Bureau of Figures",), str(when))  # fmt: skip

    return Family(
        "a yearly survey",
        (
            year(2017, "We asked 4,118 adults. 31.4% worried about money, 12.8% slept badly, 7.9% borrowed and £1,206 was owed."),
            year(2018, "We asked 4,377 adults. 29.6% worried about money, 14.1% slept badly, 8.3% borrowed and £1,342 was owed."),
        ),
        (("survey-2017",), ("survey-2018",)),
    )  # fmt: skip


def _page_and_file() -> Family:
    body = prose("hostel", 10)
    return Family(
        "a page and a file",
        (
            Made("hostel-pdf", "A HOSTEL THAT BECAME A COLLEGE", text("A HOSTEL THAT BECAME A COLLEGE", body), "case-study", ("Reyes, Ana",), "2013"),
            Made("hostel-html", "Hostels and colleges | The Learning House",
                 text("Home About Contact Subscribe to our letters", *(f"{one} Share this page." for one in body[:9]), "Cookie notice and terms of use of this site."), "web-page"),
        ),
        (("hostel-pdf", "hostel-html"),),
    )  # fmt: skip


def _interim() -> Family:
    def wave(key: str, which: str) -> Made:
        return Made(key, f"Evaluation of Kitchen Table Credit in rural Powys: {which} report",
                    text(prose(key, 9), "Kitchen Table Credit is open in Powys."), "evaluation", ("Bevan, Huw", "Nash, Iris"), "2012")  # fmt: skip

    return Family("interim and final", (wave("ktc-interim", "interim"), wave("ktc-final", "final")), (("ktc-interim", "ktc-final"),))  # fmt: skip


def _same_programme() -> Family:
    def blog(key: str, body: str, year: str) -> Made:
        return Made(key, f"{body} on the Open Door Partnership",
                    text("The Open Door Partnership was set up in England in 2017. The Open Door Partnership brings firms "
                         "and charities together in England.", prose(key, 3)), "blog", (body,), year)  # fmt: skip

    return Family("two blogs on one programme", (blog("door-ministry", "Ministry of Work", "2018"), blog("door-charity", "Lantern Trust", "2019")),
                  (("door-ministry",), ("door-charity",)))  # fmt: skip


def _summary() -> Family:
    body = prose("ferry-body", 12)
    title = "Ferry passes for island apprentices"
    return Family(
        "a summary",
        (
            Made("ferry-report", f"{title}: research report", text(f"{title}: research report", body), "report", ("Muir, Eilidh",), "2011"),
            Made("ferry-summary", f"{title}: summary", text(f"{title}: summary", body[:2]), "report", ("Muir, Eilidh",), "2011"),
        ),
        (("ferry-report", "ferry-summary"),),
    )  # fmt: skip


def _context() -> Family:
    facts = (
        "Across the country 812,400 young people are out of work and learning, 5.53 million adults are in debt, and poor "
        "mental health costs £74.3 billion a year; 16.2% of all 16 to 24 year olds are affected."
    )
    return Family(
        "the same facts about the problem",
        (
            Made("context-one", "Barges as classrooms on inland canals", text(facts, prose("barges", 6), "We taught 417 people on 38.5 trips for £2,650 each and 64.1% stayed; 1,093 asked."), "evaluation", ("Quill, Tom",), "2018"),
            Made("context-two", "Choirs against loneliness in market towns", text(facts, prose("choirs", 6), "We sang with 655 people in 27.5 towns for £1,880 each and 71.9% stayed; 2,304 asked."), "evaluation", ("Vane, Liz",), "2018"),
        ),
        (("context-one",), ("context-two",)),
    )  # fmt: skip


def _yearly() -> Family:
    def year(when: str) -> Made:
        return Made(f"bench-{when}", "Fair lending on Orkney: how lenders did", text(prose(f"bench-{when}", 8)), "report", ("Fair Lending Council",), when)  # fmt: skip

    return Family(
        "one title in several years",
        (year("2012"), year("2015")),
        (("bench-2012",), ("bench-2015",)),
    )


def _by_passing() -> Family:
    """News of two evaluations at once is neither, though it tells the numbers of both."""
    one = Made("boat-report", "Boat building for excluded pupils in Grimsby", text(prose("boats", 8), "Of 316 pupils 58.2% came back to school and 41.9% passed; £4,125 each; 2,207 days."), "evaluation", ("Ames, Roy",), "2015")  # fmt: skip
    two = Made("farm-report", "Farm mornings for excluded pupils in Louth", text(prose("farms", 8), "Of 428 pupils 49.7% came back to school and 36.3% passed; £3,980 each; 1,815 days."), "evaluation", ("Cole, Una",), "2016")  # fmt: skip
    news = Made("pupils-news", "Boats or barns?", text("In Grimsby 58.2% of 316 pupils came back and 41.9% passed, at £4,125 each over 2,207 days. In Louth it was 49.7% of 428, 36.3% passed, at £3,980 each over 1,815 days.", prose("barns", 1)), "news", (), "2017")  # fmt: skip
    return Family("news of two evaluations", (one, two, news), (("boat-report",), ("farm-report",), ("pupils-news",)))  # fmt: skip


def _series_page() -> Family:
    """The page of a series, whose name each of its cases opens with."""
    name = "Neighbours lending to neighbours casebook"
    home = Made(
        "casebook",
        name,
        text(name, prose("casebook", 2)),
        "web-page",
        ("Orme, Fay", "Pell, Gus"),
        "2014",
    )
    cases = [
        Made(f"casebook-{place.lower()}", f"{place}: a street that saved", text(f"{name}. {place}.", prose(f"casebook-{place}", 7)),
             "case-study", ("Orme, Fay", "Pell, Gus"), "2014")
        for place in ("Varna", "Porto", "Turku")
    ]  # fmt: skip
    return Family(
        "a series and its page", (home, *cases), (("casebook",), *((case.key,) for case in cases))
    )


FAMILIES: tuple[Family, ...] = (
    _told_three_times(), _two_trials(), _updated(), _protocol(), _local(), _review(), _cited(), _anthology(),
    _series(), _page_and_file(), _interim(), _same_programme(), _summary(), _context(), _yearly(),
    _by_passing(), _series_page(),
)  # fmt: skip
EVERY: tuple[Made, ...] = tuple(one for family in FAMILIES for one in family.documents)
