"""What a document tells of what was tried: read at ingest, and read again when the rules are newer.

A thin layer between ``ingest.tag.accounts``, which reads words, and the catalogue, which keeps what was read.
A note is not read: what it tells is compiled. Only ``reread`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from ingest.tag import accounts
from ingest.tag.findings.direction_model import meaning
from ingest.tag.sheet import Embed
from kb.accounts import Account
from kb.catalogue import accounts as kept
from kb.catalogue import designs, read
from kb.catalogue.designs import NOTE_TYPE
from kb.evidence import Reading
from kb.models import AreaTag

if TYPE_CHECKING:
    from kb.catalogue import Catalogue
    from kb.embed import Embedder
    from kb.models import Document, Heading

Areas = Collection[tuple[str | None, AreaTag]]
"""Suggested areas with the passage that each is about; null means the whole document."""
Tell = Callable[["Document", str, Sequence["Heading"], Reading | None, Sequence[str]], Account]
"""What reads an account out of a document: its facts, text, headings, how it was studied, its areas."""


def told(
    document: Document,
    text: str,
    headings: Sequence[Heading],
    reading: Reading | None,
    areas: Sequence[str],
    embed: Embed | None = None,
) -> Account:
    """What the words of ``document`` tell of what was tried, what happened and what was learned.

    ``embed`` (the bundled model's ``passages``) makes directions surer.
    """
    return accounts.read(
        text,
        headings=headings,
        reading=reading,
        title=document.title,
        publisher=document.publisher,
        type=document.type,
        interest=document.interest,
        areas=areas,
        date=document.date,
        embed=embed,
    )


def meaning_of(embedder: Embedder) -> Embed | None:
    """What makes sentence vectors for directions: the embedder, where the weights are of its vectors."""
    return embedder.passages if embedder.name == meaning().space else None


def areas_of(by_person: Collection[str], suggested: Areas) -> tuple[str, ...]:
    """The areas of a document: those a person gave its source, then suggested ones, strongest first."""
    whole = [tag for passage, tag in suggested if passage is None]
    ordered = sorted(whole, key=lambda tag: (-tag.score, tag.area))
    return tuple(dict.fromkeys((*by_person, *(tag.area for tag in ordered))))


def reread(
    catalogue: Catalogue,
    also: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
    embed: Embed | None = None,
) -> tuple[str, ...]:
    """Read again the documents that older rules read for this, or none, and those of ``also``; their ids.

    One transaction a document: what is read stays when the rest is stopped. Judgements stand.
    """
    with catalogue.read() as connection:
        outdated = kept.outdated(connection, accounts.VERSION, also)
    for done, document_id in enumerate(outdated, start=1):
        with catalogue.read() as connection:
            document = read.document(connection, document_id)
            stored = read.text_of(connection, document_id)
            reading = designs.of_document(connection, document_id)
            source = read.sources(connection, [document.source_id])[document.source_id]
            areas = areas_of(source.areas, read.area_tags(connection, document_id))
        account = told(document, stored.text, stored.headings, reading, areas, embed)
        with catalogue.write() as connection:
            kept.write(connection, document_id, account)
        progress(done, len(outdated))
    return outdated


def is_told(document: Document) -> bool:
    """Whether a document is read for what it tells: a note, which is ours, is not."""
    return document.type != NOTE_TYPE
