"""Anonymous cases wait for their release; those that are there have been seen."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Written out: of a column that is added, SQLite takes the CHECK only in this form.
    op.execute(
        r"""
        ALTER TABLE "case" ADD COLUMN release_slot TEXT
        CONSTRAINT ck_case_on_the_grid CHECK (release_slot LIKE '%\:00.000000')
        """
    )
    held = sa.text("release_slot IS NOT NULL")
    op.create_index("ix_case_release_slot", "case", ["release_slot"], sqlite_where=held, postgresql_where=held)
