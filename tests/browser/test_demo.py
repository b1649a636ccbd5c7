"""The demo: four phones on one page, and a clock."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, in_office
from tests.browser.served import Served
from tests.journeys.steps import ref_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWER = "Văn phòng đã đặt máy in mới, thay trước ngày 30/11."
DAYS = 6  # by then a concern with five working days is nearly due


async def four_phones(page: Page, office: Served) -> tuple[Phone, Phone, Phone, Phone]:
    """Staff, office, officer and leader, greeted."""
    await page.goto(f"{office.base}/demo")
    phones = [
        Phone(page.frame_locator(f"section[aria-labelledby={n}] iframe"))
        for n in ("staff", "office", "officer", "leader")
    ]
    for phone in phones:
        await phone.sees("Kính chào")
    return phones[0], phones[1], phones[2], phones[3]


async def test_a_concern_goes_all_the_way_round(new_page: NewPage, office: Served) -> None:
    """Staff, office, officer, leader and back to the staff, who finds the answer clear: all within the frames."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    staff, desk, officer, leader = await four_phones(page, office)

    ref = ref_in(await staff.report("Máy in tầng 2 hỏng từ tháng 9, mỗi sáng in giấy cho dân mất cả tiếng."))
    await desk.sees(ref, "Máy in", "Không ghi tên")
    await desk.tap("Chuyển Văn phòng")
    await staff.sees(ref, "chuyển đến")
    await officer.sees(ref, "Việc mới")
    await officer.tap("Soạn trả lời")
    await officer.sees("viết câu trả lời")
    await officer.say(ANSWER)
    await officer.sees("Câu trả lời", ANSWER)
    await officer.tap("Trình lãnh đạo")
    await leader.sees(ref, ANSWER)
    await leader.tap("Duyệt")
    await staff.sees(ref, ANSWER)
    await staff.tap("Đã rõ")

    await staff.sees(ref, "đã hoàn thành")
    await officer.sees(ref, "đã rõ")
    answered = leader.at.locator(".choices", has_text="Sửa rồi gửi")
    await expect(answered).to_have_class("choices past")  # done work no longer looks like work


async def test_a_phone_that_nobody_holds_shows_what_comes(new_page: NewPage, office: Served) -> None:
    """Who writes on the first phone sees on the second that it has arrived, without touching that one."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    staff, desk, *_ = await four_phones(page, office)
    text = "Cửa sổ phòng họp tầng 3 không đóng được."

    ref = ref_in(await staff.report(text))

    await expect(await desk.sees(ref, text)).to_be_in_viewport()


async def test_who_reads_further_up_is_told_that_something_came(new_page: NewPage, office: Served) -> None:
    """What is being read stays where it is; the way down counts what is new, and no longer once one is there."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    _, desk, *_ = await four_phones(page, office)
    await desk.at.locator("#text").focus()
    await desk.at.locator("#log").evaluate("log => { log.scrollTop = 0; }")
    way_down = desk.at.locator("#to-newest")
    before = int(await way_down.get_attribute("data-unseen") or 0)
    text = "Bảng tin ở hành lang tầng 1 bị cũ."

    await (await in_office(await new_page(), office)).report(text)

    await expect(way_down).to_have_attribute("data-unseen", str(before + 1))
    await expect(way_down).to_have_accessible_name("Có tin mới, xem tin mới nhất")
    assert await desk.at.locator("#log").evaluate("log => log.scrollTop") == 0
    await way_down.click()
    await expect(await desk.sees(text)).to_be_in_viewport()
    await expect(way_down).to_have_attribute("data-unseen", "")


async def test_a_reload_of_the_demo_goes_on(new_page: NewPage, office: Served) -> None:
    """The four people are still who they were, and none is told anything about invites."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    staff, *_ = await four_phones(page, office)
    await staff.say("Máy in tầng 2 hỏng từ tháng 9.")
    await staff.sees("muốn gửi thế nào")

    await page.reload()
    await staff.tap("Không ghi tên")

    await staff.sees("loại nào")
    for frame in page.frames[1:]:
        await expect(frame.locator(".note")).to_have_count(0)


async def test_the_next_day_brings_a_reminder(new_page: NewPage, office: Served) -> None:
    """Day after day at the press of a button: the officer is asked to take it on, then the office, as nobody did."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    staff, desk, officer, _ = await four_phones(page, office)
    text = "Phòng tiếp dân thiếu ghế ngồi cho người già."
    await staff.report(text)
    await desk.sees(text, "Ý kiến mới")
    await desk.tap("Chuyển")
    await officer.sees(text, "Việc mới")

    for _ in range(DAYS):
        shown = await page.locator("#now").inner_text()
        await page.locator("#next-day").click()
        await expect(page.locator("#now")).not_to_have_text(shown)
        await expect(page.locator("#now")).to_have_text(re.compile(r"08:01.*\d{2}/\d{2}/\d{4}"))
        await expect(page.locator("#next-day")).to_be_enabled()

    await officer.sees(text, "Việc cần trả lời")
    await desk.sees(text, "không ai nhận")


async def test_the_phones_fit_on_a_desk_s_screen(new_page: NewPage, office: Served) -> None:
    """All four can be seen at once on 1440 by 900, without scrolling."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    await four_phones(page, office)

    high, wide = await page.evaluate(
        "() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert (high, wide) == (900, 1440)
    for frame in await page.locator("iframe").all():
        await expect(frame).to_be_in_viewport(ratio=1)
