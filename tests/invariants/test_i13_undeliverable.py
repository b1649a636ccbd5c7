"""I13: an answer that cannot reach its anonymous author looks like one that has."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.invariants.two_worlds import live, seeded
from tests.journeys.steps import file_concern
from tests.storage.databases import KINDS
from tests.talk import DirectPhone, Talk
from tests.telegram_world import TelegramPhone
from tests.world import World
from tests.zalo_world import ZaloPhone


async def answered(world: World, gone: Callable[[World, Talk], Awaitable[None]]) -> list[Talk]:
    """A case is answered after its author has gone away; the phones of the desk."""
    on_telegram, on_zalo, world.telegram, world.zalo = world.telegram, world.zalo, None, None
    desk = [await world.office(), await world.officer("VP"), await world.leader()]
    office, officer, leader = desk
    world.telegram, world.zalo = on_telegram, on_zalo
    author = await world.staff("KT")
    await file_concern(author)
    await gone(world, author)
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    await office.say("chưa gửi được")
    return desk


async def stay(world: World, author: Talk) -> None:
    """The author is there, and gets the answer."""


async def close_the_page(world: World, author: Talk) -> None:
    await author.phone.close_page()


async def be_forgotten(world: World, author: Talk) -> None:
    """A day later: neither page nor session."""
    assert isinstance(author.phone, DirectPhone)
    await author.phone.close_page()
    world.app.sessions.forget(f"web:{author.phone.account.key}")


async def block(world: World, author: Talk) -> None:
    """Telegram answers 403; Zalo likewise."""
    assert isinstance(author.phone, TelegramPhone | ZaloPhone)
    author.phone.person.block()
    if isinstance(author.phone, TelegramPhone):
        await author.phone.heard()


WAYS = [
    *((kind, "", be_forgotten) for kind in KINDS),
    ("sqlite", "", close_the_page),
    ("sqlite", "telegram", block),
    ("sqlite", "zalo", block),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join([*way[:2], way[2].__name__]))
async def test_i13_delivered_and_undeliverable_look_alike(
    way: tuple[str, str, Callable[[World, Talk], Awaitable[None]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Every row, what the desk reads, "chưa gửi được" included, the export and the log are the same."""
    caplog.set_level(logging.INFO)
    kind, channel, gone = way
    worlds = []
    for ends in (stay, gone):

        async def script(world: World, ends: Callable[[World, Talk], Awaitable[None]] = ends) -> list[Talk]:
            return await answered(world, ends)

        with seeded(monkeypatch, seed=13):
            worlds.append(await live(kind, tmp_path / ends.__name__, script, caplog, channel))
    there, away = worlds
    assert {n: rows for n, rows in away.rows.items() if rows != there.rows[n]} == {}
    assert away.told == there.told
    assert away.export == there.export
    assert away.log == there.log
    assert [row for row in there.rows["outbox"] if "done" in row]
