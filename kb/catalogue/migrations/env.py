"""Alembic's entry: runs migrations on the connection it is handed, never on one of its own."""

from alembic import context

from kb.catalogue.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
