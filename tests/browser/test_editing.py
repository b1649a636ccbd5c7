"""A text that is there to be changed stands in the box, in a real browser."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, in_office, stays_in_width
from tests.browser.served import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = "Máy in tầng 2 hỏng từ tháng 9, mỗi sáng in giấy cho dân mất cả tiếng."


async def to_preview(phone: Phone) -> None:
    await phone.say(WORDS)
    await phone.sees("muốn gửi thế nào")
    await phone.tap("Không ghi tên")
    await phone.sees("loại nào")
    await phone.tap("Tâm tư")
    await phone.sees("xem lại trước khi gửi", WORDS)


async def test_changing_a_text_begins_with_it(new_page: NewPage, office: Served) -> None:
    """On a phone: a word is added and sent; who goes another way finds the box empty again."""
    page = await new_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    phone, box = await in_office(page, office), page.locator("#text")
    await to_preview(phone)
    await phone.tap("Sửa nội dung")
    await expect(box).to_have_value(WORDS)
    await stays_in_width(page)

    await phone.say(f"{WORDS} Mong sớm sửa.")
    await phone.sees("xem lại trước khi gửi", "Mong sớm sửa.")
    await expect(box).to_have_value("")

    await phone.tap("Sửa nội dung")
    await expect(box).to_have_value(f"{WORDS} Mong sớm sửa.")
    await phone.tap("Hủy")
    await expect(box).to_have_value("")


async def test_what_is_being_written_is_not_replaced(new_page: NewPage, office: Served) -> None:
    """Words in the box stay there; so do those that were offered and then changed, also after a reload."""
    page = await new_page()
    phone, box = await in_office(page, office), page.locator("#text")
    await to_preview(phone)
    await box.fill("Đang viết dở")
    await phone.tap("Sửa nội dung")
    await phone.sees("viết lại toàn bộ")
    await phone.sees(WORDS)
    await expect(box).to_have_value("Đang viết dở")

    await box.fill("")
    await phone.tap("Hủy")
    await phone.tap("Sửa nội dung")
    await expect(box).to_have_value(WORDS)
    await box.fill("Máy in tầng 2")
    await page.reload()
    await phone.sees("viết lại toàn bộ")
    await expect(box).to_have_value("Máy in tầng 2")
