"""Claims about several comparisons in one report: when there are some, and what each is called."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.tag.designs.contrasts import numbered, rated, split
from kb.evidence import STRONGEST_FIRST, DesignFact
from kb.models import Heading

LEEDS = (
    "In Leeds, places were drawn by lot; in the other four towns, advisers chose who took part. "
    "It rained. In Leeds 310 people came. The other four towns had 900."
)


def strongest(facts: Sequence[DesignFact]) -> str:
    held = [fact.fact for fact in facts if fact.counts]
    return min(held, key=STRONGEST_FIRST.index, default="programme-description")


def fact(text: str, words: str, slug: str) -> DesignFact:
    start = text.index(words)
    return DesignFact(slug, "done", "this", words, start, start + len(words), "designs-1:test")


def names(text: str, headings: Sequence[Heading] = ()) -> list[tuple[int, str]]:
    return sorted({(part.number, part.name) for part in split(text, headings).parts})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We drew lots among 60 schools. The first study of its kind took a year.",
        "Study 1 was done in 1990.",
        "In Leeds, attendance was high; in the other four towns, it was low.",
        "The first study to show this was done by others. The second year was hard.",
        "The five sites differed in size, funding and staff.",
        " ".join(f"Study {n} was one of those that we found." for n in range(1, 12)),
    ],
)
def test_there_is_one_comparison_unless_plain_words_set_several_apart(text: str) -> None:
    assert split(text).parts == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Study 1\n\nWe drew lots.\n\nStudy 2\n\nWe asked 40 firms.", ["Study 1", "Study 2"]),
        ("1. Trial A: the letter\n\nLots.\n\n2. Trial B: the call\n\nCalls.",
         ["1. Trial A: the letter", "2. Trial B: the call"]),
        ("We did two. In Study 1, we drew lots. In Study 2 we asked 40 firms.", ["Study 1", "Study 2"]),
        ("The first trial drew lots among 400. The second trial took all who came.",
         ["The first trial", "The second trial"]),
        ("The letter was tested by random allocation, whereas the phone calls went to everyone.",
         ["The letter", "the phone calls"]),
        (LEEDS, ["Leeds", "the other four towns"]),
    ],
)  # fmt: skip
def test_comparisons_are_called_what_the_document_calls_them(
    text: str, expected: list[str]
) -> None:
    assert names(text) == list(enumerate(expected, 1))


def test_studies_under_headings_end_where_both_are_discussed() -> None:
    text = "Study 1\nLots.\nWho\nAll.\nStudy 2\nCalls.\nDiscussion\nBoth."
    headings = [
        Heading(words, text.index(words), text.index(words) + len(words), depth)
        for words, depth in (("Study 1", 1), ("Who", 2), ("Study 2", 1), ("Discussion", 1))
    ]
    parts = split(text, headings)
    assert [parts.at(text.index(w)) for w in ("Lots", "All", "Calls", "Both")] == [1, 1, 2, 0]


def test_later_sentences_on_one_place_belong_to_it() -> None:
    parts = split(LEEDS)
    found = [parts.at(LEEDS.index(w)) for w in ("drawn", "advisers", "rained", "310", "900")]
    assert found == [1, 2, 0, 1, 2]


def test_each_comparison_is_rated_by_its_own_facts() -> None:
    text = "Study 1\n\nWe drew lots.\n\nStudy 2\n\nWe asked before and after."
    parts = split(text)
    facts = numbered(
        parts,
        [fact(text, "We drew lots.", "rct"), fact(text, "We asked before and after.", "pre-post")],
    )
    found = rated(parts, facts, strongest)
    assert [(c.number, c.name, c.design) for c in found] == [
        (1, "Study 1", "rct"),
        (2, "Study 2", "pre-post"),
    ]


def test_a_place_without_chance_is_not_rated_as_the_one_with_it() -> None:
    parts = split(LEEDS)
    found = rated(parts, numbered(parts, [fact(LEEDS, LEEDS.split(". ")[0], "rct")]), strongest)
    assert [(c.name, c.design) for c in found] == [
        ("Leeds", "rct"),
        ("the other four towns", "programme-description"),
    ]


def test_nothing_is_rated_where_no_comparison_has_a_design() -> None:
    assert rated(split(LEEDS), [], strongest) == ()
    assert rated(split("One study."), [fact("One study.", "One study.", "rct")], strongest) == ()
