"""The stored text of a note, and where each of its statements stands in it.

The text is made from the front matter and the body, in one order, so that a note's passages are found
by search and each finding, lesson and cost has a span to cite. It is our paraphrase throughout.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.models import Heading
from kb.notes.schema import FigureEntry, Note

RENDERER = "note-1"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text, headings, and the span of each statement by (field, position)."""

    text: str
    headings: tuple[Heading, ...]
    spans: dict[tuple[str, int], tuple[int, int]]


@dataclass(slots=True)
class _Page:
    """Text as it grows: blocks separated by an empty line."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    spans: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def block(self, text: str) -> tuple[int, int]:
        """Append a block; return its span."""
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def heading(self, text: str, depth: int) -> None:
        start, end = self.block(text)
        self.headings.append(Heading(text, start, end, depth))

    def statements(self, title: str, name: str, texts: list[str]) -> None:
        """A section of one block a statement; nothing at all when there is none."""
        if not texts:
            return
        self.heading(title, 2)
        for i, text in enumerate(texts):
            self.spans[(name, i)] = self.block(text)


def render(note: Note) -> Rendered:
    """Stored text of ``note``; the same note always gives the same text."""
    page = _Page()
    page.heading(_line(note.title), 1)
    for paragraph in note.body.split("\n\n"):
        if paragraph.strip():
            page.block(_line(paragraph))
    page.statements(
        "What the problem is", "problems", [_joined(p.text, p.figures, None) for p in note.problems]
    )
    page.statements("What was done", "what", [_sentence(note.what)])
    page.statements("Who, for whom, where and when", "setting", _setting(note))
    page.statements(
        "Dates as the sources give them", "dates", [_sentence(d.text) for d in note.dates]
    )
    page.statements(
        "What was aimed at",
        "targets",
        [
            _joined(t.text, t.figures, f"Result: {t.result}" if t.result else None)
            for t in note.targets
        ],
    )
    page.statements(
        "What happened",
        "findings",
        [
            _joined(f.text, f.figures, f"Design as stated: {f.design}" if f.design else None)
            for f in note.findings
        ],
    )
    page.statements("What was learned", "lessons", [_sentence(x.text) for x in note.lessons])
    page.statements(
        "What it cost",
        "costs",
        [
            _joined(c.text, c.figures, f"Paid by {c.paid_by}" if c.paid_by else None)
            for c in note.costs
        ],
    )
    page.statements("How strong the evidence is", "evidence", [_evidence(note)])
    return Rendered("".join(page.parts), tuple(page.headings), page.spans)


def _setting(note: Note) -> list[str]:
    who = "; ".join(f"{w.name} ({w.contribution})" if w.contribution else w.name for w in note.who)
    period = " to ".join(x for x in (note.start, note.end) if x)
    when = f", {period}" if period else ""
    extra = f" ({note.period_note})" if note.period_note else ""
    lines = [_sentence(f"Took part: {who}"), _sentence(f"For: {note.population}")]
    lines.append(_sentence(f"Where and when: {note.where}{when}{extra}"))
    if note.why_ended:
        lines.append(_sentence(f"Why it ended: {note.why_ended}"))
    return lines


def _evidence(note: Note) -> str:
    design = f"Design as compiled: {note.evidence.design}"
    reason = f" {_sentence(note.evidence.reason)}" if note.evidence.reason else ""
    return _sentence(design) + reason


def _joined(text: str, figures: tuple[FigureEntry, ...], last: str | None) -> str:
    parts = [_sentence(text)]
    if figures:
        parts.append(_sentence("Figures as reported: " + "; ".join(f.text for f in figures)))
    if last:
        parts.append(_sentence(last))
    return " ".join(parts)


def _sentence(text: str) -> str:
    """One line that ends like a sentence."""
    line = _line(text)
    return line if line.endswith((".", "!", "?", "…")) else line + "."


def _line(text: str) -> str:
    return " ".join(text.split())
