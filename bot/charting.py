"""Picture and sheet of the numbers: made when somebody opens them who may, in a child process, and kept nowhere."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from handlers.context import Office
from handlers.figure_files import MEDIA_TYPES, FigureFile, Form, picture, read_figure_file, workbook
from handlers.figures import Wording, numbers_today
from scheduler.clock import Clock
from storage.children import child_running
from storage.domain.conversation import Account
from storage.domain.errors import NotFound
from storage.domain.permissions import Action, may
from storage.domain.ports import Seals, Store, StoredFile

WALL_SECONDS: Final = 30.0
KEPT: Final = 8  # a page that comes back asks for the pictures it has shown

log = logging.getLogger(__name__)
OpenFigures: TypeAlias = Callable[[Account, str], Awaitable[StoredFile]]


async def no_figures(account: Account, file_id: str) -> StoredFile:
    """Where there is nobody to make them."""
    raise NotFound


class Charting:
    """Opens the files of numbers by their ids. One is made at a time; others wait their turn."""

    def __init__(self, store: Store, seals: Seals, office: Callable[[], Office], clock: Clock) -> None:
        self._store, self._seals, self._office, self._clock = store, seals, office, clock
        self._turn = asyncio.Lock()
        self._made: dict[bytes, bytes] = {}

    async def open(self, account: Account, file_id: str) -> StoredFile:
        """The file, made of today's numbers; NotFound on another day, and for whoever may not see them."""
        wanted, office = read_figure_file(file_id), self._office()
        today = self._clock.now().astimezone(office.calendar.zone).date()
        if wanted is None or wanted.day != today:
            raise NotFound
        async with self._store.reading() as reads:
            actor = await reads.people.actor(self._seals.account_key(account), today)
            if not may(actor, Action.SEE_NUMBERS):
                raise NotFound
            numbers = await numbers_today(reads, office, today, actor)
        words = Wording(office, wanted.language, today)
        if wanted.form is Form.PICTURE:
            content: Any = picture(numbers, wanted.view, words)
        else:
            content = workbook(numbers, wanted.view, words, today)
        name = words.text("numbers-file-name", day=today.isoformat())
        return StoredFile(
            file_id, f"{name}.{wanted.form.value}", MEDIA_TYPES[wanted.form], await self._make(wanted, content)
        )

    async def _make(self, wanted: FigureFile, content: Any) -> bytes:
        asked = json.dumps({"form": wanted.form.value, "content": content}).encode()
        key = hashlib.sha256(asked).digest()
        async with self._turn:
            if key not in self._made:
                self._made[key] = await made_by_child(asked)
                if len(self._made) > KEPT:
                    del self._made[next(iter(self._made))]
            return self._made[key]


async def made_by_child(asked: bytes) -> bytes:
    """The file that is described; NotFound if it could not be made, which is a fault of ours and in the log."""
    async with child_running("bot.charts") as child:
        try:
            async with asyncio.timeout(WALL_SECONDS):
                made, _ = await child.communicate(asked)
        except TimeoutError:
            made = b""
    if child.returncode or not made:
        log.error("a file of numbers could not be made exit=%s", child.returncode)
        raise NotFound
    return made
