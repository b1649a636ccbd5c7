"""Statistics: the cases of a period."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_case_filed_on", "case", ["filed_on"])
