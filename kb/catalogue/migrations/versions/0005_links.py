"""For studies: why documents are taken to report one, and why a study is taken to be of an attempt.

Links of an older base have no reasons: a person or another base made them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("study_documents", sa.Column("reasons", sa.JSON(), nullable=True))
    op.add_column("attempt_studies", sa.Column("reasons", sa.JSON(), nullable=True))
