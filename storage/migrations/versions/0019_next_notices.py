"""The next notice of each lane is found from lane to lane, however many wait in one."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    _index("ix_outbox_lane_queued", "lane", "seq", "priority", "not_before")
    _index("ix_outbox_channel_queued", "channel", "priority", "lane")


def _index(name: str, *columns: str) -> None:
    waiting = sa.text("state = 'queued'")
    op.drop_index(name, "outbox")
    op.create_index(name, "outbox", columns, sqlite_where=waiting, postgresql_where=waiting)
