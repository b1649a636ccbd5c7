"""At the review: Gửi files what it shows and nothing else, and Hủy drops nothing by mistake."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.telegram_scene import words
from tests.journeys.steps import CONCERN, bodies, photo, preview
from tests.talk import Talk
from tests.world import World, open_world

MORE = "Xin thay giúp trước tết."
SHOWN = "xem lại trước khi gửi"
SINCE = words("report-changed-since")


@pytest.fixture(params=["http", "telegram"])
async def pressed(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Where there are buttons to press, old ones among them."""
    http = request.param == "http"
    async with open_world("sqlite", tmp_path, http=http, telegram=not http) as world:
        yield world


async def press(world: World, talk: Talk, value: str) -> None:
    talk.listen()
    await talk.phone.post(key=secrets.token_hex(8), choice=value)
    await world.settle()


async def test_what_was_added_since_is_shown_before_it_is_filed(pressed: World) -> None:
    """The old Gửi says why in a line and shows the newest preview; once that is filed, it shows the receipt."""
    author = await pressed.staff()
    await author.say(CONCERN)
    await preview(author)
    old = author.value_of("Gửi")
    await author.say(MORE)
    await press(pressed, author, old)
    assert author.new[0] == SINCE and len(author.new) == 2
    author.expect(SHOWN, f"{CONCERN} {MORE}")
    assert await bodies(pressed) == []
    await author.tap("Gửi")
    receipt = author.expect("Đã gửi")
    await press(pressed, author, old)
    assert author.new == [receipt]
    assert await bodies(pressed) == [f"{CONCERN}\n{MORE}"]


async def test_a_photo_is_shown_before_it_is_filed(pressed: World) -> None:
    """It counts like words."""
    author = await pressed.staff()
    await author.say(CONCERN)
    await preview(author)
    old = author.value_of("Gửi")
    await author.say("", files=[photo()])
    await press(pressed, author, old)
    assert author.new[0] == SINCE
    author.expect(SHOWN, "(1 tệp)")
    assert await bodies(pressed) == []


async def test_nobody_is_named_by_a_preview_that_named_nobody(pressed: World) -> None:
    """The way of sending was changed since: Gửi under the preview without a name sends nothing with one."""
    author = await pressed.staff()
    await author.say(CONCERN)
    await preview(author)
    old = author.value_of("Gửi")
    await author.tap("Đổi cách gửi")
    await author.tap("Ghi tên tôi")
    await author.say("Trần Thị Mẫu")
    await press(pressed, author, old)
    assert author.new[0] == SINCE
    author.expect(SHOWN, "Ghi tên: Trần Thị Mẫu")
    assert await bodies(pressed) == []


async def test_quick_writers_press_once(every_channel: World) -> None:
    """Several messages at the preview, none of them waited for: the newest preview has all, and its Gửi files all."""
    author = await every_channel.staff()
    await author.say(CONCERN)
    await preview(author)
    more = [f"Thêm ý {n}." for n in range(1, 4)]
    await asyncio.gather(*(author.phone.post(key=secrets.token_hex(8), text=text) for text in more))
    await every_channel.settle()
    assert all(text in author.new[-1] for text in more)
    await author.tap("Gửi")
    author.expect("Đã gửi")
    (body,) = await bodies(every_channel)
    assert sorted(body.splitlines()) == sorted([CONCERN, *more])


async def test_gui_typed_is_that_of_the_newest_preview(every_channel: World) -> None:
    """What was added just before is in it."""
    author = await every_channel.staff()
    await author.say(CONCERN)
    await preview(author)
    await author.say(MORE)
    await author.say("gui")
    author.expect("Đã gửi")
    assert await bodies(every_channel) == [f"{CONCERN}\n{MORE}"]


async def test_gui_typed_where_no_preview_is_open_shows_what_is(every_channel: World) -> None:
    """From the start page the preview comes, within a question that question: the word is none of the concern's."""
    author = await every_channel.staff()
    await author.say(CONCERN)
    await author.say("gửi")
    author.expect("Anh/Chị muốn gửi thế nào?")
    await preview(author)
    await author.say("menu")
    await author.say("gui")
    author.expect(SHOWN, f"“{CONCERN}”")
    await author.tap("Gửi")
    assert await bodies(every_channel) == [CONCERN]


async def test_huy_asks_before_it_drops(every_channel: World) -> None:
    """ "Giữ lại" shows the review again, whose Gửi files; "Bỏ ý kiến" leaves nothing to go on with."""
    author = await every_channel.staff()
    await author.say(CONCERN)
    await preview(author)
    await author.tap("Hủy")
    author.expect("Bỏ ý kiến đang viết?")
    await author.tap("Giữ lại")
    author.expect(SHOWN, CONCERN)
    await author.tap("Gửi")
    await author.say(MORE)
    await author.tap("Hủy")
    await author.tap("Bỏ ý kiến")
    author.expect("Đã hủy")
    await author.say("menu")
    assert "Viết tiếp" not in author.labels
    assert await bodies(every_channel) == [CONCERN]


async def test_the_text_to_be_changed_stands_alone(every_channel: World) -> None:
    """ "Sửa nội dung" hands it over in a message of its own, to be copied; what is then sent takes its place."""
    author = await every_channel.staff()
    await author.say(CONCERN)
    await author.say(MORE)
    await preview(author)
    await author.tap("Sửa nội dung")
    assert author.new[-1] == f"{CONCERN}\n{MORE}"
    await author.say(f"{author.new[-1]}\nThêm một ý.")
    author.expect(SHOWN)
    await author.tap("Gửi")
    assert await bodies(every_channel) == [f"{CONCERN}\n{MORE}\nThêm một ý."]
