"""The web channel's way in: begin a conversation, post a message, listen to the stream (docs/web-api.md)."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, StreamReader, web
from aiohttp_sse import sse_response

from bot.channels.web_out import CHANNEL, WebStreams, new_token
from bot.channels.web_security import ApiError
from bot.intake import Intake
from bot.limits import Limiter
from handlers.engine import session_key
from handlers.matching import COMMAND_PREFIX
from storage.domain.case import Case
from storage.domain.conversation import Account, Inbound
from storage.domain.errors import NotFound
from storage.domain.permissions import Action, may
from storage.domain.ports import Seals, Store
from storage.files import MAX_FILE_BYTES, MAX_FILES
from storage.sessions import Sessions

MAX_BODY: Final = MAX_FILES * MAX_FILE_BYTES + 2**21
MAX_JSON: Final = 2**22  # a text of a megabyte is taken; what is longer than a chat bears becomes a file
MAX_ID: Final = 100
PING_SECONDS: Final = 15  # the page gives up a line that is silent for 35


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page sent, as far as it could be read."""

    message_key: str
    text: str
    choice: str | None
    uploads: Sequence[bytes]


class WebChat:
    """The routes under /api/chat."""

    def __init__(self, intake: Intake, streams: WebStreams, sessions: Sessions, store: Store, seals: Seals) -> None:
        self._intake, self._streams, self._sessions = intake, streams, sessions
        self._store, self._seals = store, seals
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
            web.get("/api/chat/events", self.listen),
            web.get("/api/chat/files/{file_id}", self.file),
        ]

    async def begin(self, request: web.Request) -> web.Response:
        """A new conversation, or (with a token) an invite for the one that is open."""
        if not self._beginnings.allows("all"):
            raise ApiError(429, "too-fast")
        body = await _json(request, allow_empty=True)
        invite = body.get("invite", "")
        if not isinstance(invite, str) or len(invite) > MAX_ID:
            raise ApiError(400, "not-understood")
        token = _token(request)
        account = await self._known(token) if token else None
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
        fresh = not self._sessions.exists(session_key(account))
        posts_before = (await self._actor_posts(account)).copy() if not fresh else set()
        replies = await self._intake.receive(Inbound(account, f"invite-{new_token()}", text=invite))
        if await self._actor_posts(account) == posts_before:
            if fresh:
                self._sessions.forget(session_key(account))
            raise ApiError(403, "invite-unknown")
        for reply in replies:
            self._streams.push(account, reply)

    async def _actor_posts(self, account: Account) -> set[object]:
        async with self._store.reading() as reads:
            return set((await reads.people.actor(self._seals.account_key(account))).posts)

    async def post(self, request: web.Request) -> web.Response:
        """202 once the message and all it caused are stored; the replies come by the stream."""
        if self._stopping:
            raise ApiError(503, "restarting")
        account = await self._authenticated(request)
        if not self._messages.allows(account.key):
            raise ApiError(429, "too-fast")
        posted = await _posted(request)
        message = Inbound(account, posted.message_key, text=posted.text, choice=posted.choice)
        await self._hear(message, posted.uploads)
        return web.json_response({}, status=202)

    async def _hear(self, message: Inbound, uploads: Sequence[bytes] = ()) -> None:
        for reply in await self._intake.receive(message, uploads):
            self._streams.push(message.account, reply)

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """The stream of events, beginning after ``Last-Event-ID``."""
        account = await self._authenticated(request)
        last_id = request.headers.get("Last-Event-ID", "")
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        async with sse_response(request, headers=headers) as stream:
            stream.ping_interval = PING_SECONDS
            with self._streams.opened(account) as news:
                async for event_id, body in self._streams.events(account, last_id, news):
                    await stream.send(json.dumps(body, ensure_ascii=False), id=event_id)
        return stream

    async def file(self, request: web.Request) -> web.Response:
        """A case's file, for those who may read the case; others are told that there is none."""
        account = await self._authenticated(request)
        try:
            async with self._store.reading() as reads:
                case_id, file = await reads.cases.file(request.match_info["file_id"])
                case = await reads.cases.get_by_id(case_id)
                actor = await reads.people.actor(self._seals.account_key(account))
        except NotFound:
            raise ApiError(404, "not-found") from None
        own = case.person is not None and case.person == actor.person
        if not own and not may(actor, Action.READ, case):
            raise ApiError(404, "not-found")
        disposition = "inline" if file.media_type.startswith("image/") else "attachment"
        headers = {"Content-Disposition": f'{disposition}; filename="{_file_name(case, file.name)}"'}
        return web.Response(body=file.content, content_type=file.media_type, headers=headers)

    async def leave(self, request: web.Request) -> web.Response:
        """Sign out: the session, its events and the account are forgotten."""
        account = await self._authenticated(request)
        self._sessions.forget(session_key(account))
        async with self._store.writing() as uow:
            await uow.people.forget_account(self._seals.account_key(account))
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
    return token.strip() if scheme.lower() == "bearer" and len(token) <= MAX_ID else ""


async def _posted(request: web.Request) -> Posted:
    if request.content_type == "multipart/form-data":
        return await _multipart(request)
    body = await _json(request)
    text, choice = body.get("text", ""), body.get("choice")
    if not isinstance(text, str) or not (choice is None or isinstance(choice, str)) or ("text" in body) == bool(choice):
        raise ApiError(400, "not-understood")
    return Posted(_message_key(body.get("id")), text, choice, ())


async def _json(request: web.Request, *, allow_empty: bool = False) -> dict[str, Any]:
    raw = await _read(request.content, MAX_JSON)
    if not raw and allow_empty:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise ApiError(400, "not-understood") from None
    if not isinstance(body, dict):
        raise ApiError(400, "not-understood")
    return body


async def _multipart(request: web.Request) -> Posted:
    """Files with their text; the files' names are not read."""
    fields: dict[str, str] = {}
    uploads: list[bytes] = []
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name not in ("id", "text", "file"):
                raise ApiError(400, "not-understood")
            if part.name == "file":
                if len(uploads) > MAX_FILES:
                    raise ApiError(413, "too-large")
                uploads.append(await _part(part, MAX_FILE_BYTES))
            else:
                fields[part.name] = (await _part(part, MAX_JSON)).decode()
    except ValueError:  # not multipart after all, or not UTF-8
        raise ApiError(400, "not-understood") from None
    return Posted(_message_key(fields.get("id")), fields.get("text", ""), None, uploads)


async def _part(part: BodyPartReader, limit: int) -> bytes:
    """The whole part, but no more than one byte above the limit, which tells that it was too large."""
    chunks, size = [], 0
    while chunk := await part.read_chunk(2**16):
        size += len(chunk)
        if size <= limit + 1:
            chunks.append(chunk)
        else:
            chunks.append(b"\0")
            break
    while await part.read_chunk(2**16):
        pass
    return b"".join(chunks)


async def _read(stream: StreamReader, limit: int) -> bytes:
    chunks, size = [], 0
    async for chunk in stream.iter_chunked(2**16):
        size += len(chunk)
        if size > limit:
            raise ApiError(413, "too-large")
        chunks.append(chunk)
    return b"".join(chunks)


def _message_key(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        raise ApiError(400, "not-understood")
    return value


def _file_name(case: Case, name: str) -> str:
    return f"{case.ref}-{name}"
