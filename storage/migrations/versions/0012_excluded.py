"""Who must not see a case: the units it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("case", sa.Column("excluded", sa.Text(), nullable=False, server_default=""))
