"""Counts that may be shown: none under five, and none from which such a one can be worked out.

Behind a small count of concerns, colleagues guess who wrote them. A zero stays: nobody is behind it. Everything that is
hidden looks alike, and whatever the reader adds up or subtracts, each small count could as well be five or more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

LEAST_SHOWN: Final = 5

Shown: TypeAlias = int | None  # None: hidden
Place: TypeAlias = tuple[int, int]  # row, column; the line of sums comes after the last
_UNBOUNDED: Final = 10**9


def is_small(count: int, known: int = 0) -> bool:
    """Whether it must be hidden from somebody who knows that it is at least ``known``."""
    return 0 < count - known < LEAST_SHOWN


def show_total(total: int, known: int = 0, is_forced: bool = False) -> Shown:
    """The number itself, hidden if it is small, or (``is_forced``) anyway."""
    return None if _aim(total, known, is_forced) > total else total


def show_parts(
    parts: Sequence[int], known: Sequence[int] = (), forced: Collection[int] = (), wanted: Collection[int] = ()
) -> Sequence[Shown]:
    """The parts of a sum that is shown; nothing of them if that is the only way.

    ``known`` holds what a narrower table has shown of each already (0: nothing), ``forced`` the places to hide anyway,
    ``wanted`` those that are hidden for the sake of others only if nothing else would do.
    """
    hidden = _hidden_parts(parts, known or [0] * len(parts), forced, wanted)
    return [None if place in hidden else part for place, part in enumerate(parts)]


def _hidden_parts(
    parts: Sequence[int], known: Sequence[int], forced: Collection[int], wanted: Collection[int]
) -> set[int]:
    aims = {place: _aim(part, known[place], place in forced) for place, part in enumerate(parts)}
    hidden = {place for place, part in enumerate(parts) if aims[place] > part}
    others = (place for place, part in enumerate(parts) if part > known[place] and place not in hidden)
    useful = sorted(others, key=lambda place: (place in wanted, parts[place], place))
    while not all(_could_reach(aims[place], place, hidden, parts, known) for place in hidden):
        if not useful:
            return set(range(len(parts)))
        hidden.add(useful.pop(0))
    return hidden


def _aim(count: int, known: int, is_forced: bool) -> int:
    """What a count must be able to be, in the eyes of the reader; the count itself where it need not be hidden."""
    if is_small(count, known):
        return known + LEAST_SHOWN
    return count + 1 if is_forced and count else count


def _could_reach(aim: int, place: int, hidden: set[int], parts: Sequence[int], known: Sequence[int]) -> bool:
    """Whether this part could be so much, the other hidden ones being as small as they may be."""
    others = sum(parts[other] - (known[other] or 1) for other in hidden if other != place)  # zeros would be shown
    return parts[place] + others >= aim


@dataclass(frozen=True, slots=True)
class Margins:
    """The sums of a table's rows and columns as they are shown already."""

    rows: Sequence[Shown]
    columns: Sequence[Shown]


def show_table(
    cells: Sequence[Sequence[int]],
    margins: Margins,
    known: Sequence[Sequence[int]] = (),
    forced: Collection[Place] = (),
    wanted: Collection[int] = (),
) -> Sequence[Sequence[Shown]]:
    """The cells within these sums. A line whose sum is hidden is hidden whole: else its sum could be added up.

    ``wanted`` are columns here; the rest is as for ``show_parts``.
    """
    table = _Table(cells, margins, known or [[0] * len(row) for row in cells], wanted)
    table.protect(forced)
    return [
        [None if (row, column) in table.hidden else cell for column, cell in enumerate(line)]
        for row, line in enumerate(cells)
    ]


