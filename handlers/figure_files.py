"""What the picture and the sheet of the numbers say, ready to be drawn and written elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from handlers.figures import CLOCK, View, Wording, lines_of, read_view
from handlers.texts.catalog import LANGUAGES
from storage.domain.clocks import ClockKind
from storage.domain.conversation import File
from storage.domain.statistics import Group, Line, Numbers, Outcome, begin

_PREFIX: Final = "numbers"
_DAY: Final = "%Y%m%d"


class Form(StrEnum):
    """What a file of numbers can be."""

    PICTURE = "png"
    SHEET = "xlsx"


MEDIA_TYPES: Final[Mapping[Form, str]] = {
    Form.PICTURE: "image/png",
    Form.SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A file that is made when it is opened. Its id says what it holds and proves nothing: permission is asked then."""

    view: View
    language: str
    day: date
    form: Form

    @property
    def file_id(self) -> str:
        period, group, *_ = self.view.value.split(".")
        return f"{_PREFIX}_{period}_{group}_{self.language}_{self.day:{_DAY}}_{self.form.value}"


def is_figure_file(file_id: str) -> bool:
    return file_id.startswith(f"{_PREFIX}_")


def read_figure_file(file_id: str) -> FigureFile | None:
    """What the id names; None if it is none of ours."""
    prefix, period, group, language, day, form, *_ = [*file_id.split("_"), *[""] * 6]
    if prefix != _PREFIX or language not in LANGUAGES or form not in list(Form) or not day.isdecimal():
        return None
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    return FigureFile(read_view(f"{period}.{group}")[0], language, on, Form(form))


def files_of(view: View, language: str, today: date, words: Wording) -> tuple[File, ...]:
    """Picture and sheet of this view."""
    name = words.text("numbers-file-name", day=today.isoformat())
    return tuple(
        File(FigureFile(view, language, today, form).file_id, f"{name}.{form.value}", MEDIA_TYPES[form])
        for form in Form
    )


def picture(numbers: Numbers, view: View, words: Wording) -> dict[str, Any]:
    """The chart: a bar for the whole office, and one for each unit or topic that is shown."""
    group = view.group or Group.UNIT
    table = numbers.table(CLOCK, group, view.period)
    shown = [line for line in (table.whole, *table.lines) if line.total]
    hidden = [words.name(group, line.code) for line in table.lines if line.total is None]
    notes = [words.text("numbers-lines-hidden", names=", ".join(hidden))] if hidden else []
    if any(None in line.outcomes.values() for line in shown) or hidden:
        notes.append(words.text("numbers-note"))
    if not shown:
        notes = [words.text("numbers-chart-empty")]
    return {
        "title": words.text(f"numbers-sheet-{group.value}"),
        "period": words.title(view.period),
        "legend": [words.outcome(outcome) for outcome in Outcome],
        "rest": words.text("numbers-chart-rest"),
        "bars": [
            _bar(line, words.name(group, line.code) or words.text("numbers-sheet-whole"), words) for line in shown
        ],
        "notes": notes,
    }


def _bar(line: Line, name: str, words: Wording) -> dict[str, Any]:
    said = [
        words.text(
            "numbers-chart-line",
            total=words.count(line.total),
            overdue=words.count(line.outcomes[Outcome.OVERDUE]),
            share=words.share(line),
        ),
        words.text(
            "numbers-chart-days", median=words.days(line, line.median), decile=words.days(line, line.ninth_decile)
        ),
    ]
    return {"name": name, "said": said, "total": line.total, "parts": [line.outcomes[outcome] for outcome in Outcome]}


def workbook(numbers: Numbers, view: View, words: Wording, today: date) -> list[dict[str, Any]]:
    """The sheets: the whole office, then by unit and by topic, every clock of each. A hidden number is a dash.

    A cell is a text, a number, {"percent": …} or {"date": …}.
    """
    top = [
        [words.title(view.period)],
        [words.text("numbers-column-from"), {"date": begin(view.period, today).isoformat()}],
        [words.text("numbers-column-as-of"), {"date": today.isoformat()}],
        [],
    ]
    whole = [((), clock, line) for clock, line in lines_of(numbers, View(view.period)).items()]
    parts = [_sheet("numbers-sheet-whole", [], whole, words)]
    for group in Group:
        lines = [
            ((words.name(group, line.code),), clock, line)
            for clock in numbers.clocks
            for line in numbers.table(clock, group, view.period).lines
        ]
        parts.append(_sheet(f"numbers-sheet-{group.value}", [f"numbers-column-{group.value}"], lines, words))
    return [{**part, "top": top, "bottom": words.text("numbers-note")} for part in parts]


def _sheet(
    name: str, names: Sequence[str], lines: Sequence[tuple[tuple[str, ...], ClockKind, Line]], words: Wording
) -> dict[str, Any]:
    head = [
        *(words.text(key) for key in (*names, "numbers-column-clock", "numbers-column-total")),
        *(words.outcome(outcome) for outcome in Outcome),
        *(words.text(f"numbers-column-{name}") for name in ("share", "median", "decile", "oldest")),
    ]
    return {
        "name": words.text(name),
        "head": head,
        "labels": len(names) + 1,
        "rows": [[*named, words.clock(clock), *_cells(line, words)] for named, clock, line in lines],
    }


def _cells(line: Line, words: Wording) -> list[Any]:
    dash = words.text("numbers-hidden")
    counts = [dash if count is None else count for count in (line.total, *line.outcomes.values())]
    share = words.share(line) if line.on_time_share is None else {"percent": line.on_time_share / 100}
    days = [_days(line, each, words) for each in (line.median, line.ninth_decile)]
    return [*counts, share, *days, dash if line.oldest is None else line.oldest]


def _days(line: Line, days: int | None, words: Wording) -> str | int:
    return words.days(line, None) if days is None else days
