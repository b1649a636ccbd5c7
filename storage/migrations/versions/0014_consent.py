"""Consent, and what was asked of us about personal data."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_consent"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "data_request",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_data_request_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_data_request_person_id", "data_request", ["person_id"])
