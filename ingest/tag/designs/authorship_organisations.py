"""Names of the organisations that the author of a document belongs to, as the document gives them.

From publisher and corporate authors of the metadata, a card of the author ("Chief Executive of …"), a
by-line with a role, and a heading "About …". It does not say what the organisation has to do with what is
told; that is ``ingest.tag.designs.authorship``'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.models import Found

FRONT, CARD = 1_500, 700
LONGEST = 60
_NAME = r"(?:the )?(?P<name>[A-Z][\w&’'-]*(?: (?:of|for|and|the|[A-Z][\w&’'-]*))*)"
_ROLE = (
    r"\b(?:[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|CEO|(?:[Dd]eputy |[Ee]xecutive |[Mm]anaging |[Pp]rogramme )?[Dd]irector|"
    r"[Hh]ead|[Ff]ounder|[Cc]o-founder|[Cc]hair|[Pp]resident|[Mm]anager|[Oo]fficer|[Ll]ead|[Pp]artner|[Ss]ecretary)\b"
)
_OF_ROLE = re.compile(rf"{_ROLE}[^.\n;]{{0,60}}?(?:\bof\b|\bat\b|\bfor\b|,) {_NAME}")
_OWNED = re.compile(
    r"\b(?:manage|managed|managing|lead|led|leads|run|ran|heads?) (?P<name>[A-Z][\w&-]+)[’']s\b"
)
_BYLINE = re.compile(rf"^[^\n]{{3,60}}, [^\n]{{0,80}}{_ROLE}[^\n]{{0,120}}$", re.M)
_ABOUT = re.compile(rf"^About {_NAME}\s*$", re.M)
_CARD = re.compile(r"^(?:author|about the author|view profile|written by|posted by)\b", re.M | re.I)
_PART = re.compile(r"[A-Z][\w&’'-]*(?: (?:of|for|and|[A-Z][\w&’'-]*))*")
_NO_NAME = re.compile(
    r"(?:us|the authors?|this|our|corporate|social|innovation|programme|program|business partnerships team|"
    r"chief|head|director|deputy|inclusive growth|prime minister)$",
    re.I,
)
_PERSON = re.compile(r"^[A-Z][a-zé’'-]+(?: [A-Z]\.?)? [A-Z][a-zé’'-]+$")


def organisations(text: str, metadata: Sequence[Found] = ()) -> tuple[str, ...]:
    """Each name once, in the order in which they were found."""
    found = (name.strip(" ,.") for name in _found(text, metadata))
    kept = (n for n in found if 3 <= len(n) <= LONGEST and not _NO_NAME.match(n))
    return tuple(dict.fromkeys(kept))


def _found(text: str, metadata: Sequence[Found]) -> Iterator[str]:
    for each in metadata:
        if each.field == "publisher" or (each.field == "author" and not _PERSON.match(each.value)):
            yield each.value
            yield each.value.removeprefix("The ")
    front, card = text[:FRONT], text[-CARD:]
    for part in (front, card if _CARD.search(card) else ""):
        for pattern in (_OF_ROLE, _OWNED):
            yield from (match["name"] for match in pattern.finditer(part))
    for match in _BYLINE.finditer(front):
        # "Ann Smith, Deputy Director, Partnerships Team, Cabinet Office": what follows the role.
        for piece in match[0].split(",")[2:]:
            yield from _PART.findall(re.sub(r".*\band (?=[A-Z])", "", piece))
    yield from (match["name"] for match in _ABOUT.finditer(text[:FRONT]))
