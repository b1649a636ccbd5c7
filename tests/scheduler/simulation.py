"""Three years of a ward in minutes: cases live and are forgotten, the machine sleeps, its clock jumps, schedulers race.

``make simulate`` runs it in full, with 10,000 cases; the tests run it with fewer.
"""

import asyncio
import heapq
import itertools
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from scheduler.reminders import sweep
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks
from storage.domain.ids import AccountKey, CaseId
from storage.domain.ladder import Step, reached
from storage.domain.lifecycle import OPEN, Status
from storage.domain.permissions import Post, Role
from storage.domain.records import EventKind
from storage.domain.reminders import due_reminder, reminded_clocks
from storage.sql import schema as t
from storage.sql.engine import Database
from tests.scheduler.desk import at, do, file, routed
from tests.scheduler.office import demo_office, enrol
from tests.storage.databases import fresh_database

FIRST: Final = date(2026, 1, 5)
THREE_YEARS: Final = 3 * 365
ENDING_DAYS: Final = 30  # at the end nobody acts any more, and what was forgotten climbs to the top
REF: Final = re.compile(r"DT-[0-9A-Z]{4}-[0-9A-Z]{4}")
STAFF: Final = {
    "office": (Post(Role.OFFICE, "VP"),),
    "chair": (Post(Role.LEADER, "UBND"),),
    "secretary": (Post(Role.LEADER, "TTDU"),),
    "officer": (Post(Role.OFFICER, "KT"),),
    "head": (Post(Role.HEAD, "KT"),),
    "headless": (Post(Role.OFFICER, "VHXH"),),  # a unit without a head: its ladder begins at the office
}
PAUSES: Final = (2, 3, 20, 20, 30, 50, 90, 400)  # hours until somebody thinks of a case again
UNITS: Final = ("KT", "VHXH", "TYT")  # nobody works at the last one
Act = Callable[[Case], None]


