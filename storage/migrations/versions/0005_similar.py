"""Similar cases: the words of the office's summaries."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "summary_term",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_summary_term_case_id"),
        sa.PrimaryKeyConstraint("term", "case_id", name="pk_summary_term"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "summary_term_count",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_summary_term_count"),
        sqlite_with_rowid=False,
    )
