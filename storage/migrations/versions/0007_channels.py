"""Channels: which one an account and its notices belong to, and until when a platform wants silence."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # NULL for what is there already: the addresses are sealed, and delivery finds out when it opens one.
    op.add_column("account", sa.Column("channel", sa.Text()))
    op.add_column("outbox", sa.Column("channel", sa.Text()))
    op.drop_index("ix_outbox_priority_queued", "outbox")
    waiting = sa.text("state = 'queued'")
    op.create_index(
        "ix_outbox_channel_queued",
        "outbox",
        ["channel", "priority", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "channel_stop",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_channel_stop"),
        sqlite_with_rowid=False,
    )
