"""Speaking on Telegram: what arrives on the phone, and what each error means for delivery."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import pytest
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.gate import Gate
from bot.channels.telegram_out import MAX_TEXT, StoredContents, TelegramSender, as_delivery_error, messages_of
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_faults import Fault
from bot.simulators.telegram_limits import Limits
from bot.simulators.telegram_people import Person
from bot.simulators.telegram_state import Kind
from storage.domain.conversation import MAX_CHOICE_VALUE, Account, Choice, File, Reply
from storage.domain.errors import ChatBusy, DeliveryError, PermanentDelivery, TransientDelivery
from storage.domain.pace import Limit, Pace, PaceLimits
from storage.domain.ports import StoredFile
from storage.sql.engine import Database
from tests.builders import make_case, make_file
from tests.storage.databases import fresh_database
from tests.telegram_world import TOKEN, simulated_telegram

LONG: Final = "Một câu vừa phải, không dài. " * 400  # three messages


@dataclass
class Scene:
    """A sender, and somebody who has written to the bot."""

    simulator: TelegramSimulator
    database: Database
    sender: TelegramSender
    person: Person

    @property
    def account(self) -> Account:
        return Account("telegram", str(self.person.chat_id))

    async def send(self, text: str = "Chào", *choices: Choice, files: tuple[File, ...] = (), tag: str = "") -> None:
        await self.sender.send(self.account, Reply(text, choices, files, tag))

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.person.from_bot]

    async def filed(self, *files: StoredFile) -> str:
        """The reference of a case with these files."""
        case = make_case()
        async with self.database.store.writing() as uow:
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=files)
            await uow.commit()
        return case.ref


@asynccontextmanager
async def sender_on(
    simulator: TelegramSimulator, database: Database, token: str = TOKEN, gate: Gate | None = None
) -> AsyncIterator[TelegramSender]:
    sender = TelegramSender(token, simulator.url, StoredContents(database.store), gate or Gate(Pace()))
    try:
        yield sender
    finally:
        await sender.close()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Somebody has pressed Start."""
    async with simulated_telegram() as simulator, fresh_database("sqlite") as database:
        person = simulator.person("Ai Đó")
        person.start()
        async with sender_on(simulator, database) as sender:
            yield Scene(simulator, database, sender, person)


def offered(file: StoredFile) -> File:
    return File(file.file_id, file.name, file.media_type)


# What arrives


async def test_a_text_arrives_as_it_is(scene: Scene) -> None:
    """No sign in it is taken for formatting, and no link in it is opened for a preview."""
    text = "*Đã* _gửi_ <b>mã</b> `x` [a](https://a.example) & https://doithoai.example"
    await scene.send(text)
    message = scene.person.last
    assert message.text == text
    assert {each["type"] for each in message.entities} <= {"url"}
    assert message.extra["link_preview_options"] == {"is_disabled": True}


async def test_choices_are_buttons(scene: Scene) -> None:
    """Short ones share a row, and each carries its value."""
    choices = (Choice("Gửi", "n.send.1"), Choice("Sửa", "text"), Choice("Để văn phòng chọn đơn vị", "skip"))
    await scene.send("Xem lại", *choices)
    keyboard = scene.person.last.keyboard
    assert [[button["text"] for button in row] for row in keyboard] == [["Gửi", "Sửa"], ["Để văn phòng chọn đơn vị"]]
    carried = [button["callback_data"].rpartition("!")[0] for row in keyboard for button in row]
    assert carried == ["n.send.1", "text", "skip"]


async def test_the_longest_choice_is_taken(scene: Scene) -> None:
    """With its mark it is as long as Telegram bears, and no byte longer."""
    await scene.send("Chọn", Choice("x", "v" * MAX_CHOICE_VALUE))
    carried = scene.person.last.keyboard[0][0]["callback_data"]
    assert carried.startswith("v" * MAX_CHOICE_VALUE + "!") and len(carried) == 64


