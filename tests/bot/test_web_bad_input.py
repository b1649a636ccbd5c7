"""Nonsense over HTTP: a clear no, never a fault of ours, and never a word of it in a log."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.bot.web_client import Answer, Client, client_of
from tests.journeys.steps import ref_in
from tests.talk import HttpPhone, Talk
from tests.world import World, open_world

SECRET = "Trưởng phòng bắt làm thêm không lương"
JSON = "application/json"
FORM = "multipart/form-data; boundary=ranh"
EVIL = f'{{"{SECRET}":'.encode()


# One office for the whole file: what is refused changes nothing, so the tests cannot be in each other's way.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path_factory.mktemp("office"), http=True) as world:
        yield world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(world: World) -> Client:
    """Somebody who sends nonsense."""
    client = client_of(world)
    await client.begin()
    return client


@pytest_asyncio.fixture(loop_scope="module")
async def staff(world: World) -> AsyncIterator[Talk]:
    """Somebody who writes a concern."""
    talk = await world.staff()
    yield talk
    await talk.phone.close_page()
    world.phones.remove(talk.phone)


def part(name: str, content: bytes, more: bytes = b"") -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name}"'.encode()
    return b"--ranh\r\n" + disposition + b"\r\n" + more + b"\r\n" + content + b"\r\n"


END = b"--ranh--\r\n"
NONSENSE = {
    "nothing": b"",
    "no JSON": EVIL,
    "no UTF-8": b'{"id": "1", "text": "\xff\xfe"}',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "no id": b'{"text": "a"}',
    "an empty id": b'{"id": "", "text": "a"}',
    "an id of half a character": b'{"id": "\\ud800", "text": "a"}',
    "an id with NUL": b'{"id": "a\\u0000", "text": "a"}',
    "a long id": b'{"id": "' + b"x" * 101 + b'", "text": "a"}',
    "a number as id": b'{"id": 1, "text": "a"}',
    "neither text nor choice": b'{"id": "1"}',
    "text and choice": b'{"id": "1", "text": "a", "choice": "c.start"}',
    "a list as text": b'{"id": "1", "text": ["a"]}',
    "an empty choice": b'{"id": "1", "choice": ""}',
    "a long choice": b'{"id": "1", "choice": "' + b"c" * 65 + b'"}',
    "a choice with NUL": b'{"id": "1", "choice": "a.open.\\u0000"}',
    "half a character as choice": b'{"id": "1", "choice": "\\udfff"}',
    "a deep list": b"[" * 200_000,
    "a deep object": b'{"a":' * 200_000,
    "a very long number": b'{"id": "1", "text": ' + b"9" * 10_000 + b"}",
}
NO_FORM = {
    "nothing": b"",
    "no boundary": EVIL,
    "no end": part("id", b"1") + part("text", SECRET.encode()),
    "cut in a header": part("id", b"1") + b"--ranh\r\nContent-Dispos",
    "no headers": b"--ranh\r\n\r\nabc\r\n" + END,
    "no id": part("text", b"a") + END,
    "another field": part("id", b"1") + part("mat-khau", SECRET.encode()) + END,
    "a field twice": part("id", b"1") + part("text", b"a") + part("text", b"b") + END,
    "no UTF-8": part("id", b"1") + part("text", b"\xff\xfe") + END,
    "an id with NUL": part("id", b"1\0") + part("text", b"a") + END,
    "a broken header": b"--ranh\r\n: : :\x00\r\n\r\na\r\n" + END,
    "a long header": b"--ranh\r\nX: " + b"x" * 100_000 + b"\r\n\r\na\r\n" + END,
    "many headers": b"--ranh\r\n" + b"X: x\r\n" * 1000 + b"\r\na\r\n" + END,
    "a charset": part("_charset_", b"x" * 100) + END,
    "an odd charset": part("_charset_", b"\xff") + part("id", b"1") + END,
    "a form in a form": part("id", b"1", b"Content-Type: multipart/mixed; boundary=x\r\n") + END,
    "only ends": END * 3,
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
async def test_a_message_that_makes_no_sense(client: Client, body: bytes) -> None:
    """400 with a kind sentence."""
    refused(await client.say(body, JSON))


@pytest.mark.parametrize("body", NO_FORM.values(), ids=NO_FORM)
async def test_a_form_that_makes_no_sense(client: Client, body: bytes) -> None:
    """400 with a kind sentence."""
    refused(await client.say(body, FORM))


@pytest.mark.parametrize("kind", ["", "; boundary=", "; boundary=" + "x" * 100, "; boundary=ế"])
async def test_a_form_without_a_usable_boundary(client: Client, kind: str) -> None:
    """400 with a kind sentence."""
    refused(await client.say(part("id", b"1") + END, "multipart/form-data" + kind))


@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")
async def test_a_form_whose_fields_have_no_name(client: Client) -> None:
    """400 with a kind sentence."""
    body = b'--ranh\r\nContent-Disposition: form-data; name="\x01\r\n\r\na\r\n' + END
    refused(await client.say(body, FORM))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_compressed_as_it_says(client: Client, encoding: str) -> None:
    """400: the announced compression is not there."""
    headers = {"Content-Type": JSON, "Content-Encoding": encoding}
    refused(await client.ask("POST", "/api/chat/messages", data=b"khong nen", headers=headers))


@pytest.mark.parametrize("invite", [1, None, ["a"], {"a": 1}, "x" * 101])
async def test_an_invite_that_makes_no_sense(client: Client, invite: Any) -> None:
    """400 for what is no short text."""
    refused(await client.ask("POST", "/api/chat", json={"invite": invite}))


@pytest.mark.parametrize("invite", ["\\ud800", "\\u0000", "K7QM-2XPA-9RT\\udfff", "🤦"])
async def test_an_invite_of_odd_characters(client: Client, invite: str) -> None:
    """Unknown like any other."""
    answer = await client.ask("POST", "/api/chat", data=f'{{"invite": "{invite}"}}', headers={"Content-Type": JSON})
    assert (answer.status, answer.code) == (403, "invite-unknown")


async def test_half_a_character_is_shown_as_lost(world: World, staff: Talk) -> None:
    """A text with a lone surrogate is taken; the rest of it is all there."""
    body = b'{"id": "1", "text": "M\\u00e1y in \\ud800h\\u1ecfng \\ud83d\\ude00"}'
    assert (await _client_of(staff, world).say(body, JSON)).status == 202
    await _to_preview(staff)
    staff.expect("Máy in �hỏng 😀")


async def test_invisible_and_reordering_characters_are_taken_out(staff: Talk) -> None:
    """NUL, zero-width characters and bidirectional controls reach nobody."""
    await staff.say("Máy\u200b in\u202e tầng\u2066 2\ufeff h\0ỏng\u200d.")
    await _to_preview(staff)
    staff.expect("Máy in tầng 2 hỏng.")


async def test_markup_stays_text(staff: Talk) -> None:
    """Nothing is taken out of it and nothing is escaped: it is the page that shows text as text."""
    text = '<img src=x onerror="alert(1)"> Máy in hỏng & <b>chưa sửa</b>'
    await staff.say(text)
    await _to_preview(staff)
    staff.expect(text)


NEVER_OFFERED = [
    "c.khong-co",
    "a.open.DT-0000-0000",
    "n.send.abc",
    "anonymous",
    "x",
    "a.",
    "n.",
    "c.",
    "a.own.x.y.z",
    "🤦",
]


@pytest.mark.parametrize("choice", NEVER_OFFERED)
async def test_a_choice_that_was_never_offered(world: World, staff: Talk, choice: str) -> None:
    """It is taken, answered kindly, and changes nothing."""
    assert (await _client_of(staff, world).post(choice=choice)).status == 202
    await staff.phone.refresh()
    assert "Anh/Chị" in staff.new[-1]
    assert "lỗi" not in staff.new[-1]

    await staff.say("Máy in tầng 2 hỏng.")
    staff.expect("muốn gửi thế nào")


async def test_a_stale_choice(world: World, staff: Talk) -> None:
    """A button of an earlier question is answered with the question that now stands."""
    await staff.say("Máy in tầng 2 hỏng.")
    stale = staff.value_of("Không ghi tên")
    await staff.tap("Không ghi tên")
    labels = staff.labels
    await _client_of(staff, world).post(choice=stale)
    await staff.phone.refresh()

    staff.expect("đã cũ")
    assert staff.labels == labels


async def test_a_text_of_a_megabyte_is_kept_whole(world: World, staff: Talk) -> None:
    """It becomes a file of the concern, and the person is told."""
    text = "Máy in hỏng, dân phải chờ. " * 40_000
    assert (await _client_of(staff, world).post(text=text)).status == 202
    await staff.phone.refresh()
    staff.expect("tệp đính kèm")
    await _to_preview(staff)
    await staff.tap("Gửi")

    async with world.app.base.store.reading() as reads:
        case = await reads.cases.get(ref_in(staff.expect("Đã gửi")))
        _, file = await reads.cases.file(case.files[0].file_id)
    assert file.content.decode() == text.strip()


async def test_a_body_beyond_all_measure_is_refused(client: Client) -> None:
    """413 for a message of more than four megabytes."""
    answer = await client.post(text="x" * 5_000_000)
    assert (answer.status, answer.code) == (413, "too-large")


async def test_errors_are_told_in_english_to_those_who_ask(client: Client) -> None:
    """The sentence follows Accept-Language; the code does not change."""
    headers = {"Content-Type": JSON, "Accept-Language": "en-GB"}
    answer = await client.ask("POST", "/api/chat/messages", data=b"{", headers=headers)
    assert answer.code == "not-understood"
    assert answer.message.isascii()


async def test_too_many_messages_are_slowed_down(world: World) -> None:
    """A flood meets a 429 that says how long to wait."""
    client = client_of(world)
    await client.begin()
    while (answer := await client.say(b"{", JSON)).status == 400:
        pass
    assert (answer.status, answer.code) == (429, "too-fast")
    assert int(answer.headers["Retry-After"]) > 0


def refused(answer: Answer) -> None:
    assert (answer.status, answer.code) == (400, "not-understood")
    assert "Anh/Chị" in answer.message


async def _to_preview(staff: Talk) -> None:
    await staff.phone.refresh()
    await staff.tap("Không ghi tên")
    await staff.tap("Tâm tư")


def _client_of(staff: Talk, world: World) -> Client:
    assert isinstance(staff.phone, HttpPhone)
    return client_of(world, staff.phone.token)
