"""The numbers in words, the same in the conversation, on the chart and in the sheet; a hidden one is always a dash."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.context import Office
from storage.domain.clocks import ClockKind
from storage.domain.permissions import Actor
from storage.domain.ports import UnitOfWork
from storage.domain.statistics import Group, Line, Numbers, Outcome, Period, Table, begin
from storage.domain.suppression import Shown

CLOCK: Final = ClockKind.FINAL  # the clock whose outcomes are told where there is room for one only
_NO: Final = "-"
_PERIODS: Final = {"m": Period.MONTH, "q": Period.QUARTER, "y": Period.YEAR}
_GROUPS: Final = {"u": Group.UNIT, "t": Group.TOPIC}
_OUTCOMES: Final = {"g": Outcome.ON_TIME, "l": Outcome.LATE, "o": Outcome.OPEN, "d": Outcome.OVERDUE}


@dataclass(frozen=True, slots=True)
class View:
    """What of the numbers is looked at; ``code`` is one unit or topic, ``outcome`` asks for the cases themselves."""

    period: Period = Period.MONTH
    group: Group | None = None
    code: str = ""
    outcome: Outcome | None = None
    files: bool = False

    @property
    def value(self) -> str:
        """As the button of the view carries it: ``m.u.KT.d``; short, for some buttons take few bytes."""
        what = "f" if self.files else _letter(_OUTCOMES, self.outcome)
        return ".".join((_letter(_PERIODS, self.period), _letter(_GROUPS, self.group), self.code or _NO, what))


def _letter(letters: dict[str, Period] | dict[str, Group] | dict[str, Outcome], value: object) -> str:
    return next((letter for letter, each in letters.items() if each is value), _NO)


def read_view(detail: str) -> tuple[View, int]:
    """The view a button asks for, and the page of its list; the first page of this month if it cannot be read."""
    period, group, code, what, page, *_ = [*detail.split("."), *[""] * 5]
    view = View(
        period=_PERIODS.get(period, Period.MONTH),
        group=_GROUPS.get(group),
        code=code if group in _GROUPS and code != _NO else "",
        outcome=_OUTCOMES.get(what),
        files=what == "f",
    )
    return view, int(page) if page.isdecimal() else 0


async def numbers_today(reads: UnitOfWork, office: Office, today: date, actor: Actor) -> Numbers:
    """All that can be told today to this reader: what the lists behind the numbers leave out is in none of them."""
    spans = await reads.statistics.spans(begin(Period.YEAR, today), reader=actor.everywhere)
    # A year of a large office takes tenths of a second to count: nobody else's reply waits for it.
    return await asyncio.to_thread(Numbers, spans, today, office.calendar)


class Wording:
    """Says numbers in one language."""

    def __init__(self, office: Office, language: str, today: date) -> None:
        self._office, self._language, self._today = office, language, today

    def text(self, key: str, **arguments: str | int) -> str:
        return self._office.texts.say(self._language, key, **arguments)

    def title(self, period: Period) -> str:
        """ "Tháng 11/2026, đến 22/11"."""
        today = self._today
        named = self.text(
            f"numbers-{period.value}",
            **{
                Period.MONTH: {"month": str(today.month), "year": str(today.year)},
                Period.QUARTER: {"quarter": str((today.month + 2) // 3), "year": str(today.year)},
                Period.YEAR: {"year": str(today.year)},
            }[period],
        )
        return self.text("numbers-until", period=named, day=f"{today:%d/%m}")

    def name(self, group: Group | None, code: str) -> str:
        """The unit or topic in words, "" for the whole office."""
        if group is None or not code:
            return ""
        texts = self._office.texts
        return texts.unit(self._language, code) if group is Group.UNIT else texts.topic(self._language, code)

    def outcome(self, outcome: Outcome) -> str:
        return self.text(f"numbers-outcome-{outcome.value.replace('_', '-')}")

    def clock(self, clock: ClockKind) -> str:
        return self.text(f"numbers-clock-{clock.value.replace('_', '-')}")

    def count(self, count: Shown) -> str:
        return self.text("numbers-hidden") if count is None else str(count)

    def share(self, line: Line) -> str:
        """A dash where it is hidden, words where nothing is due yet."""
        if None in line.outcomes.values() and line.on_time_share is None:
            return self.text("numbers-hidden")
        share = line.on_time_share
        return self.text("numbers-none-due") if share is None else self.text("numbers-share", share=str(share))

    def days(self, line: Line, days: int | None) -> str:
        """How long; a dash for a line that is hidden, words where too many are still open to tell."""
        if line.total is None:
            return self.text("numbers-hidden")
        return self.text("numbers-not-yet") if days is None else self.text("numbers-days", days=days)

    def whole(self, view: View, tables: Mapping[ClockKind, Line]) -> str:
        """The numbers of the whole office, or of one unit or topic."""
        line, name = tables[CLOCK], self.name(view.group, view.code)
        if line.total is None:
            return self.text("numbers-too-few", title=self.title(view.period), name=name or "is-empty")
        outcomes = {outcome: self.count(line.outcomes[outcome]) for outcome in Outcome}
        return self.text(
            "numbers-whole",
            title=self.title(view.period),
            name=name,
            total=self.count(line.total),
            good=outcomes[Outcome.ON_TIME],
            late=outcomes[Outcome.LATE],
            open=outcomes[Outcome.OPEN],
            overdue=outcomes[Outcome.OVERDUE],
            share=self.share(line),
            clocks="\n".join(self._clock_line(clock, each) for clock, each in tables.items()),
            hidden="yes" if None in (n for each in tables.values() for n in each.outcomes.values()) else "no",
            note=self.text("numbers-note"),
        )

    def _clock_line(self, clock: ClockKind, line: Line) -> str:
        return self.text(
            "numbers-clock",
            clock=self.clock(clock),
            median=self.days(line, line.median),
            decile=self.days(line, line.ninth_decile),
            overdue=self.count(line.outcomes[Outcome.OVERDUE]),
            oldest="" if line.oldest is None else self.text("numbers-days", days=line.oldest),
        )

    def breakdown(self, view: View, table: Table) -> str:
        """The lines of the units or topics, hidden ones by name only."""
        assert view.group is not None
        title = self.title(view.period)
        head = "numbers-by-unit" if view.group is Group.UNIT else "numbers-by-topic"
        said = [self.text(head, title=title)]
        said += [self._line(line, view.group) for line in table.lines if line.total is not None]
        if hidden := [self.name(view.group, line.code) for line in table.lines if line.total is None]:
            said.append(self.text("numbers-lines-hidden", names=", ".join(hidden)))
            said.append(self.text("numbers-note"))
        return "\n".join(said)

    def _line(self, line: Line, group: Group) -> str:
        return self.text(
            "numbers-line",
            name=self.name(group, line.code),
            total=self.count(line.total),
            overdue=self.count(line.outcomes[Outcome.OVERDUE]),
            share=self.share(line),
            median=self.days(line, line.median),
            decile=self.days(line, line.ninth_decile),
        )


def lines_of(numbers: Numbers, view: View) -> Mapping[ClockKind, Line]:
    """The line that is looked at, of each clock that there is."""
    group = view.group or Group.UNIT
    tables = {clock: numbers.table(clock, group, view.period) for clock in numbers.clocks}
    lines = {clock: table.line(view.code) if view.code else table.whole for clock, table in tables.items()}
    return {clock: line for clock, line in lines.items() if line is not None}
