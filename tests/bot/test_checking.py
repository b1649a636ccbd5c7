"""``doithoai check``: every finding in one line, in the order of what to do, and whether all is ready."""

import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.base import DEMO_ORGANISATION, Base, read_organisation
from bot.checking import Findings, findings
from bot.config import Settings
from storage.domain.organisation_document import to_document
from storage.domain.permissions import Post, Role
from storage.sql import schema
from tests.bot.command import IN_MEMORY, quick_data, settings_in
from tests.builders import MONTH, account_key, sealed
from tests.domain.ward import demo_ward

OFFICE, LEADER = Post(Role.OFFICE, "VP"), Post(Role.LEADER, "UBND")


@pytest.fixture
def settings() -> Iterator[Settings]:
    with quick_data() as folder:
        yield settings_in(folder)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Base]:
    base = await Base.open(settings)
    try:
        yield base
    finally:
        await base.close()


async def set_up(settings: Settings, *posts: Post) -> None:
    """The demo ward, with one person for each of these posts."""
    async with opened(settings) as base:
        await base.load_organisation(read_organisation(DEMO_ORGANISATION))
        async with base.store.writing() as uow:
            for number, post in enumerate(posts):
                await uow.people.enrol(
                    account_key(str(number)), sealed(str(number)), [post], name="Hoa Mai", month=MONTH
                )
            await uow.commit()


def marked(found: Findings, mark: str) -> Sequence[str]:
    return [line for line in found.lines if line.startswith(mark)]


async def test_an_empty_folder_lacks_an_organisation(settings: Settings) -> None:
    """The database is made on the way; what is missing is said with the command that mends it."""
    found = await findings(settings)
    assert not found.ready
    (missing, verdict) = marked(found, "✗")
    assert "doithoai org load" in missing
    assert verdict == found.lines[-1] == marked(found, "✗ Chưa sẵn sàng")[0]
    assert "✓ Cơ sở dữ liệu dùng được." in found.lines


async def test_an_organisation_needs_its_office_and_a_leader(settings: Settings) -> None:
    """Without them a concern would wait for nobody; each is a line of its own."""
    await set_up(settings, OFFICE)
    found = await findings(settings)
    assert not found.ready
    assert [line for line in marked(found, "✗") if "doithoai invite" in line] == [
        "✗ Chưa có lãnh đạo nào. Chạy: doithoai invite leader"
    ]
    assert "✓ Tổ chức: Phường Hoa Sen, 15 đơn vị." in found.lines


async def test_units_without_people_are_pointed_out(settings: Settings) -> None:
    """They do not stand in the way: their tasks go to the office."""
    await set_up(settings, OFFICE, LEADER, Post(Role.OFFICER, "KT"), Post(Role.HEAD, "VHXH"))
    found = await findings(settings)
    assert found.ready
    (empty,) = [line for line in marked(found, "•") if "cán bộ xử lý" in line]
    assert "BXDD" in empty
    assert not {"KT", "VHXH", "VP"} & set(empty.replace(",", "").replace(".", "").split())
    assert found.lines[-1] == "✓ Sẵn sàng. Chạy: doithoai run"


async def test_where_everybody_is_there_nothing_is_missing(settings: Settings) -> None:
    """With an officer in every unit that leads a topic, and a public address, every line but Zalo's has its tick."""
    leads = sorted({topic.lead for topic in demo_ward().topics} - {"VP"})
    await set_up(settings, OFFICE, LEADER, *(Post(Role.OFFICER, unit) for unit in leads))
    found = await findings(settings.model_copy(update={"public_url": "https://doithoai.example"}))
    assert found.ready
    others = [line for line in found.lines if not line.startswith(("✓", "• Chưa bật Zalo"))]
    assert others == [line for line in others if "khởi động lại" in line and not IN_MEMORY]


async def test_without_a_public_address_links_reach_this_machine_only(settings: Settings) -> None:
    """Said with the address they will have; it does not stand in the way."""
    found = await findings(settings)
    assert any("http://127.0.0.1:0" in line for line in marked(found, "•"))


async def test_a_port_in_use_is_found(settings: Settings) -> None:
    """Host and port are named; once it is free nothing is said any more."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = settings.model_copy(update={"web_port": taken.getsockname()[1]})
        found = await findings(settings)
    assert any(f"{settings.web_port} tại 127.0.0.1" in line for line in marked(found, "✗"))
    assert not any("WEB_PORT" in line for line in marked(await findings(settings), "✗"))


async def test_all_that_is_wrong_is_found_at_once(settings: Settings) -> None:
    """A taken port, sessions on a disk and a database out of reach are three lines, and no password is shown."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wrong = settings_in(
            settings.data_dir.parent,
            web_port=taken.getsockname()[1],
            sessions_dir=Path(__file__).parent,
            database_url="postgresql://lan:mat-khau@127.0.0.1:1/ten",
        )
        found = await findings(wrong)
    assert not found.ready
    port, sessions, database, verdict = marked(found, "✗")
    assert "WEB_PORT" in port
    assert "SESSIONS_DIR" in sessions
    assert "DATABASE_URL" in database
    assert verdict == found.lines[-1]
    assert "mat-khau" not in str(found)


async def test_a_folder_that_cannot_be_written_is_found(settings: Settings) -> None:
    """A file in the place of the data folder, for instance."""
    settings.data_dir.write_text("", encoding="utf-8")
    found = await findings(settings)
    assert any(str(settings.data_dir) in line and "DATA_DIR" in line for line in marked(found, "✗"))


async def test_an_organisation_of_an_older_version_is_found(settings: Settings) -> None:
    """If what is stored breaks today's rules, each breach is a line, as when a file is loaded."""
    broken = to_document(replace(demo_ward(), office="NOWHERE", reminder_hour=3))
    async with opened(settings) as base, base.database.writer.begin() as connection:
        await connection.execute(insert(schema.organisation).values(id=1, document=broken))
    found = await findings(settings)
    told = marked(found, "✗")
    assert any("office" in line and "NOWHERE" in line for line in told)
    assert any("reminder_hour" in line for line in told)


async def test_looking_changes_nothing(settings: Settings) -> None:
    """Checked twice, it says the same."""
    await set_up(settings, OFFICE)
    assert await findings(settings) == await findings(settings)
