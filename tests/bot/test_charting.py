"""Picture and sheet of the numbers: for whoever may see them, on their day, over the web and Telegram."""

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from bot.charting import made_by_child
from bot.charts.sheet import write
from storage.domain.clocks import Clock, ClockKind
from storage.domain.errors import NotFound
from tests.bot.web_client import Answer, client_of
from tests.builders import make_case
from tests.talk import HttpPhone, Talk
from tests.world import World, open_world

TODAY, LAST_WEEK, FRIDAY, DECEMBER = date(2026, 11, 2), date(2026, 10, 22), date(2026, 10, 30), date(2026, 12, 1)
OFFICE_PROGRAM = shutil.which("soffice")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, http=True) as world:
        yield world


async def add(world: World, count: int, unit: str = "KT", *, filed: date = TODAY, due: date = DECEMBER) -> None:
    cases = [make_case(on=filed, due_on=due, department=unit, topic="dao_tao") for _ in range(count)]
    async with world.app.base.store.writing() as uow:
        for case in cases:
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
            await uow.deadlines.put_clocks(case.id, [Clock(kind, filed, due) for kind in list(ClockKind)[:3]])
        await uow.commit()


async def figures(world: World, person: Talk) -> dict[str, str]:
    """The addresses of picture and sheet, by the end of their names."""
    await person.say("số liệu")
    await person.tap("Biểu đồ và Excel")
    return {file["name"].rpartition(".")[2]: file["url"] for file in person.phone.events[-1]["files"]}


async def opened(world: World, person: Talk, url: str) -> Answer:
    assert isinstance(person.phone, HttpPhone)
    return await client_of(world, person.phone.token).ask("GET", url)


async def test_a_leader_gets_the_picture_on_the_page(world: World) -> None:
    """A PNG to be shown in its place, as wide as a phone's screen and longer than wide."""
    leader = await world.leader()
    await add(world, 9)
    await add(world, 6, "VHXH", filed=LAST_WEEK, due=FRIDAY)
    answer = await opened(world, leader, (await figures(world, leader))["png"])
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Content-Disposition"] == 'inline; filename="so-lieu-2026-11-02.png"'
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.width == 1080
        assert picture.height > picture.width
        colours = {colour for _, colour in picture.convert("RGB").getcolors(2**24) or ()}
    assert {(0xD5, 0x5E, 0x00), (0x9A, 0xD1, 0xF0)} <= colours  # overdue, and open in time


async def test_the_sheet_holds_numbers_dates_and_no_small_count(world: World) -> None:
    """Counts can be added up, dates sorted; a small count is a dash in every sheet, and nowhere left behind."""
    leader = await world.leader()
    await add(world, 30)
    await add(world, 9, "VHXH")
    await add(world, 3, "TYT", filed=LAST_WEEK, due=FRIDAY)
    answer = await opened(world, leader, (await figures(world, leader))["xlsx"])
    assert answer.status == 200
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Tổng hợp", "Theo đơn vị", "Theo lĩnh vực"]
    whole = book["Tổng hợp"]
    assert whole["B2"].value.date() == date(2026, 11, 1)
    assert whole["B3"].value.date() == TODAY
    assert [cell.value for cell in whole[5]][:3] == ["Thời gian", "Số ý kiến", "Trả lời đúng hạn"]
    rows = {
        row[0]: row for row in book["Theo đơn vị"].iter_rows(min_row=6, values_only=True) if row[1] == "Trả lời xong"
    }
    assert rows["Phòng Kinh tế, Hạ tầng và Đô thị"][2] == 30
    assert set(rows["Trạm Y tế phường"][2:]) == {"–"}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if isinstance(cell.value, int) and 0 < cell.value < 5 and cell.column < 8]


async def test_others_are_told_that_there_is_none(world: World) -> None:
    """The id proves nothing: who may not see the numbers does not get the file, whoever passed it on."""
    leader, officer, staff = await world.leader(), await world.officer("KT"), await world.staff()
    await add(world, 9)
    url = (await figures(world, leader))["png"]
    for person in (officer, staff):
        answer = await opened(world, person, url)
        assert (answer.status, answer.code) == (404, "not-found")


