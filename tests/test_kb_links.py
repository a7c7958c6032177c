"""Which documents are one study: invented families, whatever order they come in and whoever stands beside them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from families import EVERY, FAMILIES, Family, Made, prose, text
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.links.cluster import Clusters, Decisions, cluster, two
from kb.links.identifiers import identifiers, plain_doi, plain_isbn
from kb.links.names import names, numbers, weight
from kb.links.pairs import ENOUGH, WEIGHTS, pairs
from kb.links.shared import shared_text
from kb.links.shelf import COMMON, Shelf
from kb.links.signature import Told, address, dumps, loads, read, surname
from kb.links.sketch import LONGEST, Sketch, sketch, words

SIGNATURES = {made.key: made.signature for made in EVERY}


NOTHING = Decisions()


def studies_of(documents: list[Made], decided: Decisions = NOTHING) -> Clusters:
    """The studies of some of the invented documents."""
    shelf = Shelf({made.key: SIGNATURES.get(made.key) or made.signature for made in documents})
    return cluster(shelf, pairs(shelf), decided)


def expected(families: list[Family]) -> set[tuple[str, ...]]:
    return {tuple(sorted(study)) for family in families for study in family.studies}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_is_the_studies_that_it_is(family: Family) -> None:
    found = studies_of(list(family.documents))
    assert set(found.members.values()) == expected([family])
    told = {(m.document_id, m.role, m.of) for m in found.mentions}
    assert set(family.mentions) <= told


def test_all_families_side_by_side_are_what_each_is_alone() -> None:
    found = studies_of(list(EVERY))
    assert set(found.members.values()) == expected(list(FAMILIES))


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sets(st.integers(0, len(FAMILIES) - 1), min_size=1))
def test_the_order_of_documents_changes_nothing(rng: random.Random, families: set[int]) -> None:
    documents = [made for i in sorted(families) for made in FAMILIES[i].documents]
    shuffled = rng.sample(documents, len(documents))
    assert studies_of(shuffled) == studies_of(documents)


def test_every_proposal_says_why_in_words() -> None:
    shelf = Shelf(SIGNATURES)
    for pair in pairs(shelf):
        assert pair.reasons
        assert all(reason.kind in WEIGHTS and reason.text for reason in pair.reasons)
        assert pair.is_proposed == (pair.score >= ENOUGH)
        assert not (pair.against and pair.is_proposed)


# --- what people decide --------------------------------------------------------------------------


def test_what_people_hold_apart_is_not_joined_by_a_chain_of_others() -> None:
    found = studies_of(list(FAMILIES[0].documents), Decisions(apart=frozenset({("steady-press", "steady-report")})))  # fmt: skip
    of = found.study_of()
    assert of["steady-press"] != of["steady-report"]


def test_what_people_put_together_is_together_whatever_speaks_against_it() -> None:
    pair = two("okafor-one", "okafor-two")
    found = studies_of(list(EVERY), Decisions(together=frozenset({pair})))
    assert found.study_of()["okafor-one"] == found.study_of()["okafor-two"]


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=6),
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=6),
)
def test_every_document_is_in_one_study_and_none_that_is_held_apart(
    joined: set[tuple[int, int]], parted: set[tuple[int, int]]
) -> None:
    def ids(some: set[tuple[int, int]]) -> frozenset[tuple[str, str]]:
        return frozenset(two(EVERY[a].key, EVERY[b].key) for a, b in some if a != b)

    decided = Decisions(ids(joined), ids(parted))
    found = studies_of(list(EVERY[:9]), decided)
    members = [member for some in found.members.values() for member in some]
    assert sorted(members) == sorted(made.key for made in EVERY[:9])
    assert all(study == min(some) for study, some in found.members.items())
    of = found.study_of()
    assert all(of[a] != of[b] for a, b in decided.apart)
    assert all((of[a] == of[b]) != ((a, b) in found.refused) for a, b in decided.together)


# --- furniture -----------------------------------------------------------------------------------


def test_what_many_documents_share_links_none_of_them() -> None:
    furniture = prose("a footer", 6)
    some = [
        Made(f"site-{i}", f"Page {i} of a site about work", text(furniture, prose(f"site {i}", 1)), "web-page")
        for i in range(COMMON + 1)
    ]  # fmt: skip
    assert len(studies_of(some).members) == len(some)


# --- parts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "heading", "own", "named"),
    [
        ("Trial registration: ISRCTN12345678.", "", ("ISRCTN12345678",), ()),
        ("It was registered (ISRCTN 12345678).", "", ("ISRCTN12345678",), ()),
        ("Smith J. A trial. NCT01234567.", "References", (), ("NCT01234567",)),
        ("Others found little (Smith et al. 2015, NCT01234567).", "", (), ("NCT01234567",)),
        ("AEA RCT Registry AEARCTR-0001234.", "", ("AEARCTR0001234",), ()),
        ("See NCT01234567, NCT01234568 and NCT01234569.", "", (),
         ("NCT01234567", "NCT01234568", "NCT01234569")),
        ("Call 12345678 about functions and countries.", "", (), ()),
    ],
)  # fmt: skip
def test_a_registration_is_the_documents_own_or_anothers_by_where_it_stands(
    passage: str, heading: str, own: tuple[str, ...], named: tuple[str, ...]
) -> None:
    found = identifiers([(heading, passage)])
    assert (found.registrations, found.named_registrations) == (own, named)


def test_a_number_deep_in_the_text_is_ones_own_only_beside_the_word_registered() -> None:
    before = [("", "Words.")] * 20
    assert identifiers([*before, ("", "NCT01234567 is one.")]).registrations == ()
    assert identifiers([*before, ("", "Registered as NCT01234567.")]).registrations == ("NCT01234567",)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("https://doi.org/10.1000/ABC.1).", "10.1000/abc.1"),
        ("doi:10.1000/a(b)c", "10.1000/a(b)c"),
        ("nothing", ""),
    ],
)
def test_a_doi_has_one_spelling(raw: str, plain: str) -> None:
    assert plain_doi(raw) == plain


def test_both_spellings_of_an_isbn_are_one() -> None:
    assert plain_isbn("0-306-40615-2") == plain_isbn("978-0-306-40615-7") == "9780306406157"
    assert plain_isbn("12") == ""


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://www.example.org/a/", "http://example.org/a?utm_source=x#top"),
        ("https://example.org/a/index.html", "https://EXAMPLE.org/a"),
    ],
)
def test_an_address_has_one_spelling(url: str, same: str) -> None:
    assert address(url) == address(same)


@pytest.mark.parametrize(
    ("author", "name"),
    [("Smith, Ann", "smith"), ("Ann Smith", "smith"), ("Institute of Work", "institute of work")],
)
def test_an_author_is_known_by_surname_or_in_full(author: str, name: str) -> None:
    assert surname(author) == name


def test_numbers_that_tell_are_neither_years_nor_round_nor_small() -> None:
    found = dict(numbers(["In 2014 we paid £3,410 to 12 of 500 people; 61.4% stayed, 17% left."]))
    assert set(found) == {"3410", "61.4%", "17%"}
    assert weight("3410") > weight("17%") > weight("117")


def test_names_are_runs_of_capitals_that_return() -> None:
    found = names("A report", ["Talent Match helped. Talent Match ended.", "Once Upon Time."])
    assert found == ("talent match",)


def test_a_sketch_tells_the_share_of_the_shorter_text() -> None:
    body = prose("share", 30)
    whole, half = sketch(map(words, body)), sketch(map(words, body[:15]))
    other = sketch(map(words, prose("another", 30)))
    assert shared_text(whole, half).share == 1.0
    assert shared_text(whole, other).share < 0.05
    mixed = sketch(map(words, body[:15] + prose("third", 15)))
    assert shared_text(whole, mixed).share == pytest.approx(0.5, abs=0.12)


def test_a_very_long_text_is_held_against_a_short_one_at_the_same_measure() -> None:
    runs = np.sort(np.random.default_rng(1).integers(0, 2**60, 2 * LONGEST, dtype=np.uint64))
    places = np.zeros(runs.size, np.uint16)
    long = Sketch(runs[:LONGEST], places[:LONGEST], int(runs[LONGEST]))
    short = Sketch(runs[::2], places[::2])
    assert shared_text(long, short).share == 1.0


@pytest.mark.parametrize("made", EVERY[:6], ids=lambda made: made.key)
def test_a_signature_comes_back_as_it_was_kept(made: Made) -> None:
    kept = SIGNATURES[made.key]
    again = loads(*dumps(kept))
    assert dumps(again) == dumps(kept)
    assert np.array_equal(again.sketch.runs, kept.sketch.runs)
    assert again.numbers == kept.numbers


def test_a_document_without_words_has_a_signature_that_links_to_nothing() -> None:
    empty = [Made(key, "", []) for key in ("a", "b")]
    assert len(studies_of(empty).members) == 2
    assert read(Told("x", ""), []).words == 0
