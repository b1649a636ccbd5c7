"""The office's calendar: when it was asked to confirm a year."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "calendar_question",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("year", "week", name="pk_calendar_question"),
        sqlite_with_rowid=False,
    )
