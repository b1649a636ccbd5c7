"""Statements that run often, made ready once: SQLAlchemy writes the SQL and converts, SQLite's driver runs it directly.

To run a statement of ten microseconds SQLAlchemy's own way takes more than a hundred (``docs/adr/0009-sqlite.md``).
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, TypeAlias, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from storage.sql.sqlite_driver import Connection
from storage.sql.transaction import AnyResult, Values

_Convert: TypeAlias = Callable[[Any], Any] | None


class Prepared:
    """A statement, for one set of parameters."""

    def __init__(self, compiled: SQLCompiler, given: Collection[str]) -> None:
        converters = compiled._bind_processors
        self._sql = str(compiled)
        self._parameters: list[tuple[str, _Convert]] = []
        self._constants: dict[str, Any] = {}
        for name in compiled.positiontup or ():
            self._parameters.append((name, cast(_Convert, converters.get(name))))
            if name not in given:
                self._constants[name] = compiled.params[name]
        columns = compiled._result_columns
        self._shape = SimpleResultMetaData([column.keyname for column in columns]) if columns else None
        self.finds_rows: Final = bool(columns)
        self._of_rows = [column.type._cached_result_processor(compiled.dialect, None) for column in columns]

    def run(self, driver: Connection, values: Values) -> AnyResult:
        """A result as SQLAlchemy's own; where there are no rows, only its ``rowcount``."""
        cursor = driver.cursor()
        cursor.execute(self._sql, self._bound(values))
        if self._shape is None:
            return cast(AnyResult, cursor)
        return cast(AnyResult, IteratorResult(self._shape, iter([self._row(row) for row in cursor.fetchall()])))

    def run_each(self, driver: Connection, rows: Sequence[Values]) -> AnyResult:
        """For statements that find nothing."""
        cursor = driver.cursor()
        return cast(AnyResult, cursor.executemany(self._sql, [self._bound(values) for values in rows]))

    def _bound(self, values: Values) -> list[Any]:
        given = {**self._constants, **values} if self._constants else values
        return [given[name] if convert is None else convert(given[name]) for name, convert in self._parameters]

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            [value if convert is None else convert(value) for value, convert in zip(row, self._of_rows, strict=True)]
        )


# By statement: None at its first use, for many are made for that one; then what was made ready, by names of parameters.
_known: Final[WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared | None] | None]] = WeakKeyDictionary()


def run(
    statement: Executable, values: Values | Sequence[Values] | None, driver: Connection, dialect: Dialect
) -> AnyResult | None:
    """The result, if this is a statement that has been made ready; else None, and nothing has been done."""
    each = values if isinstance(values, Sequence) else (values or {},)
    if not each:
        return None
    names = tuple(each[0])
    prepared = _prepared(statement, names, dialect)
    if prepared is None:
        return None
    if len(each) == 1:
        return prepared.run(driver, each[0])
    if prepared.finds_rows or any(tuple(row) != names for row in each):
        return None
    return prepared.run_each(driver, each)


def _prepared(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Prepared | None:
    ready = _known.get(statement)
    if ready is None:
        _known[statement] = {} if statement in _known else None
        return None
    if names not in ready:
        ready[names] = _prepare(statement, names, dialect)
    return ready[names]


def _prepare(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Prepared | None:
    """None where the SQL itself depends on the values, or one is missing: SQLAlchemy knows what to do, or to say."""
    is_change = statement.is_dml
    compiled = cast(ClauseElement, statement).compile(dialect=dialect, column_keys=list(names) if is_change else None)
    assert isinstance(compiled, SQLCompiler)
    missing = [bind for name, bind in compiled.binds.items() if bind.required and name not in names]
    if missing or compiled.post_compile_params or compiled.literal_execute_params or compiled.insert_prefetch:
        return None
    return Prepared(compiled, names)
