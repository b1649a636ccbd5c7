"""Broadcasts that are urgent, and what the office has yet to do about failed notices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("broadcast", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    failed = sa.text("state = 'failed'")
    op.create_index("ix_outbox_lane_failed", "outbox", ["lane", "seq"], sqlite_where=failed, postgresql_where=failed)
