"""Chats of departments, and the one-time codes that link them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "group_chat",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sealed_address) = 240", name="ck_group_chat_length"),
        sa.PrimaryKeyConstraint("key", name="pk_group_chat"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_chat_unit", "group_chat", ["unit"])
    op.create_table(
        "group_code",
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("verifier", name="pk_group_code"),
        sqlite_with_rowid=False,
    )
