"""``doithoai demo --zalo``: four phones with Zalo on one page, on a simulator in the same process."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from aiohttp import ClientSession

from bot.app import App, run
from bot.channels.zalo_demo import ZaloPhones
from bot.simulators.zalo import ZaloSimulator
from tests.bot.command import quick_data, settings_in
from tests.serving import free_port

PATIENCE: Final = 20.0
_PHONE: Final = re.compile(r'src="(/demo/zalo/\w+)"')


class Shown:
    """The demo, served, with a browser's view of it."""

    def __init__(self, http: ClientSession, base: str) -> None:
        self.http, self.base = http, base

    async def phones(self) -> list[str]:
        """The addresses of staff, office, officer and leader."""
        async with self.http.get(f"{self.base}/demo") as page:
            return _PHONE.findall(await page.text())

    async def texts(self, phone: str) -> list[str]:
        async with self.http.get(f"{self.base}{phone}/messages") as answer:
            return [each["text"] for each in await answer.json() if each["bot"]]

    async def write(self, phone: str, body: Any) -> int:
        async with self.http.post(f"{self.base}{phone}/messages", json=body) as answer:
            return answer.status

    async def sees(self, phone: str, words: str) -> str:
        async with asyncio.timeout(PATIENCE):
            while not (found := [text for text in await self.texts(phone) if words in text]):
                await asyncio.sleep(0.02)
        return found[-1]


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    simulator, ready, until = ZaloSimulator(), asyncio.Event(), asyncio.Event()

    async def tell(app: App, port: int) -> None:
        ready.set()

    port = free_port()
    with quick_data() as folder:
        async with simulator.serving() as line, ClientSession() as http:
            settings = settings_in(folder, web_port=port, zalo_bot_token=simulator.token, zalo_api_base=line)
            running = asyncio.create_task(
                run(settings, demo=True, ready=tell, until=until, phones=ZaloPhones(simulator))
            )
            await asyncio.wait({running, asyncio.create_task(ready.wait())}, return_when="FIRST_COMPLETED")
            yield Shown(http, f"http://127.0.0.1:{port}")
            until.set()
            await running


async def test_a_concern_goes_from_phone_to_phone(shown: Shown) -> None:
    """Four chats greet their owners; what the staff file reaches the office, answerable by number and code."""
    staff, office, *others = await shown.phones()
    assert len(others) == 2
    for phone in (staff, office, *others):
        await shown.sees(phone, "Kính chào")
    for typed, answer in (
        ("Máy in tầng 2 hỏng từ tháng 9.", "1. Không ghi tên"),
        ("1", "2. Câu hỏi"),
        ("tam tu, nguyen vong", "1. Gửi"),
        ("1", "Đã gửi"),
    ):
        assert await shown.write(staff, {"text": typed}) == 202
        await shown.sees(staff, answer)
    notice = await shown.sees(office, "Máy in tầng 2")
    code = re.search(r"(?m)^(1 \w\w): Chuyển", notice)
    assert code is not None
    await shown.write(office, {"text": code[1]})
    await shown.sees(office, "Đã chuyển")
    await shown.sees(staff, "chuyển đến")


async def test_a_phone_takes_texts_only(shown: Shown) -> None:
    """Nonsense is refused, and a phone that nobody has is not there."""
    phone = (await shown.phones())[0]
    bodies: list[Any] = [{}, [], {"text": ""}, {"text": 5}, {"text": "x" * 2001}]
    assert [await shown.write(phone, body) for body in bodies] == [400] * 5
    async with shown.http.get(f"{shown.base}/demo/zalo/nobody") as page:
        assert page.status == 404
    async with shown.http.get(f"{shown.base}{phone}", headers={"Host": "elsewhere.example"}) as page:
        assert page.status == 404
    async with shown.http.get(f"{shown.base}{phone}") as page:
        assert page.status == 200 and "/static/messenger.js" in await page.text()
