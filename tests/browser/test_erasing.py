"""A person with a phone withdraws a concern and has its text deleted; what lies on the disk is searched."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewPage
from tests.browser.phone import in_office, stays_in_width
from tests.browser.served import Served
from tests.journeys.steps import ref_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = "Máy in tầng 2 hỏng từ tháng 9, mỗi sáng in giấy cho dân mất cả tiếng."


def lying_on_the_disk(office: Served) -> bytes:
    """All that the product has written, but for the conversations, which are not on a disk where it really runs."""
    folder: Path = office.app.base.settings.data_dir
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("sessions.db")]
    return b"".join(path.read_bytes() for path in files)


async def test_what_was_written_is_deleted_by_tapping(new_page: NewPage, office: Served) -> None:
    """Asked once more, told when it is done; the words lay nowhere in clear before, and are read by nobody after."""
    page = await new_page(viewport={"width": 390, "height": 640}, has_touch=True, is_mobile=True)
    phone = await in_office(page, office)
    ref = ref_in(await phone.report(WORDS))
    on_disk = lying_on_the_disk(office)
    assert ref.encode() in on_disk and "Máy in tầng 2".encode() not in on_disk
    await phone.tap("Xem tình trạng")
    await phone.sees(ref, WORDS)
    await phone.tap("Rút")
    await phone.tap("Rút ý kiến")
    await phone.sees("Đã rút")
    await phone.tap("Xem tình trạng")
    await phone.tap("Xóa hẳn nội dung")
    await phone.sees("không ai đọc lại được")
    await phone.tap("Xóa hẳn")
    await phone.sees("Đã xóa hẳn nội dung", ref)
    (case,) = [case for case in await office.cases() if case.ref == ref]
    assert case.erased
    await stays_in_width(page)
    await expect(phone.choice("Trang chủ")).to_be_visible()
