"""On which day the office was last reminded of what people ask about their data."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("data_request", sa.Column("reminded_on", sa.Date()))
