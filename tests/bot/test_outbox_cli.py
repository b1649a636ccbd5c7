"""``doithoai outbox``: what waits, who is silent, what has failed, and nothing of anybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox_cli import lines
from storage.domain.outbox import Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from tests.bot.command import CommandLine, Ran
from tests.builders import MONTH, NOW, account_key, make_envelope, sealed
from tests.storage.databases import KINDS, fresh_database

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PEOPLE = ("lan", "minh", "hoa")


async def said(store: Store, now: datetime = NOW) -> Sequence[str]:
    return await lines(store, ZONE, now)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_waits_and_what_failed_is_counted(kind: str) -> None:
    """By channel and kind of notice: what was tried in vain, why it failed, until when a platform is silent."""
    async with fresh_database(kind) as database:
        async with database.store.writing() as uow:
            for name in PEOPLE:
                key, posts = account_key(name), [Post(Role.STAFF)]
                await uow.people.enrol(key, sealed(name), posts, name="", month=MONTH, channel="telegram")
            await uow.outbox.put([make_envelope(account_key(name), priority=Priority.ANSWER) for name in PEOPLE])
            first, second, _ = await uow.outbox.heads(NOW, 3, "telegram")
            await uow.outbox.retry(first.id, NOW + timedelta(minutes=5))
            await uow.outbox.failed(second.id, "blocked")
            await uow.outbox.stop_channel("telegram", NOW + timedelta(minutes=2))
            await uow.commit()
        until = (NOW + timedelta(minutes=2)).astimezone(ZONE)
        assert await said(database.store) == [
            "telegram: 2 tin trả lời đang chờ, trong đó 1 tin đã gửi thử mà chưa được (lâu nhất đã 0 phút).",
            f"telegram: nền tảng yêu cầu tạm dừng gửi đến {until:%H:%M:%S %d/%m}.",
            "telegram: 1 tin gửi hỏng (người nhận đã chặn).",
        ]


async def test_a_silence_is_told_of_where_no_notice_waits() -> None:
    """Replies wait for it too, and notices of which only the sealed address knows where they go."""
    async with fresh_database("sqlite") as database:
        async with database.store.writing() as uow:
            await uow.outbox.stop_channel("telegram", NOW + timedelta(minutes=2))
            await uow.outbox.stop_channel("zalo", NOW)
            await uow.commit()
        (line,) = await said(database.store)
        assert line.startswith("telegram: nền tảng yêu cầu tạm dừng gửi đến")


@pytest.mark.parametrize("kind", KINDS)
async def test_it_says_how_long_the_oldest_has_been_tried(kind: str) -> None:
    """In minutes, from its tries: when it was written stands nowhere."""
    async with fresh_database(kind) as database:
        async with database.store.writing() as uow:
            await uow.outbox.put([make_envelope(account_key(name), priority=Priority.ANSWER) for name in PEOPLE])
            first, second, _ = await uow.outbox.heads(NOW, 3, "telegram")
            for _ in range(11):
                await uow.outbox.retry(first.id, NOW + timedelta(minutes=5))
            await uow.outbox.retry(second.id, NOW + timedelta(minutes=5))
            await uow.commit()
        (line,) = await said(database.store, NOW + timedelta(minutes=3))
        assert line.endswith("trong đó 2 tin đã gửi thử mà chưa được (lâu nhất đã 16 phút).")


def test_an_empty_outbox_says_so(line: CommandLine) -> None:
    """Nothing waits after an installation."""
    assert line.run("outbox") == Ran(0, "Không có tin nào đang chờ, không có tin nào gửi hỏng.\n", "")
