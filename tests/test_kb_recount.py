"""What one document tells, and how its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from built import base_in, ingest, note

from app_pages import recounted
from kb import recount
from kb.catalogue import read
from pipelines.base import Base

BLOG = """Bright Starts in Barnsley

The Bright Starts partnership (BSP) was set up in September 2017 and is funded by Northern Mutual Bank.

Over 700,000 young people are not in education, employment or training.

The partnership supported 240 young people in its first year.

Recruiting employers proved hard, because managers had no time to spare.
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("recount")
    blog = folder / "blog.txt"
    blog.write_text(BLOG, encoding="utf-8")
    with base_in(folder / "home", hashed=True) as made:
        ingest(made, blog, note("kickstart"))
        yield made


def of(base: Base, kind: str) -> recount.Recount:
    with base.catalogue.read() as connection:
        held = read.documents(connection)
        (found,) = (d for d in held.values() if (d.type == "evidence-note") == (kind == "note"))
        return recount.of(connection, found.id)


def test_what_a_document_tells_opens_at_its_words(base: Base, tmp_path: Path) -> None:
    told = of(base, "blog")
    assert not told.is_empty
    assert [one.aspect for one in told.problems] == ["size"]
    known = {citation.id: citation for citation in told.citations}
    cited = [*(f.citation for f in told.findings), *(x.citation for x in told.lessons)]
    cited += [*(p.citation for p in told.problems), *(c for _, c in told.programme)]
    for one in cited:
        citation = known[one]
        assert BLOG[citation.start : citation.end] == citation.quote
        assert citation.kind == "quote"


def test_a_note_recounts_nothing_beside_its_own_text(base: Base) -> None:
    assert of(base, "note").is_empty


def test_the_page_of_a_document_shows_every_line_as_a_suggested_quote(base: Base) -> None:
    shown = str(recounted.draw(of(base, "blog")))
    assert "What it tells" in shown
    assert "The problem itself" in shown
    assert "suggested" in shown
    assert "“Over 700,000 young people are not in education, employment or training.”" in shown


def test_a_document_that_tells_nothing_says_so(base: Base) -> None:
    assert "No result, lesson or fact" in str(recounted.draw(of(base, "note")))
