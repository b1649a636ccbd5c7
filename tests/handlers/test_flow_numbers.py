"""Numbers in the conversation: who may see them, what they say, the cases behind them, and what stays hidden."""

import secrets
from collections.abc import Sequence
from datetime import date

import pytest

from storage.domain.clocks import Clock, ClockKind
from tests.builders import make_case
from tests.handlers.steps import press
from tests.world import World

NOT_YOURS = "Anh/Chị chưa được giao quyền làm việc này."
# The clock of these tests stands on Monday, 2 November 2026.
LAST_WEEK, FRIDAY, TODAY = date(2026, 10, 22), date(2026, 10, 30), date(2026, 11, 2)
MARCH, NEXT_MONTH = date(2026, 3, 2), date(2026, 12, 1)
TOPIC = "tien_luong_phu_cap"


async def add(world: World, count: int, unit: str = "KT", topic: str = TOPIC, **dates: date) -> Sequence[str]:
    """So many cases whose clocks run alike; their references. ``answered`` ends them."""
    filed, due, answered = dates.get("filed", TODAY), dates.get("due", NEXT_MONTH), dates.get("answered")
    cases = [make_case(on=filed, due_on=due, department=unit, topic=topic) for _ in range(count)]
    async with world.app.base.store.writing() as uow:
        for case in cases:
            if answered:
                case.publish("Chi trả trước 15/11.", by="UBND", on=answered)
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
            clocks = [Clock(kind, filed, due, stopped_on=answered) for kind in list(ClockKind)[:3]]
            await uow.deadlines.put_clocks(case.id, clocks)
        await uow.commit()
    return [case.ref for case in cases]


async def busy_autumn(world: World) -> None:
    """Fifty cases of this year: six are overdue since last week, three of a small unit are answered."""
    await add(world, 20, filed=TODAY, answered=TODAY)
    await add(world, 10, unit="VHXH", topic="dao_tao", filed=MARCH, due=FRIDAY, answered=TODAY)
    await add(world, 6, filed=LAST_WEEK, due=FRIDAY)
    await add(world, 11, unit="VHXH", topic="dao_tao")


async def test_leaders_and_the_office_see_the_numbers(world: World) -> None:
    """And nobody else: officers have the lists of their own department, staff their own concerns."""
    people = [await world.leader(), await world.office(), await world.officer("KT"), await world.staff()]
    for person in people:
        await person.say("số liệu")
    assert ["Chưa có ý kiến nào." in person.new[-1] for person in people] == [True, True, False, False]
    assert [NOT_YOURS in person.new[-1] for person in people] == [False, False, True, True]


@pytest.mark.parametrize("word", ["số liệu", "so lieu", "THỐNG KÊ", "/solieu", "numbers"])
async def test_they_are_asked_for_in_words(world: World, word: str) -> None:
    """With or without diacritics, in either language."""
    leader = await world.leader()
    await leader.say(word)
    assert "📊" in leader.new[-1]


async def test_the_month_at_a_glance(world: World) -> None:
    """Answered in time and late, open and overdue, how long it takes with the open ones counted, and the oldest."""
    leader = await world.leader()
    await busy_autumn(world)
    await leader.say("số liệu")
    said = leader.expect("Tháng 11/2026, đến 02/11", "37 ý kiến")
    for part in (
        "Trả lời đúng hạn: 20\n",
        "Trả lời trễ hạn: 0\n",
        "Đang xử lý, còn hạn: 11\n",
        "Quá hạn, chưa xong: 6\n",
        "Tỷ lệ đúng hạn: 77%",
        "• Trả lời xong: một nửa 0 ngày, 90% chưa tới; quá hạn 6; mở lâu nhất 7 ngày.",
    ):
        assert part in said
    assert "Dấu –" not in said


async def test_each_number_opens_its_list(world: World) -> None:
    """The list holds exactly the cases that were counted; one of them opens as anywhere else."""
    leader = await world.leader()
    await busy_autumn(world)
    late = await add(world, 5, filed=LAST_WEEK, due=FRIDAY)
    await leader.say("số liệu")
    await leader.tap("Quá hạn, chưa xong (11)")
    leader.expect("1–8 trong 11 ý kiến")
    shown = leader.labels[:8]
    await leader.tap("Xem thêm")
    leader.expect("9–11 trong 11")
    shown += leader.labels[:3]
    assert len(set(shown)) == 11
    assert all(any(ref in label for label in shown) for ref in late)
    await leader.say("1")
    leader.expect("Hạn thứ Sáu, 30/10/2026, quá hạn")


