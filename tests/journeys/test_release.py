"""Anonymous cases in slots: unseen until then by everybody but their author, and told with the others of the slot."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.exporting import rows
from storage.domain.release import DEFAULT_RELEASE, ReleaseRules
from storage.domain.statistics import Spans
from tests.domain.ward import SAIGON
from tests.invariants.watching import OF_CASES, dump
from tests.journeys.steps import CONCERN, REF, file_concern, ref_in, reply_code_in
from tests.talk import Talk
from tests.world import World, open_world

IN_SLOTS = ReleaseRules(delay=(0, 0), neutral=False)
TIME_OF_DAY = re.compile(r"(?<!\d)[0-2]\d:[0-5]\d(?!\d)")
NOT_FOUND = "Không tìm thấy mã này"
OTHER = "Đề nghị có thêm chỗ để xe ở sân sau."
THIRD = "Xin lắp thêm đèn ở cầu thang tầng hai."


@pytest.fixture(params=["sqlite", "postgresql"])
async def both(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """An office that releases in slots, on either database."""
    async with open_world(request.param, tmp_path, release=IN_SLOTS) as world:
        yield world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, release=IN_SLOTS) as world:
        yield world


@pytest.fixture
async def within(tmp_path: Path) -> AsyncIterator[World]:
    """An office as it is without any setting."""
    async with open_world("sqlite", tmp_path, release=DEFAULT_RELEASE) as world:
        yield world


@pytest.fixture(params=["within", "http", "telegram", "zalo"])
async def discreet(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """An office as it is without any setting, on each channel: slots, delays, neutral pushes."""
    over = {name: request.param == name for name in ("http", "telegram", "zalo")}
    async with open_world("sqlite", tmp_path, release=DEFAULT_RELEASE, **over) as world:
        yield world


def november(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SAIGON)


async def at(world: World, moment: datetime) -> None:
    """The moment has come, and what it brings has happened."""
    world.clock.move_to(moment)
    await world.app.sweeps.releases()
    await world.settle()


async def spans(world: World) -> Spans:
    async with world.app.base.store.reading() as reads:
        return await reads.statistics.spans(world.clock.now().date() - timedelta(days=30))


async def unseen(ref: str, *desk: Talk) -> None:
    """Nobody of the desk has heard of the case, finds it in a list or opens it by its reference."""
    for each in desk:
        for words in ("phân loại", "việc của đơn vị", "chờ duyệt"):
            await each.say(words)
        each.expect_no(ref)
        await each.say(ref)
        assert any(NOT_FOUND in text for text in each.new), each.new


async def test_before_its_slot_a_case_is_its_author_s_alone(both: World) -> None:
    """No notice, list, card, export, number or clock has it; its author reads and changes it at once."""
    author, office, leader, officer = (
        await both.staff(),
        await both.office(),
        await both.leader(),
        await both.officer("VP"),
    )
    ref = await file_concern(author)
    receipt = author.expect("Đã gửi", ref, "lúc 11:00, thứ Hai, 02/11/2026", "chậm nhất lúc 08:00, thứ Ba")
    for each in (office, leader, officer):
        each.expect_silence()
    await unseen(ref, office, leader, officer)
    assert [row for row in await rows(both.app.base.store) if ref in row] == []
    assert await spans(both) == {}
    async with both.app.base.store.reading() as reads:
        assert not await reads.deadlines.any_due(both.clock.now().date() + timedelta(days=90))

    await author.say(reply_code_in(receipt))
    author.expect(ref, "chưa chuyển đến văn phòng", "lúc 11:00")
    await author.tap("Bổ sung")
    await author.say("Cả máy in tầng hai nữa.")
    author.expect("Văn phòng sẽ thấy cùng")
    office.expect_no(ref)


async def test_alone_it_comes_within_a_working_day_and_its_time_runs_from_there(world: World) -> None:
    """Fewer than three wait for the next slot, a working day at most; the due date counts from the release."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    for moment in (november(2, 11), november(2, 14), november(2, 16, 30), november(3, 7, 59)):
        await at(world, moment)
        office.expect_no(ref)
    await at(world, november(3, 8))
    office.expect("Ý kiến mới", ref, "thứ Năm, 12/11/2026")
    (span,) = {(span.due_on, span.count) for each in (await spans(world)).values() for span in each if each} & {
        (november(12, 0).date(), 1)
    }
    assert span
    await office.say("phân loại")
    assert any(ref in label for label in office.labels)


