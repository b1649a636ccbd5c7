"""PINs, sign-ins, and the log of what staff did."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    _log()
    _pins()
    op.add_column("account", sa.Column("signed_in_month", sa.Text()))
    op.add_column("invite", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("invite", sa.Column("person_id", sa.LargeBinary()))


def _log() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("person", sa.LargeBinary()),
        sa.Column("posts", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.CheckConstraint("action <> 'filed' OR (person IS NULL AND length(happened) = 10)", name="ck_audit_filed"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_audit_object", "audit", ["object"])


def _pins() -> None:
    person = sa.ForeignKeyConstraint
    op.create_table(
        "pin",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Text()),
        person(["person_id"], ["person.id"], name="fk_pin_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_pin"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending_post",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        person(["person_id"], ["person.id"], name="fk_pending_post_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "role", "unit", name="pk_pending_post"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "former_account",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        person(["person_id"], ["person.id"], name="fk_former_account_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_former_account"),
        sqlite_with_rowid=False,
    )
