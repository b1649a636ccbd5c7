"""What is kept of a case, and how it is read; what can be done to it stands in ``case``."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from storage.domain.ids import AccountKey, CaseId, PersonId
from storage.domain.lifecycle import Status
from storage.domain.records import CaseEvent, CaseFile, Entry, EntryKind, EventKind, Kind, Verdict
from storage.domain.summary import without_name

_TOLD: Final = frozenset({EntryKind.ANSWER, EntryKind.INTERIM})
_ANSWERING: Final = frozenset({EntryKind.DRAFT, EntryKind.ANSWER})
# Of what happened before its release, texts that were changed and a merge that was undone are over.
_UNSAID: Final = frozenset({EventKind.EDITED, EventKind.SEPARATED})


@dataclass(slots=True, kw_only=True)
class CaseRecord:
    """What is kept of a concern and of what became of it.

    A named case knows its person and the account that wrote it; an anonymous one has neither, and no time of day.
    ``signature`` is what a named author chose to be called, "" for an anonymous one.
    """

    id: CaseId
    ref: str
    person: PersonId | None
    account: AccountKey | None
    signature: str
    kind: Kind
    topic: str
    department: str
    supporting: tuple[str, ...] = ()
    asked_department: str = ""
    because: tuple[str, ...] = ()
    language: str = "vi"
    status: Status = Status.SUBMITTED
    rank: int = 0
    bounces: int = 0
    extensions: int = 0
    filed_on: date
    due_on: date
    owner: PersonId | None = None
    verdict: Verdict | None = None
    merged_into: CaseId | None = None
    release_slot: datetime | None = None  # the first slot at which it may become visible; None once it is
    version: int = 0
    erased: bool = False  # its texts and files are gone for good; dates, units and topic are left
    entries: list[Entry] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    files: tuple[CaseFile, ...] = ()
    excluded: tuple[str, ...] = ()  # the units it is about: kept from all their people

    @property
    def named(self) -> bool:
        return self.person is not None

    @property
    def released(self) -> bool:
        """Whether anybody but its author may know of it."""
        return self.release_slot is None

    @property
    def suggested(self) -> str:
        """The department the author named, or the guess: what the office is proposed in triage."""
        return self.events[0].detail.get("department", self.department)

    @property
    def body(self) -> str:
        """The concern as the author last worded it."""
        return self.latest(EntryKind.BODY)

    @property
    def answer(self) -> str:
        return self.latest(EntryKind.ANSWER)

    @property
    def draft(self) -> str:
        return self.latest(EntryKind.DRAFT)

    @property
    def open_draft(self) -> str:
        """The draft of which no answer has come yet, "" if there is none."""
        last = next((entry for entry in reversed(self.entries) if entry.kind in _ANSWERING), None)
        return last.text if last is not None and last.kind is EntryKind.DRAFT else ""

    @property
    def summary(self) -> str:
        """What the office lets others read of it, "" if nothing."""
        return self.latest(EntryKind.SUMMARY)

    def told_to_others(self) -> list[Entry]:
        """The answers as those read them whose cases were merged into this one: without its author's name."""
        told = [entry for entry in self.entries if entry.kind in _TOLD and not self.erased]
        return [replace(entry, text=without_name(entry.text, self.signature)) for entry in told]

    def latest(self, kind: EntryKind) -> str:
        """The last text of this kind, "" if there is none."""
        return next((entry.text for entry in reversed(self.entries) if entry.kind is kind), "")

    def news_since(self, known: int) -> list[CaseEvent]:
        """What those who handle it hear after the first ``known`` events: all, if it became visible only now."""
        fresh = self.events[known:]
        if not known or all(event.kind is not EventKind.RELEASED for event in fresh):
            return fresh
        merged = self.merged_into is not None
        return [e for e in self.events if e.kind not in _UNSAID and (merged or e.kind is not EventKind.MERGED)]
