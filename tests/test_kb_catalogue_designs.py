"""How documents were studied, as the catalogue keeps, shows and filters it, on both engines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bases import Base, as_of, fact, folder_of, note, open_base, report, studied, with_comparison
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from kb import register, review, search
from kb.catalogue import attempts, designs, narrow, open_catalogue, read, shelf
from kb.catalogue import tables as t
from kb.catalogue.record import record
from kb.catalogue.shown import look
from kb.check import check
from kb.cite import Citations
from kb.errors import UnknownName, UsageError
from kb.evidence import Contrast, Profile, Reading
from kb.models import Filters, Hit
from kb.status import status

ANN, WHY = "Ann Lee", "Page 3 says so."

STARS = """
slug = "stars-2026"
label = "Star ratings of a made-up centre"
short = "Stars"
edition = "2026"
kind = "ladder"
source = "https://example.org/stars"
scope = "document"
unrated = "Nothing is counted in it."

[[step]]
slug = "one"
rank = 1
label = "One star"
definition = "Somebody counted."

[[step]]
slug = "two"
rank = 2
label = "Two stars"
definition = "Somebody counted, and compared."

[[rule]]
step = "two"
any = ["did"]
at_least = { follow-up = 6 }
reason = "It is compared, half a year later."

[[rule]]
step = "one"
any = ["did", "process"]
reason = "Something is counted."
"""


def found(base: Base, **filters: object) -> frozenset[str] | None:
    """Documents that match."""
    with base.catalogue.read() as connection:
        wanted = Filters(**filters)  # type: ignore[arg-type]
        return narrow.documents(connection, wanted, base.catalogue.standards)


def reading_in(base: Base, document_id: str) -> Reading:
    with base.catalogue.read() as connection:
        reading = designs.of_document(connection, document_id)
    assert reading is not None
    return reading


def hits(base: Base, *documents: str) -> dict[str, Hit]:
    """The first passage of each document as a hit, by document."""
    with base.catalogue.read() as connection:
        ranked = [
            search.Ranked(read.passages_of(connection, document)[0], "", 1.0, None, None)
            for document in documents
        ]
        made = search.as_hits(connection, ranked, Citations(connection), base.catalogue.standards)
    return {hit.citation.document_id: hit for hit in made}


# --- kept and read back ------------------------------------------------------------------------


def test_what_was_read_comes_back_with_ids_and_the_page_of_each_quote(base: Base) -> None:
    item = with_comparison(report())
    base.keep(item)
    held, said = reading_in(base, item.document.id), item.reading
    assert said is not None
    assert (held.design, held.language, held.reader) == ("did", "en", "designs-1")
    bare = [replace(f, id="", page=None, page_label=None) for f in held.facts]
    assert sorted(bare, key=str) == sorted(said.facts, key=str)
    assert len({f.id for f in held.facts} - {""}) == len(said.facts) == 5
    assert {f.fact: (f.page, f.page_label) for f in held.facts}["rct"] == (2, "v")
    assert {f.fact: (f.page, f.page_label) for f in held.facts}["did"] == (1, "iv")
    assert held.type is not None
    assert (held.type.value, held.type.reason.text) == ("evaluation", "The coaches kept notes")
    assert held.type.reason.document_id == item.document.id
    assert held.type.reason.page == 1
    assert held.interest is not None
    assert (held.interest.reason.text, held.interest.reason.start) == (
        "The address is that of the deliverer.", None,
    )  # fmt: skip


def test_contrasts_and_a_note_come_back(base: Base) -> None:
    item = studied(
        report(), design="did", contrasts=(Contrast(1, "Leeds", "did"), Contrast(2, "York", "rct")),
        note="The text is in German.", language="de",
    )  # fmt: skip
    base.keep(item)
    assert reading_in(base, item.document.id) == item.reading


def test_ids_of_facts_outlive_the_rules_that_read_them(base: Base) -> None:
    item = with_comparison(report())
    base.keep(item)
    before = {f.id for f in reading_in(base, item.document.id).facts}
    assert item.reading is not None
    newer = replace(
        item.reading,
        reader="designs-2",
        facts=tuple(
            replace(f, rule="designs-2:other", weight=0.3, section="results", status="negated")
            for f in item.reading.facts
        ),
    )
    with base.catalogue.write() as connection:
        designs.write(connection, item.document.id, newer)
    after = reading_in(base, item.document.id)
    assert {f.id for f in after.facts} == before
    assert {f.rule for f in after.facts} == {"designs-2:other"}
    assert check(base.catalogue, base.settings).ok


def test_a_newer_reading_replaces_the_older_and_leaves_areas_and_judgements(base: Base) -> None:
    item = with_comparison(report())
    base.keep(item)
    one = reading_in(base, item.document.id).facts[0]
    review.accept(base.catalogue, [one.id], ANN, WHY)
    with base.catalogue.write() as connection:
        designs.write(
            connection, item.document.id, Reading((), "programme-description", reader="designs-2")
        )
    assert reading_in(base, item.document.id).facts == ()
    with base.catalogue.read() as connection:
        assert len(read.area_tags(connection, item.document.id)) == 2
        assert connection.execute(select(func.count()).select_from(t.judgements)).scalar() == 1


def test_two_numbers_of_one_sentence_are_two_facts_and_the_same_twice_is_one(base: Base) -> None:
    plain = report()
    words = "Sixty of the hundred who started were in work after a year."
    one, two = (
        fact(plain.text, words, "none", aspect="sample", detail={"n": n}) for n in (60, 100)
    )
    item = studied(plain, one, two, one, two, design="process")
    base.keep(item)
    held = reading_in(base, item.document.id)
    assert sorted(f.detail["n"] for f in held.facts) == [60, 100]
    assert check(base.catalogue, base.settings).ok


def test_documents_that_other_rules_read_or_none_wait_to_be_read(base: Base) -> None:
    first = report("One.", ref="https://example.org/1")
    second = with_comparison(report(ref="https://example.org/2"))
    base.keep(first, second)
    with base.catalogue.read() as connection:
        assert designs.outdated(connection, "designs-1") == (first.document.id,)
        assert set(designs.outdated(connection, "designs-2")) == {
            first.document.id,
            second.document.id,
        }
        assert designs.of_documents(connection, [first.document.id]) == {}


def test_recording_what_is_held_reads_it_anew_only_with_newer_rules(base: Base) -> None:
    item = with_comparison(report())
    base.keep(item)
    assert item.reading is not None
    base.keep(replace(item, reading=replace(item.reading, design="rct")))
    assert reading_in(base, item.document.id).design == "did"
    base.keep(replace(item, reading=replace(item.reading, design="rct", reader="designs-2")))
    assert reading_in(base, item.document.id).design == "rct"


@pytest.mark.parametrize(
    ("given_type", "given_interest", "expected"),
    [
        ("report", "unknown", ("evaluation", "deliverer")),
        ("thesis", "journalist", ("thesis", "journalist")),
    ],
)
def test_type_and_interest_follow_a_reading_only_where_no_person_said_them(
    base: Base, given_type: str, given_interest: str, expected: tuple[str, str]
) -> None:
    plain = report()
    document = replace(plain.document, type=given_type, interest=given_interest, language=None)
    item = replace(with_comparison(plain), document=document)
    base.keep(replace(item, reading=None))
    assert item.reading is not None
    with base.catalogue.write() as connection:
        designs.reread(connection, document.id, item.reading)
    with base.catalogue.read() as connection:
        after = read.document(connection, document.id)
    assert (after.type, after.interest, after.language) == (*expected, "en")


def test_a_type_that_a_machine_gave_follows_the_next_reading(base: Base) -> None:
    item = with_comparison(report())
    item = replace(item, document=replace(item.document, type="evaluation", interest="deliverer"))
    base.keep(item)
    assert item.reading is not None
    assert item.reading.type is not None
    later = replace(item.reading, type=replace(item.reading.type, value="blog"), reader="designs-2")
    with base.catalogue.write() as connection:
        designs.reread(connection, item.document.id, later)
        after = read.document(connection, item.document.id)
    assert (after.type, after.interest) == ("blog", "deliverer")


def test_a_note_stays_a_note_by_nobody_whatever_its_words_suggest(noted: Base) -> None:
    said = with_comparison(report()).reading
    assert said is not None
    with noted.catalogue.write() as connection:
        (before,) = read.documents(connection).values()
        designs.reread(connection, before.id, replace(said, facts=(), reader="designs-2"))
        (after,) = read.documents(connection).values()
    assert (after.type, after.interest) == ("evidence-note", "unknown")
    held = reading_in(noted, after.id)
    assert (held.type, held.interest, held.reader) == (None, None, "designs-2")


def test_profiles_that_another_software_made_are_brought_in_line(base: Base) -> None:
    item = with_comparison(report())
    base.keep(item)
    with base.catalogue.write() as connection:
        connection.execute(update(t.designs).values(profile='{"old":1}'))
        assert designs.reprofile(connection) == 1
        assert designs.reprofile(connection) == 0
    assert check(base.catalogue, base.settings).ok


names = st.text("abcdef-", min_size=1, max_size=8)


@given(
    st.builds(
        Profile, names, st.frozensets(names), st.dictionaries(names, st.floats(0, 1e6, width=32))
    )
)
def test_a_profile_has_one_text_and_comes_back_from_it(profile: Profile) -> None:
    shuffled = Profile(profile.design, profile.facts, dict(reversed(list(profile.aspects.items()))))
    assert designs.profile_text(shuffled) == designs.profile_text(profile)
    assert designs.profile_from(designs.profile_text(profile)) == profile


def test_a_base_of_the_second_version_is_brought_up_with_what_it_holds(base: Base) -> None:
    item = report()
    base.keep(item)
    as_of(base, "0002")
    again = open_catalogue(base.settings)
    with again.read() as connection:
        assert designs.outdated(connection, "designs-1") == (item.document.id,)
        assert len(read.area_tags(connection, item.document.id)) == 2
        (hit,) = search.as_hits(
            connection,
            [search.Ranked(read.passages_of(connection, item.document.id)[0], "", 1, None, None)],
            Citations(connection),
        )
    assert (hit.design, hit.levels) == (None, {})
    assert check(again, base.settings).ok
    again.close()


# --- filters -----------------------------------------------------------------------------------


@pytest.fixture
def three(base: Base) -> tuple[Base, str, str, str]:
    """A comparison, a process evaluation, and a document that could not be read."""
    first = with_comparison(report(ref="https://example.org/1"))
    plain = report("Staff were asked how it went. " * 3, ref="https://example.org/2")
    second = studied(plain, fact(plain.text, "Staff were asked", "process"), design="process")
    third = studied(
        report("Es war gut. " * 9, ref="https://example.org/3"),
        design="programme-description", note="The text is in German.", language="de",
    )  # fmt: skip
    base.keep(first, second, third)
    return base, first.document.id, second.document.id, third.document.id


def test_a_design_selects_what_was_done_and_not_what_was_planned(
    three: tuple[Base, str, str, str],
) -> None:
    base, compared, process, _ = three
    assert found(base, design=("did",)) == {compared}
    assert found(base, design=("rct",)) == frozenset()
    assert found(base, design=("did", "process")) == {compared, process}
    assert found(base, design=("programme-description",)) == frozenset()


@pytest.mark.parametrize(
    ("filters", "error", "says"),
    [
        ({"design": ("lift",)}, UsageError, "'lift' says how far a design can be trusted"),
        ({"design": ("none",)}, UsageError, "is none itself; accepted: rct"),
        ({"design": ("rtc",)}, UnknownName, "did you mean rct"),
        ({"standard": "nesta-2012"}, UnknownName, "did you mean nesta-2013"),
        ({"standard": "maps-evidence-hub", "min_level": "causality"}, UsageError, "side by side"),
        ({"standard": "sms-wwg-2016", "min_level": "6"}, UsageError, "1 to 5"),
    ],
)
def test_a_design_or_a_level_that_cannot_be_meant_is_refused(
    base: Base, filters: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        found(base, **filters)


def test_a_level_selects_documents_by_their_ceiling(three: tuple[Base, str, str, str]) -> None:
    base, compared, process, _ = three
    assert found(base, standard="nesta-2013", min_level="3") == {compared}
    assert found(base, standard="nesta-2013", min_level="1") == {compared, process}
    assert found(base, standard="sms-wwg-2016", min_level="3") == {compared}


def test_the_filter_and_what_is_shown_never_differ(three: tuple[Base, str, str, str]) -> None:
    base, *documents = three
    shown = hits(base, *documents)
    for standard in base.catalogue.standards.ladders:
        for step in standard.ladder:
            assert step.rank is not None
            above = {
                document
                for document, hit in shown.items()
                if (hit.levels[standard.slug].rank or 0) >= step.rank
            }
            assert found(base, standard=standard.slug, min_level=step.slug) == above


def test_a_new_standard_is_a_file_and_selects_without_reading_anything_again(
    tmp_path: Path,
) -> None:
    base = open_base(tmp_path / "home")
    item = with_comparison(report())
    base.keep(item)
    base.catalogue.close()
    folder = tmp_path / "home" / "vocab" / "standards"
    folder.mkdir(parents=True)
    (folder / "stars-2026.toml").write_text(STARS, "utf-8")
    again = open_base(tmp_path / "home")
    assert found(again, standard="stars-2026", min_level="two") == {item.document.id}
    level = hits(again, item.document.id)[item.document.id].levels["stars-2026"]
    assert (level.level, level.basis, level.scheme_label) == ("two", "suggested", "Stars")
    drawn = register.draw(again.catalogue, Filters(standard="stars-2026", min_level="two"))
    assert drawn.attempts == ()
    again.catalogue.close()


def test_type_and_interest_select_what_the_reading_suggested(base: Base) -> None:
    item = with_comparison(report())
    item = replace(item, document=replace(item.document, type="evaluation", interest="deliverer"))
    base.keep(item)
    assert found(base, type=("evaluation",), interest=("deliverer",)) == {item.document.id}
    assert found(base, interest=("independent",)) == frozenset()


# --- attempts ----------------------------------------------------------------------------------


@pytest.fixture
def noted(base: Base, tmp_path: Path) -> Base:
    """A note that states Nesta 3, and whose words tell of a process evaluation."""
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    with base.catalogue.write() as connection:
        (document,) = read.documents(connection).values()
        words = read.text_of(connection, document.id).text
        said = fact(words, "Coaches met young people", "process")
        designs.write(connection, document.id, Reading((said,), "process", reader="designs-1"))
    return base


def test_an_attempt_has_what_its_note_states_and_suggestions_by_other_standards(
    noted: Base,
) -> None:
    with noted.catalogue.read() as connection:
        (attempt,) = attempts.attempts(connection, ["a-pilot"], Citations(connection))
    nesta, maryland = attempt.levels["nesta-2013"], attempt.levels["sms-wwg-2016"]
    assert (nesta.level, nesta.basis) == ("3", "compiled")
    assert (maryland.basis, maryland.scheme) == ("suggested", "sms-wwg-2016")
    assert set(attempt.levels) == set(noted.catalogue.standards)


def test_what_a_note_states_selects_its_attempt_whatever_its_words_suggest(noted: Base) -> None:
    with noted.catalogue.read() as connection:
        (document,) = read.documents(connection)
    assert found(noted, standard="nesta-2013", min_level="3") == {document}
    assert found(noted, design=("process",)) == {document}
    assert found(noted, standard="sms-wwg-2016", min_level="1") == frozenset()


def test_a_note_that_was_not_read_has_what_it_states(base: Base, tmp_path: Path) -> None:
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    with base.catalogue.read() as connection:
        (document,) = read.documents(connection)
    hit = hits(base, document)[document]
    assert hit.design is None
    assert {scheme: level.basis for scheme, level in hit.levels.items()} == {
        "nesta-2013": "compiled"
    }


def test_a_hit_of_a_note_shows_what_its_attempt_is_shown_at(noted: Base) -> None:
    with noted.catalogue.read() as connection:
        (document,) = read.documents(connection)
        (attempt,) = attempts.attempts(connection, ["a-pilot"], Citations(connection))
    assert hits(noted, document)[document].levels == attempt.levels


# --- what people decided -----------------------------------------------------------------------


def fact_id(base: Base, document_id: str, slug: str) -> str:
    return next(f.id for f in reading_in(base, document_id).facts if f.fact == slug)


def test_a_declined_fact_no_longer_selects_its_document(three: tuple[Base, str, str, str]) -> None:
    base, compared, _, _ = three
    change = review.decline(base.catalogue, [fact_id(base, compared, "did")], ANN, WHY)
    assert found(base, design=("did",)) == frozenset()
    assert found(base, standard="nesta-2013", min_level="3") == frozenset()
    assert hits(base, compared)[compared].design != "did"
    assert change
    with base.catalogue.read() as connection:
        undone = connection.execute(select(t.judgements.c.id)).scalar_one()
    review.undo(base.catalogue, undone, ANN, WHY)
    assert found(base, design=("did",)) == {compared}


def test_an_edited_fact_selects_by_what_it_was_set_to(three: tuple[Base, str, str, str]) -> None:
    base, compared, _, _ = three
    review.edit(base.catalogue, fact_id(base, compared, "rct"), {"status": "done"}, ANN, WHY)
    assert found(base, design=("rct",)) == {compared}
    assert found(base, standard="sms-wwg-2016", min_level="5") == {compared}
    assert hits(base, compared)[compared].design == "rct"


def test_a_judged_level_selects_and_shows_over_what_was_derived(
    three: tuple[Base, str, str, str],
) -> None:
    base, compared, process, _ = three
    review.judge_level(base.catalogue, compared, "nesta-2013", ["1"], ANN, WHY)
    assert found(base, standard="nesta-2013", min_level="2") == frozenset()
    assert found(base, standard="nesta-2013", min_level="1") == {compared, process}
    level = hits(base, compared)[compared].levels["nesta-2013"]
    assert (level.level, level.basis) == ("1", "judged")
    assert hits(base, compared)[compared].levels["sms-wwg-2016"].basis == "suggested"


def test_a_level_may_be_judged_of_what_was_never_read(base: Base) -> None:
    item = report()
    base.keep(item)
    review.judge_level(base.catalogue, item.document.id, "nesta-2013", ["2"], ANN, WHY)
    assert found(base, standard="nesta-2013", min_level="2") == {item.document.id}
    assert found(base, standard="nesta-2013", min_level="3") == frozenset()
    assert hits(base, item.document.id)[item.document.id].levels["nesta-2013"].level == "2"


def test_a_judged_level_of_an_attempt_selects_its_note(noted: Base) -> None:
    review.judge_level(noted.catalogue, "a-pilot", "nesta-2013", ["1"], ANN, WHY)
    assert found(noted, standard="nesta-2013", min_level="2") == frozenset()
    with noted.catalogue.read() as connection:
        (attempt,) = attempts.attempts(connection, ["a-pilot"], Citations(connection))
    assert attempt.levels["nesta-2013"].basis == "judged"


def test_a_judged_type_and_author_select_and_are_cited(three: tuple[Base, str, str, str]) -> None:
    base, compared, _, _ = three
    review.judge_document(base.catalogue, compared, ANN, WHY, type="blog", interest="funder")
    assert found(base, type=("blog",)) == {compared}
    assert compared not in (found(base, type=("report",)) or ())
    counts = status(base.catalogue, base.settings)["counts"]
    assert counts["documents_by_type"] == {"blog": 1, "report": 2}
    assert found(base, interest=("funder",)) == {compared}
    cited = hits(base, compared)[compared].citation
    assert (cited.type, cited.interest, cited.kind) == ("blog", "funder", "quote")
    with base.catalogue.read() as connection:
        assert shelf.types(connection) == {"blog": 1, "report": 2}
        (listed,), total = shelf.shelved(connection, shelf.Wanted(type="blog"), limit=9)
        assert (listed.document.type, total) == ("blog", 1)
        assert shelf.shelved(connection, shelf.Wanted(type="report"), limit=9)[1] == 2
        assert read.document(connection, compared).type == "report"


def test_no_judgement_makes_a_source_ours_or_our_words_a_quote(noted: Base) -> None:
    item = report(ref="https://example.org/1")
    noted.keep(item)
    with noted.catalogue.write() as connection:
        (notes,) = (d.id for d in read.documents(connection).values() if d.type == "evidence-note")
        for number, (about, value) in enumerate(
            ((notes, "report"), (item.document.id, "evidence-note"))
        ):
            connection.execute(
                insert(t.judgements).values(
                    id=f"j{number}", about_kind="document", about_id=about, field="type",
                    value={"is": value}, who="Eve", verified=False, reason="So it is.",
                    at="2026-01-01T00:00:00Z", origin="another-base",
                )
            )  # fmt: skip
    shown = hits(noted, notes, item.document.id)
    assert (shown[notes].citation.kind, shown[notes].citation.type) == (
        "paraphrase",
        "evidence-note",
    )
    assert shown[item.document.id].citation.kind == "quote"


def test_a_declined_area_no_longer_selects_its_document(base: Base) -> None:
    item = report()
    base.keep(item)
    with base.catalogue.read() as connection:
        ids = connection.execute(
            select(t.suggestions.c.id).where(t.suggestions.c.passage_id.is_(None))
        ).scalars().all()  # fmt: skip
    review.decline(base.catalogue, list(ids), ANN, WHY)
    assert found(base, area=("transitions-to-work",)) == frozenset()
    with base.catalogue.read() as connection:
        assert look(connection).areas("document", [item.document.id]) == {}
    assert hits(base, item.document.id)[item.document.id].areas == ()
    assert status(base.catalogue, base.settings)["counts"]["documents_by_area"] == {"none": 1}


# --- the shelf ---------------------------------------------------------------------------------


def test_the_shelf_tells_design_and_level(three: tuple[Base, str, str, str]) -> None:
    base, compared, process, foreign = three
    with base.catalogue.read() as connection:
        listed, _ = shelf.shelved(connection, shelf.Wanted(), limit=9)
        assert shelf.reading(connection, compared) == reading_in(base, compared)
        assert shelf.reading(connection, "nothing") is None
    by_id = {one.document.id: one for one in listed}
    assert {d: by_id[d].design for d in (compared, process, foreign)} == {
        compared: "did", process: "process", foreign: None,
    }  # fmt: skip
    assert by_id[compared].levels["nesta-2013"].level == "3"
    assert by_id[foreign].levels["nesta-2013"].level is None


def test_a_reading_that_cannot_be_kept_leaves_nothing_of_its_document(base: Base) -> None:
    item = with_comparison(report())
    assert item.reading is not None
    broken = replace(item, reading=replace(item.reading, design=None))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="design"), base.catalogue.write() as connection:
        record(connection, broken)
    with base.catalogue.read() as connection:
        assert read.documents(connection) == {}
        assert connection.execute(select(func.count()).select_from(t.suggestions)).scalar() == 0
