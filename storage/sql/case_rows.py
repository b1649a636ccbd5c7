"""Between a case and its rows."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, func, select, true, type_coerce

from storage.domain.case import Case
from storage.domain.ids import CaseId, PersonId
from storage.domain.lifecycle import Status
from storage.domain.records import CaseEvent, CaseFile, Entry, EntryKind, EventKind, Kind, Verdict
from storage.domain.views import CaseLine, summarise
from storage.sql import schema as t
from storage.sql.case_keys import CaseKeys
from storage.sql.transaction import AnyRow, AnySelect

FILE_HEADS: Final = (t.case_file.c.seq, t.case_file.c.file_id, t.case_file.c.name, t.case_file.c.media_type)
# What a text's key and place are, beside the sealed text itself.
LATEST: Final = (t.case.c.key_wrap, t.case_entry.c.seq.label("text_seq"), t.case_entry.c.text.label("text"))


def latest(kind: EntryKind) -> ColumnElement[bool]:
    """Joins a case to its last text of this kind."""
    all_of = t.case_entry.alias("all_of")
    last = select(func.max(all_of.c.seq)).where(all_of.c.case_id == t.case.c.id, all_of.c.kind == kind)
    return and_(t.case_entry.c.case_id == t.case.c.id, t.case_entry.c.seq == last.correlate(t.case).scalar_subquery())


def select_lines() -> AnySelect:
    """What a list shows of a case; the rows go to ``line_of``. What is not released is in no list."""
    c = t.case.c
    columns = (c.id, c.ref, c.topic, c.department, c.status, c.due_on, c.excluded, *LATEST)
    shown = select(*columns).outerjoin_from(t.case, t.case_entry, latest(EntryKind.BODY))
    return shown.where(c.release_slot.is_(None))


def open_to(units: Iterable[str]) -> ColumnElement[bool]:
    """That the case is kept from none of these units."""
    excluded = type_coerce(t.case.c.excluded, Text)
    return and_(true(), *(~excluded.contains(f",{unit},", autoescape=True) for unit in units if unit))


def latest_text(row: AnyRow, contents: CaseKeys) -> str:
    """The text of a row that was joined by ``latest``."""
    contents.learn(row.id, row.key_wrap)
    return contents.open(row.id, entry_place(row.text_seq), row.text)


def entry_place(seq: int) -> str:
    return f"entry.{seq}"


def file_place(seq: int, part: str) -> str:
    return f"file.{seq}.{part}"


def line_of(row: AnyRow, contents: CaseKeys) -> CaseLine:
    return CaseLine(
        id=CaseId(row.id),
        ref=row.ref,
        topic=row.topic,
        department=row.department,
        status=Status(row.status),
        due_on=row.due_on,
        summary=summarise(latest_text(row, contents)),
        excluded=row.excluded,
        erased=row.key_wrap is None,
    )


def case_of(
    row: AnyRow,
    entries: Sequence[AnyRow],
    events: Sequence[AnyRow],
    files: Sequence[AnyRow],
    contents: CaseKeys,
) -> Case:
    """The case from its row and those that belong to it, each in order."""
    id_ = CaseId(row.id)
    contents.learn(id_, row.key_wrap)
    return Case(
        id=id_,
        ref=row.ref,
        person=row.person_id,
        account=row.account_key,
        signature=contents.open(id_, "signature", row.signature),
        kind=Kind(row.kind),
        topic=row.topic,
        department=row.department,
        supporting=row.supporting,
        excluded=row.excluded,
        asked_department=row.asked_department,
        because=tuple(contents.open_values(id_, "because", row.because) or ()),
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
        release_slot=row.release_slot,
        version=row.version,
        erased=row.key_wrap is None,
        entries=[_entry_of(id_, e, contents) for e in entries],
        events=[_event_of(id_, e, contents) for e in events],
        files=tuple(
            CaseFile(f.file_id, contents.open(id_, file_place(f.seq, "name"), f.name), f.media_type) for f in files
        ),
    )


def _entry_of(case_id: CaseId, row: AnyRow, contents: CaseKeys) -> Entry:
    text = contents.open(case_id, entry_place(row.seq), row.text)
    return Entry(EntryKind(row.kind), text, row.written_on, row.written_by)


def _event_of(case_id: CaseId, row: AnyRow, contents: CaseKeys) -> CaseEvent:
    detail = contents.open_values(case_id, event_place(row.seq), row.detail) or {}
    return CaseEvent(EventKind(row.kind), row.happened_on, row.done_by, detail)


def event_place(seq: int) -> str:
    return f"event.{seq}"


def new_row(case: Case, contents: CaseKeys) -> dict[str, Any]:
    """The whole row of a new case, with a key of its own."""
    key_wrap = contents.begin(case.id)
    return {
        "id": case.id,
        "ref": case.ref,
        "person_id": case.person,
        "account_key": case.account,
        "filed_on": case.filed_on,
        "key_wrap": key_wrap,
        "signature": contents.seal(case.id, "signature", case.signature),
        "because": contents.seal_values(case.id, "because", case.because),
        **changeable(case),
    }


def changeable(case: Case) -> dict[str, Any]:
    """The part of the row that may change: never who sent it, by which name and reference, or when."""
    return {
        "kind": case.kind,
        "topic": case.topic,
        "department": case.department,
        "supporting": case.supporting,
        "excluded": case.excluded,
        "asked_department": case.asked_department,
        "language": case.language,
        "status": case.status,
        "rank": case.rank,
        "bounces": case.bounces,
        "extensions": case.extensions,
        "due_on": case.due_on,
        "owner_id": case.owner,
        "verdict": case.verdict,
        "merged_into": case.merged_into,
        "release_slot": case.release_slot,
        "version": case.version,
    }


def entry_rows(case: Case, stored: int, contents: CaseKeys) -> list[dict[str, Any]]:
    """The rows of the entries after the first ``stored`` ones."""
    return [
        {
            "case_id": case.id,
            "seq": seq,
            "kind": entry.kind,
            "text": contents.seal(case.id, entry_place(seq), entry.text),
            "written_on": entry.on,
            "written_by": entry.by,
        }
        for seq, entry in enumerate(case.entries[stored:], stored + 1)
    ]


def event_rows(case: Case, stored: int, contents: CaseKeys) -> list[dict[str, Any]]:
    """The rows of the events after the first ``stored`` ones."""
    return [
        {
            "case_id": case.id,
            "seq": seq,
            "kind": event.kind,
            "happened_on": event.on,
            "done_by": event.by,
            "detail": contents.seal_values(case.id, event_place(seq), dict(event.detail)),
        }
        for seq, event in enumerate(case.events[stored:], stored + 1)
    ]
