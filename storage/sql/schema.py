"""The tables. Everything a filing writes is keyed by the case, dated by the day, and stored in no order of arrival."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

SEALED_BYTES: Final = 240  # one length for all: lengths would tell channels apart

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware moment as text of one width, in UTC, so that both databases compare it as it is."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """Unit codes as ``,KT,YT,``: order is kept, and ``LIKE '%,KT,%'`` finds one on both databases."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return f",{','.join(value)}," if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(code for code in value.split(",") if code)


def _table(name: str, *columns: Column[object] | CheckConstraint | UniqueConstraint | Index) -> Table:
    # Without rowids: SQLite would number the rows as they come, and the first ten cases were traced by that order.
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _index_some(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _json() -> JSON:
    return JSON(none_as_null=True)


# Who there is: written by enrolment and sign-out, only read by a filing

person: Final = _table(
    "person",
    Column("id", LargeBinary, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("enrolled_month", Text, nullable=False),
    Column("name_key", Text, nullable=False, server_default=""),  # by which a name in a text is looked up
    Index("ix_person_name_key", "name_key"),
)

account: Final = _table(
    "account",
    Column("key", LargeBinary, primary_key=True),
    Column("person_id", LargeBinary, ForeignKey("person.id"), nullable=False),
    Column("sealed_address", LargeBinary, nullable=False),
    Column("channel", Text),  # so that one channel's silence holds up no other; NULL: only the address knows
    Column("signed_in_month", Text),  # written by signing in, never by what is done afterwards
    CheckConstraint(f"length(sealed_address) = {SEALED_BYTES}", name="length"),
    Index("ix_account_person_id", "person_id"),
)

post: Final = _table(
    "post",
    Column("person_id", LargeBinary, ForeignKey("person.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Index("ix_post_role_unit", "role", "unit"),
)

invite: Final = _table(
    "invite",
    Column("verifier", LargeBinary, primary_key=True),
    Column("posts", _json(), nullable=False),
    Column("name", Text, nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("confirmed", Boolean, nullable=False, server_default=false()),  # its posts wait for nobody
    Column("person_id", LargeBinary),  # whose new way in this is; NULL: somebody new
    CheckConstraint("uses_left >= 0", name="uses"),
)

# Posts that the office has yet to confirm; until then they allow nothing
pending_post: Final = _table(
    "pending_post",
    Column("person_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
)

pin: Final = _table(
    "pin",
    Column("person_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", Instant),
)

# What an account's person agreed to: the text's version and the month. Written by that word alone
consent: Final = _table(
    "consent",
    Column("person_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Text, nullable=False),
    Column("month", Text, nullable=False),
)

# What people have asked the office to do about their data and is not done: which right, by when, no words
data_request: Final = _table(
    "data_request",
    Column("id", LargeBinary, primary_key=True),
    Column("person_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("wish", Text, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("answer_by", Date, nullable=False),
    Column("done_by", Date, nullable=False),
    Column("reminded_on", Date),
    Index("ix_data_request_person_id", "person_id"),
)

# Accounts that were cut off: what waits for them goes to the person's next one
former_account: Final = _table(
    "former_account",
    Column("key", LargeBinary, primary_key=True),
    Column("person_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
)

# What staff did, each row chained to the one before. Of an author only that there is a case, by the day, shuffled
audit: Final = _table(
    "audit",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("happened", Text, nullable=False),
    Column("person", LargeBinary),  # no foreign key: the log outlives the person
    Column("posts", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("action <> 'filed' OR (person IS NULL AND length(happened) = 10)", name="filed"),
    Index("ix_audit_object", "object"),
)

# Chats that a department has on a channel: addresses of no person

group_chat: Final = _table(
    "group_chat",
    Column("key", LargeBinary, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("sealed_address", LargeBinary, nullable=False),
    CheckConstraint(f"length(sealed_address) = {SEALED_BYTES}", name="length"),
    Index("ix_group_chat_unit", "unit"),
)

group_code: Final = _table(
    "group_code",
    Column("verifier", LargeBinary, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("expires_on", Date, nullable=False),
)

# What was raised, and what became of it

case: Final = _table(
    "case",
    Column("id", LargeBinary, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("person_id", LargeBinary, ForeignKey("person.id")),
    # Not a foreign key: a named case outlives the account it was written from.
    Column("account_key", LargeBinary),
    # The key of what is sealed here and in the tables below: wrapped, and NULL once the case was erased.
    Column("key_wrap", LargeBinary),
    Column("signature", Text, nullable=False),  # sealed
    Column("kind", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("supporting", Codes, nullable=False),
    Column("excluded", Codes, nullable=False, server_default=""),
    Column("asked_department", Text, nullable=False),
    Column("because", Text),  # sealed: words of the concern
    Column("language", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("bounces", Integer, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("owner_id", LargeBinary, ForeignKey("person.id", ondelete="SET NULL")),
    Column("verdict", Text),
    Column("merged_into", LargeBinary, ForeignKey("case.id")),
    Column("version", Integer, nullable=False),
    # Of an anonymous case that nobody may see yet: a slot of the office's, never the moment of its filing.
    Column("release_slot", Instant, CheckConstraint(r"release_slot LIKE '%\:00.000000'", name="on_the_grid")),
    UniqueConstraint("ref"),
    CheckConstraint("(person_id IS NULL) = (account_key IS NULL)", name="named_or_not"),
    CheckConstraint("person_id IS NOT NULL OR signature = ''", name="unsigned"),
    Index("ix_case_status_due_on_ref", "status", "due_on", "ref"),
    Index("ix_case_filed_on", "filed_on"),
    _index_some("ix_case_person_id", "person_id", "filed_on", where="person_id IS NOT NULL"),
    _index_some("ix_case_owner_id", "owner_id", where="owner_id IS NOT NULL"),
    _index_some("ix_case_kept", "filed_on", where="key_wrap IS NOT NULL"),
    _index_some("ix_case_merged_into", "merged_into", where="merged_into IS NOT NULL"),
    _index_some("ix_case_release_slot", "release_slot", where="release_slot IS NOT NULL"),
)

case_entry: Final = _table(
    "case_entry",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),  # sealed
    Column("written_on", Date, nullable=False),
    Column("written_by", Text, nullable=False),
)

case_event: Final = _table(
    "case_event",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("done_by", Text, nullable=False),
    Column("detail", Text),  # sealed
)

case_file: Final = _table(
    "case_file",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("file_id", Text, nullable=False),
    Column("name", Text, nullable=False),  # sealed
    Column("media_type", Text, nullable=False),
    # Sealed. The last column: reading the others never touches its pages.
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("file_id"),
)

# The words and pairs of words of the office's summaries, so that similar cases are found without reading them all.
# "term" first: a look-up reads the cases of a few rare ones. How common each is stands apart: counting would be a scan.
# A term is the keyed hash of the word.
summary_term: Final = _table(
    "summary_term",
    Column("term", LargeBinary, primary_key=True),
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Index("ix_summary_term_case_id", "case_id"),  # erasing a case needs no key to find its words
)

summary_term_count: Final = _table(
    "summary_term_count",
    Column("term", LargeBinary, primary_key=True),
    Column("cases", Integer, nullable=False),
)

return_address: Final = _table(
    "return_address",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint(f"length(sealed) = {SEALED_BYTES}", name="length"),
)

reply_code: Final = _table(
    "reply_code",
    Column("verifier", LargeBinary, primary_key=True),
    Column("case_id", LargeBinary, ForeignKey("case.id"), nullable=False),
    UniqueConstraint("case_id"),
)

# What waits to be said

outbox: Final = _table(
    "outbox",
    Column("id", LargeBinary, primary_key=True),
    Column("lane", LargeBinary, nullable=False),
    Column("seq", BigInteger, nullable=False),
    # Not a foreign key: PostgreSQL would mark the account's row with the transaction of the filing.
    Column("account_key", LargeBinary),
    Column("case_id", LargeBinary, ForeignKey("case.id")),
    Column("priority", Integer, nullable=False),
    Column("language", Text, nullable=False),
    # Sealed: with the key of the case it is about, which need not exist any more, else with one of its own.
    Column("payload", LargeBinary),
    Column("about_id", LargeBinary),
    Column("key_wrap", LargeBinary),
    Column("not_before", Instant),
    Column("tries", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("failed_on", Date),  # the sweep's first look at it, which empties it some day
    Column("broadcast_id", LargeBinary),
    Column("channel", Text),  # the account's; NULL for an anonymous author
    Column("parked", Boolean),  # until its page is opened; NULL else, and always for an anonymous author
    UniqueConstraint("lane", "seq"),
    CheckConstraint("(account_key IS NULL) <> (case_id IS NULL)", name="one_addressee"),
    CheckConstraint("case_id IS NULL OR reason IS NULL", name="tells_nothing"),
    # Only what waits is indexed, so that finding the next notice costs the same however many were ever sent.
    _index_some("ix_outbox_lane_queued", "lane", "seq", "priority", "not_before", "parked", where="state = 'queued'"),
    _index_some("ix_outbox_channel_queued", "channel", "priority", "lane", where="state = 'queued' AND parked IS NULL"),
    _index_some("ix_outbox_parked", "lane", where="parked IS NOT NULL"),
    _index_some("ix_outbox_broadcast_id", "broadcast_id", "state", where="broadcast_id IS NOT NULL"),
    _index_some("ix_outbox_about_id", "about_id", where="payload IS NOT NULL"),
    _index_some("ix_outbox_lane_failed", "lane", "seq", where="state = 'failed'"),
)

channel_stop: Final = _table(
    "channel_stop",
    Column("channel", Text, primary_key=True),
    Column("until", Instant, nullable=False),
)

reminder: Final = _table(
    "reminder",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("remind_on", Date, primary_key=True),
    Column("waiting", Boolean),  # for the next digest; NULL once it was said
    _index_some("ix_reminder_waiting", "waiting", where="waiting IS NOT NULL"),
)

# That a digest went out: the first or the second of a day, never a third

digest: Final = _table(
    "digest",
    Column("sent_on", Date, primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    CheckConstraint("slot IN (1, 2)", name="two_a_day"),
)

# The time that runs. Days only, as everywhere beside a case

clock: Final = _table(
    "clock",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("started_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("paused_on", Date),
    Column("paused_days", Integer, nullable=False),
    Column("stopped_on", Date),
    CheckConstraint("paused_on IS NULL OR stopped_on IS NULL", name="still_or_over"),
)

# Cases at which a sweep stumbled: why, where in the code, how often in a row

set_aside: Final = _table(
    "set_aside",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("sweep", Text, primary_key=True),
    Column("error", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("tries", Integer, nullable=False),
)

wake_up: Final = _table(
    "wake_up",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("wake_on", Date, nullable=False),
    Index("ix_wake_up_wake_on", "wake_on", "case_id"),
)

seen: Final = _table(
    "seen",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("seen_on", Date, nullable=False),
)

stand_in: Final = _table(
    "stand_in",
    Column("person_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("substitute_id", LargeBinary, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    CheckConstraint("person_id <> substitute_id", name="somebody_else"),
    CheckConstraint("from_on <= until_on", name="in_order"),
    Index("ix_stand_in_substitute_id", "substitute_id"),
)

commitment: Final = _table(
    "commitment",
    Column("case_id", LargeBinary, ForeignKey("case.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("task", Text, nullable=False),  # sealed, as are the proof and the words
    Column("promised_on", Date, nullable=False),
    Column("first_due_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("slips", Integer, nullable=False),
    Column("unit_done_on", Date),
    Column("proof", Text, nullable=False),
    Column("words", Text),  # what authors say, by the reference of their case: never by a person
    Column("asked_on", Date),
    Column("ending", Text),
    Column("wake_on", Date),
    CheckConstraint("unit_done_on IS NULL OR proof <> ''", name="proven"),
    CheckConstraint("ending IS NULL OR wake_on IS NULL", name="over"),
    _index_some("ix_commitment_wake_on", "wake_on", where="wake_on IS NOT NULL"),
    _index_some("ix_commitment_due_on", "due_on", where="ending IS NULL"),
)

broadcast: Final = _table(
    "broadcast",
    Column("id", LargeBinary, primary_key=True),
    Column("text", Text, nullable=False),
    Column("signed_by", Text, nullable=False),
    Column("sender", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),  # the sender's first, second, … : which one is the latest
    Column("unit", Text, nullable=False),
    Column("role", Text),
    Column("confirmed_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("sender", "number"),
)

broadcast_recipient: Final = _table(
    "broadcast_recipient",
    Column("broadcast_id", LargeBinary, ForeignKey("broadcast.id"), primary_key=True),
    Column("account_key", LargeBinary, primary_key=True),
    Column("language", Text, nullable=False),
    Column("queued", Boolean, nullable=False),
)

# How many messages a channel took in a month, and the last warning's percentage: no row of anybody

usage: Final = _table(
    "usage",
    Column("channel", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("sent", Integer, nullable=False),
    Column("warned", Integer, nullable=False),
)

organisation: Final = _table(
    "organisation",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("document", _json(), nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

# That something was deleted: what, when and on whose word, never whose it was

erasure: Final = _table(
    "erasure",
    Column("erased_on", Date, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("number", Integer, nullable=False),
)

# That the office was asked to confirm a year's days off, by the Monday of the week.
calendar_question: Final = _table(
    "calendar_question",
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("week", Date, primary_key=True),
)