@pytest.mark.parametrize(
    "file_id", ["numbers_", "numbers_m_u_vi_2026_png", "numbers_m_u_xx_20261102_png", "numbers_m_u_vi_20261102_exe"]
)
async def test_an_id_that_is_none_of_ours_opens_nothing(world: World, file_id: str) -> None:
    """Spoilt ids are answered like unknown ones."""
    assert (await opened(world, await world.leader(), f"/api/chat/files/{file_id}")).status == 404


async def test_a_file_opens_on_its_day_only(world: World) -> None:
    """Tomorrow the numbers are others, and the button for them is one word away."""
    leader = await world.leader()
    await add(world, 9)
    urls = await figures(world, leader)
    world.clock.advance(days=1)
    assert [(await opened(world, leader, url)).status for url in urls.values()] == [404, 404]


def test_nothing_of_the_numbers_is_imported_at_rest() -> None:
    """matplotlib and XlsxWriter are the child's: the process that serves never loads them."""
    look = "import sys, bot.app, handlers.registry; handlers.registry.load_flows(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "numpy", "xlsxwriter"} & set(done.stdout.split())


async def test_what_cannot_be_made_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    """The child fails: whoever asked is told that there is no such file, and the log that this is a fault."""
    with pytest.raises(NotFound):
        await made_by_child(b'{"form": "png", "content": {}}')
    assert [record.message for record in caplog.records] == ["a file of numbers could not be made exit=1"]


def sheet_of(*texts: str) -> list[dict[str, Any]]:
    return [
        {
            "name": "Tờ 1",
            "top": [["Số liệu"]],
            "head": ["Đơn vị", *texts],
            "rows": [["KT", *texts]],
            "labels": 2,
            "bottom": "–",
        }
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.from_regex(r"\A[=+\-@\t\r\n]?[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]{0,20}\Z"), min_size=1, max_size=3
    )
)
def test_no_text_becomes_a_formula(texts: list[str]) -> None:
    """Whatever a unit is called: opened again, every cell is a text, a number or a date."""
    book = load_workbook(io.BytesIO(write(sheet_of(*texts))))
    assert {cell.data_type for row in book["Tờ 1"].iter_rows() for cell in row} <= {"s", "n", "d"}


@pytest.mark.skipif(OFFICE_PROGRAM is None, reason="no office program on this machine")
def test_an_office_program_opens_the_sheet(tmp_path: Path) -> None:
    """LibreOffice reads what we meant: a number, a percent, a date, and a text that calculates nothing."""
    content = sheet_of()
    content[0]["top"].append(["Từ ngày", {"date": "2026-11-01"}])
    content[0]["rows"] = [["=1+1", 37, {"percent": 0.77}, "–"]]
    content[0]["head"] = ["Đơn vị", "Số ý kiến", "Tỷ lệ", "Quá hạn"]
    (tmp_path / "so-lieu.xlsx").write_bytes(write(content))
    command = [str(OFFICE_PROGRAM), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), "so-lieu.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    written = (tmp_path / "so-lieu.csv").read_text(encoding="utf-8").splitlines()
    assert written[1].startswith("Từ ngày,01/11/2026")
    assert written[3] == "=1+1,37,77%,–"


def test_the_workbook_names_nobody() -> None:
    """No author, no machine and no moment in the properties of the file."""
    with zipfile.ZipFile(io.BytesIO(write(sheet_of()))) as parts:
        properties = parts.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in properties


async def test_telegram_gets_both_as_files(tmp_path: Path) -> None:
    """The picture to be seen at once, the sheet as a document."""
    async with open_world("sqlite", tmp_path, telegram=True) as world:
        leader = await world.leader()
        await add(world, 9)
        await leader.say("số liệu")
        await leader.tap("Biểu đồ và Excel")
        assert world.telegram is not None
        sent = [each.method for each in world.telegram.ledger.sent]
        assert sent[-3:] == ["sendmessage", "sendphoto", "senddocument"]
