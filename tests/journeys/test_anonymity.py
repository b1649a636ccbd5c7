"""Anonymity is tested by search: whoever holds everything but the keys finds no author of an anonymous case."""

import logging
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from bot.exporting import rows
from storage.domain.conversation import Account
from tests.journeys.steps import CONCERN, file_concern, ref_in, reply_code_in
from tests.talk import DirectPhone, Talk
from tests.world import World

PERSON_TABLES = ("person", "account", "post", "invite")
NAME = "Bùi Thị Thử Nghiệm"
MARKER = "chuyện con mèo xanh ngoài hiên"


def tables(world: World) -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of the database, by table."""
    with sqlite3.connect(database_path(world)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608


def database_path(world: World) -> Path:
    return Path(str(world.app.base.database.writer.url.database))


def traces_of(world: World, talk: Talk) -> list[bytes]:
    """What would give the author away: account address and its keyed hash, person id, name."""
    assert isinstance(talk.phone, DirectPhone)
    account: Account = talk.phone.account
    key = world.app.base.seals.account_key(account)
    with sqlite3.connect(database_path(world)) as connection:
        (person,) = connection.execute("SELECT person_id FROM account WHERE key = ?", (key,)).fetchone()
    return [account.key.encode(), bytes(key), bytes(key).hex().encode(), bytes(person), NAME.encode()]


def as_bytes(values: Iterable[object]) -> bytes:
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


async def whole_life(world: World, author: Talk) -> tuple[list[Talk], str]:
    """A case through everything an author and an office can do; the other phones and the reference."""
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    ref = await file_concern(author, f"{CONCERN} {MARKER}")
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await officer.tap("Hỏi thêm")
    await officer.say("Máy nào ạ?")
    await author.tap("Trả lời")
    await author.say("Máy số 3")
    await author.say(code)
    await author.tap("Bổ sung")
    await author.say("Cả máy số 4")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    await author.tap("Chưa thỏa đáng")
    await author.say("Chưa rõ ai làm")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng làm, xong trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    await author.tap("Đã rõ")
    return [office, officer, leader], ref


async def test_no_table_but_those_of_persons_holds_a_trace_of_the_author(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """After a case's whole life, the author's account, person and name stand in no other table, text, log or export."""
    caplog.set_level(logging.DEBUG)
    author = await world.staff()
    await file_concern(author, "Đề nghị sửa mái nhà xe cơ quan.", name=NAME, kind="Kiến nghị")
    named_ref = ref_in(author.expect("Đã gửi"))
    others, ref = await whole_life(world, author)
    traces = traces_of(world, author)

    held = tables(world)
    with sqlite3.connect(database_path(world)) as connection:
        (case_id,) = connection.execute('SELECT id FROM "case" WHERE ref = ?', (ref,)).fetchone()
    of_case = [row for name, rows_ in held.items() if name not in PERSON_TABLES for row in rows_ if case_id in row]
    stored = as_bytes(value for row in of_case for value in row)
    assert len(of_case) > 10
    assert [trace for trace in traces if trace in stored] == []

    others_read = "\n".join(event["text"] for talk in others for event in talk.phone.events if ref in event["text"])
    exported = "\n".join(",".join(row) for row in await rows(world.app.base.store))
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert named_ref in exported and ref in exported
    for haystack in (others_read, exported, logged):
        assert [trace for trace in traces if trace in haystack.encode()] == []
    assert MARKER not in logged and NAME not in logged


async def test_a_return_address_has_one_length_and_opens_only_with_the_key_for_its_own_case(world: World) -> None:
    """Every sealed address is 240 bytes, and two cases of one person share none of them."""
    author = await world.staff()
    await file_concern(author)
    await file_concern(author, "Đề nghị có nước uống ở phòng họp tầng hai.", kind="Đề xuất")
    with sqlite3.connect(database_path(world)) as connection:
        sealed = [address for (address,) in connection.execute("SELECT sealed FROM return_address")]
    assert [len(address) for address in sealed] == [240, 240]
    assert sealed[0] != sealed[1]