@dataclass(slots=True)
class Ward:
    """The simulated ward, and what was seen to be wrong with it."""

    database: Database
    chance: random.Random
    last: date
    now: datetime = field(default_factory=lambda: at(FIRST, 7))
    acts: list[tuple[datetime, int, CaseId | None]] = field(default_factory=list)
    open_refs: set[str] = field(default_factory=set)
    cases: list[CaseId] = field(default_factory=list)
    digests: Counter[tuple[AccountKey, date]] = field(default_factory=Counter)
    lines: int = 0
    sweeps: int = 0
    crashes: int = 0
    wrong: list[str] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)
    _number: Any = field(default_factory=itertools.count)

    async def live(self, cases: int) -> None:
        """All of it, from the first filing to the ending."""
        for name, posts in STAFF.items():
            await enrol(self.database.store, name, *posts)
        days = (self.last - FIRST).days
        for _ in range(cases):
            self._plan(at(FIRST + timedelta(days=self.chance.randrange(days)), self.chance.randrange(24)), None)
        while self.acts:
            await self._sweep_until(self.acts[0][0])
            moment, _, case_id = heapq.heappop(self.acts)
            self.now = max(self.now, moment)
            if self.now.date() <= self.last:
                await self._act(case_id)
        await self._sweep_until(at(self.last + timedelta(days=ENDING_DAYS * 2), 7))
        await self._check_the_end()

    def _plan(self, moment: datetime, case_id: CaseId | None) -> None:
        heapq.heappush(self.acts, (moment, next(self._number), case_id))

    # What people do

    async def _act(self, case_id: CaseId | None) -> None:
        today, store = self.now.date(), self.database.store
        if case_id is None:
            counted = demo_office().calendar.receipt_day(self.now)
            due_on = demo_office().calendar.add_working_days(counted, self.chance.choice((3, 7, 7, 10)))
            case = await file(store, on=counted, due_on=due_on)
            self.cases.append(case.id)
        else:
            async with store.reading() as reads:
                case = await reads.cases.get_by_id(case_id)
            act = self._choose(case, today)
            case = await do(store, case_id, act, today) if act is not None else case
        if case.status in OPEN:
            self.open_refs.add(case.ref)
            self._plan(self.now + timedelta(hours=self.chance.choice(PAUSES)), case.id)
        else:
            self.open_refs.discard(case.ref)
            if case.status is Status.ANSWERED and self.chance.random() < 0.1:
                self._plan(self.now + timedelta(days=3), case.id)

    def _choose(self, case: Case, today: date) -> Act | None:
        """Something this case allows; often nothing at all."""
        return self.chance.choice([*_acts_on(case, today, self.chance), None])

    # What time does

    async def _sweep_until(self, moment: datetime) -> None:
        """From wake-up to wake-up, as far as this moment."""
        while (wake_on := await self._next_wake()) is not None:
            due = max(self.now, at(wake_on, 8))
            if due >= moment:
                return
            self.now = due
            await self._tick()
            calendar = demo_office().calendar
            if await self._next_wake() in (None, wake_on) or self.chance.random() < 0.2:
                # Quiet hours, a day off, or a crash in between: on to the next hour at which somebody looks.
                self.now = max(self.now + timedelta(hours=6), calendar.next_push(self.now))
            if self.chance.random() < 0.01:
                self.now += timedelta(days=self.chance.randrange(1, 12))  # the machine was off, or its clock wrong

    async def _tick(self) -> None:
        """Often three schedulers at once; now and then they die under way, or the clock was set back a day."""
        self.sweeps += 1
        before = self.now
        if self.chance.random() < 0.02:
            self.now -= timedelta(days=1)
        racing = [
            asyncio.ensure_future(sweep(self.database.store, demo_office(), self.now))
            for _ in range(self.chance.choice((1, 3)))
        ]
        if self.chance.random() < 0.05:
            self.crashes += 1
            await asyncio.sleep(self.chance.random() * 0.01)
            for task in racing:
                task.cancel()
            await asyncio.gather(*racing, return_exceptions=True)
            await sweep(self.database.store, demo_office(), self.now)  # after the restart
        await asyncio.gather(*racing, return_exceptions=True)
        await self._check_said()
        if self.now == before:
            await self._check_nothing_missed()
        self.now = before

    async def _next_wake(self) -> date | None:
        rows = await self._rows(select(t.wake_up.c.wake_on).order_by(t.wake_up.c.wake_on).limit(1))
        return rows[0].wake_on if rows else None

    # What must be true

    async def _check_said(self) -> None:
        """What has gone out since the last look: at a good hour, of open cases, at most twice a day."""
        calendar = demo_office().calendar
        digests = select(t.outbox.c.id, t.outbox.c.account_key, t.outbox.c.payload).where(t.outbox.c.priority == 3)
        new = [row for row in await self._rows(digests) if row.id not in self._seen]
        self._seen |= {row.id for row in new}
        if new and not calendar.may_push(self.now):
            self.wrong.append(f"a digest in quiet hours: {self.now}")
        for row in new:
            self.digests[row.account_key, self.now.date()] += 1
            said = [ref for group in ("overdue", "today", "week", "later") for ref in _refs(row.payload, group)]
            self.lines += len(said)
            self.wrong += [f"{ref} after its end" for ref in said if ref not in self.open_refs]
            self.wrong += [f"{ref} twice in one digest" for ref, times in Counter(said).items() if times > 1]
        if any(times > 2 for times in self.digests.values()):
            self.wrong.append("more than two digests a day")
        async with self.database.writer.begin() as connection:  # as delivery does: what was sent waits no more
            await connection.execute(t.outbox.delete())
        self._seen.clear()

    async def _check_nothing_missed(self) -> None:
        """Every open case whose clock asks for a word today has had it claimed."""
        calendar, today = demo_office().calendar, self.now.date()
        if not calendar.may_push(self.now) or self.now.hour < demo_office().organisation.reminder_hour:
            return
        lately = select(t.reminder.c.case_id, t.reminder.c.remind_on).where(
            t.reminder.c.remind_on >= today - timedelta(days=15)  # a date on a day off is said on the day after
        )
        claimed = {(row.case_id, row.remind_on) for row in await self._rows(lately)}
        for case_id, clocks in (await self._open_clocks()).items():
            for clock in reminded_clocks(clocks):
                reminder = due_reminder(clock, today, calendar)
                if reminder is not None and (case_id, reminder.remind_on) not in claimed:
                    self.wrong.append(f"{today}: {reminder} was slept through")

    async def _open_clocks(self) -> dict[CaseId, Clocks]:
        found: dict[CaseId, dict[ClockKind, Clock]] = {}
        for row in await self._rows(select(t.clock).where(t.clock.c.stopped_on.is_(None))):
            kind = ClockKind(row.kind)
            clock = Clock(kind, row.started_on, row.due_on, row.paused_on, row.paused_days)
            found.setdefault(CaseId(row.case_id), {})[kind] = clock
        return dict(found)

    async def _check_the_end(self) -> None:
        """Each case has been answered, or has climbed to the top; on its way no step was left out or repeated."""
        for case_id in self.cases:
            async with self.database.store.reading() as reads:
                case = await reads.cases.get_by_id(case_id)
                clocks = await reads.deadlines.clocks(case_id)
            self.wrong += _ladder_faults(case)
            final = clocks[ClockKind.FINAL]
            first = clocks[ClockKind.FIRST_ANSWER]
            lead = min((c for c in clocks.values() if c.runs), key=lambda c: c.due_on, default=None)
            if case.status in OPEN and (lead is None or reached(case.events, lead.due_on) < Step.SECRETARY):
                self.wrong.append(f"{case.ref} lies about: {case.status}, {final}, {first}")

    async def _rows(self, query: Any) -> Sequence[Any]:
        async with self.database.writer.connect() as connection:
            return (await connection.execute(query)).all()


