"""Which documents are an attempt's: by what its note names, and more weakly by programme, place and years."""

from __future__ import annotations

from typing import Any

import pytest
from families import Made, prose, text

from kb.links.attempts import Match, Reference, Tried, matches, programme_names, reference
from kb.links.shelf import Shelf

ABOUT = "Lantern Street Lending opened in Wales. Lantern Street Lending lent from 2011 to 2013 in Wales."


def made(key: str = "d", title: str = "A page", *, body: str = "", **told: Any) -> Made:
    return Made(key, title, text(body or "Words.", prose(key, 3)), **told)


def found(document: Made, *references: Reference, **told: Any) -> list[Match]:
    values = {"names": (), "places": (), "start": None, "end": None, **told}
    return matches(Shelf({document.key: document.signature}), [Tried("a", references=references, **values)])  # fmt: skip


def named(**csl: Any) -> Reference:
    return reference("r", csl, csl.get("URL"), is_described=False)


@pytest.mark.parametrize(
    ("document", "source", "kind"),
    [
        (made(url="https://doi.org/10.1000/xyz"), named(DOI="10.1000/XYZ"), "doi"),
        (made(body="Registered as ISRCTN12345678."), named(note="ISRCTN12345678"), "registration"),
        (made(url="https://www.example.org/a/"), named(URL="http://example.org/a"), "address"),
        (made(title="Lending on Lantern Street in hard winters"),
         named(title="Lending on Lantern Street in hard winters"), "title"),
        (made(body="Menu Home. Lending on Lantern Street in hard winters. By us."),
         named(title="Lending on Lantern Street in hard winters"), "title"),
        (made(title="Lantern lending", authors=("Orme, Fay",)),
         named(title="Lantern lending", author=[{"family": "Orme", "given": "Fay"}]), "title"),
    ],
)  # fmt: skip
def test_a_document_that_a_note_names_is_the_attempts(
    document: Made, source: Reference, kind: str
) -> None:
    (match,) = found(document, source)
    assert (match.attempt_id, match.reference, match.reason.kind) == ("a", "r", kind)


@pytest.mark.parametrize(
    ("document", "source"),
    [
        (made(title="Lantern lending"), named(title="Lantern lending")),  # two words, nobody's
        (made(url="https://example.org/"), named(URL="https://example.org")),  # a whole site
        (made(title="Lending on Lantern Street in hard winters", date="2003"),
         named(title="Lending on Lantern Street in hard winters", issued={"date-parts": [[2014]]})),
        (made(title="Our description of a page on lending"),
         reference("r", {"title": "Our description of a page on lending"}, None, is_described=True)),
    ],
)  # fmt: skip
def test_what_is_too_little_names_no_document(document: Made, source: Reference) -> None:
    assert found(document, source) == []


def test_programme_place_and_years_together_are_proposed() -> None:
    told = {"names": ("lantern street lending",), "places": ("wales",), "start": 2010, "end": 2012}
    (match,) = found(made(body=ABOUT), **told)
    assert match.reference is None
    assert match.reason.text == (
        "it is about the same programme (Lantern Street Lending), place (Wales) and years (2011)"
    )


@pytest.mark.parametrize(
    "other",
    [
        {"names": ("harbour lending scheme",)},
        {"places": ("scotland",)},
        {"start": 1990, "end": 1995},
    ],
)
def test_two_of_the_three_are_not_enough(other: dict[str, Any]) -> None:
    told = {"names": ("lantern street lending",), "places": ("wales",), "start": 2010, "end": 2012}
    assert found(made(body=ABOUT), **{**told, **other}) == []


def test_a_remark_that_a_source_is_about_something_else_is_heard() -> None:
    assert named(note="About a bank's accounts of the same sort, not about Lantern.").is_aside
    assert not named(note="Copy of a journal article.").is_aside


def test_the_names_of_a_programme_are_those_of_its_title() -> None:
    assert programme_names("Open Door Partnership (ODP) and its helpers") == ("open door partnership",)  # fmt: skip
    assert programme_names("Savings clubs at work") == ()
