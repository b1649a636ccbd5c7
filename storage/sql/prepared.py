"""Statements that run often, made ready once: SQLAlchemy writes the SQL and converts, SQLite's driver runs it directly.

To run a statement of ten microseconds SQLAlchemy's own way takes more than a hundred (``docs/adr/0009-sqlite.md``).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
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
    """A statement, for parameters of these names; of those that are lists, for lists of this length."""

    def __init__(self, compiled: SQLCompiler, given: Values) -> None:
        lists = compiled.post_compile_params
        state = compiled.construct_expanded_state(dict(given)) if lists else None
        converters = {**compiled._bind_processors, **(state.processors if state else {})}
        names = (state.positiontup if state else compiled.positiontup) or ()
        self._sql = state.statement if state else str(compiled)
        self._lists = {name: tuple(each) for name, each in state.parameter_expansion.items()} if state else {}
        self._parameters = [(name, cast(_Convert, converters.get(name))) for name in names]
        of_lists = {name for each in self._lists.values() for name in each}
        self._constants = {name: compiled.params[name] for name in names if name not in {*given, *of_lists}}
        columns = compiled._result_columns
        self._shape = SimpleResultMetaData([column.keyname for column in columns]) if columns else None
        self.finds_rows: Final = bool(columns)
        self._of_rows = [column.type._cached_result_processor(compiled.dialect, None) for column in columns]
        self._rows_are_plain = not any(self._of_rows)

    def run(self, driver: Connection, values: Values) -> AnyResult:
        """A result as SQLAlchemy's own; where there are no rows, only its ``rowcount``."""
        cursor = driver.run(self._sql, self._bound(values))
        if self._shape is None:
            return cast(AnyResult, cursor)
        rows = cursor.fetchall()
        return cast(
            AnyResult, IteratorResult(self._shape, iter(rows if self._rows_are_plain else map(self._row, rows)))
        )

    def run_each(self, driver: Connection, rows: Sequence[Values]) -> AnyResult:
        """For statements that find nothing."""
        cursor = driver.cursor()
        return cast(AnyResult, cursor.executemany(self._sql, [self._bound(values) for values in rows]))

    def _bound(self, values: Values) -> list[Any]:
        given = {**self._constants, **values} if self._constants or self._lists else values
        for name, each in self._lists.items():
            given = {**given, **dict(zip(each, values[name], strict=True))}
        return [given[name] if convert is None else convert(given[name]) for name, convert in self._parameters]

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            [value if convert is None else convert(value) for value, convert in zip(row, self._of_rows, strict=True)]
        )


@dataclass(slots=True)
class _Forms:
    """What was made of a statement, by the names of its parameters and the lengths of those that are ``lists``."""

    lists: frozenset[str] | None = None
    ready: dict[tuple[object, ...], Prepared | None] = field(default_factory=dict)


# None at the first use: many statements are made for that one.
_known: Final[WeakKeyDictionary[Executable, _Forms | None]] = WeakKeyDictionary()
_LONGEST_LIST: Final = 20


def run(
    statement: Executable, values: Values | Sequence[Values] | None, driver: Connection, dialect: Dialect
) -> AnyResult | None:
    """The result, if this is a statement that has been made ready; else None, and nothing has been done."""
    each = values if isinstance(values, (list, tuple)) else (cast(Values, values or {}),)
    if not each or (forms := _forms(statement)) is None:
        return None
    prepared = _prepared(forms, statement, each[0], dialect)
    if prepared is None:
        return None
    if len(each) == 1:
        return prepared.run(driver, each[0])
    names = tuple(each[0])
    if prepared.finds_rows or any(tuple(row) != names for row in each):
        return None
    return prepared.run_each(driver, each)


def _forms(statement: Executable) -> _Forms | None:
    forms = _known.get(statement)
    if forms is None:
        _known[statement] = _Forms() if statement in _known else None
    return forms


def _prepared(forms: _Forms, statement: Executable, values: Values, dialect: Dialect) -> Prepared | None:
    if forms.lists is None:
        compiled = _compiled(statement, values, dialect)
        forms.lists = frozenset(bind.key for bind in compiled.post_compile_params)
    form = (*values, *(len(values.get(name, ())) for name in forms.lists))
    if form not in forms.ready:
        forms.ready[form] = _prepare(forms.lists, statement, values, dialect)
    return forms.ready[form]


def _prepare(lists: Collection[str], statement: Executable, values: Values, dialect: Dialect) -> Prepared | None:
    """None where a value is missing, or a list may have very many lengths: SQLAlchemy knows what to do, or to say."""
    compiled = _compiled(statement, values, dialect)
    missing = [name for name, bind in compiled.binds.items() if bind.required and name not in values]
    if missing or compiled.literal_execute_params or compiled.insert_prefetch or not values.keys() >= set(lists):
        return None
    if any(len(values[name]) > _LONGEST_LIST for name in lists):
        return None
    return Prepared(compiled, values)


def _compiled(statement: Executable, values: Values, dialect: Dialect) -> SQLCompiler:
    names = list(values) if statement.is_dml else None
    compiled = cast(ClauseElement, statement).compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)
    return compiled
