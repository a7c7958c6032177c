"""Evidence notes: the format, its errors, and the starter corpus in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.errors import NoteError
from kb.notes import Note, parse, parse_file, render
from kb.notes.text import Rendered

ROOT = Path(__file__).parents[1]
NOTES = sorted((ROOT / "corpus" / "notes").glob("*.md"))
EXAMPLE = ROOT / "corpus" / "notes" / "ips-eqolise.md"
FACTS = ROOT.parent / "shared" / "facts" / "attempts.yaml"


def error_of(text: str) -> str:
    with pytest.raises(NoteError) as caught:
        parse(text.encode(), "n.md")
    return str(caught.value)


def changed(old: str, new: str) -> str:
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_starter_note_can_be_read_and_each_statement_opens(path: Path) -> None:
    note = parse_file(path)
    rendered = render(note)
    for (kind, i), (start, end) in rendered.spans.items():
        assert rendered.text[start:end].strip() == rendered.text[start:end] != "", (kind, i)
    for heading in rendered.headings:
        assert rendered.text[heading.start : heading.end] == heading.text
    assert {("findings", i) for i in range(len(note.findings))} <= set(rendered.spans)
    assert render(note) == rendered


def test_the_starter_corpus_holds_91_attempts_in_four_areas() -> None:
    notes = [parse_file(path) for path in NOTES]
    assert len(notes) == 91
    assert {area for note in notes for area in note.areas} == {
        "mental-health-at-work",
        "transitions-to-work",
        "financial-inclusion",
        "cross-sector-partnership",
    }
    unmapped = [f for n in notes for f in n.findings if f.outcome_slug == "unmapped"]
    assert len(unmapped) <= 0.05 * sum(len(note.findings) for note in notes)


def test_failures_are_as_visible_as_successes_in_the_starter_corpus() -> None:
    directions = [f.direction for path in NOTES for f in parse_file(path).findings]
    assert {"negative", "no-effect", "mixed", "unclear", "positive"} <= set(directions)
    assert sum(d != "positive" for d in directions) > 100


def test_every_reference_of_the_starter_corpus_has_a_title_and_an_address() -> None:
    for path in NOTES:
        for reference in parse_file(path).references:
            assert reference.url or reference.note, (path.stem, reference.id)


def words(text: str) -> list[str]:
    return re.findall(r"[\w£$%.,'-]+", text.lower())


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[i : i + length]) for i in range(len(said) - length + 1)}


def test_no_note_repeats_a_sentence_of_the_material_it_was_made_from() -> None:
    if not FACTS.exists():
        pytest.skip("the raw material is not part of the project")
    import yaml

    items = {item["id"]: item for item in yaml.safe_load(FACTS.read_text("utf-8"))}
    for path in NOTES:
        item, note = items[path.stem], parse_file(path)
        told = [f["statement"] for f in item["findings"]] + item["what_was_done"]
        told += [lesson["lesson"] for lesson in item["lessons"]]
        theirs = set().union(*(runs(text) for text in told))
        ours = [note.body, note.what, *(f.text for f in note.findings)]
        ours += [lesson.text for lesson in note.lessons]
        ours += [*(fact.text for fact in note.problems), *(one.text for one in note.dates)]
        for text in ours:
            assert not runs(text) & theirs, (path.stem, text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("direction: positive", "direction: postive", ["direction", "'positive', 'negative'"]),
        ("kind: effect", "kindd: effect", ["kindd", "accepted: comparator, design, direction"]),
        ("outcome_slug: employment", "outcome_slug: employmnt", ["did you mean employment"]),
        ("start: 2003-04", "start: April 2003", ["start", "YYYY-MM"]),
        ("areas: [mental-health-at-work]", "areas: [mental]", ["unknown area"]),
        ("status: ended", "status: over", ["status", "'running', 'ended'"]),
        ("id: ips-eqolise", "id: IPS", ["id", "should match pattern"]),
        ("where: six", "where: @six", ["YAML"]),
    ],
)
def test_a_malformed_note_names_file_line_and_what_is_accepted(
    old: str, new: str, says: list[str]
) -> None:
    text = changed(old, new)
    message = error_of(text)
    line = text[: text.index(new)].count("\n") + 1
    assert message.startswith("n.md:")
    assert abs(int(message.split(":")[1]) - line) <= 1
    assert "\n" not in message
    for words_said in says:
        assert words_said in message


def test_a_reference_that_is_not_listed_is_refused_with_the_known_ones() -> None:
    assert "accepted: burns-2007" in error_of(changed("reference: burns-2007", "reference: burns"))


def test_a_field_that_stands_twice_is_refused() -> None:
    assert "stands twice" in error_of(changed("status: ended", "status: ended\nstatus: running"))


def test_a_file_without_front_matter_is_refused() -> None:
    assert "no front matter" in error_of("# A heading\n\nText.\n")


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    with pytest.raises(NoteError, match=r"n\.md:2: byte 6 is not UTF-8"):
        parse(b"---\nid\xff: x\n---\n", "n.md")


def test_a_note_must_have_the_name_of_its_id(tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_bytes(EXAMPLE.read_bytes())
    with pytest.raises(NoteError, match="renamed to ips-eqolise"):
        parse_file(other)


def test_a_bare_year_is_a_date_and_not_a_number() -> None:
    note = parse(changed("start: 2003-04", "start: 2003").encode(), "n.md")
    assert note.start == "2003"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = EXAMPLE.read_text("utf-8")
    same = parse(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "n.md")
    assert render(same) == render(parse(text.encode(), "n.md"))


def test_a_finding_is_found_where_its_span_says() -> None:
    note: Note = parse_file(EXAMPLE)
    rendered: Rendered = render(note)
    start, end = rendered.spans[("findings", 0)]
    assert rendered.text[start:end].startswith(note.findings[0].text[:40])
    assert "Figures as reported: " in rendered.text[start:end]


@pytest.mark.parametrize("name", ["machine", "designs-1", "gpt", "-"])
def test_a_note_is_confirmed_by_a_person_alone(name: str) -> None:
    text = changed("\nevidence:", f"\nreviewed_by: '{name}'\nreviewed_on: '2026-11-01'\nevidence:")
    assert "a person's name is accepted" in error_of(text)


def told(extra: str) -> str:
    """The example with more front matter before ``what``."""
    return changed("\nwhat: ", f"\n{extra}what: ")


PROBLEM = """problems:
  - area: mental-health-at-work
    aspect: cost
    text: Poor mental health costs employers dearly.
    when: 2017
    figures: [{text: '£33 billion to £42 billion', low: 33, high: 42, unit: £ billion, as_of: 2017}]
    reference: burns-2007
