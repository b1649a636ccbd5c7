"""``doithoai demo --telegram``: four phones with Telegram on one page, on a simulator in the same process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.app import App, run
from bot.channels.telegram_demo import TelegramPhones
from bot.simulators.telegram import TelegramSimulator
from tests.bot.command import quick_data, settings_in
from tests.serving import free_port
from tests.telegram_world import TOKEN

PATIENCE = 20.0  # real seconds
Message = dict[str, Any]


class Shown:
    """The demo, served, with a browser's view of it."""

    def __init__(self, http: ClientSession, base: str) -> None:
        self.http, self.base = http, base

    async def phones(self) -> list[str]:
        """The addresses of staff, office, officer and leader."""
        async with self.http.get(f"{self.base}/demo") as page:
            parts = (await page.text()).split('src="')[1:]
        return [part.split('"')[0] for part in parts if part.startswith("/demo/telegram/")]

    async def sees(self, phone: str, fits: Callable[[Message], bool]) -> Message:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.http.get(f"{self.base}{phone}/messages") as answer:
                    found = [each for each in await answer.json() if each["bot"] and fits(each)]
                if found:
                    latest: Message = found[-1]
                    return latest
                await asyncio.sleep(0.02)

    async def post(self, phone: str, body: Message) -> int:
        async with self.http.post(f"{self.base}{phone}/messages", json=body) as answer:
            return answer.status


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    ready, until = asyncio.Event(), asyncio.Event()

    async def tell(app: App, port: int) -> None:
        ready.set()

    port = free_port()
    with quick_data() as folder:
        async with TelegramSimulator(limits=None) as simulator, ClientSession() as http:
            simulator.add_bot(TOKEN)
            settings = settings_in(folder, web_port=port, telegram_token=TOKEN, telegram_api_base=simulator.url)
            phones = TelegramPhones(simulator)
            running = asyncio.create_task(run(settings, demo=True, ready=tell, until=until, phones=phones))
            waiting = asyncio.create_task(ready.wait())
            await asyncio.wait([waiting, running], return_when=asyncio.FIRST_COMPLETED)
            yield Shown(http, f"http://127.0.0.1:{port}")
            until.set()
            await running


async def test_a_concern_goes_from_one_phone_to_the_other(shown: Shown) -> None:
    """Written and sent with buttons on the first phone, it is read at the office's; nothing else is needed."""
    phones = await shown.phones()
    assert len(phones) == 4
    staff, words = phones[0], "Máy in ở tầng hai hỏng từ tuần trước."
    await shown.sees(staff, lambda message: "Gửi ý kiến" in message["buttons"])
    assert await shown.post(staff, {"text": words}) == 202
    for label in ("Không ghi tên", "Khó khăn, vướng mắc", "Bỏ qua", "Bỏ qua", "Gửi"):
        asked = await shown.sees(staff, lambda message, label=label: label in message["buttons"])  # type: ignore[misc]
        assert await shown.post(staff, {"press": label, "on": asked["id"]}) == 202
    await shown.sees(staff, lambda message: "Đã gửi" in message["text"])
    for phone in phones[1:]:
        async with shown.http.get(f"{shown.base}{phone}") as page:
            assert page.status == 200
    await asyncio.wait_for(
        asyncio.wait(
            [asyncio.create_task(shown.sees(phone, lambda m: words[:20] in m["text"])) for phone in phones[1:]],
            return_when=asyncio.FIRST_COMPLETED,
        ),
        PATIENCE,
    )


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": 5}, {"press": "Gửi", "on": 999}, {"press": "Gửi"}])
async def test_nonsense_is_refused(shown: Shown, body: Message) -> None:
    """What is no text and no button of the chat changes nothing."""
    assert await shown.post((await shown.phones())[0], body) == 400


async def test_there_is_no_chat_of_nobody(shown: Shown) -> None:
    """An address that was not handed out opens nothing."""
    assert await shown.post("/demo/telegram/1", {"text": "x"}) == 404
