"""Messages that are changed on the phone after they were sent, over real HTTP to a simulator of Telegram."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from bot.simulators.telegram_faults import UpdateFault
from bot.simulators.telegram_state import Message
from storage.domain.permissions import Post, Role
from tests.bot.telegram_scene import words
from tests.journeys.steps import bodies, photo, preview, ref_in
from tests.journeys.test_telegram import phone_of
from tests.talk import Talk
from tests.world import World, open_world

FIRST, SECOND = "Máy hỏg ở phòng họp từ tháng 9.", "Xin thay giúp trước tết."
BETTER = "Máy hỏng ở phòng họp tầng hai từ tháng 9."
CHANGED, LATE = words("report-changed"), words("report-changed-late")
SHOWN = "xem lại trước khi gửi"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An office whose people have Telegram."""
    async with open_world("sqlite", tmp_path, telegram=True) as world:
        yield world


def sent(author: Talk, text: str) -> Message:
    """What the person wrote so, as it is in the chat."""
    return [m for m in phone_of(author).person.messages if not m.from_bot and m.text == text][-1]


async def edit(world: World, author: Talk, before: str | Message, after: str, photo: bytes = b"") -> None:
    author.listen()
    await phone_of(author).edit(sent(author, before) if isinstance(before, str) else before, after, photo)
    await world.settle()


def colour_of(content: bytes) -> str:
    """Of the palette's, the nearest one."""
    seen = Image.open(io.BytesIO(content)).convert("RGB").getpixel((20, 20))
    assert isinstance(seen, tuple)
    palette = {name: ImageColor.getrgb(name) for name in ("teal", "red", "blue", "lime", "white", "black")}
    return min(palette, key=lambda name: sum(abs(a - b) for a, b in zip(seen, palette[name], strict=True)))


async def filed(world: World, author: Talk) -> list[str]:
    """The lines of the one case, once the newest Gửi is pressed."""
    await author.tap("Gửi")
    author.expect("Đã gửi")
    (body,) = await bodies(world)
    return body.splitlines()


async def test_a_changed_message_changes_the_draft(world: World) -> None:
    """Its words are replaced where they stand, its author is told, and the question that is open comes again."""
    author = await world.staff()
    await author.say(FIRST)
    await author.say(SECOND)
    offered = author.labels
    await edit(world, author, FIRST, BETTER)
    assert author.new == [CHANGED, words("report-ask-mode-again")]
    assert author.labels == offered
    assert BETTER in await preview(author)
    assert await filed(world, author) == [BETTER, SECOND]


async def test_an_answer_to_a_question_is_changed_like_other_words(world: World) -> None:
    """Where it happens, since when: answered, then changed on the phone, in its place."""
    author = await world.staff()
    await author.say("Điện hay bị ngắt.")
    await author.tap("Không ghi tên")
    await author.tap("Phản ánh")
    await author.say("Ở tầng hay")
    await edit(world, author, "Ở tầng hay", "Ở tầng hai")
    assert author.new[0] == CHANGED
    assert author.labels == ["Bỏ qua"]
    await author.say("Từ tuần trước")
    author.expect(SHOWN)
    await edit(world, author, "Từ tuần trước", "Từ tháng trước")
    author.expect(SHOWN, "Từ tháng trước")
    assert await filed(world, author) == ["Điện hay bị ngắt.", "Ở tầng hai", "Từ tháng trước"]


async def test_the_preview_comes_again_with_the_new_words(world: World) -> None:
    """Changed twice at the preview, in the first message and again: the latest words are shown, and filed."""
    author = await world.staff()
    await author.say(FIRST)
    await preview(author)
    for text in ("Máy hỏng.", BETTER):
        await edit(world, author, sent(author, FIRST) if text == "Máy hỏng." else "Máy hỏng.", text)
        assert author.new[0] == CHANGED
        author.expect(SHOWN, text)
    assert await filed(world, author) == [BETTER]


