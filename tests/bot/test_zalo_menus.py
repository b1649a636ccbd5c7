"""Whatever somebody types on Zalo: no free text is lost, and nothing is picked that did not stand under that number."""

import itertools
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_files import Files
from bot.channels.zalo_out import ZaloSender
from bot.channels.zalo_quota import Quota
from bot.channels.zalo_reading import Heard
from bot.channels.zalo_shelf import Shelf
from bot.channels.zalo_turns import Turns, account_of
from handlers import matching
from handlers.dispatch import SENTENCE_WORDS, typed_choice
from handlers.engine import Engine
from handlers.states import State
from storage.domain.conversation import Inbound, Reply
from storage.domain.folding import clean, fold
from storage.domain.ids import CaseId
from storage.domain.permissions import Post, Role
from storage.sessions import Session, session_key
from tests.journeys.test_anonymity import tables
from tests.storage.databases import fresh_database
from tests.world import World, world_on

_LINE: Final = re.compile(r"(?m)^([1-9]\d?)\. (.+)$")
# Where a few words are asked for: others are said not to be these; a sentence begins a concern, but for a name.
_ASKS_FOR_LESS: Final = {State.CODE_ASKED, State.REPORT_NAME, State.OWN_WITHDRAW}
_DROPS: Final = {"cancel", "drop"}  # "Hủy", and "Bỏ ý kiến" where a concern is open
_numbers: Final = itertools.count(1)


class WatchedEngine(Engine):
    """The real one; it remembers what each typed text was taken for."""

    taken: tuple[str, str | None] = ("", None)

    async def turn(self, message: Inbound, now: datetime) -> Sequence[Reply]:
        session = self._sessions.load(session_key(message.account))
        chosen = typed_choice(session, replace(message, text=clean(message.text)))
        label = next((label for label, value in session.offered if value == chosen), "")
        self.taken = (label, chosen)
        return await super().turn(message, now)


class Phone(ZaloClient):
    """The line, with the phone at its other end: what is sent is read at once."""

    def __init__(self) -> None:
        super().__init__("1:a", "http://127.0.0.1:9")
        self.texts: list[str] = []

    async def send_message(self, chat_id: str, text: str) -> str:
        self.texts.append(text)
        return ""


