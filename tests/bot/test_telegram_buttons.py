"""Buttons in Telegram: only what this bot has sent to this chat is obeyed."""

from pathlib import Path

import pytest

from bot.channels.telegram_buttons import ButtonMarks
from storage.domain.conversation import MAX_CHOICE_VALUE
from tests.handlers.steps import stored
from tests.journeys.steps import file_concern
from tests.telegram_world import TelegramPhone
from tests.world import open_world

MARKS = ButtonMarks("110201543:secret")
VALUE = "a.accept.DT-7K3Q-9XMD"


def test_what_was_sent_is_understood() -> None:
    """The value comes back as it was, in private chats and in groups."""
    for chat_id in (5_000_001, -1_001_234_567_890):
        assert MARKS.opened(MARKS.marked(VALUE, chat_id), chat_id) == VALUE


def test_a_marked_value_fits_a_button() -> None:
    """Telegram takes 64 bytes."""
    assert len(MARKS.marked("v" * MAX_CHOICE_VALUE, 1)) == 64


@pytest.mark.parametrize(
    "data",
    [
        VALUE,
        "",
        "!",
        f"{VALUE}!",
        f"{VALUE}!AAAAAAAAAAA",
        MARKS.marked(VALUE, 2),
        ButtonMarks("110201543:another").marked(VALUE, 1),
        MARKS.marked(VALUE, 1).replace("accept", "approve"),
        MARKS.marked(VALUE, 1).swapcase(),
        MARKS.marked(VALUE, 1) + "A",
        MARKS.marked(VALUE, 1)[:-1],
        "é!ü",
    ],
)
def test_what_was_not_is_refused(data: str) -> None:
    """Unmarked, marked for another chat, by another bot, changed, cut or made up."""
    assert MARKS.opened(data, 1) is None


async def test_a_replayed_button_does_nothing(tmp_path: Path) -> None:
    """Somebody who has seen the data of the office's button presses it from the own chat, or changed, or bare."""
    async with open_world("sqlite", tmp_path, telegram=True) as world:
        author, office, second = await world.staff(), await world.office(), await world.office()
        ref = await file_concern(author)
        data = office.value_of("Chuyển ")
        assert isinstance(second.phone, TelegramPhone)
        for forged in (data, data.rpartition("!")[0], data.replace("a.to", "a.decline")):
            second.listen()
            person = second.phone.person
            person.bot.hear_press(person.user, person.from_bot[-1], forged)
            await second.phone.heard()
            await world.settle()
            second.expect("Nút này đã cũ")
        assert (await stored(world, ref)).status.value == "submitted"
        await office.tap("Chuyển ")
        assert (await stored(world, ref)).status.value == "routed"
