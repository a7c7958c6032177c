"""The account of a document: what it tells of what was tried, what happened and what was learned.

It lays the document out once and lets each reader read it; a reader is one package beside this file. It
stores nothing and judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.tag import findings, lessons, problems, programmes
from ingest.tag.sheet import Embed, lay_out
from kb.accounts import Account
from kb.evidence import Reading
from kb.models import Heading

VERSION = "accounts-2"
LONGEST = 3_000_000
"""Characters that are read, as for designs."""


def read(
    text: str,
    *,
    headings: Sequence[Heading] = (),
    reading: Reading | None = None,
    title: str = "",
    publisher: str | None = None,
    type: str = "report",
    interest: str = "unknown",
    areas: Sequence[str] = (),
    date: str | None = None,
    embed: Embed | None = None,
) -> Account:
    """What ``text`` tells. Offsets count from its start. ``reading`` is what ``ingest.tag.designs`` made of it.

    ``embed`` makes the vectors of at most ``findings.MOST`` sentences; without it directions are read by
    their words alone.
    """
    text = text[:LONGEST]
    sheet = lay_out(
        text,
        headings=[heading for heading in headings if heading.end <= len(text)],
        reading=reading,
        title=title,
        publisher=publisher,
        type=type,
        interest=interest,
        areas=areas,
        date=date,
    )
    sheet = replace(sheet, embed=embed)
    return Account(
        findings=findings.read(sheet),
        lessons=lessons.read(sheet),
        programme=programmes.read(sheet),
        problems=problems.read(sheet),
        reader=VERSION,
    )