def _refs(payload: dict[str, Any], group: str) -> list[str]:
    return REF.findall(payload["arguments"][group])


def _ladder_faults(case: Case) -> list[str]:
    """The steps of each deadline in order, one a day, none below whoever owed the next move."""
    told = [
        (e.detail["due"], Step[e.detail["step"].upper()], e.on) for e in case.events if e.kind is EventKind.ESCALATED
    ]
    faults = []
    for due in {due for due, _, _ in told}:
        steps = [step for of, step, _ in told if of == due]
        if steps != sorted(set(steps)):
            faults.append(f"{case.ref}: steps out of order {steps}")
    if len({on for _, _, on in told}) != len(told):
        faults.append(f"{case.ref}: two steps on one day")
    return faults


def _acts_on(case: Case, today: date, chance: random.Random) -> list[Act]:
    """What might happen to a case as it stands."""
    unit, later = chance.choice(UNITS), today + timedelta(days=chance.randrange(3, 20))
    by = case.department
    give_up: list[Act] = [lambda c: c.withdraw(on=today)] if chance.random() < 0.1 else []
    match case.status:
        case Status.SUBMITTED | Status.RECEIVED:
            return [routed(unit, today), routed("KT", today), *give_up]
        case Status.ROUTED:
            return [
                lambda c: c.accept(None, by=by, on=today),
                lambda c: c.accept(None, by=by, on=today),
                lambda c: c.bounce("Không phải việc của phòng.", to=unit, office="VP", by=by, on=today),
            ]
        case Status.IN_PROGRESS:
            more: list[Act] = (
                [lambda c: c.extend(later, "Chờ báo giá.", by=by, on=today)] if later > case.due_on else []
            )
            return [
                lambda c: c.ask("Máy nào?", None, by=by, on=today),
                lambda c: c.submit_draft("Sẽ cấp máy.", None, by=by, on=today),
                lambda c: c.publish("Đã cấp máy.", by=by, on=today),
                *([] if case.extensions > 1 else more),
                *give_up,
            ]
        case Status.NEEDS_INFO:
            return [lambda c: c.add("Máy số 3.", on=today)]
        case Status.AWAITING_APPROVAL:
            return [
                lambda c: c.publish(c.draft, by="UBND", on=today),
                lambda c: c.send_back("Nêu rõ ngày.", by="UBND", on=today),
            ]
        case Status.ANSWERED:
            due_on = demo_office().calendar.add_working_days(today, 7)
            return [lambda c: c.push_back(on=today, due_on=due_on), lambda c: c.confirm(on=today)]
        case _:
            return []


async def simulate(kind: str, cases: int, *, days: int, seed: int = 1) -> Ward:
    """The ward as it is at the end; ``wrong`` is empty if all is well."""
    async with fresh_database(kind) as database:
        ward = Ward(database, random.Random(seed), FIRST + timedelta(days=days))
        await ward.live(cases)
        return ward


def main() -> None:
    cases, began = int(sys.argv[1]), time.monotonic()
    ward = asyncio.run(simulate("sqlite", cases, days=THREE_YEARS))
    took = time.monotonic() - began
    print(f"{cases} cases, {ward.sweeps} sweeps, {ward.crashes} crashes, {ward.lines} reminders said, {took:.0f} s")
    for line in ward.wrong[:20]:
        print(line)
    sys.exit(1 if ward.wrong else 0)


if __name__ == "__main__":
    main()
