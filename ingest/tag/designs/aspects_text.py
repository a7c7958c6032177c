"""A sentence made whole for reading, with the way back to where each character stands.

Ligatures, soft hyphens, line breaks and words cut in two at a line end would each need a place in every
pattern. They are taken out here once, and spans are given back in the offsets of the stored text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOISE = re.compile(
    r"[\u00ad\u200b\ufeff\ufb00-\ufb06’‘‐‑−]|\s\s|[\n\t\u00a0\u2009\u202f]|[a-z]-\s"
)
_PIECE = re.compile(
    r"(?P<broken>(?<=[a-z])-\s+(?=[a-z]{2,})(?!(?:and|or|to|nor|und|et)\b))"
    r"|(?P<gone>[\u00ad\u200b\ufeff])|(?P<blank>\s+)|(?P<one>.)",
    re.S,
)
_PLAIN = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
    "’": "'", "‘": "'", "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip
_HYPHEN_STAYS = re.compile(
    r"(?:\b(?:self|follow|drop|non|pre|post|multi|cross|intention|to|double|single|long|short|small|low|"
    r"high|well|evidence|award|under|in|re|cluster|quasi|wait|waiting|cost|six|twelve|eighteen))$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence and, for each character, where it stands in the stored text."""

    words: str
    start: int
    places: tuple[int, ...] | None
    """Null where nothing had to be taken out: then character ``i`` stands at ``start + i``."""

    def place(self, low: int, high: int) -> tuple[int, int]:
        """The span in the stored text of ``words[low:high]``."""
        if self.places is None or not self.words:
            return self.start + low, self.start + high
        last = (
            self.places[high - 1] + 1 if high > low else self.places[min(low, len(self.places) - 1)]
        )
        return self.places[min(low, len(self.places) - 1)], last


def made_whole(text: str, start: int, end: int) -> Sentence:
    """The sentence ``text[start:end]``, readable."""
    raw = text[start:end]
    if not _NOISE.search(raw):
        return Sentence(raw, start, None)
    letters: list[str] = []
    places: list[int] = []
    for match in _PIECE.finditer(raw):
        if match["gone"]:
            continue
        if match["broken"]:
            if not _HYPHEN_STAYS.search(raw, max(0, match.start() - 10), match.start()):
                continue
            plain = "-"
        elif match["blank"]:
            plain = " "
        else:
            plain = _PLAIN.get(match["one"], match["one"])
        letters.append(plain)
        places += [start + match.start()] * len(plain)
    return Sentence("".join(letters), start, tuple(places))
