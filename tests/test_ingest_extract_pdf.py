"""PDFs: text in reading order that knows its pages, clean, with headings and metadata as found."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from pdf_builder import Put, column, pdf

from ingest.extract import pdf as reader
from kb.errors import Encrypted, ExtractError, LimitExceeded, NoText
from kb.models import Extraction
from kb.pages import locate
from kb.settings import Limits

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"
BODY = [
    "The programme was offered to young people who had left care and were not in work,",
    "and was delivered by a partnership of employers, charities and local government over",
    "two years in three towns, with a mentor for each participant from the first week.",
]


def read(data: bytes, limits: Limits | None = None) -> Extraction:
    return reader.read(data, name="report.pdf", url=None, limits=limits or Limits())


def assert_map_is_sound(extraction: Extraction) -> None:
    runs, pages = extraction.page_map.runs, extraction.page_map.pages
    edges = [0, *(run.end for run in runs)]
    assert [run.start for run in runs] == edges[:-1]
    assert edges[-1] == len(extraction.text)
    assert all(page.start <= page.end <= len(extraction.text) for page in pages)
    assert [page.index for page in pages] == list(range(1, len(pages) + 1))


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_kept_apart() -> None:
    found = read(pdf([[*column(BODY), *column(BODY, top=200)]]))
    paragraph = " ".join(BODY)
    assert found.text == f"{paragraph}\n\n{paragraph}"
    assert_map_is_sound(found)


def test_every_code_point_leads_back_to_its_character_on_the_page() -> None:
    data = pdf([column(BODY), column(BODY)])
    found = read(data)
    import pypdfium2

    from ingest.extract.pdf_text import characters

    with pypdfium2.PdfDocument(data) as document:
        on_page = {page + 1: characters(document[page].get_textpage()) for page in range(2)}
    for run in found.page_map.runs:
        for position in range(run.start, run.end):
            if run.page:
                char = on_page[run.page][run.char + (position - run.start) * run.step]
                assert char == found.text[position]


def test_a_word_broken_over_lines_is_joined_and_a_compound_keeps_its_hyphen() -> None:
    lines = [
        "Participants were individually randomised to two groups. The follow-up was at twelve months.",
        "At the second wave the people who had been ran-",
        "domised were asked again, and this follow-",
        "up reached most of them, which is a very long way to write a sentence about it.",
    ]
    found = read(pdf([column(lines)]))
    assert "been randomised were" in found.text
    assert "this follow-up reached" in found.text
    assert_map_is_sound(found)


def test_a_sentence_that_crosses_a_page_knows_both_pages() -> None:
    found = read(
        pdf(
            [
                column(
                    [
                        *BODY,
                        "The evaluation found that the participants who had stayed in touch with their",
                    ]
                ),
                column(
                    [
                        "mentor were more likely to be in work a year later than those who had not done so."
                    ]
                ),
            ]
        )
    )
    assert "in touch with their mentor were more likely" in found.text
    start = found.text.index("The evaluation found")
    where = locate(found.page_map, found.headings, start, len(found.text))
    assert (where.page, where.page_end) == (1, 2)


def test_a_footnote_does_not_break_the_sentence_that_goes_on_overleaf() -> None:
    note = [
        Put(
            "1 Interview with the manager of the programme, at the office in Leeds, March.",
            size=8,
            top=760,
        )
    ]
    first = [
        *column(
            [*BODY, "Most of the employers who had joined the partnership in the first of the two"]
        ),
        *note,
    ]
    second = column(["years said that they would take part again if they were asked to do so."])
    found = read(pdf([first, second]))
    assert "first of the two years said" in found.text
    assert "Interview with the manager" in found.text
    assert_map_is_sound(found)


def numbered(pages: int, offset: int = 0) -> list[list[Put]]:
    return [
        [
            Put("Annual review of the partnership", top=40, size=8),
            *column(
                [
                    *BODY[:2],
                    f"and this is what was found in part {'abcdefgh'[page]} of the review by those who led it.",
                ]
            ),
            Put(str(page + 1 - offset), left=290, top=810, size=8),
        ]
        for page in range(pages)
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    found = read(pdf(numbered(5)))
    assert "Annual review" not in found.text
    assert not any(line.strip().isdigit() for line in found.text.splitlines())
    assert "part c of the review" in found.text


def test_labels_that_the_file_defines_are_kept() -> None:
    found = read(pdf(numbered(4), labels="0 << /S /r >> 2 << /S /D /St 1 >>"))
    assert [page.label for page in found.page_map.pages] == ["i", "ii", "1", "2"]


def test_printed_numbers_that_count_along_become_labels_when_the_file_defines_none() -> None:
    found = read(pdf(numbered(7, offset=-2)))
    assert [page.label for page in found.page_map.pages] == ["3", "4", "5", "6", "7", "8", "9"]


def test_without_labels_and_printed_numbers_there_is_no_label() -> None:
    found = read(pdf([column(BODY), column(BODY)]))
    assert [page.label for page in found.page_map.pages] == [None, None]


def test_larger_lines_over_text_are_headings_by_depth() -> None:
    page = [
        Put("What the partnership did", size=20, top=80),
        *column(BODY, top=120),
        Put("Who took part", size=14, top=200),
        *column(BODY, top=230),
    ]
    found = read(pdf([page]))
    assert [(heading.text, heading.depth) for heading in found.headings] == [
        ("What the partnership did", 1),
        ("Who took part", 2),
    ]
    assert all(found.text[h.start : h.end] == h.text for h in found.headings)


def test_the_outline_names_headings_that_look_like_text() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf([[Put("Methods"), *column(BODY, top=130)]])))
    writer.add_outline_item(title="Methods", page_number=0)
    buffer = BytesIO()
    writer.write(buffer)
    assert [heading.text for heading in read(buffer.getvalue()).headings] == ["Methods"]


def test_metadata_say_where_they_were_found_and_best_comes_first() -> None:
    front = [
        Put("Mentors for care leavers", size=24, top=200),
        Put("By Ana Silva and Tom Okafor", top=260),
        Put("March 2019", top=300),
        Put("ISBN 978-0-306-40615-7", top=330),
    ]
    info = {"Title": "Microsoft Word - final_v3.docx", "CreationDate": "D:20200102030405Z"}
    found = read(pdf([front, column(BODY)], info=info, language="en-GB"))
    facts = [(fact.field, fact.value, fact.origin) for fact in found.metadata]
    assert facts == [
        ("title", "Mentors for care leavers", "largest text on page 1"),
        ("author", "Ana Silva", "by-line on page 1"),
        ("author", "Tom Okafor", "by-line on page 1"),
        ("issued", "2019-03", "date printed on page 1"),
        ("issued", "2020-01-02", "PDF creation date"),
        ("ISBN", "9780306406157", "printed on page 1"),
        ("language", "en-GB", "PDF catalogue"),
    ]


def test_a_title_that_the_file_states_is_taken_first() -> None:
    found = read(pdf([column(BODY)], info={"Title": "Mentors for care leavers"}))
    assert found.metadata[0].value == "Mentors for care leavers"
    assert found.metadata[0].origin == "PDF metadata"


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf([column(BODY)])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_an_encrypted_file_with_an_empty_password_opens() -> None:
    assert "left care" in read(locked("")).text


def test_an_encrypted_file_with_a_password_is_refused() -> None:
    with pytest.raises(Encrypted, match="password"):
        read(locked("secret"))


def test_pages_without_text_are_counted_and_the_rest_is_kept() -> None:
    found = read(pdf([column(BODY), [], column(BODY), []]))
    assert found.pages_without_text == (2, 4)
    assert [page.chars > 0 for page in found.page_map.pages] == [True, False, True, False]
    assert_map_is_sound(found)


def test_a_scan_fails_with_the_number_of_its_pages() -> None:
    with pytest.raises(NoText, match="none of its 300 pages"):
        read(pdf([[] for _ in range(300)]))


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    with pytest.raises(LimitExceeded, match="4 pages are more than the 3"):
        read(pdf([[] for _ in range(4)]), Limits(pages=3))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\n\x00\xff garbage", pdf([column(BODY)])[:200]]
)
def test_a_damaged_file_fails_in_one_line(data: bytes) -> None:
    with pytest.raises(ExtractError) as refused:
        read(data)
    assert "\n" not in str(refused.value)


def test_fonts_that_cut_ligatures_short_are_read_whole() -> None:
    words = " ".join(["Te ofce was efcient and confdent."] * 3)
    data = pdf([column([words])])
    # Codes 1 to 3 draw ligatures, but their character map names only the first letter of each.
    marks = {
        b"Te": b"\\003e",
        b"ofce": b"o\\001ce",
        b"efcient": b"e\\001cient",
        b"confdent": b"con\\002dent",
    }
    for whole, coded in marks.items():
        data = data.replace(whole, coded)
    map_ = b"3 beginbfchar <01> <0066> <02> <0066> <03> <0054> endbfchar 1 beginbfrange <20> <7E> <0020> endbfrange"
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    stream = pypdf.generic.StreamObject()
    stream.set_data(b"1 begincodespacerange <00> <FF> endcodespacerange " + map_ + b" endcmap")
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"]
    name = pypdf.generic.NameObject
    font[name("/ToUnicode")] = writer._add_object(stream)
    font[name("/Encoding")] = pypdf.generic.DictionaryObject(
        {
            name("/BaseEncoding"): name("/WinAnsiEncoding"),
            name("/Differences"): pypdf.generic.ArrayObject(
                [pypdf.generic.NumberObject(1), name("/f_f_i"), name("/fi"), name("/T_h")]
            ),
        }
    )
    buffer = BytesIO()
    writer.write(buffer)
    found = read(buffer.getvalue())
    assert found.text == " ".join(["The office was efficient and confident."] * 3)
    assert_map_is_sound(found)


@pytest.mark.skipif(not REPORTS.exists(), reason="the shared reports are not here")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "govlab-odimpact/case-study-sweden.pdf",
            "to follow the whole chain of aid from overall decisions",
        ),
        (
            "evaluation-gov/Commission-on-evidence-based-policymaking-report.pdf",
            "government that functions efficiently and responsibly addresses",
        ),
        (
            "iom-evaluations/Meta-evaluation-2020-2024-report---clean.pdf",
            "ultimately supporting strategic decision-making and organizational",
        ),
    ],
)
def test_real_reports_read_in_sentences(name: str, words: str) -> None:
    found = read((REPORTS / name).read_bytes())
    assert words in found.text
    assert_map_is_sound(found)
