"""A day that the matter itself turns on beats the usual time, and everybody can read why."""

from tests.handlers.steps import press
from tests.journeys.steps import file_concern
from tests.world import World

CONCERN = "Máy in ở phòng hỏng từ tháng 9, em cần in hồ sơ trước ngày 6/11/2026."
WHY = "(vì ý kiến nêu mốc thứ Sáu, 06/11/2026)"


async def test_the_reason_of_an_early_date_is_told(world: World) -> None:
    """To the author with the receipt and in the case, and to those who answer; not any more once the date has moved."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    ref = await file_concern(author, CONCERN)
    author.expect(f"hạn thứ Năm, 05/11/2026 {WHY}")
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    await officer.tap("Nhận việc")
    await officer.say(ref)
    officer.expect(f"Hạn thứ Năm, 05/11/2026 {WHY}")
    await author.tap("Xem tình trạng")
    author.expect(ref, WHY)
    await press(world, officer, f"a.extend.{ref}")
    await officer.say("3")
    await officer.say("Chờ báo giá.")
    officer.listen()
    await officer.say(ref)
    officer.expect(ref)
    assert WHY not in officer.new[-1]
