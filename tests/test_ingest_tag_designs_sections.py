"""Claims about sections: where a sentence stands, and that odd documents come out sane."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag.designs import sections
from ingest.tag.designs.sections import Outline, name_of, outline
from kb.errors import VocabularyError
from kb.models import Heading

REFERENCES = """\
Aydin, K. and Moss, L. (2014). A randomised trial of job search letters. Journal of Invented Work 3(2): 4-19.
Brandt, P. (2015). Matching in practice. London: Paper Press.
Castro J, Doe R. A before-and-after study of savings clubs. Annals of Thrift 2016; 12(3): 44-50.
https://example.org/reports/7
Ekdahl, S., & Finn, T. (2001). Interrupted time series for councils. Public Sums, pp. 3-9.
"""


def headed(*parts: tuple[str, int, str]) -> tuple[str, list[Heading]]:
    """A text of headings, each with its depth and what stands under it."""
    text, headings = "", []
    for words, depth, under in parts:
        headings.append(Heading(words, len(text), len(text) + len(words), depth))
        text += f"{words}\n\n{under}\n\n"
    return text, headings


def of(found: Outline, text: str, words: str) -> str:
    return found.at(text.index(words)).name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Methods", "methods"),
        ("2. Methodology", "methods"),
        ("Chapter 3: Evaluation design", "methods"),
        ("RESEARCH DESIGN AND METHODS", "methods"),
        ("3.1 Key findings", "results"),
        ("What we found", "results"),
        ("Executive summary", "abstract"),
        ("1 Introduction", "introduction"),
        ("Background and context", "introduction"),
        ("Literature review", "literature-review"),
        ("Limitations of the study", "limitations"),
        ("Conclusions and recommendations", "recommendations"),
        ("Conclusions", "conclusion"),
        ("Discussion", "discussion"),
        ("Next steps", "recommendations"),
        ("References", "references"),
        ("Endnotes", "references"),
        ("Annex B: Survey form", "annex"),
        ("Appendix IX", "annex"),
        ("Contents", "contents"),
        ("About the authors", "about"),
        ("The town of Leeds", ""),
        ("Our strategy", ""),
    ],
)
def test_a_heading_is_known_by_its_words(heading: str, name: str) -> None:
    assert name_of(heading) == name


def test_a_sentence_under_a_deeper_heading_belongs_to_the_known_one_above() -> None:
    text, headings = headed(
        ("Methods", 1, "We asked."),
        ("Who took part", 2, "Sixty people."),
        ("Jobs in the north", 1, "More work."),
    )
    found = outline(text, headings)
    assert of(found, text, "Sixty people") == "methods"
    assert of(found, text, "More work") == ""


def test_methods_weigh_more_than_results_and_those_more_than_the_introduction() -> None:
    text, headings = headed(
        ("Introduction", 1, "One."), ("Methods", 1, "Two."), ("Results", 1, "Three."),
        ("Literature review", 1, "Four."), ("References", 1, "Five."),
    )  # fmt: skip
    found = outline(text, headings)
    weights = [found.at(text.index(w)).weight for w in ("Two", "Three", "One", "Four", "Five")]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1.0
    assert weights[-1] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "BACKGROUND: Little is known. METHODS: We drew lots. RESULTS: More worked. CONCLUSIONS: It helped.",
        "Background Little is known. Methods We drew lots. Results More worked. Conclusions It helped.",
        "Background: Little is known.\nMethods: We drew lots.\nResults: More worked.\nConclusions: It helped.",
        "1. Introduction\n\nLittle is known.\n\n2. Methods\n\nWe drew lots.\n\n3. Results\n\nMore worked.\n\n"
        "4. Conclusions\n\nIt helped.",
    ],
)
def test_labels_and_lines_divide_where_headings_are_missing(text: str) -> None:
    found = outline(text)
    names = [of(found, text, w) for w in ("Little", "We drew", "More worked", "It helped")]
    assert names == ["introduction", "methods", "results", "conclusion"]


def test_a_label_ends_with_its_paragraph() -> None:
    text = "METHODS: We drew lots. RESULTS: More worked.\n\nThe mayor opened the hall."
    assert of(outline(text), text, "The mayor") == ""


def test_a_word_in_running_text_is_no_label() -> None:
    text = "We used several methods: letters, calls and visits. Results were sent to all."
    assert [s.name for s in outline(text).sections] == [""]


def test_a_report_without_a_methods_section_is_one_stretch_without_a_name() -> None:
    text, headings = headed(("Jobs for Leeds", 1, "We did much."), ("Our year", 1, "It rained."))
    found = outline(text, headings)
    assert {section.name for section in found.sections} == {""}
    assert all(section.weight > 0 for section in found.sections)


def test_a_slide_deck_comes_out_without_names_but_readable() -> None:
    text, headings = headed(*((f"Slide {n}", 1, f"• Point {n}\n• More") for n in range(1, 9)))
    found = outline(text, headings)
    assert not found.only_references
    assert all(section.weight > 0 for section in found.sections)


def test_a_report_that_is_all_references_says_so() -> None:
    assert outline(REFERENCES).only_references
    assert outline(f"Reading list\n\n{REFERENCES}").only_references
    text, headings = headed(("References", 1, REFERENCES))
    assert outline(text, headings).only_references


def test_a_list_of_references_without_a_heading_is_found_at_the_end() -> None:
    body = "We drew lots among 60 schools and compared what became of their pupils. " * 8
    text = f"{body}\n\n{REFERENCES}"
    found = outline(text)
    assert of(found, text, "Matching in practice") == "references"
    assert of(found, text, "We drew lots") == ""
    assert not found.only_references


def test_a_sentence_that_says_what_a_study_found_is_no_reference() -> None:
    text = "\n".join(
        f"{name}, J. (2014) found that letters raised attendance in the Journal of Work sample."
        for name in ("Aydin", "Brandt", "Castro", "Doe")
    )
    assert [section.name for section in outline(text).sections] == [""]


@given(
    st.lists(
        st.sampled_from(
            ["Methods", "Results: ", "\n", "\n\n", "METHODS: We did. ", "References\n", REFERENCES, "Words. ", "1. "]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_sections_tile_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = outline(text).sections
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(one.end == other.start for one, other in pairwise(found))


def test_a_row_without_a_rationale_is_refused() -> None:
    row = {"name": "x", "weight": 1.0, "rationale": "", "pattern": "x", "label": []}
    with pytest.raises(VocabularyError, match="rationale"):
        sections.parse({"section": [row]}, "sections.toml")