async def test_three_come_together(world: World) -> None:
    """Three of one slot are enough, and the office hears of all of them at once."""
    author, office = await world.staff(), await world.office()
    refs = [await file_concern(author, text) for text in (CONCERN, OTHER, THIRD)]
    office.listen()
    await at(world, november(2, 11))
    assert sorted(REF.findall(text)[0] for text in office.new) == sorted(refs)


async def test_the_sweep_releases_once(world: World) -> None:
    """Two sweeps at one moment, and one more, tell the office of each case once."""
    author, office = await world.staff(), await world.office()
    for text in (CONCERN, OTHER, THIRD):
        await file_concern(author, text)
    world.clock.move_to(november(2, 11))
    for _ in range(3):
        await world.app.sweeps.releases()
    await world.settle()
    assert len([text for text in office.new if "Ý kiến mới" in text]) == 3


async def test_no_row_holds_the_moment_of_a_filing(world: World) -> None:
    """Filed at nine minutes past, a case has a slot of the office's and dates, no other time."""
    author = await world.staff()
    world.clock.advance(minutes=9, seconds=7)
    await file_concern(author)
    async with world.app.base.store.reading() as reads:
        assert list((await reads.cases.unreleased()).values()) == [november(2, 11)]
    tables = await dump(world.app.base.database)
    values = [str(value) for name in OF_CASES for row in tables[name] for value in row]
    assert {value for value in values if TIME_OF_DAY.search(value)} == {"2026-11-02T04:00:00.000000"}


async def test_urgent_is_the_author_s_choice(world: World) -> None:
    """The button shows it at once, after a warning; it can be taken back before Gửi."""
    author, office = await world.staff(), await world.office()
    await author.say(OTHER)
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    author.expect("lúc 11:00", "không ai đoán được")
    await author.tap("Khẩn, cho xem ngay")
    author.expect("văn phòng thấy ngay", "có thể đoán ra")
    await author.tap("Không khẩn")
    author.expect("lúc 11:00")
    await author.say("khẩn cho xem ngay")
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi", "Văn phòng thấy ý kiến này ngay"))
    office.expect("Ý kiến mới", ref)
    await office.tap("Gộp")
    await office.say("hủy")
    await office.say(ref)
    office.expect("Người gửi xin cho xem ngay")


async def test_danger_words_bring_people_at_once(world: World) -> None:
    """Office and leader hear of it at night, without a slot; the author is told so before and after Gửi."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    world.clock.move_to(november(2, 23))
    await author.say("Nhà kho sau trụ sở đang cháy, chưa ai tới.")
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    author.expect("dấu hiệu nguy hiểm (cháy nổ)", "113, 114, 115")
    assert "Khẩn, cho xem ngay" not in author.labels
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi", "được báo ngay"))
    for each in (office, leader):
        each.expect("KHẨN", ref, "cháy nổ", "Nhà kho sau trụ sở")
    await leader.tap("Xem chi tiết")
    leader.expect(ref, "Báo khẩn: cháy nổ")


async def test_danger_rings_with_a_name_and_in_what_is_added(world: World) -> None:
    """A named author's danger rings as well; one that is added to a waiting case releases it."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await file_concern(author, "Trần phòng họp sắp sập, vữa rơi xuống bàn.", name="Lê Thị Thử")
    leader.expect("KHẨN", ref, "sập, đổ")
    waiting = await file_concern(author)
    office.expect_no(waiting)
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    await author.say("Ổ điện của máy bị rò điện, sáng nay chị Ba bị điện giật.")
    author.expect("dấu hiệu nguy hiểm", "được báo ngay")
    office.expect("KHẨN", waiting)
    office.expect("Ý kiến mới", waiting)


