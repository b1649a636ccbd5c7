"""The commands a clerk types: what they do, what they say, and how they refuse."""

import asyncio
import csv
import io
import json
import re

import pytest

from bot.base import DEMO_ORGANISATION, Base
from bot.exporting import COLUMNS
from storage.domain.organisation_document import parse_organisation
from tests.bot.command import DEMO, VIETNAMESE, CommandLine, Ran, let_in, refused, write_ward
from tests.builders import make_case
from tests.domain.ward import demo_ward


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-02-12T16:30", 1, "2026-02-13"),
        ("2026-02-12T16:30", 5, "2026-02-26"),
        ("2026-02-12T16:30", 10, "2026-03-05"),
        ("2026-08-27T16:30", 1, "2026-08-28"),
        ("2026-08-27T16:30", 5, "2026-09-08"),
        ("2026-08-27T16:30", 10, "2026-09-15"),
        ("2025-12-31T16:30", 1, "2026-01-05"),
        ("2025-12-31T16:30", 5, "2026-01-09"),
        ("2025-12-31T16:30", 10, "2026-01-15"),
        ("2026-11-23T16:30", 1, "2026-11-25"),
        ("2026-11-23T16:30", 5, "2026-12-01"),
        ("2026-11-23T16:30", 10, "2026-12-08"),
    ],
)
def test_the_due_date_is_that_of_the_calendar(line: CommandLine, received: str, days: int, due: str) -> None:
    """Around Tết, National Day, New Year and 24 November, by the demo ward's calendar where nothing is loaded."""
    assert line.run("due", received, "--days", str(days)) == Ran(0, f"{due}\n", "")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-02-12T17:01", "2026-02-27"),  # after hours: received the next day
        ("2026-02-12T09:30+00:00", "2026-02-26"),  # 16:30 in the office
        ("2026-02-12T10:01Z", "2026-02-27"),
        ("2026-02-14T09:00", "2026-03-02"),  # a Saturday: received after Tết
        ("2026-02-12", "2026-02-26"),
    ],
)
def test_a_moment_may_be_written_in_several_ways(line: CommandLine, received: str, due: str) -> None:
    """Without a zone it is the office's time; with one it is turned into that."""
    assert line.run("due", received, "--days", "5").out == f"{due}\n"


def test_the_due_date_makes_nothing(line: CommandLine) -> None:
    """Asking leaves no database behind."""
    line.run("due", "2026-02-12T16:30", "--days", "5")
    assert not (line.folder / "data").exists()


def test_the_due_date_is_that_of_the_loaded_office(line: CommandLine) -> None:
    """With 24 November a working day in its file, the date is a day earlier."""
    text = DEMO_ORGANISATION.read_text(encoding="utf-8").replace("culture_day = true", "culture_day = false")
    assert line.run("org", "load", write_ward(line, text)).code == 0
    assert line.run("due", "2026-11-23T16:30", "--days", "5").out == "2026-11-30\n"


def test_a_moment_that_is_none_is_refused(line: CommandLine) -> None:
    """The way to write it is shown."""
    refused(line.run("due", "12/02/2026", "--days", "5"), "12/02/2026", "2026-02-12T16:30")


def test_an_organisation_is_loaded_and_shown(line: CommandLine) -> None:
    """What ``show`` prints is JSON that reads back to the same organisation."""
    loaded = line.run("org", "load", DEMO)
    assert (loaded.code, loaded.out) == (0, "Đã nạp tổ chức Phường Hoa Sen: 15 đơn vị.\n")
    shown = line.run("org", "show")
    assert shown.code == 0
    assert parse_organisation(json.loads(shown.out)) == demo_ward()
    assert "Phường Hoa Sen" in shown.out


