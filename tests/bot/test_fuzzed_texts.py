"""A hundred thousand hostile texts on their way out: none breaks a message, is altered in one, or becomes a formula."""

import csv
import io
import json
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import openpyxl
import pytest

from bot.channels.render import pieces, units, with_buttons
from bot.channels.telegram_out import MAX_TEXT as TELEGRAM_TEXT
from bot.channels.web_out import _event
from bot.channels.zalo_text import MAX_TEXT as ZALO_TEXT
from bot.channels.zalo_text import texts_of
from bot.charts.sheet import write
from bot.exporting import harmless
from handlers.texts.catalog import say
from storage.domain.conversation import Choice, Reply
from storage.domain.folding import clean
from tests.hostile import FORMULA_STARTS, UNSEEN, hostile_texts

COUNT = 100_000
NUMBERED = re.compile(r"\A\(\d+/\d+\)\n")


@pytest.fixture(scope="module")
def texts() -> Sequence[str]:
    """As the engine hands them to every conversation."""
    return [clean(text) for text in hostile_texts(COUNT)]


def test_nothing_unseen_is_left(texts: Sequence[str]) -> None:
    """No zero-width character, no control of direction, no half letter; and each is sendable as UTF-8."""
    everything = "".join(texts)
    assert not UNSEEN & set(everything)
    assert not any("\U000e0000" <= character <= "\U000e0fff" for character in set(everything))
    assert everything.encode()


def test_a_text_stands_in_a_sentence_of_ours_as_it_was_written(texts: Sequence[str]) -> None:
    """The catalogue neither reads marks of its own language in it, nor adds any."""
    for text in texts:
        assert say("vi", "notice-added", code="DT-7K3Q-9XMD", text=text).endswith(f":\n{text}")


def words_of(parts: Sequence[str]) -> list[str]:
    """What is read, whatever the breaks between messages."""
    bare = [NUMBERED.sub("", part) for part in parts] if len(parts) > 1 else parts
    return "".join("".join(part.split()) for part in bare).split()


def test_telegram_gets_every_letter(texts: Sequence[str]) -> None:
    """Plain messages within its length, which together say what was written."""
    for text in texts:
        parts = [piece.text for piece in with_buttons(Reply(text, (Choice("Gửi", "n.send"),)), TELEGRAM_TEXT)]
        assert all(units(part) <= TELEGRAM_TEXT for part in parts)
        assert parts == [text] or words_of(parts) == words_of([text])


def test_zalo_gets_every_letter(texts: Sequence[str]) -> None:
    """Plain messages within its length, which together say what was written."""
    for text in texts:
        parts = texts_of([Reply(text)], {}, partial(say, "vi"))
        assert all(units(part) <= ZALO_TEXT for part in parts)
        assert list(parts) == [text] or words_of(parts) == words_of([text])


def test_the_page_gets_every_letter(texts: Sequence[str]) -> None:
    """One line of JSON an event, whatever line ends are written in it."""
    for text in texts:
        line = json.dumps(_event(Reply(text)))
        assert json.loads(line)["text"] == text
        assert len(line.splitlines()) == 1


def test_the_shortest_messages_tear_no_letter(texts: Sequence[str]) -> None:
    """Cut to pieces of sixty, all is still there, and no letter with its accents is torn."""
    for text in texts[: COUNT // 20]:
        parts = pieces(text, 60)
        assert all(units(part) <= 60 for part in parts)
        assert words_of(parts) == words_of([text])


@pytest.mark.parametrize(("delimiter", "every"), [(",", 1), (";", 4), ("\t", 4)], ids="comma semicolon tab".split())
def test_no_cell_of_the_export_is_a_formula(texts: Sequence[str], delimiter: str, every: int) -> None:
    """However a spreadsheet parts the file: by commas as it is written, or by the separator of its own region."""
    cells = [harmless(text) for text in texts[::every]]
    file = io.StringIO()
    csv.writer(file).writerows(["DT-7K3Q-9XMD", cell, cell] for cell in cells)
    file.seek(0)
    rows = list(csv.reader(file, delimiter=delimiter))
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(FORMULA_STARTS)]
    if delimiter == ",":
        assert [row[1] for row in rows] == cells


def test_no_cell_of_a_workbook_is_a_formula(texts: Sequence[str]) -> None:
    """Opened again by another library, which takes its time, so one in five: every cell is text."""
    cells = [text for text in texts[::5] if text]
    rows = [cells[start : start + 50] for start in range(0, len(cells) - 50, 50)]
    sheet: dict[str, Any] = {"name": "Số liệu", "top": [["=1"]], "head": ["=1"] * 50, "rows": rows}
    book = openpyxl.load_workbook(io.BytesIO(write([{**sheet, "labels": 1, "bottom": "=1"}])), read_only=True)
    kinds = [cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert set(kinds) == {"s"}
    assert len(kinds) == 50 * len(rows) + 52
