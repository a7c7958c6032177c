"""Which way a cost points: whether what was tried returned more than it cost. A sum alone points nowhere."""

from __future__ import annotations

import re

from kb.models import Direction

_EACH = re.compile(
    r"\b(?:for|on) every (?:[£$€]\s?(?P<put>\d+(?:\.\d+)?)|pound|dollar|euro)\b[^.;]{0,60}?[£$€]\s?(?P<back>\d+(?:\.\d+)?)"
    r"|[£$€]\s?(?P<first>\d+(?:\.\d+)?)[^.;]{0,50}\b(?:for|on) every (?:[£$€]\s?(?P<then>\d+(?:\.\d+)?)|pound|dollar|euro)\b"
)
_RATIO = re.compile(
    r"\bratios?\b[^.;\d]{0,30}(?<![\w.])(?P<ratio>\d+(?:\.\d+)?)(?! ?%)(?::1| to 1)?"
)
_NOT = re.compile(
    r"\b(?:not|n't|never|less) (?:\w+ )?cost[- ]effective|\bpoor value|\bcosts? (?:\w+ )?(?:exceed|outweigh)"
)
_SPEAKS = re.compile(
    r"\bsav(?:ed|es|ings?)\b|\bcost[- ]effective|\breturns?\b|\bbenefits? (?:\w+ )?(?:exceed|outweigh)|\blower|\bhigher|\breduc"
    r"|\bincreas|\bmore than the|\bless than the|\bcheaper|\bvalue for money"
)


def direction(said: str) -> Direction | None:
    """What the numbers of a plain sentence say; ``unclear`` for a sum alone, nothing where its words must be read."""
    each = _EACH.search(said)
    if each is not None:
        put, back = each["put"] or each["then"] or "1", each["back"] or each["first"]
        return "positive" if float(back) > float(put) else "negative"
    ratio = _RATIO.search(said)
    if ratio is not None and ("benefit" in said or "return" in said):
        return "positive" if float(ratio["ratio"]) > 1 else "negative"
    if _NOT.search(said):
        return "negative"
    return None if _SPEAKS.search(said) else "unclear"
