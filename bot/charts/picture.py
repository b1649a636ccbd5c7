"""A chart for a phone: as wide as its screen, as long as it takes, one bar below its name for each line."""

import io
import textwrap
from typing import Any, Final

from matplotlib import font_manager, get_data_path
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

WIDTH: Final = 5.4  # inches; 1,080 pixels: three for each point of a phone's screen
_DOTS: Final = 200
_MARGIN: Final = 0.25
_BAR: Final = 0.3
_LEAST_LABELLED: Final = 0.32  # inches a number needs within its part of a bar
# Okabe and Ito's colours, told apart by people with any colour vision, and light from dark; what is overdue is hatched
# as well. Black or white is what reads best on each.
_COLOURS: Final = (("#0072B2", "white"), ("#E69F00", "black"), ("#9AD1F0", "black"), ("#D55E00", "white"))
_HATCHES: Final = ("", "", "", "///")
_REST: Final = ("#D0D0D0", "black")
_INK, _FAINT = "#1A1A1A", "#555555"


def draw(chart: Any) -> bytes:
    """The chart as PNG; see ``handlers.figure_files.picture`` for what it is made of."""
    # The font that comes with matplotlib: it has every Vietnamese letter, whatever this machine has.
    font_manager.fontManager.addfont(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    page = _Page()
    page.paragraph(chart["title"], size=16, weight="bold", columns=32)
    page.paragraph(chart["period"], size=12, columns=44)
    page.legend(chart)
    whole, parts = chart["bars"][:1], chart["bars"][1:]
    for bar in whole:
        page.bar(bar, bar["total"])
        page.rule()
    for bar in parts:  # on a scale of their own: beside the whole, all of them would be short
        page.bar(bar, max(part["total"] for part in parts))
    for note in chart["notes"]:
        page.paragraph(note, size=9.5, colour=_FAINT, columns=58)
    return page.png()


class _Page:
    """Things are put below one another; ``_y`` is how far down the next one goes, in inches."""

    def __init__(self) -> None:
        self._y = _MARGIN
        self._figure = Figure(figsize=(WIDTH, 1), dpi=_DOTS, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def paragraph(self, text: str, *, size: float, columns: int, colour: str = _INK, weight: str = "normal") -> None:
        for line in textwrap.wrap(text, columns):
            self._text(_MARGIN, self._y, line, size=size, colour=colour, weight=weight)
            self._y += size / 72 * 1.35
        self._y += 0.12

    def legend(self, chart: Any) -> None:
        labels = [*chart["legend"]]
        styles = [*zip(_COLOURS, _HATCHES, strict=True)]
        if any(None in bar["parts"] for bar in chart["bars"]):
            labels.append(chart["rest"])
            styles.append((_REST, ""))
        for label, ((colour, _), hatch) in zip(labels, styles, strict=True):
            self._box(_MARGIN, 0.2, 0.16, colour, hatch)
            self._text(_MARGIN + 0.3, self._y - 0.015, label, size=11)
            self._y += 0.235
        self._y += 0.15

    def bar(self, bar: Any, full: int) -> None:
        """Name, bar and what is said of it. What is hidden of the outcomes is one grey part."""
        for line in textwrap.wrap(bar["name"], 44):
            self._text(_MARGIN, self._y, line, size=12, weight="bold")
            self._y += 0.225
        inch = (WIDTH - 2 * _MARGIN) / full
        x = _MARGIN
        rest = bar["total"] - sum(part or 0 for part in bar["parts"])
        for part, (colour, ink), hatch in [
            *zip(bar["parts"], _COLOURS, _HATCHES, strict=True),
            (rest, _REST, ""),
        ]:
            if part:
                self._box(x, part * inch, _BAR, colour, hatch)
                if part * inch >= _LEAST_LABELLED:
                    self._number(x + part * inch / 2, self._y + _BAR / 2, str(part), ink, colour)
                x += part * inch
        self._y += _BAR + 0.06
        for line in bar["said"]:
            self._text(_MARGIN, self._y, line, size=11, colour=_FAINT)
            self._y += 0.2
        self._y += 0.16

    def rule(self) -> None:
        self._axes.plot([_MARGIN, WIDTH - _MARGIN], [self._y - 0.08] * 2, color="#B0B0B0", linewidth=0.8)
        self._y += 0.1

    def png(self) -> bytes:
        height = self._y + _MARGIN
        self._figure.set_size_inches(WIDTH, height)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        target = io.BytesIO()
        self._figure.savefig(target, format="png", metadata={"Software": None})
        return target.getvalue()

    def _box(self, x: float, width: float, height: float, colour: str, hatch: str) -> None:
        box = Rectangle(
            (x, self._y), width, height, facecolor=colour, edgecolor="white", linewidth=0.8, hatch=hatch or None
        )
        self._axes.add_patch(box)

    def _number(self, x: float, y: float, text: str, ink: str, ground: str) -> None:
        ground_box = {"boxstyle": "square,pad=0.12", "facecolor": ground, "edgecolor": "none"}
        self._axes.text(
            x, y, text, fontsize=11, color=ink, ha="center", va="center_baseline", family="DejaVu Sans", bbox=ground_box
        )

    def _text(self, x: float, y: float, text: str, *, size: float, colour: str = _INK, weight: str = "normal") -> None:
        # On a line: aligned by their tops, texts with and without marks above the letters would dance.
        self._axes.text(
            x, y + size / 72, text, fontsize=size, color=colour, fontweight=weight, ha="left", va="baseline",
            family="DejaVu Sans", parse_math=False,
        )  # fmt: skip
