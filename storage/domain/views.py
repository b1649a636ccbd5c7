"""What people may see of a case. No view has a field for who wrote an anonymous one: what is not there cannot leak."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from storage.domain.case import Case
from storage.domain.commitment import Commitment
from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.domain.records import CaseEvent, CaseFile, Entry, EntryKind, EventKind, Kind, Verdict
from storage.domain.summary import without_name


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
    excluded: tuple[str, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A promise as a line of a list, with the reference of its case."""

    ref: str
    commitment: Commitment


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
    excluded: tuple[str, ...]
    because: tuple[str, ...]
    asked_department: str
    status: Status
    rank: int
    owned: bool
    release_slot: datetime | None
    filed_on: date
    due_on: date
    verdict: Verdict | None
    body: str
    entries: tuple[Entry, ...]
    history: tuple[CaseEvent, ...]
    files: tuple[CaseFile, ...]
    erased: bool
    merged: bool  # answered together with another one

    @property
    def released(self) -> bool:
        return self.release_slot is None

    @property
    def asked_if_done(self) -> bool:
        """Whether the author's word on a promise is waited for, or can still be changed."""
        latest = next((event.kind for event in reversed(self.history) if event.kind in _OF_PROMISES), None)
        return latest in (EventKind.ASKED_IF_DONE, EventKind.UNIT_DONE)


_INTERNAL = frozenset({EntryKind.DRAFT, EntryKind.PART, EntryKind.SUMMARY})
_INTERNAL_EVENTS = frozenset(
    {
        EventKind.DRAFTED,
        EventKind.SENT_BACK,
        EventKind.PART_ADDED,
        EventKind.SUPPORT_ASKED,
        EventKind.OVERRULED,
    }
)
# What an author hears of a promise; what another author said of it is not among it.
_OF_PROMISES = frozenset({EventKind.PROMISED, EventKind.PROMISE_MOVED, EventKind.ASKED_IF_DONE, EventKind.UNIT_DONE})
_OF_LEAD = _OF_PROMISES | {EventKind.DECLINED}


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
        excluded=case.excluded,
        because=case.because,
        asked_department=case.asked_department,
        status=case.status,
        rank=case.rank,
        owned=case.owner is not None,
        release_slot=case.release_slot,
        filed_on=case.filed_on,
        due_on=case.due_on,
        verdict=case.verdict,
        body=case.body,
        entries=entries,
        history=tuple(_history(case, as_author=as_author)),
        files=case.files,
        erased=case.erased,
        merged=case.merged_into is not None,
    )


def _history(case: Case, *, as_author: bool) -> Iterator[CaseEvent]:
    for event in case.events:
        if not as_author:
            yield event
        elif event.kind is EventKind.MERGED:  # with whose case the own one is answered is not the author's to know
            yield replace(event, detail={})
        elif event.kind not in _INTERNAL_EVENTS and event.detail.get("said_as", case.ref) == case.ref:
            yield event


def told_of(lead: Case) -> tuple[CaseEvent, ...]:
    """What became of a case and its promises, as those read it whose cases were merged into it: nobody's name."""
    return tuple(
        replace(event, detail={**event.detail, "reason": without_name(event.detail.get("reason", ""), lead.signature)})
        for event in lead.events
        if event.kind in _OF_LEAD
    )


SUMMARY_LENGTH = 90


def summarise(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + "…"
