"""Citations: a quote is verbatim and knows its page; a note's words never pass for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import Base, folder_of, note, report
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kb.catalogue import read
from kb.catalogue import tables as t
from kb.cite import Citations, csl_of_document
from kb.errors import UnknownId
from kb.models import Document, Found
from kb.references import pages_of


def noted(base: Base, tmp_path: Path, data: bytes) -> str:
    """Take a note; the id of its document."""
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": data}))
    with base.catalogue.read() as connection:
        query = select(t.attempts.c.document_id).where(t.attempts.c.id == "a-pilot")
        return str(connection.execute(query).scalar_one())


def test_every_passage_and_span_is_cited_verbatim_with_the_page_it_is_on(base: Base) -> None:
    item = report()
    base.keep(item)
    half = item.text.index("The second page")
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        for passage in item.passages:
            citation = citations.of_passage(passage)
            assert citation.quote == item.text[citation.start : citation.end] == passage.text
        spans = [(0, 5), (half - 10, half - 1), (half, half + 5), (half - 4, half + 4)]
        made = [citations.of_span(item.document.id, start, end) for start, end in spans]
    assert [c.quote for c in made] == [item.text[start:end] for start, end in spans]
    assert [(c.page, c.page_end) for c in made] == [(1, 1), (1, 1), (2, 2), (1, 2)]
    assert [pages_of(c) for c in made] == ["p. iv", "p. iv", "p. v", "pp. iv–v"]
    assert [c.heading for c in made] == [
        "The pilot and what came of it", "What we learned", "What we learned", "What we learned",
    ]  # fmt: skip
    assert {c.kind for c in made} == {"quote"}
    assert all(c.reports is None for c in made)


def test_a_span_is_cited_once_and_numbered_as_it_was_met(base: Base) -> None:
    item = report()
    base.keep(item)
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        ids = [citations.of_span(item.document.id, *span).id for span in ((0, 5), (6, 9), (0, 5))]
        assert ids == ["c1", "c2", "c1"]
        assert [c.id for c in citations.all()] == ["c1", "c2"]


def test_a_link_opens_the_passage_and_marks_a_span_within_it(base: Base) -> None:
    item = report()
    base.keep(item)
    first = item.passages[0]
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        whole = citations.of_passage(first)
        part = citations.of_span(item.document.id, 2, 8)
    assert whole.link == f"/source?passage={first.id}"
    assert part.link == f"/source?passage={first.id}&start=2&end=8"


def test_a_note_is_a_paraphrase_of_the_source_that_its_statement_names(
    base: Base, tmp_path: Path
) -> None:
    second = note().replace(
        b"    interest: deliverer\n---",
        b"    interest: deliverer\n"
        b"  - {id: audit, type: report, title: An audit, issued: 2020, document_type: report,"
        b" interest: independent}\n---",
    ).replace(b"stay., reference: main}", b"stay., reference: audit}")  # fmt: skip
    document = noted(base, tmp_path, second)
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        lesson = connection.execute(select(t.lessons)).mappings().one()
        citation = citations.of_span(document, lesson["start"], lesson["end"], lesson["reference"])
    assert citation.kind == "paraphrase"
    assert citation.interest == "independent"
    assert citation.reports is not None
    assert citation.reports.csl["title"] == "An audit"
    assert citation.reports.csl["issued"] == {"date-parts": [[2020]]}
    assert citation.reports.held is False


def test_a_passage_of_a_note_is_about_the_first_statement_in_it(base: Base, tmp_path: Path) -> None:
    document = noted(base, tmp_path, note())
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        made = [citations.of_passage(p) for p in read.passages_of(connection, document)]
    assert {c.kind for c in made} == {"paraphrase"}
    assert all(c.reports and c.reports.url == "https://example.org/pilot" for c in made)


def test_what_is_not_held_cannot_be_cited(base: Base) -> None:
    with base.catalogue.read() as connection, pytest.raises(UnknownId):
        Citations(connection).of_span("nothing", 0, 1)


# --- bibliographic items -----------------------------------------------------------------------


def document(**values: object) -> Document:
    """A report's document with some values of its own."""
    from dataclasses import replace

    return replace(report().document, **values)  # type: ignore[arg-type]


def test_an_item_holds_what_was_found_and_nothing_else() -> None:
    bare = document(authors=(), publisher=None, date=None, language=None, metadata=())
    assert csl_of_document(bare) == {"id": bare.id, "type": "report", "title": "A pilot"}


def test_an_item_of_a_full_document_is_in_csl_terms() -> None:
    full = document(
        authors=("Smith, Ann", "A Trust", "Jones, Bo, Jr."),
        date="2019-05-07",
        url="https://example.org/pilot.pdf",
        metadata=(Found("DOI", "10.1000/x", "front page"), Found("DOI", "10.1000/y", "page 9")),
    )
    assert csl_of_document(full) == {
        "id": full.id,
        "type": "report",
        "title": "A pilot",
        "author": [
            {"family": "Smith", "given": "Ann"},
            {"literal": "A Trust"},
            {"literal": "Jones, Bo, Jr."},
        ],
        "issued": {"date-parts": [[2019, 5, 7]]},
        "publisher": "A Trust",
        "URL": "https://example.org/pilot.pdf",
        "language": "en",
        "DOI": "10.1000/x",
    }


@given(st.text(max_size=40))
def test_no_letter_of_an_author_is_lost_or_added(author: str) -> None:
    (name,) = csl_of_document(document(authors=(author,)))["author"]
    if "literal" in name:
        assert name["literal"] == author
    else:
        assert [part.strip() for part in author.split(",")] == [name["family"], name["given"]]


def test_every_type_of_document_has_a_csl_type() -> None:
    from kb import vocab

    for slug in vocab.load("document-types").slugs:
        assert csl_of_document(document(type=slug))["type"]
