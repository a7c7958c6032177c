"""Building text piece by piece while each code point remembers the page character it came from."""

from __future__ import annotations

from kb.models import Run


class Tape:
    """Text that grows at its end. Runs are merged as they come, so they stay few."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    def take(self, page: int, char: int, text: str) -> None:
        """``text`` is page characters ``char``, ``char + 1`` … of ``page``."""
        self._add(page, char, 1, text)

    def expand(self, page: int, char: int, text: str) -> None:
        """``text`` is what one page character stands for (a ligature is several letters)."""
        self._add(page, char, 0 if len(text) > 1 else 1, text)

    def insert(self, text: str) -> None:
        """``text`` is ours: it has no place on any page."""
        self._add(0, 0, 1, text)

    def runs(self) -> tuple[Run, ...]:
        """The runs so far; they tile the text."""
        return tuple(self._runs)

    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def tail(self, start: int) -> str:
        """The text from ``start`` on, which must be where a piece began."""
        pieces: list[str] = []
        length = self.length
        for part in reversed(self._parts):
            if length <= start:
                break
            pieces.append(part)
            length -= len(part)
        return "".join(reversed(pieces))

    def _add(self, page: int, char: int, step: int, text: str) -> None:
        if not text:
            return
        start, end = self.length, self.length + len(text)
        last = self._runs[-1] if self._runs else None
        if last and last.page == page and last.step == step == 1 and _continues(last, page, char):
            self._runs[-1] = Run(last.start, end, page, last.char, 1)
        else:
            self._runs.append(Run(start, end, page, char, step))
        self._parts.append(text)
        self.length = end


def _continues(last: Run, page: int, char: int) -> bool:
    return page == 0 or char == last.char + last.end - last.start