@dataclass
class Person:
    """Somebody who types, and what they have seen and said so far."""

    world: World
    engine: WatchedEngine
    turns: Turns
    phone: Phone
    chat_id: str
    menu: dict[int, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.world.app.sessions.load(session_key(account_of(self.chat_id)))

    async def types(self, text: str) -> None:
        self.phone.texts.clear()
        self.engine.taken = ("", None)
        replies = await self.turns.turn(Heard(f"m{next(_numbers)}", self.chat_id, text=text))
        await self.turns.answer(self.chat_id, replies)
        assert self.phone.texts, "nobody is left without an answer"
        shown = {int(number): label for text in self.phone.texts for number, label in _LINE.findall(text)}
        self.menu = shown or self.menu
        self.labels += shown.values()

    async def types_number(self, number: int) -> None:
        """It means what stands under it on the screen, or nothing."""
        before = dict(self.menu)
        await self.types(str(number))
        label, chosen = self.engine.taken
        if number in before and chosen is not None:
            assert label == before[number]
        elif number:
            assert chosen is None
        self._forget_what_was_dropped(chosen)

    async def types_label(self, label: str) -> None:
        """It means this choice if that is still open, or a command that bears this name; else nothing."""
        await self.types(label)
        seen, chosen = self.engine.taken
        named = matching.command(label)
        assert chosen in (None, f"{matching.COMMAND_PREFIX}{named}") or matching.plain(seen) == matching.plain(label)
        self._forget_what_was_dropped(chosen)

    async def types_freely(self) -> None:
        """A text that stands for nothing, different from all others."""
        text = f"Chuyện số {next(_numbers)} ở phòng làm việc của em."
        state = self.session.state
        await self.types(text)
        assert self.engine.taken == ("", None)
        if state == State.RIGHTS_WISH:
            return  # no concern: what is to be put right in the person's own data, for the office
        is_sentence = len(text.split()) >= SENTENCE_WORDS and state != State.REPORT_NAME
        if state is None or State(state) not in _ASKS_FOR_LESS or is_sentence:
            self.said.append(text)

    def _forget_what_was_dropped(self, chosen: str | None) -> None:
        name = (chosen or "").removeprefix(matching.COMMAND_PREFIX).partition("~")[0]
        begins_anew = name == "text"  # "Sửa nội dung"
        if begins_anew or (name in _DROPS and State.REPORT_TEXT.flow not in self.session.drafts):
            self.said.clear()

    async def lost(self) -> Sequence[str]:
        """The texts that stand neither in a draft nor in a case."""
        async with self.world.app.base.store.reading() as reads:
            ids = [CaseId(row[0]) for row in tables(self.world)["case"] if isinstance(row[0], bytes)]
            cases = await reads.cases.some(ids)
        filed = [entry.text for case in cases.values() for entry in case.entries]
        everything = "\n".join(filed) + json.dumps(self.session.drafts, ensure_ascii=False)
        return [text for text in self.said if text not in everything]


@asynccontextmanager
async def chats(folder: Path) -> AsyncIterator[Any]:
    """A function that makes a new person, let in as staff."""
    async with fresh_database("sqlite") as database:
        world = await world_on(database, folder)
        app = world.app
        office = app.engine.office
        engine = WatchedEngine(app.base.store, app.sessions, app.base.seals, office)
        code = await app.inviter.invite([Post(Role.STAFF)], uses=500)
        phone = Phone()
        sender = ZaloSender(
            client=phone,
            files=Files(b"key", "", app.base.store, world.clock.now),
            quota=Quota(0, app.base.store, world.clock.now, office.calendar.zone),
            sessions=app.sessions,
            office=lambda: office,
            page="",
        )

        async def receive(message: Inbound, contents: Sequence[bytes]) -> Any:
            return await engine.turn(message, world.clock.now())

        async def nothing(_: str) -> Any:
            raise AssertionError("no file was sent")

        turns = Turns(
            fetch=nothing,
            typing=nothing,
            receive=receive,
            sender=sender,
            sessions=app.sessions,
            shelf=Shelf(app.sessions),
            upload_link=lambda account: "",
            today=lambda: date(2026, 11, 2),
        )

        async def somebody() -> Person:
            person = Person(world, engine, turns, phone, f"chat{next(_numbers)}")
            await person.types(code)
            return person

        yield somebody
        await phone.close()
        await app.stop()


_STEP: Final = st.one_of(
    st.tuples(st.just("free"), st.just(0)),
    st.tuples(st.just("number"), st.integers(0, 12)),
    st.tuples(st.just("label"), st.integers(0, 30)),
    st.tuples(st.just("plain label"), st.integers(0, 30)),
    st.tuples(st.just("word"), st.integers(0, 5)),
)
_WORDS: Final = ("menu", "trợ giúp", "gui y kien", "viet tiep", "ai biết gì", "việc của tôi")


async def take(person: Person, step: tuple[str, int]) -> None:
    kind, n = step
    if kind == "free" or (kind.endswith("label") and not person.labels):
        await person.types_freely()
    elif kind == "number":
        await person.types_number(n)
    elif kind == "word":
        await person.types_label(_WORDS[n])
    else:
        label = person.labels[-1 - n % len(person.labels)]
        await person.types_label(fold(label) if kind == "plain label" else label)


@pytest.fixture
async def somebody(tmp_path: Path) -> AsyncIterator[Any]:
    async with chats(tmp_path) as made:
        yield made


@given(steps=st.lists(_STEP, min_size=4, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
async def test_no_text_is_lost_and_nothing_is_picked_that_was_not_offered(
    somebody: Any, steps: Sequence[tuple[str, int]]
) -> None:
    """Any mixture of menus, numbers, words and free texts, in any order."""
    person = await somebody()
    for step in steps:
        await take(person, step)
    assert await person.lost() == []


async def test_the_texts_of_a_whole_filing_are_found(somebody: Any) -> None:
    """What the property looks for is really there to be found: written, filed, and seen in the database."""
    person = await somebody()
    await person.types_freely()
    await person.types_freely()
    await person.types_number(1)
    await person.types_label("Tam tu, nguyen vong")
    assert person.menu[1] == "Gửi"
    await person.types_number(1)
    assert "Đã gửi" in person.phone.texts[-1]
    assert len(person.said) == 2 and await person.lost() == [] and person.session.drafts == {}
    person.said.append("Chuyện chưa ai kể.")
    assert await person.lost() == ["Chuyện chưa ai kể."]
