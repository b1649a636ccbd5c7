"""Telegram within the whole product: on or off, from start to stop, in the log, in a process of its own."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from bot.channels.telegram_channel import TelegramChannel
from bot.channels.telegram_menu import commands
from bot.config import Settings
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_people import Person
from bot.simulators.telegram_state import Message
from storage.domain.conversation import Account
from storage.domain.errors import SettingsError
from storage.domain.permissions import Post, Role
from storage.domain.ports import Absence
from tests.bot.command import quick_data
from tests.bot.telegram_scene import PATIENCE, words
from tests.journeys.steps import ref_in
from tests.journeys.test_checks import NOTHING_CAN_BE_FILED, run_on_database
from tests.serving import free_port, serving
from tests.soak.nursery import Nursery
from tests.storage.databases import fresh_database
from tests.telegram_world import TOKEN, simulated_telegram
from tests.world import World, world_on

LONG: Final = 60.0  # real seconds: a process of its own shares the machine with others
SECRET: Final = "mat-khau_cua-webhook"
CONCERN: Final = "Máy tính ở phòng em hỏng từ tháng 9, in giấy mất cả tiếng."


def settings(**values: str) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, set()),
        ({"telegram_webhook_secret": "+", "telegram_api_base": "x"}, set()),
        ({"telegram_token": TOKEN}, set()),
        ({"telegram_token": TOKEN, "telegram_webhook_secret": SECRET, "public_url": "https://a.example"}, set()),
        ({"telegram_token": TOKEN, "telegram_webhook_secret": SECRET, "telegram_api_base": "http://a.example"}, set()),
        ({"telegram_token": "token"}, {"settings-telegram-token"}),
        ({"telegram_token": "7:a b"}, {"settings-telegram-token"}),
        ({"telegram_token": TOKEN, "telegram_api_base": "a.example"}, {"settings-telegram-base"}),
        ({"telegram_token": TOKEN, "telegram_webhook_secret": SECRET}, {"settings-telegram-webhook"}),
        (
            {"telegram_token": "x", "telegram_webhook_secret": "mật khẩu", "public_url": "http://a.example"},
            {"settings-telegram-token", "settings-telegram-secret", "settings-telegram-webhook"},
        ),
    ],
)
def test_wrong_settings_are_told_at_once(given: dict[str, str], wrong: set[str]) -> None:
    """All of them, before anything starts; without a token the others do not matter."""
    try:
        channel = TelegramChannel(settings(**given))
    except SettingsError as error:
        assert {problem.text_key for problem in error.problems_found} == wrong
    else:
        assert wrong == set()
        assert channel.is_on == bool(given.get("telegram_token"))


_PROGRAM: Final = """
import asyncio, gc, sys
from bot.app import run
from bot.config import Settings

async def main():
    stop = asyncio.Event()
    async def ready(app, port):
        print(gc.get_freeze_count() > 10_000)
        stop.set()
    settings = Settings(_env_file=None, data_dir=sys.argv[1], sessions_dir=sys.argv[1], web_port=0)
    await run(settings, demo=True, ready=ready, until=stop)

asyncio.run(main())
print(sorted({"aiogram", "telegram", "httpx"} & set(sys.modules)))
"""


def test_without_a_token_neither_library_is_loaded() -> None:
    """The whole product starts and stops without them: they cost two seconds and 165 MB.

    What is there after the start is no more looked at by the garbage collector.
    """
    with quick_data() as folder:
        ended = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(folder)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2], timeout=60,
        )  # fmt: skip
    assert ended.stdout.split() == ["True", "[]"]


# From start to stop


@asynccontextmanager
async def office(folder: Path, *, webhook: bool = False) -> AsyncIterator[World]:
    """The served product with Telegram, as ``bot.app.run`` starts it."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database("sqlite"))
        simulator = await stack.enter_async_context(simulated_telegram())
        port = free_port()
        given = {"telegram_token": TOKEN, "telegram_api_base": simulator.url, "web_port": port}
        if webhook:
            given |= {"telegram_webhook_secret": SECRET, "public_url": f"http://127.0.0.1:{port}"}
        world = await world_on(database, folder, settings=given)
        world.telegram = simulator
        stack.push_async_callback(world.app.stop)
        await world.app.start()
        yield world


