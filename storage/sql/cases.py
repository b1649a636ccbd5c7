"""The cases, with their texts, history, files and ways back to the author."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, LargeBinary, Text, bindparam, func, or_, select, type_coerce, update

from storage.domain.case import Case
from storage.domain.errors import ConcurrentUpdate, NotFound
from storage.domain.ids import CaseId, PersonId
from storage.domain.lifecycle import Status
from storage.domain.ports import StoredFile
from storage.domain.records import EntryKind
from storage.domain.views import CaseLine
from storage.sql import schema as t
from storage.sql.case_rows import (
    FILE_HEADS,
    case_of,
    changeable,
    entry_rows,
    event_rows,
    file_place,
    line_of,
    new_row,
    open_to,
    select_lines,
)
from storage.sql.contents import SqlContents
from storage.sql.similar import index_summary
from storage.sql.transaction import AnyRow, AnySelect, Transaction, among, in_bulk

_THIS: Final = bindparam("this_id", type_=LargeBinary)

_BY_REF: Final = select(t.case).where(t.case.c.ref == bindparam("wanted"))
_BY_ID: Final = select(t.case).where(t.case.c.id == bindparam("wanted"))
_BY_REPLY_CODE: Final = select(t.case).join(t.reply_code).where(t.reply_code.c.verifier == bindparam("wanted"))
_SOME: Final = select(t.case).where(among(t.case.c.id))
_ENTRIES: Final = select(t.case_entry).where(among(t.case_entry.c.case_id)).order_by(t.case_entry.c.seq)
_EVENTS: Final = select(t.case_event).where(among(t.case_event.c.case_id)).order_by(t.case_event.c.seq)
_FILES: Final = (
    select(t.case_file.c.case_id, *FILE_HEADS).where(among(t.case_file.c.case_id)).order_by(t.case_file.c.seq)
)

_UPDATE: Final = update(t.case).where(t.case.c.id == _THIS, t.case.c.version == bindparam("this_version"))
_STORED: Final = select(
    t.case.c.key_wrap,
    select(func.count()).where(t.case_entry.c.case_id == _THIS).scalar_subquery().label("entries"),
    select(func.count()).where(t.case_event.c.case_id == _THIS).scalar_subquery().label("events"),
).where(t.case.c.id == _THIS)
_FILE: Final = in_bulk(select(t.case_file).where(t.case_file.c.file_id == bindparam("wanted")))
_LAST_FILE: Final = select(func.coalesce(func.max(t.case_file.c.seq), 0)).where(t.case_file.c.case_id == _THIS)


class SqlCases:
    """``ports.Cases``. Lists are ordered by dates and then by reference, which is random: never as they came."""

    def __init__(self, transaction: Transaction, contents: SqlContents) -> None:
        self._transaction, self._contents = transaction, contents

    async def add(
        self,
        case: Case,
        *,
        return_address: bytes | None,
        reply_verifier: bytes | None,
        files: Sequence[StoredFile],
    ) -> bool:
        """See ``ports.Cases``; another case with the same reference (40 bits) raises SQLAlchemy's IntegrityError."""
        if not await self._transaction.add_new(t.case, new_row(case, self._contents)):
            self._contents.abandon(case.id)
            return False
        await self._write_after(case, entries=0, events=0)
        await self.add_files(case.id, files)
        if return_address is not None:
            await self._transaction.add(t.return_address, {"case_id": case.id, "sealed": return_address})
        if reply_verifier is not None:
            await self._transaction.add(t.reply_code, {"verifier": reply_verifier, "case_id": case.id})
        return True

    async def get(self, ref: str) -> Case:
        return await self._one(_BY_REF, ref)

    async def get_by_id(self, case_id: CaseId) -> Case:
        return await self._one(_BY_ID, case_id)

    async def some(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Case]:
        rows = await self._transaction.of_many(_SOME, case_ids)
        return {case.id: case for case in await self._whole(rows)}

    async def get_by_reply_code(self, verifier: bytes) -> Case:
        return await self._one(_BY_REPLY_CODE, verifier)

    async def save(self, case: Case) -> None:
        run = self._transaction.execute
        same = {"this_id": case.id, "this_version": case.version}
        if (await run(_UPDATE, changeable(case) | same | {"version": case.version + 1})).rowcount != 1:
            raise ConcurrentUpdate
        stored = (await run(_STORED, {"this_id": case.id})).one()
        self._contents.learn(case.id, stored.key_wrap)
        await self._write_after(case, entries=stored.entries, events=stored.events)
        case.version += 1

    async def merged_into(self, case_id: CaseId) -> Sequence[Case]:
        found = select(t.case.c.id).where(t.case.c.merged_into == case_id, t.case.c.key_wrap.is_not(None))
        found = found.order_by(t.case.c.ref)
        ids = (await self._transaction.execute(found)).scalars().all()
        return [await self.get_by_id(CaseId(id_)) for id_ in ids]

    async def unreleased(self) -> Mapping[CaseId, datetime]:
        held = select(t.case.c.id, t.case.c.release_slot).where(t.case.c.release_slot.is_not(None))
        rows = await self._transaction.execute(held.where(t.case.c.status != Status.WITHDRAWN))
        return {CaseId(row.id): row.release_slot for row in rows}

    async def of_person(self, person: PersonId, limit: int) -> Sequence[CaseLine]:
        own = select_lines().where(t.case.c.person_id == person)
        return await self._lines(own.order_by(t.case.c.filed_on.desc(), t.case.c.ref).limit(limit))

    async def of_departments(
        self, units: Iterable[str], statuses: Iterable[Status], limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        units = tuple(units)
        concerned = or_(t.case.c.department.in_(units), *(_supports(unit) for unit in units))
        return await self._lines(_by_due_date(statuses).where(concerned, open_to(reader)).limit(limit))

    async def in_status(
        self, statuses: Iterable[Status], limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        return await self._lines(_by_due_date(statuses).where(open_to(reader)).limit(limit))

    async def due_until(
        self, day: date, statuses: Iterable[Status], *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        return await self._lines(_by_due_date(statuses).where(t.case.c.due_on <= day, open_to(reader)))

    async def file(self, file_id: str) -> tuple[CaseId, StoredFile]:
        row = (await self._transaction.execute(_FILE, {"wanted": file_id})).one_or_none()
        if row is None:
            raise NotFound
        await self._contents.load([row.case_id])
        name = self._contents.open(row.case_id, file_place(row.seq, "name"), row.name)
        content = await self._contents.open_file(row.case_id, file_place(row.seq, "content"), row.content)
        return CaseId(row.case_id), StoredFile(row.file_id, name, row.media_type, content)

    async def add_files(self, case_id: CaseId, files: Sequence[StoredFile]) -> None:
        if not files:
            return
        await self._contents.load([case_id])
        last = await self._transaction.execute(_LAST_FILE, {"this_id": case_id})
        start = last.scalar_one() + 1
        rows = [
            {
                "case_id": case_id,
                "seq": seq,
                "file_id": file.file_id,
                "name": self._contents.seal(case_id, file_place(seq, "name"), file.name),
                "media_type": file.media_type,
                "content": await self._contents.seal_file(case_id, file_place(seq, "content"), file.content),
            }
            for seq, file in enumerate(files, start)
        ]
        await self._transaction.add(t.case_file, rows)

    async def _one(self, query: AnySelect, wanted: str | bytes) -> Case:
        run = self._transaction.execute
        row = (await run(query, {"wanted": wanted})).one_or_none()
        if row is None:
            raise NotFound
        return (await self._whole([row]))[0]

    async def _whole(self, rows: Sequence[AnyRow]) -> Sequence[Case]:
        """The cases of these rows with all that belongs to them."""
        ids = [row.id for row in rows]
        entries, events, files = [
            _by_case(await self._transaction.of_many(query, ids)) for query in (_ENTRIES, _EVENTS, _FILES)
        ]
        return [case_of(row, entries[row.id], events[row.id], files[row.id], self._contents) for row in rows]

    async def _lines(self, query: AnySelect) -> Sequence[CaseLine]:
        return [line_of(row, self._contents) for row in await self._transaction.execute(query)]

    async def _write_after(self, case: Case, *, entries: int, events: int) -> None:
        """Write the texts and events that come after the stored ones; earlier ones never change."""
        if new_entries := entry_rows(case, entries, self._contents):
            await self._transaction.add(t.case_entry, new_entries)
            stored = case.entries[:entries]
            before = next((e.text for e in reversed(stored) if e.kind is EntryKind.SUMMARY), "")
            await index_summary(self._transaction, self._contents, case, before=before)
        if new_events := event_rows(case, events, self._contents):
            await self._transaction.add(t.case_event, new_events)


def _by_case(rows: Sequence[AnyRow]) -> Mapping[CaseId, list[AnyRow]]:
    found: defaultdict[CaseId, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[CaseId(row.case_id)].append(row)
    return found


def _by_due_date(statuses: Iterable[Status]) -> AnySelect:
    return select_lines().where(t.case.c.status.in_(tuple(statuses))).order_by(t.case.c.due_on, t.case.c.ref)


def _supports(unit: str) -> ColumnElement[bool]:
    return type_coerce(t.case.c.supporting, Text).contains(f",{unit},", autoescape=True)