class _Table:
    """Which cells are hidden, and how far a reader can narrow one down.

    Rows and columns are the nodes of a network, hidden cells its edges: that one cell may be larger means that others
    can make up for it along a path, which is a question of maximal flow (Gusfield, SIAM J. Comput. 17, 1988).
    """

    def __init__(
        self,
        cells: Sequence[Sequence[int]],
        margins: Margins,
        known: Sequence[Sequence[int]],
        wanted: Collection[int],
    ) -> None:
        self._wanted = wanted
        self._cells: Mapping[Place, int] = {(r, c): n for r, row in enumerate(cells) for c, n in enumerate(row)}
        self._known: Mapping[Place, int] = {(r, c): n for r, row in enumerate(known) for c, n in enumerate(row)}
        self._sums_row, self._sums_column = len(margins.rows), len(margins.columns)
        self._sums: dict[Place, int] = {
            **{(r, self._sums_column): sum(cells[r]) for r, shown in enumerate(margins.rows) if shown is None},
            **{(self._sums_row, c): sum(row[c] for row in cells) for c, s in enumerate(margins.columns) if s is None},
        }
        self._veiled = {(r, c) for r, c in self._cells if margins.rows[r] is None or margins.columns[c] is None}
        self.hidden = set(self._veiled)

    def protect(self, forced: Collection[Place]) -> None:
        """Hide the small cells, and further ones until none of the small ones can be told."""
        aims = {place: _aim(count, self._known[place], place in forced) for place, count in self._cells.items()}
        missing = {place: aims[place] - count for place, count in self._cells.items() if aims[place] > count}
        self.hidden.update(missing)
        for place, more in missing.items():
            while self._could_grow(place, more) < more:
                if not self._hide_cycle(place, more) and not self._hide_cheapest():
                    self._veiled = self.hidden = set(self._cells)
                    return

    def _hide_cycle(self, place: Place, more: int) -> bool:
        """Hide the cheapest three cells that can make up for so much more of this one; False if there are none."""
        found = [
            (self._cost(corners), corners)
            for corners in self._rectangles(place)
            if self._room(corners[0]) >= more and self._room(corners[1]) >= more
        ]
        if found:
            self.hidden.update(min(found)[1])
        return bool(found)

    def _hide_cheapest(self) -> bool:
        """Hide one more cell that could be another number; False if there is none."""
        shown = [place for place in self._cells if place not in self.hidden and self._room(place)]
        if shown:
            self.hidden.add(min(shown, key=lambda place: self._cost([place])))
        return bool(shown)

    def _cost(self, cells: Iterable[Place]) -> tuple[int, int]:
        """What is lost to the reader: of the wanted cells, and how much in all."""
        lost = [cell for cell in cells if cell not in self.hidden]
        return sum(column in self._wanted for _, column in lost), sum(self._cells[cell] for cell in lost)

    def _rectangles(self, place: Place) -> Iterator[tuple[Place, Place, Place]]:
        """The two neighbours that would shrink as the cell grows, and the cell opposite, which would grow."""
        row, column = place
        for other_row, other_column in self._cells:
            opposite = (other_row, other_column)
            varies = self._cells[opposite] > 0 or opposite in self._veiled
            if other_row != row and other_column != column and varies:
                yield (row, other_column), (other_row, column), opposite

    def _floor(self, place: Place) -> int:
        """What a hidden cell is at least: where zeros are shown, it is no zero."""
        return self._known[place] or (0 if place in self._veiled else 1)

    def _room(self, place: Place) -> int:
        return max(0, self._cells[place] - self._floor(place))

    def _could_grow(self, place: Place, enough: int) -> int:
        """By how much the cell might be larger, as far as the reader can tell; counted up to ``enough``."""
        flow = _Flow(self._capacities(but=place))
        row, column = place
        return flow.maximum(("row", row), ("column", column), enough)

    def _capacities(self, but: Place) -> dict[tuple["_Node", "_Node"], int]:
        """Row to column: what the cell can shrink by; column to row: what it can grow by. Sums go the other way."""
        capacities: dict[tuple[_Node, _Node], int] = {}
        for place in self.hidden - {but}:
            row, column = ("row", place[0]), ("column", place[1])
            capacities[row, column], capacities[column, row] = self._room(place), _UNBOUNDED
        for place, total in self._sums.items():
            row, column = ("row", place[0]), ("column", place[1])
            capacities[row, column], capacities[column, row] = _UNBOUNDED, max(0, total - 1)
        return capacities


_Node: TypeAlias = tuple[str, int]


class _Flow:
    """The largest flow through a small network, by shortest paths (Edmonds and Karp)."""

    def __init__(self, capacities: dict[tuple[_Node, _Node], int]) -> None:
        self._left = capacities
        self._next: dict[_Node, list[_Node]] = {}
        for start, end in capacities:
            self._next.setdefault(start, []).append(end)

    def maximum(self, source: _Node, sink: _Node, enough: int) -> int:
        """No more than ``enough`` is looked for."""
        found = 0
        while found < enough and (path := self._path(source, sink)):
            steps = list(pairwise(path))
            amount = min(enough - found, *(self._left[step] for step in steps))
            for start, end in steps:
                self._left[start, end] -= amount
                self._left[end, start] += amount
            found += amount
        return found

    def _path(self, source: _Node, sink: _Node) -> Sequence[_Node]:
        paths = [[source]]
        seen = {source}
        for path in paths:
            if path[-1] == sink:
                return path
            for node in self._next.get(path[-1], ()):
                if node not in seen and self._left[path[-1], node] > 0:
                    seen.add(node)
                    paths.append([*path, node])
        return ()
