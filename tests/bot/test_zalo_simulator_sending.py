"""What the Zalo simulator takes from a bot: texts, photos, voices, stickers, typing."""

from collections.abc import AsyncIterator
from typing import Final

import pytest
from aiohttp import web

from bot.simulators.zalo_behaviour import Behaviour
from tests.bot.test_zalo_simulator import PICTURE, TOKEN, Scene, scene_of

CLOCK_FACE: Final = "\N{CLOCK FACE THREE OCLOCK}"  # one character, two units of UTF-16


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with scene_of() as made:
        yield made


async def test_a_message_is_sent(scene: Scene) -> None:
    """The answer has an id of 20 hexadecimal digits and a date in milliseconds; the person sees the text."""
    person = await scene.known_person()

    answer = await scene.call("sendMessage", chat_id=person.chat_id, text="Chào Anh/Chị")

    assert answer.keys() == {"message_id", "date"}
    assert len(answer["message_id"]) == 20 and int(answer["message_id"], 16)
    assert answer["date"] > 1_700_000_000_000
    assert (person.last.text, person.last.message_id) == ("Chào Anh/Chị", answer["message_id"])
    assert scene.simulator.sent == person.messages


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("", False),
        ("x", True),
        ("ậ" * 2000, True),
        ("ậ" * 2001, False),
        (CLOCK_FACE * 1000, True),
        (CLOCK_FACE * 1000 + "x", False),
    ],
)
async def test_a_text_has_at_most_2000_units(scene: Scene, text: str, good: bool) -> None:
    """Counted in UTF-16; an empty one is refused too."""
    person = await scene.known_person()

    response = await scene.ask("sendMessage", chat_id=person.chat_id, text=text)

    assert response.json().get("error_code", 0) == (0 if good else 400)
    assert len(person.messages) == good


async def test_a_text_may_be_counted_by_characters() -> None:
    """The documents do not say what they count."""
    async with scene_of(behaviour=Behaviour(counts_characters=True)) as scene:
        person = await scene.known_person()

        await scene.call("sendMessage", chat_id=person.chat_id, text=CLOCK_FACE * 2000)
        assert (await scene.refused("sendMessage", chat_id=person.chat_id, text=CLOCK_FACE * 2001))[0] == 400


async def test_markup_is_kept_or_refused(scene: Scene) -> None:
    """Nobody knows what becomes of bad markup: it is taken, or with the switch refused."""
    person = await scene.known_person()
    message = {"chat_id": person.chat_id, "text": "**đậm"}

    await scene.call("sendMessage", **message, parse_mode="markdown")
    assert person.last.parse_mode == "markdown"
    assert (await scene.refused("sendMessage", **message, parse_mode="MarkdownV2"))[0] == 400
    scene.simulator.behaviour.refuses_markup = True
    assert (await scene.refused("sendMessage", **message, parse_mode="markdown"))[0] == 400
    await scene.call("sendMessage", **message)


@pytest.mark.parametrize("chat_id", ["", None, "a1b2c3d4e5f60718293a"])
async def test_only_who_wrote_can_be_written_to(scene: Scene, chat_id: str | None) -> None:
    """An unknown chat is refused, and so is a person who has not written yet."""
    stranger = scene.simulator.person("Người lạ")

    assert (await scene.refused("sendMessage", chat_id=chat_id, text="x"))[0] == 400
    assert (await scene.refused("sendMessage", chat_id=stranger.chat_id, text="x"))[0] == 400


async def test_a_stranger_may_be_written_to() -> None:
    """Nobody has tried it: the other answer is that it works."""
    async with scene_of(behaviour=Behaviour(takes_strangers=True)) as scene:
        stranger = scene.simulator.person("Người lạ")
        await scene.call("sendMessage", chat_id=stranger.chat_id, text="x")

    assert stranger.last.text == "x"


async def test_a_blocked_bot_is_refused(scene: Scene) -> None:
    """It is not told of the block, but cannot send until it is taken back."""
    person = await scene.known_person()
    person.block()
    assert (await scene.refused("sendMessage", chat_id=person.chat_id, text="x"))[0] == 400

    person.unblock()

    await scene.call("sendMessage", chat_id=person.chat_id, text="y")
    assert [each.text for each in person.messages] == ["y"]


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        ("", "The photo must not be empty"),
        (None, "The photo must not be empty"),
        ("data:image/png;base64,aGVsbG8=", "The photo must start with http:// or https://"),
        ("aGVsbG8=", "The photo must start with http:// or https://"),
    ],
)
async def test_a_photo_is_an_address(scene: Scene, photo: str | None, words: str) -> None:
    """Neither bytes nor a data URI are taken."""
    person = await scene.known_person()

    assert await scene.refused("sendPhoto", chat_id=person.chat_id, photo=photo) == (400, words)


