"""Files out: Zalo takes no file, it fetches pictures; so each gets a signed address on our server that expires.

Whoever holds such an address can open it: it is sent to those who may read the case, and to nobody else.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.channels.web_access import public
from bot.channels.zalo_names import FILES
from storage.domain.errors import NotFound
from storage.domain.ports import Store, StoredFile

LIFE: Final = timedelta(hours=1)
_MOST_KEPT: Final = 16
_MARK_LENGTH: Final = 32
_TICKET: Final = re.compile(r"([\w-]{1,64})\.([0-9a-f]{1,16})\.([0-9a-f]{32})", re.ASCII)


class Files:
    """``page`` is how the world reaches this server, empty if it does not."""

    def __init__(self, key: bytes, page: str, store: Store, now: Callable[[], datetime]) -> None:
        self._key, self._page, self._store, self._now = key, page, store, now
        self._kept: dict[str, StoredFile] = {}

    def address(self, file_id: str) -> str:
        """Where this file can be fetched, as often as it is asked for, until it expires; empty if nowhere."""
        if not self._page:
            return ""
        until = f"{int((self._now() + LIFE).timestamp()):x}"
        bare = file_id.partition(".")[0]  # without the mark by which an author's card proves itself to the page
        return f"{self._page}{FILES}/{bare}.{until}.{self._mark(bare, until)}"

    def keep(self, file: StoredFile) -> str:
        """The same for a file that was made just now and is stored nowhere; of many the latest are kept."""
        if not self._page:
            return ""
        name = secrets.token_urlsafe(16)
        self._kept[name] = file
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return self.address(name)

    def routes(self) -> list[web.RouteDef]:
        return [web.get(FILES + "/{ticket}", self.serve)] if self._page else []

    @public("a ticket signed for one file and one hour; who got it was authorised")
    async def serve(self, request: web.Request) -> web.Response:
        """The file; 404 alike for an address that is wrong, has expired, or names what is gone."""
        try:
            name, file = await self._found(self._opened(request.match_info["ticket"]))
        except NotFound:
            raise web.HTTPNotFound from None
        disposition = "inline" if file.media_type.startswith("image/") else "attachment"
        headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
        return web.Response(body=file.content, content_type=file.media_type, headers=headers)

    async def _found(self, file_id: str) -> tuple[str, StoredFile]:
        """Its name and the file; raises NotFound."""
        if file_id in self._kept:
            return self._kept[file_id].name, self._kept[file_id]
        async with self._store.reading() as reads:
            case_id, file = await reads.cases.file(file_id)
            case = await reads.cases.get_by_id(case_id)
        return f"{case.ref}-{file.name}", file

    def _opened(self, ticket: str) -> str:
        found = _TICKET.fullmatch(ticket)
        if found is None:
            raise web.HTTPNotFound
        file_id, until, mark = found.groups()
        if not hmac.compare_digest(mark, self._mark(file_id, until)) or int(until, 16) < self._now().timestamp():
            raise web.HTTPNotFound
        return file_id

    def _mark(self, file_id: str, until: str) -> str:
        return hmac.new(self._key, f"{file_id}.{until}".encode(), hashlib.sha256).hexdigest()[:_MARK_LENGTH]
