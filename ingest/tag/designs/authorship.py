"""What sort of document it is and who wrote it, each with the words that say so, or nothing.

Read from title, metadata, address, first and last parts of the text. Rules are data
(``authorship.toml``, a rationale each). When in doubt it says nothing; nobody is called evaluator or
independent without words that say so. It judges nobody: a person may set both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.evidence import Guess
from kb.models import Found, Heading


@dataclass(frozen=True, slots=True)
class Authorship:
    """Type (a slug of document-types) and interest (a slug of interests), each with its reason."""

    type: Guess | None = None
    interest: Guess | None = None


def read(
    text: str,
    *,
    title: str = "",
    metadata: Sequence[Found] = (),
    headings: Sequence[Heading] = (),
    media_type: str = "",
    url: str | None = None,
) -> Authorship:
    """What the document says of its own sort and of who wrote it. Grounds carry offsets, no page."""
    return Authorship()
