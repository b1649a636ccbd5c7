"""What an answer promised: whose it is, by when, with which proof, and who says that it is done.

"Đơn vị nói xong" and "người gửi nói xong" are two facts, kept apart: neither stands for the other.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.case import Case
from storage.domain.deadlines import last_day
from storage.domain.errors import IncompleteDraft, InvalidTransition
from storage.domain.ids import CaseId
from storage.domain.records import AUTHOR, EventKind

UPDATE_EVERY: Final = 7  # working days between two words on a case that was answered for now (domain sheet, 3.5)
SILENCE: Final = 10  # working days an author has to say whether it was done; then the unit's word is left alone


class CommitmentKind(StrEnum):
    """What was promised."""

    WORK = "work"  # something will be done
    ANSWER = "answer"  # the full answer will come: made by an interim one


class Word(StrEnum):
    """What an author says of a promise."""

    DONE = "done"
    NOT_DONE = "not_done"


class Ending(StrEnum):
    """Why nobody looks at a promise any more."""

    KEPT = "kept"  # both say so
    SILENT = "silent"  # the unit says so, the author said nothing
    REPLACED = "replaced"  # a later answer promised anew
    ANSWERED = "answered"  # the full answer came
    DROPPED = "dropped"  # the case was withdrawn, declined or merged


class Standing(StrEnum):
    """Where a promise stands, from what both sides said."""

    OPEN = "open"
    UNIT_SAYS_DONE = "unit_says_done"
    AUTHOR_SAYS_DONE = "author_says_done"
    DISPUTED = "disputed"  # an author says it is not done
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class AuthorWord:
    """What the author of this case (the case itself, or one merged into it) said last, and on which day."""

    ref: str
    word: Word
    on: date


@dataclass(slots=True, kw_only=True)
class Commitment:
    """One promise of a case. Its verbs also write the case's history, from which the notices are made."""

    case_id: CaseId
    seq: int
    kind: CommitmentKind
    unit: str
    task: str
    promised_on: date
    first_due_on: date
    due_on: date
    slips: int = 0
    unit_done_on: date | None = None
    proof: str = ""
    words: tuple[AuthorWord, ...] = ()
    asked_on: date | None = None
    ending: Ending | None = None
    wake_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.ending is None

    @property
    def standing(self) -> Standing:
        said = {each.word for each in self.words}
        if Word.NOT_DONE in said:
            return Standing.DISPUTED
        if self.unit_done_on is not None:
            return Standing.KEPT if said else Standing.UNIT_SAYS_DONE
        return Standing.AUTHOR_SAYS_DONE if said else Standing.OPEN

    @property
    def hears(self) -> bool:
        """Whether an author's word still changes something."""
        return self.ending in (None, Ending.KEPT, Ending.SILENT)

    def responsible(self, case: Case) -> str:
        """The unit that answers for it today: when the case has moved on, its promise has moved with it."""
        return self.unit if self.unit in (case.department, *case.supporting) else case.department

    def move(self, case: Case, due_on: date, reason: str, *, by: str, on: date, calendar: WorkCalendar) -> None:
        """Another date, told to everybody linked to the case; a later one is a slip and is counted."""
        self._must_be_open()
        if due_on <= on or due_on == self.due_on:
            raise IncompleteDraft("promise-due-unreadable")
        if not reason.strip():
            raise IncompleteDraft("error-empty-text")
        was, self.slips = self.due_on, self.slips + (due_on > self.due_on)
        self.due_on, self.asked_on, self.unit_done_on, self.proof = due_on, None, None, ""
        self.words = ()  # they spoke of the old date
        self.wake_on = last_day(due_on, calendar)
        case.note_promise(
            EventKind.PROMISE_MOVED,
            by=by,
            on=on,
            text=self.task,
            reason=reason.strip(),
            was=was.isoformat(),
            promised=due_on.isoformat(),
        )

    def say_done(self, case: Case, proof: str, *, by: str, on: date, calendar: WorkCalendar) -> None:
        """ "Đơn vị nói xong", with its proof; the authors are asked whether they say so too."""
        self._must_be_open()
        if not proof.strip():
            raise IncompleteDraft("error-empty-text")
        self.unit_done_on, self.proof, self.asked_on = on, proof.strip(), on
        self.words = tuple(each for each in self.words if each.word is Word.DONE)  # an earlier "no" is asked again
        self.wake_on = calendar.add_working_days(on, SILENCE)
        case.note_promise(EventKind.UNIT_DONE, by=by, on=on, reason=self.proof, text=self.task)
        self._settle()

    def ask_author(self, case: Case, *, on: date, calendar: WorkCalendar) -> None:
        """On the promised date: was it done?"""
        self._must_be_open()
        self.asked_on, self.wake_on = on, calendar.add_working_days(on, SILENCE)
        case.note_promise(
            EventKind.ASKED_IF_DONE, by=self.unit, on=on, text=self.task, promised=self.due_on.isoformat()
        )

    def hear(self, case: Case, ref: str, word: Word, *, on: date) -> None:
        """ "Đã làm" or "Chưa làm", from the author of the case with this reference; the last word counts.

        It is heard after the end as well: of several authors one may say yes first, and a "no" opens the promise again.
        """
        if not self.hears:
            raise InvalidTransition
        self.ending = None
        others = tuple(each for each in self.words if each.ref != ref)
        # In no order of arrival: who pressed first is nobody's business.
        self.words = tuple(sorted((*others, AuthorWord(ref, word, on)), key=lambda each: each.ref))
        kind = EventKind.AUTHOR_DONE if word is Word.DONE else EventKind.AUTHOR_NOT_DONE
        case.note_promise(
            kind,
            by=AUTHOR,
            on=on,
            text=self.task,
            department=self.responsible(case),
            promised=self.due_on.isoformat(),
            said_as=ref,
        )
        self._settle()

    def update(self, due_on: date, *, on: date, calendar: WorkCalendar) -> None:
        """Another interim word on the same case: the next one is due in seven working days."""
        self.slips += due_on > self.due_on
        self.due_on, self.wake_on = due_on, calendar.add_working_days(on, UPDATE_EVERY)

    def end(self, ending: Ending) -> None:
        self.ending, self.wake_on = ending, None

    def _settle(self) -> None:
        if self.standing is Standing.KEPT:
            self.end(Ending.KEPT)

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise InvalidTransition


