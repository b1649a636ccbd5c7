"""A leader types the PIN on the page: it is shown no longer than until the answer to it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from storage.domain.permissions import Role
from storage.domain.staff_rules import StaffRules
from tests.browser.conftest import NewPage
from tests.browser.phone import Phone
from tests.browser.served import Served, served

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """An office that asks for a PIN."""
    async with served(tmp_path_factory.mktemp("pins"), staff=StaffRules(pin=True, idle_hours=0)) as office:
        yield office


async def test_the_digits_are_taken_off_the_page(new_page: NewPage, office: Served) -> None:
    """Both times they turn into dots, and what was said before stays; what waited for the PIN is done."""
    page = await new_page(has_touch=True, is_mobile=True)
    await page.goto(f"{office.base}/#invite={await office.invite(Role.LEADER, 'UBND')}")
    leader = Phone(page)
    await leader.sees("Kính chào")
    await leader.say("gửi thông báo")
    await leader.sees("nội dung")
    await leader.say("Họp lúc 14 giờ.")
    await leader.tap("Mọi người")
    await leader.sees("Thông báo của", "Họp lúc 14 giờ.")  # else an earlier "Gửi ý kiến" may be tapped
    await leader.tap("Gửi")
    await leader.sees("gửi thông báo đến", "đặt mã PIN")
    await leader.say("482913")
    await leader.sees("nhập lại mã PIN")
    await leader.say("482913")
    await leader.sees("Mã PIN đúng")
    await expect(leader.own("482913")).to_have_count(0)
    await expect(page.locator(".message.mine", has_text="••••")).to_have_count(2)
    await expect(leader.own("Họp lúc 14 giờ.")).to_be_visible()
