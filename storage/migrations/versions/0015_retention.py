"""The proof of what was deleted, and the day on which a notice failed."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("erased_on", "what", "ref", name="pk_erasure"),
        sqlite_with_rowid=False,
    )
    op.add_column("outbox", sa.Column("failed_on", sa.Date()))
    kept = sa.text("key_wrap IS NOT NULL")
    op.create_index("ix_case_kept", "case", ["filed_on"], sqlite_where=kept, postgresql_where=kept)