async def test_an_uploaded_photo_is_an_empty_one(scene: Scene) -> None:
    """A file in a form is not looked at."""
    person = await scene.known_person()
    url = f"{scene.base}/bot{TOKEN}/sendPhoto"

    response = await scene.http.post(url, data={"chat_id": person.chat_id}, files={"photo": ("a.jpg", PICTURE)})

    assert response.json()["description"] == "The photo must not be empty"


async def test_a_photo_comes_with_its_caption(scene: Scene) -> None:
    """Without the switch the address is believed."""
    person = await scene.known_person()

    await scene.call("sendPhoto", chat_id=person.chat_id, photo="https://phuong.example/1.jpg", caption="Sơ đồ")

    assert (person.last.photo, person.last.text) == ("https://phuong.example/1.jpg", "Sơ đồ")
    too_long = {"photo": "https://phuong.example/1.jpg", "caption": "x" * 2001}
    assert (await scene.refused("sendPhoto", chat_id=person.chat_id, **too_long))[0] == 400


async def test_a_photo_that_can_be_fetched_once_is_black() -> None:
    """The first fetch decides on the answer, the last one on what the person sees."""
    contents = [PICTURE]

    async def give_once(_request: web.Request) -> web.Response:
        return web.Response(body=contents.pop() if contents else b"", content_type="image/jpeg")

    once = web.get("/once.jpg", give_once)
    async with scene_of(behaviour=Behaviour(photo_fetches=2), routes=[once]) as scene:
        person = await scene.known_person()
        await scene.call("sendPhoto", chat_id=person.chat_id, photo=f"{scene.base}/once.jpg")

    assert person.last.picture == b""


async def test_a_photo_is_fetched_more_than_once() -> None:
    """What cannot be fetched, or is no picture, is refused."""
    async with scene_of(behaviour=Behaviour(photo_fetches=2)) as scene:
        person = await scene.known_person()
        lasting = scene.simulator.media.keep(PICTURE, "jpg")
        await scene.call("sendPhoto", chat_id=person.chat_id, photo=lasting)
        assert person.last.picture == PICTURE
        assert len(scene.simulator.media.fetches) == 2

        missing = f"{scene.base}/media/none.jpg"
        refused = await scene.refused("sendPhoto", chat_id=person.chat_id, photo=missing)
        assert refused == (400, "The photo URL is invalid")
        no_picture = scene.simulator.media.keep(b"sound", "aac")
        assert (await scene.refused("sendPhoto", chat_id=person.chat_id, photo=no_picture))[0] == 400
        assert (await scene.refused("sendPhoto", chat_id=person.chat_id, photo="http://127.0.0.1:1/x"))[0] == 400
    assert len(person.messages) == 1


async def test_voices_go_to_people_only(scene: Scene) -> None:
    """A group's voice is answered with yes and shown to nobody; other kinds than .aac are refused."""
    person = await scene.known_person()
    group = scene.simulator.group("Tổ 1")
    await group.say(person, "chào")
    voice = "https://phuong.example/1.aac"

    for chat in (person, group):
        await scene.call("sendVoice", chat_id=chat.chat_id, voice_url=voice)

    assert [each.voice for each in person.messages] == [voice]
    assert [each.delivered for each in scene.simulator.sent] == [True, False]
    assert group.messages == []
    assert (await scene.refused("sendVoice", chat_id=person.chat_id, voice_url=voice[:-3] + "mp3"))[0] == 400


async def test_a_sticker_is_an_id(scene: Scene) -> None:
    """An empty one is refused."""
    person = await scene.known_person()

    await scene.call("sendSticker", chat_id=person.chat_id, sticker="4a5b6c")

    assert person.last.sticker == "4a5b6c"
    assert (await scene.refused("sendSticker", chat_id=person.chat_id))[0] == 400


async def test_typing_has_no_result(scene: Scene) -> None:
    """The answer is a bare ok; no other action is known yet."""
    person = await scene.known_person()

    response = await scene.ask("sendChatAction", chat_id=person.chat_id, action="typing")

    assert response.json() == {"ok": True}
    assert scene.simulator.actions == [(person.chat_id, "typing")]
    assert (await scene.refused("sendChatAction", chat_id=person.chat_id, action="upload_photo"))[0] == 400
