"""The case: the matter a person raised, with its life cycle. Its verbs are the only way to change it."""

from dataclasses import replace
from datetime import date
from typing import Final

from storage.domain.case_record import CaseRecord
from storage.domain.errors import IncompleteDraft, InvalidTransition, NotPermitted
from storage.domain.exclusion import kept_by_desk
from storage.domain.ids import PersonId
from storage.domain.lifecycle import IN_TRIAGE, SETTLED, Status, Verb, next_status
from storage.domain.records import AUTHOR, CaseEvent, Entry, EntryKind, EventKind, Verdict
from storage.domain.summary import check_summary

MAX_RANK: Final = 2  # 0 the department, 1 the first leader of the ladder, 2 the second
BOUNCES_BEFORE_OFFICE: Final = 1
_BACK_AT_OFFICE: Final = frozenset({EventKind.RETURNED, EventKind.LAPSED})


class Case(CaseRecord):
    """A concern and what became of it."""

    __slots__ = ()

    # What time does

    def release(self, due_on: date, *, by: str, on: date, why: str) -> None:
        """Visible from now on, with all that its author did so far; the due date counts from here."""
        self.release_slot = None
        self.due_on = due_on
        self._record(EventKind.RELEASED, on, by, reason=why, due=due_on.isoformat())

    def raise_alarm(self, danger: str, *, on: date) -> None:
        """Its text tells of a danger: people hear of it now, whatever the hour."""
        self._record(EventKind.ALARMED, on, AUTHOR, danger=danger)

    # What the author does

    def file(self, body: str, *, suggested: str, on: date) -> None:
        """The concern, with the department the author named, or the guess."""
        self._write(EntryKind.BODY, body, on, AUTHOR)
        self._record(EventKind.FILED, on, AUTHOR, department=suggested, due=self.due_on.isoformat())

    def edit(self, text: str, *, on: date) -> None:
        """A new version of the concern; the old one is kept."""
        self._step(Verb.EDIT)
        self._write(EntryKind.BODY, text, on, AUTHOR)
        self._record(EventKind.EDITED, on, AUTHOR)

    def add(self, text: str, *, on: date) -> None:
        """What the author adds: the answer to a question if one is open, else a further word on an open case."""
        self._write(EntryKind.ADDITION, text, on, AUTHOR)
        if self.status is Status.NEEDS_INFO:
            self._step(Verb.REPLY)
            self._record(EventKind.REPLIED, on, AUTHOR, text=text)
            return
        if self.status not in (Status.ANSWERED, Status.CLOSED):
            self._step(Verb.EDIT)
        self._record(EventKind.ADDED, on, AUTHOR, text=text)

    def add_beside(self, lead: "Case", text: str, *, on: date) -> None:
        """A further word on the answer shared with ``lead``: kept here, where no other author reads it."""
        if self.merged_into != lead.id:
            raise NotPermitted("error-merge-target")
        self._write(EntryKind.ADDITION, text, on, AUTHOR)
        lead.note_joined(text, said_as=self.ref, on=on)

    def withdraw(self, *, on: date) -> None:
        self._step(Verb.WITHDRAW)
        self._record(EventKind.WITHDRAWN, on, AUTHOR)

    def confirm(self, *, on: date) -> None:
        """The author says the answer is clear: only now the case is closed."""
        self._step(Verb.CONFIRM)
        self.verdict = Verdict.CLEAR
        self._record(EventKind.CONFIRMED, on, AUTHOR)

    def ask_again(self, *, on: date, due_on: date) -> None:
        """Part of the answer is unclear: the same case opens again, with a new due date, at the same rank."""
        self._step(Verb.ASK_AGAIN)
        self.verdict = Verdict.PARTLY
        self.due_on = due_on
        self._record(EventKind.ASKED_AGAIN, on, AUTHOR, due=due_on.isoformat())

    def push_back(self, *, on: date, due_on: date) -> None:
        """The author refuses the answer: the case opens again one rank higher, with a new due date."""
        self._step(Verb.PUSH_BACK)
        self.verdict = Verdict.UNSATISFACTORY
        self.rank = min(self.rank + 1, MAX_RANK)
        self.due_on = due_on
        self._record(EventKind.PUSHED_BACK, on, AUTHOR, due=due_on.isoformat())

    # What the office does

    def route(self, department: str, *, by: str, on: date) -> None:
        """To the department that shall answer; a later one is a transfer and asks for a new owner."""
        left = self._left_for(department)
        self._step(Verb.ROUTE)
        self._hand_to(department)
        self._record(EventKind.ROUTED, on, by, department=department, due=self.due_on.isoformat(), **left)

    def decline(self, reason: str, *, by: str, on: date) -> None:
        self._step(Verb.DECLINE)
        self._record(EventKind.DECLINED, on, by, reason=_needed(reason))

    def merge_into(self, other: "Case", *, by: str, on: date) -> None:
        """Answered together with ``other``; the author keeps the own code. A chain of merges is never built."""
        if other.id == self.id or other.status in SETTLED or other.erased:
            raise NotPermitted("error-merge-target")
        if set(other.excluded) != set(self.excluded):  # who answers one of them reads both
            raise NotPermitted("error-merge-excluded")
        left = self.department if self.status not in IN_TRIAGE else ""
        self._step(Verb.MERGE)
        self.merged_into = other.id
        self._record(EventKind.MERGED, on, by, into=other.ref, department=other.department, left=left)

    def follow(self, merged: "Case") -> None:
        """The case this one was merged into has been merged itself: both are answered with that third one."""
        if self.merged_into != merged.id or merged.merged_into is None:
            raise NotPermitted("error-merge-target")
        self.merged_into = merged.merged_into

    def separate(self, lead: "Case", *, office: str, on: date, due_on: date | None = None) -> None:
        """Back to the office, for an answer of its own; what its author was told with ``lead`` stays told."""
        if self.merged_into != lead.id:
            raise NotPermitted("error-merge-target")
        self._step(Verb.SEPARATE)
        self.merged_into = None
        self.keep_told(lead)
        self.due_on = due_on or self.due_on
        self._hand_to(office)
        self._record(EventKind.SEPARATED, on, office)

    def sum_up(self, text: str, *, by: str, on: date) -> None:
        """What others may read of it: the office's words, and nobody's name."""
        self._step(Verb.SUM_UP)
        written = [entry.text for entry in self.entries if entry.by == AUTHOR]
        check_summary(text, written=written, signature=self.signature)
        self._write(EntryKind.SUMMARY, " ".join(text.split()), on, by)

    def add_support(self, department: str, *, by: str, on: date) -> None:
        """Another department shall add its part; the lead still gives the one answer."""
        self._step(Verb.SUPPORT)
        if department == self.department or department in self.supporting:
            raise NotPermitted("error-support-already")
        self._check_may_get(department)
        self.supporting = (*self.supporting, department)
        self._record(EventKind.SUPPORT_ASKED, on, by, department=department)

    def keep_from(self, unit: str, *, desk: str, by: str, on: date) -> None:
        """It is about this unit, whose people lose it from now on; to ``desk``, if it lay with them."""
        self._step(Verb.KEEP_FROM)
        if unit in self.excluded:
            raise NotPermitted("error-kept-already")
        self.excluded = tuple(sorted((*self.excluded, unit)))
        self.supporting = tuple(each for each in self.supporting if each != unit)
        self.asked_department = "" if self.asked_department == unit else self.asked_department
        self._record(EventKind.KEPT_FROM, on, by, department=unit)
        if self.department == unit:
            self._take_back(desk, by=by, on=on)

    def let_in(self, unit: str, *, by: str, on: date) -> None:
        """It is not about this unit after all. What its author chose stays as it is."""
        self._step(Verb.KEEP_FROM)
        if unit not in kept_by_desk(self.excluded, self.events):
            raise NotPermitted("error-kept-by-author")
        self.excluded = tuple(each for each in self.excluded if each != unit)
        self._record(EventKind.LET_IN, on, by, department=unit)

    # What the department does

    def accept(self, owner: PersonId | None, *, by: str, on: date) -> None:
        self._step(Verb.ACCEPT)
        self.owner = owner
        self._record(EventKind.ACCEPTED, on, by, department=self.department, due=self.due_on.isoformat())

    def bounce(self, reason: str, *, to: str | None, office: str, by: str, on: date) -> None:
        """ "Not ours", with a reason: once to the department that fits, then up to the office.

        What comes back to the office a second time goes up to a leader as well: up, not round.
        """
        reason = _needed(reason)
        self.bounces += 1
        if to is not None and to != self.department and self.bounces <= BOUNCES_BEFORE_OFFICE:
            self._step(Verb.TRANSFER)
            self._hand_to(to)
            self._record(EventKind.TRANSFERRED, on, by, reason=reason, department=to, due=self.due_on.isoformat())
            return
        round_again = any(event.kind in _BACK_AT_OFFICE for event in self.events)
        self._step(Verb.RETURN)
        self._hand_to(office)
        self._record(EventKind.RETURNED, on, by, reason=reason, bounces=str(self.bounces))
        if round_again:
            self._record(EventKind.RAISED, on, by, reason=reason, bounces=str(self.bounces))

    def lapse(self, *, office: str, on: date) -> None:
        """Back to the office by the clock: nobody took it on, or its department is no more."""
        left = self.department
        self._step(Verb.LAPSE)
        self._hand_to(office)
        self._record(EventKind.LAPSED, on, office, department=left)

    def run_on(self, due_on: date, *, office: str, on: date) -> None:
        """The time the author was asked is added: a later date, by the clock."""
        self.due_on = due_on
        self._record(EventKind.RESUMED, on, office, due=due_on.isoformat())

    def escalate(self, step: str, *, due_on: date, office: str, on: date, **of: str) -> None:
        """Too late for this date: one more step of the ladder is told; ``of`` what, if it is not the answer."""
        self._record(EventKind.ESCALATED, on, office, step=step, due=due_on.isoformat(), date=due_on.isoformat(), **of)

    def ask(self, question: str, owner: PersonId | None, *, by: str, on: date) -> None:
        """Ask the author; who asks takes the case on."""
        self._step(Verb.ASK)
        self.owner = self.owner or owner
        self._write(EntryKind.QUESTION, question, on, by)
        self._record(EventKind.ASKED, on, by, text=question)

    def submit_draft(self, text: str, owner: PersonId | None, *, by: str, on: date, **judged: str) -> None:
        """The answer as the department proposes it, for a leader to approve; ``judged`` is what the gate found."""
        self._step(Verb.SUBMIT_DRAFT)
        self.owner = self.owner or owner
        self._write(EntryKind.DRAFT, text, on, by)
        self._record(EventKind.DRAFTED, on, by, text=text, **judged)

    def answer_for_now(self, text: str, due_on: date, *, by: str, on: date) -> None:
        """An interim answer: what is known today, which unit answers in full, and by when."""
        if due_on <= on:
            raise IncompleteDraft("error-due-past")
        self._step(Verb.ANSWER_FOR_NOW)
        self._write(EntryKind.INTERIM, text, on, by)
        self.extensions += due_on > self.due_on
        self.due_on = due_on
        self._record(EventKind.INTERIM, on, by, text=text, due=due_on.isoformat(), department=self.department)

    def add_part(self, text: str, *, by: str, on: date) -> None:
        """A supporting department's contribution to the answer."""
        self._step(Verb.SUPPORT)
        self._write(EntryKind.PART, text, on, by)
        self._record(EventKind.PART_ADDED, on, by, text=text)

    def extend(self, due_on: date, reason: str, *, by: str, on: date) -> None:
        """A later due date, with a reason the author reads."""
        if due_on <= self.due_on:
            raise IncompleteDraft("error-due-not-later")
        self._step(Verb.EXTEND)
        self.due_on = due_on
        self.extensions += 1
        self._record(EventKind.EXTENDED, on, by, due=due_on.isoformat(), reason=_needed(reason))

    # What a leader does

    def send_back(self, reason: str, *, by: str, on: date) -> None:
        self._step(Verb.SEND_BACK)
        self._record(EventKind.SENT_BACK, on, by, reason=_needed(reason))

    def publish(self, text: str, *, by: str, on: date, **promised: str) -> None:
        """The answer goes out: an approved draft, an edited one, or the leader's own words; with what it promises."""
        became = {"draft": "approved" if text.strip() == self.draft else "reworded"}
        drafted = became if self.status is Status.AWAITING_APPROVAL else {}
        self._step(Verb.ANSWER)
        self._write(EntryKind.ANSWER, text, on, by)
        self._record(EventKind.ANSWERED, on, by, **drafted, **promised)

    def overrule(self, missing: str, *, by: str, on: date) -> None:
        """A leader let an answer go out that lacks this: counted, and read by nobody outside."""
        self._record(EventKind.OVERRULED, on, by, missing=missing)

    def assign(self, department: str, due_on: date, *, by: str, on: date) -> None:
        """ "Giao phòng X, hạn Y"."""
        if due_on < on:
            raise IncompleteDraft("error-due-past")
        left = self._left_for(department)
        self._step(Verb.ASSIGN)
        self._hand_to(department)
        self.due_on = due_on
        self._record(EventKind.ASSIGNED, on, by, department=department, due=due_on.isoformat(), **left)

    def erase(self, *, by: str, on: date) -> None:
        """Texts, files and names are gone for good; what is left is that there was a case, when, and about what."""
        self._step(Verb.ERASE)
        if not self.released and self.status is not Status.WITHDRAWN:
            raise InvalidTransition  # its release would have nothing to say
        self.erased = True
        self.signature, self.because, self.files = "", (), ()
        self.entries = [replace(entry, text="") for entry in self.entries]
        self.events = [replace(event, detail={}) for event in self.events]
        self._record(EventKind.ERASED, on, by)

    def keep_told(self, lead: "Case") -> None:
        """The answers told with ``lead`` stay this author's own, whatever becomes of that case."""
        self.entries += [entry for entry in lead.told_to_others() if entry not in self.entries]

    def note_joined(self, text: str, *, said_as: str, on: date) -> None:
        """The author of a case that was merged into this one has added a word."""
        self._record(EventKind.ADDED, on, AUTHOR, text=text, said_as=said_as)

    def note_promise(self, kind: EventKind, *, by: str, on: date, **detail: str) -> None:
        """What became of a promise: a line of the history, whatever the case's status."""
        self._record(kind, on, by, **detail)

    def _step(self, verb: Verb) -> None:
        self._check_readable()
        self.status = next_status(self.status, verb)

    def _check_may_get(self, department: str) -> None:
        if department in self.excluded:
            raise NotPermitted("error-unit-excluded")

    def _left_for(self, department: str) -> dict[str, str]:
        """The department that has had the work until now, if it is another one."""
        return {} if self.status in IN_TRIAGE or self.department == department else {"left": self.department}

    def _hand_to(self, department: str) -> None:
        self._check_may_get(department)
        self.department = department
        self.supporting = tuple(unit for unit in self.supporting if unit != department)
        self.owner = None

    def _take_back(self, desk: str, *, by: str, on: date) -> None:
        if self.status not in IN_TRIAGE | SETTLED:
            self._step(Verb.TAKE_BACK)
        self._hand_to(desk)
        if self.status is not Status.MERGED:
            self._record(EventKind.TAKEN_BACK, on, by)

    def _check_readable(self) -> None:
        if self.erased:
            raise NotPermitted("error-erased")

    def _write(self, kind: EntryKind, text: str, on: date, by: str) -> None:
        self._check_readable()
        self.entries.append(Entry(kind, _needed(text), on, by))

    def _record(self, kind: EventKind, on: date, by: str, **detail: str) -> None:
        self.events.append(CaseEvent(kind, on, by, detail))


def _needed(text: str) -> str:
    if not text.strip():
        raise IncompleteDraft("error-empty-text")
    return text.strip()
