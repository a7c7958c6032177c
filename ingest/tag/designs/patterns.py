"""The compact language in which phrases are written, and what it means in spaCy's tokens.

A pattern is written word by word, without regard to case, hyphens or line breaks::

    random* assign*|allocat*        words; ``*`` stands for letters; ``|`` is a choice of one word
    (pre and post|before and after) a choice of phrases; ``(…)?`` may be left out
    the? =IV estimate*              ``?``: a word that may be left out; ``=``: as written, with its capitals
    compare* ..4 with               ``..4``: up to four words between, none of them a stop
    # ..2 trial*                    ``#``: a number, in figures or in words
    %year %name %open %close %ed    kinds of words: see ``FORMS``
    ^                               where the sentence begins
    @country                        a list of the file's ``[words]``

It matches nothing; ``matching.py`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.errors import VocabularyError

TokenPattern = dict[str, Any]

_GAP = re.compile(r"\.\.(\d+)$")
_NUMBER = (
    r"^(?!(?:19|20)\d\d$)(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    r"|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|dozens?|several)$"
)
_NAME = (
    r"^(?!(?:The|This|These|Those|That|We|Our|In|On|At|By|It|Its|They|He|She|You|Your|For|From|With|And|But|As|An|All"
    r"|Each|Both|No|Not|If|When|While|After|Before|Since|Of|To|One|Two|Most|Many|Some|More|Using|There|Here|What|How"
    r"|Results|Findings|Table|Figure|Study|Trial|Data|Methods|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Participants|Patients|Researchers|Evaluators|Objective|Objectives"
    r"|Background|Conclusion|Conclusions|Design|Setting)$)[A-Z][^\W\d_]*[a-z][^\W\d_]*$"
)
FORMS: Mapping[str, re.Pattern[str]] = {
    "#": re.compile(_NUMBER, re.I),
    "%many": re.compile(r"^\d|^(?!one$|two$)" + _NUMBER.lstrip("^"), re.I),
    "%open": re.compile(r"^[(\[]$"),
    "%close": re.compile(r"^[)\]]$"),
    "%year": re.compile(r"^(?:19|20)\d\d[a-z]?$"),
    "%name": re.compile(_NAME),
    "%ed": re.compile(r"^[a-z]{2,}ed$"),
    "%plural": re.compile(r"^[A-Z][a-z]+s$"),
    "%id": re.compile(r"^(?:isrctn|nct|actrn|ntr|drks|chictr|umin|crd)\d*$", re.I),
}
"""Kinds of words by their form."""
KINDS: Mapping[str, TokenPattern] = {
    kind: {"TEXT": {"REGEX": ("(?i)" if form.flags & re.I else "") + form.pattern}}
    for kind, form in FORMS.items()
}


def choices(part: str, lists: Mapping[str, str]) -> list[str]:
    """The words that a part of a pattern may be; those as written keep their ``=``."""
    if part.startswith("@"):
        listed = lists.get(part[1:])
        if listed is None:
            raise VocabularyError(
                f"a pattern names the list {part}, which [words] does not hold; it holds "
                + ", ".join(sorted(lists))
            )
        return listed.split()
    if part.startswith("="):
        return [f"={choice}" for choice in part[1:].split("|")]
    return part.split("|")


def token(part: str, lists: Mapping[str, str]) -> TokenPattern:
    """A part of a pattern as a token of spaCy's matcher."""
    plain = part.removesuffix("?")
    pattern = dict(KINDS.get(plain) or _of_choices(choices(plain, lists)))
    if plain != part:
        pattern["OP"] = "?"
    return pattern


def _of_choices(choices: Sequence[str]) -> TokenPattern:
    if all(choice.startswith("=") for choice in choices):
        return {"ORTH": {"IN": [choice[1:] for choice in choices]}}
    if any("*" in choice for choice in choices):
        return {"LOWER": {"REGEX": "|".join(form(choice).pattern for choice in choices)}}
    if len(choices) == 1:
        return {"LOWER": choices[0]}
    return {"LOWER": {"IN": list(choices)}}


def form(choice: str) -> re.Pattern[str]:
    """What a word must look like to be this choice."""
    return re.compile("^" + re.escape(choice).replace(r"\*", ".*") + "$")


def pieces(parts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The parts between the gaps, each with the gap before it; one that may be left out widens it."""
    gap, held = 0, list[str]()
    for part in [*parts, "..0"]:
        wide = _GAP.match(part)
        if not wide:
            held.append(part)
            continue
        if any(not one.endswith("?") for one in held):
            yield gap, " ".join(held)
            gap = 0
        else:
            gap += len(held)
        gap, held = gap + int(wide.group(1)), []


_SIGN = re.compile(r"\(|\)\??|\||[^\s()|]+")
_ONE_WORD = re.compile(r"[^\s#%@=?.^][^\s?]*$|[.?]$")


def ways(pattern: str) -> list[str]:
    """The pattern once for each way through its brackets."""
    found, end = _sequence(iter(_SIGN.findall(pattern)), pattern, inside=False)
    if end:
        raise VocabularyError(f"the pattern {pattern!r} closes a bracket that it did not open")
    return found


def _sequence(pieces: Iterator[str], pattern: str, *, inside: bool) -> tuple[list[str], str]:
    """Every way through the pieces up to a ``|`` or ``)`` of the bracket they stand in, and which."""
    ways, joint = [""], " "
    for piece in pieces:
        if piece == "(":
            more = _bracket(pieces, pattern)
        elif piece.startswith(")") or (inside and piece == "|"):
            return ways, piece
        else:
            more = [piece]
        if piece == "|":
            joint = "|"
            continue
        ways = [f"{way}{joint}{one}".strip() for way in ways for one in more]
        joint = " "
    if inside:
        raise VocabularyError(f"the pattern {pattern!r} opens a bracket and does not close it")
    return ways, ""


def _bracket(pieces: Iterator[str], pattern: str) -> list[str]:
    """The ways through a bracket: ways of one word each are one choice, so that few phrases arise."""
    ways, end = _sequence(pieces, pattern, inside=True)
    while end == "|":
        more, end = _sequence(pieces, pattern, inside=True)
        ways += more
    single = [way for way in ways if _ONE_WORD.match(way)]
    found = [way for way in ways if way not in single]
    if single:
        found.append("|".join(single) + end[1:])
    elif end[1:]:
        found.append("")
    return found