async def test_a_notice_shows_how_it_is_typed(scene: Scene) -> None:
    """Under its text stands what can be typed in place of each button."""
    await scene.send("Việc mới", Choice("Nhận việc", "a.accept.X"), Choice("Trả lại", "a.bounce.X"), tag="K7")
    assert scene.texts == ["Việc mới\n\n⌨ 1 K7 · 2 K7"]


async def test_a_long_reply_comes_in_parts(scene: Scene) -> None:
    """Numbered, in order, with the buttons under the last one, and no word lost."""
    await scene.send(LONG, Choice("Gửi", "x"))
    messages = scene.person.from_bot
    assert [message.text[:5] for message in messages] == ["(1/3)", "(2/3)", "(3/3)"]
    assert [bool(message.keyboard) for message in messages] == [False, False, True]
    assert sum(text.count("Một câu vừa phải") for text in scene.texts) == 400
    await scene.send("x" * MAX_TEXT)
    assert scene.texts[-1] == "x" * MAX_TEXT


async def test_files_come_from_our_store(scene: Scene) -> None:
    """A picture to be seen at once, the rest as documents, named after the case; what was erased is left out."""
    photo = replace(make_file("1.jpg", b"\xff\xd8\xff photo"), media_type="image/jpeg")
    letter = make_file("2.pdf", b"%PDF-1.7 letter")
    ref = await scene.filed(photo, letter)
    await scene.send("Có tệp", files=(offered(photo), offered(letter), File("erased", "3.pdf", "application/pdf")))
    words, *files = scene.person.from_bot
    assert words.text == "Có tệp"
    found = [(message.file.kind, message.file.name, message.file.content) for message in files if message.file]
    assert found == [
        (Kind.PHOTO, f"{ref}-1.jpg", photo.content),
        (Kind.DOCUMENT, f"{ref}-2.pdf", letter.content),
    ]


async def test_a_picture_that_is_no_photo_for_telegram_comes_as_a_document(scene: Scene) -> None:
    """Too large for a photo, it can still be opened."""
    picture = replace(make_file("1.png", bytes(10 * 2**20 + 1)), media_type="image/png")
    await scene.filed(picture)
    await scene.send("Có ảnh", files=(offered(picture),))
    assert scene.person.last.file is not None
    assert scene.person.last.file.kind is Kind.DOCUMENT


async def test_the_document_in_its_place_takes_a_turn_of_its_own(scene: Scene) -> None:
    """The refused photo may have counted: text, photo and document are three messages, and the third waits."""
    waits = list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    picture = replace(make_file("1.png", bytes(10 * 2**20 + 1)), media_type="image/png")
    await scene.filed(picture)
    async with sender_on(scene.simulator, scene.database, gate=Gate(Pace(), sleep=sleep)) as sender:
        await sender.send(scene.account, Reply("Có ảnh", (), (offered(picture),)))
    assert len(waits) == 1
    assert messages_of(Reply(LONG, (), (offered(picture),))) == 4


async def test_nothing_is_left_for_later(scene: Scene) -> None:
    """There is no window to wait for on Telegram: leaving does nothing."""
    await scene.sender.leave(scene.account, Reply("Chào"))
    assert scene.texts == []


