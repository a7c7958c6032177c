"""One sentence as this reader sees it: its words, and what in it means the programme.

It reads no fact; the readers of facts beside it share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tag.programmes import words
from ingest.tag.programmes.names import Programme, meaning
from ingest.tag.sheet import Line, Sheet
from kb.accounts import Detail, ProgrammeAspect, ProgrammeFact, Span
from kb.models import Figure

VERSION = "programmes-1"
SHORTEST, LONGEST = 4, 120
"""Words of a sentence that is read."""
WORD = re.compile(r"[a-z]+|[£$€]")
_OTHER = re.compile(r"[^.!?][ ][A-Z][a-z]+|;")
_IT = re.compile(
    r"(It)[ ](?:is|was|were|has|had|ran|runs|brings|brought|aims|aimed|provides|provided|offers|offered|gives|gave|helps|helped|began|started|ended|closed|supports|supported)\b"
)
_OUR_AIM = re.compile(r"Our[ ](?:\w+[ ])?(?:target|aim|goal|objective|ambition)s?\b")
_WE = re.compile(r"(?<!\w)[Ww]e(?!\w)")


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence with what in it means the programme: spans in ``text``, which has the offsets of the line."""

    line: Line
    text: str
    said: frozenset[str]
    """Its words in small letters, and signs of money."""
    own: tuple[tuple[int, int], ...]
    is_ours: bool
    """Whether those who tell are those who run it, and say "we" here."""

    @property
    def is_told(self) -> bool:
        """Whether the sentence speaks of the programme at all."""
        return bool(self.own) or self.is_ours

    def before(self, place: int, within: int = 90) -> bool:
        """Whether the programme is named before ``place``, near enough to be what is spoken of there."""
        return any(
            end <= place and place - end <= within and ";" not in self.text[end:place]
            for _, end in self.own
        )

    def is_subject(self, place: int, within: int = 60) -> bool:
        """Whether the programme is named before ``place`` and no other name stands between."""
        spans = [end for _, end in self.own]
        if self.is_ours:
            within = 90
            spans += [match.end() for match in _WE.finditer(self.text)]
        return any(
            end <= place and place - end <= within and not _OTHER.search(self.text, end, place)
            for end in spans
        )

    def near(self, start: int, end: int, within: int = 90) -> bool:
        """Whether the programme is named near a span, on either side."""
        return any(low - end <= within and start - high <= within for low, high in self.own)

    def own_name(self, name: str) -> bool:
        """Whether ``name`` is the programme itself."""
        said = (self.text[start:end] for start, end in self.own)
        return any(name == own or own.endswith(f" {name}") or name in own.split() for own in said)

    def fact(
        self,
        aspect: ProgrammeAspect,
        value: str,
        rule: str,
        score: float,
        detail: Detail | None = None,
        figures: tuple[Figure, ...] = (),
    ) -> ProgrammeFact:
        """A fact that this sentence says."""
        line = self.line
        span = Span(
            line.text, line.start, line.end, f"{VERSION}:{rule}", round(score, 2), line.section
        )
        return ProgrammeFact(span, aspect, " ".join(value.split()), detail or {}, figures)


def sayings(sheet: Sheet, flat: Sequence[str], programme: Programme | None) -> Iterator[Saying]:
    """The sentences that speak of the programme, in order."""
    means = meaning(programme)
    first_person = programme is not None and sheet.interest in ("deliverer", "funder")
    spoken = False
    for line, text in zip(sheet.lines, flat, strict=True):
        if not SHORTEST <= text.count(" ") + 1 <= LONGEST or text.rstrip().endswith("?"):
            spoken = False
            continue
        own = tuple(match.span() for match in means.finditer(text))
        if not own and spoken and (it := _IT.match(text)):
            own = ((0, it.end(1)),)
        is_ours = first_person and (_WE.search(text) or _OUR_AIM.match(text)) is not None
        if own or is_ours:
            yield Saying(line, text, frozenset(WORD.findall(text.lower())), own, is_ours)
        spoken = bool(own)


_STUDY = re.compile(r"[Ee]valuation|[Ss]tudy|[Rr]eview")


def every(sheet: Sheet, flat: Sequence[str]) -> Iterator[Saying]:
    """Sentences that speak of an evaluation and of who made it, whether they name the programme or not."""
    for line, text in zip(sheet.lines, flat, strict=True):
        if " by " in text and _STUDY.search(text) and text.count(" ") < LONGEST:
            yield Saying(line, text, frozenset(WORD.findall(text.lower())), (), False)


def lines_of(sheet: Sheet) -> list[str]:
    """The sentences of ``sheet`` with plain spaces, each as long as it was."""
    return [line.text.translate(words.SPACES) for line in sheet.lines]
