"""Deadlines: the clocks of a case, the day each case wants to be looked at, digests, who has seen it, stand-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OPEN = "('submitted', 'received', 'routed', 'in_progress', 'needs_info', 'awaiting_approval')"


def upgrade() -> None:
    _clocks()
    _reminders()
    _people()
    _take_over_open_cases()


def _clocks() -> None:
    op.create_table(
        "clock",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paused_on", sa.Date()),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date()),
        sa.CheckConstraint("paused_on IS NULL OR stopped_on IS NULL", name="ck_clock_still_or_over"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_clock_case_id"),
        sa.PrimaryKeyConstraint("case_id", "kind", name="pk_clock"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wake_up",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_wake_up_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_wake_up"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_wake_up_wake_on", "wake_up", ["wake_on", "case_id"])


def _reminders() -> None:
    # The words of single reminders are no more: what they were about is said anew, in the first digest.
    op.execute("DELETE FROM outbox WHERE state = 'queued' AND priority = 3")
    op.add_column("reminder", sa.Column("waiting", sa.Boolean()))
    where = sa.text("waiting IS NOT NULL")
    op.create_index("ix_reminder_waiting", "reminder", ["waiting"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "digest",
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("slot IN (1, 2)", name="ck_digest_two_a_day"),
        sa.PrimaryKeyConstraint("sent_on", "slot", name="pk_digest"),
        sqlite_with_rowid=False,
    )


def _people() -> None:
    op.create_table(
        "seen",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_seen_case_id"),
        sa.PrimaryKeyConstraint("case_id", "unit", name="pk_seen"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stand_in",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("substitute_id", sa.LargeBinary(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("person_id <> substitute_id", name="ck_stand_in_somebody_else"),
        sa.CheckConstraint("from_on <= until_on", name="ck_stand_in_in_order"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_stand_in_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name="fk_stand_in_substitute_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "unit", name="pk_stand_in"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_stand_in_substitute_id", "stand_in", ["substitute_id"])


def _take_over_open_cases() -> None:
    """Cases filed before there were clocks: the answer's date is known, and the next sweep looks at each once."""
    op.execute(
        f"""
        INSERT INTO clock (case_id, kind, started_on, due_on, paused_days)
        SELECT id, 'final', filed_on, due_on, 0 FROM "case" WHERE status IN {_OPEN}
        """  # noqa: S608
    )
    op.execute(f'INSERT INTO wake_up (case_id, wake_on) SELECT id, filed_on FROM "case" WHERE status IN {_OPEN}')  # noqa: S608