async def test_an_old_preview_files_nothing_that_it_did_not_show(world: World) -> None:
    """Gửi under the old words shows the new ones; once these are filed, it shows their receipt."""
    author = await world.staff()
    await author.say(FIRST)
    await preview(author)
    old = author.value_of("Gửi")
    await edit(world, author, FIRST, BETTER)
    author.listen()
    await author.phone.post(key="", choice=old)
    await world.settle()
    assert author.new[0] == words("report-changed-since")
    author.expect(SHOWN, BETTER)
    assert await bodies(world) == []
    assert await filed(world, author) == [BETTER]
    receipt = author.expect("Đã gửi")
    author.listen()
    await author.phone.post(key="", choice=old)
    await world.settle()
    assert author.new == [receipt]
    assert await bodies(world) == [BETTER]


async def test_what_says_nothing_new_is_passed_over(world: World) -> None:
    """Telegram tells of a message again for reasons of its own, such as a link's preview: not a word, and no change."""
    author = await world.staff()
    await author.say(FIRST)
    await preview(author)
    send = author.value_of("Gửi")
    await edit(world, author, FIRST, FIRST)
    author.expect_silence()
    assert author.value_of("Gửi") == send
    assert await filed(world, author) == [FIRST]


async def test_an_update_of_a_change_that_comes_twice_changes_once(world: World) -> None:
    """The same update again is no second change, and nothing is said twice."""
    author = await world.staff()
    await author.say(FIRST)
    assert world.telegram is not None
    world.telegram.faults.order_update(UpdateFault.DUPLICATE)
    await edit(world, author, FIRST, BETTER)
    assert author.new == [CHANGED, words("report-ask-mode-again")]


async def test_captions_are_words_too(world: World) -> None:
    """Under a photo: changed, given to one that had none, taken away; the photos stay."""
    author = await world.staff()
    person = phone_of(author).person
    await author.say("Ảnh mấy", files=[photo("teal")])
    await author.say("", files=[photo("red")])
    bare = [m for m in person.messages if not m.from_bot][-1]
    await edit(world, author, "Ảnh mấy", "Ảnh máy")
    await edit(world, author, bare, "Chỗ dột")
    assert "“Ảnh máy Chỗ dột” (2 tệp)" in await preview(author)
    await edit(world, author, "Ảnh máy", "")
    author.expect("“Chỗ dột” (2 tệp)")
    assert await filed(world, author) == ["Chỗ dột"]


async def test_an_album_is_changed_at_the_photo_whose_caption_it_is(world: World) -> None:
    """Each photo of an album has its own caption; the other words stay."""
    author = await world.staff()
    await author.say(FIRST)
    await author.say("Trước", files=[photo("teal"), photo("red"), photo("blue")])
    album = [m for m in phone_of(author).person.messages if not m.from_bot][-3:]
    await edit(world, author, album[2], "Sau")
    await edit(world, author, album[0], "Trước khi sửa")
    await author.say(SECOND)
    assert "(3 tệp)" in await preview(author)
    assert await filed(world, author) == [FIRST, "Trước khi sửa", "Sau", SECOND]


async def test_another_photo_takes_the_place_of_the_first(world: World) -> None:
    """In its place among the others, and nothing of the old one is sent; words can be given a photo as well."""
    author, office = await world.staff(), await world.office()
    await author.say(FIRST)
    await author.say("Ảnh", files=[photo("teal")])
    await author.say("Hai ảnh", files=[photo("red"), photo("blue")])
    await edit(world, author, "Ảnh", "Ảnh", photo("lime"))
    assert author.new[0] == CHANGED
    await edit(world, author, "Hai ảnh", "Hai ảnh mới", photo("white"))
    await edit(world, author, FIRST, FIRST, photo("black"))
    assert "(4 tệp)" in await preview(author)
    assert await filed(world, author) == [FIRST, "Ảnh", "Hai ảnh mới"]
    await office.say(ref_in(author.expect("Đã gửi")))
    shown = [m.file.content for m in phone_of(office).person.from_bot if m.file is not None]
    assert [colour_of(content) for content in shown] == ["lime", "white", "blue", "black"]


async def test_another_photo_goes_to_the_concern_and_not_to_what_is_open(world: World) -> None:
    """In the middle of a conversation that takes no files, the concern that waits gets it, and nothing moves."""
    author = await world.staff()
    await author.say("Ảnh", files=[photo("teal")])
    await author.say("tra cứu")
    await edit(world, author, "Ảnh", "Ảnh mới", photo("lime"))
    assert author.new == [CHANGED]
    await author.say("không phải mã")
    author.expect("Mã chưa đúng dạng")
    await author.say("viết tiếp")
    assert "“Ảnh mới” (1 tệp)" in await preview(author)


