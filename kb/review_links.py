"""People decide which documents tell of one study and whose attempt a study is: by judgements, reversibly.

Each function appends rows and draws the studies anew in the same transaction; taking a row back
(``kb.review.undo``) restores what was. What stands is read by ``kb.catalogue.study_decisions``, what the
machine proposes is made by ``kb.catalogue.studies``; the list of proposals is ``kb.review_proposals``'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from kb.catalogue import Catalogue, judgements, read, signatures, studies, study_decisions
from kb.catalogue import tables as t
from kb.catalogue.judgements import Judgement
from kb.catalogue.study_decisions import ATTACHED, DETACHED, DOCUMENT, ONE, SPLIT, STUDY, TWO
from kb.catalogue.study_rows import REPORTS
from kb.catalogue.verdicts import name_of
from kb.errors import UsageError
from kb.links.cluster import two
from kb.review_ids import resolve
from kb.review_state import about_item


@dataclass(frozen=True, slots=True)
class Moved:
    """A document whose study is another than before, or is judged now."""

    document_id: str
    title: str
    before: str
    after: str
    basis: str


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What a person decided of links, and what follows."""

    judgements: tuple[Judgement, ...]
    what: str
    """In a line, for people."""
    moved: tuple[Moved, ...]
    attempts: tuple[tuple[str, str, bool], ...]
    """Attempt, study, and whether the study is the attempt's now; those that changed."""
    is_new: bool = True
    """False where the same person had decided the same for the same reason; nothing was written."""


def link(
    catalogue: Catalogue, one: str, other: str, who: str | None, reason: str | None
) -> LinkChange:
    """Say that two documents tell of one study, or that the study of a document is an attempt's."""
    with catalogue.write() as connection:
        first, second = _named(connection, one), _named(connection, other)
        kinds = {first[0], second[0]}
        if kinds == {"attempt"}:
            raise UsageError("link: two attempts are named; accepted: a document and a document, or a "
                             "document and an attempt")  # fmt: skip
        if "attempt" in kinds:
            attempt, document = sorted((first, second))
            return _of_attempt(connection, document[1], attempt[1], ATTACHED, who, reason)
        return _of_documents(connection, first[1], second[1], who, reason)


def merge(
    catalogue: Catalogue, one: str, other: str, who: str | None, reason: str | None
) -> LinkChange:
    """Say that two studies are one."""
    with catalogue.write() as connection:
        first, second = sorted((_study(connection, one), _study(connection, other)))
        whole = {
            "these": list(studies.documents_of(connection, first)),
            "those": list(studies.documents_of(connection, second)),
        }
        return _of_documents(connection, first, second, who, reason, whole)


def split(catalogue: Catalogue, document: str, who: str | None, reason: str | None) -> LinkChange:
    """Say that a document tells of another study than those it is linked with."""
    with catalogue.write() as connection:
        kind, item = _named(connection, document)
        if kind != "document":
            raise UsageError(f"split {document:.40}: it is an attempt; accepted: a document")
        others = [
            d for d in studies.documents_of(connection, _study_of(connection, item)) if d != item
        ]
        if not others:
            raise UsageError(
                f"split {item[:8]}: its study has no other document; accepted: a document that "
                "`whatworks review links` shows with others"
            )
        value = {"from": others, "about": _copy(connection, [item, *others])}
        row = Judgement("document", item, SPLIT, value, who or "", reason or "")
        return _write(connection, row, f"{_title(connection, item)} is a study of its own")


def attach(
    catalogue: Catalogue, study: str, attempt: str, who: str | None, reason: str | None
) -> LinkChange:
    """Say that a study is one of an attempt."""
    with catalogue.write() as connection:
        _, slug = resolve(connection, attempt, "attempt")
        return _of_attempt(connection, _document(connection, study), slug, ATTACHED, who, reason)


def detach(
    catalogue: Catalogue, study: str, attempt: str, who: str | None, reason: str | None
) -> LinkChange:
    """Say that a study is none of an attempt's."""
    with catalogue.write() as connection:
        _, slug = resolve(connection, attempt, "attempt")
        return _of_attempt(connection, _document(connection, study), slug, DETACHED, who, reason)


# --- what is named ------------------------------------------------------------------------------


def _named(connection: Connection, typed: str) -> tuple[str, str]:
    """``document`` or ``attempt``, and its id; a note stands for its attempt, a version for the current one."""
    kind, item = resolve(connection, typed, "attempt", "document")
    if kind == "attempt":
        return kind, item
    attempt = connection.execute(
        select(t.attempts.c.id).where(t.attempts.c.document_id == item)
    ).scalar()
    if attempt is not None:
        return "attempt", str(attempt)
    current = signatures.current_of(connection).get(item)
    if current is None:
        raise UsageError(
            f"link {item[:8]}: it is an older version of an evidence note; accepted: a document that "
            "is no note, or an attempt"
        )
    return "document", current


def _document(connection: Connection, typed: str) -> str:
    """The document by which a study is named: a study has the id of one."""
    kind, item = _named(connection, typed)
    if kind == "attempt":
        raise UsageError(
            f"link {typed:.40}: it is an attempt; accepted: a study or a document of it"
        )
    return item


def _study(connection: Connection, typed: str) -> str:
    """The document that gives the study of ``typed`` its id."""
    return _study_of(connection, _document(connection, typed))