async def test_by_department_and_further_down(world: World) -> None:
    """Each department in a line, the largest first; its button opens its own numbers, and these their lists."""
    leader = await world.leader()
    await busy_autumn(world)
    await leader.say("số liệu")
    await leader.tap("Theo đơn vị")
    said = leader.expect("theo đơn vị", "26 ý kiến, quá hạn 6, đúng hạn 77%", "11 ý kiến, quá hạn 0")
    assert said.index("26 ý kiến") < said.index("11 ý kiến")
    await leader.tap("(26)")
    leader.expect("Trả lời đúng hạn: 20", "Quá hạn, chưa xong: 6")
    await leader.tap("Quá hạn, chưa xong (6)")
    leader.expect("1–6 trong 6")


async def test_by_topic_and_another_period(world: World) -> None:
    """The year holds what was filed and answered earlier, and the same cut by topic."""
    leader = await world.leader()
    await busy_autumn(world)
    await leader.say("số liệu")
    await leader.tap("Năm nay")
    leader.expect("Năm 2026", "47 ý kiến", "Trả lời trễ hạn: 10")
    await leader.tap("Theo lĩnh vực")
    leader.expect("theo lĩnh vực", "26 ý kiến", "Đào tạo, bồi dưỡng, tập huấn: 21 ý kiến")


async def test_a_topic_that_is_no_more_is_still_counted(world: World) -> None:
    """Under its code: its cases did not go away with it."""
    leader = await world.leader()
    await add(world, 9, topic="mot_cua_cu")
    await leader.say("số liệu")
    await leader.tap("Theo lĩnh vực")
    leader.expect("mot_cua_cu: 9 ý kiến")


async def test_a_small_number_is_nowhere(world: World) -> None:
    """Three overdue cases are no number, no list and no difference; what is added up to hides them as well."""
    leader = await world.leader()
    await add(world, 30, filed=TODAY, answered=TODAY)
    await add(world, 9)
    await add(world, 3, unit="TYT", filed=LAST_WEEK, due=FRIDAY)
    await leader.say("số liệu")
    leader.expect("42 ý kiến", "lời đúng hạn: –", "còn hạn: 9", "chưa xong: –", "Tỷ lệ đúng hạn: –", "Dấu –")
    assert [label for label in leader.labels if "(" in label] == ["Đang xử lý, còn hạn (9)"]
    await leader.tap("Theo đơn vị")
    leader.expect("Số nhỏ, không hiện:", "Trạm Y tế")
    await press(world, leader, "c.numbers.m.-.-.d")
    leader.expect("Số này không hiện nên không có danh sách.")
    await press(world, leader, "c.numbers.m.u.TYT.-")
    leader.expect("quá ít ý kiến")


async def test_too_few_for_any_number(world: World) -> None:
    """Four concerns in all are no numbers at all."""
    leader = await world.leader()
    await add(world, 4)
    await leader.say("số liệu")
    leader.expect("Có quá ít ý kiến")
    assert not [label for label in leader.labels if "(" in label]


async def test_a_spoilt_button_shows_the_month(world: World) -> None:
    """Whatever a button says that we never made, the answer is kind."""
    leader = await world.leader()
    await add(world, 9)
    for value in ("c.numbers.x", "c.numbers.m.u.NOWHERE.d.99", "c.numbers......", f"c.numbers.{secrets.token_hex(20)}"):
        await press(world, leader, value)
        assert "lỗi" not in leader.new[-1]
        assert leader.new[-1]


async def test_picture_and_sheet_are_offered(world: World) -> None:
    """Two files whose ids say what they hold, and of which day."""
    leader = await world.leader()
    await add(world, 9)
    await leader.say("số liệu")
    await leader.tap("Biểu đồ và Excel")
    files = leader.phone.events[-1]["files"]
    assert [file["name"] for file in files] == ["so-lieu-2026-11-02.png", "so-lieu-2026-11-02.xlsx"]
    assert [file["url"].rpartition("/")[2] for file in files] == [
        "numbers_m_-_vi_20261102_png",
        "numbers_m_-_vi_20261102_xlsx",
    ]