# Errors


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RetryAfter(7), TransientDelivery(timedelta(seconds=7))),
        (RetryAfter(timedelta(seconds=7)), TransientDelivery(timedelta(seconds=7))),
        (TimedOut(), TransientDelivery()),
        (NetworkError("Bad Gateway"), TransientDelivery()),
        (TelegramError("Invalid server response"), TransientDelivery()),
        (Conflict("terminated by other getUpdates request"), TransientDelivery()),
        (InvalidToken("Unauthorized"), TransientDelivery(timedelta(minutes=5))),
        (Forbidden("Forbidden: bot was blocked by the user"), PermanentDelivery("blocked")),
        (Forbidden("Forbidden: user is deactivated"), PermanentDelivery("gone")),
        (Forbidden("Forbidden: bot was kicked from the group chat"), PermanentDelivery("gone")),
        (BadRequest("Chat not found"), PermanentDelivery("gone")),
        (BadRequest("Message is too long"), PermanentDelivery("refused")),
        (BadRequest("Button_data_invalid"), PermanentDelivery("refused")),
    ],
    ids=lambda value: f"{type(value).__name__}-{value}"[:40],
)
def test_each_error_has_its_meaning(error: TelegramError, meaning: DeliveryError) -> None:
    """Transient, with the wait that was asked for, or permanent, with its reason."""
    found = as_delivery_error(error)
    assert (type(found), vars(found)) == (type(meaning), vars(meaning))


async def test_who_blocked_the_bot_cannot_be_reached(scene: Scene) -> None:
    """Permanent, with the reason."""
    scene.person.block()
    with pytest.raises(PermanentDelivery, match="blocked"):
        await scene.send()


async def test_who_left_telegram_cannot_be_reached(scene: Scene) -> None:
    """The account is gone, and so is a chat that never was."""
    scene.person.deactivate()
    with pytest.raises(PermanentDelivery, match="gone"):
        await scene.send()
    with pytest.raises(PermanentDelivery, match="gone"):
        await scene.sender.send(Account("telegram", "1"), Reply("Chào"))


@pytest.mark.parametrize("kind", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.LOST_ANSWER])
async def test_an_error_of_telegram_is_tried_again_later(scene: Scene, kind: Fault) -> None:
    """Nothing says for how long; with a lost answer the message may be there already, and comes twice."""
    scene.simulator.faults.order(kind, "sendMessage")
    with pytest.raises(TransientDelivery) as caught:
        await scene.send()
    assert caught.value.retry_after is None
    await scene.send()
    assert len(scene.texts) == (2 if kind is Fault.LOST_ANSWER else 1)


async def test_too_many_requests_say_how_long_to_wait(scene: Scene) -> None:
    """Telegram's own number goes on to delivery."""
    scene.simulator.faults.order(Fault.TOO_MANY, "sendMessage", seconds=9)
    with pytest.raises(TransientDelivery) as caught:
        await scene.send()
    assert caught.value.retry_after == timedelta(seconds=9)


async def test_a_refused_token_loses_no_notice(scene: Scene) -> None:
    """They wait until there is a right one, and it is known that somebody has to look."""
    async with sender_on(scene.simulator, scene.database, "7000000011:wrong") as sender:
        with pytest.raises(TransientDelivery) as caught:
            await sender.send(scene.account, Reply("Chào"))
        assert sender.token_refused
    assert caught.value.retry_after == timedelta(minutes=5)
    await scene.send()
    assert not scene.sender.token_refused


async def test_a_line_that_is_down_is_tried_again_later(scene: Scene) -> None:
    """Nobody listens there."""
    sender = TelegramSender(TOKEN, "http://127.0.0.1:9", StoredContents(scene.database.store), Gate(Pace()))
    with pytest.raises(TransientDelivery):
        await sender.send(scene.account, Reply("Chào"))
    await sender.close()


async def test_the_parts_of_a_reply_wait_for_each_other(scene: Scene) -> None:
    """Once the first part is there, the others follow in order, also where Telegram counts otherwise than we do."""
    scene.simulator.limit(Limits(private_per_second=0.7, private_burst=1))
    scene.simulator.faults.order(Fault.SERVER_ERROR, "sendMessage")
    with pytest.raises(TransientDelivery):
        await scene.send(LONG)
    await scene.send(LONG)
    assert [text[:5] for text in scene.texts] == ["(1/3)", "(2/3)", "(3/3)"]
    assert scene.simulator.ledger.refused


