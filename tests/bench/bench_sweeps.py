"""Is a morning's sweep as quick among 300,000 cases as among 3,000? python -m tests.bench.bench_sweeps."""

import asyncio
import time
from datetime import date
from statistics import median
from typing import Final

from sqlalchemy import text

from scheduler.reminders import sweep
from storage.domain.permissions import Post, Role
from storage.sql.engine import Database
from tests.bench.measuring import report
from tests.scheduler.desk import accepted, at, file, routed
from tests.scheduler.office import demo_office, enrol
from tests.storage.databases import KINDS, fresh_database

FEW, MANY = 3_000, 300_000
LATE: Final = 40  # cases that each morning's sweep has to look at
OPEN_IN: Final = 20  # one case in so many is open, and sleeps until long after the bench
MORNINGS: Final = [date(2026, 11, day) for day in (12, 13, 16, 17, 18, 19, 20)]
BAR: Final = 1.5

_IDS: Final = {
    "sqlite": """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
        SELECT randomblob(16) AS id, 'DT-' || printf('%04X-%04X', i / 65536, i % 65536) AS ref, i FROM n
    """,
    "postgresql": """
        SELECT decode(md5(i::text), 'hex') AS id,
               'DT-' || upper(lpad(to_hex(i / 65536), 4, '0') || '-' || lpad(to_hex(mod(i, 65536)), 4, '0')) AS ref, i
        FROM generate_series(1, {many}) AS i
    """,
}
_CASES: Final = """
    INSERT INTO "case" (id, ref, signature, kind, topic, department, supporting, asked_department, because, language,
                        status, rank, bounces, extensions, filed_on, due_on, version)
    SELECT id, ref, '', 'question', 'khac', 'KT', '', '', '[]', 'vi',
           CASE WHEN i / {open_in} * {open_in} = i THEN 'in_progress' ELSE 'closed' END, 0, 0, 0,
           '2026-11-02', '2027-11-30', 1
    FROM ({ids}) AS made
"""
_PARTS: Final = (
    """INSERT INTO case_entry (case_id, seq, kind, text, written_on, written_by)
       SELECT id, 1, 'body', 'Máy in hỏng từ tháng 9.', filed_on, 'author' FROM "case" """,
    """INSERT INTO case_event (case_id, seq, kind, happened_on, done_by, detail)
       SELECT id, 1, 'filed', filed_on, 'author', '{"department":"KT","due":"2027-11-30"}' FROM "case" """,
    """INSERT INTO clock (case_id, kind, started_on, due_on, paused_days, stopped_on)
       SELECT id, 'final', filed_on, due_on, 0, CASE WHEN status = 'closed' THEN due_on END FROM "case" """,
    """INSERT INTO wake_up (case_id, wake_on) SELECT id, due_on FROM "case" WHERE status <> 'closed' """,
    """INSERT INTO reminder (case_id, unit, kind, remind_on) SELECT id, 'KT', 'due-today', due_on FROM "case" """,
)


async def populate(database: Database, kind: str, many: int) -> None:
    """So many cases that have nothing to say, and a few that are late."""
    cases = _CASES.format(open_in=OPEN_IN, ids=_IDS[kind].format(many=many))
    async with database.writer.begin() as connection:
        for statement in (cases, *_PARTS):
            await connection.exec_driver_sql(statement)
    async with database.writer.connect() as connection:
        tuned = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await tuned.execute(text("ANALYZE"))  # as the database does by itself before long
    for name, post in {"officer": Post(Role.OFFICER, "KT"), "office": Post(Role.OFFICE, "VP")}.items():
        await enrol(database.store, name, post)
    for _ in range(LATE):
        await file(database.store, routed(), accepted())


async def mornings(kind: str, many: int) -> tuple[float, float]:
    """Milliseconds of a sweep that has late cases to tell of, and of one that has nothing to do."""
    async with fresh_database(kind) as database:
        await populate(database, kind, many)
        busy, idle = [], []
        for day in MORNINGS:
            busy.append(await _timed(database, day, 0))
            idle += [await _timed(database, day, minute) for minute in (1, 2, 3)]
        return median(busy), median(idle)


async def _timed(database: Database, day: date, minute: int) -> float:
    began = time.perf_counter()
    claimed = await sweep(database.store, demo_office(), at(day, 8, minute))
    took = (time.perf_counter() - began) * 1000
    assert (claimed > 0) is (minute == 0), "a morning's first sweep speaks, and no later one"
    return took


async def main() -> None:
    for kind in KINDS:
        (few_busy, few_idle), (many_busy, many_idle) = await mornings(kind, FEW), await mornings(kind, MANY)
        report(f"sweeps.{kind}.morning.300000-to-3000", many_busy / few_busy, "ratio", BAR, "lower")
        report(f"sweeps.{kind}.idle.300000-to-3000", many_idle / few_idle, "ratio", BAR, "lower")
        report(f"sweeps.{kind}.morning.300000", many_busy, "ms", 2_000, "lower")
        report(f"sweeps.{kind}.idle.300000", many_idle, "ms", 50, "lower")


if __name__ == "__main__":
    asyncio.run(main())
