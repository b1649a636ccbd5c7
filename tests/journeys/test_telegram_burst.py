"""Many messages in a moment on Telegram, which lets us say one a second: what need not be said is not."""

import pytest

from bot.simulators.telegram_faults import Fault
from tests.journeys.steps import CONCERN, bodies, preview
from tests.journeys.test_telegram import phone_of
from tests.world import World

pytestmark = pytest.mark.over_telegram


async def test_quick_messages_are_acknowledged_together(world: World) -> None:
    """While Telegram takes none of our replies, eight messages get one "đã ghi" and one question, and none is lost."""
    author = await world.staff()
    phone = phone_of(author)
    assert world.telegram is not None
    world.telegram.faults.order(Fault.TOO_MANY, "sendMessage", seconds=1)
    for number in range(8):
        phone.person.write(f"Ý {number}: đèn hỏng.")
    await phone.heard()
    await world.settle()
    assert [text.splitlines()[0] for text in author.new] == [
        "Đã nhận nội dung. Còn ý nào, Anh/Chị cứ nhắn tiếp.",
        "Đã thêm vào ý kiến.",
        "Anh/Chị muốn gửi thế nào?",
    ]
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư, nguyện vọng")
    await author.tap("Gửi")
    assert (await bodies(world))[0].splitlines() == [f"Ý {number}: đèn hỏng." for number in range(8)]


async def test_of_previews_the_newest_is_enough(world: World) -> None:
    """It shows all that was added, and its Gửi is the only one that still sends."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    phone = phone_of(author)
    assert world.telegram is not None
    world.telegram.faults.order(Fault.TOO_MANY, "sendMessage", seconds=1)
    author.listen()
    for number in range(3):
        phone.person.write(f"Thêm {number}.")
    await phone.heard()
    await world.settle()
    assert [text.splitlines()[0] for text in author.new] == [
        "Đã thêm vào ý kiến.",
        "Đã thêm vào ý kiến.",
        "Anh/Chị xem lại trước khi gửi:",
    ]
    assert "Thêm 0. Thêm 1. Thêm 2." in author.new[-1]
    await author.tap("Gửi")
    assert (await bodies(world))[0].splitlines() == [CONCERN, "Thêm 0.", "Thêm 1.", "Thêm 2."]
