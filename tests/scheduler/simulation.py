"""Three years of a ward in minutes: cases live and are forgotten, the machine sleeps, its clock jumps, schedulers race.

``make simulate`` runs it in full, with 10,000 cases: how far it is on stderr, what was counted as a line of JSON at the
end. The tests run it with fewer.
"""

import asyncio
import heapq
import itertools
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select

from handlers import notices, timing
from scheduler.reminders import sweep
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks, Moment, leading
from storage.domain.ids import AccountKey, CaseId
from storage.domain.ladder import Step, reached
from storage.domain.lifecycle import OPEN, Status
from storage.domain.permissions import Post, Role
from storage.domain.records import EventKind
from storage.domain.reminders import due_reminder, reminded_clocks
from storage.sql import schema as t
from storage.sql.engine import Database
from tests.scheduler.desk import at, file, routed
from tests.scheduler.office import demo_office, enrol
from tests.storage.databases import fresh_database
from tests.storage.opened import opened_outbox

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
TOLD_EVERY: Final = 500
WATCHED: Final = (
    "on a day off",
    "in quiet hours",
    "after its end",
    "asked for after its end",
    "twice in one digest",
    "a third digest on a day",
    "slept through",
    "never said",
    "the ladder",
    "lies about",
)
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
    seen: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)  # by what is wrong
    examples: list[str] = field(default_factory=list)
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
            if case_id is None and len(self.cases) % TOLD_EVERY == 0:
                print(f"{self.now:%d/%m/%Y} {len(self.cases)} cases, {len(self.open_refs)} open", file=sys.stderr)
            if self.now.date() <= self.last:
                await self._act(case_id)
        await self._sweep_until(at(self.last + timedelta(days=ENDING_DAYS * 2), 7))
        await self._check_the_end()

    def _plan(self, moment: datetime, case_id: CaseId | None) -> None:
        heapq.heappush(self.acts, (moment, next(self._number), case_id))

    # What people do

    async def _act(self, case_id: CaseId | None) -> None:
        today = self.now.date()
        case = await self._file() if case_id is None else await self._go_on(case_id, today)
        if case.status in OPEN:
            self.open_refs.add(case.ref)
            self._plan(self.now + timedelta(hours=self.chance.choice(PAUSES)), case.id)
        else:
            self.open_refs.discard(case.ref)
            if case.status is Status.ANSWERED and self.chance.random() < 0.1:
                self._plan(self.now + timedelta(days=3), case.id)

    async def _file(self) -> Case:
        calendar = demo_office().calendar
        counted = calendar.receipt_day(self.now)
        due_on = calendar.add_working_days(counted, self.chance.choice((3, 7, 7, 10)))
        case = await file(self.database.store, on=counted, due_on=due_on)
        self.cases.append(case.id)
        return case

    async def _go_on(self, case_id: CaseId, today: date) -> Case:
        """Something this case allows; often nothing at all."""
        office = demo_office()
        async with self.database.store.writing() as uow:
            case = await uow.cases.get_by_id(case_id)
            known = len(case.events)
            act = self.chance.choice([*_acts_on(case, today, self.chance), None])
            if act is not None:
                act(case)
                fresh = case.events[known:]
                await timing.keep(case, fresh, uow, office.organisation, Moment(today, today, office.calendar))
                await uow.cases.save(case)
                await notices.put(case, case.events[known:], uow, office.organisation)
                await uow.commit()
        return case

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
        self.seen["ticks"] += 1
        before = self.now
        if self.chance.random() < 0.02:
            self.now -= timedelta(days=1)
        racing = [
            asyncio.ensure_future(sweep(self.database.store, demo_office(), self.now))
            for _ in range(self.chance.choice((1, 1, 3)))
        ]
        if self.chance.random() < 0.05:
            self.seen["crashes"] += 1
            await asyncio.sleep(self.chance.random() * 0.01)
            for task in racing:
                task.cancel()
            await asyncio.gather(*racing, return_exceptions=True)
            await sweep(self.database.store, demo_office(), self.now)  # after the restart
        for fault in await asyncio.gather(*racing, return_exceptions=True):
            if isinstance(fault, Exception):
                self._fault("a sweep failed", type(fault).__name__)
        await self._check_said()
        if self.now == before:
            await self._check_nothing_missed()
        self.now = before

    async def _next_wake(self) -> date | None:
        rows = await self._rows(select(t.wake_up.c.wake_on).order_by(t.wake_up.c.wake_on).limit(1))
        return rows[0].wake_on if rows else None

    # What must be true

    def _fault(self, what: str, example: object) -> None:
        self.wrong[what] += 1
        if self.wrong[what] <= 5:
            self.examples.append(f"{what}: {self.now:%Y-%m-%d %H:%M} {example}")

    async def _check_said(self) -> None:
        """What has gone out since the last look: at a good hour, of open cases, at most twice a day."""
        calendar = demo_office().calendar
        new = [row for row in await opened_outbox(self.database) if row.payload["text_key"] == "notice-digest"]
        if new and not calendar.is_working_day(self.now.date()):
            self._fault("on a day off", len(new))
        elif new and not calendar.may_push(self.now):
            self._fault("in quiet hours", len(new))
        for row in new:
            self._check_digest(row.account_key, row.payload["arguments"])
        async with self.database.writer.begin() as connection:  # as delivery does: what was sent waits no more
            await connection.execute(t.outbox.delete())

    def _check_digest(self, reader: AccountKey, arguments: dict[str, Any]) -> None:
        self.digests[reader, self.now.date()] += 1
        if self.digests[reader, self.now.date()] > 2:
            self._fault("a third digest on a day", reader.hex())
        said = [ref for group in ("overdue", "today", "week", "later") for ref in REF.findall(arguments[group])]
        self.seen["digests"] += 1
        self.seen["lines"] += len(said)
        for ref, times in Counter(said).items():
            if ref not in self.open_refs:
                self._fault("after its end", ref)
            if times > 1:
                self._fault("twice in one digest", ref)

    async def _check_nothing_missed(self) -> None:
        """Every open case whose clock asks for a word today has had it claimed."""
        calendar, today = demo_office().calendar, self.now.date()
        if not calendar.may_push(self.now) or self.now.hour < demo_office().organisation.reminder_hour:
            return
        asking = {
            (case_id, reminder.remind_on)
            for case_id, clocks in (await self._open_clocks()).items()
            for clock in reminded_clocks(clocks)
            if (reminder := due_reminder(clock, today, calendar)) is not None
        }
        ids = [case_id for case_id, _ in asking]
        claimed: set[tuple[CaseId, date]] = set()
        for start in range(0, len(ids), 500):
            these = t.reminder.c.case_id.in_(ids[start : start + 500])
            rows = await self._rows(select(t.reminder.c.case_id, t.reminder.c.remind_on).where(these))
            claimed |= {(row.case_id, row.remind_on) for row in rows}
        self.seen["words asked for"] += len(asking)
        for case_id, remind_on in asking - claimed:
            self._fault("slept through", f"{case_id.hex()} {remind_on}")

    async def _open_clocks(self) -> dict[CaseId, Clocks]:
        found: dict[CaseId, dict[ClockKind, Clock]] = {}
        for row in await self._rows(select(t.clock).where(t.clock.c.stopped_on.is_(None))):
            kind = ClockKind(row.kind)
            clock = Clock(kind, row.started_on, row.due_on, row.paused_on, row.paused_days)
            found.setdefault(CaseId(row.case_id), {})[kind] = clock
        return dict(found)

    async def _check_the_end(self) -> None:
        """Each case has been answered, or has climbed to the top; on its way no step was left out or repeated."""
        self.seen["reminders"] = (await self._rows(select(func.count()).select_from(t.reminder)))[0][0]
        waiting = select(func.count()).where(t.reminder.c.waiting.is_not(None))
        if left := (await self._rows(waiting))[0][0]:
            self._fault("never said", left)
        daily = or_(t.reminder.c.kind.like("%overdue"), t.reminder.c.kind.like("%ladder-%"))
        over = (t.clock.c.case_id == t.reminder.c.case_id) & (t.clock.c.kind == ClockKind.FINAL)
        late = select(func.count()).select_from(t.reminder.join(t.clock, over))
        if claimed := (await self._rows(late.where(daily, t.reminder.c.remind_on > t.clock.c.stopped_on)))[0][0]:
            self._fault("asked for after its end", claimed)
        for start in range(0, len(self.cases), 500):
            ids = self.cases[start : start + 500]
            async with self.database.store.reading() as reads:
                cases, clocks = await reads.cases.some(ids), await reads.deadlines.clocks_of(ids)
            for case_id, case in cases.items():
                self._check_ending(case, clocks[case_id])

    def _check_ending(self, case: Case, clocks: Clocks) -> None:
        told = [e for e in case.events if e.kind is EventKind.ESCALATED]
        self.seen["steps of the ladder"] += len(told)
        for fault in _ladder_faults(case):
            self._fault("the ladder", fault)
        if case.status not in OPEN:
            self.seen[f"cases {case.status.value}"] += 1
            return
        lead = leading(clocks)
        if lead is not None and reached(case.events, lead) is Step.SECRETARY:
            self.seen["cases open at the top of the ladder"] += 1
        else:
            self._fault("lies about", f"{case.ref} {case.status}")

    async def _rows(self, query: Any) -> Sequence[Any]:
        async with self.database.writer.connect() as connection:
            return (await connection.execute(query)).all()


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
    counted = {
        "cases": len(ward.cases),
        "seconds": round(time.monotonic() - began),
        **dict(sorted(ward.seen.items())),
        "wrong": dict.fromkeys(WATCHED, 0) | ward.wrong,
        "examples": ward.examples,
    }
    print(json.dumps(counted, ensure_ascii=False))
    sys.exit(1 if ward.wrong else 0)


if __name__ == "__main__":
    main()
