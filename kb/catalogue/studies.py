"""Studies as they are drawn from documents: who tells of which, whose attempt each is, and under which ids.

``relink`` writes them. They are derived: from the words of the current documents, from what notes name and
from people's judgements, and from nothing else, so that they are the same in whatever order documents came.
A study takes the id of its smallest document, and the id of any document of it, older versions too, leads to
it for ever. What is only suggested says so on every row, with its reasons.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from kb.catalogue import attempt_links, quotes, signatures, study_decisions
from kb.catalogue import tables as t
from kb.catalogue.study_decisions import ATTACHED, DETACHED, ONE, StudyDecisions, Word
from kb.catalogue.verdicts import name_of
from kb.errors import UnknownId, UsageError
from kb.links.attempts import Match
from kb.links.cluster import Clusters, cluster
from kb.links.pairs import Pair, by_document, pairs
from kb.links.shelf import Shelf
from kb.links.signature import Signature

REPORTS = "reports"
SUGGESTED, JUDGED = "suggested", "judged"
LEADING = (
    "evaluation", "journal-article", "report", "working-paper", "systematic-review", "audit", "thesis",
    "evidence-summary", "case-study", "conference-paper", "policy-paper", "protocol", "trial-registration",
)  # fmt: skip
"""Types of document by which a study is named, the first before the others; of one type the longest."""
DECIDED = "judged"
"""Kind of a reason that is a person's word."""

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a drawing came to."""

    documents: int
    studies: int
    attempts: int
    """Links of a study to an attempt."""
    changed: int
    """Rows that are others than before."""


@dataclass(frozen=True)
class Drawing:
    """All that links are written from, and what was weighed on the way."""

    shelf: Shelf
    pairs: tuple[Pair, ...]
    clusters: Clusters
    matches: tuple[Match, ...]
    decided: StudyDecisions


def draw(connection: Connection) -> Drawing:
    """The studies of the base as it stands; nothing is written but signatures that lack."""
    shelf = Shelf(signatures.current(connection))
    decided = study_decisions.load(connection, signatures.current_of(connection))
    weighed = tuple(pairs(shelf))
    return Drawing(
        shelf,
        weighed,
        cluster(shelf, weighed, decided.of_documents),
        tuple(attempt_links.found(connection, shelf)),
        decided,
    )


def relink(connection: Connection) -> Relinked:
    """Draw the studies anew and write what changed."""
    drawing = draw(connection)
    changed = _write(connection, t.studies, _studies(connection, drawing), parent=True)
    changed += _write(connection, t.study_documents, _documents(drawing))
    changed += _write(connection, t.study_aliases, _aliases(connection, drawing))
    links = _attempts(connection, drawing)
    changed += _write(connection, t.attempt_studies, links)
    changed += _forget(connection, drawing)
    changed += quotes.write(connection, _met(connection, drawing, links))
    return Relinked(len(drawing.shelf.ids), len(drawing.clusters.members), len(links), changed)


# --- rows ---------------------------------------------------------------------------------------


def _studies(connection: Connection, drawing: Drawing) -> list[Row]:
    d = t.documents.c
    added = {row.id: row.added_at for row in connection.execute(select(d.id, d.added_at))}
    basis = _basis(drawing)
    return [
        {
            "id": study,
            "title": _lead(drawing.shelf, members).title,
            "basis": JUDGED if any(basis[m] == JUDGED for m in members) else SUGGESTED,
            "created_at": added[study],
        }
        for study, members in drawing.clusters.members.items()
    ]


def _lead(shelf: Shelf, members: Iterable[str]) -> Signature:
    """The document that a study is named by."""
    some = [shelf.signatures[m] for m in members]

    def place(one: Signature) -> tuple[int, int, str]:
        rank = LEADING.index(one.type) if one.type in LEADING else len(LEADING)
        return rank, -one.words, one.document_id

    return min(some, key=place)


def _basis(drawing: Drawing) -> dict[str, str]:
    """Judged: a person said of this document which study it tells of, or whose attempt its study is."""
    study_of = drawing.clusters.study_of()
    basis = dict.fromkeys(drawing.shelf.ids, SUGGESTED)
    for (a, b), word in drawing.decided.pairs.items():
        for one in (a, b) if (word.value == ONE) == (study_of[a] == study_of[b]) else ():
            basis[one] = JUDGED
    for (_, document), word in drawing.decided.attempts.items():
        if word.value == ATTACHED:
            basis[document] = JUDGED
    return basis


def _documents(drawing: Drawing) -> list[Row]:
    study_of, basis = drawing.clusters.study_of(), _basis(drawing)
    of = by_document([p for p in drawing.pairs if p.is_proposed])
    said: dict[str, list[Row]] = defaultdict(list)
    for pair, word in sorted(drawing.decided.pairs.items()):
        for one, other in (pair, pair[::-1]):
            if (word.value == ONE) == (study_of[one] == study_of[other]):
                said[one].append(_judged(word, other))
    rows = []
    for study, members in drawing.clusters.members.items():
        for member in members:
            reasons = said[member] + [
                {"kind": reason.kind, "text": reason.text, "with": other}
                for pair in of.get(member, ())
                if (other := pair.other if pair.one == member else pair.one) in members
                for reason in pair.reasons
            ]
            rows.append(_row(study, member, REPORTS, basis[member], reasons, is_primary=True))
    for mention in drawing.clusters.mentions:
        reason = {"kind": mention.role, "text": mention.reason, "with": mention.of}
        rows.append(_row(study_of[mention.of], mention.document_id, mention.role, SUGGESTED, [reason]))  # fmt: skip
    return rows


def _row(
    study: str,
    document: str,
    role: str,
    basis: str,
    reasons: list[Row],
    *,
    is_primary: bool = False,
) -> Row:
    return {
        "study_id": study,
        "document_id": document,
        "role": role,
        "is_primary": is_primary,
        "basis": basis,
        "reasons": reasons,
    }


def _judged(word: Word, other: str) -> Row:
    judgement = word.judgement
    said = "one study" if word.value == ONE else "two studies"
    text = f"{name_of(judgement)} decided that they are {said}: {judgement.reason}"
    return {"kind": DECIDED, "text": text, "with": other, "judgement": judgement.id}


def _aliases(connection: Connection, drawing: Drawing) -> list[Row]:
    """The id of every version of every document of a study, but the study's own."""
    study_of = drawing.clusters.study_of()
    return [
        {"alias": version, "study_id": study_of[document]}
        for version, document in sorted(signatures.current_of(connection).items())
        if version not in drawing.clusters.members
    ]


