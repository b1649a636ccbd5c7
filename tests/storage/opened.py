"""Rows of the outbox with what they say, read by the keys of the tests."""

from collections.abc import Sequence
from dataclasses import asdict
from types import SimpleNamespace

from sqlalchemy import select

from storage.sql import schema
from storage.sql.case_keys import CaseKeys
from storage.sql.engine import Database
from storage.sql.payloads import opened_notice
from storage.sql.transaction import AnyRow


async def opened_outbox(database: Database) -> Sequence[SimpleNamespace]:
    """Every row, each lane in its order; ``payload`` is the notice as a dict, None where it is gone."""
    outbox, keys = schema.outbox, CaseKeys(database.contents)
    found = select(outbox, schema.case.c.key_wrap.label("case_key")).outerjoin_from(
        outbox, schema.case, schema.case.c.id == outbox.c.about_id
    )
    async with database.writer.connect() as connection:
        rows = (await connection.execute(found.order_by(outbox.c.lane, outbox.c.seq))).all()
    return [_opened(row, keys) for row in rows]


def _opened(row: AnyRow, keys: CaseKeys) -> SimpleNamespace:
    payload = None if row.payload is None else asdict(opened_notice(row, keys))
    return SimpleNamespace(**{**row._mapping, "payload": payload})
