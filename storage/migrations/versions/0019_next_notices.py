"""The next notice of each lane is found from lane to lane, past all that waits in one, or for a page to be opened."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_QUEUED = "state = 'queued'"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("parked", sa.Boolean()))
    op.drop_index("ix_outbox_lane_queued", "outbox")
    op.drop_index("ix_outbox_channel_queued", "outbox")
    _index_some("ix_outbox_lane_queued", ["lane", "seq", "priority", "not_before", "parked"], _QUEUED)
    _index_some("ix_outbox_channel_queued", ["channel", "priority", "lane"], f"{_QUEUED} AND parked IS NULL")
    _index_some("ix_outbox_parked", ["lane"], "parked IS NOT NULL")


def _index_some(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