def _attempts(connection: Connection, drawing: Drawing) -> list[Row]:
    """Links of studies to attempts: what a person attached, and what is suggested and nobody detached."""
    study_of = drawing.clusters.study_of()
    held = set(connection.execute(select(t.attempts.c.id)).scalars())
    detached, attached = set(), dict[Key, list[Row]]()
    for (attempt, document), word in sorted(drawing.decided.attempts.items()):
        key = (attempt, study_of[document])
        if word.value == DETACHED:
            detached.add(key)
        else:
            text = f"{name_of(word.judgement)} decided: {word.judgement.reason}"
            attached.setdefault(key, []).append(
                {
                    "kind": DECIDED,
                    "text": text,
                    "document": document,
                    "judgement": word.judgement.id,
                }
            )
    suggested: dict[Key, list[Row]] = defaultdict(list)
    for match in drawing.matches:
        if match.is_aside:
            continue
        suggested[(match.attempt_id, study_of[match.document_id])].append(
            {"kind": match.reason.kind, "text": match.reason.text, "document": match.document_id,
             "reference": match.reference}
        )  # fmt: skip
    return [
        {
            "attempt_id": attempt,
            "study_id": study,
            "basis": JUDGED if (attempt, study) in attached else SUGGESTED,
            "reasons": attached.get((attempt, study), []) + suggested.get((attempt, study), []),
        }
        for attempt, study in sorted({*attached, *suggested} - detached)
        if attempt in held
    ]


