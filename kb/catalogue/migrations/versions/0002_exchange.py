"""For plain files: an identity of the base, the type a person gave a source, where a screening came from."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    base = op.create_table(
        "base",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base")),
    )
    made_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    op.bulk_insert(base, [{"id": str(uuid.uuid4()), "made_at": made_at}])
    op.add_column("sources", sa.Column("type", sa.String(length=64), nullable=True))
    op.add_column("screening", sa.Column("origin", sa.Text(), nullable=True))