async def test_danger_comes_before_all_that_waits_for_its_reader(both: World) -> None:
    """Who comes back to a page reads of a danger first, and of everything else in its order."""
    author, office, _ = await both.staff(), await both.office(), await both.leader()
    await office.phone.close_page()
    refs = [await file_concern(author, text, name="Lê Thị Thử") for text in (CONCERN, OTHER, THIRD)]
    danger = await file_concern(author, "Trần phòng họp sắp sập, vữa rơi xuống bàn.", name="Lê Thị Thử")
    office.expect_silence()
    await office.phone.open_page()
    await office.settle()
    alarm, *others = office.new
    assert "KHẨN" in alarm
    assert [ref_in(text) for text in (alarm, *others)] == [danger, *refs, danger]


async def test_what_is_withdrawn_before_its_slot_is_never_seen(world: World) -> None:
    """Nobody ever hears of it; its author reads that it is withdrawn."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    await author.tap("Xem tình trạng")
    await author.tap("Rút")
    await author.tap("Rút ý kiến")
    author.expect("Đã rút", ref)
    await at(world, november(3, 8))
    office.expect_no(ref)
    await unseen(ref, office)
    await author.say(code)
    author.expect(ref)


async def test_what_is_edited_before_its_slot_comes_as_it_was_last_written(world: World) -> None:
    """The office reads one message, with the last text."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await author.tap("Xem tình trạng")
    await author.tap("Sửa")
    await author.say("Máy in tầng ba hỏng, không phải máy tính.")
    await at(world, november(3, 8))
    assert [text for text in office.new if ref in text] == [office.expect("Ý kiến mới", ref, "Máy in tầng ba")]


async def test_the_office_cannot_merge_into_what_it_may_not_see(world: World) -> None:
    """A reference it has got from somewhere opens nothing before the slot."""
    author, office = await world.staff(), await world.office()
    hidden = await file_concern(author)
    await file_concern(author, OTHER, name="Lê Thị Thử")
    await office.tap("Gộp")
    await office.say(hidden)
    office.expect(NOT_FOUND)


async def test_who_follows_is_counted_and_told_at_the_slot(world: World) -> None:
    """A case filed merged into another is seen with it only from its slot on, and answered with it."""
    first, second = await world.staff(), await world.staff()
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    lead = await file_concern(first, name="Lê Thị Thử")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await office.tap("Tóm tắt")
    await office.say("Máy tính hỏng từ tháng 9, in giấy mất cả tiếng mỗi sáng")
    await second.say(CONCERN)
    await second.tap("Không ghi tên")
    await second.tap("Khó khăn")
    while second.labels == ["Bỏ qua"]:
        await second.tap("Bỏ qua")
    await second.tap("Tôi cũng gặp việc 1")
    follower = ref_in(second.expect("Mã nhận trả lời", "lúc 11:00"))
    await officer.say(lead)
    officer.expect(lead)
    assert not any("gộp" in label for label in officer.labels)
    officer.expect_no(follower)

    await at(world, november(3, 8))
    officer.expect(lead)
    await officer.say(lead)
    assert any("gộp" in label for label in officer.labels)
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước ngày 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    second.expect(follower, "cấp máy mới")


async def test_an_answer_leaves_later_without_its_words(discreet: World) -> None:
    """An anonymous author's phone stays silent for some minutes, then says only that there is something; a press
    opens the answer. By code it is there at once, and one push stands for all that waited.
    """
    author, office, officer, leader = (
        await discreet.staff(),
        await discreet.office(),
        await discreet.officer("VP"),
        await discreet.leader(),
    )
    ref = await file_concern(author)
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    await at(discreet, november(3, 8))
    author.listen()
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await officer.tap("Nhận việc")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước ngày 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    discreet.clock.advance(minutes=4)
    await discreet.settle()
    author.expect_silence()
    await author.say(code)
    author.expect(ref, "cấp máy mới")
    author.listen()
    discreet.clock.move_to(november(3, 10, 1))
    await discreet.settle()
    (pushed,) = author.new
    assert pushed.startswith("Có cập nhật. Bấm để xem.")
    assert ref not in pushed
    await author.tap("Xem tình trạng")
    author.expect(ref, "cấp máy mới")
    await author.tap("Đã rõ")
    author.expect("hoàn thành")


async def test_a_named_author_hears_at_once(within: World) -> None:
    """Slots, delays and silence are for those who do not say who they are."""
    author, office = await within.staff(), await within.office()
    ref = await file_concern(author, name="Lê Thị Thử")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    author.expect(ref, "đã được chuyển đến")
