"""What people send by the Zalo simulator, as the bot gets it: photos, voices, stickers, the unsupported, groups."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.test_zalo_simulator import PICTURE, Scene, scene_of


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with scene_of() as made:
        yield made


@pytest.mark.parametrize(("field", "has_type"), [("photo_url", True), ("photo", False)])
async def test_a_photo_comes_as_a_link(scene: Scene, field: str, has_type: bool) -> None:
    """Under the name that was seen, or the documented one; the link needs no token."""
    scene.simulator.behaviour.photo_field = field
    await scene.simulator.person("Người 1").send_photo(PICTURE, "đường ngập")

    update = await scene.poll()

    assert update["event_name"] == "message.image.received"
    message = update["message"]
    assert (message["caption"], "message_type" in message) == ("đường ngập", has_type)
    fetched = await scene.http.get(message[field])
    assert (fetched.content, fetched.headers["Content-Type"]) == (PICTURE, "image/jpeg")


async def test_an_album_is_several_photos(scene: Scene) -> None:
    """As many events, the caption with the first."""
    ids = await scene.simulator.person("Người 1").send_album([PICTURE, PICTURE], "hai ảnh")

    messages = [(await scene.poll())["message"] for _ in range(2)]

    assert [message["message_id"] for message in messages] == ids
    assert ["caption" in message for message in messages] == [True, False]


async def test_a_voice_comes_as_a_link(scene: Scene) -> None:
    """To a file whose name ends in .aac."""
    await scene.simulator.person("Người 1").send_voice(b"\xff\xf1 sound")

    message = (await scene.poll())["message"]

    assert (message["message_type"], message["voice_url"][-4:]) == ("CHAT_VOICE", ".aac")
    assert (await scene.http.get(message["voice_url"])).content == b"\xff\xf1 sound"


async def test_a_sticker_comes_as_its_id(scene: Scene) -> None:
    """With a link to its picture."""
    await scene.simulator.person("Người 1").send_sticker("4a5b6c")

    update = await scene.poll()

    assert update["event_name"] == "message.sticker.received"
    assert update["message"]["sticker"] == "4a5b6c"
    assert update["message"]["url"].startswith("https://")


@pytest.mark.parametrize("bare", [False, True])
async def test_other_kinds_are_unsupported(scene: Scene, bare: bool) -> None:
    """Files and cards of links come without their content, by one source without any message."""
    scene.simulator.behaviour.bare_unsupported = bare
    person = scene.simulator.person("Người 1")
    await person.send_file("bao-cao.docx")
    await person.send_link("https://phuong.example")

    updates = [await scene.poll() for _ in range(2)]

    assert [update["event_name"] for update in updates] == ["message.unsupported.received"] * 2
    assert [update.get("message", {}).keys() for update in updates] == [
        set() if bare else {"chat", "from", "message_id", "date"}
    ] * 2


async def test_a_group_is_heard_when_it_names_the_bot(scene: Scene) -> None:
    """Other talk stays unheard; the name is part of the text, and answers go to the group."""
    person = scene.simulator.person("Người 1")
    group = scene.simulator.group("Tổ 1")
    assert await group.say(person, "chào cả nhà", mention=False) is None
    await group.say(person, "giúp với")

    message = (await scene.poll())["message"]

    assert message["chat"] == {"chat_type": "GROUP", "id": group.chat_id}
    assert message["from"]["id"] == person.chat_id != group.chat_id
    assert message["text"] == "@Bot Đối Thoại giúp với"
    await scene.call("sendMessage", chat_id=group.chat_id, text="x")
    assert [each.text for each in group.messages] == ["x"]
