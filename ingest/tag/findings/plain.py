"""A sentence made plain for matching, letter for letter: what is found in it stands at the same place in the text.

It says too whether a sentence is whole: cut by a page's furniture, a row of a table, a heading or an entry
of a list of contents says nothing by itself. It reads no meaning.
"""

from __future__ import annotations

import re

SHORTEST, LONGEST = 5, 110
"""Words of a sentence that can say a result."""
_PLAIN = str.maketrans(
    {
        "\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u00ad": "-",
        "’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
        "−": "-",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|£")
_LETTERS = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"^[•●▪■◦‣*·–—-]+\s*|^\(?[0-9a-z]{1,3}[.)]\s+", re.I)
_DOTS = re.compile(r"\.{5,}|(?: \.){5,}|…{2,}|\bpage \d+ of \d+\b|https?://\S+\s*$|_{4,}", re.I)
_ENTRY = re.compile(
    r"\b\d+\s?\(\d+\)\s?[:,]\s?\d+|\b(?:19|20)\d\d;\s?\d+|\bpp?\. ?\d+[-–]\d+|\bdoi\b|\bISBN\b"
    r"|[Aa]ccessed (?:on |in )?\w|\bRetrieved from|^(?:See|Source|Sources|Note|Notes|Ibid|Figure|Table|Box|Photo|Image)\b[:. ]"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|be|been|has|have|had|did|does|do|not|no|said|felt|found|saw|took|made|led|rose|fell"
    r"|grew|got|went|gave|came|held|met|won|put|cut|spent|sent|built|ran|showed?|shows|gained?|said|cost|costs"
    r"|saves?|remain\w*|\w{2,}ed|increases|reduces|improves|raises|lowers|affects|finds?|shows?|appears?|increase|reduce|improve|raise|lower|tend|say|feel|report|estimate|indicates?|suggests?|exceeds?)\b"
)
_END = re.compile(r"[.!;:)\]\"'\d]\s*(?:\[?\d{0,3}\]?)?$")
_CELLS = re.compile(r"(?:\b\d[\d.,%()*-]*[ *†]+){5,}")


def plain(text: str) -> str:
    """``text`` in lower case with quotation marks, dashes and white space of one kind; as long as it was."""
    folded = text.translate(_PLAIN)
    lowered = folded.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(one if len(one := c.lower()) == 1 else c for c in folded)


def words(said: str) -> list[str]:
    """The words of a plain sentence."""
    return _WORD.findall(said)


def bullet(text: str) -> int:
    """Where the words of an item begin, behind its mark."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def is_whole(text: str, said: str, found: list[str]) -> bool:
    """Whether ``text`` is one sentence with a verb, whole, and no row of a table, heading or reference."""
    if not SHORTEST <= len(found) <= LONGEST or text.rstrip().endswith(("?", ":")):
        return False
    first = text[bullet(text) :].lstrip("\"'“‘«([ ")[:1]
    if first.islower() and text[:1] not in "•●▪■◦‣*·–—-":
        return False
    letters = len(_LETTERS.findall(text))
    if letters < 0.5 * len(text.replace(" ", "")) or text.isupper():
        return False
    if _DOTS.search(text) or _ENTRY.search(text) or _CELLS.search(text):
        return False
    capitals = sum(1 for word in text.split() if word[:1].isupper())
    if capitals > 0.6 * len(found):
        return False
    return bool(_VERB.search(said)) and bool(
        _END.search(text) or (len(found) >= 12 and text[:1] in "•●▪-–")
    )
