"""A database as it was before contents were sealed, with a marked text in every field that holds words."""

import json
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage import migrations
from storage.sql.engine import Database
from tests.builders import bytes_of, sealed

BEFORE: Final = "0009"
CASE: Final = bytes_of("case")
NAMED: Final = bytes_of("named case")
PERSON: Final = bytes_of("person")
ACCOUNT: Final = bytes_of("account")
MARK: Final = "mèo xanh"
FILE: Final = f"%PDF {MARK} ".encode() * 3


def marked(field: str) -> str:
    return f"{MARK} {field}"


async def upgrade_to(database: Database, revision: str) -> None:
    """By the scripts alone, up to this one."""

    def run(connection: Connection) -> None:
        config = Config(attributes={"connection": connection, "contents": database.contents})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.upgrade(config, revision)

    async with database.writer.begin() as connection:
        await connection.run_sync(run)


async def fill(database: Database) -> None:
    """Two cases, one named, with all that may belong to a case; notices to both authors and a digest."""
    rows = [
        _row("person", id=PERSON, name="", language="", enrolled_month="2026-11"),
        _row("account", key=ACCOUNT, person_id=PERSON, sealed_address=sealed()),
        _case(CASE, "DT-AAAA-AAAA", signature=""),
        _case(NAMED, "DT-BBBB-BBBB", person_id=PERSON, account_key=ACCOUNT, signature=marked("signature")),
        _entry(CASE, 1, "body", marked("body")),
        _entry(CASE, 2, "summary", marked("summary")),
        _entry(NAMED, 1, "body", marked("named body")),
        _event(CASE, 1, "filed", department="KT", due="2026-11-09"),
        _event(CASE, 2, "extended", reason=marked("reason")),
        _event(NAMED, 1, "filed", department="KT", due="2026-11-09"),
        _row("case_file", case_id=CASE, seq=1, file_id="f1", name=marked("name"), media_type="x/y", content=FILE),
        _row("summary_term", term="mèo_xanh", case_id=CASE),
        _row("summary_term", term="", case_id=CASE),
        _row("summary_term_count", term="mèo_xanh", cases=1),
        _row("summary_term_count", term="", cases=1),
        _commitment(),
        _notice("to author", case_id=CASE, lane=CASE, text_key="notice-answered", ref="DT-AAAA-AAAA"),
        _notice("to named", account_key=ACCOUNT, lane=ACCOUNT, text_key="notice-answered", ref="DT-BBBB-BBBB"),
        _notice("digest", account_key=ACCOUNT, lane=ACCOUNT, seq=2, text_key="notice-digest", ref="DT-AAAA-AAAA"),
    ]
    async with database.writer.begin() as connection:
        for table, values in rows:
            names = ", ".join(values)
            given = ", ".join(f":{name}" for name in values)
            await connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({given})'), values)  # noqa: S608


Row = tuple[str, dict[str, Any]]


def _row(table: str, **values: Any) -> Row:
    return table, values


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def _case(id_: bytes, ref: str, **values: Any) -> Row:
    usual = {"kind": "question", "topic": "luong", "department": "KT", "supporting": "", "asked_department": ""}
    numbers = {"rank": 0, "bounces": 0, "extensions": 0, "version": 0}
    days = {"filed_on": "2026-11-02", "due_on": "2026-11-09"}
    because = _json([marked("because")])
    state = {"language": "vi", "status": "answered", "because": because}
    return _row("case", id=id_, ref=ref, **usual, **numbers, **days, **state, **values)


def _entry(id_: bytes, seq: int, kind: str, words: str) -> Row:
    return _row("case_entry", case_id=id_, seq=seq, kind=kind, text=words, written_on="2026-11-02", written_by="author")


def _event(id_: bytes, seq: int, kind: str, **detail: str) -> Row:
    said = _json(detail)
    return _row("case_event", case_id=id_, seq=seq, kind=kind, happened_on="2026-11-02", done_by="KT", detail=said)


def _commitment() -> Row:
    days = {"promised_on": "2026-11-02", "first_due_on": "2026-11-30", "due_on": "2026-11-30"}
    words = _json([["DT-AAAA-AAAA", "done", "2026-11-20"]])
    told = {"task": marked("task"), "proof": marked("proof"), "words": words, "unit_done_on": "2026-11-19"}
    return _row("commitment", case_id=CASE, seq=1, kind="work", unit="KT", slips=0, **days, **told)


def _notice(name: str, *, text_key: str, ref: str, seq: int = 1, **to: Any) -> Row:
    arguments = {"summary": marked("summary of notice"), "answer": marked("answer of notice")}
    payload = _json({"text_key": text_key, "arguments": arguments, "choices": [], "case_ref": ref, "files": []})
    row = {"priority": 1, "language": "vi", "tries": 0, "state": "queued", "payload": payload, "seq": seq}
    return _row("outbox", id=bytes_of(name), **row, **to)
