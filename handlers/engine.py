"""One turn: take the account's lock and session, find the handler, apply its Turn in one unit of work."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from weakref import WeakValueDictionary

from handlers import matching, registry
from handlers.access import FLOWS
from handlers.cards import erased_card
from handlers.context import Context, Office, PinNeeded, Target
from handlers.language import reply_language
from handlers.pins import PinKeeper
from handlers.replying import is_answer
from handlers.seeing import note_seen
from handlers.states import State, Turn
from handlers.texts.catalog import DEFAULT_LANGUAGE
from storage.domain.conversation import Account, Attachment, Choice, File, Inbound, Reply
from storage.domain.errors import ConcurrentUpdate, IncompleteDraft, NotPermitted, RuleViolation
from storage.domain.folding import clean
from storage.domain.ids import AccountKey, parse_invite, parse_ref, parse_reply_code
from storage.domain.permissions import DESK_ROLES, Action, Actor, authorize, may
from storage.domain.ports import Seals, Store, StoredFile, UnitOfWork
from storage.domain.staff_rules import SIGN_IN_CODE_LIFE, sign_in_ended
from storage.domain.views import view
from storage.sessions import Session, Sessions

MAX_TEXT: Final = 10_000  # characters; a longer text is kept whole as a file of the draft
NOTICES_KEPT: Final = 12
PAGES: Final = frozenset({"web"})  # a phone has a lock of its own, a page on the office's computer has none
SENTENCE_WORDS: Final = 5
OFFERED_KEPT: Final = 40  # what is said in between adds its choices to those of the state
_STAMP: Final = "~"
_FOR_WANT_OF_POSTS: Final = ("error-not-permitted", "error-not-found")
_EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "audio/aac": "aac",
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

    async def turn(self, message: Inbound, now: datetime) -> Sequence[Reply]:
        """The replies to a message; its repeat gets the same ones again and changes nothing.

        Never raises for what a person wrote: rules become kind replies, faults of ours an apology with a short code.
        """
        key = session_key(message.account)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            session = self._sessions.load(key)  # after the lock: two turns of one account never overlap
            before = self._sessions.replies_to(key, message.message_key)
            if before is not None:
                return [_reply_from(body) for body in before]
            waiting = _files_waiting(session)
            replies, handled = await self._answer(session, message, now)
            if handled:
                self._sessions.save_handled(key, session, message.message_key, [_body_of(reply) for reply in replies])
            else:  # it is tried afresh when the message comes again
                self._sessions.save(key, session)
            self._sessions.unstage(key, sorted(waiting - _files_waiting(session)))
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
            return [Reply(self._say(session, "error-changed-meanwhile"), _offered(session))], False
        except RuleViolation as error:
            return [Reply(self._say(session, error.text_key, **error.arguments), _offered(session))], True
        except Exception as error:
            code = secrets.token_hex(3)
            # The type and a code only: a message of an exception may hold what the person wrote.
            log.error("turn failed code=%s error=%s at=%s", code, type(error).__name__, _origin(error))
            return [Reply(self._say(session, "error-unexpected", code=code), _offered(session))], False

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
            return [*heard.replies, Reply(self._say(session, error.text_key, **error.arguments), _offered(session))]
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
                turn = _stamped(await self._dispatch(session, message, ctx))
                await uow.audit.append(ctx.acts, self._seals.audit_hash)
                await uow.commit()
                _apply(session, turn, ctx)
            except RuleViolation as error:
                if ctx.sign_in_ended and error.text_key in _FOR_WANT_OF_POSTS:
                    raise NotPermitted("error-sign-in-ended") from None
                raise
            except ConcurrentUpdate:
                if ctx.taken_code is not None:
                    self._sessions.keep_code(*ctx.taken_code, now + SIGN_IN_CODE_LIFE)
                raise
            finally:  # what no draft holds is in a case by now, or the turn has failed
                orphans = sorted(set(ctx.staged) - _files_waiting(session))
                self._sessions.unstage(session_key(message.account), orphans)
        self.cut_off(ctx.ended)
        if ctx.signed_in:
            self.on_signed_in(message.account)
        return [*notes, *turn.replies]

    def _sign_in_ended(self, session: Session, account: Account, actor: Actor, now: datetime) -> bool:
        """Whether this is a page of somebody with posts that nobody has used for too long."""
        if account.channel not in PAGES or not actor.has(*DESK_ROLES):
            return False
        active_at = None if session.active_at is None else datetime.fromtimestamp(session.active_at, UTC)
        return sign_in_ended(self.office.organisation.staff, active_at, actor.signed_in, now)

    def is_locked(self, account: Account, now: datetime) -> bool:
        """Whether a page that is open shall be shown no notice before it has been signed in anew."""
        session, hours = self._sessions.load(session_key(account)), self.office.organisation.staff.idle_hours
        if not hours or not session.holds_posts or session.active_at is None:
            return False
        return now.timestamp() - session.active_at > hours * 3600

    def cut_off(self, ended: Collection[AccountKey]) -> None:
        """Accounts that are known no more: their conversations are forgotten, their pages closed."""
        if not ended:
            return
        for key in self._sessions.accounts():
            channel, _, address = key.partition(":")
            account = Account(channel, address)
            if self._seals.account_key(account) in ended:
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
        """Put files, and a text too long to read in a chat, beside the draft; say what could not be taken."""
        notes = [ctx.reply(text_key) for text_key in message.refused]
        files = list(message.attachments)
        takes_files = session.state is None or State(session.state) in registry.TAKES_FILES
        if len(message.text) > MAX_TEXT:
            if not takes_files:
                raise IncompleteDraft("error-text-too-long", limit=MAX_TEXT)
            files.append(Attachment("text/plain", message.text.encode()))
            message = replace(message, text=message.text[:MAX_TEXT])
            notes.append(ctx.reply("note-long-text", limit=MAX_TEXT))
        if files and not takes_files:
            return message, [*notes, ctx.reply("note-files-not-here")]
        key = session_key(message.account)
        staged = [self._sessions.stage(key, file.media_type, file.content) for file in files]
        if None in staged:
            notes.append(ctx.reply("note-files-full"))
        ctx.staged = [file_id for file_id in staged if file_id is not None]
        return message, notes

    def _stored(self, key: str, file_ids: Sequence[str]) -> Sequence[StoredFile]:
        found = self._sessions.staged(key, file_ids)
        return [
            StoredFile(
                secrets.token_urlsafe(16), f"{n}.{_EXTENSIONS.get(f.media_type, 'bin')}", f.media_type, f.content
            )
            for n, f in enumerate(found, 1)
        ]

    async def _dispatch(self, session: Session, message: Inbound, ctx: Context) -> Turn:
        choice = message.choice or self._typed_choice(session, message)
        if choice is None:
            return await self._say_to_state(session, message, ctx)
        message = replace(message, choice=choice)
        if choice.startswith(matching.COMMAND_PREFIX):
            return await self._command(choice.removeprefix(matching.COMMAND_PREFIX), message, ctx)
        if choice.startswith(matching.CASE_PREFIX):
            return await self._case_action(choice, message, ctx)
        if choice.startswith(matching.NONCE_PREFIX):
            return await self._nonce_action(choice, message, ctx)
        if session.state is None or choice not in {value for _, value in session.offered}:
            return ctx.aside(ctx.reply("error-stale-choice", *_offered(session)))
        ctx.flow = State(session.state).flow
        message = replace(message, choice=choice.partition(_STAMP)[0])
        return await self._step(State(session.state), message, ctx)

    def _typed_choice(self, session: Session, message: Inbound) -> str | None:
        """What the typed text stands for, if it is short enough to stand for anything."""
        text = message.text
        if not text or len(text) > 60 or message.attachments:
            return None
        chosen = matching.offered(text, session.offered, session.numbered)
        if chosen is not None:
            return chosen
        name = matching.command(text)
        if name is not None:
            return matching.COMMAND_PREFIX + name
        if session.state is not None and State(session.state) in registry.TAKES_CODES:
            return None
        if parse_ref(text) or parse_reply_code(text):
            return f"{matching.COMMAND_PREFIX}code"
        if parse_invite(text):
            return f"{matching.COMMAND_PREFIX}invite"
        return matching.of_notice(text, session.notices)

    async def _say_to_state(self, session: Session, message: Inbound, ctx: Context) -> Turn:
        if message.text and message.replies_to and await is_answer(message.replies_to, ctx):
            ctx.reminded, ctx.is_reply = message.replies_to, True
            return await self._command("respond", message, ctx)
        if session.state is None:
            ctx.reminded = matching.asked_for_answer(session.notices)
            return await self._command("respond" if ctx.reminded and message.text else "say", message, ctx)
        state = State(session.state)
        if state in registry.TAKES_NO_SENTENCES and len(message.text.split()) >= SENTENCE_WORDS:
            return await self._command("say", message, ctx)
        ctx.flow = state.flow
        return await self._step(state, message, ctx)

    async def _command(self, name: str, message: Inbound, ctx: Context) -> Turn:
        name, _, ctx.detail = name.partition(".")
        ctx.page = int(ctx.detail) if ctx.detail.isdecimal() else 0
        guarded = registry.COMMANDS.get(name)
        if guarded is None:
            return ctx.aside(ctx.reply("error-stale-choice"))
        if isinstance(guarded.action, Action):
            authorize(ctx.actor, guarded.action)
        return await guarded.handler(message, ctx)

    async def _step(self, state: State, message: Inbound, ctx: Context) -> Turn:
        """The handler of a state, for whoever may still be in its conversation."""
        asked = FLOWS[state.flow]
        if isinstance(asked, Action):
            authorize(ctx.actor, asked)
        return await registry.STATES[state](message, ctx)

    async def _case_action(self, choice: str, message: Inbound, ctx: Context) -> Turn:
        name, ref, proof = [*choice.removeprefix(matching.CASE_PREFIX).split(".", 2), "", ""][:3]
        guarded = registry.CASE_ACTIONS.get(name)
        if guarded is None or not isinstance(guarded.action, Action):
            return ctx.aside(ctx.reply("error-stale-choice"))
        ctx.target = Target(ref, proof)
        case = await ctx.case()
        if not may(ctx.actor, guarded.action, case):
            # "Not there" and "not yours" answer alike, unless the person may read the case anyway.
            raise RuleViolation("error-not-permitted" if may(ctx.actor, Action.READ, case) else "error-not-found")
        if case.erased:  # whatever an old button offered
            return ctx.aside(erased_card(view(case, as_author=False), ctx))
        await note_seen(case, ctx)
        return await guarded.handler(message, ctx)

    async def _nonce_action(self, choice: str, message: Inbound, ctx: Context) -> Turn:
        name, _, nonce = choice.removeprefix(matching.NONCE_PREFIX).partition(".")
        guarded = registry.NONCE_ACTIONS.get(name)
        if guarded is None or not isinstance(guarded.action, Action):
            return ctx.aside(ctx.reply("error-stale-choice"))
        authorize(ctx.actor, guarded.action)
        ctx.target = Target(nonce)
        return await guarded.handler(message, ctx)

    def _say(self, session: Session, key: str, **arguments: str | int) -> str:
        return self.office.texts.say(session.language or DEFAULT_LANGUAGE, key, **arguments)


def session_key(account: Account) -> str:
    return f"{account.channel}:{account.key}"


def _stamped(turn: Turn) -> Turn:
    """The turn with its state's choices marked as its own.

    They name no case: without a mark, an old "Gửi" would act on whatever is open at the same step by now.
    """
    stamp = f"{_STAMP}{secrets.token_hex(2)}"
    replies = tuple(
        replace(
            reply, choices=tuple(c if matching.names_its_matter(c.value) else _marked(c, stamp) for c in reply.choices)
        )
        for reply in turn.replies
    )
    return replace(turn, replies=replies)


def _marked(choice: Choice, stamp: str) -> Choice:
    return choice if _STAMP in choice.value else replace(choice, value=choice.value + stamp)


def _apply(session: Session, turn: Turn, ctx: Context) -> None:
    """Move the session to where the turn leads."""
    choices = [[c.label, c.value] for reply in turn.replies for c in reply.choices]
    if not ctx.sign_in_ended:
        session.active_at, session.holds_posts = ctx.now.timestamp(), ctx.actor.has(*DESK_ROLES)
    session.language, session.language_chosen = ctx.language, session.language_chosen or ctx.language_chosen
    if choices or not turn.aside:  # without new ones, the numbers of the last menu still hold
        session.numbered = len(choices)
    if turn.aside:
        session.offered = [*choices, *(pair for pair in session.offered if pair not in choices)][:OFFERED_KEPT]
        return
    session.state = turn.state
    session.offered = choices
    if ctx.flow:
        session.drafts.pop(ctx.flow, None)  # over, handed on to another flow, or put anew below
    if turn.state is not None:
        session.drafts[turn.state.flow] = dict(turn.draft)


def _files_waiting(session: Session) -> set[str]:
    """The ids of the staged files that some draft holds."""
    return {file_id for draft in session.drafts.values() for file_id in draft.get("files", [])}


def _is_code(text: str) -> bool:
    """Whether the whole text is a code: in small letters, its groups may look like words of some language."""
    return any(parse(text) for parse in (parse_ref, parse_reply_code, parse_invite))


def _offered(session: Session) -> tuple[Choice, ...]:
    """All that is open, to be shown again: from now on each of them has its number."""
    session.numbered = None
    return tuple(Choice(label, value) for label, value in session.offered)


def _body_of(reply: Reply) -> dict[str, Any]:
    """Ready for JSON. Written out: ``asdict`` copies everything on the way, which was felt at every turn."""
    return {
        "text": reply.text,
        "choices": [{"label": choice.label, "value": choice.value} for choice in reply.choices],
        "files": [{"file_id": file.file_id, "name": file.name, "media_type": file.media_type} for file in reply.files],
        "tag": reply.tag,
        "wipes": reply.wipes,
        "conceals": reply.conceals,
    }


def _reply_from(body: dict[str, Any]) -> Reply:
    return Reply(
        body["text"],
        tuple(Choice(**choice) for choice in body["choices"]),
        tuple(File(**file) for file in body["files"]),
        body["tag"],
        body.get("wipes", False),
        conceals=body.get("conceals", False),  # not there in what an older program kept
    )


def _origin(error: BaseException) -> str:
    """Where the error was raised: module and line of the innermost frame, no values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
