"""One turn: take the account's lock and session, find the handler, apply its Turn in one unit of work."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from weakref import WeakValueDictionary

from handlers import registry
from handlers.context import Context, Office, PinNeeded
from handlers.dispatch import dispatch
from handlers.drafts import MAX_TEXT
from handlers.language import reply_language
from handlers.pins import PinKeeper
from handlers.remembering import apply, body_of, files_waiting, offered, reply_from, stamped
from handlers.rounds import round_of_its_own
from handlers.states import State
from handlers.texts.catalog import DEFAULT_LANGUAGE
from storage.domain.conversation import PAGE, Account, Inbound, Reply
from storage.domain.errors import ConcurrentUpdate, IncompleteDraft, NotPermitted, RuleViolation
from storage.domain.folding import clean
from storage.domain.ids import AccountKey, parse_invite, parse_ref, parse_reply_code
from storage.domain.permissions import DESK_ROLES, Actor
from storage.domain.ports import Seals, Store, StoredFile, UnitOfWork
from storage.domain.staff_rules import SIGN_IN_CODE_LIFE, sign_in_ended
from storage.sessions import Session, Sessions, account_of, session_key

NOTICES_KEPT: Final = 12
AT_ONCE: Final = 8  # turns: their ends come together, with one commit, and hold up whatever else the loop has to do
PAGES: Final = frozenset({PAGE})  # a phone has a lock of its own, a page on the office's computer has none
_FOR_WANT_OF_POSTS: Final = ("error-not-permitted", "error-not-found")
_EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "text/plain": "txt",
}

log = logging.getLogger(__name__)


class Engine:
    """Turns messages into replies. The office can be replaced while running; sessions outlive the engine."""

    def __init__(self, store: Store, sessions: Sessions, seals: Seals, office: Office) -> None:
        self._store = store
        self._sessions = sessions
        self._seals = seals
        self.office = office
        self.may_file: Callable[[Account], bool] = lambda account: True
        self.on_signed_in: Callable[[Account], None] = lambda account: None
        self.on_cut_off: Callable[[Collection[AccountKey]], None] = lambda ended: None
        self._pins = PinKeeper(store, seals, lambda: self.office)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def turn(self, message: Inbound, now: datetime) -> Sequence[Reply]:
        """The replies to a message; its repeat gets the same ones again and changes nothing.

        Never raises for what a person wrote: rules become kind replies, faults of ours an apology with a short code.
        """
        key = session_key(message.account)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock, self._room:
            await round_of_its_own()
            session = self._sessions.load(key)  # after the lock: two turns of one account never overlap
            before = self._sessions.replies_to(key, message.message_key)
            if before is not None:
                return [reply_from(body) for body in before]
            waiting = files_waiting(session)
            replies, handled = await self._answer(session, message, now)
            if handled:
                self._sessions.save_handled(key, session, message.message_key, [body_of(reply) for reply in replies])
            else:  # it is tried afresh when the message comes again
                self._sessions.save(key, session)
            self._sessions.unstage(key, sorted(waiting - files_waiting(session)))
            return replies

    async def told(self, account: Account, reply: Reply) -> None:
        """A notice has reached this account: its choices can now be typed as well."""
        if not reply.choices:
            return
        key = session_key(account)
        async with self._locks.setdefault(key, asyncio.Lock()):
            session = self._sessions.load(key)
            menu = {"tag": reply.tag, "choices": [[c.label, c.value] for c in reply.choices]}
            session.notices = [*session.notices, menu][-NOTICES_KEPT:]
            self._sessions.save(key, session)

    async def _answer(self, session: Session, message: Inbound, now: datetime) -> tuple[Sequence[Reply], bool]:
        """The replies, and whether the message has been dealt with."""
        message = replace(message, text=clean(message.text))
        if not session.language_chosen and not _is_code(message.text):
            session.language = reply_language(session.language, message.text)
        try:
            return await self._guarded(session, message, now), True
        except ConcurrentUpdate:
            return [Reply(self._say(session, "error-changed-meanwhile"), offered(session))], False
        except RuleViolation as error:
            return [self._refusal(session, error)], True
        except Exception as error:
            code = secrets.token_hex(3)
            # The type and a code only: a message of an exception may hold what the person wrote.
            log.error("turn failed code=%s error=%s at=%s", code, type(error).__name__, _origin(error))
            return [Reply(self._say(session, "error-unexpected", code=code), offered(session))], False

    async def _guarded(self, session: Session, message: Inbound, now: datetime) -> Sequence[Reply]:
        """The turn, with the PIN asked for before a grave act."""
        actor = await self._actor(message.account, now) if session.pin is not None else Actor()
        asked = session.pin
        heard = await self._pins.hear(session, message, actor, now)
        if heard.message is None:
            return heard.replies
        try:
            return [*heard.replies, *await self._twice(session, heard.message, now)]
        except PinNeeded as needed:
            return await self._pins.ask(session, heard.message, needed, await self._actor(message.account, now))
        except RuleViolation as error:
            if not heard.replies:
                raise
            return [*heard.replies, self._refusal(session, error)]
        except Exception:
            if heard.replies:  # when the message comes again, it is a PIN again, and no words for anybody
                session.pin = asked
            raise

    async def _twice(self, session: Session, message: Inbound, now: datetime) -> Sequence[Reply]:
        """Once more, where somebody changed it meanwhile."""
        try:
            return await self._attempt(session, message, now)
        except ConcurrentUpdate:
            return await self._attempt(session, message, now)

    async def _actor(self, account: Account, now: datetime) -> Actor:
        today = now.astimezone(self.office.calendar.zone).date()
        async with self._store.reading() as reads:  # given back at once: who waits to write holds up no reader
            return await reads.people.actor(self._seals.account_key(account), today)

    async def _attempt(self, session: Session, message: Inbound, now: datetime) -> Sequence[Reply]:
        actor = await self._actor(message.account, now)
        ended = self._sign_in_ended(session, message.account, actor, now)
        actor = actor.as_staff() if ended else actor
        async with self._store.reading() as reads, self._store.writing() as uow:
            ctx = self._context(session, message, now, actor=actor, reads=reads, uow=uow)
            ctx.sign_in_ended = ended
            message, notes = self._stage(session, message, ctx)
            try:
                turn = stamped(await dispatch(session, message, ctx))
                await uow.audit.append(ctx.acts, self._seals.audit_hash)
                await uow.commit()
                apply(session, turn, ctx)
            except RuleViolation as error:
                if ctx.sign_in_ended and error.text_key in _FOR_WANT_OF_POSTS:
                    raise NotPermitted("error-sign-in-ended") from None
                if not notes:
                    raise
                return [*notes, self._refusal(session, error)]
            except ConcurrentUpdate:
                if ctx.taken_code is not None:
                    self._sessions.keep_code(*ctx.taken_code, now + SIGN_IN_CODE_LIFE)
                raise
            finally:  # what no draft holds is in a case by now, or the turn has failed
                orphans = sorted(set(ctx.staged) - files_waiting(session))
                self._sessions.unstage(session_key(message.account), orphans)
        self.cut_off(ctx.ended)
        if ctx.signed_in:
            self.on_signed_in(message.account)
        kept_in_full = [ctx.reply("note-long-text", limit=MAX_TEXT)] if ctx.whole else []
        return [*kept_in_full, *notes, *turn.replies]

    def _sign_in_ended(self, session: Session, account: Account, actor: Actor, now: datetime) -> bool:
        """Whether this is a page of somebody with posts that nobody has used for too long."""
        if account.channel not in PAGES or not actor.has(*DESK_ROLES):
            return False
        active_at = None if session.active_at is None else datetime.fromtimestamp(session.active_at, UTC)
        return sign_in_ended(self.office.organisation.staff, active_at, actor.signed_in, now)

    async def is_locked(self, account: Account, now: datetime) -> bool:
        """Whether a page that is open shall be shown no notice or file before it has been signed in anew."""
        if not self.office.organisation.staff.idle_hours:
            return False
        session = self._sessions.load(session_key(account))
        return self._sign_in_ended(session, account, await self._actor(account, now), now)

    def cut_off(self, ended: Collection[AccountKey]) -> None:
        """Accounts that are known no more: their conversations are forgotten, their pages closed."""
        if not ended:
            return
        for key in self._sessions.accounts():
            if self._seals.account_key(account_of(key)) in ended:
                self._sessions.forget(key)
        self.on_cut_off(ended)

    def _context(
        self, session: Session, message: Inbound, now: datetime, *, actor: Actor, reads: UnitOfWork, uow: UnitOfWork
    ) -> Context:
        key = session_key(message.account)
        return Context(
            account=message.account,
            actor=actor,
            now=now,
            language=session.language or DEFAULT_LANGUAGE,
            office=self.office,
            seals=self._seals,
            uow=uow,
            reads=reads,
            drafts=session.drafts,
            state=State(session.state) if session.state else None,
            pin_given=now.timestamp() < session.pin_until,
            sign_in_codes=self._sessions,
            may_file=self.may_file,
            stored=lambda file_ids: self._stored(key, file_ids),
        )

    def _stage(self, session: Session, message: Inbound, ctx: Context) -> tuple[Inbound, list[Reply]]:
        """Put files, and a text too long to read in a chat, beside the draft; say what could not be taken and why."""
        notes = [ctx.reply(text_key) for text_key in message.refused]
        here = session.state is None or State(session.state) in registry.TAKES_FILES
        takes_files = here or message.replaces is not None  # of which the draft it belongs to decides
        key = session_key(message.account)
        if len(message.text) > MAX_TEXT:
            in_full = self._sessions.stage(key, "text/plain", message.text.encode()) if takes_files else None
            if in_full is None:  # never cut: what is not kept in full is not kept, nor what came with it
                came_along = len(message.attachments) + len(message.refused)
                raise IncompleteDraft("error-text-too-long", limit=MAX_TEXT, files=came_along)
            ctx.whole = [in_full]
            message = replace(message, text=message.text[:MAX_TEXT])
        if message.attachments and not takes_files:
            return message, [*notes, ctx.reply("note-files-not-here")]
        staged = [self._sessions.stage(key, file.media_type, file.content) for file in message.attachments]
        if None in staged:
            notes.append(ctx.reply("note-files-full"))
        ctx.staged = [*ctx.whole, *(file_id for file_id in staged if file_id is not None)]
        return message, notes

    def _stored(self, key: str, file_ids: Sequence[str]) -> Sequence[StoredFile]:
        found = self._sessions.staged(key, file_ids)
        return [
            StoredFile(
                secrets.token_urlsafe(16), f"{n}.{_EXTENSIONS.get(f.media_type, 'bin')}", f.media_type, f.content
            )
            for n, f in enumerate(found, 1)
        ]

    def _refusal(self, session: Session, error: RuleViolation) -> Reply:
        return Reply(self._say(session, error.text_key, **error.arguments), offered(session))

    def _say(self, session: Session, key: str, **arguments: str | int) -> str:
        return self.office.texts.say(session.language or DEFAULT_LANGUAGE, key, **arguments)


def _is_code(text: str) -> bool:
    """Whether the whole text is a code: in small letters, its groups may look like words of some language."""
    return any(parse(text) for parse in (parse_ref, parse_reply_code, parse_invite))


def _origin(error: BaseException) -> str:
    """Where the error was raised: module and line of the innermost frame, no values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
