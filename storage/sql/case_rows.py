"""Between a case and its rows."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select

from storage.domain.case import Case
from storage.domain.ids import CaseId, PersonId
from storage.domain.lifecycle import Status
from storage.domain.records import CaseEvent, CaseFile, Entry, EntryKind, EventKind, Kind, Verdict
from storage.domain.views import CaseLine, summarise
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, AnySelect

FILE_HEADS: Final = (t.case_file.c.file_id, t.case_file.c.name, t.case_file.c.media_type)

_BODY: Final = (
    select(t.case_entry.c.text)
    .where(t.case_entry.c.case_id == t.case.c.id, t.case_entry.c.kind == EntryKind.BODY)
    .order_by(t.case_entry.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)


def select_lines() -> AnySelect:
    """What a list shows of a case; the rows go to ``line_of``."""
    c = t.case.c
    return select(c.id, c.ref, c.topic, c.department, c.status, c.due_on, _BODY.label("body"))


def line_of(row: AnyRow) -> CaseLine:
    return CaseLine(
        id=CaseId(row.id),
        ref=row.ref,
        topic=row.topic,
        department=row.department,
        status=Status(row.status),
        due_on=row.due_on,
        summary=summarise(row.body or ""),
    )


def case_of(row: AnyRow, entries: Sequence[AnyRow], events: Sequence[AnyRow], files: Sequence[AnyRow]) -> Case:
    """The case from its row and those that belong to it, each in order."""
    return Case(
        id=CaseId(row.id),
        ref=row.ref,
        person=row.person_id,
        account=row.account_key,
        signature=row.signature,
        kind=Kind(row.kind),
        topic=row.topic,
        department=row.department,
        supporting=row.supporting,
        asked_department=row.asked_department,
        because=tuple(row.because),
        language=row.language,
        status=Status(row.status),
        rank=row.rank,
        bounces=row.bounces,
        extensions=row.extensions,
        filed_on=row.filed_on,
        due_on=row.due_on,
        owner=None if row.owner_id is None else PersonId(row.owner_id),
        verdict=None if row.verdict is None else Verdict(row.verdict),
        merged_into=None if row.merged_into is None else CaseId(row.merged_into),
        version=row.version,
        entries=[Entry(EntryKind(e.kind), e.text, e.written_on, e.written_by) for e in entries],
        events=[CaseEvent(EventKind(e.kind), e.happened_on, e.done_by, e.detail) for e in events],
        files=tuple(CaseFile(f.file_id, f.name, f.media_type) for f in files),
    )


def new_row(case: Case) -> dict[str, Any]:
    """The whole row of a new case."""
    return {
        "id": case.id,
        "ref": case.ref,
        "person_id": case.person,
        "account_key": case.account,
        "filed_on": case.filed_on,
        **changeable(case),
    }


def changeable(case: Case) -> dict[str, Any]:
    """The part of the row that may change: never who sent it, under which reference, or when."""
    return {
        "signature": case.signature,
        "kind": case.kind,
        "topic": case.topic,
        "department": case.department,
        "supporting": case.supporting,
        "asked_department": case.asked_department,
        "because": list(case.because),
        "language": case.language,
        "status": case.status,
        "rank": case.rank,
        "bounces": case.bounces,
        "extensions": case.extensions,
        "due_on": case.due_on,
        "owner_id": case.owner,
        "verdict": case.verdict,
        "merged_into": case.merged_into,
        "version": case.version,
    }


def entry_rows(case: Case, stored: int) -> list[dict[str, Any]]:
    """The rows of the entries after the first ``stored`` ones."""
    return [
        {
            "case_id": case.id,
            "seq": seq,
            "kind": entry.kind,
            "text": entry.text,
            "written_on": entry.on,
            "written_by": entry.by,
        }
        for seq, entry in enumerate(case.entries[stored:], stored + 1)
    ]


def event_rows(case: Case, stored: int) -> list[dict[str, Any]]:
    """The rows of the events after the first ``stored`` ones."""
    return [
        {
            "case_id": case.id,
            "seq": seq,
            "kind": event.kind,
            "happened_on": event.on,
            "done_by": event.by,
            "detail": dict(event.detail),
        }
        for seq, event in enumerate(case.events[stored:], stored + 1)
    ]