@pytest.fixture(params=[False, True], ids=["polling", "webhook"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The product hears Telegram in the one way, and in the other."""
    async with office(tmp_path, webhook=request.param) as world:
        yield world


async def person(world: World, *posts: Post, name: str = "Ai Đó") -> Person:
    """Somebody who came by the link of an invite."""
    assert world.telegram is not None
    code = await world.app.inviter.invite(posts, uses=1, confirmed=True)
    found = world.telegram.person(name)
    found.start(code)
    await found.see("Kính chào", patience=LONG)  # after the welcome
    return found


async def tap(one: Person, label: str, answer: str) -> Message:
    """Press the button, and wait for this among the answers."""
    after = len(one.from_bot)
    one.press(label)
    return await one.see(answer, after=after, patience=LONG)


async def preview(author: Person, text: str = CONCERN) -> None:
    """An anonymous concern, up to the last question."""
    author.write(text)
    await author.see("muốn gửi thế nào")
    await tap(author, "Không ghi tên", "thuộc loại nào")
    await tap(author, "Tâm tư, nguyện vọng", "xem lại trước khi gửi")


async def file(author: Person) -> str:
    """An anonymous concern; its reference."""
    await preview(author)
    return ref_in((await tap(author, "Gửi", "Đã gửi")).text)


async def test_a_concern_goes_to_the_office(world: World) -> None:
    """Filed on one phone, it is told on another at once, with nothing moved by hand."""
    office_desk = await person(world, Post(Role.OFFICE, world.app.engine.office.organisation.office))
    ref = await file(await person(world, Post(Role.STAFF)))
    assert "máy tính" in (await office_desk.see(ref)).text.lower()


async def test_a_fault_that_passes_costs_nobody_a_second_press(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What could not be stored is tried again: its author reads the receipt, and no apology."""
    author = await person(world, Post(Role.STAFF))
    await preview(author)
    before = len(author.from_bot)
    run_on_database(world, NOTHING_CAN_BE_FILED)
    author.press("Gửi")
    await _until(lambda: "turn failed" in caplog.text)
    run_on_database(world, "DROP TRIGGER full")
    assert await author.see("Đã gửi", after=before) is author.from_bot[before]


async def test_who_gets_a_post_gets_its_commands(world: World) -> None:
    """The menu beside the text field follows the invite; that of plain staff is everybody's."""
    officer, staff = await person(world, Post(Role.OFFICER, "VP")), await person(world, Post(Role.STAFF))
    async with asyncio.timeout(PATIENCE):
        while "donvi" not in officer.commands:
            await asyncio.sleep(0.002)
    assert staff.commands == [name for name, _ in commands("vi")]


async def test_a_group_is_asked_to_write_in_private(world: World) -> None:
    """One sentence, once, and nothing that is said there is filed."""
    staff = await person(world, Post(Role.STAFF))
    assert world.telegram is not None
    group = world.telegram.group("Phòng", [staff])
    await group.see(words("telegram-group"))
    for number in range(3):
        group.write(staff, f"/gui lần {number}")
    staff.write("trong khi đó, ở riêng")
    await staff.see("muốn gửi thế nào")
    assert len(group.from_bot) == 1


async def test_an_album_is_one_draft_with_its_caption(world: World) -> None:
    """Three photos with one caption: one answer, and the preview counts three files."""
    staff = await person(world, Post(Role.STAFF))
    before = len(staff.from_bot)
    staff.send_album([photo(n) for n in range(3)], CONCERN)
    await staff.see("muốn gửi thế nào")
    assert len(staff.from_bot) == before + 1
    await tap(staff, "Không ghi tên", "thuộc loại nào")
    assert "3" in (await tap(staff, "Tâm tư, nguyện vọng", "xem lại trước khi gửi")).text


def photo(shade: int) -> bytes:
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (32, 24), (shade, 0, 0)).save(content, "JPEG")
    return content.getvalue()


@pytest.mark.parametrize("way", [False, True], ids=["polling", "webhook"])
async def test_nothing_secret_is_logged_even_at_debug(
    way: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No token, no secret, no word and no chat of anybody stands in any line of any logger."""
    caplog.set_level(logging.DEBUG)
    async with office(tmp_path, webhook=way) as world:
        author = await person(world, Post(Role.STAFF))
        await file(author)
        author.send_photo(photo(1), "ảnh bí mật")
        await author.see("muốn gửi thế nào", after=len(author.from_bot))
        author.block()
    logged = "\n".join(record.getMessage() for record in caplog.records)
    secrets = (TOKEN, TOKEN.partition(":")[2], SECRET, "Máy tính ở phòng", "bí mật", str(author.chat_id), "Ai Đó")
    assert [word for word in secrets if word in logged] == []


async def test_a_process_stops_in_time_and_hears_the_rest_afterwards(tmp_path: Path, lives: Nursery) -> None:
    """SIGTERM ends it with code 0 while people write; every word is heard once, before or after the restart."""
    async with simulated_telegram() as simulator, serving(tmp_path, lives.demo) as server:
        channel: Any = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": simulator.url}
        server.start(**channel)
        await server.ready()
        author = simulator.person("Ai Đó")
        author.start(await server.invite("staff"))
        await author.see("Kính chào", patience=LONG)
        for number in range(4):
            author.write(f"Ý {number}: đèn hỏng.")
        assert await server.stop() == 0
        for number in range(4, 8):
            author.write(f"Ý {number}: đèn hỏng.")
        server.start(**channel)
        await server.ready()
        author.write("/trogiup")
        await heard(simulator)
        await author.see("như nhắn tin bình thường", patience=LONG)  # behind all other replies
        await tap(author, "Không ghi tên", "thuộc loại nào")
        await tap(author, "Tâm tư, nguyện vọng", "xem lại trước khi gửi")
        await tap(author, "Gửi", "Đã gửi")
        assert await server.stop() == 0
        (body,) = (await server.bodies()).values()
    assert body.splitlines() == [f"Ý {number}: đèn hỏng." for number in range(8)]


async def heard(simulator: TelegramSimulator) -> None:
    async with asyncio.timeout(LONG):
        while len(simulator.bot.updates):
            await asyncio.sleep(0.01)


async def test_who_stands_in_gets_the_commands_of_the_one_who_is_away(world: World) -> None:
    """From the next message on, and no longer than it lasts."""
    head, staff = await person(world, Post(Role.HEAD, "VP")), await person(world, Post(Role.STAFF))
    store, seals, today = world.app.base.store, world.app.base.seals, date(2026, 11, 2)
    async with store.writing() as uow:
        away, substitute = [
            (await uow.people.actor(seals.account_key(Account("telegram", str(one.chat_id))))).person
            for one in (head, staff)
        ]
        assert away is not None and substitute is not None
        await uow.people.stand_in(Absence(away, "VP", substitute, today, today))
        await uow.commit()
    staff.write("/start")
    await _until(lambda: "donvi" in staff.commands)
    world.clock.advance(days=1)
    staff.write("/start")
    await _until(lambda: "donvi" not in staff.commands)


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.002)
