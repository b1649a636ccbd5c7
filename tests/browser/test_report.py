"""A person with a phone sends a concern."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.phone import in_office, stays_in_width
from tests.browser.served import Served
from tests.journeys.steps import ref_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = "Máy in tầng 2 hỏng từ tháng 9, mỗi sáng in giấy cho dân mất cả tiếng."
PHONE = {"has_touch": True, "is_mobile": True}
WIDTHS = [pytest.param(320, id="320px"), pytest.param(390, id="390px")]


@pytest.mark.parametrize("width", WIDTHS)
async def test_by_tapping(new_page: NewPage, office: Served, width: int) -> None:
    """On a small phone a concern is sent with a finger, and nothing is wider than the screen."""
    page = await new_page(viewport={"width": width, "height": 640}, **PHONE)
    phone = await in_office(page, office)

    receipt = await phone.report(WORDS)

    assert any(case.ref == ref_in(receipt) for case in await office.cases())
    await stays_in_width(page)


@pytest.mark.parametrize("width", WIDTHS)
async def test_by_keyboard_alone(new_page: NewPage, office: Served, width: int) -> None:
    """Tab leads to the box; numbers and words without diacritics do what the buttons do."""
    page = await new_page(viewport={"width": width, "height": 640})
    phone = await in_office(page, office)
    await _tab_to(page, "#text")

    await _type(page, WORDS)
    await phone.sees("muốn gửi thế nào")
    await _type(page, "khong ghi ten")
    await phone.sees("loại nào")
    await _type(page, "1")
    await phone.sees("xem lại")
    await _type(page, "gui")
    receipt = await (await phone.sees("Đã gửi", "Mã")).inner_text()

    assert any(case.ref == ref_in(receipt) for case in await office.cases())
    await stays_in_width(page)


async def test_every_choice_is_reached_by_tab(new_page: NewPage, office: Served) -> None:
    """Whoever cannot type words goes back to the buttons with Shift+Tab and presses Enter."""
    page = await new_page()
    phone = await in_office(page, office)
    await _tab_to(page, "#text")
    await _type(page, WORDS)
    await phone.sees("muốn gửi thế nào")

    await _tab_to(page, ".message:last-child .choice:first-child", back=True)
    await page.keyboard.press("Enter")

    await phone.sees("loại nào")


async def test_a_photo_leaves_its_place_behind(new_page: NewPage, office: Served) -> None:
    """A photo with GPS data is attached by the paper clip; what the case holds was drawn anew, without them."""
    page = await new_page(**PHONE)
    phone = await in_office(page, office)
    original = _photo_with_gps()
    async with page.expect_file_chooser() as choosing:
        await page.locator("#attach").click()
    await (await choosing.value).set_files({"name": "nha toi.jpg", "mimeType": "image/jpeg", "buffer": original})
    await expect(page.locator("#pending li")).to_have_count(1)

    receipt = await phone.report("Trần phòng họp bị thấm, xem ảnh.")

    [case] = [case for case in await office.cases() if case.ref == ref_in(receipt)]
    file = await office.file(case.files[0].file_id)
    assert file.media_type == "image/jpeg"
    assert file.content != original
    assert not Image.open(BytesIO(file.content)).getexif()
    assert b"Exif" not in file.content
    assert "nha toi" not in file.name


async def test_words_of_strangers_stay_words(new_page: NewPage, office: Served) -> None:
    """What looks like HTML is shown letter by letter and makes no element."""
    page = await new_page()
    phone = await in_office(page, office)
    text = "<img src=x onerror=alert(1)> <b>Máy in hỏng</b>"
    await phone.say(text)
    await phone.sees("muốn gửi thế nào")
    await phone.tap("Không ghi tên")
    await phone.tap("Tâm tư")
    await phone.sees("xem lại", text)

    assert await page.locator("#messages img, #messages b, #messages script").count() == 0


async def test_typing_in_english_is_answered_in_english(new_page: NewPage, office: Served) -> None:
    """The language of the page and of the bot change together, by one button."""
    page = await new_page()
    phone = await in_office(page, office)
    await page.locator("#menu-button").click()
    await page.get_by_role("button", name="English").click()

    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("#text")).to_have_attribute("placeholder", "Write a message…")
    await phone.is_sent("English")
    assert (await page.locator(".message.bot .bubble").last.inner_text()).isascii()


async def test_signing_out_leaves_nothing_in_the_browser(new_page: NewPage, office: Served) -> None:
    """After Thoát the stores are empty, the screen is, and the server has forgotten the conversation."""
    page = await new_page()
    phone = await in_office(page, office)
    await phone.say(WORDS)
    await phone.sees("muốn gửi thế nào")
    token = await page.evaluate("sessionStorage['doithoai::token']")
    await page.locator("#menu-button").click()
    await page.locator("#leave-open").click()
    await page.locator("#leave").click()

    await expect(page.locator("#left")).to_be_visible()
    assert await page.evaluate("sessionStorage.length + localStorage.length") == 0
    await expect(page.locator(".message")).to_have_count(0)
    answer = await page.request.get(f"{office.base}/api/chat/events", headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 401


async def _tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    for _ in range(40):
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


async def _type(page: Page, words: str) -> None:
    await page.keyboard.type(words)
    await page.keyboard.press("Enter")


def _photo_with_gps() -> bytes:
    photo, exif = Image.effect_noise((320, 240), 60).convert("RGB"), Image.Exif()
    exif[0x0110] = "Điện thoại của tôi"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 40.0), 3: "E", 4: (105.0, 50.0, 20.0)})
    file = BytesIO()
    photo.save(file, "JPEG", exif=exif)
    return file.getvalue()
