"""The tables of the catalogue: the working record of everything. Shapes only, no queries.

Three things never share a row: what a machine suggested (``suggestions``), what a note compiled
(``attempts``, ``findings``, ``lessons``, ``figures`` with ``basis`` compiled) and what a named person
judged (``judgements``, append-only). Offsets are code points of the document's stored text.
Times are UTC, ISO 8601 text, so that both engines store and sort them alike.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

Id = String(64)


def _document(*, nullable: bool = False, index: bool = True) -> Column[str]:
    return Column(
        "document_id",
        Id,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=nullable,
        index=index,
    )


# --- this base ---------------------------------------------------------------------------------

base = Table(
    "base",
    metadata,
    Column("id", Id, primary_key=True),
    Column("made_at", String(32), nullable=False),
)
"""One row, made with the tables: tells what people of this base decided from what came from elsewhere."""

# --- what was read ---------------------------------------------------------------------------

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("date", String(32)),
    Column("areas", JSON, nullable=False),
    Column("why", Text),
    Column("mirror", Boolean, nullable=False),
    Column("licence", Text),
    Column("added_by", Text),
    Column("added_at", String(32)),
    Column("type", String(64)),
)

source_aliases = Table(
    "source_aliases",
    metadata,
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("alias", String(1024), primary_key=True),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("snapshot_sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("type", String(64), nullable=False),
    Column("interest", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("publisher", Text),
    Column("date", String(32)),
    Column("url", Text),
    Column("language", String(16)),
    Column("extractor", String(32), nullable=False),
    Column("cutter", String(32), nullable=False),
    Column("method", Text, nullable=False),
    Column("kept", Float),
    Column("pages", Integer, nullable=False),
    Column("pages_without_text", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("superseded_by", Id),
    Column("replaces_reason", String(32)),
    Index(None, "source_id", "status"),
    Index(None, "snapshot_sha256"),
)

texts = Table(
    "texts",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("page_map", Text, nullable=False),
)
"""``page_map`` is the JSON of ``kb.pages`` (page map and headings)."""

passages = Table(
    "passages",
    metadata,
    Column("id", Id, primary_key=True),
    _document(index=False),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("page_end", Integer),
    Column("page_label", String(64)),
    Column("page_end_label", String(64)),
    Column("heading", Text),
    Column("words_sha256", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    UniqueConstraint("document_id", "position"),
)
"""``words_sha256`` is of the case-folded words alone: the same words in several places."""

vectors = Table(
    "vectors",
    metadata,
    Column("passage_id", Id, ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("embedder", String(128), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Derived: little-endian float16, so that publishing and rebuilding need not embed again."""

# --- what a machine suggested ------------------------------------------------------------------

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Id, primary_key=True),
    _document(),
    Column("passage_id", Id, ForeignKey("passages.id", ondelete="CASCADE"), index=True),
    Column("kind", String(32), nullable=False),
    Column("value", String(128), nullable=False),
    Column("score", Float, nullable=False),
    Column("quote", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("rule", String(128), nullable=False),
    Column("detail", JSON(none_as_null=True)),
    Index(None, "kind", "value"),
)
"""``kind`` is area; of a reading design, type or interest; of an account finding, lesson, programme or
problem. ``passage_id`` is the passage it stands in, null where the whole document is meant. ``detail`` is what
the kind has besides (see ``suggestions.py``, ``suggestions_accounts.py``): null for an area."""

designs = Table(
    "designs",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("reader", String(32), nullable=False),
    Column("design", String(64), nullable=False),
    Column("profile", Text, nullable=False),
    Column("contrasts", JSON, nullable=False),
    Column("language", String(16)),
    Column("note", Text),
    Index(None, "design"),
)
"""What was read out of a document of how something was studied; its facts are ``suggestions``.

``profile`` is canonical JSON, equal texts for equal profiles: levels are derived from the few distinct
ones when they are asked for, and never stored. ``reader`` is the version of the rules."""

accounts = Table(
    "accounts",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("reader", String(32), nullable=False),
)
"""That a document was read for what it tells, and by which version of the rules; what it tells are
``suggestions``. A document without a row was not read so far."""

# --- what a note compiled ----------------------------------------------------------------------

