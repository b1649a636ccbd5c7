"""Contents sealed with a key for each case: what was stored in clear is sealed here, in the transaction of the upgrade.

The keys come with the connection (``storage.sql.migrate``). How a text is sealed and where it lies is asked of the
program itself: what it could not read afterwards would be lost.
"""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from storage.contents import ContentKeys, seal
from storage.domain.ids import CaseId
from storage.sql.case_keys import CaseKeys
from storage.sql.case_rows import entry_place, event_place, file_place
from storage.sql.payloads import notice_place, padded

revision = "0010"
down_revision = "0009"

_CHUNK = 1_000
_JSON = (("case", "because"), ("case_event", "detail"), ("commitment", "words"), ("outbox", "payload"))
_OF_NO_ONE_CASE = "notice-digest"


def upgrade() -> None:
    op.add_column("case", sa.Column("key_wrap", sa.LargeBinary()))
    op.add_column("outbox", sa.Column("about_id", sa.LargeBinary()))
    op.add_column("outbox", sa.Column("key_wrap", sa.LargeBinary()))
    for table, name in _JSON:
        op.alter_column(table, name, new_column_name=f"old_{name}")
        op.add_column(table, sa.Column(name, sa.LargeBinary() if table == "outbox" else sa.Text()))
    _Upgrade(op.get_bind(), context.config.attributes["contents"]).run()
    for table, name in _JSON:
        op.drop_column(table, f"old_{name}")
    said = sa.text("payload IS NOT NULL")
    op.create_index("ix_outbox_about_id", "outbox", ["about_id"], sqlite_where=said, postgresql_where=said)


class _Upgrade:
    """Rows in clear, and what seals them."""

    def __init__(self, connection: sa.Connection, keys: ContentKeys) -> None:
        self._connection, self._keys = connection, keys

    def run(self) -> None:
        self._terms()
        cases = CaseKeys(self._keys)
        for row in self._read('SELECT id, signature, old_because FROM "case"'):
            self._case(row, cases)
        for row in self._read("SELECT id FROM outbox WHERE old_payload IS NOT NULL"):
            self._notice(row.id, cases)

    def _case(self, case: Any, keys: CaseKeys) -> None:
        id_ = case.id
        self._write(
            'UPDATE "case" SET key_wrap = :wrapped, signature = :signature, because = :because WHERE id = :id',
            id=id_,
            wrapped=keys.begin(id_),
            signature=keys.seal(id_, "signature", case.signature),
            because=keys.seal_values(id_, "because", _values(case.old_because)),
        )
        for row in self._read("SELECT seq, text FROM case_entry WHERE case_id = :id", id=id_):
            text = keys.seal(id_, entry_place(row.seq), row.text)
            self._write("UPDATE case_entry SET text = :t WHERE case_id = :id AND seq = :seq", id_, row.seq, t=text)
        for row in self._read("SELECT seq, old_detail FROM case_event WHERE case_id = :id", id=id_):
            detail = keys.seal_values(id_, event_place(row.seq), _values(row.old_detail))
            self._write(
                "UPDATE case_event SET detail = :detail WHERE case_id = :id AND seq = :seq", id_, row.seq, detail=detail
            )
        self._files(id_, keys)
        self._commitments(id_, keys)

    def _files(self, id_: bytes, keys: CaseKeys) -> None:
        content = "SELECT content FROM case_file WHERE case_id = :id AND seq = :seq"
        for file in self._read("SELECT seq, name FROM case_file WHERE case_id = :id", id=id_):
            (row,) = self._read(content, id=id_, seq=file.seq)
            self._write(
                "UPDATE case_file SET name = :name, content = :content WHERE case_id = :id AND seq = :seq",
                id_,
                file.seq,
                name=keys.seal(id_, file_place(file.seq, "name"), file.name),
                content=seal(keys.key(id_), bytes(row.content), id_, file_place(file.seq, "content").encode()),
            )

    def _commitments(self, id_: bytes, keys: CaseKeys) -> None:
        for row in self._read("SELECT seq, task, proof, old_words FROM commitment WHERE case_id = :id", id=id_):
            place = f"commitment.{row.seq}"
            self._write(
                "UPDATE commitment SET task = :task, proof = :proof, words = :words WHERE case_id = :id AND seq = :seq",
                id_,
                row.seq,
                task=keys.seal(id_, f"{place}.task", row.task),
                proof=keys.seal(id_, f"{place}.proof", row.proof),
                words=keys.seal_values(id_, f"{place}.words", _values(row.old_words)),
            )

    def _notice(self, id_: bytes, cases: CaseKeys) -> None:
        (row,) = self._read("SELECT case_id, old_payload FROM outbox WHERE id = :id", id=id_)
        payload = _values(row.old_payload)
        about = row.case_id or self._about(payload)
        plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        key, wrapped = (cases.key(about), None) if about else self._keys.new(id_)
        sealed = seal(key, padded(plain) if row.case_id else plain, about or id_, notice_place(id_))
        self._write(
            "UPDATE outbox SET payload = :payload, about_id = :about, key_wrap = :wrapped WHERE id = :id",
            id=id_,
            payload=sealed,
            about=about,
            wrapped=wrapped,
        )

    def _about(self, payload: Any) -> CaseId | None:
        if payload["text_key"] == _OF_NO_ONE_CASE:
            return None
        found = self._read('SELECT id FROM "case" WHERE ref = :ref', ref=payload["case_ref"])
        return CaseId(found[0].id) if found else None

    def _terms(self) -> None:
        """The tables of words begin anew, with hashes for the words."""
        terms = self._read("SELECT term, case_id FROM summary_term")
        counts = self._read("SELECT term, cases FROM summary_term_count")
        op.drop_table("summary_term")
        op.drop_table("summary_term_count")
        op.create_table(
            "summary_term",
            sa.Column("term", sa.LargeBinary(), nullable=False),
            sa.Column("case_id", sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_summary_term_case_id"),
            sa.PrimaryKeyConstraint("term", "case_id", name="pk_summary_term"),
            sqlite_with_rowid=False,
        )
        op.create_index("ix_summary_term_case_id", "summary_term", ["case_id"])
        op.create_table(
            "summary_term_count",
            sa.Column("term", sa.LargeBinary(), nullable=False),
            sa.Column("cases", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("term", name="pk_summary_term_count"),
            sqlite_with_rowid=False,
        )
        self._insert(
            "INSERT INTO summary_term (term, case_id) VALUES (:term, :case_id)",
            [{"term": self._keys.term(row.term), "case_id": row.case_id} for row in terms],
        )
        self._insert(
            "INSERT INTO summary_term_count (term, cases) VALUES (:term, :cases)",
            [{"term": self._keys.term(row.term), "cases": row.cases} for row in counts],
        )

    def _read(self, query: str, **values: Any) -> Sequence[Any]:
        return self._connection.execute(sa.text(query), values).all()

    def _write(self, statement: str, id: bytes, seq: int = 0, **values: Any) -> None:  # noqa: A002
        numbered = {"seq": seq} if seq else {}
        self._connection.execute(sa.text(statement), {"id": id, **numbered, **values})

    def _insert(self, statement: str, rows: Sequence[dict[str, Any]]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self._connection.execute(sa.text(statement), rows[start : start + _CHUNK])


def _values(stored: Any) -> Any:
    """PostgreSQL's driver has read the JSON already."""
    return json.loads(stored) if isinstance(stored, str) else stored
