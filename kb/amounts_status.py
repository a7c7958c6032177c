"""Whether an amount came about, was aimed at, is foretold, or is what people said of themselves.

From the words of its own clause before and behind it: "far exceeding the target of nine" is of the nine alone.
"""

from __future__ import annotations

import re

from kb.models import FigureStatus

AHEAD: tuple[tuple[FigureStatus, re.Pattern[str]], ...] = (
    (
        "target",
        re.compile(
            r"\b(?:target(?:s|ed)?(?: of| was| is| to [\w ]{1,24}|:)?|aim(?:s|ed|ing)?(?: of| was| is)?(?: to| for| at)(?: [\w-]+){0,5}|goal (?:of|was|is)(?: [\w-]+){0,5}|plann?(?:ed|s|ing)(?: to| for)?(?: [\w-]+){0,5}|intend(?:s|ed)? to(?: [\w-]+){0,5}|hop(?:es?|ed|ing) to(?: [\w-]+){0,5}|seeks? to(?: [\w-]+){0,5}|pledged?(?: [\w-]+){0,4}|commit(?:ted|ment) to(?: [\w-]+){0,4}|to open up)\s*(?:an? )?$",
            re.I,
        ),
    ),
    (
        "forecast",
        re.compile(
            r"\b(?:forecast(?:s|ed)?|project(?:ed|ion|ions)|expect(?:ed|s|ation)?|anticipat\w+|predict\w+|(?:is|are) likely to|will (?:now |then |also )?\w+|would \w+|could \w+|estimated? (?:that )?(?:they|it|we|he|she) will|over the (?:next|following|coming) (?:year|\w+ years)[\w ,]*|(?:is|are) set to|due to)(?: [\w’'-]+){0,5}\s*$",
            re.I,
        ),
    ),
    (
        "self-reported",
        re.compile(
            r"\b(?:self-report\w*|report(?:ed|s|ing)? (?:that |a |an |having )|said(?: that)?|told|felt|feel|believed?|rated|claim(?:ed|s)?)(?: [\w’'-]+){0,6}\s*$",
            re.I,
        ),
    ),
)
"""In the words before the number, up to it."""
BEHIND: tuple[tuple[FigureStatus, re.Pattern[str]], ...] = (
    ("target", re.compile(r"^[^.;]{0,40}\b(?:\((?:aim|target|goal)\)|(?:was|were|is) the (?:target|goal|aim)|(?:are|were|was) planned|planned)\b", re.I)),
    (
        "forecast",
        re.compile(
            r"^[^.;]{0,60}?\b(?:forecast|projected|(?:is|are) expected|expected (?:over|in|by|to)|over the (?:next|following|coming)|anticipated|will (?:now |then |also )?(?:benefit|be|have|gain|reach|receive|get)|by (?:20[3-9]\d))\b",
            re.I,
        ),
    ),
    (
        "self-reported",
        re.compile(
            r"^[^.;]{0,60}?\b(?:(?:had |have |also )?(?:reported|said|felt|feel|agreed|believed|rated|thought|told|described|stated|perceived|considered|claimed|found (?:it|the \w+) (?:helpful|useful))|self-report\w*|satisfied)\b",
            re.I,
        ),
    ),
)  # fmt: skip


def status(ahead: str, behind: str) -> FigureStatus:
    """The status of an amount between these words of its clause; ``actual`` where nothing says otherwise."""
    for found, pattern in AHEAD:
        if pattern.search(ahead):
            return found
    for found, pattern in BEHIND:
        if pattern.search(behind):
            return found
    return "actual"
