"""Studies in the catalogue: drawn the same in any order, judged by people, undone exactly, counted as studies."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bases import Base, bytes_of, folder_of, note, open_base, report
from families import EVERY, FAMILIES, Made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kb import register, review, review_links, review_log, review_proposals
from kb.catalogue import quotes, studies
from kb.catalogue import tables as t
from kb.catalogue.judged import load
from kb.catalogue.linked import linked as linking
from kb.catalogue.record import Record
from kb.check import check
from kb.errors import UnknownId, UsageError
from kb.models import Filters

LINKS = (t.studies, t.study_documents, t.study_aliases, t.attempt_studies)
ANN, WHY = "Ann Onymous", "The title pages say so."
PILOT = "The pilot and what came of it"


def kept(made: Made) -> Record:
    """An invented document as an ingest keeps it."""
    item = report(
        "\n\n".join(text for _, text in made.passages), title=made.title, with_areas=False
    )
    document = replace(
        item.document, type=made.type, authors=made.authors, date=made.date or None, publisher=None,
        metadata=(), url=made.url or None,
    )  # fmt: skip
    return replace(item, document=document)


RECORDS = {made.key: kept(made) for made in EVERY}


def id_of(key: str) -> str:
    return RECORDS[key].document.id


def linked(base: Base) -> None:
    with base.catalogue.write() as connection:
        studies.relink(connection)


def rows(base: Base) -> dict[str, list[Any]]:
    """Every row of what is derived, in order."""
    with base.catalogue.read() as connection:
        found = {
            table.name: sorted(map(str, connection.execute(select(table)).all())) for table in LINKS
        }
        of_quotes = select(t.suggestions).where(t.suggestions.c.kind == quotes.KIND)
        found["quotes"] = sorted(map(str, connection.execute(of_quotes).all()))
    return found


def study_of(base: Base, key: str) -> str:
    with base.catalogue.read() as connection:
        return studies.reporting(connection)[id_of(key)]


def note_in(base: Base, folder: Path, **told: str) -> None:
    """An evidence note about the pilot, whose original is "The pilot and what came of it"."""
    base.take(folder_of(folder, {"notes/a-pilot.md": note(**told)}))


@pytest.fixture
def family(base: Base) -> Base:
    """A report, a press release and a blog of one evaluation, linked."""
    base.keep(*(RECORDS[made.key] for made in FAMILIES[0].documents))
    linked(base)
    return base


# --- drawn --------------------------------------------------------------------------------------


def test_a_report_a_press_release_and_a_blog_are_one_study_and_three_documents(family: Base) -> None:  # fmt: skip
    with family.catalogue.read() as connection:
        held = connection.execute(select(t.study_documents)).mappings().all()
    assert len(held) == 3
    assert {row["study_id"] for row in held} == {min(row["document_id"] for row in held)}
    assert all(row["basis"] == "suggested" and row["reasons"] for row in held)


def test_drawing_again_changes_nothing(family: Base) -> None:
    with family.catalogue.write() as connection:
        assert studies.relink(connection).changed == 0


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(rng=st.randoms(use_true_random=False), step=st.integers(1, 7))
def test_the_order_of_ingest_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rng: random.Random, step: int
) -> None:
    keys = [made.key for made in EVERY]
    drawn = []
    for order in (keys, rng.sample(keys, len(keys))):
        base = open_base(tmp_path_factory.mktemp("base"))
        is_first = order is keys
        if is_first:
            note_in(base, tmp_path_factory.mktemp("corpus"))
        for i, key in enumerate(order):
            base.keep(RECORDS[key])
            if not is_first and i % step == 0:
                linked(base)  # between any two documents
        base.keep(report(title=PILOT, with_areas=False))
        if not is_first:
            note_in(base, tmp_path_factory.mktemp("corpus"))
        linked(base)
        drawn.append(rows(base))
        base.catalogue.close()
    assert drawn[0] == drawn[1]


def test_every_document_that_is_no_note_has_one_primary_study(base: Base, tmp_path: Path) -> None:
    note_in(base, tmp_path)
    base.keep(*RECORDS.values())
    linked(base)
    with base.catalogue.read() as connection:
        primary = connection.execute(
            select(t.study_documents.c.document_id).where(t.study_documents.c.is_primary)
        ).scalars()
        assert sorted(primary) == sorted(record.document.id for record in RECORDS.values())
    report_ = check(base.catalogue, base.settings)
    assert report_.ok, report_


def test_every_id_that_a_document_of_a_study_ever_had_leads_to_it(family: Base) -> None:
    old = RECORDS["steady-press"]
    text = old.text + "\n\nOne more sentence was added to the page later on."
    new = report(text, ref=old.source.ref, title=old.document.title, with_areas=False)
    new = replace(new, document=replace(new.document, type="press-release", authors=(), metadata=()))  # fmt: skip
    family.keep(new)
    linked(family)
    with family.catalogue.read() as connection:
        leading = studies.reporting(connection)[new.document.id]
        assert old.document.id not in studies.reporting(connection)
        for document in (old, new, RECORDS["steady-report"], RECORDS["steady-blog"]):
            assert studies.resolve(connection, document.document.id) == leading
        with pytest.raises(UnknownId):
            studies.resolve(connection, "no-such-study")


# --- counted ------------------------------------------------------------------------------------


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    keys=st.sets(st.integers(0, len(EVERY) - 1), min_size=1),
    attached=st.sets(st.integers(0, len(EVERY) - 1), max_size=6),
)
def test_no_count_counts_documents_as_studies(
    tmp_path_factory: pytest.TempPathFactory, keys: set[int], attached: set[int]
) -> None:
    base = open_base(tmp_path_factory.mktemp("base"))
    note_in(base, tmp_path_factory.mktemp("corpus"))
    base.keep(*(RECORDS[EVERY[i].key] for i in sorted(keys)))
    linked(base)
    for i in sorted(attached & keys):
        review_links.attach(base.catalogue, id_of(EVERY[i].key), "a-pilot", ANN, WHY)
    held = register.draw(base.catalogue, Filters())
    of = held.studies["a-pilot"]
    reporting = [d.document_id for study in of for d in study.documents if d.role == "reports"]
    assert held.attempts[0].documents == len(reporting)
    assert held.attempts[0].studies <= len(of) <= len(reporting)
    assert len(set(reporting)) == len(reporting)
    expected = {
        tuple(sorted(i for i in keys if EVERY[i].key in study))
        for family in FAMILIES
        for study in family.studies
    } - {()}
    drawn = {
        tuple(sorted(i for i in keys if id_of(EVERY[i].key) in
                     {d.document_id for d in study.documents if d.role == "reports"}))
        for study in (*of, *held.unattached)
    }  # fmt: skip
    assert all(any(set(one) <= set(whole) for whole in expected) for one in drawn)
    assert sum(map(len, drawn)) == len(keys)
    base.catalogue.close()


def test_a_note_is_no_document_of_a_study(base: Base, tmp_path: Path) -> None:
    note_in(base, tmp_path)
    linked(base)
    held = register.draw(base.catalogue, Filters())
    assert (held.studies["a-pilot"], held.unattached) == ((), ())
    assert (held.attempts[0].studies, held.attempts[0].documents) == (0, 0)


# --- attempts -----------------------------------------------------------------------------------


def test_a_document_that_a_note_names_is_a_study_of_its_attempt(base: Base, tmp_path: Path) -> None:
    note_in(base, tmp_path)
    base.keep(report(title=PILOT))
    linked(base)
    (study,) = register.draw(base.catalogue, Filters()).studies["a-pilot"]
    assert study.basis == "suggested"
    assert study.reasons == (f"its title is that of the reference, “{PILOT}”",)


def test_a_document_at_the_address_that_a_note_names_is_a_study_of_its_attempt(
    base: Base, tmp_path: Path
) -> None:
    note_in(base, tmp_path)
    base.keep(report(ref="https://www.example.org/pilot/", title="Another name"))
    linked(base)
    (study,) = register.draw(base.catalogue, Filters()).studies["a-pilot"]
    assert "the address of the reference" in study.reasons[0]


def test_a_title_of_another_time_is_not_the_references(base: Base, tmp_path: Path) -> None:
    note_in(base, tmp_path)
    item = report("What came of it was little, says somebody else in another year.", title=PILOT)
    base.keep(replace(item, document=replace(item.document, date="2009", authors=())))
    linked(base)
    assert register.draw(base.catalogue, Filters()).studies["a-pilot"] == ()


# --- decided by people --------------------------------------------------------------------------


def test_a_split_is_judged_and_undoing_it_restores_everything(family: Base) -> None:
    before = rows(family)
    change = review_links.split(family.catalogue, id_of("steady-blog"), ANN, WHY)
    assert study_of(family, "steady-blog") == id_of("steady-blog")
    assert study_of(family, "steady-press") == study_of(family, "steady-report")
    assert {moved.basis for moved in change.moved} == {"judged"}
    review.undo(family.catalogue, change.judgements[0].id, ANN, "It was the other one.")
    assert rows(family) == before


def test_a_merge_survives_what_is_ingested_later_and_undoing_restores_exactly(base: Base) -> None:
    base.keep(RECORDS["okafor-one"], RECORDS["okafor-two"])
    linked(base)
    change = review_links.merge(base.catalogue, id_of("okafor-one"), id_of("okafor-two"), ANN, WHY)
    base.keep(*(record for key, record in RECORDS.items() if not key.startswith("okafor")))
    linked(base)
    assert study_of(base, "okafor-one") == study_of(base, "okafor-two")
    review.undo(base.catalogue, change.judgements[0].id, ANN, "They are two.")
    undone = rows(base)
    assert study_of(base, "okafor-one") != study_of(base, "okafor-two")
    again = review.undo(base.catalogue, _last(base), ANN, "After all they are one.")
    assert again.judgements[0].undoes
    assert study_of(base, "okafor-one") == study_of(base, "okafor-two")
    review.undo(base.catalogue, _last(base), ANN, "No.")
    assert rows(base) == undone


def test_a_merge_takes_all_documents_of_both_studies_along(family: Base) -> None:
    review_links.split(family.catalogue, id_of("steady-blog"), ANN, WHY)
    review_links.merge(family.catalogue, id_of("steady-press"), id_of("steady-blog"), ANN, WHY)
    assert len({study_of(family, made.key) for made in FAMILIES[0].documents}) == 1


def _last(base: Base) -> str:
    with base.catalogue.read() as connection:
        j = t.judgements.c
        return str(connection.execute(select(j.id).order_by(j.at.desc()).limit(1)).scalar_one())


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["link", "split", "attach", "detach"]), st.integers(0, 8), st.integers(0, 8)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_undoing_all_that_was_decided_restores_exactly(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int]]
) -> None:
    base = open_base(tmp_path_factory.mktemp("base"))
    note_in(base, tmp_path_factory.mktemp("corpus"))
    base.keep(*(RECORDS[made.key] for made in EVERY[:9]))
    linked(base)
    states, made = [rows(base)], []
    for name, a, b in acts:
        one, other = id_of(EVERY[a].key), id_of(EVERY[b].key)
        arguments = {"link": (one, other), "split": (one,)}.get(name, (one, "a-pilot"))
        try:
            change = getattr(review_links, name)(base.catalogue, *arguments, ANN, WHY)
        except UsageError:
            continue  # nothing is written where nothing can be decided
        if change.is_new:
            made.append(change.judgements[0].id)
            states.append(rows(base))
    for judgement in reversed(made):
        assert rows(base) == states.pop()
        review.undo(base.catalogue, judgement, ANN, "Taken back.")
    assert rows(base) == states.pop()
    base.catalogue.close()


def test_the_cautious_word_counts_where_people_differ(family: Base) -> None:
    review_links.split(family.catalogue, id_of("steady-blog"), ANN, WHY)
    review_links.link(family.catalogue, id_of("steady-blog"), id_of("steady-report"), "Bo", "One.")
    assert study_of(family, "steady-blog") == study_of(family, "steady-report")


def test_what_is_held_apart_by_somebody_is_not_put_together_silently(family: Base) -> None:
    review_links.split(family.catalogue, id_of("steady-blog"), ANN, WHY)
    with family.catalogue.read() as connection:
        others = studies.documents_of(connection, study_of(family, "steady-report"))
    family.keep(RECORDS["ktc-final"])
    linked(family)
    review_links.link(family.catalogue, id_of("ktc-final"), id_of("steady-blog"), ANN, WHY)
    with pytest.raises(UsageError, match="two studies; accepted: review undo"):
        review_links.link(family.catalogue, id_of("ktc-final"), others[0], ANN, WHY)
    assert study_of(family, "ktc-final") == study_of(family, "steady-blog")


def test_an_attached_study_is_judged_and_a_detached_one_is_gone(base: Base, tmp_path: Path) -> None:
    note_in(base, tmp_path)
    base.keep(RECORDS["ktc-final"], report(title=PILOT))
    linked(base)
    before = rows(base)
    change = review_links.link(base.catalogue, "a-pilot", id_of("ktc-final"), ANN, WHY)
    basis = {s.id: s.basis for s in register.draw(base.catalogue, Filters()).studies["a-pilot"]}
    assert basis == {id_of("ktc-final"): "judged", report().document.id: "suggested"}
    review_links.detach(base.catalogue, report().document.id, "a-pilot", ANN, "Another pilot.")
    (study,) = register.draw(base.catalogue, Filters()).studies["a-pilot"]
    assert study.id == id_of("ktc-final")
    assert rows(base)["quotes"] == []
    review.undo(base.catalogue, _last(base), ANN, "It is.")
    review.undo(base.catalogue, change.judgements[0].id, ANN, "It is not.")
    assert rows(base) == before


@pytest.mark.parametrize(
    ("act", "arguments", "error", "said"),
    [
        ("link", ("a-pilot", "a-pilot"), UsageError, "two attempts"),
        ("split", ("ktc-final",), UsageError, "no other document"),
        ("split", ("a-pilot",), UsageError, "it is an attempt"),
        ("attach", ("nothing", "a-pilot"), UnknownId, "there is none"),
        ("attach", ("ktc-final", "no-pilot"), UnknownId, "there is none"),
        ("link", ("ktc-final", "ktc-final"), UsageError, "both are one"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    base: Base, tmp_path: Path, act: str, arguments: tuple[str, ...], error: type[UsageError], said: str
) -> None:  # fmt: skip
    note_in(base, tmp_path)
    base.keep(RECORDS["ktc-final"])
    linked(base)
    before = rows(base)
    ids = [id_of(one) if one in RECORDS else one for one in arguments]
    with pytest.raises(error, match=said):
        getattr(review_links, act)(base.catalogue, *ids, ANN, WHY)
    assert rows(base) == before


@pytest.mark.parametrize(("who", "why"), [(None, WHY), ("", WHY), (ANN, None), (ANN, "…")])
def test_nobody_decides_without_a_name_and_a_reason(
    family: Base, who: str | None, why: str | None
) -> None:
    before = rows(family)
    with pytest.raises(UsageError):
        review_links.split(family.catalogue, id_of("steady-blog"), who, why)
    assert rows(family) == before


def test_the_record_says_whose_word_on_a_link_counts(family: Base) -> None:
    review_links.split(family.catalogue, id_of("steady-blog"), ANN, WHY)
    (entry,) = review_log.log(family.catalogue)
    assert (entry.stands, entry.counts) == (True, True)
    review.undo(family.catalogue, entry.judgement.id, ANN, "No.")
    first, _ = review_log.log(family.catalogue)
    assert (first.stands, first.counts) == (False, False)


def test_deciding_the_same_twice_writes_once(family: Base) -> None:
    one, other = id_of("steady-blog"), id_of("steady-report")
    assert review_links.link(family.catalogue, one, other, ANN, WHY).is_new
    assert not review_links.link(family.catalogue, other, one, ANN, WHY).is_new


def test_proposals_have_reasons_and_say_whose_word_they_are(family: Base) -> None:
    (proposal,) = review_proposals.proposals(family.catalogue)
    assert (proposal.kind, proposal.basis, len(proposal.documents)) == ("study", "suggested", 3)
    assert any("same numbers in other words" in reason for reason in proposal.reasons)
    review_links.link(family.catalogue, id_of("steady-blog"), id_of("steady-report"), ANN, WHY)
    review_links.link(family.catalogue, id_of("steady-blog"), id_of("steady-press"), ANN, WHY)
    (proposal,) = review_proposals.proposals(family.catalogue, "judged")
    assert proposal.reasons[0] == f"{ANN} decided that they are one study: {WHY}"


# --- other bases --------------------------------------------------------------------------------


def test_what_was_decided_elsewhere_counts_where_nobody_here_has_spoken(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    from kb.exchange import export

    first, second = new_base(), new_base()
    for base in (first, second):
        base.keep(*(RECORDS[made.key] for made in FAMILIES[0].documents))
        linked(base)
    review_links.split(first.catalogue, id_of("steady-blog"), ANN, WHY)
    export(first.catalogue, first.settings, tmp_path / "out")
    second.take(tmp_path / "out")
    linked(second)
    assert study_of(second, "steady-blog") != study_of(second, "steady-report")
    review_links.link(second.catalogue, id_of("steady-blog"), id_of("steady-report"), "Bo", "One.")
    assert study_of(second, "steady-blog") == study_of(second, "steady-report")


def test_bytes_of_a_record_are_kept_with_it(family: Base) -> None:
    assert bytes_of(RECORDS["steady-blog"]).startswith(b"%REPORT")
    report_ = check(family.catalogue, family.settings)
    assert report_.ok, report_


# --- what only people's links carry ---------------------------------------------------------------


def test_a_suggested_link_opens_no_door_and_an_attached_study_counts_once(
    base: Base, tmp_path: Path
) -> None:
    note_in(base, tmp_path)
    base.keep(report(title=PILOT), *(RECORDS[made.key] for made in FAMILIES[0].documents))
    linked(base)

    def evaluations() -> int:
        with base.catalogue.read() as connection:
            return linking(connection, "a-pilot", load(connection)).evaluations

    assert evaluations() == 0  # the report is linked by its title, which is only suggested
    review_links.attach(base.catalogue, id_of("steady-report"), "a-pilot", ANN, WHY)
    assert evaluations() == 1
    review_links.link(base.catalogue, id_of("steady-report"), id_of("steady-blog"), ANN, WHY)
    assert evaluations() == 1
