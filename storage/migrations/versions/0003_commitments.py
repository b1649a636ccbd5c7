"""Commitments: what answers promised, by whom, until when, and who says that it is done."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "commitment",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("unit_done_on", sa.Date()),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_on", sa.Date()),
        sa.Column("ending", sa.Text()),
        sa.Column("wake_on", sa.Date()),
        sa.CheckConstraint("unit_done_on IS NULL OR proof <> ''", name="ck_commitment_proven"),
        sa.CheckConstraint("ending IS NULL OR wake_on IS NULL", name="ck_commitment_over"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_commitment_case_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_commitment"),
        sqlite_with_rowid=False,
    )
    waits, is_open = sa.text("wake_on IS NOT NULL"), sa.text("ending IS NULL")
    op.create_index("ix_commitment_wake_on", "commitment", ["wake_on"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_commitment_due_on", "commitment", ["due_on"], sqlite_where=is_open, postgresql_where=is_open)