async def test_a_long_wait_within_a_reply_is_left_to_delivery(scene: Scene) -> None:
    """Others are not kept waiting for half a minute by one reader."""
    scene.simulator.faults.order(Fault.DELAY, "sendMessage")
    scene.simulator.faults.order(Fault.TOO_MANY, "sendMessage", seconds=30)
    with pytest.raises(TransientDelivery) as caught:
        await scene.send(LONG)
    assert caught.value.retry_after == timedelta(seconds=30)


async def test_a_reply_is_put_off_before_it_begins(scene: Scene) -> None:
    """Where a group has no room for all of it soon, nothing of it goes: nobody waits for a minute in its middle."""
    waits = list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    group = scene.simulator.group("Kế toán", [scene.person])
    account = Account("telegram", str(group.chat_id))
    async with sender_on(scene.simulator, scene.database, gate=Gate(Pace(), sleep=sleep)) as sender:
        for _ in range(18):
            await sender.send(account, Reply("Việc mới"))
        with pytest.raises(ChatBusy) as busy:
            await sender.send(account, Reply(LONG))
        await sender.send(account, Reply("Việc mới"))
    assert busy.value.wait > timedelta(seconds=50) and waits == []


async def test_the_later_parts_of_a_reply_are_waited_for(scene: Scene) -> None:
    """Also where a group has less room than there was when the reply began."""
    waits = list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    group = scene.simulator.group("Kế toán", [scene.person])
    account = Account("telegram", str(group.chat_id))
    gate = Gate(Pace(PaceLimits(group=Limit(2, 60.5))), sleep=sleep)
    async with sender_on(scene.simulator, scene.database, gate=gate) as sender:
        await sender.send(account, Reply(LONG))
    assert len(waits) == 1 and waits[0] > 50


async def test_a_group_that_became_a_supergroup_is_followed(scene: Scene) -> None:
    """What is sent to its old number arrives under the new one."""
    group = scene.simulator.group("Phòng", [scene.person])
    old = group.chat_id
    group.upgrade()
    await scene.sender.send(Account("telegram", str(old)), Reply("Chào phòng"))
    assert group.chat_id != old
    assert group.last.text == "Chào phòng"


async def test_a_reply_that_replaces_changes_the_message(scene: Scene) -> None:
    """Of the same mark there is one message, which reads as the latest; another mark is another message."""
    for text, mark in (("1/3", "a"), ("2/3", "a"), ("1/9", "b"), ("3/3", "a")):
        await scene.sender.send(scene.account, Reply(text, (Choice("Tạm dừng", "c.pause"),), replaces=mark))
    assert scene.texts == ["3/3", "1/9"]
    assert [message.buttons for message in scene.person.from_bot] == [("Tạm dừng",), ("Tạm dừng",)]


async def test_a_message_that_is_gone_is_sent_anew(scene: Scene) -> None:
    """Whoever deleted it reads the next one; the same words twice change nothing and are no error."""
    await scene.sender.send(scene.account, Reply("1/3", replaces="a"))
    await scene.sender.send(scene.account, Reply("1/3", replaces="a"))
    scene.person.from_bot[0].deleted = True
    await scene.sender.send(scene.account, Reply("2/3", replaces="a"))
    assert scene.texts == ["2/3"]


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.SERVER_ERROR, Fault.TOO_MANY])
async def test_a_change_that_failed_is_tried_again_on_the_same_message(scene: Scene, fault: Fault) -> None:
    """Also where it had arrived and only the answer was lost: the sender has one message that changes, not two."""
    await scene.sender.send(scene.account, Reply("1/3", replaces="a"))
    scene.simulator.faults.order(fault, "editMessageText")
    with pytest.raises(TransientDelivery):
        await scene.sender.send(scene.account, Reply("2/3", replaces="a"))
    await scene.sender.send(scene.account, Reply("2/3", replaces="a"))
    assert scene.texts == ["2/3"]
