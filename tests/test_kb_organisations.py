"""What organisations took part in, under the names that notes give."""

from __future__ import annotations

from values import actor, attempt

from kb import organisations

SOME = (
    attempt(
        "later",
        start="2015",
        who=(
            actor("Department of  Lamps", contribution="paid"),
            actor("Wick Trust", sector="civil-society"),
        ),
    ),
    attempt("earlier", start="2009", who=(actor("department of lamps", role="commissioner"),)),
    attempt("other", who=(actor("Wick Harbour"),)),
)


def test_a_name_is_one_whatever_its_case_and_spaces() -> None:
    found = organisations.named(SOME, "DEPARTMENT OF LAMPS")
    assert found is not None
    assert [part.attempt.id for part in found.parts] == ["earlier", "later"]
    assert found.roles == ("commissioner", "funder")


def test_what_it_brought_and_who_stood_beside_it_is_told() -> None:
    found = organisations.named(SOME, "department of lamps")
    assert found is not None
    later = found.parts[1]
    assert [one.contribution for one in later.as_actor] == ["paid"]
    assert [one.name for one in later.beside] == ["Wick Trust"]


def test_names_that_only_look_alike_are_not_merged() -> None:
    names = [organisations.folded(one.name) for one in organisations.listed(SOME)]
    assert names == ["department of lamps", "wick harbour", "wick trust"]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    assert organisations.named(SOME, "Wick") is None
    assert organisations.nearest(SOME, "wick") == ("Wick Harbour", "Wick Trust")
    assert organisations.nearest(SOME, "the harbour board") == ("Wick Harbour",)
    assert organisations.nearest(SOME, "zzz") == ()


def test_names_that_hold_one_another_are_told_and_not_merged() -> None:
    some = (
        attempt("a", who=(actor("Lamp Office"), actor("Lamp Office (Night Fund)"))),
        attempt("b", who=(actor("Harbour Board / Lamp Office"), actor("Lamp Officers"))),
    )
    assert organisations.alike(some, "lamp office") == (
        "Harbour Board / Lamp Office",
        "Lamp Office (Night Fund)",
    )
    assert organisations.alike(some, "Lamp Office (Night Fund)") == ("Lamp Office",)
    assert organisations.alike(some, "Lamp Officers") == ()