async def test_a_photo_that_cannot_be_opened_takes_the_old_one_along(world: World) -> None:
    """The person is told that it was not kept; what they took back is not sent in its stead."""
    author = await world.staff()
    await author.say("Ảnh", files=[photo("teal")])
    await edit(world, author, "Ảnh", "Ảnh", b"\xff\xd8\xffand so on")
    assert author.new[:2] == [words("error-file-unreadable"), CHANGED]
    assert "tệp" not in await preview(author)


async def test_of_an_album_that_was_not_kept_whole_only_words_change(world: World) -> None:
    """Which photo was kept of it nobody can say any more: another one is refused, another caption is not."""
    author = await world.staff()
    await author.say("Hai ảnh", files=[photo("teal"), b"\xff\xd8\xffand so on"])
    await edit(world, author, "Hai ảnh", "Một ảnh")
    assert author.new[0] == CHANGED
    await edit(world, author, "Một ảnh", "Ảnh khác", photo("red"))
    assert author.new == [LATE]
    assert "“Một ảnh” (1 tệp)" in await preview(author)


async def test_a_message_changed_into_a_command_is_none(world: World) -> None:
    """It is not obeyed, and is no part of a concern: the person is told to write it anew."""
    author = await world.staff()
    await author.say(FIRST)
    await preview(author)
    message = sent(author, FIRST)
    for command in ("/huy", "hủy", "menu", "1", "Gửi", "DT-7K3Q-9XMD"):
        await edit(world, author, message, command)
        assert author.new == [LATE]
    assert await bodies(world) == []
    assert await filed(world, author) == [FIRST]


async def test_what_was_no_part_of_the_draft_changes_nothing(world: World) -> None:
    """A word of a menu, the answer to a question, a message after its concern was filed: refused in kind words."""
    author = await world.staff()
    await author.say("menu")
    await author.say(FIRST)
    await edit(world, author, "menu", "Thực đơn")
    assert author.new == [LATE]
    await author.tap("Ghi tên tôi")
    await author.say("Trần Thị Mẫu")
    await edit(world, author, "Trần Thị Mẫu", "Trần Thị Thử")
    assert author.new == [LATE]
    await author.tap("Tâm tư, nguyện vọng")
    author.expect(SHOWN, "Ghi tên: Trần Thị Mẫu.")
    assert await filed(world, author) == [FIRST]
    await edit(world, author, FIRST, BETTER)
    assert author.new == [LATE]
    assert await bodies(world) == [FIRST]


async def test_a_photo_that_is_exchanged_too_late_is_not_passed_over(world: World) -> None:
    """Without a word under it as well: whoever changes it after their concern was filed is told that it stays."""
    author = await world.staff()
    await author.say("", files=[photo("teal")])
    taken = [message for message in phone_of(author).person.messages if message.file is not None][-1]
    await author.say(FIRST)
    await preview(author)
    await filed(world, author)
    await edit(world, author, taken, "", photo("red"))
    assert author.new == [LATE]


async def test_words_kept_for_a_stranger_can_be_changed(world: World) -> None:
    """Before the code has come they are a draft already; the code is asked for again."""
    stranger = await world.stranger()
    await stranger.say(FIRST)
    await edit(world, stranger, FIRST, BETTER)
    assert stranger.new[0] == CHANGED
    stranger.expect("Đã giữ nội dung")
    code = await world.app.inviter.invite([Post(Role.STAFF)], uses=1)
    await stranger.say(f"/start {code}")
    await edit(world, stranger, f"/start {code}", "/start")
    assert stranger.new == [LATE]
    await stranger.tap("Viết tiếp")
    stranger.expect(BETTER)


async def test_while_all_is_to_be_written_anew_a_change_is_enough(world: World) -> None:
    """Who presses "Sửa nội dung" and then changes the message itself is shown the preview again."""
    author = await world.staff()
    await author.say(FIRST)
    await preview(author)
    await author.tap("Sửa nội dung")
    await edit(world, author, FIRST, BETTER)
    author.expect(SHOWN, BETTER)
    await author.tap("Sửa nội dung")
    await author.say(SECOND)
    await edit(world, author, BETTER, FIRST)
    assert author.new == [LATE]
    assert await filed(world, author) == [SECOND]