"""
DATES = """dates:
  - {what: start, date: 1998/1999, text: It began in 1998 and 1999., reference: burns-2007}
  - {what: start, date: 1997, scope: the pilot, text: It began in 1997., reference: burns-2007}
"""


def test_a_fact_of_the_problem_and_the_dates_of_sources_stand_in_the_text_of_a_note() -> None:
    note = parse(told(PROBLEM + DATES).encode(), "n.md")
    rendered = render(note)
    start, end = rendered.spans[("problems", 0)]
    assert rendered.text[start:end] == (
        "Poor mental health costs employers dearly. Figures as reported: £33 billion to £42 billion."
    )
    assert [rendered.text[slice(*rendered.spans[("dates", i)])] for i in (0, 1)] == [
        "It began in 1998 and 1999.",
        "It began in 1997.",
    ]
    assert [entry.date for entry in note.dates] == ["1998/1999", "1997"]
    assert note.problems[0].when == note.problems[0].figures[0].as_of == "2017"


def test_a_note_that_has_none_of_them_is_rendered_as_before() -> None:
    plain = render(parse(EXAMPLE.read_bytes(), "n.md"))
    assert "What the problem is" not in plain.text
    assert "Dates as the sources give them" not in plain.text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("aspect: cost", "aspect: price", ["aspect", "'size', 'who'"]),
        ("when: 2017", "when: in 2017", ["when", "1998/1999"]),
        ("date: 1997", "date: early", ["date", "YYYY-MM"]),
        ("what: start, date: 1998", "what: begun, date: 1998", ["what", "'start', 'end'"]),
        ("area: mental-health-at-work", "area: mental", ["unknown area"]),
        ("1997., reference: burns-2007", "1997., reference: burns", ["accepted: burns-2007"]),
    ],
)
def test_a_malformed_fact_of_the_problem_is_answered_with_what_is_accepted(
    old: str, new: str, says: list[str]
) -> None:
    text = told(PROBLEM + DATES)
    assert old in text
    message = error_of(text.replace(old, new, 1))
    for words_said in says:
        assert words_said in message


def test_an_attempt_that_a_starter_note_bears_on_is_in_the_starter_corpus() -> None:
    held = {path.stem for path in NOTES}
    named = [one for path in NOTES for one in parse_file(path).related]
    assert named
    assert {one.attempt for one in named} <= held


def test_sides_of_the_problem_are_kept_apart_in_the_starter_corpus() -> None:
    facts = [fact for path in NOTES for fact in parse_file(path).problems]
    young = [f for f in facts if (f.area, f.aspect) == ("transitions-to-work", "size")]
    assert {figure.hedge for fact in young for figure in fact.figures} >= {"about", "over"}
    costs = [f for f in facts if (f.area, f.aspect) == ("mental-health-at-work", "cost")]
    assert len({fact.reference for fact in costs}) >= 4
    assert all(fact.text and fact.reference for fact in facts)
