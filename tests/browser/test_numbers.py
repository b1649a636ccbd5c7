"""A leader looks at the numbers on a phone."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.charting import WALL_SECONDS
from storage.domain.clocks import Clock, ClockKind
from storage.domain.permissions import Role
from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, stays_in_width
from tests.browser.served import Served
from tests.builders import make_case

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_picture_is_seen_in_its_place(new_page: NewPage, office: Served) -> None:
    """The chart is drawn into the conversation, no wider than the screen; the sheet is there to be saved."""
    today = office.app.clock.now().astimezone(office.app.engine.office.calendar.zone).date()
    due = today + timedelta(days=30)
    async with office.app.base.store.writing() as uow:
        for _ in range(9):
            case = make_case(on=today, due_on=due, topic="dao_tao")
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
            await uow.deadlines.put_clocks(case.id, [Clock(ClockKind.FINAL, today, due)])
        await uow.commit()
    page = await new_page(has_touch=True, is_mobile=True)
    await page.goto(f"{office.base}/#invite={await office.invite(Role.LEADER, 'UBND')}")
    leader = Phone(page)
    await leader.sees("Kính chào")

    await leader.tap("Số liệu")
    await leader.sees("9 ý kiến", "Đang xử lý, còn hạn: 9")
    await leader.tap("Biểu đồ và Excel")

    message = await leader.sees("Biểu đồ và bảng tính")
    await expect(message.locator("img.picture")).to_be_visible(timeout=WALL_SECONDS * 1000)
    width = await message.locator("img.picture").evaluate("picture => picture.naturalWidth")
    assert width == 1080
    await stays_in_width(page)
    async with page.expect_download() as download:
        await message.locator("button.file").last.click()
    assert (await download.value).suggested_filename.endswith(".xlsx")
