"""The programmes that texts name: by their acronym in brackets, or by a name that ends like a programme's.

Names of departments and other bodies are none: that two texts name one ministry says nothing of what their
figures are about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from kb.catalogue import tables as t


class Named(NamedTuple):
    """A programme's name in one form, and the acronym that a text gives it."""

    name: str
    acronym: str = ""


_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,8})\)")
_KIND = re.compile(
    r"\b(?:[A-Z][\w’&-]+ (?:(?:of|for|and|to|in|at|the|on) )?){1,6}"
    r"(?:Programme|Program|Partnership|Fund|Scheme|Initiative|Challenge|Project|Trial|Deal|Pilot|Guarantee|Allowance"
    r"|Campaign|Accelerator|Contract|Corps|Match|Demonstration|Experiment)s?\b"
)
_BODY = re.compile(
    r"\b(?:department|ministry|office|university|institute|council|commission|agency|authority|bank|foundation|trust"
    r"|committee|association|union|league|society|college|school|centre|center|bureau|federation|organi[sz]ation"
    r"|network|service|authorities|agencies|universities|schools|councils|departments|ministries|colleges|inc|ltd|plc|report|review|act|goals|officer|minister)\b"
)
_SMALL = {"of", "for", "and", "the", "to", "in", "on", "at", "&", "with"}


def names(text: str) -> tuple[Named, ...]:
    """The programmes that ``text`` introduces, each once."""
    found: dict[str, Named] = {}
    for match in _ACRONYM.finditer(text):
        name = _spelled(text[max(0, match.start() - 90) : match.start()], match[1])
        if name and not _BODY.search(name):
            found[name] = Named(name, match[1])
    for match in _KIND.finditer(text):
        name = match[0].casefold().removeprefix("the ")
        if " " in name and not _BODY.search(name):
            found.setdefault(name, Named(name))
    return tuple(found[name] for name in sorted(found))


def _spelled(ahead: str, acronym: str) -> str:
    """The words before an acronym whose initials it spells; empty where they do not."""
    letters = [letter for letter in acronym.rstrip("s") if letter.isupper()]
    words = re.findall(r"[A-Za-z][\w’'-]*|&", ahead)
    for length in range(len(letters), len(letters) + 4):
        some = words[-length:]
        initials = [word[0] for word in some if word not in _SMALL]
        if len(letters) > 1 and some and some[0] not in _SMALL and initials == letters:
            return " ".join(some).casefold()
    return ""


def mentions(
    text: str, known: Collection[str], introduced: Sequence[Named]
) -> list[tuple[int, str]]:
    """Where ``text`` names one of ``known``, by its name or by its acronym, in order."""
    low = text.casefold()
    if len(low) != len(text):  # folding changed lengths: offsets would be wrong
        low = text.lower() if len(text.lower()) == len(text) else text
    acronyms = {one.name: one.acronym for one in introduced if one.acronym}
    found: set[tuple[int, str]] = set()
    for name in known:
        at = low.find(name)
        while at >= 0:
            if text[at].isupper() or text[at].isdigit():  # "social impact partnerships" names none
                found.add((at, name))
            at = low.find(name, at + len(name))
        if short := acronyms.get(name):
            for match in re.finditer(rf"\b{re.escape(short)}\b", text):
                found.add((match.start(), name))
    return sorted(found)


def programmes(connection: Connection) -> Mapping[str, str]:
    """The attempt of each programme name that notes give and that no other note gives."""
    found: dict[str, list[str]] = {}
    query = select(t.attempts.c.id, t.attempts.c.name).order_by(t.attempts.c.id)
    for attempt, title in connection.execute(query):
        name = re.split(r"[:(]| and its | in | for ", title)[0].strip().casefold()
        if len(name.split()) > 1:
            found.setdefault(name, []).append(attempt)
    return {name: some[0] for name, some in found.items() if len(some) == 1}