def test_all_mistakes_of_a_file_are_told_at_once(ward: CommandLine) -> None:
    """Each is a Vietnamese sentence with its place, the code is 2, and what was loaded before stays."""
    text = DEMO_ORGANISATION.read_text(encoding="utf-8")
    mistakes = {'office = "VP"': 'office = "VX"', "reminder_hour = 8": "reminder_hour = 3", "07:30-11:30": "07:30-1130"}
    for old, new in mistakes.items():
        text = text.replace(old, new)
    ran = ward.run("org", "load", write_ward(ward, text))
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.lines) == 3
    for place in ("office", "reminder_hour", "hours"):
        assert any(place in told for told in ran.lines), place
    assert all(VIETNAMESE.search(told) for told in ran.lines)
    assert parse_organisation(json.loads(ward.run("org", "show").out)) == demo_ward()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('name = "Phường Hoa Sen\nname_en = "x"', "dòng 1"),
        ('name = "Phường Hoa Sen"\noffice "VP"', "dòng 2"),
        ('name = "Phường Hoa Sen"\nladder = ["UBND"', "cuối tệp"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_line(line: CommandLine, text: str, place: str) -> None:
    """A file that is no TOML is refused in a sentence that says where to look."""
    refused(line.run("org", "load", write_ward(line, text)), "phuong.toml", place)


def test_a_file_in_another_encoding_is_refused(line: CommandLine) -> None:
    """Saved by an old editor, it is asked for in UTF-8."""
    refused(line.run("org", "load", write_ward(line, 'name = "Phường"', "utf-16")), "phuong.toml", "UTF-8")


def test_a_file_that_is_not_there_is_refused(line: CommandLine) -> None:
    """Its name is repeated, for it is most often that which is wrong."""
    refused(line.run("org", "load", "khong-co.toml"), "khong-co.toml")


def test_check_leads_from_nothing_to_ready(line: CommandLine) -> None:
    """Its lines say what to do next; done, it is ready and the exit code says so, too."""
    nothing = line.run("check")
    assert (nothing.code, nothing.err) == (1, "")
    assert "✗ Chưa nạp tổ chức" in nothing.out
    line.run("org", "load", DEMO)
    nobody = line.run("check")
    assert nobody.code == 1
    assert "Chạy: doithoai invite office" in nobody.out
    codes = [json.loads(line.run("invite", role, "--json").out)[0]["code"] for role in ("office", "leader")]
    let_in(line, *codes, then="xác nhận vai trò")
    ready = line.run("check")
    assert ready.code == 0
    assert "✗" not in ready.out
    assert ready.out.splitlines()[-1] == "✓ Sẵn sàng. Chạy: doithoai run"


def test_the_cases_come_out_as_csv(ward: CommandLine) -> None:
    """One table on standard output that any spreadsheet reads, Excel too, with the texts as they are."""
    case = make_case(body='Máy in hỏng, "từ tháng 9";\nxin thay.', department="VP", suggested="VP")

    async def store() -> None:
        base = await Base.open(ward.settings)
        async with base.store.writing() as uow:
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
            await uow.commit()
        await base.close()

    asyncio.run(store())
    ran = ward.run("export")
    assert ran.code == 0
    assert ran.out.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(ran.out.removeprefix("\ufeff"), newline=""))
    assert tuple(head) == COLUMNS
    cells = dict(zip(head, row, strict=True))
    assert (cells["code"], cells["body"], cells["department"]) == (case.ref, case.body, "VP")


def test_help_tells_the_commands(line: CommandLine) -> None:
    """Without any settings or database."""
    ran = line.run("--help")
    assert ran.code == 0
    for command in ("run", "demo", "org", "invite", "revoke", "due", "calendar", "check", "export"):
        assert re.search(rf"\b{command}\b", ran.out), command


def test_the_demo_says_where_it_is(line: CommandLine) -> None:
    """One line with the address once it serves; asked to end, it ends with code 0 and nothing on standard error."""
    (told,) = line.serve("demo", lines=1)
    assert re.fullmatch(r"Đối Thoại đã sẵn sàng: http://127\.0\.0\.1:\d+/demo\n", told)
