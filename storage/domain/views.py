"""What people may see of a case. No view has a field for who wrote an anonymous one: what is not there cannot leak."""

from dataclasses import dataclass
from datetime import date

from storage.domain.case import Case
from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.domain.records import CaseEvent, CaseFile, Entry, EntryKind, EventKind, Kind, Verdict


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a line of a list."""

    id: CaseId
    ref: str
    topic: str
    department: str
    status: Status
    due_on: date
    summary: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its handlers, or its author, read it. ``signature`` is "" for an anonymous case."""

    id: CaseId
    ref: str
    named: bool
    signature: str
    kind: Kind
    topic: str
    department: str
    supporting: tuple[str, ...]
    because: tuple[str, ...]
    asked_department: str
    status: Status
    rank: int
    owned: bool
    filed_on: date
    due_on: date
    verdict: Verdict | None
    body: str
    entries: tuple[Entry, ...]
    history: tuple[CaseEvent, ...]
    files: tuple[CaseFile, ...]


_INTERNAL = frozenset({EntryKind.DRAFT, EntryKind.PART})
_INTERNAL_EVENTS = frozenset({EventKind.DRAFTED, EventKind.SENT_BACK, EventKind.PART_ADDED, EventKind.SUPPORT_ASKED})


def view(case: Case, *, as_author: bool) -> CaseView:
    """The case for its author (without what is internal to the office) or for those who handle it."""
    entries = tuple(e for e in case.entries if not (as_author and e.kind in _INTERNAL))
    return CaseView(
        id=case.id,
        ref=case.ref,
        named=case.named,
        signature=case.signature,
        kind=case.kind,
        topic=case.topic,
        department=case.department,
        supporting=case.supporting,
        because=case.because,
        asked_department=case.asked_department,
        status=case.status,
        rank=case.rank,
        owned=case.owner is not None,
        filed_on=case.filed_on,
        due_on=case.due_on,
        verdict=case.verdict,
        body=case.body,
        entries=entries,
        history=tuple(e for e in case.events if not (as_author and e.kind in _INTERNAL_EVENTS)),
        files=case.files,
    )


SUMMARY_LENGTH = 90


def summarise(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + "…"
