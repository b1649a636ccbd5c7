"""The digest: all that waits to be said to a person goes out as one message, twice a day at most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from handlers import recipients
from handlers.context import Office
from handlers.digests import RESPOND, digest
from scheduler.ladder import LADDER
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks, leading
from storage.domain.digest import LAPSED, Line, Waiting
from storage.domain.ids import AccountKey, CaseId
from storage.domain.ladder import STEPS, Step, Tried, steps_told
from storage.domain.lifecycle import Status
from storage.domain.outbox import Envelope, Priority
from storage.domain.ports import Recipient, Store, UnitOfWork
from storage.domain.records import EventKind
from storage.domain.views import summarise

SUMMARY: Final = 70  # characters: enough to know which one it is
_ABOVE: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.HEAD: (RESPOND, "extend", "open"),
    Step.OFFICE: ("route", "open"),
    Step.CHAIR: ("assign", "answer", "open"),
    Step.SECRETARY: ("assign", "answer", "open"),
}
_PROMISED: Final = ("done", "move", "promise")
_STEP_OF: Final = {f"{LADDER}{step.code}": step for step in STEPS}


async def send(store: Store, office: Office, today: date, slot: int) -> None:
    """What waits goes out, unless this digest has gone, or another scheduler is still collecting for it."""
    async with store.reading() as reads:
        if await reads.deadlines.any_due(today) or await reads.reminders.has_digest(today, slot):
            return
        waiting = await reads.reminders.waiting()
        envelopes = await _Post(office, today, reads).of(waiting)
    if not waiting:
        return
    async with store.writing() as uow:
        if await uow.reminders.open_digest(today, slot):
            await uow.reminders.said(waiting)
            await uow.outbox.put(envelopes)
            await uow.commit()


@dataclass(slots=True)
class _Post:
    """Puts what waits into one notice a person. Cases and people are read once, however many lines there are."""

    office: Office
    today: date
    reads: UnitOfWork
    read: dict[CaseId, tuple[Case, Clocks]] = field(default_factory=dict)
    tried: dict[CaseId, Tried] = field(default_factory=dict)
    people: dict[object, tuple[Step, Sequence[Recipient]]] = field(default_factory=dict)

    async def of(self, waiting: Sequence[Waiting]) -> list[Envelope]:
        people: dict[AccountKey, Recipient] = {}
        lines: dict[AccountKey, list[Line]] = defaultdict(list)
        for reminder in waiting:
            line, readers = await self._line(reminder)
            for person in readers:
                people[person.account] = person
                lines[person.account].append(line)
        return [
            Envelope(
                digest(lines[key], person.language, self.office, self.today),
                Priority.REMINDER,
                account=key,
                language=person.language,
            )
            for key, person in people.items()
        ]

    async def _line(self, reminder: Waiting) -> tuple[Line, Sequence[Recipient]]:
        """The line and its readers: nobody, if the case has been settled since."""
        case, clocks = await self._case(reminder.case_id)
        clock, above = _clock(reminder, clocks), _STEP_OF.get(reminder.kind)
        step, readers = await self._readers(reminder, case, above)
        line = Line(
            ref=case.ref,
            unit=_who_let_it_lapse(case) if reminder.kind == LAPSED else case.department,
            summary=summarise(case.body, SUMMARY),
            due_on=case.due_on if clock is None else clock.due_on,
            clock=ClockKind.FINAL if clock is None else clock.kind,
            step=step,
            actions=_PROMISED if clock is not None and clock.kind is ClockKind.PROMISE else _actions(case, step),
            lapsed=reminder.kind == LAPSED,
            tried=await self._tried(case) if above is not None else None,
        )
        return line, readers if clock is not None and clock.runs else ()

    async def _readers(self, reminder: Waiting, case: Case, above: Step | None) -> tuple[Step, Sequence[Recipient]]:
        lapsed = reminder.kind == LAPSED
        same = (above, lapsed, case.department, case.owner, case.rank, case.status)
        if same not in self.people:
            organisation = self.office.organisation
            if lapsed:
                self.people[same] = Step.OFFICE, await recipients.office(self.reads, self.today)
            elif above is not None:
                found = await recipients.step_people(above, case, self.reads, organisation, self.today)
                self.people[same] = above, found
            else:
                self.people[same] = await recipients.debtors(case, self.reads, organisation, self.today)
        return self.people[same]

    async def _case(self, case_id: CaseId) -> tuple[Case, Clocks]:
        if case_id not in self.read:
            case = await self.reads.cases.get_by_id(case_id)
            self.read[case_id] = case, await self.reads.deadlines.clocks(case_id)
        return self.read[case_id]

    async def _tried(self, case: Case) -> Tried:
        if case.id not in self.tried:
            of_case = await self.reads.reminders.of_case(case.id)
            self.tried[case.id] = Tried(
                reminders=len([r for r in of_case if r.kind != LAPSED and r.kind not in _STEP_OF]),
                steps=steps_told(case.events, self.today),
                seen_on=(await self.reads.deadlines.seen(case.id)).get(case.department),
                extensions=case.extensions,
                bounces=case.bounces,
            )
        return self.tried[case.id]


def _clock(reminder: Waiting, clocks: Clocks) -> Clock | None:
    """The clock a reminder is about; a step of the ladder hears of the one that leads."""
    name, dot, _ = reminder.kind.partition(".")
    if dot:
        return clocks.get(ClockKind(name))
    return leading(clocks) if reminder.kind == LAPSED or reminder.kind in _STEP_OF else clocks.get(ClockKind.FINAL)


def _who_let_it_lapse(case: Case) -> str:
    return next(e.detail["department"] for e in reversed(case.events) if e.kind is EventKind.LAPSED)


def _actions(case: Case, step: Step) -> tuple[str, ...]:
    """What this reader can do, the most useful first."""
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