def _study_of(connection: Connection, document: str) -> str:
    found = studies.reporting(connection).get(document)
    if found is None:
        studies.relink(connection)  # written by a run that was stopped before it drew links
        found = studies.reporting(connection)[document]
    return found


# --- deciding -----------------------------------------------------------------------------------


def _of_documents(
    connection: Connection,
    a: str,
    b: str,
    who: str | None,
    reason: str | None,
    whole: Mapping[str, list[str]] = MappingProxyType({}),
) -> LinkChange:
    """Say that two documents, or all of ``whole``, tell of one study; refused where somebody's word that
    stands would not hold any more."""
    if a == b:
        raise UsageError(f"link {a[:8]}: both are one already; accepted: two documents or studies")
    one, other = two(a, b)
    about = _copy(connection, [one, other])
    row = Judgement(
        "document", one, f"{STUDY}{other}", {"is": ONE, **whole, "about": about},
        who or "", reason or "",
    )  # fmt: skip
    words = f"{_title(connection, one)} and {_title(connection, other)} are one study"
    before = _put_together(connection)
    change = _write(connection, row, words)
    broken = (before | {(one, other)}) - _put_together(connection)
    if broken:
        raise UsageError(f"link {one[:8]} and {other[:8]}: {_why_apart(connection, min(broken))}")
    return change


def _put_together(connection: Connection) -> frozenset[tuple[str, str]]:
    """What people said is one study, and is."""
    decided = study_decisions.load(connection, signatures.current_of(connection))
    study_of = studies.reporting(connection)
    return frozenset(
        (a, b)
        for (a, b), word in decided.pairs.items()
        if word.value == ONE and study_of.get(a) == study_of.get(b)
    )


def _why_apart(connection: Connection, broken: tuple[str, str]) -> str:
    """Who holds the two, or documents of their studies, apart."""
    decided = study_decisions.load(connection, signatures.current_of(connection))
    study_of = studies.reporting(connection)
    both = {study_of[document] for document in broken}
    for (a, b), word in sorted(decided.pairs.items()):
        if word.value == TWO and {study_of.get(a), study_of.get(b)} == both:
            by = f"{name_of(word.judgement)} decided that {a[:8]} and {b[:8]} are two studies"
            return f"{by}; accepted: review undo {word.judgement.id[:8]} first"
    return (
        f"{broken[0][:8]} and {broken[1][:8]} are held apart; accepted: `review log` shows by whom"
    )


def _of_attempt(
    connection: Connection, document: str, attempt: str, value: str, who: str | None, reason: str | None
) -> LinkChange:  # fmt: skip
    copy = {
        **_copy(connection, [document]),
        "attempt": about_item(connection, "attempt", attempt).title,
    }
    row = Judgement(
        "attempt", attempt, f"{DOCUMENT}{document}", {"is": value, "about": copy},
        who or "", reason or "",
    )  # fmt: skip
    said = "is a study of" if value == ATTACHED else "is no study of"
    return _write(connection, row, f"{_title(connection, document)} {said} {attempt}")


def _copy(connection: Connection, documents: Iterable[str]) -> dict[str, Any]:
    """Titles of what a judgement is about, so that it can be read where they are not held."""
    return {"titles": read.titles(connection, list(documents))}


def _title(connection: Connection, document: str) -> str:
    return f"“{read.titles(connection, [document])[document]}”"


def _write(connection: Connection, row: Judgement, what: str) -> LinkChange:
    judgements.person(row.who)
    judgements.reason(row.reason)
    before, links = _basis(connection), _attempts(connection)
    held = _held_already(connection, row)
    written = held or judgements.append(connection, row)
    studies.relink(connection)
    after, now = _basis(connection), _attempts(connection)
    titles = read.titles(connection, [d for d in after if before.get(d) != after[d]])
    moved = tuple(
        Moved(d, titles[d], before.get(d, ("", ""))[0], *after[d])
        for d in sorted(after)
        if before.get(d) != after[d]
    )
    changed = tuple((*key, key in now) for key in sorted(links.keys() ^ now.keys()))
    return LinkChange((written,), what, moved, changed, held is None)


def _basis(connection: Connection) -> dict[str, tuple[str, str]]:
    sd = t.study_documents.c
    query = select(sd.document_id, sd.study_id, sd.basis).where(sd.role == REPORTS)
    return {row.document_id: (row.study_id, row.basis) for row in connection.execute(query)}


def _attempts(connection: Connection) -> Mapping[tuple[str, str], str]:
    rows = connection.execute(select(t.attempt_studies))
    return {(row.attempt_id, row.study_id): row.basis for row in rows}


def _held_already(connection: Connection, row: Judgement) -> Judgement | None:
    """The same person's latest word, where it says just this."""
    who = judgements.person(row.who).casefold()
    held = judgements.standing(connection, row.about_kind, [row.about_id]).get(row.about_kind, {})
    own = [j for j in held.get((row.about_id, row.field), ()) if j.person == (who, "")]
    if not own or own[-1].reason != judgements.reason(row.reason):
        return None
    said = {name: value for name, value in own[-1].value.items() if name != "about"}
    return own[-1] if said == {n: v for n, v in row.value.items() if n != "about"} else None
