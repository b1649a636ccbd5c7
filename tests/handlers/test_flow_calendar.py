"""The office and the year's days off: looked at, corrected, confirmed."""

from datetime import date

from storage.domain.organisation import Organisation
from tests.world import World


async def stored_organisation(world: World) -> Organisation:
    async with world.app.base.store.reading() as reads:
        organisation = await reads.organisations.load()
    assert organisation is not None
    return organisation


async def test_the_year_that_was_named_is_shown(world: World) -> None:
    """With its reasons, as expected until confirmed; without a year it is the one that waits for confirmation."""
    office = await world.office()
    for typed in ("lịch nghỉ 2027", "lich nghi 2027", "Lịch nghỉ"):
        await office.say(typed)
        office.expect("04/02/2027", "10/02/2027", "Tết Nguyên đán")
        assert office.labels == ["Xác nhận lịch 2027", "Lịch nghỉ 2026", "Trang chủ"]
    await office.tap("Lịch nghỉ 2026")
    office.expect("Lịch nghỉ năm 2026")
    await office.say("english")
    await office.say("Days off 2027")
    office.expect("Lunar New Year", "249 working days")
    await office.say("off 4/1")
    office.expect("04/01/2027: by the office’s own notice")


async def test_a_confirmed_year_says_so_at_once(world: World) -> None:
    """After Xác nhận the year is stored as confirmed, shows it, and offers nothing more to confirm."""
    office = await world.office()
    await office.say("lịch nghỉ 2027")
    office.expect("Lịch nghỉ năm 2027 (dự kiến, văn phòng chưa xác nhận)", "Tết Nguyên đán", "249 ngày làm việc")
    await office.tap("Xác nhận lịch 2027")
    office.expect("Đã xác nhận lịch nghỉ năm 2027.")
    assert 2027 in (await stored_organisation(world)).confirmed_years
    await office.say("lịch nghỉ 2027")
    office.expect("Lịch nghỉ năm 2027 (văn phòng đã xác nhận)")
    assert office.labels == ["Lịch nghỉ 2026", "Trang chủ"]


async def test_days_that_differ_are_typed_and_counted_once_confirmed(world: World) -> None:
    """Corrections show at once, change nothing before Xác nhận, and then move due dates."""
    office = await world.office()
    await office.say("lịch nghỉ 2027")
    await office.say("nghỉ 4/1, 5/1/2027")
    office.expect("thứ Hai, 04/01/2027 – thứ Ba, 05/01/2027: theo thông báo của cơ quan")
    await office.say("lam bu ngay 9/1 và 16/1")
    shown = office.expect("Ngày đi làm bù:", "thứ Bảy, 09/01/2027", "thứ Bảy, 16/01/2027")
    assert "04/01/2027" in shown
    before = await stored_organisation(world)
    assert date(2027, 1, 4) not in before.days_off and 2027 not in before.confirmed_years
    await office.tap("Xác nhận lịch 2027")
    after = await stored_organisation(world)
    assert {date(2027, 1, 4), date(2027, 1, 5)} <= after.days_off
    assert {date(2027, 1, 9), date(2027, 1, 16)} <= after.make_up_days
    await world.app.sweeps.reload_organisation()
    calendar = world.app.engine.office.calendar
    assert calendar.add_working_days(date(2026, 12, 31), 4) == date(2027, 1, 9)


async def test_days_in_a_row_are_typed_at_once(world: World) -> None:
    """From one day to another, as the notice puts it; Saturday and Sunday need no entry."""
    office = await world.office()
    for words in ("nghỉ 11/2 đến 15/2", "nghi tu 11/2 den ngay 15/2", "nghỉ 11/2 – 15/2/2027"):
        await office.say("lịch nghỉ 2027")
        office.expect("249 ngày làm việc")
        await office.say(words)
        office.expect("thứ Năm, 11/02/2027 – thứ Sáu, 12/02/2027: theo", "246 ngày làm việc")
    await office.tap("Xác nhận lịch 2027")
    off = {day for day in (await stored_organisation(world)).days_off if day.year == 2027}
    assert off == {date(2027, 2, 11), date(2027, 2, 12), date(2027, 2, 15)}


async def test_a_correction_can_be_taken_back(world: World) -> None:
    """A day said to be off and then worked again leaves no trace; neither does what is so anyway."""
    office = await world.office()
    await office.say("lịch nghỉ 2027")
    await office.say("nghỉ 4/1")
    office.expect("04/01/2027: theo thông báo của cơ quan")
    for words in ("đi làm 4/1", "nghỉ 3/1", "làm 5/1"):
        await office.say(words)
        assert "Lịch nghỉ năm 2027" in office.new[0] and "theo thông báo của cơ quan" not in office.new[0]
    await office.tap("Xác nhận lịch 2027")
    after = await stored_organisation(world)
    assert {day for day in after.days_off | after.make_up_days if day.year == 2027} == set()


async def test_a_confirmed_year_can_be_corrected_and_is_confirmed_again(world: World) -> None:
    """A notice that comes later is typed in the same way."""
    office = await world.office()
    await office.say("lịch nghỉ 2027")
    await office.tap("Xác nhận lịch 2027")
    await office.say("lịch nghỉ 2027")
    await office.say("nghỉ 4/1")
    office.expect("chưa xác nhận", "04/01/2027")
    await office.tap("Xác nhận lịch 2027")
    assert date(2027, 1, 4) in (await stored_organisation(world)).days_off


async def test_words_that_are_no_correction_are_asked_again(world: World) -> None:
    """A day of another year, no day at all, or plain talk changes nothing and shows how to write it."""
    office = await world.office()
    await office.say("lịch nghỉ 2027")
    for words in (
        *("nghỉ 4/1/2026", "nghỉ 31/2", "nghỉ Tết", "nghỉ 4/1, sáng", "nghỉ sáng 4/1", "đồng ý", "nghi"),
        *("nghỉ 10/2 đến 4/2", "nghỉ 4/2 đến mai", "nghỉ 4/2 đến 5/2 đến 6/2", "nghỉ 30/12 đến 2/1/2028"),
    ):
        await office.say(words)
        office.expect("gõ “nghỉ 2/1”")
        assert office.labels[0] == "Xác nhận lịch 2027"


async def test_a_year_far_away_is_not_shown(world: World) -> None:
    """Only the years whose days are known."""
    office = await world.office()
    await office.say("lịch nghỉ 2050")
    office.expect("từ năm 2024 đến năm 2029")


async def test_only_the_office_confirms(world: World) -> None:
    """Leaders, officers and staff are told kindly that it is not theirs; strangers, too."""
    for talk in [await world.leader(), await world.officer("KT"), await world.staff(), await world.stranger()]:
        await talk.say("lịch nghỉ 2027")
        talk.expect("chưa được giao quyền")


async def test_the_office_is_asked_until_it_has_confirmed(world: World) -> None:
    """In November it hears once a week that 2027 is open; a tap shows the year, and after Xác nhận it is left alone."""
    office, officer = await world.office(), await world.officer("KT")
    for _ in range(2):
        office.listen()
        await world.app.sweeps.calendar()
        await world.settle()
        office.expect("Lịch nghỉ năm 2027 chưa được xác nhận")
        assert len(office.new) == 1
        await world.app.sweeps.calendar()
        await world.settle()
        assert len(office.new) == 1
        world.clock.advance(days=7)
    await office.tap("Lịch nghỉ")
    await office.tap("Xác nhận lịch 2027")
    await world.app.sweeps.reload_organisation()
    office.listen()
    await world.app.sweeps.calendar()
    await world.settle()
    office.expect_silence()
    officer.expect_silence()
