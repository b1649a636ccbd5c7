"""The page of a simulated channel: playing its users."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.simulating import page_route
from bot.simulators.telegram import DEMO_TOKEN, TelegramSimulator
from bot.simulators.zalo import ZaloSimulator
from tests.browser.phone import Watch

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHOTO: FilePayload = {"name": "duong.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff a picture"}


@asynccontextmanager
async def page_at(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The page of a simulator; nothing amiss may happen on it."""
    watch = Watch(address.removeprefix("http://"))
    context = await browser.new_context()
    await watch.over(context)
    page = await context.new_page()
    await page.goto(address)
    yield page
    await context.close()
    assert watch.problems == []


async def add_person(page: Page, name: str) -> None:
    await page.get_by_label("Tên người dùng").fill(name)
    await page.get_by_role("button", name="Thêm người").click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


async def test_a_user_of_zalo_is_played(browser: Browser) -> None:
    """They write, send a photo and a file, and see what the bot answers; the next person sees nothing of it."""
    simulator = ZaloSimulator()
    async with simulator.serving([page_route(more=True)]) as base, page_at(browser, base) as page:
        await add_person(page, "Người 1")
        await page.get_by_label("Tin nhắn").fill("<b>xin chào</b>")
        await page.get_by_label("Tin nhắn").press("Enter")
        await expect(page.locator("li", has_text="<b>xin chào</b>")).to_be_visible()
        await page.get_by_label("Ảnh").set_input_files(PHOTO)
        await page.get_by_role("button", name="Tệp").click()
        await expect(page.locator("li", has_text="[Tệp]")).to_be_visible()

        [person] = simulator.people.values()
        assert [each.kind for each in person.chat.said] == ["text", "image", "unsupported"]
        await bot_writes(simulator, base, person.chat_id, "Chào Anh/Chị\n1. Gửi ý kiến")
        await expect(page.locator("li.bot", has_text="1. Gửi ý kiến")).to_be_visible()
        await add_person(page, "Người 2")
        await expect(page.locator("section").nth(1).locator("li")).to_have_count(0)


async def bot_writes(simulator: ZaloSimulator, base: str, chat_id: str, text: str) -> None:
    async with ClientSession() as http:
        await http.post(f"{base}/bot{simulator.token}/sendMessage", json={"chat_id": chat_id, "text": text})


async def test_a_button_of_telegram_is_pressed(browser: Browser) -> None:
    """Buttons stand under the bot's message; pressing one reaches the bot."""
    async with TelegramSimulator(routes=[page_route(more=False)]) as simulator:
        bot = simulator.add_bot(DEMO_TOKEN)
        async with page_at(browser, simulator.url) as page:
            await add_person(page, "Người 1")
            await expect(page.get_by_role("button", name="Tệp")).to_be_hidden()
            await page.get_by_label("Tin nhắn").fill("/start")
            await page.get_by_role("button", name="Gửi").click()
            await expect(page.locator("li", has_text="/start")).to_be_visible()
            [person] = simulator.people.values()
            keyboard = (({"text": "Duyệt", "callback_data": "x"},),)
            bot.add_message(person.chat, bot.user, text="Chọn:", keyboard=keyboard)

            await page.get_by_role("button", name="Duyệt").click()

            await expect(page.locator("li.bot", has_text="Chọn:")).to_be_visible()
            assert [press.data for press in bot.presses.values()] == ["x"]
