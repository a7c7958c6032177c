"""References by pandoc: any style, nothing dangerous, a quote with its page, a summary said to be one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bases import Base, folder_of, note, report
from sqlalchemy import select

from kb import pandoc
from kb.catalogue import tables as t
from kb.errors import UnknownId, UnknownName, UsageError
from kb.references import bibtex, cite, formatted, items, resolve

PILOT: dict[str, Any] = {
    "id": "pilot", "type": "report", "title": "The pilot", "author": [{"family": "Smith", "given": "Ann"}],
    "issued": {"date-parts": [[2019, 5]]}, "publisher": "A Trust", "URL": "https://example.org/pilot",
}  # fmt: skip
ARTICLE: dict[str, Any] = {
    "id": "article", "type": "article-journal", "title": "An article", "container-title": "A Journal",
    "author": [{"literal": "A Trust"}], "issued": {"date-parts": [[2011]]}, "volume": "3",
    "issue": "2", "page": "1-9", "DOI": "10.1000/abc",
}  # fmt: skip


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "harvard-cite-them-right",
            "Smith, A. (2019) The pilot. A Trust. Available at: https://example.org/pilot.",
        ),
        ("oscola", "Smith A, ‘The Pilot’ (A Trust 2019) <https://example.org/pilot>"),
        ("apa", "Smith, A. (2019). The pilot. A Trust. https://example.org/pilot"),
        ("ieee", "A. Smith, ‘The pilot’, A Trust, May 2019. Available: https://example.org/pilot"),
    ],
)
def test_a_reference_follows_the_style_that_was_named(style: str, expected: str) -> None:
    assert formatted([PILOT], style) == (expected,)


def test_references_come_in_the_order_they_were_asked_for() -> None:
    made = formatted([PILOT, ARTICLE, PILOT])
    assert [line.split(" (")[0] for line in made] == ["Smith, A.", "A Trust", "Smith, A."]
    assert formatted([]) == ()


def test_html_has_links_and_emphasis_and_no_other_markup() -> None:
    (made,) = formatted([ARTICLE], to="html")
    assert made == (
        "A Trust (2011) ‘An article’, <em>A Journal</em>, 3(2), pp. 1–9. Available at: "
        '<a href="https://doi.org/10.1000/abc">https://doi.org/10.1000/abc</a>.'
    )


@pytest.mark.parametrize("style", ["harvard-cite-them-right", "oscola", "apa"])
def test_an_item_that_means_harm_is_shown_as_words(style: str) -> None:
    item = {
        **PILOT,
        "title": "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))",
        "publisher": '"><iframe src="https://example.org">',
        "URL": "javascript:alert(1)",
    }
    (made,) = formatted([item], style, "html")
    for tag in ("<script", "<img", "<iframe", 'href="javascript'):
        assert tag not in made.lower()
    assert "&lt;" in made
    assert "href" not in made


def test_pandoc_reads_no_file_that_an_item_names(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    item = {
        **PILOT,
        "title": f"![]({secret}) {{{{include {secret}}}}} `cat {secret}`",
        "note": str(secret),
    }
    for style in ("harvard-cite-them-right", "chicago-notes-bibliography"):
        assert "the secret words" not in "".join(formatted([item], style, "html"))
    assert "the secret words" not in bibtex([item])


def test_a_locator_stands_in_the_citation_and_in_the_note_of_a_note_style() -> None:
    assert pandoc.cited(PILOT, "p. iv").in_text == "(Smith, 2019, p. iv)"
    assert pandoc.cited(PILOT, "Table 3").in_text == "(Smith, 2019, Table 3)"
    assert pandoc.cited(PILOT).in_text == "(Smith, 2019)"
    in_note = pandoc.cited(PILOT, "p. iv", "oscola").in_text
    assert in_note == "Ann Smith, ‘The Pilot’ (A Trust 2019) iv <https://example.org/pilot>."


def test_a_style_that_follows_another_is_that_other() -> None:
    dependent = [n for n in pandoc.style_names() if n.startswith("vancouver-")][:1]
    assert formatted([PILOT], dependent[0])[0].startswith("Smith A.")


@pytest.mark.parametrize("style", ["harvrd-cite-them-right", "../../etc/passwd", "", "Harvard"])
def test_an_unknown_style_is_refused_with_the_nearest(style: str) -> None:
    with pytest.raises(UnknownName, match="unknown style") as caught:
        formatted([PILOT], style)
    assert "\n" not in str(caught.value)
    if style.startswith("harvrd"):
        assert "harvard-cite-them-right" in str(caught.value)


def test_an_unknown_form_and_a_broken_item_are_refused_in_one_line() -> None:
    with pytest.raises(UnknownName, match="accepted: html, text"):
        formatted([PILOT], to="pdf")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="CSL-JSON items are accepted") as caught:
        formatted([{"id": "x", "type": "report", "author": "not a list"}])
    assert "\n" not in str(caught.value)


def test_bibtex_keeps_the_ids_and_the_letters() -> None:
    made = bibtex([PILOT, {**ARTICLE, "title": "100% & café"}])
    assert "@techreport{pilot," in made
    assert "@article{article," in made
    assert "100\\% \\& " in made


# --- ids of a base -----------------------------------------------------------------------------


@pytest.fixture
def held(base: Base, tmp_path: Path) -> Base:
    """A base with a report and a note."""
    base.keep(report())
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    return base


def the(base: Base, column: Any) -> str:
    """The one value of a column."""
    with base.catalogue.read() as connection:
        return str(connection.execute(select(column)).scalar_one())


def test_a_passage_of_a_report_is_a_quote_with_its_page(held: Base) -> None:
    item = report()
    (made,) = cite(held.catalogue, [item.passages[0].id])
    words = " ".join(item.passages[0].text.split())
    assert made.text == (
        f"“{words}” (Smith and A Trust, 2019, p. iv)\n"
        "Smith, A. and A Trust (2019) A pilot. A Trust."
    )
    assert made.citation is not None
    assert made.citation.quote == item.passages[0].text
    assert made.summarised_in is None


def test_a_document_is_cited_whole(held: Base) -> None:
    (made,) = cite(held.catalogue, [report().document.id])
    assert made.text == made.reference == "Smith, A. and A Trust (2019) A pilot. A Trust."
    assert made.citation is None


@pytest.mark.parametrize("table", [t.findings, t.lessons])
def test_a_statement_of_a_note_is_cited_as_its_source_and_said_to_be_our_summary(
    held: Base, table: Any
) -> None:
    (made,) = cite(held.catalogue, [the(held, table.c.id)], public_url="https://base.example/")
    assert made.citation is not None
    assert made.citation.kind == "paraphrase"
    assert made.csl["title"] == "The pilot and what came of it"
    words, reference, summary = made.text.split("\n")
    assert "“" not in words
    assert reference.startswith("Smith, A. (2019) The pilot and what came of it.")
    assert summary.startswith("As summarised in our evidence note “A pilot in Leeds”, https://base")
    assert f"https://base.example{made.citation.link}" in summary
    assert summary.endswith("; the original is not held.")


def test_a_finding_keeps_the_place_that_its_note_names(held: Base) -> None:
    (made,) = cite(held.catalogue, [the(held, t.findings.c.id)])
    assert made.in_text == "(Smith, 2019, Table 3)"


def test_an_attempt_and_its_note_are_cited_as_the_sources_of_the_note(held: Base) -> None:
    (by_slug,) = cite(held.catalogue, ["a-pilot"])
    (by_document,) = cite(held.catalogue, [the(held, t.attempts.c.document_id)])
    assert by_slug.text == by_document.text
    assert by_slug.summarised_in == "A pilot in Leeds"
    assert by_slug.reference.startswith("Smith, A. (2019)")


def test_a_passage_of_a_note_is_never_in_quotation_marks(held: Base) -> None:
    document = the(held, t.attempts.c.document_id)
    with held.catalogue.read() as connection:
        query = select(t.passages.c.id).where(t.passages.c.document_id == document)
        passages = connection.execute(query).scalars().all()
    for made in cite(held.catalogue, passages, to="html"):
        assert not made.text.startswith("“")
        assert "As summarised in our evidence note" in made.text


def test_a_superseded_version_says_that_it_is(base: Base) -> None:
    first = report(ref="https://example.org/a")
    base.keep(first, report(first.text + " More.", ref="https://example.org/a"))
    (made,) = cite(base.catalogue, [first.passages[0].id])
    assert made.text.endswith("\nThis version is superseded.")


def test_quoted_words_are_escaped_in_html(base: Base) -> None:
    item = report("Pay rose by <b>5%</b> & more. " * 10)
    base.keep(item)
    (made,) = cite(base.catalogue, [item.passages[0].id], to="html")
    assert "&lt;b&gt;5%&lt;/b&gt; &amp; more" in made.text


def test_items_are_each_given_once_and_under_an_id_of_their_own(held: Base) -> None:
    found = resolve(held.catalogue, ["a-pilot", the(held, t.findings.c.id), report().document.id])
    made = items(found)
    assert [item["id"] for item in made] == ["main", report().document.id]
    twice = [*found, type(found[0])("x", {**PILOT, "id": "main"})]
    assert [item["id"] for item in items(twice)] == ["main", report().document.id, "main-2"]
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("a-pilt", "did you mean a-pilot?"),
        ("00000000-0000-5000-8000-000000000000", "the id of a document, passage, finding"),
    ],
)
def test_an_unknown_id_offers_what_there_is_and_nothing_invented(
    held: Base, wanted: str, says: str
) -> None:
    with pytest.raises(UnknownId) as caught:
        cite(held.catalogue, [wanted])
    assert says in str(caught.value)
