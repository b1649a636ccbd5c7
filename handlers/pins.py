"""The PIN before a grave act: asked for, set, checked; what was about to be done is kept and goes on after it.

What is typed as a PIN goes to no handler, no draft, no log; a channel that can takes it out of the chat.
Words are never taken for a PIN, and never lost while one is awaited.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handlers import matching, registry
from handlers.context import Office, PinNeeded
from handlers.matching import COMMAND_PREFIX
from handlers.telling import tell_office
from handlers.texts.catalog import DEFAULT_LANGUAGE
from storage.domain.audit import act_of
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.permissions import Actor
from storage.domain.ports import Seals, Store
from storage.domain.staff_rules import PIN_LIFE, PIN_LOCK, is_easy, is_sentence, is_words_only, read_pin
from storage.domain.views import summarise
from storage.sessions import Session

SET, REPEAT, ASK = "set", "repeat", "ask"
CANCEL, FORGOTTEN = "cancel", "forgotpin"
WORDS, SAY = "words", "say"
_BUTTON: Final = "button-"
_WAYS_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("button-start",),
    ASK: ("button-forgotpin", "button-cancel"),
    WORDS: ("button-words", "button-cancel"),
}
MINUTES: Final = int(PIN_LIFE.total_seconds()) // 60
LOCK_MINUTES: Final = int(PIN_LOCK.total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Heard:
    """What is left of a message once the PIN has been dealt with: the act that waited, or (None) nothing to do."""

    message: Inbound | None
    replies: tuple[Reply, ...] = ()


class PinKeeper:
    """Stands in front of the handlers."""

    def __init__(self, store: Store, seals: Seals, office: Callable[[], Office]) -> None:
        self._store, self._seals, self._office = store, seals, office

    async def ask(self, session: Session, message: Inbound, needed: PinNeeded, actor: Actor) -> Sequence[Reply]:
        """Keep what was about to be done, say what it is, and ask."""
        assert actor.person is not None
        async with self._store.reading() as reads:
            step = ASK if await reads.pins.is_set(actor.person) else SET
        session.pin = {"step": step, "text": message.text, "choice": message.choice, "what": needed.what}
        asked = f"pin-{step}"
        return [self._reply(session, asked, step, what=needed.what)]

    async def hear(self, session: Session, message: Inbound, actor: Actor, now: datetime) -> Heard:
        """A PIN, if one is asked for; what is clearly something else is handled as what it is."""
        waiting = session.pin
        if waiting is None or message.replaces is not None:
            return Heard(message)
        pin = read_pin(message.text)
        said = message.choice or _command(message.text) or (None if pin else _offered(message.text, session))
        if said == COMMAND_PREFIX + CANCEL:
            session.pin = None
            return Heard(None, (self._reply(session, "pin-cancelled"),))
        if said == COMMAND_PREFIX + WORDS and waiting.get("said"):
            return self._meant(session, waiting, message)
        if said is not None or actor.person is None:
            session.pin = None
            return Heard(message)
        if message.attachments:
            return self._put_off(session, waiting, message)
        if pin is None:
            return self._in_words(session, waiting, message)
        heard = await self._typed(session, waiting, pin, actor, now)
        if heard is None:
            session.pin, session.pin_until = None, (now + PIN_LIFE).timestamp()
            right = self._reply(session, "pin-right", minutes=MINUTES)
            return Heard(replace(message, text=waiting["text"], choice=waiting["choice"]), (_concealing(right),))
        return Heard(None, tuple(map(_concealing, heard)))

    def _in_words(self, session: Session, waiting: dict[str, Any], message: Inbound) -> Heard:
        """A sentence is the message it is, or more of what waits; a few words are kept, and asked about."""
        sentence = is_sentence(message.text)
        if sentence and waiting["choice"] is not None:
            return self._put_off(session, waiting, message)
        if sentence and session.state in registry.GROWS:
            session.pin = None
            return Heard(replace(message, text=f"{waiting['text']}\n{message.text}"))
        if not sentence and not is_words_only(message.text):
            return Heard(None, (self._reply(session, "pin-unreadable", waiting["step"]),))
        said = "\n".join([*filter(None, [waiting.get("said")]), message.text])
        session.pin = {**waiting, "said": said}
        return Heard(None, (self._reply(session, "pin-words", WORDS, said=summarise(said, 160)),))

    def _put_off(self, session: Session, waiting: dict[str, Any], message: Inbound) -> Heard:
        """What waited is not done, which is said; its button is still there."""
        session.pin = None
        return Heard(message, (Reply(self._say(session, "pin-put-off", what=waiting.get("what", ""))),))

    def _meant(self, session: Session, waiting: dict[str, Any], message: Inbound) -> Heard:
        """The words that were kept, as the message they are; where words wait, these are not for that conversation."""
        choice = None if waiting["choice"] is not None else COMMAND_PREFIX + SAY
        return self._put_off(session, waiting, replace(message, text=waiting["said"], choice=choice))

    async def _typed(
        self, session: Session, waiting: dict[str, Any], pin: str, actor: Actor, now: datetime
    ) -> Sequence[Reply] | None:
        """What is to be said of these digits; None: they are right."""
        assert actor.person is not None
        match waiting["step"]:
            case "set":
                if is_easy(pin):
                    return [self._reply(session, "pin-easy", SET)]
                hashed = await asyncio.to_thread(self._seals.pin_hash, actor.person, pin)
                session.pin = {**waiting, "step": REPEAT, "hash": hashed.decode()}
                return [self._reply(session, "pin-repeat", REPEAT)]
            case "repeat":
                return await self._repeated(session, waiting, pin, actor, now)
            case _:
                return await self._checked(session, pin, actor, now)

    async def _repeated(
        self, session: Session, waiting: dict[str, Any], pin: str, actor: Actor, now: datetime
    ) -> Sequence[Reply] | None:
        assert actor.person is not None
        hashed = waiting["hash"].encode()
        if not await asyncio.to_thread(self._seals.is_pin, actor.person, pin, hashed):
            session.pin = {**waiting, "step": SET}
            return [self._reply(session, "pin-differs", SET)]
        async with self._store.writing() as uow:
            if await uow.pins.is_set(actor.person):  # set meanwhile, on another phone of the same person
                session.pin = {**waiting, "step": ASK}
                return [self._reply(session, "pin-set-meanwhile", ASK)]
            await uow.pins.put(actor.person, hashed)
            await uow.audit.append([act_of(actor, "pin_set", "", now)], self._seals.audit_hash)
            await uow.commit()
        return None

    async def _checked(self, session: Session, pin: str, actor: Actor, now: datetime) -> Sequence[Reply] | None:
        assert actor.person is not None
        async with self._store.writing() as uow:
            begun = await uow.pins.begin_try(actor.person, now)
            await uow.commit()
        if begun is None:
            if await self._is_set(actor):
                return [self._reply(session, "pin-locked", ASK, minutes=LOCK_MINUTES)]
            session.pin = {**(session.pin or {}), "step": SET}  # the office has taken it away
            return [self._reply(session, "pin-taken-away", SET)]
        if not await asyncio.to_thread(self._seals.is_pin, actor.person, pin, begun.hash):
            return await self._wrong(session, actor, begun.left, now)
        async with self._store.writing() as uow:
            await uow.pins.right(actor.person)
            await uow.commit()
        return None

    async def _is_set(self, actor: Actor) -> bool:
        assert actor.person is not None
        async with self._store.reading() as reads:
            return await reads.pins.is_set(actor.person)

    async def _wrong(self, session: Session, actor: Actor, left: int, now: datetime) -> Sequence[Reply]:
        if left > 0:
            return [self._reply(session, "pin-wrong", ASK, left=left)]
        async with self._store.writing() as uow:
            await tell_office("notice-pin-locked", actor, uow)
            await uow.audit.append([act_of(actor, "pin_locked", "", now)], self._seals.audit_hash)
            await uow.commit()
        return [self._reply(session, "pin-locked", ASK, minutes=LOCK_MINUTES)]

    def _reply(self, session: Session, key: str, step: str = "", **arguments: str | int) -> Reply:
        """With the ways out while a PIN is asked for; from now on they have the numbers."""
        labels = _WAYS_OUT.get(step, ("button-cancel",))
        choices = tuple(Choice(self._say(session, key), COMMAND_PREFIX + key.removeprefix(_BUTTON)) for key in labels)
        pairs = [[choice.label, choice.value] for choice in choices]
        session.offered = [*pairs, *(pair for pair in session.offered if pair not in pairs)]
        session.numbered = len(pairs)
        return Reply(self._say(session, key, **arguments), choices)

    def _say(self, session: Session, key: str, **arguments: str | int) -> str:
        return self._office().texts.say(session.language or DEFAULT_LANGUAGE, key, **arguments)


def _command(text: str) -> str | None:
    name = matching.command(text)
    return None if name is None else COMMAND_PREFIX + name


def _offered(text: str, session: Session) -> str | None:
    """A way out by its number or its words, as with any menu."""
    return matching.offered(text, session.offered, session.numbered)


def _concealing(reply: Reply) -> Reply:
    return replace(reply, conceals=True)
