"""Photos and files on Zalo, which carries no files: in and out by addresses of our own server."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from aiohttp import ClientSession, FormData

from bot.simulators.zalo_faults import MediaFault
from storage.domain.lifecycle import Status
from storage.domain.ports import StoredFile
from tests.builders import voice
from tests.journeys.steps import CONCERN, bodies, photo, preview, ref_in
from tests.journeys.zalo_steps import phone_of, words
from tests.talk import Talk
from tests.world import World, open_world
from tests.zalo_office import zalo_office


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An office whose people have Zalo, behind a firewall."""
    async with open_world("sqlite", tmp_path, zalo=True) as world:
        yield world


@pytest.fixture
async def reachable(tmp_path: Path) -> AsyncIterator[World]:
    """An office that Zalo can reach, and calls."""
    async with zalo_office(tmp_path, webhook=True) as world:
        yield world


@pytest.mark.parametrize(("field", "wrapped"), [("photo", True), ("photo_url", False)])
async def test_both_shapes_of_a_picture_are_taken(tmp_path: Path, field: str, wrapped: bool) -> None:
    """As documented and as seen: by webhook, bare and wrapped, under both names."""
    async with zalo_office(tmp_path, webhook=True) as world:
        assert world.zalo is not None
        world.zalo.behaviour.wrapped, world.zalo.behaviour.photo_field = wrapped, field
        author = await world.staff()
        await author.say(CONCERN, files=[photo()])
        assert "1 tệp" in await preview(author)


async def test_photos_travel_from_the_author_to_the_desk(reachable: World) -> None:
    """The desk sees the cleaned picture by an address of ours, fetched twice; it expires, and no other one opens."""
    world = reachable
    assert world.zalo is not None
    world.zalo.behaviour.photo_fetches = 2
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN, files=[photo()])
    await preview(author)
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    await office.say(ref)
    (sent,) = [each for each in world.zalo.sent if each.photo]
    assert sent.picture is not None and sent.picture.startswith(b"\xff\xd8\xff")
    assert sent.photo is not None and sent.photo.startswith(f"{world.base}/zalo/tep/")
    world.clock.advance(minutes=61)
    async with ClientSession() as http:
        for url in (sent.photo, sent.photo[:-1] + ("0" if sent.photo[-1] != "0" else "1"), f"{world.base}/zalo/tep/x"):
            async with http.get(url) as answer:
                assert answer.status == 404


async def test_without_a_public_address_files_are_told_of(world: World) -> None:
    """Behind a firewall no picture can be fetched from us: a line says where to look."""
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN, files=[photo(), photo("red")])
    await preview(author)
    await author.tap("Gửi")
    await office.say(ref_in(author.expect("Đã gửi")))
    assert office.new[-1] == words("zalo-files-elsewhere", count=2)


async def test_a_file_comes_by_the_upload_page(reachable: World) -> None:
    """Zalo passes on no file: the link takes it into the same draft; after half an hour it opens nothing."""
    world = reachable
    author = await world.staff()
    await author.say(CONCERN)
    author.listen()
    await phone_of(author).person.send_file("don.pdf")
    await phone_of(author).heard()
    await world.settle()
    link = author.expect(world.base).split()[-1]
    async with ClientSession() as http:
        async with http.get(link) as page:
            assert page.status == 200 and words("page-upload-label") in await page.text()
        for _ in range(2):  # an impatient press
            form = FormData()
            form.add_field("file", photo(), filename="ten-that.jpg")
            async with http.post(link, data=form) as done:
                assert done.status == 200 and words("page-upload-done") in await done.text()
        await world.settle()
        assert "1 tệp" in await preview(author)
        world.clock.advance(minutes=31)
        async with http.get(link) as late:
            assert late.status == 404


@pytest.mark.parametrize("send", ["send_sticker", "send_unsupported"])
async def test_what_cannot_be_taken_leaves_the_draft_alone(world: World, send: str) -> None:
    """A sticker, a file, a place: refused in kind words, and the concern is filed as it was written."""
    author = await world.staff()
    await author.say(CONCERN)
    author.listen()
    person = phone_of(author).person
    if send == "send_sticker":
        await person.send_sticker()
    else:
        person.send_unsupported()
    await phone_of(author).heard()
    await world.settle()
    assert author.new == [words("zalo-not-taken")]
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_voice_goes_with_a_name_only(world: World) -> None:
    """It is kept with the draft; without a name it is left out, the author is told, and the words are filed."""
    author = await world.staff()
    await author.say(CONCERN)
    await say_aloud(author, world, voice())
    await author.tap("Không ghi tên")
    author.expect(words("note-voice-left-out"))
    await author.tap("Tâm tư")
    await author.tap("Gửi")
    assert await files(world) == []

    await author.say(CONCERN)
    await say_aloud(author, world, voice())
    await author.tap("Ghi tên tôi")
    await author.say("Người Mẫu")
    await author.tap("Tâm tư")
    await author.tap("Gửi")
    assert [(file.media_type, file.content) for file in await files(world)] == [("audio/aac", voice())]


async def test_a_voice_that_cannot_be_heard_is_refused(world: World) -> None:
    """It only begins like one: said kindly, and the draft is kept."""
    author = await world.staff()
    await author.say(CONCERN)
    author.listen()
    await say_aloud(author, world, b"\xff\xf1 raw aac")
    author.expect(words("error-file-unreadable"))
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def say_aloud(author: Talk, world: World, spoken: bytes) -> None:
    await phone_of(author).person.send_voice(spoken)
    await phone_of(author).heard()
    await world.settle()


async def files(world: World) -> list[StoredFile]:
    """Every file of every case."""
    async with world.app.base.store.reading() as reads:
        lines = await reads.cases.due_until(date.max, list(Status))
        cases = [await reads.cases.get_by_id(line.id) for line in lines]
        return [(await reads.cases.file(file.file_id))[1] for case in cases for file in case.files]


async def test_a_photo_that_is_gone_costs_no_words(world: World) -> None:
    """Its address has died: the person is asked to send it again, the caption goes into the concern."""
    author = await world.staff()
    assert world.zalo is not None
    world.zalo.faults.order_media(MediaFault.GONE)
    await author.say(CONCERN, files=[photo()])
    author.expect(words("zalo-media-lost"))
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]
