"""Small counts stay hidden: from a glance, from sums and differences, and from who saw a narrower table."""

from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from storage.domain.suppression import (
    LEAST_SHOWN,
    Margins,
    Shown,
    is_small,
    show_parts,
    show_table,
    show_total,
)

COUNTS = st.integers(0, 8)
LINES = st.lists(COUNTS, min_size=1, max_size=5)
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=3)
)

H: Final = None  # hidden


@pytest.mark.parametrize("count", range(8))
def test_one_to_four_are_small(count: int) -> None:
    """Nobody is behind a zero; from five on, it could be anybody."""
    assert is_small(count) is (count in (1, 2, 3, 4))
    assert show_total(count) == (None if count in (1, 2, 3, 4) else count)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([5, 9, 0], [5, 9, 0]),
        ([3, 9, 12], [H, H, 12]),  # 3 alone would be the sum less the others
        ([3, 9, 9], [H, H, 9]),
        ([1, 5, 20], [H, H, 20]),
        ([1, 4, 20], [H, H, H]),  # the two together are 5, so neither can be 5: a third is needed
        ([2, 0, 7], [H, 0, H]),
        ([4, 1], [H, H]),
        ([1, 1, 1, 1, 1], [H] * 5),
        ([3, 0, 0], [H, H, H]),  # the sum has to be hidden elsewhere
        ([100, 4, 4, 4], [100, H, H, H]),
    ],
)
def test_parts_of_a_sum_that_is_shown(parts: list[int], shown: list[Shown]) -> None:
    """Small parts go, and as many of the others, smallest first, as it takes that no sum gives them away."""
    assert show_parts(parts) == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([[9, 8], [7, 6]], [[9, 8], [7, 6]]),
        ([[3, 9, 9], [9, 9, 9], [12, 12, 12]], [[H, H, 9], [H, H, 9], [12, 12, 12]]),
        ([[3, 0, 9], [9, 8, 0], [0, 7, 7]], [[H, 0, H], [H, H, 0], [0, H, H]]),  # no four cells, but a cycle of six
        ([[0, 5], [5, 0]], [[0, 5], [5, 0]]),
    ],
)
def test_cells_of_a_table_whose_sums_are_shown(cells: list[list[int]], shown: list[list[Shown]]) -> None:
    """A small cell takes others with it, as a rule three: in its row, in its column and opposite."""
    sums = Margins([sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)])
    assert show_table(cells, sums) == shown


def test_a_line_whose_sum_is_hidden_is_hidden_whole() -> None:
    """Added up, its cells would tell the sum."""
    shown = show_table([[9, 0], [20, 30], [6, 7]], Margins([H, 50, H], [35, 37]))
    assert shown == [[H, H], [20, 30], [H, H]]


def test_what_a_narrower_table_showed_is_not_to_be_subtracted() -> None:
    """Eight this month and ten this year would be two in the months before."""
    assert show_total(10, known=8) is None
    assert show_total(13, known=8) == 13
    assert show_total(8, known=8) == 8
    assert show_parts([10, 20, 30], known=[8, 0, 0]) == [H, H, 30]


def test_what_a_narrower_table_hid_stays_hidden_if_little_was_added() -> None:
    """Open cases are the same in every period: a count hidden beside a small one must not be told by the next."""
    assert show_parts([7, 9, 30], forced=[0]) == [H, H, 30]
    assert show_parts([0, 9], forced=[0]) == [0, 9]


def test_what_is_wanted_is_given_up_last() -> None:
    """Beside a small part goes another one than the wanted, though it be larger; the same in a table."""
    assert show_parts([3, 9, 30], wanted=[1]) == [H, 9, H]
    assert show_parts([3, 9, 0], wanted=[1]) == [H, H, 0]
    cells = [[3, 9, 30], [12, 9, 30]]
    assert show_table(cells, Margins([42, 51], [15, 18, 60]), wanted=[1]) == [[H, 9, H], [H, 9, H]]


@given(LINES, st.data())
def test_no_small_part_can_be_worked_out(parts: list[int], data: st.DataObject) -> None:
    """Whoever knows the sum, what is shown and a narrower table finds that each small part may be five more."""
    known = [data.draw(st.integers(0, part)) for part in parts]
    total = show_total(sum(parts), sum(known))
    assume(total is not None)
    shown = show_parts(parts, known)
    assert all(n is None or n == parts[place] for place, n in enumerate(shown))
    zeros_shown = any(n is not None for n in shown)
    for place, part in enumerate(parts):
        if is_small(part, known[place]):
            others = sum(
                n if n is not None else max(known[p], 1 if zeros_shown else 0)
                for p, n in enumerate(shown)
                if p != place
            )
            assert shown[place] is None
            assert sum(parts) - others >= known[place] + LEAST_SHOWN


@settings(max_examples=150, deadline=None)
@given(TABLES, st.sampled_from([(), (0,), (0, 2)]))
def test_no_small_cell_can_be_worked_out(cells: list[list[int]], wanted: tuple[int, ...]) -> None:
    """Among all tables that a reader must think possible is, for each small cell, one in which it is five or more."""
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    assume(show_total(sum(rows)) is not None)
    margins = Margins(show_parts(rows), show_parts(columns))
    shown = show_table(cells, margins, wanted=wanted)
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            assert shown[row][column] in (None, cell)
            if is_small(cell):
                assert shown[row][column] is None
                assert is_possible(shown, margins, sum(rows), (row, column)), (cells, shown)


def is_possible(shown: Sequence[Sequence[Shown]], margins: Margins, total: int, place: tuple[int, int]) -> bool:
    """Whether some table agrees with all that is shown and has five at this place: by trying them all."""
    veiled = all(n is None for line in shown for n in line)
    hidden = [(r, c) for r, line in enumerate(shown) for c, n in enumerate(line) if n is None]
    hidden.sort(key=lambda each: each != place)  # the question first
    table = [[n or 0 for n in line] for line in shown]

    def sums_fit(*, whole: bool) -> bool:
        pairs = [(sum(table[r]), s) for r, s in enumerate(margins.rows)]
        pairs += [(sum(line[c] for line in table), s) for c, s in enumerate(margins.columns)]
        pairs.append((sum(map(sum, table)), total))
        return all(s is None or (found == s if whole else found <= s) for found, s in pairs)

    def fill(step: int) -> bool:
        if step == len(hidden):
            return sums_fit(whole=True)
        row, column = hidden[step]
        may_be_zero = veiled or margins.rows[row] is None or margins.columns[column] is None
        least, most = LEAST_SHOWN if step == 0 else (0 if may_be_zero else 1), total
        rest = margins.rows[row]
        if rest is not None and all(r != row for r, _ in hidden[step + 1 :]):  # the last of its row: what is left
            left = rest - sum(table[row])
            least, most = max(least, left), left
        for value in range(least, most + 1):
            table[row][column] = value
            if not sums_fit(whole=False):
                break
            if fill(step + 1):
                return True
        table[row][column] = 0
        return False

    return fill(0)
