"""One database transaction, begun by its first statement."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Executable, Row, Select, Table, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError

from storage.domain.errors import ConcurrentUpdate

Values: TypeAlias = Mapping[str, Any]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
_Executable = TypeVar("_Executable", bound=Executable)
AnyResult: TypeAlias = CursorResult[*tuple[Any, ...]]

BULK: Final = "bulk"  # an execution option
_AT_ONCE: Final = 500  # keys in one statement: PostgreSQL takes 65,535 values, and each is a copy
_LOST_RACES: Final = ("40001", "40P01")  # PostgreSQL: could not serialize; deadlock, and this one was the victim


class Transaction(ABC):
    """What the repositories of one unit of work run their statements in."""

    on_postgresql = False

    @abstractmethod
    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> AnyResult:
        """Run a statement, once for each mapping of values; raises ConcurrentUpdate where a race was lost.

        Statements that run often are made once and given their values here: making one costs more than running it.
        """

    @abstractmethod
    async def commit(self) -> None: ...

    @abstractmethod
    async def end(self) -> None:
        """Undo what was not committed, and let the next one in, even if this task is being cancelled."""

    async def of_many(self, query: AnySelect, keys: Collection[bytes]) -> list[AnyRow]:
        """The rows of a query that asks for what is ``among`` these keys, a few hundred at a time."""
        wanted, found = list(keys), list[AnyRow]()
        for start in range(0, len(wanted), _AT_ONCE):
            found += await self.execute(query, {"among": wanted[start : start + _AT_ONCE]})
        return found

    async def add(self, table: Table, rows: Values | Sequence[Values]) -> None:
        """Insert a row, or several."""
        await self.execute(_insert(table), rows)

    async def add_new(self, table: Table, row: Values) -> bool:
        """Insert a row; False if there is one with its primary key already."""
        return (await self.execute(_insert_new(table, self.on_postgresql), row)).first() is not None

    async def add_new_ones(self, table: Table, rows: Sequence[Values]) -> int:
        """Insert those rows whose primary key is not there already; how many."""
        return len((await self.execute(_insert_new(table, self.on_postgresql), rows)).all()) if rows else 0


def in_bulk(statement: _Executable) -> _Executable:
    """The statement, which may change many rows: it is no work for the loop."""
    return statement.execution_options(**{BULK: True})


def among(column: ColumnElement[bytes]) -> ColumnElement[bool]:
    """For ``Transaction.of_many``."""
    return column.in_(bindparam("among", expanding=True))


@cache
def _insert(table: Table) -> Executable:
    return insert(table)


@cache
def _insert_new(table: Table, on_postgresql: bool) -> Executable:
    key = list(table.primary_key.columns)
    new = postgresql.insert(table) if on_postgresql else sqlite.insert(table)
    return new.on_conflict_do_nothing(index_elements=key).returning(key[0])


def safe_to_log(error: DBAPIError) -> Exception:
    """The error without values: PostgreSQL adds the row at fault to its message, text and account and all."""
    if getattr(error.orig, "sqlstate", None) in _LOST_RACES:
        return ConcurrentUpdate()
    details = getattr(error.orig, "diag", None)
    if details is None or error.orig is None:
        return error
    return type(error)(error.statement, None, type(error.orig)(details.message_primary), hide_parameters=True)
