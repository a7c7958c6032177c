"""Small real bases: records as an ingest makes them, without models and without files to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text

from ingest.passages import CUTTER, split
from kb import ids
from kb.catalogue import Catalogue, Record, open_catalogue, record
from kb.catalogue.engine import MIGRATIONS
from kb.catalogue.tables import metadata
from kb.evidence import DesignFact, Guess, Reading
from kb.exchange import Imported, import_
from kb.models import AreaTag, Document, Found, Ground, Heading, Page, PageMap, Run, Source
from kb.settings import Settings
from kb.snapshots import keep

REPORT = (
    "The pilot and what came of it\n\n"
    "Two employers offered coaching to young people who were out of work. "
    "Sixty of the hundred who started were in work after a year. "
    + "The coaches kept notes of each meeting and of every call that they made for somebody. "
    * 6
    + "\n\nWhat we learned\n\n"
    "Coaches said that trust took months. The second page speaks of money: it cost £1,200 each. "
    "Employers asked for “one name to call” – and said so often. "
    + "Nobody who left early came back, whatever was tried to reach them by letter or by text. "
    * 6
).rstrip()


@dataclass(frozen=True)
class Base:
    """A home and its open catalogue."""

    settings: Settings
    catalogue: Catalogue

    def keep(self, *items: Record) -> None:
        """Write records as an ingest does: bytes first, then one transaction each."""
        for item in items:
            keep(self.settings.snapshots, bytes_of(item))
            with self.catalogue.write() as connection:
                record(connection, item)

    def take(self, folder: Path) -> Imported:
        """Import plain files."""
        return import_(self.catalogue, self.settings, folder, cut=split, cutter=CUTTER)


def open_base(home: Path, database_url: str | None = None) -> Base:
    """The base in ``home``, made where there is none."""
    settings = Settings.from_environment({}, home=home)
    if database_url:
        settings = replace(settings, database_url=database_url)
    return Base(settings, open_catalogue(settings))


def as_of(base: Base, revision: str) -> None:
    """Make the catalogue of ``base`` one of an older version: what later migrations added is gone, the rest
    of what it holds stays."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    old = create_engine("sqlite://")
    with old.connect() as before:
        config.attributes["connection"] = before
        command.upgrade(config, revision)
        shapes = inspect(before)
        kept = {n: {c["name"] for c in shapes.get_columns(n)} for n in shapes.get_table_names()}
    old.dispose()
    with base.catalogue.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in kept:
                connection.execute(text(f'DROP TABLE "{table.name}"'))
                continue
            for column in table.columns:
                if column.name not in kept[table.name]:
                    drop = f'ALTER TABLE "{table.name}" DROP COLUMN "{column.name}"'
                    connection.execute(text(drop))
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))


def bytes_of(item: Record) -> bytes:
    """The bytes that a record of ``report`` says it came from."""
    return b"%REPORT\n" + item.text.encode()


def report(
    text: str = REPORT,
    *,
    ref: str | None = None,
    title: str = "A pilot",
    licence: str | None = None,
    aliases: Sequence[str] = (),
    added_at: str = "2026-01-02T03:04:05Z",
    reason: str | None = None,
    with_areas: bool = True,
) -> Record:
    """A report of two pages, the first labelled iv, with a heading and suggested areas."""
    data = b"%REPORT\n" + text.encode()
    digest = ids.sha256(data)
    ref = ref or f"file:{digest}"
    source = Source(
        ids.source_id(ref), ids.canonical_ref(ref), licence=licence, aliases=tuple(aliases),
        added_at=added_at,
    )  # fmt: skip
    text_digest = ids.sha256(text.encode())
    document = Document(
        id=ids.document_id(source.id, digest, text_digest),
        source_id=source.id,
        snapshot_sha256=digest,
        text_sha256=text_digest,
        media_type="application/pdf",
        type="report",
        interest="unknown",
        title=title,
        authors=("Smith, Ann", "A Trust"),
        publisher="A Trust",
        date="2019-05",
        url=None,
        language="en",
        extractor="pdf-1",
        method="pdfium",
        kept=None,
        pages=2,
        pages_without_text=(),
        status="not-checked",
        added_at=added_at,
        metadata=(Found("title", title, "PDF metadata"),),
        warnings=("a font has no map",),
        replaces_reason=reason,
    )
    half = text.find("The second page") if "The second page" in text else len(text) // 2
    page_map = PageMap(
        (Page(1, "iv", 0, half, half), Page(2, "v", half, len(text), len(text) - half)),
        tuple(
            run
            for run in (Run(0, half, 1, 0, 1), Run(half, len(text), 2, 0, 1))
            if run.start < run.end
        ),
    )
    headings = tuple(
        Heading(line, text.index(line), text.index(line) + len(line), depth)
        for depth, line in ((1, text.split("\n")[0]), (2, "What we learned"))
        if line and line in text
    )
    passages = split(document.id, text, page_map, headings)
    tags: list[tuple[str | None, AreaTag]] = []
    if with_areas and passages:
        start = passages[0].locator.start
        words = passages[0].text.split()[0]
        tag = AreaTag("transitions-to-work", 0.75, words, start, start + len(words), "areas-1:cue")
        tags = [(None, tag), (passages[0].id, tag)]
    return Record(source, document, text, page_map, headings, passages, CUTTER, tuple(tags))


