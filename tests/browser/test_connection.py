"""What is written while the line or the server is gone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, Watch, in_office
from tests.browser.served import Served, served
from tests.journeys.steps import ref_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = "Máy in tầng 2 hỏng từ tháng 9."
MORE = "Mỗi sáng in giấy cho dân mất cả tiếng."


async def test_what_is_written_while_the_server_is_down_is_sent_once(browser: Browser, tmp_path: Path) -> None:
    """It stays on the page, is shown as not sent yet, goes out after the restart, and stands in the case once."""
    async with await browser.new_context(locale="vi-VN") as context:
        page = await context.new_page()
        phone = Phone(page)
        async with served(tmp_path) as before:
            await in_office(page, before)
            await phone.say(WORDS)
            await phone.sees("muốn gửi thế nào")

        await expect(page.locator("#connection")).to_have_attribute("data-state", "offline")
        await phone.say(MORE)
        await expect(phone.own(MORE)).to_have_attribute("data-state", "retrying")

        async with served(tmp_path, port=before.port) as after:
            await phone.is_sent(MORE)
            await expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
            await phone.sees("Đã thêm vào ý kiến")
            await phone.tap("Không ghi tên")
            await phone.sees("loại nào")
            await phone.tap("Tâm tư")
            await phone.sees("xem lại", "Máy in", "Mỗi sáng")
            await phone.tap("Gửi")
            receipt = await (await phone.sees("Đã gửi", "Mã")).inner_text()
            [case] = await after.cases()
        assert case.ref == ref_in(receipt)
        assert case.body == f"{WORDS}\n{MORE}"
        await expect(page.locator(".message.mine")).to_have_count(5)


async def test_a_message_that_waits_survives_a_reload(new_page: NewPage, office: Served, watch: Watch) -> None:
    """A page reloaded while it could not send shows the message again, and sends it when it can."""
    page = await new_page()
    phone = await in_office(page, office)
    await page.route("**/api/chat/messages", lambda route: route.abort())
    await phone.say(WORDS)
    await expect(phone.own(WORDS)).to_have_attribute("data-state", "retrying")
    await page.locator("#text").fill("Đang viết dở")

    await page.reload()
    await expect(phone.own(WORDS)).to_have_attribute("data-state", "retrying")
    await expect(page.locator("#text")).to_have_value("Đang viết dở")
    await page.unroute("**/api/chat/messages")

    await phone.is_sent(WORDS)
    await phone.sees("muốn gửi thế nào")
    await expect(phone.own(WORDS)).to_have_count(1)
    watch.forgive_lost_lines()


async def test_an_answer_that_was_lost_on_the_way_files_nothing_twice(
    new_page: NewPage, office: Served, watch: Watch
) -> None:
    """The server took Gửi, the page never heard of it and sends again: one case, one receipt code."""
    page = await new_page()
    phone = await in_office(page, office)
    before = len(await office.cases())
    await phone.say("Cửa kho lưu trữ không khóa được.")
    await phone.sees("muốn gửi thế nào")
    await phone.tap("Không ghi tên")
    await phone.sees("loại nào")
    await phone.tap("Tâm tư")
    await phone.sees("xem lại")

    async def deliver_and_cut(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/api/chat/messages", deliver_and_cut, times=2)
    await phone.tap("Gửi")
    await phone.is_sent("Gửi")

    assert len(await office.cases()) == before + 1
    receipts = await page.locator(".message.bot", has_text="Mã nhận trả lời").all_inner_texts()
    assert len({ref_in(receipt) for receipt in receipts}) == 1
    watch.forgive_lost_lines()


async def test_a_reload_shows_what_was_said(new_page: NewPage, office: Served) -> None:
    """The bot's messages are there again, each once, and the conversation goes on where it stood."""
    page = await new_page()
    phone = await in_office(page, office)
    await phone.say(WORDS)
    await phone.sees("muốn gửi thế nào")
    said = await page.locator(".message.bot .bubble").all_inner_texts()

    await page.reload()
    await phone.sees("muốn gửi thế nào")
    assert await page.locator(".message.bot .bubble").all_inner_texts() == said
    await phone.tap("Không ghi tên")
    await phone.sees("loại nào")


async def test_a_reload_shows_the_newest_message(new_page: NewPage, office: Served) -> None:
    """What had been read before lies above; the open question and its choices are in view."""
    page = await new_page()
    phone = await in_office(page, office)
    await phone.report(WORDS)
    await phone.say(MORE)
    await phone.sees("muốn gửi thế nào")

    await page.reload()

    await expect(phone.choice("Không ghi tên")).to_be_in_viewport()
    await expect(page.locator("#to-newest")).to_be_hidden()


async def test_a_used_invite_is_told_and_keeps_nobody_out(new_page: NewPage, office: Served, watch: Watch) -> None:
    """A second person with a code for one is told so, and can read and ask for another."""
    code = await office.invite()
    await Phone(await _opened(new_page, office, code)).sees("Kính chào")
    page = await _opened(new_page, office, code)

    await expect(page.locator(".note")).to_contain_text("không dùng được")
    await Phone(page).sees("mã mời")
    assert await page.evaluate("location.href") == office.base + "/"
    watch.problems = [problem for problem in watch.problems if "403" not in problem]


async def _opened(new_page: NewPage, office: Served, code: str) -> Page:
    page = await new_page()
    await page.goto(f"{office.base}/#invite={code}")
    return page
