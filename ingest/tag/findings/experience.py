"""Which way people's words point: content, not content, or both. It does not say whether a sentence is a result."""

from __future__ import annotations

import re

from kb.models import Direction

_AGAINST = re.compile(
    r"\bdis-?satisf\w+|\bunsatisf\w+|\bfrustrat\w+|\bunhapp\w+|\bdisappoint\w+|\bburdensome|\bcomplain\w*|\bconfus\w+|\bunclear|\bunhelpful"
    r"|\bless (?:relevant|useful|helpful|satisfied)|\btoo (?:little|few|slow|long|short|complex|much|late|late|difficult|expensive)\b|\binsufficient|\binadequate|\bcritical of|\bsceptic\w+|\bskeptic\w+"
    r"|\b(?:not|n't|never|neither|nor) (?:\w+ ){0,3}?(?:satisf\w+|happy|useful|helpful|valu\w+|easy|clear|positive|recommend|enough)"
    r"|\b(?:only|just|fewer than|less than) (?:\w+ )?(?:\d[\d.]* ?%|\d+ per ?cent|a (?:few|third|quarter|minority)|half)[^.;,]{0,60}?\b(?:satisf\w+|useful|helpful|happy|positive|clear|recommend|met)\b"
)
_FOR = re.compile(
    r"\b(?:satisfied|satisfaction|happy|pleased|useful|helpful|valued|appreciated|appreciation|recommend|enjoyed|welcomed|praised|positive|positively|crucial"
    r"|beneficial|well[- ]organi[sz]ed|sufficient|clear|supported|listened to|enthusiastic|more confident|increased confidence|good level|helped them)\b"
)


_CHANGE = re.compile(
    r"\b(?:increased|improved|reduced|more|less|better|worse|higher|lower|greater|fewer|gained|lost|grew|fell|rose)\b"
)


def direction(said: str) -> Direction | None:
    """Of a plain sentence; nothing where it tells of a change, which is to be read as one."""
    against = bool(_AGAINST.search(said))
    favour = bool(_FOR.search(_AGAINST.sub(" ", said)))
    if against and favour:
        return "mixed"
    if against or favour:
        return "negative" if against else "positive"
    return None if _CHANGE.search(said) else "unclear"