def fact(text: str, words: str, slug: str, **others: Any) -> DesignFact:
    """A design fact of ``text`` on the first place of ``words``: done by this study unless told otherwise."""
    start = text.index(words)
    told = {"status": "done", "owner": "this", "rule": "designs-1:test", **others}
    return DesignFact(slug, quote=words, start=start, end=start + len(words), **told)


def studied(item: Record, *facts: DesignFact, design: str, **others: Any) -> Record:
    """A record with what was read out of it of how something was studied."""
    told = {"language": "en", "reader": "designs-1", **others}
    return replace(item, reading=Reading(facts, design, **told))


def with_comparison(item: Record) -> Record:
    """A report whose words tell of a comparison, of its numbers, of a trial that is planned, of its kind."""
    text = item.text
    kind = text.index("The coaches kept notes")
    return studied(
        item,
        fact(text, "Two employers offered coaching", "did", section="methods"),
        fact(
            text, "Sixty of the hundred who started were in work after a year.", "none",
            aspect="sample", detail={"n": 60, "arm": "attempt"},
        ),
        fact(
            text, "Sixty of the hundred who started were in work after a year.", "none",
            aspect="sample", detail={"n": 100, "arm": "whole"},
        ),
        fact(text, "in work after a year", "lift", aspect="follow-up", detail={"months": 12}),
        fact(text, "The second page speaks of money", "rct", status="planned", weight=0.5),
        design="did",
        type=Guess(
            "evaluation",
            Ground("The coaches kept notes", start=kind, end=kind + len("The coaches kept notes")),
            "designs-1:type.notes",
            0.75,
        ),
        interest=Guess("deliverer", Ground("The address is that of the deliverer."), "designs-1:who"),
    )  # fmt: skip


NOTE = """---
id: {slug}
title: {title}
areas: [transitions-to-work]
kind: {kind}
status: ended
who:
  - {{name: A Trust, sector: civil-society, role: deliverer, contribution: coaches}}
  - {{name: Acme, sector: business, role: host-employer}}
where: Leeds
countries: [england]
start: 2015
end: 2018
population: young people out of work
populations: [young-people-16-24]
what: Coaches met young people every week and called employers for them.
targets:
  - {{text: Two hundred were to start., reference: main, figures: [{{text: 200 starts, value: 200, status: target}}]}}
findings:
  - kind: effect
    outcome: in work after a year
    outcome_slug: {outcome}
    direction: {direction}
    text: {finding}
    comparator: a similar town
    figures:
      - {{text: 60 of 100 in work, value: 60, unit: '%', arm: attempt, n: 100}}
    reference: main
    locator: Table 3
lessons:
  - {{kind: helped, theme: unmapped, view: deliverer, text: One name to call made employers stay., reference: main}}
costs:
  - {{text: It came to £1200 each., per: participant, reference: main}}
evidence:
  design: comparison of two towns
  levels: {{nesta-2013: '3'}}
references:
  - id: main
    type: report
    title: The pilot and what came of it
    author: [{{family: Smith, given: Ann}}]
    publisher: A Trust
    issued: 2019-05
    URL: https://example.org/pilot
    document_type: evaluation
    interest: deliverer
---
{body}
"""


def note(
    slug: str = "a-pilot",
    *,
    title: str = "A pilot in Leeds",
    kind: str = "key-worker-or-coaching",
    outcome: str = "employment",
    direction: str = "positive",
    finding: str = "More were in work than in the similar town.",
    body: str = "",
) -> bytes:
    """The bytes of an evidence note."""
    return NOTE.format(
        slug=slug, title=title, kind=kind, outcome=outcome, direction=direction, finding=finding,
        body=body,
    ).encode()  # fmt: skip


def folder_of(folder: Path, files: dict[str, bytes | str]) -> Path:
    """A folder of plain files with our marker."""
    for name, content in {"whatworks.toml": "format = 1\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
