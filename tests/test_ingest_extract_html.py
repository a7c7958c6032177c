"""What is read out of a web page, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import html
from ingest.extract.html_metadata import iso_date
from kb.errors import LimitExceeded, NoText
from kb.models import Extraction, PageMap
from kb.settings import Limits

DATA = Path(__file__).parent / "data" / "html"
SENTENCE = "The programme reached many young people in the city last year. "
PARAGRAPH = f"<p>{SENTENCE * 6}</p>"


def read(page: str | bytes, url: str | None = None, limits: Limits | None = None) -> Extraction:
    data = page.encode() if isinstance(page, str) else page
    return html.read(data, name="page.html", url=url, limits=limits or Limits())


def saved(name: str) -> Extraction:
    return read((DATA / f"{name}.html").read_bytes())


def stated(extraction: Extraction, field: str) -> list[str]:
    return [found.value for found in extraction.metadata if found.field == field]


# --- which part of the page is kept ---------------------------------------------------------------


def test_every_section_is_kept_when_a_report_is_split_over_blocks() -> None:
    report = saved("split-report")
    assert "paired ninety-one young people" in report.text
    assert "Two of the four employers left" in report.text
    assert "The scheme cost eighty-four thousand pounds" in report.text
    assert report.method == html.PROSE_AREA
    assert report.kept is not None
    assert report.kept > 0.8


def test_menus_footers_and_labels_of_toggles_are_left_out() -> None:
    text = saved("split-report").text
    assert "Our work" not in text
    assert "Harbour Trust is a charity" not in text
    assert "Read More" not in text


def test_a_short_article_stays_short_when_comments_and_teasers_surround_it() -> None:
    article = saved("short-article-many-teasers")
    assert article.method == html.ARTICLE
    assert "The clinic has money for two years." in article.text
    for other in ("Bus fares", "Rain stops", "ironmonger", "my taxes", "All rights reserved"):
        assert other not in article.text
    assert article.kept is not None
    assert article.kept < 0.5


def test_a_page_of_navigation_gives_what_is_visible() -> None:
    page = read("<body><nav><a href=a>Reports</a> <a href=b>Contact us</a></nav></body>")
    assert page.text == "Reports Contact us"
    assert page.method == html.VISIBLE
    assert page.kept == 1.0


def test_a_page_inside_one_form_is_still_an_article() -> None:
    page = read(f"<body><form><h1>Title of it</h1><div>{PARAGRAPH}</div></form></body>")
    assert SENTENCE.strip() in page.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        "<p style='display: none'>{}</p>",
        "<div style='visibility:hidden'><p>{}</p></div>",
        "<script>{}</script>",
        "<style>{}</style>",
        "<template><p>{}</p></template>",
        "<noscript>{}</noscript>",
        "<!-- {} -->",
        "<span class='sr-only'>{}</span>",
        "<select><option>{}</option></select>",
    ],
)
def test_text_that_nobody_sees_is_not_read(hidden: str) -> None:
    secret = "Nobody was ever meant to read this sentence here."
    page = read(f"<body><article>{PARAGRAPH}{hidden.format(secret)}{PARAGRAPH}</article></body>")
    assert secret not in page.text


# --- how it is laid out -----------------------------------------------------------------------------


def test_headings_beside_their_section_are_recorded_with_their_place() -> None:
    report = saved("split-report")
    names = [heading.text for heading in report.headings]
    assert [n for n in names if n in ("Summary", "What was learned", "Costs")] == [
        "Summary",
        "What was learned",
        "Costs",
    ]
    assert report.headings[0].depth == 1
    for heading in report.headings:
        assert report.text[heading.start : heading.end] == heading.text


def test_list_items_stand_on_lines_and_cells_in_rows() -> None:
    text = saved("split-report").text
    assert "Name one responsible person in each employer.\nBegin with a practical task." in text
    assert "Item\tPounds\nCoordinator\t41,000\nTraining\t12,500" in text


def test_paragraphs_are_a_blank_line_apart_and_breaks_a_line() -> None:
    page = read(f"<body><article>{PARAGRAPH}<p>One<br>two</p></article></body>")
    assert page.text.endswith("\n\nOne\ntwo")


def test_the_number_of_a_note_does_not_become_part_of_a_year() -> None:
    assert "in 2019 4, of which" in saved("split-report").text


def test_soft_hyphens_go_and_characters_are_composed_but_not_replaced() -> None:
    page = read(
        f"<body><article>{PARAGRAPH}<p>part\u00adner cafe\u0301 \u00bd \ufb01ve</p></article>"
    )
    assert page.text.endswith("partner caf\u00e9 \u00bd \ufb01ve")


def test_a_web_page_has_no_page_map() -> None:
    assert saved("split-report").page_map == PageMap()


# --- metadata ----------------------------------------------------------------------------------------


def test_metadata_says_where_each_fact_was_found() -> None:
    found = {(f.field, f.value): f.origin for f in saved("short-article-many-teasers").metadata}
    assert found["title", "Clinic opens in the old library"] == "JSON-LD headline"
    assert found["title", "Clinic opens in the old library - Town Post"] == "<title>"
    assert found["author", "Dee Marsh"] == "JSON-LD author"
    assert found["author", "Eli Roe"] == "JSON-LD author"
    assert found["issued", "2021-03-04"] == "JSON-LD datePublished"
    assert found["publisher", "The Town Post"] == "JSON-LD publisher"
    assert found["URL", "https://town-post.example/clinic"] == "<link rel=canonical>"
    assert found["language", "en"] == "<html lang>"


def test_a_date_of_the_site_is_not_a_date_of_the_article() -> None:
    assert stated(saved("short-article-many-teasers"), "issued") == ["2021-03-04"]


def test_the_top_heading_is_trusted_above_the_name_of_the_window() -> None:
    titles = stated(saved("split-report"), "title")
    assert titles[0].startswith("Steady Steps")
    assert titles[1] == "Evaluations | Harbour Trust"


def test_names_in_a_byline_are_parted() -> None:
    assert stated(saved("split-report"), "author") == ["Ann Okafor", "Bo Lindqvist", "Carys Pugh"]


def test_nothing_is_invented_when_a_page_states_nothing() -> None:
    page = read(f"<body><article>{PARAGRAPH}<p>Posted on 3 May 2019, 04/05/2019.</p></article>")
    assert page.metadata == ()


def test_scholarly_tags_come_first() -> None:
    head = (
        '<meta name="citation_title" content="On mentors"><meta name="citation_author" content="Roe, E.">'
        '<meta name="citation_doi" content="https://doi.org/10.1234/ab.c5">'
        '<meta property="og:title" content="On mentors | Site">'
    )
    page = read(f"<head>{head}</head><body><article>{PARAGRAPH}</article></body>")
    assert stated(page, "title") == ["On mentors", "On mentors | Site"]
    assert stated(page, "author") == ["Roe, E."]
    assert stated(page, "DOI") == ["10.1234/ab.c5"]


def test_a_relative_address_is_resolved_only_when_the_page_has_one() -> None:
    page = f'<head><link rel="canonical" href="/a"></head><body>{PARAGRAPH}</body>'
    assert stated(read(page), "URL") == []
    assert stated(read(page, url="https://x.example/b"), "URL") == [
        "https://x.example/a",
        "https://x.example/b",
    ]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-03-04T09:00:00Z", "2021-03-04"),
        ("2021/3/4", "2021-03-04"),
        ("2021", "2021"),
        ("4 March 2021", "2021-03-04"),
        ("March 4, 2021", "2021-03-04"),
        ("04/03/2021", None),
        ("2021-13-01", None),
        ("0000", None),
        ("yesterday", None),
    ],
)
def test_a_date_is_iso_or_nothing(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


# --- bad input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "the page is empty"),
        (b"   \n ", "the page is empty"),
        (b"<!DOCTYPE html><!-- nothing -->", "the page is empty"),
        (b"<html><body></body></html>", "shows no text"),
        (b"<body><script>var text = 'x';</script></body>", "shows no text"),
        (
            b'<meta http-equiv="Refresh" content="0; url=https://a.example/b">Moved',
            "only redirects to https://a.example/b;",
        ),
        (b"<script>window.location.replace('/new.html')</script>", "only redirects to /new.html;"),
        (
            b"<body><h2>{{p.name}}</h2><p>{{p.text}}</p><h4>Partners</h4></body>",
            r"template that a script fills in \({{p.name}}\)",
        ),
    ],
)
def test_a_page_without_text_is_refused_with_the_reason(page: bytes, reason: str) -> None:
    with pytest.raises(NoText, match=reason) as caught:
        read(page)
    assert "\n" not in str(caught.value)


def test_a_long_page_that_refreshes_itself_is_read() -> None:
    page = read(f'<head><meta http-equiv="refresh" content="300"></head><body>{PARAGRAPH}</body>')
    assert SENTENCE.strip() in page.text


def test_blanks_of_a_template_are_left_out_and_counted() -> None:
    page = read(f"<body><article><p>{{{{ name }}}}</p>{PARAGRAPH}</article></body>")
    assert "{{" not in page.text
    assert page.warnings == ("1 blanks of a template are filled in by script and were left out",)


@pytest.mark.parametrize(
    "page",
    [
        "<head><meta charset=utf-8></head><p>Café society".encode("latin-1"),
        "<head><meta charset=iso-8859-1></head><p>Café society".encode(),
        "<head><meta charset=iso-8859-1></head><p>Café society".encode("cp1252"),
        "<head><meta charset=klingon></head><p>Café society".encode("cp1252"),
        "<head><meta charset=utf-16></head><p>Café society".encode("cp1252"),
        "<head><meta charset=hex></head><p>Café society".encode("cp1252"),
        "<p>Café society".encode("utf-16"),
        "<p>Café society".encode("utf-8-sig"),
        "<p>Café so\x00ciety".encode(),
    ],
)
def test_characters_are_right_whatever_is_declared(page: bytes) -> None:
    assert read(page).text == "Café society"


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_text_after_ten_thousand_nested_elements_is_not_lost(tag: str) -> None:
    page = read(f"<body>{f'<{tag}>' * 10_000}{PARAGRAPH}</body>")
    assert SENTENCE.strip() in page.text
    assert "nested too deep" in page.warnings[0]


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "boom boom"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "boom" not in read(f"{bomb}<html><body>{PARAGRAPH}<p>&b;</p></body></html>").text


def test_linked_data_that_cannot_be_read_is_said() -> None:
    script = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    page = read(f"<head>{script}</head><body><article>{PARAGRAPH}</article></body>")
    assert page.warnings == ("1 JSON-LD blocks are not valid JSON",)


@pytest.mark.parametrize("limits", [Limits(bytes=100), Limits(text_chars=100)])
def test_more_than_the_limits_is_refused(limits: Limits) -> None:
    with pytest.raises(LimitExceeded, match="at most 100"):
        read(f"<body><article>{PARAGRAPH}</article></body>", limits=limits)


# --- invariants -----------------------------------------------------------------------------------------

TAGS = (
    "<p> </p> <div> </div> <h1> </h1> <h3> <ul> <li> </ul> <table> <tr> <td> </table> <br> <a href=x> "
    "</a> <b> <aside> </aside> <nav> </nav> <pre> </pre> <sup> </sup> <main> <article> <form> <"
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(TAGS.split()) | st.text(max_size=30) | st.just(SENTENCE), max_size=40)
)
def test_any_page_is_read_or_refused_and_its_headings_are_in_place(pieces: list[str]) -> None:
    try:
        page = read(" ".join(pieces).encode("utf-8", "surrogatepass"))
    except NoText:
        return
    assert page.kept is not None
    assert 0 <= page.kept <= 1
    assert "\n\n\n" not in page.text
    for heading in page.headings:
        assert page.text[heading.start : heading.end] == heading.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        page = read(data)
    except NoText:
        return
    page.text.encode("utf-8")
    assert "\x00" not in page.text


def test_the_same_bytes_give_the_same_extraction() -> None:
    assert saved("split-report") == saved("split-report")
