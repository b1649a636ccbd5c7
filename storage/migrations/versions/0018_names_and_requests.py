"""By what a name in a text is looked up; when the office was last reminded of what people ask about their data."""

import sqlalchemy as sa
from alembic import op

from storage.domain.guard_names import name_key

revision = "0018"
down_revision = "0017"

_CHUNK = 1_000


def upgrade() -> None:
    op.add_column("data_request", sa.Column("reminded_on", sa.Date()))
    op.add_column("person", sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    named = connection.execute(sa.text("SELECT id, name FROM person WHERE name <> ''")).all()
    keys = [{"id": row.id, "key": name_key(row.name)} for row in named]
    for start in range(0, len(keys), _CHUNK):
        connection.execute(sa.text("UPDATE person SET name_key = :key WHERE id = :id"), keys[start : start + _CHUNK])
    op.create_index("ix_person_name_key", "person", ["name_key"])
