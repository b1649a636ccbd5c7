"""A workbook of numbers: real numbers, dates and percents, and no text that a spreadsheet could take for a formula."""

import io
from datetime import date, datetime, time
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_WIDEST: Final = 45
_HEAD_POINTS: Final = 50  # three lines: no program finds the height of wrapped text by itself
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write(sheets: Any) -> bytes:
    """The workbook as .xlsx; see ``handlers.figure_files.workbook`` for what it is made of."""
    target = io.BytesIO()
    with Workbook(target, _OPTIONS) as book:
        styles = _Styles(book)
        for sheet in sheets:
            _fill(book.add_worksheet(sheet["name"]), sheet, styles)
    return target.getvalue()


class _Styles:
    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.plain = book.add_format({**font, "align": "left", "text_wrap": True})
        self.word = book.add_format({**font, "align": "right"})  # where a number would stand
        self.number = book.add_format({**font, "align": "right", "num_format": "#,##0"})
        self.percent = book.add_format({**font, "align": "right", "num_format": "0%"})
        self.date = book.add_format({**font, "align": "left", "num_format": "dd/mm/yyyy"})
        self.head = book.add_format({**font, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8EEF4"})
        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.note = book.add_format({**font, "italic": True})


def _fill(page: Worksheet, sheet: Any, styles: _Styles) -> None:
    top = sheet["top"]
    page.write_string(0, 0, top[0][0], styles.title)
    for row, cells in enumerate(top[1:], 1):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, styles, text=styles.plain)
    first = len(top)
    page.set_row(first, _HEAD_POINTS)
    for column, text in enumerate(sheet["head"]):
        page.write_string(first, column, text, styles.head)
        page.set_column(column, column, _width(column, sheet))
    for row, cells in enumerate(sheet["rows"], first + 1):
        for column, cell in enumerate(cells):
            text = styles.plain if column < sheet["labels"] else styles.word
            _write(page, row, column, cell, styles, text=text)
    page.write_string(first + len(sheet["rows"]) + 2, 0, sheet["bottom"], styles.note)
    page.freeze_panes(first + 1, 0)
    page.repeat_rows(first)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _write(page: Worksheet, row: int, column: int, cell: Any, styles: _Styles, *, text: Format) -> None:
    match cell:
        case {"date": day}:
            page.write_datetime(row, column, datetime.combine(date.fromisoformat(day), time.min), styles.date)
        case {"percent": share}:
            page.write_number(row, column, share, styles.percent)
        case int():
            page.write_number(row, column, cell, styles.number)
        case _:
            page.write_string(row, column, cell, text)


def _width(column: int, sheet: Any) -> int:
    texts = [cells[column] for cells in sheet["rows"] if isinstance(cells[column], str)]
    return min(_WIDEST, max([14, *(len(text) + 2 for text in texts)]))
