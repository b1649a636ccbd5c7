"""A person and their own data on the page: agrees, reads who knows what, takes a copy, sends an iPhone's photograph."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, in_office
from tests.browser.served import Served
from tests.storage.marked_bytes import marked_heic

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_own_data_from_consent_to_copy(new_page: NewPage, office: Served) -> None:
    """By buttons and by typed words, in a real browser; the copy opens and says what the page said."""
    page = await new_page()
    await in_office(page, office)
    phone = Phone(page)
    await phone.sees("Xin Anh/Chị đồng ý")
    asked = page.locator(".choices", has_text="Tôi đồng ý")
    for _ in range(2):
        await expect(asked).to_have_class("choices unnumbered")  # can be pressed and looks so; "1" is the greeting's
        await page.reload()
    await phone.tap("Tôi đồng ý")
    await expect(asked).to_have_class(re.compile("past"))
    await phone.sees("Đã ghi nhận")
    await page.reload()
    await expect(asked).to_have_class("choices past")
    await phone.sees("Đã ghi nhận Anh/Chị đồng ý")
    await phone.say("/aibiet")
    await phone.sees("Mạng cơ quan có thể thấy", "địa chỉ đã niêm phong")
    await phone.say("du lieu cua toi")
    await phone.sees("Dữ liệu hệ thống giữ về Anh/Chị", "Ý kiến có ghi tên: 0")
    async with page.expect_download() as downloading:
        await phone.tap("Tải bản sao")
        await page.locator(".message.bot a, .message.bot button", has_text="du-lieu-cua-toi").last.click()
    copy = json.loads(Path(await (await downloading.value).path()).read_text(encoding="utf-8"))
    assert copy["account"]["consent"]["version"]
    assert copy["cases"] == []


async def test_an_iphone_photograph_is_taken(new_page: NewPage, office: Served) -> None:
    """HEIC goes in, a JPEG is kept."""
    page = await new_page()
    await in_office(page, office)
    phone, before = Phone(page), {case.ref for case in await office.cases()}
    photograph = {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": marked_heic()}
    await page.locator("input[type=file]").set_input_files(photograph)  # type: ignore[arg-type]
    await expect(page.locator("#send")).to_be_enabled()
    await phone.report("Mái hiên nhà xe bị dột, ảnh kèm theo.")
    (case,) = [case for case in await office.cases() if case.ref not in before]
    assert [file.media_type for file in case.files] == ["image/jpeg"]
