"""What is shown of documents and attempts: people's word over a note's, a note's over a machine's.

The one place where readings, what notes compiled and what people judged meet. Nothing of it is stored: a
new standard, or a judgement taken back, shows at once. Selecting by it is ``narrow_shown``'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from kb import levels
from kb.catalogue import designs, judged, judged_levels, read
from kb.catalogue import tables as t
from kb.catalogue.designs import NOTE_TYPE
from kb.evidence import Reading, profile
from kb.models import Document, Level
from kb.standards import Standards, load

LOWER_STATED = (
    "The note rates it lower, by another standard, than its words would allow; the lower counts."
)

Levels = dict[str, Level]
"""By scheme."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One view of the base with the judgements that stand. Made by ``look``, for one connection."""

    connection: Connection
    standards: Standards
    decided: judged.Decided

    # --- documents ---

    def document(self, document: Document) -> Document:
        """A document with the type and the author's part that people decided.

        Whether words are ours or a source's is no matter of judgement: a note stays one, nothing
        else becomes one.
        """
        after = self.decided.document(document)
        is_note = document.type == NOTE_TYPE
        return document if is_note or after.type == NOTE_TYPE else after

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Documents by id, as people have them."""
        held = read.documents(self.connection, ids)
        return {document: self.document(value) for document, value in held.items()}

    def readings(self, ids: Collection[str]) -> dict[str, Reading]:
        """What documents say of how they were studied, as people have it."""
        held = designs.of_documents(self.connection, ids)
        return {document: self.decided.reading(document, r) for document, r in held.items()}

    def areas(self, kind_of_id: str, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Areas by ``passage`` or ``document`` id, strongest first, as people have them."""
        found: dict[str, dict[str, float]] = {}
        key = f"{kind_of_id}_id"
        for row in read.area_rows(self.connection, kind_of_id, ids):
            area = self.decided.area(row)
            if area is not None:
                held = found.setdefault(row[key], {})
                held[area] = max(row["score"], held.get(area, 0.0))
        return {
            item: tuple(sorted(held, key=lambda area: (-held[area], area)))
            for item, held in found.items()
        }

    def levels(self, readings: Mapping[str, Reading], ids: Collection[str]) -> dict[str, Levels]:
        """By document: the ceilings of what was read out of it; of a note, what its attempt is shown at."""
        of_note = self._notes(ids)
        found = {
            document: self._judged(
                "document", document, levels.of_reading(reading, self.standards, document)
            )
            for document, reading in readings.items()
            if document not in of_note
        }
        # A person may judge what was never read.
        for document in (self.decided.with_levels("document") & set(ids)) - set(readings):
            found[document] = self._judged("document", document, {})
        of_attempt = self._attempt_levels(list(of_note.values()), readings)
        return found | {document: of_attempt[row["id"]] for document, row in of_note.items()}

    # --- attempts ---

    def attempt_levels(self, rows: Collection[RowMapping]) -> dict[str, Levels]:
        """By attempt: what its note states; by other standards, what was read out of the note."""
        return self._attempt_levels(rows, self.readings({row["document_id"] for row in rows}))

    def _attempt_levels(
        self, rows: Collection[RowMapping], readings: Mapping[str, Reading]
    ) -> dict[str, Levels]:
        directions = self.directions([row["id"] for row in rows])
        return {
            row["id"]: self._of_attempt(
                row, readings.get(row["document_id"]), directions.get(row["id"], ())
            )
            for row in rows
        }

    def _of_attempt(
        self, row: RowMapping, reading: Reading | None, directions: Iterable[str]
    ) -> Levels:
        stated = row["levels"]
        others = Standards({s: one for s, one in self.standards.items() if s not in stated})
        suggested: Levels = {}
        if reading is not None and others:
            suggested = self._suggested(row, reading, others, tuple(directions))
        found = levels.compiled(
            stated, row["basis"], row["level_reason"], standards=self.standards, read=suggested
        )
        return self._judged("attempt", row["id"], found | self._unlinked(row, found))

    def _suggested(
        self, row: RowMapping, reading: Reading, others: Standards, directions: Iterable[str]
    ) -> Levels:
        """What a note's words give by standards that it does not state; never above what it states."""
        read = profile(reading.design, reading.facts)
        if levels.exceeds(row["levels"], read, self.standards, directions):
            return {scheme: levels.unrated(one, LOWER_STATED) for scheme, one in others.items()}
        return levels.of_reading(reading, others, row["document_id"], directions)

    def _unlinked(self, row: RowMapping, found: Mapping[str, Level]) -> Levels:
        """What a confirmed note states above what is linked, held back to what is."""
        held: Levels = {}
        for scheme, level in found.items():
            if level.basis != "judged" or scheme not in self.standards:
                continue
            refused = judged_levels.refused(
                self.connection,
                self.decided,
                "attempt",
                row["id"],
                scheme,
                level.level,
                self.standards,
            )
            if refused:
                standard = self.standards[scheme]
                held[scheme] = judged_levels.held_back(standard, level, row["reviewed_by"], refused)
        return held

    def _judged(self, kind: str, item: str, found: Levels) -> Levels:
        if item not in self.decided.with_levels(kind):
            return found
        return judged_levels.laid_over(
            self.connection, self.decided, kind, item, found, self.standards
        )

    def _notes(self, documents: Collection[str]) -> dict[str, RowMapping]:
        """Attempts by the note that describes them now."""
        found: dict[str, RowMapping] = {}
        for some in read.in_chunks(documents):
            query = select(t.attempts).where(t.attempts.c.document_id.in_(some))
            found.update(
                {row["document_id"]: row for row in self.connection.execute(query).mappings()}
            )
        return found

    def directions(self, attempts: Collection[str]) -> dict[str, set[str]]:
        """Directions of the effect findings of attempts, from their current notes."""
        found: dict[str, set[str]] = {}
        for some in read.in_chunks(attempts):
            query = (
                select(t.findings.c.attempt_id, t.findings.c.direction)
                .join(t.attempts, t.attempts.c.document_id == t.findings.c.document_id)
                .where(t.findings.c.attempt_id.in_(some), t.findings.c.kind == "effect")
            )
            for row in self.connection.execute(query):
                found.setdefault(row.attempt_id, set()).add(row.direction)
        return found


def look(connection: Connection, standards: Standards | None = None) -> Shown:
    """The view of a connection; without ``standards`` by the shipped ones."""
    known = standards if standards is not None else load()
    return Shown(connection, known, judged.load(connection, known))
