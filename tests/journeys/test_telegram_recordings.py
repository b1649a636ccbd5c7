"""Voice messages and videos on Telegram: they go with a name, and stay behind without one."""

import pytest

from tests.bot.telegram_scene import words
from tests.journeys.steps import CONCERN, ref_in
from tests.journeys.test_telegram import phone_of
from tests.storage.recordings import movie, opus
from tests.world import World

pytestmark = pytest.mark.over_telegram


async def test_what_is_said_and_filmed_goes_with_a_name(world: World) -> None:
    """A voice message and a video of a phone, cleaned, reach the desk of a concern that bears a name."""
    office, author = await world.office(), await world.staff()
    phone = phone_of(author)
    phone.person.send_voice(opus())
    await phone.heard()
    phone.person.send_video(movie(), CONCERN)
    await phone.heard()
    await world.settle()
    await author.tap("Ghi tên")
    await author.say("Trần Thị Mẫu")
    await author.tap("Khó khăn")
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    async with world.app.base.store.reading() as reads:
        kept = {file.media_type for file in (await reads.cases.get(ref)).files}
    assert kept == {"audio/ogg", "video/mp4"}
    office.expect(ref)


async def test_what_is_said_and_filmed_does_not_go_without_a_name(world: World) -> None:
    """A voice and a face are a name: the person reads that they stay behind."""
    author = await world.staff()
    phone = phone_of(author)
    phone.person.send_voice(opus())
    await phone.heard()
    await author.say(CONCERN)
    await author.tap("Không ghi tên")
    author.expect(words("note-voice-left-out"))
