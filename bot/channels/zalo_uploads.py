"""Files in: Zalo passes on none, so a person gets a link to a page of ours that takes them into the conversation."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from aiohttp import BodyPartReader, web

from bot.channels.web_access import public
from bot.channels.web_pages import Pages
from bot.channels.web_reading import content_of
from bot.channels.zalo_names import UPLOADS
from storage.domain.conversation import Account, Inbound
from storage.files import MAX_FILE_BYTES, MAX_FILES
from storage.sessions import Sessions

LIFE: Final = timedelta(minutes=30)
_TICKETS: Final = "zalo:uploads"  # no chat has this name
# Takes a message with its files, and sends what is said to it into the chat.
Take = Callable[[Inbound, Sequence[bytes]], Awaitable[None]]


class Uploads:
    """``page`` is how the world reaches this server, empty if it does not."""

    def __init__(self, page: str, sessions: Sessions, now: Callable[[], datetime]) -> None:
        self._page, self._sessions, self._now = page, sessions, now
        self._pages = Pages()

    def link(self, account: Account) -> str:
        """Where this account, and whoever it shows the link to, can hand in files for a while; empty if nowhere."""
        if not self._page:
            return ""
        ticket = secrets.token_urlsafe(16)
        shelf = self._sessions.load(_TICKETS)
        now = self._now().timestamp()
        open_ones = {name: each for name, each in shelf.drafts.items() if each["until"] > now}
        until = (self._now() + LIFE).timestamp()
        shelf.drafts = {**open_ones, ticket: {"channel": account.channel, "key": account.key, "until": until}}
        self._sessions.save(_TICKETS, shelf)
        return f"{self._page}{UPLOADS}/{ticket}"

    def routes(self, take: Take) -> list[web.RouteDef]:
        if not self._page:
            return []

        @public("a ticket signed for one chat; what is sent there is authorised by its conversation")
        async def post(request: web.Request) -> web.Response:
            account = self._account(request)
            uploads = await _files(request)
            if not uploads:
                return self._form()
            digest = hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in uploads)).hexdigest()[:32]
            # The same files once more, sent by an impatient press, are the same message.
            await take(Inbound(account, f"upload-{digest}"), uploads)
            return self._pages.page("uploaded.html", {})

        return [web.get(UPLOADS + "/{ticket}", self.form), web.post(UPLOADS + "/{ticket}", post)]

    @public("a ticket signed for one chat; what is sent there is authorised by its conversation")
    async def form(self, request: web.Request) -> web.Response:
        self._account(request)
        return self._form()

    def _form(self) -> web.Response:
        return self._pages.page("upload.html", {})

    def _account(self, request: web.Request) -> Account:
        """Whose link it is; 404 if it has expired."""
        ticket = self._sessions.load(_TICKETS).drafts.get(request.match_info["ticket"])
        if ticket is None or ticket["until"] <= self._now().timestamp():
            raise web.HTTPNotFound
        return Account(ticket["channel"], ticket["key"])


async def _files(request: web.Request) -> Sequence[bytes]:
    """The files of the form, one more than may be at the most; their names are not read, and no disk is used."""
    if request.content_type != "multipart/form-data":
        raise web.HTTPBadRequest
    found: list[bytes] = []
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and len(found) <= MAX_FILES:
                found.append(await content_of(part, MAX_FILE_BYTES))
    except (ValueError, RuntimeError):
        raise web.HTTPBadRequest from None
    return [each for each in found if each]
