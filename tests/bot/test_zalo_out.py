"""Speaking on Zalo: what each error becomes, that nothing is hammered, and how files go."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Final

import pytest

from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_files import Files
from bot.channels.zalo_out import Interrupted, ZaloSender
from bot.channels.zalo_quota import Quota
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_faults import Fault
from bot.simulators.zalo_people import Person
from handlers.texts.catalog import say
from storage.domain.conversation import Account, Choice, File, Reply
from storage.domain.errors import PermanentDelivery, TransientDelivery
from storage.sessions import Session, Sessions, session_key
from storage.sql.engine import Database
from tests.clock import FakeClock
from tests.scheduler.office import demo_office
from tests.storage.databases import fresh_database

TOKEN: Final = "700000025:speaking"
words = partial(say, "vi")
PICTURE, PAPER = File("anh", "1.jpg", "image/jpeg"), File("giay.mark", "2.pdf", "application/pdf")


class Scene:
    """A sender on a simulator, and one person who has written."""

    def __init__(self, simulator: ZaloSimulator, base: str, database: Database, *, page: str = "", limit: int = 0):
        self.simulator, self.clock, self.sessions = simulator, FakeClock(), Sessions(None, FakeClock().now)
        self.person: Person = simulator.person("Một")
        self.account = Account("zalo", self.person.chat_id)
        self.client = ZaloClient(TOKEN, base)
        self.quota = Quota(limit, database.store, self.clock.now, demo_office().calendar.zone)
        self.sender = ZaloSender(
            client=self.client,
            files=Files(b"key", page, database.store, self.clock.now),
            quota=self.quota,
            sessions=self.sessions,
            office=demo_office,
            page="https://trang.example",
        )

    @property
    def texts(self) -> list[str]:
        return [sent.text for sent in self.person.messages]

    @property
    def simulator_sent(self) -> int:
        return len(self.simulator.sent)

    def sent_calls(self) -> int:
        return len([call for call in self.simulator.calls if call.method == "sendMessage"])


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with fresh_database("sqlite") as database:
        yield database


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    simulator = ZaloSimulator(TOKEN)
    async with simulator.serving() as base:
        made = Scene(simulator, base, database)
        await made.person.say("Chào.")
        yield made
        await made.client.close()


@pytest.fixture
async def public(database: Database) -> AsyncIterator[Scene]:
    """One whose server can be reached."""
    simulator = ZaloSimulator(TOKEN)
    async with simulator.serving() as base:
        made = Scene(simulator, base, database, page="https://trang.example", limit=100)
        await made.person.say("Chào.")
        yield made
        await made.client.close()


async def test_a_long_reply_comes_in_order(scene: Scene) -> None:
    """Its parts, one after the other, though the second stumbles at first."""
    scene.simulator.faults.order(Fault.SLOW, "sendMessage")
    scene.simulator.faults.order(Fault.BAD_GATEWAY, "sendMessage")
    await scene.sender.send(scene.account, Reply("Một. " * 300 + "\n\n" + "Hai. " * 300))
    assert [text[:5] for text in scene.texts] == ["(1/2)", "(2/2)"]


async def test_an_interrupted_reply_tells_what_is_left(public: Scene) -> None:
    """So that what was read is not said again: the second text, then the files."""
    long, limit = Reply("Một. " * 300 + "\n\n" + "Hai. " * 300, files=(PICTURE, PAPER)), public.simulator.behaviour
    left = []
    for most in (1, 2, 3):
        limit.message_limit = public.simulator_sent + most
        with pytest.raises(Interrupted) as caught:
            await public.sender.answer(public.account, [long])
        left.append([(reply.text[:5], [file.name for file in reply.files]) for reply in caught.value.rest])
        public.clock.advance(hours=5)
    assert left == [[("(2/2)", ["1.jpg", "2.pdf"])], [("1.jpg", ["1.jpg", "2.pdf"])], [("2.pdf", ["2.pdf"])]]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.PAGE, Fault.RESET])
async def test_what_may_pass_is_tried_again(scene: Scene, fault: Fault) -> None:
    """Errors of theirs, gateways' pages, broken lines: the outbox decides when."""
    scene.simulator.faults.order(fault, "sendMessage")
    with pytest.raises(TransientDelivery) as caught:
        await scene.sender.send(scene.account, Reply("x"))
    assert caught.value.retry_after is None


async def test_what_zalo_refuses_is_given_up(scene: Scene) -> None:
    """400, and a chat that Zalo does not know: this message will never go."""
    scene.simulator.faults.refuse(400, "sendMessage")
    for account in (scene.account, Account("zalo", "nobody")):
        with pytest.raises(PermanentDelivery, match="refused"):
            await scene.sender.send(account, Reply("x"))


