"""Which licences allow a full text to be handed on to anyone, unchanged. No licence known: it does not.

The notes of a base are its own words and always travel; this is about what others wrote.
"""

from __future__ import annotations

import re

_WITH_VERSION = r"( v?\d+(\.\d+)*)?( (international|unported|uk|[a-z]{2}|igo))?"

COPYABLE = tuple(
    re.compile(f"({pattern}){_WITH_VERSION}")
    for pattern in (
        r"(cc|creative commons) ?by( (sa|nc|nd|nc sa|nc nd))?",
        r"creative commons attribution( (noncommercial|non commercial))?"
        r"( (sharealike|share alike|noderivatives|noderivs|no derivatives))?( licen[cs]e)?",
        r"cc ?0|cc ?zero|creative commons zero",
        r"(uk )?ogl( uk)?|(uk )?open government licen[cs]e",
        r"public domain( mark)?|pdm|us government works?",
    )
)

ADDRESSES = (
    "creativecommons.org/licenses/by",
    "creativecommons.org/publicdomain/",
    "nationalarchives.gov.uk/doc/open-government-licence",
)


def allows_copying(licence: str | None) -> bool:
    """Whether ``licence``, a name or an address, is one of the known open ones."""
    if not licence:
        return False
    lowered = licence.strip().casefold()
    address = re.sub(r"^https?://(www\.)?", "", lowered)
    if address.startswith(ADDRESSES):
        return True
    words = " ".join(re.sub(r"[^a-z0-9.]+", " ", lowered).split()).removeprefix("the ")
    return any(pattern.fullmatch(words) for pattern in COPYABLE)
