"""Cases that wait because a sweep stumbled at them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("sweep", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_set_aside_case_id"),
        sa.PrimaryKeyConstraint("case_id", "sweep", name="pk_set_aside"),
        sqlite_with_rowid=False,
    )
