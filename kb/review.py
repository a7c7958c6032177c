"""Suggestions become judgements: a named person accepts, edits, declines, judges a level, takes it back.

Each function writes rows that are never changed and says what changed by them. Nothing here asks who may
act beyond that it is a person with a reason. What waits is ``kb.review_queue``'s, what was decided
``kb.review_log``'s; rows are ``kb.catalogue.judgements``'.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from kb import vocab
from kb.catalogue import Catalogue, judgements
from kb.catalogue import tables as t
from kb.catalogue.judged import Decided
from kb.catalogue.judged_levels import refused
from kb.catalogue.judgements import DECISION, INTEREST, LEVEL, TYPE, Judgement
from kb.catalogue.shown import look
from kb.catalogue.verdicts import (
    ACCEPTED,
    DECLINED,
    EDITED,
    VOCABULARY_OF,
    name_of,
)
from kb.errors import UsageError
from kb.review_changes import NO_STEP, changes_of, suggestion
from kb.review_ids import resolve
from kb.review_state import About, State, about_item, rises, state_of
from kb.review_words import DIFFER, decision
from kb.standards import Standards


@dataclass(frozen=True, slots=True)
class Change:
    """What a person decided and what follows from it."""

    judgements: tuple[Judgement, ...]
    about: About
    before: State
    after: State
    is_new: bool = True
    """False where the same person had decided the same for the same reason; nothing was written."""
    notes: tuple[str, ...] = ()
    """Where people differ: what each says, and that the cautious word counts."""


@dataclass(frozen=True, slots=True)
class _Actor:
    """Who acts, and why."""

    who: str
    reason: str

    @classmethod
    def named(cls, who: str | None, reason: str | None) -> _Actor:
        return cls(judgements.person(who), judgements.reason(reason))


# --- suggestions --------------------------------------------------------------------------------


def accept(
    catalogue: Catalogue, ids: Collection[str], who: str | None, reason: str | None
) -> tuple[Change, ...]:
    """Say that suggestions are right: all of them, or none where one is not found."""
    return _decide(catalogue, ids, ACCEPTED, {}, _Actor.named(who, reason))


def decline(
    catalogue: Catalogue, ids: Collection[str], who: str | None, reason: str | None
) -> tuple[Change, ...]:
    """Say that suggestions are wrong: all of them, or none where one is not found."""
    return _decide(catalogue, ids, DECLINED, {}, _Actor.named(who, reason))


def edit(
    catalogue: Catalogue,
    suggestion_id: str,
    changes: Mapping[str, str],
    who: str | None,
    reason: str | None,
) -> Change:
    """Say that a suggestion is right but for ``changes``: ``{"status": "planned", "detail.n": "65"}``."""
    actor = _Actor.named(who, reason)
    if not changes:
        raise UsageError("edit: nothing is set; accepted: --set status=planned, --set fact=rct …")
    return _decide(catalogue, [suggestion_id], EDITED, changes, actor)[0]


def _decide(
    catalogue: Catalogue,
    ids: Collection[str],
    decision: str,
    changes: Mapping[str, str],
    actor: _Actor,
) -> tuple[Change, ...]:
    with catalogue.write() as connection:
        found = [resolve(connection, one, "suggestion")[1] for one in dict.fromkeys(ids)]
        made = []
        for item in dict.fromkeys(found):
            about = suggestion(connection, item)
            value: dict[str, Any] = {"decision": decision, "about": about}
            if decision == EDITED:
                value["set"] = changes_of(about, item, changes)
            row = Judgement("suggestion", item, DECISION, value, actor.who, actor.reason)
            made.append(
                _write(connection, about_item(connection, "document", about["document_id"]), [row],
                       catalogue.standards)
            )  # fmt: skip
        return tuple(made)


# --- documents and levels -----------------------------------------------------------------------


def judge_document(
    catalogue: Catalogue,
    document_id: str,
    who: str | None,
    reason: str | None,
    *,
    type: str | None = None,
    interest: str | None = None,
) -> Change:
    """Say what a document is, and what its author has to do with what it tells."""
    actor = _Actor.named(who, reason)
    said = {name: slug for name, slug in ((TYPE, type), (INTEREST, interest)) if slug}
    if not said:
        raise UsageError(
            "judge a document: nothing is said; accepted: --type SLUG, --interest SLUG"
        )
    for name, slug in said.items():
        vocab.load(VOCABULARY_OF[name]).require(slug)
    with catalogue.write() as connection:
        _, item = resolve(connection, document_id, "document")
        about = about_item(connection, "document", item)
        if about.attempt_id is not None:
            raise UsageError(
                f"judge document {item[:8]}: it is an evidence note, our own words; accepted: the "
                "documents that it summarises"
            )
        copy = {"title": about.title, **_held(connection, item)}
        rows = [
            Judgement("document", item, name, {"is": slug, "about": copy}, actor.who, actor.reason)
            for name, slug in said.items()
        ]
        return _write(connection, about, rows, catalogue.standards)


def _held(connection: Connection, document_id: str) -> dict[str, Any]:
    """What the catalogue holds a document to be, and which bytes it was read from."""
    d = t.documents.c
    query = select(d.source_id, d.snapshot_sha256, d.type, d.interest).where(d.id == document_id)
    return dict(connection.execute(query).mappings().one())


def judge_level(
    catalogue: Catalogue,
    item: str,
    scheme: str,
    steps: Sequence[str],
    who: str | None,
    reason: str | None,
) -> Change:
    """Place a document or an attempt at a step; of ticks and dimensions, at all that hold.

    A note stands for its attempt. ``none`` says that no step applies.
    """
    actor = _Actor.named(who, reason)
    standards = catalogue.standards
    standard = standards.require(scheme)
    chosen = [one for one in dict.fromkeys(steps) if one != NO_STEP]
    for step in chosen:
        standard.require(step)
    if not steps or (len(chosen) > 1 and standard.kind in ("ladder", "form")):
        raise UsageError(f"judge by {scheme}: {len(chosen)} steps are named; one is accepted")
    with catalogue.write() as connection:
        about = about_item(connection, *resolve(connection, item, "attempt", "document"))
        kind, rated = about.rated
        view = look(connection, standards)
        for step in chosen:
            why = refused(connection, view.decided, kind, rated, scheme, step, standards)
            if why:
                raise UsageError(f"judge {rated[:36]}: {why}; what software suggested counts once "
                                 "a person accepted it")  # fmt: skip
        before = state_of(view, about).levels.get(scheme)
        value = {
            "is": {"step": chosen[0] if chosen else None,
                   "held": [] if standard.is_ordered else chosen},
            "scheme": scheme,
            "edition": standard.edition,
            "about": {"title": about.title, "level": before.level if before else None,
                      "basis": before.basis if before else None},
        }  # fmt: skip
        row = Judgement(kind, rated, f"{LEVEL}{scheme}", value, actor.who, actor.reason)
        return _write(connection, about, [row], standards)


# --- taking back --------------------------------------------------------------------------------


def undo(catalogue: Catalogue, judgement_id: str, who: str | None, reason: str | None) -> Change:
    """Take a judgement back; of an undoing, restore what it took back.

    What another person of this base decided can be taken back too, but not so that a level rises by it:
    there a judgement of one's own stands beside theirs.
    """
    actor = _Actor.named(who, reason)
    with catalogue.write() as connection:
        _, item = resolve(connection, judgement_id, "judgement")
        target = judgements.find(connection, item)
        _refuse_idle(connection, target)
        about = about_item(connection, target.about_kind, target.about_id, target.value)
        before = state_of(look(connection, catalogue.standards), about)
        row = judgements.undo(connection, target, actor.who, actor.reason)
        _relinked(connection, target)
        view = look(connection, catalogue.standards)
        after = state_of(view, about)
        is_own = target.person == row.person
        if not is_own and target.origin is None and (scheme := rises(before, after)):
            raise UsageError(
                f"undo {item[:8]}: {target.who} decided it, and {scheme} would rise without it; "
                f"accepted: a judgement of your own beside it, or {target.who} taking it back"
            )
        return Change((row,), about, before, after, notes=_differences(view.decided, [row]))


def _relinked(connection: Connection, target: Judgement) -> None:
    """Draw the studies anew where what is taken back decided anything of them."""
    from kb.catalogue import studies, study_decisions

    if study_decisions.is_of_studies(target.about_kind, target.field):
        studies.relink(connection)


def _refuse_idle(connection: Connection, target: Judgement) -> None:
    """Refuse to take back what does not count anyway."""
    why = judgements.unfit(target)
    if why:
        raise UsageError(f"undo {target.id[:8]}: it does not count: {why}")
    rows = judgements.held(connection, target.about_kind, [target.about_id])
    by = judgements.taken_back(r for r in rows if r.field == target.field).get(target.id)
    if by is not None:
        raise UsageError(
            f"undo {target.id[:8]}: {by.who} took it back on {by.at[:10]}; accepted: undo {by.id[:8]} "
            "to restore it"
        )


# --- writing ------------------------------------------------------------------------------------


def _write(
    connection: Connection, about: About, rows: Sequence[Judgement], standards: Standards
) -> Change:
    before = state_of(look(connection, standards), about)
    written, is_new = [], False
    for row in rows:
        held = _held_already(connection, row)
        is_new = is_new or held is None
        written.append(held or judgements.append(connection, row))
    view = look(connection, standards)
    notes = _differences(view.decided, written)
    return Change(tuple(written), about, before, state_of(view, about), is_new, notes)


def _differences(decided: Decided, rows: Sequence[Judgement]) -> tuple[str, ...]:
    """A sentence for each field that was judged and on which people differ."""
    found = []
    for row in rows:
        verdict = decided.of(row.about_kind, row.about_id, row.field)
        if verdict is not None and verdict.differ:
            said = [f"{name_of(o.judgement)}: {decision(o.judgement)}" for o in verdict.said]
            found.append(f"{'; '.join(said)}. {DIFFER}")
    return tuple(found)


def _held_already(connection: Connection, row: Judgement) -> Judgement | None:
    """The same person's latest word, where it says just this: a second click writes nothing."""
    standing = judgements.standing(connection, row.about_kind, [row.about_id])
    of_field = standing.get(row.about_kind, {}).get((row.about_id, row.field), ())
    own = [held for held in of_field if held.person == row.person]
    if not own or own[-1].reason != row.reason:
        return None
    said = {name: value for name, value in own[-1].value.items() if name != "about"}
    return own[-1] if said == {n: v for n, v in row.value.items() if n != "about"} else None
