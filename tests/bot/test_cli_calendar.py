"""``doithoai calendar`` and the hours of ``doithoai due``: what the clerk sees of the year's days."""

import asyncio

from bot.base import DEMO_ORGANISATION, Base
from storage.domain.calendar_year import confirm
from tests.bot.command import DEMO, CommandLine, refused, write_ward
from tests.domain.ward import demo_ward


def test_a_year_is_told_in_vietnamese_with_its_reasons(line: CommandLine) -> None:
    """Days off, make-up days, how many are worked, and that the office has yet to confirm them; no database is made."""
    ran = line.run("calendar", "2026")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Lịch nghỉ năm 2026 (dự kiến, văn phòng chưa xác nhận)"
    assert "• thứ Hai, 16/02/2026 – thứ Sáu, 20/02/2026: Tết Nguyên đán" in lines
    assert lines.index("Ngày đi làm bù:") < lines.index("• thứ Bảy, 10/01/2026: theo thông báo của cơ quan")
    assert "• thứ Bảy, 22/08/2026: hoán đổi ngày làm việc" in lines
    assert lines[-1] == "Cả năm có 249 ngày làm việc."
    assert not (line.folder / "data").exists()


def test_a_year_without_make_up_days_has_no_such_part(line: CommandLine) -> None:
    """Nothing is headed that is not there, and a year far ahead can be asked for, too."""
    ran = line.run("calendar", "2035")
    assert ran.out.startswith("Lịch nghỉ năm 2035 (dự kiến")
    assert "đi làm bù" not in ran.out


def test_a_year_confirmed_in_the_file_says_so(line: CommandLine) -> None:
    """The clerk may write it into the organisation's file."""
    text = DEMO_ORGANISATION.read_text(encoding="utf-8").replace("confirmed_years = [2025]", "confirmed_years = [2026]")
    line.run("org", "load", write_ward(line, text))
    assert line.run("calendar", "2026").out.startswith("Lịch nghỉ năm 2026 (văn phòng đã xác nhận)")


def test_loading_a_file_keeps_what_was_confirmed_in_the_chat(line: CommandLine) -> None:
    """The next load of a file that does not speak of 2027 leaves that year confirmed."""
    line.run("org", "load", DEMO)

    async def as_the_chat_does() -> None:
        base = await Base.open(line.settings)
        async with base.store.writing() as uow:
            await uow.organisations.store(confirm(demo_ward(), 2027))
            await uow.commit()
        await base.close()

    asyncio.run(as_the_chat_does())
    line.run("org", "load", DEMO)
    assert line.run("calendar", "2027").out.startswith("Lịch nghỉ năm 2027 (văn phòng đã xác nhận)")


def test_a_unit_with_hours_of_its_own_has_its_own_due_dates(line: CommandLine) -> None:
    """Open until half past five, a desk receives at 17:01 what the office receives the next day."""
    text = DEMO_ORGANISATION.read_text(encoding="utf-8")
    text = text.replace('code = "PVHCC"\n', 'code = "PVHCC"\nhours = ["07:30-17:30"]\n')
    line.run("org", "load", write_ward(line, text))
    ask = ("due", "2026-03-06T17:01", "--days", "1")
    assert line.run(*ask).out == "2026-03-10\n"
    assert line.run(*ask, "--unit", "PVHCC").out == "2026-03-09\n"


def test_an_unknown_unit_is_refused(line: CommandLine) -> None:
    """The known codes are told."""
    refused(line.run("due", "2026-03-06T17:01", "--days", "1", "--unit", "XX"), "XX", "PVHCC")
