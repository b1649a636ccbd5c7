"""The digest: all that waits to be said to a person goes out as one message, twice a day at most."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from handlers import recipients
from handlers.context import Office
from handlers.digests import RESPOND, digest
from scheduler.stumbling import set_aside
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks, leading
from storage.domain.digest import LADDER, LAPSED, UPDATE, Line, Waiting, comes_later
from storage.domain.ids import AccountKey, CaseId
from storage.domain.ladder import STEPS, Step, Tried, steps_told
from storage.domain.lifecycle import Status
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Recipient, Store, UnitOfWork
from storage.domain.records import EventKind
from storage.domain.rights import DataRequest
from storage.domain.set_aside import Sweep
from storage.domain.views import summarise

SUMMARY: Final = 70  # characters: enough to know which one it is
_ABOVE: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.HEAD: (RESPOND, "extend", "open"),
    Step.OFFICE: ("route", "open"),
    Step.CHAIR: ("assign", "answer", "open"),
    Step.SECRETARY: ("assign", "answer", "open"),
}
_PROMISED: Final = ("done", "move", "promise")
_PROMISED_TO: Final = ("promise", "open")
_UPDATED: Final = ("interim", RESPOND, "open")
_STEP_OF: Final = {f"{LADDER}{step.code}": step for step in STEPS}


async def send(store: Store, office: Office, now: datetime, slot: int) -> None:
    """What waits goes out, unless this digest has gone, or another scheduler is still collecting for it."""
    today = now.astimezone(office.calendar.zone).date()
    async with store.reading() as reads:
        if await reads.deadlines.any_due(today) or await reads.reminders.has_digest(today, slot):
            return
        waiting = await reads.reminders.waiting()
        asked = [r for r in await reads.rights.requests() if r.is_to_be_reminded_of(today, office.calendar)]
        units = {each.unit for each in waiting} | ({office.organisation.office} if asked else set())
        if any(comes_later(now, office.calendar_of(unit), slot) for unit in units):
            return  # a digest is one for all: it goes out when the last of them may be written to
        post = _Post(office, now, today, reads)
        envelopes = await post.of(waiting, asked)
    if not post.said and not post.asked and not post.stumbled:
        return
    async with store.writing() as uow:
        if await uow.reminders.open_digest(today, slot):
            await uow.reminders.said(post.said)
            await uow.rights.reminded(post.asked, today)
            await uow.outbox.put(envelopes)
            await uow.set_aside.clear({each.case_id for each in post.said}, Sweep.DIGEST)
            for case_id, error in post.stumbled.items():  # its reminders wait for the next digest
                await set_aside(case_id, error, Sweep.DIGEST, today, uow)
            await uow.commit()


@dataclass(slots=True)
class _Post:
    """Puts what waits into one notice a person. Cases and people are read once, however many lines there are."""

    office: Office
    now: datetime
    today: date
    reads: UnitOfWork
    said: list[Waiting] = field(default_factory=list)
    asked: Sequence[DataRequest] = ()
    stumbled: dict[CaseId, Exception] = field(default_factory=dict)
    cases: Mapping[CaseId, Case] = field(default_factory=dict)
    clocks: Mapping[CaseId, Clocks] = field(default_factory=dict)
    tried: Mapping[tuple[CaseId, ClockKind], Tried] = field(default_factory=dict)
    people: dict[object, tuple[Step, Sequence[Recipient]]] = field(default_factory=dict)
    unreached: dict[object, bool] = field(default_factory=dict)
    chats: dict[str, Sequence[Recipient]] = field(default_factory=dict)

    async def of(self, waiting: Sequence[Waiting], asked: Sequence[DataRequest]) -> list[Envelope]:
        """The digests of those who may be written to now, by the hours of the unit they are written to for."""
        now_said = [reminder for reminder in waiting if self._may_push(reminder.unit)]
        await self._read(now_said)
        people: dict[AccountKey, tuple[Recipient, str]] = {}
        lines: dict[AccountKey, list[Line]] = defaultdict(list)
        for reminder in now_said:
            found = await self._tried_line(reminder)
            if found is None:
                continue
            line, readers = found
            if readers and line.step is Step.OFFICE and not self._may_push(self.office.organisation.office):
                continue  # told in place of a unit that has nobody, and not at work today
            self.said.append(reminder)
            for person in readers:
                people[person.account] = person, reminder.unit
                lines[person.account].append(line)
            for chat in await self._chats(line) if readers and not self.cases[reminder.case_id].excluded else ():
                people[chat.account] = chat, reminder.unit
                lines[chat.account].append(replace(line, summary=""))
        clerks = await self._clerks(asked)
        for clerk in clerks:
            people.setdefault(clerk.account, (clerk, self.office.organisation.office))
        if self.stumbled and not self.said and len(self.stumbled) > 1:
            raise next(iter(self.stumbled.values()))  # all of them: then it is not the cases
        return [
            Envelope(
                self._digest(lines[key], person, unit, self.asked if person in clerks else ()),
                Priority.REMINDER,
                account=key,
                language=person.language,
            )
            for key, (person, unit) in people.items()
        ]

    async def _clerks(self, asked: Sequence[DataRequest]) -> Sequence[Recipient]:
        """Whom to remind of what people ask about their data: the office, while it is at work."""
        if not asked or not self._may_push(self.office.organisation.office):
            return ()
        found = await recipients.office(self.reads, self.today)
        self.asked = asked if found else ()
        return found

    def _digest(self, lines: Sequence[Line], to: Recipient, unit: str, asked: Sequence[DataRequest]) -> Notice:
        return digest(lines, to.language, self.office, self.today, unit, requests=asked)

    def _may_push(self, unit: str) -> bool:
        return self.office.calendar_of(unit).may_push(self.now)

    async def _tried_line(self, reminder: Waiting) -> tuple[Line, Sequence[Recipient]] | None:
        if reminder.case_id in self.stumbled:
            return None
        try:
            return await self._line(reminder)
        except Exception as error:
            self.stumbled[reminder.case_id] = error
            return None

    async def _line(self, reminder: Waiting) -> tuple[Line, Sequence[Recipient]]:
        """The line and its readers: nobody, if the case has been settled since."""
        case, clocks = self.cases[reminder.case_id], self.clocks[reminder.case_id]
        clock, above, update = _clock(reminder, clocks), _step(reminder), reminder.kind == UPDATE
        step, readers = await self._readers(reminder, case, above)
        line = Line(
            ref=case.ref,
            unit=_who_let_it_lapse(case) if reminder.kind == LAPSED else case.department,
            summary=summarise(case.body, SUMMARY),
            due_on=self.today if update else case.due_on if clock is None else clock.due_on,
            clock=ClockKind.FINAL if clock is None else clock.kind,
            step=step,
            actions=_UPDATED if update else _actions(case, clock, step),
            lapsed=reminder.kind == LAPSED,
            update=update,
            tried=self.tried[case.id, _of(reminder)] if above is not None else None,
        )
        return line, readers if clock is not None and clock.runs else ()

    async def _chats(self, line: Line) -> Sequence[Recipient]:
        """Those of the department that owes the answer; others read along, so no words of a case go there."""
        if line.step is not Step.OFFICER:
            return ()
        if line.unit not in self.chats:
            self.chats[line.unit] = await recipients.department_chats(line.unit, self.reads)
        return self.chats[line.unit]

    async def _readers(self, reminder: Waiting, case: Case, above: Step | None) -> tuple[Step, Sequence[Recipient]]:
        lapsed = reminder.kind == LAPSED
        same = (above, lapsed, case.department, case.owner, case.rank, case.status, case.excluded)
        if same not in self.people:
            organisation = self.office.organisation
            if lapsed:
                self.people[same] = Step.OFFICE, await recipients.somebody(case, self.reads, organisation, self.today)
            elif above is not None:
                found = await recipients.step_people(above, case, self.reads, organisation, self.today)
                self.people[same] = above, found
            else:
                self.people[same] = await recipients.debtors(case, self.reads, organisation, self.today)
        return self.people[same]

    async def _read(self, waiting: Sequence[Waiting]) -> None:
        """All that the lines are about, in few queries."""
        case_ids = {reminder.case_id for reminder in waiting}
        self.cases = await self._cases(case_ids)
        self.clocks = await self.reads.deadlines.clocks_of(case_ids)
        told = {(each.case_id, _of(each)) for each in waiting if _step(each) and each.case_id in self.cases}
        climbed = {case_id for case_id, _ in told}
        times, seen = await self.reads.reminders.times_of(climbed), await self.reads.deadlines.seen_of(climbed)
        self.tried = {
            (case_id, of): await self._with_unreached(
                _tried(self.cases[case_id], of, times[case_id], seen[case_id], self.today), self.cases[case_id]
            )
            for case_id, of in told
        }

    async def _with_unreached(self, tried: Tried, case: Case) -> Tried:
        """A step that was written to in vain is not said to have been told."""
        steps = {Step.OFFICER, *(step for step, _ in tried.steps)}
        return replace(tried, unreached=frozenset({step for step in steps if await self._is_unreached(step, case)}))

    async def _is_unreached(self, step: Step, case: Case) -> bool:
        same = (step, case.department, case.excluded)
        if same not in self.unreached:
            organisation, but = self.office.organisation, case.excluded
            people = (
                await recipients.department(case.department, self.reads, organisation, self.today, but=but)
                if step is Step.OFFICER
                else await recipients.step_people(step, case, self.reads, organisation, self.today)
            )
            failed = [await self.reads.outbox.has_failed(person.account) for person in people]
            self.unreached[same] = bool(failed) and all(failed)
        return self.unreached[same]

    async def _cases(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Case]:
        try:
            return await self.reads.cases.some(case_ids)
        except Exception:  # one of them, and nobody knows which
            found: dict[CaseId, Case] = {}
            for case_id in case_ids:
                try:
                    found |= await self.reads.cases.some([case_id])
                except Exception as error:
                    self.stumbled[case_id] = error
            return found


def _tried(case: Case, of: ClockKind, times: int, seen: Mapping[str, date], today: date) -> Tried:
    return Tried(
        reminders=times,
        steps=steps_told(case.events, of, today),
        seen_on=seen.get(case.department),
        extensions=case.extensions,
        bounces=case.bounces,
    )


def _clock(reminder: Waiting, clocks: Clocks) -> Clock | None:
    """The clock a reminder is about; a step of the ladder hears of the one that leads."""
    name, dot, _ = reminder.kind.partition(".")
    if dot:
        return clocks.get(ClockKind(name))
    return leading(clocks) if reminder.kind == LAPSED or _step(reminder) else clocks.get(ClockKind.FINAL)


def _step(reminder: Waiting) -> Step | None:
    """The step of the ladder that is told, if one is."""
    return _STEP_OF.get(reminder.kind.rpartition(".")[2])


def _of(reminder: Waiting) -> ClockKind:
    """Whether it is about what was promised, or about the answer."""
    return ClockKind.PROMISE if reminder.kind.startswith(ClockKind.PROMISE) else ClockKind.FINAL


def _who_let_it_lapse(case: Case) -> str:
    return next(e.detail["department"] for e in reversed(case.events) if e.kind is EventKind.LAPSED)


def _actions(case: Case, clock: Clock | None, step: Step) -> tuple[str, ...]:
    """What this reader can do, the most useful first."""
    if clock is not None and clock.kind is ClockKind.PROMISE:
        return _PROMISED if step <= Step.HEAD else _PROMISED_TO
    match case.status:
        case Status.AWAITING_APPROVAL if step >= Step.CHAIR:
            return ("approve", "open")
        case _ if step is not Step.OFFICER:
            return _ABOVE[step]
        case Status.ROUTED:
            return (RESPOND, "accept", "bounce")
        case Status.IN_PROGRESS:
            return (RESPOND, "bounce", "open") if case.extensions else (RESPOND, "extend", "bounce")
        case _:  # laid before a leader whom there is not, or the author was asked and has not replied
            return (RESPOND, "extend", "open")
