"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _people()
    _cases()
    _sending()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("enrolled_month", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sealed_address) = 240", name="ck_account_length"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_person_id"),
        sa.PrimaryKeyConstraint("key", name="pk_account"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_account_person_id", "account", ["person_id"])
    op.create_table(
        "post",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_post_person_id"),
        sa.PrimaryKeyConstraint("person_id", "role", "unit", name="pk_post"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_post_role_unit", "post", ["role", "unit"])
    op.create_table(
        "invite",
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("posts", sa.JSON(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("uses_left >= 0", name="ck_invite_uses"),
        sa.PrimaryKeyConstraint("verifier", name="pk_invite"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_organisation_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sqlite_with_rowid=False,
    )


def _cases() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary()),
        sa.Column("account_key", sa.LargeBinary()),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("supporting", sa.Text(), nullable=False),
        sa.Column("asked_department", sa.Text(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.LargeBinary()),
        sa.Column("verdict", sa.Text()),
        sa.Column("merged_into", sa.LargeBinary()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("person_id IS NOT NULL OR signature = ''", name="ck_case_unsigned"),
        sa.CheckConstraint("(person_id IS NULL) = (account_key IS NULL)", name="ck_case_named_or_not"),
        sa.ForeignKeyConstraint(["merged_into"], ["case.id"], name="fk_case_merged_into"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_case_owner_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_case_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.UniqueConstraint("ref", name="uq_case_ref"),
        sqlite_with_rowid=False,
    )
    _index_some("ix_case_merged_into", "case", ["merged_into"], "merged_into IS NOT NULL")
    _index_some("ix_case_owner_id", "case", ["owner_id"], "owner_id IS NOT NULL")
    _index_some("ix_case_person_id", "case", ["person_id", "filed_on"], "person_id IS NOT NULL")
    op.create_index("ix_case_status_due_on_ref", "case", ["status", "due_on", "ref"])
    op.create_table(
        "case_entry",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_entry_case_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_entry"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_event_case_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_event"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_file",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_file_case_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_file"),
        sa.UniqueConstraint("file_id", name="uq_case_file_file_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "return_address",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sealed) = 240", name="ck_return_address_length"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_return_address_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_return_address"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reply_code",
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_reply_code_case_id"),
        sa.PrimaryKeyConstraint("verifier", name="pk_reply_code"),
        sa.UniqueConstraint("case_id", name="uq_reply_code_case_id"),
        sqlite_with_rowid=False,
    )


def _sending() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("lane", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("account_key", sa.LargeBinary()),
        sa.Column("case_id", sa.LargeBinary()),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON()),
        sa.Column("not_before", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("broadcast_id", sa.LargeBinary()),
        sa.CheckConstraint("(account_key IS NULL) <> (case_id IS NULL)", name="ck_outbox_one_addressee"),
        sa.CheckConstraint("case_id IS NULL OR reason IS NULL", name="ck_outbox_tells_nothing"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_outbox_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("lane", "seq", name="uq_outbox_lane_seq"),
        sqlite_with_rowid=False,
    )
    _index_some("ix_outbox_broadcast_id", "outbox", ["broadcast_id", "state"], "broadcast_id IS NOT NULL")
    _index_some("ix_outbox_lane_queued", "outbox", ["lane", "seq"], "state = 'queued'")
    _index_some("ix_outbox_priority_queued", "outbox", ["priority", "id"], "state = 'queued'")
    op.create_table(
        "reminder",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_reminder_case_id"),
        sa.PrimaryKeyConstraint("case_id", "unit", "kind", "remind_on", name="pk_reminder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "broadcast",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast"),
        sa.UniqueConstraint("sender", "number", name="uq_broadcast_sender_number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "broadcast_recipient",
        sa.Column("broadcast_id", sa.LargeBinary(), nullable=False),
        sa.Column("account_key", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("queued", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name="fk_broadcast_recipient_broadcast_id"),
        sa.PrimaryKeyConstraint("broadcast_id", "account_key", name="pk_broadcast_recipient"),
        sqlite_with_rowid=False,
    )


def _index_some(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
