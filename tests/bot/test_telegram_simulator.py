"""The same calls through aiogram and through python-telegram-bot, both unmodified, against the simulator."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import pytest

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_clock import SimulatorClock
from bot.simulators.telegram_limits import Limits

TOKEN: Final = "7000000009:contract"


LIBRARIES: Final = ("aiogram", "python-telegram-bot")


@dataclass(frozen=True)
class Client:
    """One library's Bot, and its own words for files, keyboards and refusals. Methods and arguments are named alike."""

    bot: Any
    file: Callable[[bytes, str], Any]
    album: Callable[[Sequence[bytes]], list[Any]]
    keyboard: Callable[[Sequence[Sequence[tuple[str, str]]]], Any]
    download: Callable[[str], Awaitable[bytes]]
    refusals: Mapping[str, type[Exception]]


@asynccontextmanager
async def client_of(library: str, url: str, token: str = TOKEN) -> AsyncIterator[Client]:
    """A client of this library; it is imported here, because it takes long."""
    opened = _aiogram(url, token) if library == "aiogram" else _python_telegram_bot(url, token)
    async with opened as client:
        yield client


@asynccontextmanager
async def _aiogram(url: str, token: str) -> AsyncIterator[Client]:
    from aiogram import Bot, exceptions, types
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = Bot(token, session=session)

    def keyboard(rows: Sequence[Sequence[tuple[str, str]]]) -> Any:
        buttons = [[types.InlineKeyboardButton(text=text, callback_data=data) for text, data in row] for row in rows]
        return types.InlineKeyboardMarkup(inline_keyboard=buttons)

    def album(contents: Sequence[bytes]) -> list[Any]:
        files = [types.BufferedInputFile(content, "anh.jpg") for content in contents]
        return [types.InputMediaPhoto(media=file, caption=f"ảnh {at}") for at, file in enumerate(files)]

    async def download(file_id: str) -> bytes:
        found = await bot.download(file_id)
        assert found is not None
        return found.read()

    refusals = {
        "400": exceptions.TelegramBadRequest,
        "401": exceptions.TelegramUnauthorizedError,
        "403": exceptions.TelegramForbiddenError,
        "409": exceptions.TelegramConflictError,
        "429": exceptions.TelegramRetryAfter,
        "500": exceptions.TelegramServerError,
        "502": exceptions.ClientDecodeError,
        "line": exceptions.TelegramNetworkError,
        "migrated": exceptions.TelegramMigrateToChat,
    }
    try:
        yield Client(bot, types.BufferedInputFile, album, keyboard, download, refusals)
    finally:
        # Bot.close would wait a quarter of a second for TLS connections that are not there.
        await (await session.create_session()).close()


@asynccontextmanager
async def _python_telegram_bot(url: str, token: str) -> AsyncIterator[Client]:
    from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto, error
    from telegram.request import HTTPXRequest

    def keyboard(rows: Sequence[Sequence[tuple[str, str]]]) -> Any:
        return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=data) for t, data in row] for row in rows])

    def album(contents: Sequence[bytes]) -> list[Any]:
        return [InputMediaPhoto(content, caption=f"ảnh {at}") for at, content in enumerate(contents)]

    async def download(file_id: str) -> bytes:
        return bytes(await (await bot.get_file(file_id)).download_as_bytearray())

    refusals = {
        "400": error.BadRequest,
        "401": error.InvalidToken,
        "403": error.Forbidden,
        "409": error.Conflict,
        "429": error.RetryAfter,
        "500": error.NetworkError,
        "502": error.NetworkError,
        "line": error.NetworkError,
        "migrated": error.ChatMigrated,
    }
    # Plain HTTP needs no certificates; reading them takes longer than a test.
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    bot = Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with bot:
        yield Client(bot, InputFile, album, keyboard, download, refusals)


@dataclass(frozen=True)
class Scene:
    """A simulator with one bot, and a client of that bot."""

    simulator: TelegramSimulator
    client: Client

    @property
    def call(self) -> Any:
        return self.client.bot

    async def updates(self, offset: int = 0) -> list[Any]:
        return list(await self.client.bot.get_updates(offset=offset, timeout=0))

    def refused(self, code: str, text: str = ".") -> Any:
        """python-telegram-bot changes the case of letters."""
        return pytest.raises(self.client.refusals[code], match=f"(?i){text}")


@asynccontextmanager
async def scene_of(
    library: str, *, clock: SimulatorClock | None = None, limits: Limits | None = None
) -> AsyncIterator[Scene]:
    async with TelegramSimulator(clock=clock, limits=limits) as simulator:
        simulator.add_bot(TOKEN)
        async with client_of(library, simulator.url) as client:
            yield Scene(simulator, client)


async def until(true: Callable[[], object]) -> None:
    """Wait for something that another task brings about."""
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.002)


@pytest.fixture(params=LIBRARIES)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with scene_of(request.param) as made:
        yield made


async def test_the_bot_knows_itself(scene: Scene) -> None:
    """getMe gives a bot with a name, and says that privacy mode is on."""
    me = await scene.call.get_me()

    assert (me.id, me.is_bot, me.can_read_all_group_messages) == (7_000_000_009, True, False)
    assert me.username.endswith("bot")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("token", ["7000000009:other", "123:unknown"])
async def test_an_unknown_token_is_unauthorised(library: str, token: str) -> None:
    """Each library gets its own error for a token that no bot has."""
    async with TelegramSimulator() as simulator:
        simulator.add_bot(TOKEN)
        async with client_of(library, simulator.url) as good:
            with pytest.raises(good.refusals["401"]):
                async with client_of(library, simulator.url, token) as client:
                    await client.bot.get_me()


async def test_a_first_message_comes_with_the_payload_of_its_link(scene: Scene) -> None:
    """Who opens a link with a payload is heard as /start with it, marked as a command."""
    scene.simulator.person("Lan").start("K7QM-2XPA")

    [update] = await scene.updates()

    assert update.message.text == "/start K7QM-2XPA"
    assert update.message.from_user.first_name == "Lan"
    assert update.message.chat.type == "private"
    assert [(e.type, e.offset, e.length) for e in update.message.entities] == [("bot_command", 0, 6)]


async def test_a_chat_action_is_seen(scene: Scene) -> None:
    """sendChatAction is taken for the known actions only."""
    lan = scene.simulator.person("Lan")
    lan.start()

    await scene.call.send_chat_action(chat_id=lan.chat_id, action="typing")

    assert scene.simulator.bot.actions == [(lan.chat_id, "typing")]
    with scene.refused("400", "wrong parameter action in request"):
        await scene.call.send_chat_action(chat_id=lan.chat_id, action="sleeping")
