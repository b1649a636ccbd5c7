"""The web channel's way in: begin a conversation, post a message, listen to the stream (docs/web-api.md)."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from aiohttp import web
from aiohttp_sse import sse_response

from bot.channels.web_access import asks, public
from bot.channels.web_out import CHANNEL, WebStreams, new_token
from bot.channels.web_reading import MAX_ID, as_text, json_body, posted
from bot.channels.web_security import ApiError
from bot.charting import OpenFigures
from bot.intake import Intake
from bot.limits import Limiter
from handlers.matching import COMMAND_PREFIX
from handlers.own_data import is_made_when_opened, is_own_data
from storage.domain.audit import Act, act_of
from storage.domain.case import Case
from storage.domain.conversation import Account, Inbound
from storage.domain.errors import NotFound
from storage.domain.ids import parse_invite
from storage.domain.permissions import DESK_ROLES, Action, Post, may
from storage.domain.ports import Seals, Store
from storage.files import MAX_FILE_BYTES, MAX_FILES
from storage.sessions import Sessions, session_key

MAX_BODY: Final = MAX_FILES * MAX_FILE_BYTES + 2**21
PING_SECONDS: Final = 15  # the page gives up a line that is silent for 35


class WebChat:
    """The routes under /api/chat."""

    def __init__(
        self,
        intake: Intake,
        streams: WebStreams,
        sessions: Sessions,
        store: Store,
        seals: Seals,
        *,
        figures: OpenFigures,
        today: Callable[[], date],
        now: Callable[[], datetime],
    ) -> None:
        self._intake, self._streams, self._sessions = intake, streams, sessions
        self._store, self._seals, self._figures, self._today = store, seals, figures, today
        self._now = now
        self._beginnings = Limiter(burst=500, per_second=50)
        self._invites = Limiter(burst=60, per_second=1)
        self._messages = Limiter(burst=300, per_second=60)
        self._stopping = False

    def stop(self) -> None:
        """Take no more messages (pages keep them and send them again), and end the streams."""
        self._stopping = True
        self._streams.close()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/chat", self.begin),
            web.delete("/api/chat", self.leave),
            web.post("/api/chat/messages", self.post),
            web.get("/api/chat/events", self.listen, allow_head=False),
            web.get("/api/chat/files/{file_id}", self.file),
        ]

    @public("a conversation begins before anybody is known; an invite is checked by its code")
    async def begin(self, request: web.Request) -> web.Response:
        """A new conversation, or (with a token) an invite for the one that is open."""
        if not self._beginnings.allows("all"):
            raise ApiError(429, "too-fast")
        body = await json_body(request, allow_empty=True)
        invite = as_text(body.get("invite", ""), MAX_ID)
        token = _token(request)
        account = await self._known(token)
        if token and account is None:
            raise ApiError(401, "unknown-conversation")
        if account is None:
            token = new_token()
            account = account_of(token)
        if invite.strip():
            await self._enrol(account, invite)
        else:
            await self._hear(Inbound(account, f"begin-{new_token()}", choice=f"{COMMAND_PREFIX}start"))
        return web.json_response({"token": token})

    async def _enrol(self, account: Account, invite: str) -> None:
        """Let the person in by this code; 403 if it does not, and nothing of a new conversation is kept."""
        if not self._invites.allows("all"):
            raise ApiError(429, "too-fast")
        offered = await self._posts_offered(invite)
        if offered is None:
            raise ApiError(403, "invite-unknown")
        fresh = not self._sessions.exists(session_key(account))
        replies = await self._intake.receive(Inbound(account, f"invite-{new_token()}", text=invite))
        if not await self._is_in(account, offered):
            if fresh:
                self._sessions.forget(session_key(account))
            raise ApiError(403, "invite-unknown")
        for reply in replies:
            self._streams.push(account, reply)

    async def _posts_offered(self, invite: str) -> frozenset[Post] | None:
        """What the invite gives, None if it is unknown or used up; asked first, so that a wrong one disturbs nothing.

        Whether it has expired is left to the turn, which knows the day.
        """
        code = parse_invite(invite)
        if code is None:
            return None
        if self._sessions.knows_code(self._seals.code_verifier(code)):
            return frozenset()
        async with self._store.writing() as uow:  # never committed: nothing is used up by asking
            found = await uow.invites.redeem(self._seals.code_verifier(code), date.min)
        return frozenset(found.posts) if found else None

    async def _is_in(self, account: Account, offered: frozenset[Post]) -> bool:
        """Whether the account is somebody's who has these posts, or will have once the office has said so."""
        async with self._store.reading() as reads:
            actor = await reads.people.actor(self._seals.account_key(account))
            pending = await reads.accounts.pending(actor.person) if actor.person is not None else ()
        return actor.person is not None and offered <= actor.posts | set(pending)

    @public("each message is authorised by the conversation, handler by handler")
    async def post(self, request: web.Request) -> web.Response:
        """202 once the message and all it caused are stored; the replies come by the stream."""
        if self._stopping:
            raise ApiError(503, "restarting")
        account = await self._authenticated(request)
        if not self._messages.allows(account.key):
            raise ApiError(429, "too-fast")
        sent = await posted(request)
        message = Inbound(account, sent.message_key, text=sent.text, choice=sent.choice)
        await self._hear(message, sent.uploads)
        return web.json_response({}, status=202)

    async def _hear(self, message: Inbound, uploads: Sequence[bytes] = ()) -> None:
        for reply in await self._intake.receive(message, uploads):
            self._streams.push(message.account, reply)

    @public("whoever holds the token hears what was said to them")
    async def listen(self, request: web.Request) -> web.StreamResponse:
        """The stream of events, beginning after ``Last-Event-ID``."""
        account = await self._authenticated(request)
        last_id = request.headers.get("Last-Event-ID", "")
        async with sse_response(request) as stream:
            stream.ping_interval = PING_SECONDS
            with self._streams.opened(account, lambda: request.transport is not None) as page:
                gone = asyncio.ensure_future(stream.wait())
                gone.add_done_callback(lambda _: page.close())
                async for event_id, body in self._streams.events(account, last_id, page):
                    await stream.send(json.dumps(body, ensure_ascii=False), id=event_id)
        return stream

    @asks(Action.READ, Action.SEE_NUMBERS)
    async def file(self, request: web.Request) -> web.Response:
        """A case's file, for those who may read the case; others are told that there is none."""
        account = await self._authenticated(request)
        file_id, _, proof = request.match_info["file_id"].partition(".")
        if not file_id.isprintable():
            raise ApiError(404, "not-found")
        if is_made_when_opened(file_id):
            if not is_own_data(file_id) and await self._streams.is_locked(account):
                raise ApiError(404, "not-found")
            return await self._numbers(account, file_id)
        try:
            async with self._store.reading() as reads:
                case_id, file = await reads.cases.file(file_id)
                case = await reads.cases.get_by_id(case_id)
                lead = await reads.cases.get_by_id(case.merged_into) if case.merged_into else case
                actor = await reads.people.actor(self._seals.account_key(account), self._today())
            actor = actor.as_staff() if await self._streams.is_locked(account) else actor
        except NotFound:
            raise ApiError(404, "not-found") from None
        # An author without a name has no other proof than the mark that the card of the own case puts behind the id.
        own = case.person == actor.person if case.person else self._seals.is_author_mark(case.ref, proof)
        # What was merged is read by those who answer it, together with the case it was merged into.
        readable = may(actor, Action.READ, case) or (case.released and may(actor, Action.READ, lead))
        if not own and not readable:
            raise ApiError(404, "not-found")
        if not own:
            await self._record(act_of(actor, "file_read", case.ref, self._now()))
        return _as_response(file.content, file.media_type, _file_name(case, file.name))

    async def _record(self, act: Act) -> None:
        async with self._store.writing() as uow:
            await uow.audit.append([act], self._seals.audit_hash)
            await uow.commit()

    async def _numbers(self, account: Account, file_id: str) -> web.Response:
        """Picture or sheet of the numbers, for those who may see them."""
        try:
            made = await self._figures(account, file_id)
        except NotFound:
            raise ApiError(404, "not-found") from None
        return _as_response(made.content, made.media_type, made.name)

    @public("whoever holds the token ends what is theirs")
    async def leave(self, request: web.Request) -> web.Response:
        """Sign out: the session, its events and the account are forgotten, its streams end."""
        account = await self._authenticated(request)
        self._streams.end(account)
        self._sessions.forget(session_key(account))
        key = self._seals.account_key(account)
        async with self._store.writing() as uow:
            actor = await uow.people.actor(key)
            if actor.person is not None and actor.has(*DESK_ROLES):  # the posts wait for their next sign-in
                await uow.accounts.end(actor.person, [key])
            else:
                await uow.people.forget_account(key)
            await uow.commit()
        return web.Response(status=204)

    async def _authenticated(self, request: web.Request) -> Account:
        account = await self._known(_token(request))
        if account is None:
            raise ApiError(401, "unknown-conversation")
        return account

    async def _known(self, token: str) -> Account | None:
        """The account of a token this server gave out: in the sessions, or enrolled."""
        if not token:
            return None
        account = account_of(token)
        if self._sessions.exists(session_key(account)):
            return account
        async with self._store.reading() as reads:
            enrolled = await reads.people.recipient(self._seals.account_key(account))
        return account if enrolled is not None else None


def account_of(token: str) -> Account:
    """The web account of a token; the token itself is kept nowhere."""
    digest = hashlib.sha256(token.encode()).digest()[:20]
    return Account(CHANNEL, base64.b32encode(digest).decode().lower())


def _token(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and len(token) <= MAX_ID and token.isascii() else ""


def _file_name(case: Case, name: str) -> str:
    return f"{case.ref}-{name}"


def _as_response(content: bytes, media_type: str, name: str) -> web.Response:
    disposition = "inline" if media_type.startswith("image/") else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return web.Response(body=content, content_type=media_type, headers=headers)