note_references = Table(
    "note_references",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("csl", JSON, nullable=False),
    Column("url", Text),
    Column("document_type", String(64), nullable=False),
    Column("interest", String(32), nullable=False),
    Column("mirror", Boolean, nullable=False),
    Column("title_described", Boolean, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(128), primary_key=True),
    _document(),
    Column("name", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("kind_stated", Text),
    Column("what", Text, nullable=False),
    Column("what_start", Integer, nullable=False),
    Column("what_end", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("why_ended", Text),
    Column("place", Text),
    Column("start", String(16)),
    Column("end", String(16)),
    Column("period_note", Text),
    Column("dates", JSON(none_as_null=True)),
    Column("related", JSON(none_as_null=True)),
    Column("population", Text),
    Column("who", JSON, nullable=False),
    Column("targets", JSON, nullable=False),
    Column("costs", JSON, nullable=False),
    Column("design", Text, nullable=False),
    Column("levels", JSON, nullable=False),
    Column("level_reason", Text),
    Column("basis", String(16), nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_on", String(16)),
)

attempt_terms = Table(
    "attempt_terms",
    metadata,
    Column(
        "attempt_id",
        String(128),
        ForeignKey("attempts.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("facet", String(32), primary_key=True),
    Column("term", String(512), primary_key=True),
    Index(None, "facet", "term"),
)
"""What an attempt is filtered by: area, population, sector, organisation, country, place."""

findings = Table(
    "findings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("attempt_id", String(128), ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    Column("study_id", Id),
    _document(),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("outcome_slug", String(64)),
    Column("population", Text),
    Column("populations", JSON(none_as_null=True)),
    Column("place", Text),
    Column("when", String(32)),
    Column("kind", String(16), nullable=False),
    Column("direction", String(16), nullable=False),
    Column("comparator", Text),
    Column("text", Text, nullable=False),
    Column("design", Text),
    Column("basis", String(16), nullable=False),
    Column("reference", String(128)),
    Column("locator", Text),
)

lessons = Table(
    "lessons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("attempt_id", String(128), ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    _document(),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("theme", String(64)),
    Column("view", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("basis", String(16), nullable=False),
    Column("reference", String(128)),
    Column("locator", Text),
)

figures = Table(
    "figures",
    metadata,
    Column("id", Id, primary_key=True),
    _document(),
    Column("owner_kind", String(16), nullable=False),
    Column("owner_id", String(160), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("unit", Text),
    Column("counts", Text),
    Column("status", String(16), nullable=False),
    Column("arm", String(16), nullable=False),
    Column("n", Integer),
    Column("months", Float),
    Column("as_of", String(16)),
    Column("currency", String(3)),
    Column("price_year", String(4)),
    Column("hedge", String(16)),
    Column("reference", String(128)),
    Column("locator", Text),
    Index(None, "owner_kind", "owner_id"),
)
"""``owner_kind`` is finding, cost, target or problem."""

problems = Table(
    "problems",
    metadata,
    Column("id", Id, primary_key=True),
    Column("attempt_id", String(128), ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    _document(),
    Column("area", String(64), nullable=False, index=True),
    Column("aspect", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("population", Text),
    Column("place", Text),
    Column("when", String(32)),
    Column("text", Text, nullable=False),
    Column("basis", String(16), nullable=False),
    Column("reference", String(128)),
    Column("locator", Text),
)
"""A fact of the problem itself of a challenge area, as a note compiled it. ``attempt_id`` is the attempt
whose note tells it; the fact is about the area."""

# --- studies -----------------------------------------------------------------------------------

studies = Table(
    "studies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("basis", String(16), nullable=False),
    Column("created_at", String(32), nullable=False),
)

study_documents = Table(
    "study_documents",
    metadata,
    Column("study_id", Id, ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "document_id",
        Id,
        ForeignKey("documents.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("role", String(16), nullable=False),
    Column("is_primary", Boolean, nullable=False),
    Column("basis", String(16), nullable=False),
    Column("reasons", JSON(none_as_null=True)),
)
"""``reasons`` say why the documents are taken to report one study; null where a person said so."""

study_aliases = Table(
    "study_aliases",
    metadata,
    Column("alias", Id, primary_key=True),
    Column("study_id", Id, ForeignKey("studies.id", ondelete="CASCADE"), nullable=False),
)

attempt_studies = Table(
    "attempt_studies",
    metadata,
    Column(
        "attempt_id",
        String(128),
        ForeignKey("attempts.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("study_id", Id, ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True),
    Column("basis", String(16), nullable=False),
    Column("reasons", JSON(none_as_null=True)),
)

signatures = Table(
    "signatures",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String(32), nullable=False),
    Column("told", Text, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Column("named", LargeBinary, nullable=False),
)
"""Derived: what a document can be recognised by (``kb.links.signature``), read once from its own words."""

# --- what a person decided ---------------------------------------------------------------------

judgements = Table(
    "judgements",
    metadata,
    Column("id", Id, primary_key=True),
    Column("about_kind", String(32), nullable=False),
    Column("about_id", String(160), nullable=False),
    Column("field", String(64), nullable=False),
    Column("value", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("origin", Text),
    Column("undoes", Id),
    Index(None, "about_kind", "about_id"),
)
"""Append-only. ``origin`` names the base a judgement was imported from."""

screening = Table(
    "screening",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", String(64)),
    Column("note", Text),
    Column("who", Text),
    Column("at", String(32)),
    Column("origin", Text),
)

# --- what is under way -------------------------------------------------------------------------

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("document_id", Id, nullable=False),
    Column("what", String(16), nullable=False),
)
"""A line for each change that the index must follow: ``added`` or ``removed``."""

index_state = Table(
    "index_state",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("change", Integer, nullable=False),
    Column("at", String(32), nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("total", Integer, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("host", Text, nullable=False),
    Column("note", Text),
)

run_results = Table(
    "run_results",
    metadata,
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("source_id", Id),
    Column("document_id", Id),
    Column("passages", Integer, nullable=False),
    Column("pages", Integer),
    Column("pages_without_text", Integer, nullable=False),
    Column("kept", Float),
    Column("reason", Text),
    Column("at", String(32), nullable=False),
)
