"""What several commands do alike."""

import asyncio
import csv
import io
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from bot.config import Settings

if TYPE_CHECKING:  # a command that needs no database does not load what one takes
    from bot.base import Base

Result = TypeVar("Result")


def with_base(settings: Settings, work: "Callable[[Base], Awaitable[Result]]") -> Result:
    """Open database and keys, do the work, close them."""
    from bot.base import Base

    async def opened() -> Result:
        base = await Base.open(settings)
        try:
            return await work(base)
        finally:
            await base.close()

    return asyncio.run(opened())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """CSV on standard output, for the office's own sheets."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    sys.stdout.write("\ufeff" + out.getvalue())  # by this mark Excel knows that the letters are UTF-8
