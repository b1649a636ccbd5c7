"""Files in both directions, through both libraries."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.test_telegram_simulator import LIBRARIES, Scene, scene_of


@pytest.fixture(params=LIBRARIES)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with scene_of(request.param) as made:
        yield made


async def test_files_of_a_person_can_be_fetched(scene: Scene) -> None:
    """Photos come in sizes, documents with name and type, voice and video with a duration; all bytes arrive."""
    lan = scene.simulator.person("Lan")
    lan.send_photo(b"\xff\xd8photo", "Biên bản")
    lan.send_document(b"%PDF-1.7", "biên bản.pdf")
    lan.send_voice(b"OggS")
    lan.send_video(b"ftyp")

    photo, document, voice, video = [update.message for update in await scene.updates()]

    assert (len(photo.photo), photo.caption) == (2, "Biên bản")
    assert (document.document.file_name, document.document.mime_type) == ("biên bản.pdf", "application/pdf")
    found = [photo.photo[-1], document.document, voice.voice, video.video]
    contents = [await scene.client.download(file.file_id) for file in found]
    assert contents == [b"\xff\xd8photo", b"%PDF-1.7", b"OggS", b"ftyp"]


async def test_an_album_comes_as_messages_of_one_group(scene: Scene) -> None:
    """Three photos share an album id; the caption stands under the first."""
    scene.simulator.person("Lan").send_album([b"1", b"2", b"3"], "Vỉa hè bị lấn")

    messages = [update.message for update in await scene.updates()]

    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["Vỉa hè bị lấn", None, None]


async def test_a_file_over_20_mebibytes_cannot_be_fetched(scene: Scene) -> None:
    """getFile refuses a file that is too big to download, and one that does not exist."""
    lan = scene.simulator.person("Lan")
    message = lan.send_document(b"x" * (20 * 2**20 + 1))
    assert message.file is not None

    with scene.refused("400", "file is too big"):
        await scene.call.get_file(message.file.file_id)
    with scene.refused("400", "invalid file_id"):
        await scene.call.get_file("AgAC-none")


async def test_files_of_the_bot_reach_the_person(scene: Scene) -> None:
    """Documents, photos, voice and video arrive with their bytes; a known file is sent again by its id."""
    lan = scene.simulator.person("Lan")
    lan.start()
    to, file = {"chat_id": lan.chat_id}, scene.client.file

    sent = await scene.call.send_document(**to, document=file(b"%PDF", "trả lời.pdf"), caption="<b>Trả lời</b>")
    await scene.call.send_photo(**to, photo=file(b"jpeg", "a.jpg"), caption="<b>Ảnh</b>", parse_mode="HTML")
    await scene.call.send_voice(**to, voice=file(b"ogg", "a.ogg"))
    await scene.call.send_video(**to, video=file(b"mp4", "a.mp4"))
    await scene.call.send_document(**to, document=sent.document.file_id)

    files = [(m.file.kind, m.file.content) for m in lan.from_bot if m.file is not None]
    assert files == [
        ("document", b"%PDF"),
        ("photo", b"jpeg"),
        ("voice", b"ogg"),
        ("video", b"mp4"),
        ("document", b"%PDF"),
    ]
    assert sent.document.file_name == "trả lời.pdf"
    assert [message.text for message in lan.from_bot[:2]] == ["<b>Trả lời</b>", "Ảnh"]
    with scene.refused("400", "message caption is too long"):
        await scene.call.send_photo(**to, photo=file(b"jpeg", "a.jpg"), caption="x" * 1025)


async def test_the_bot_sends_an_album(scene: Scene) -> None:
    """sendMediaGroup answers with one message for each file, all of one album."""
    lan = scene.simulator.person("Lan")
    lan.start()

    sent = await scene.call.send_media_group(chat_id=lan.chat_id, media=scene.client.album([b"1", b"2"]))

    assert [message.caption for message in sent] == ["ảnh 0", "ảnh 1"]
    assert len({message.media_group_id for message in sent}) == 1
    assert [m.file.content for m in lan.from_bot if m.file is not None] == [b"1", b"2"]


async def test_other_kinds_of_messages_are_understood(scene: Scene) -> None:
    """Stickers, places and contacts come through both parsers."""
    lan = scene.simulator.person("Lan")
    lan.send_sticker()
    lan.send_location()
    lan.send_contact()

    sticker, place, contact = [update.message for update in await scene.updates()]

    assert (sticker.sticker.width, round(place.location.latitude), contact.contact.first_name) == (512, 16, "Lan")
