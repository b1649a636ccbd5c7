"""The checks that told existing Telegram bots apart, over real HTTP to the simulator.

Elsewhere: a crowd, a stranger's first words, repeated updates, 429 and 500 in ``test_telegram``; kills in
``test_telegram_crash``; how quickly, and how much memory, in ``tests/bench/bench_telegram.py`` and ``bench_start.py``.
"""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.channels.telegram_turns import TRIES
from bot.exporting import COLUMNS, rows
from bot.logs import set_up_logs
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from tests.journeys.steps import CONCERN, answered_case, file_concern, ref_in, reply_code_in
from tests.journeys.test_anonymity import database_path, whole_life
from tests.talk import Talk
from tests.telegram_world import TelegramPhone
from tests.world import World

pytestmark = pytest.mark.over_telegram

NOTHING_CAN_BE_FILED = "CREATE TRIGGER full BEFORE INSERT ON 'case' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"


def phone_of(talk: Talk) -> TelegramPhone:
    assert isinstance(talk.phone, TelegramPhone)
    return talk.phone


async def cases(world: World) -> list[tuple[str, str]]:
    """Reference and text of each."""
    code, body = COLUMNS.index("code"), COLUMNS.index("body")
    return [(row[code], row[body]) for row in await rows(world.app.base.store)]


async def test_the_receipt_stays_with_code_owner_and_due_date(world: World) -> None:
    """It names the case, who has it, until when and the code, and it is still in the chat, unchanged, a month later."""
    author = await world.staff()
    ref = await file_concern(author)
    phone = phone_of(author)
    receipt = phone.person.last
    assert reply_code_in(receipt.text) and ref_in(receipt.text) == ref
    assert "Văn phòng HĐND và UBND" in receipt.text
    assert "11/11/2026" in receipt.text  # seven working days
    shown = receipt.text
    for _ in range(30):
        world.clock.advance(days=1)
        await world.app.sweeps.what_is_due()
        await world.settle()
    assert receipt in phone.person.from_bot
    assert (receipt.text, receipt.edit_date) == (shown, 0)


async def test_what_follows_the_answer_opens_the_same_case_again(world: World) -> None:
    """The objection is in the case that was answered, the unit is told, and its list shows the case again."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await answered_case(world, author, office, officer, leader)
    await author.tap("Chưa thỏa đáng")
    await author.say("Máy mới vẫn chưa có.")
    officer.expect(ref, "Máy mới vẫn chưa có.")
    assert [each for each, _ in await cases(world)] == [ref]
    await officer.say(say(DEFAULT_LANGUAGE, "button-work"))
    assert [label for label in officer.labels if ref in label]


async def test_no_chat_of_the_office_shows_who_an_anonymous_author_is(world: World) -> None:
    """Through a case's whole life: neither name nor number in a text, nothing forwarded, nobody's link."""
    author = await world.staff()
    person = phone_of(author).person
    person.user.first_name, person.user.username = "Bùi Thị Thử", "thu_nghiem_bui"
    others, ref = await whole_life(world, author)
    assert world.telegram is not None
    told = [sent for sent in world.telegram.ledger.sent if sent.chat_id != person.chat_id]
    everything = "\n".join([*(sent.text for sent in told), *(str(phone_of(other).events) for other in others)])
    assert ref in everything
    traces = (person.user.first_name, person.user.username, str(person.chat_id))
    assert [trace for trace in traces if trace in everything] == []
    assert {sent.method for sent in told} <= {"sendmessage", "editmessagetext", "senddocument", "sendphoto"}


async def test_an_error_report_has_ids_only(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A filing that cannot be stored: the person gets an error code, the log that code, and nobody else anything.

    SQLAlchemy's errors quote what was to be stored. Tried in vain, it is kept as a draft, and filed when the fault has
    passed.
    """
    author = await world.staff()
    await author.say(CONCERN)
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư, nguyện vọng")
    run_on_database(world, NOTHING_CAN_BE_FILED)
    with logs_as_in_production():
        await author.tap("Gửi")
    log = capsys.readouterr().err
    codes = re.findall(r"turn failed code=(\w+) error=IntegrityError", log)
    assert len(codes) == TRIES
    author.expect(codes[-1])
    person = phone_of(author).person
    traces = (CONCERN[:20], "Máy tính", str(person.chat_id), person.user.first_name)
    assert [trace for trace in traces if trace in log] == []
    assert world.telegram is not None
    assert {sent.chat_id for sent in world.telegram.ledger.sent} == {person.chat_id}

    run_on_database(world, "DROP TRIGGER full")
    await author.tap("Gửi")
    assert await cases(world) == [(ref_in(author.expect("Đã gửi")), CONCERN)]


def run_on_database(world: World, statement: str) -> None:
    with sqlite3.connect(database_path(world)) as connection:
        connection.execute(statement)


@contextmanager
def logs_as_in_production() -> Iterator[None]:
    """On standard error, as the command line sets them up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logs()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
