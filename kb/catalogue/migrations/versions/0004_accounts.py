"""For what documents tell: facts of the problem itself, dates of an attempt that sources give, and who read.

A document of an older base has no row in ``accounts``: it was read by older rules, and is read again by
``reindex``. What a note compiled before has null in the new columns.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_accounts_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "problems",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("attempt_id", sa.String(length=128), nullable=True),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("aspect", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("population", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("when", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=128), nullable=True),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempts.id"],
            name=op.f("fk_problems_attempt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_problems_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    for column in ("area", "attempt_id", "document_id"):
        op.create_index(op.f(f"ix_problems_{column}"), "problems", [column], unique=False)
    op.add_column("attempts", sa.Column("dates", sa.JSON(), nullable=True))
    op.add_column("attempts", sa.Column("related", sa.JSON(), nullable=True))
    op.add_column("findings", sa.Column("place", sa.Text(), nullable=True))
    op.add_column("findings", sa.Column("when", sa.String(length=32), nullable=True))
    op.add_column("findings", sa.Column("populations", sa.JSON(), nullable=True))
    op.add_column("figures", sa.Column("hedge", sa.String(length=16), nullable=True))
