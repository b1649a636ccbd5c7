"""I12: whoever wrote the same text, nobody but the author sees a difference, not even with the whole database."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage.domain.permissions import Post, Role
from tests.invariants.two_worlds import Seen, live, seeded
from tests.journeys.steps import CONCERN, file_concern, photo, reply_code_in
from tests.storage.databases import KINDS
from tests.talk import Talk
from tests.telegram_world import TelegramPhone
from tests.world import World


async def people(world: World) -> list[Talk]:
    """Three who could be the author: in no unit; an officer with a name; head of another department."""
    return [
        await world.staff(),
        await world.person(Post(Role.STAFF, "KT"), Post(Role.OFFICER, "KT"), name="Bùi Thị Thử Nghiệm"),
        await world.head("YT"),
    ]


def written_by(number: int) -> Callable[[World], Awaitable[list[Talk]]]:
    """A case from its filing to its end, by one of these people; the phones of all who answer it."""

    async def script(world: World) -> list[Talk]:
        could_be = await people(world)
        return await whole_life(world, could_be[number])

    return script


async def whole_life(world: World, author: Talk) -> list[Talk]:
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    await author.say("Máy in ở phòng hỏng từ tháng 9.", files=[photo()])
    ref = await file_concern(author, f"{CONCERN} Mong được thay.")
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    await author.say(code)
    await author.tap("Bổ sung")
    await author.say("Cả máy số 4.")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await officer.tap("Hỏi thêm")
    await officer.say("Máy nào ạ?")
    await author.tap("Trả lời")
    await author.say("Máy số 3.")
    for text in ("Văn phòng cấp máy mới trước 30/11/2026.", "Văn phòng làm, xong trước 30/11/2026."):
        await officer.tap("Soạn trả lời")
        await officer.say(text)
        await officer.tap("Trình lãnh đạo")
        await leader.tap("Duyệt")
        if "cấp máy" in text:
            await author.tap("Chưa thỏa đáng")
            await author.say("Chưa rõ ai làm.")
    await author.tap("Đã rõ")
    await office.say("số liệu")
    await leader.say(ref)
    return [office, officer, leader]


@pytest.mark.parametrize("kind", KINDS)
async def test_i12_worlds_that_differ_in_the_author_alone_look_alike(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows, marks and places of rows, what all others read, the export and the log are equal but for sealed bytes."""
    caplog.set_level(logging.DEBUG)
    worlds: list[Seen] = []
    for number in range(3 if kind == "sqlite" else 2):
        with seeded(monkeypatch, seed=12):
            worlds.append(await live(kind, tmp_path / str(number), written_by(number), caplog))
    first = worlds[0]
    assert first.rows["case"] and first.rows["return_address"] and first.export and all(first.told)
    for other in worlds[1:]:
        assert {n: rows for n, rows in other.rows.items() if rows != first.rows[n]} == {}
        assert other.places == first.places
        assert other.told == first.told
        assert other.export == first.export
        assert other.log == first.log


async def by_a_stranger_to_the_web(world: World, *, on_telegram: bool) -> list[Talk]:
    """The desk is on the web; the author on the web or on Telegram."""
    assert world.telegram is not None
    simulator, world.telegram = world.telegram, None
    office = await world.office()
    web = await world.staff()
    world.telegram = simulator
    telegram = await world.staff()
    assert isinstance(telegram.phone, TelegramPhone)
    await file_concern(telegram if on_telegram else web)
    return [office]


async def test_i12_the_channel_of_the_author_is_not_to_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Written on the page or on Telegram: the database, and what the office reads, are equal but for sealed bytes."""
    worlds = []
    for on_telegram in (False, True):

        async def script(world: World, on_telegram: bool = on_telegram) -> list[Talk]:
            return await by_a_stranger_to_the_web(world, on_telegram=on_telegram)

        with seeded(monkeypatch, seed=12):
            worlds.append(await live("sqlite", tmp_path / str(on_telegram), script, caplog, "telegram"))
    page, chat = worlds
    assert {n: rows for n, rows in chat.rows.items() if rows != page.rows[n]} == {}
    assert chat.told == page.told
    assert chat.export == page.export