async def test_a_refused_token_waits_for_a_right_one(database: Database) -> None:
    """Nothing is lost by it: the outbox tries every five minutes."""
    simulator = ZaloSimulator("1:another")
    async with simulator.serving() as base:
        scene = Scene(simulator, base, database)
        with pytest.raises(TransientDelivery) as caught:
            await scene.sender.send(scene.account, Reply("x"))
        assert caught.value.retry_after == timedelta(minutes=5)
        await scene.client.close()


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.BUSY_PAGE])
async def test_after_429_zalo_is_left_alone(scene: Scene, fault: Fault) -> None:
    """Whoever it was meant for: until the time is over no call is made, then the next one goes."""
    scene.simulator.faults.order(fault, "sendMessage")
    for _ in range(5):
        with pytest.raises(TransientDelivery) as caught:
            await scene.sender.send(scene.account, Reply("x"))
        assert caught.value.retry_after == timedelta(minutes=1)
    assert scene.sent_calls() == 1
    scene.clock.advance(minutes=1)
    await scene.sender.send(scene.account, Reply("x"))
    assert scene.texts == ["x"]


async def test_a_person_beyond_the_plan_silences_nobody(scene: Scene) -> None:
    """Zalo refuses who came later than fifty others: they are tried seldom, all others get what is theirs."""
    late = scene.simulator.person("Hai")
    scene.simulator.behaviour.user_limit = 1
    await late.say("Chào.")
    for minutes in (1, 0):
        with pytest.raises(TransientDelivery):
            await scene.sender.send(Account("zalo", late.chat_id), Reply("x"))
        scene.clock.advance(minutes=minutes)
        await scene.sender.send(scene.account, Reply("x"))
    before = scene.sent_calls()
    with pytest.raises(TransientDelivery) as caught:
        await scene.sender.send(Account("zalo", late.chat_id), Reply("x"))
    assert caught.value.retry_after is None and scene.sent_calls() == before
    assert scene.texts == ["x", "x"] and late.messages == []


async def test_a_turn_s_menu_has_the_numbers_that_are_open(scene: Scene) -> None:
    """As the conversation holds them now; a choice that is gone has none."""
    scene.sessions.save(session_key(scene.account), Session(offered=[["A", "a"], ["B", "b"]], numbered=1))
    await scene.sender.answer(scene.account, [Reply("Chọn.", (Choice("A", "a"), Choice("B", "b")))])
    assert scene.texts == [f"Chọn.\n\n{words('zalo-pick')}\n1. A\n• B\n{words('zalo-home')}"]


async def test_words_are_those_of_the_conversation(scene: Scene) -> None:
    """A conversation in English has an English menu."""
    scene.sessions.save(session_key(scene.account), Session(language="en"))
    await scene.sender.send(scene.account, Reply("A task.", (Choice("Accept", "a.accept.X"),), tag="K7"))
    assert scene.texts == ["A task.\n\nType number and code, such as: 1 K7\n1 K7: Accept"]


async def test_files_are_told_of_where_nobody_can_fetch_them(scene: Scene) -> None:
    """One line for all of them."""
    await scene.sender.answer(scene.account, [Reply("Ý kiến.", files=(PICTURE, PAPER))])
    assert scene.texts == ["Ý kiến.", words("zalo-files-elsewhere", count=2)]


async def test_pictures_are_shown_and_papers_are_linked(public: Scene) -> None:
    """Each by an address of its own, without the mark that proves an author."""
    await public.sender.answer(public.account, [Reply("Ý kiến.", files=(PICTURE, PAPER))])
    text, picture, paper = public.person.messages
    assert text.text == "Ý kiến."
    assert picture.photo is not None and picture.photo.startswith("https://trang.example/zalo/tep/anh.")
    assert paper.text.startswith("Tệp 2.pdf") and "/zalo/tep/giay." in paper.text and "mark" not in paper.text


async def test_a_picture_zalo_does_not_like_is_linked(public: Scene) -> None:
    """The reader gets to it all the same."""
    public.simulator.faults.refuse(400, "sendPhoto")
    await public.sender.answer(public.account, [Reply("Ý kiến.", files=(PICTURE,))])
    assert public.texts[-1].startswith("Tệp 1.jpg") and "/zalo/tep/anh." in public.texts[-1]


async def test_near_the_end_of_the_plan_people_are_told_where_to_look(public: Scene) -> None:
    """From 95 percent on, with each answer, at no further message."""
    for _ in range(94):
        public.quota.taken("another chat")
    await public.sender.answer(public.account, [Reply("Đã gửi.")])
    await public.sender.answer(public.account, [Reply("Đã gửi.")])
    assert public.texts == ["Đã gửi.", f"Đã gửi.\n\n{words('zalo-nearly-used-up', page='https://trang.example')}"]