def promise_work(
    case: Case, seq: int, task: str, unit: str, due_on: date, *, by: str, on: date, calendar: WorkCalendar
) -> Commitment:
    """What a released answer says will be done by a day; the case's history has it as well."""
    case.note_promise(EventKind.PROMISED, by=by, on=on, text=task, department=unit, promised=due_on.isoformat())
    return Commitment(
        case_id=case.id,
        seq=seq,
        kind=CommitmentKind.WORK,
        unit=unit,
        task=task,
        promised_on=on,
        first_due_on=due_on,
        due_on=due_on,
        wake_on=last_day(due_on, calendar),
    )


def promise_answer(case: Case, seq: int, due_on: date, *, on: date, calendar: WorkCalendar) -> Commitment:
    """What an interim answer promises: the full one by this day, and a word every seven working days until then."""
    return Commitment(
        case_id=case.id,
        seq=seq,
        kind=CommitmentKind.ANSWER,
        unit=case.department,
        task="",
        promised_on=on,
        first_due_on=due_on,
        due_on=due_on,
        wake_on=calendar.add_working_days(on, UPDATE_EVERY),
    )


def instead_of(new: Commitment, old: Commitment) -> Commitment:
    """``new`` with the history of the promise it replaces: a later date stays a slip, however often it is rewritten."""
    old.end(Ending.REPLACED)
    return replace(new, first_due_on=old.first_due_on, slips=old.slips + (new.due_on > old.due_on))