def _met(connection: Connection, drawing: Drawing, links: Iterable[Row]) -> Iterator[quotes.Met]:
    """Documents that are what a note names, unless a person says that they are no study of its attempt."""
    study_of = drawing.clusters.study_of()
    linked = {(row["attempt_id"], row["study_id"]) for row in links}
    linked |= {(m.attempt_id, study_of[m.document_id]) for m in drawing.matches if m.is_aside}
    a = t.attempts.c
    notes = {row.id: row.document_id for row in connection.execute(select(a.id, a.document_id))}
    for match in drawing.matches:
        if match.reference and (match.attempt_id, study_of[match.document_id]) in linked:
            yield match.document_id, notes[match.attempt_id], match.reference


# --- writing ------------------------------------------------------------------------------------


def _write(
    connection: Connection, table: Table, rows: Iterable[Row], *, parent: bool = False
) -> int:
    """Make the table hold ``rows``; how many were not so. A ``parent`` keeps what is too much for now:
    what hangs on it is moved first."""
    keys = [column.name for column in table.primary_key]
    wanted = {tuple(row[key] for key in keys): row for row in rows}
    held = {
        tuple(row[key] for key in keys): dict(row)
        for row in connection.execute(select(table)).mappings()
    }
    gone = [] if parent else [key for key in held if key not in wanted]
    other = [key for key in wanted if key in held and wanted[key] != held[key]]
    new = [wanted[key] for key in wanted if key not in held]
    for key in gone:
        connection.execute(delete(table).where(_is(table, keys, key)))
    for key in other:
        connection.execute(update(table).where(_is(table, keys, key)).values(**wanted[key]))
    if new:
        connection.execute(insert(table), new)
    return len(gone) + len(other) + len(new)


def _is(table: Table, keys: list[str], key: Key) -> Any:
    return and_(*(table.c[name] == value for name, value in zip(keys, key, strict=True)))


def _forget(connection: Connection, drawing: Drawing) -> int:
    """Studies that are none any more; findings that named one are of the study that took it over."""
    held = set(connection.execute(select(t.studies.c.id)).scalars())
    gone = sorted(held - drawing.clusters.members.keys())
    for study in gone:
        heir = connection.execute(
            select(t.study_aliases.c.study_id).where(t.study_aliases.c.alias == study)
        ).scalar()
        connection.execute(
            update(t.findings).where(t.findings.c.study_id == study).values(study_id=heir)
        )
        connection.execute(delete(t.studies).where(t.studies.c.id == study))
    return len(gone)


# --- reading ------------------------------------------------------------------------------------


def resolve(connection: Connection, typed: str) -> str:
    """The study of an id, or of the beginning of one: its own, a former one, or that of a document of it."""
    said = typed.strip().lower()
    ids: dict[str, str] = {}
    for study in connection.execute(select(t.studies.c.id)).scalars():
        ids[study] = study
    for row in connection.execute(select(t.study_aliases)):
        ids.setdefault(row.alias, row.study_id)
    if said in ids:
        return ids[said]
    found = sorted(one for one in ids if said and one.startswith(said))
    if len({ids[one] for one in found}) == 1:
        return ids[found[0]]
    if found:
        raise UsageError(
            f"find study {typed}: several begin so ({', '.join(found[:3])}…); accepted: more of the id"
        )
    near = difflib.get_close_matches(said, sorted(ids), n=3, cutoff=0.6)
    offer = f"did you mean {' or '.join(near)}?" if near else "`whatworks review links` lists them"
    raise UnknownId(f"find study {typed!r:.80}: there is none; {offer}")


def documents_of(connection: Connection, study: str) -> tuple[str, ...]:
    """The documents that report a study, in order of their ids."""
    sd = t.study_documents.c
    query = (
        select(sd.document_id)
        .where(sd.study_id == study, sd.role == REPORTS)
        .order_by(sd.document_id)
    )
    return tuple(connection.execute(query).scalars())


def reporting(connection: Connection) -> Mapping[str, str]:
    """The primary study of every document that reports one."""
    sd = t.study_documents.c
    query = select(sd.document_id, sd.study_id).where(sd.role == REPORTS, sd.is_primary)
    return {row.document_id: row.study_id for row in connection.execute(query)}
