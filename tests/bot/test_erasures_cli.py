"""``doithoai erasures``: the proof that something was deleted; and a key folder that fits the database, or no start."""

from datetime import date
from pathlib import Path

import pytest

from bot.base import Base
from bot.config import Settings
from bot.erasures_cli import lines
from storage.domain.errors import SettingsError
from storage.domain.retention import Erased, Erasure, Why
from tests.bot.command import CommandLine, Ran
from tests.builders import make_case
from tests.storage.databases import KINDS, fresh_database

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_deletion_is_a_line(kind: str) -> None:
    """By day; since a day, what came before is left out; noted twice, it is there once."""
    erasures = [
        Erasure(Erased.ADDRESS, "DT-AAAA-AAAA", DAY, Why.RETENTION),
        Erasure(Erased.CONTENTS, "DT-AAAA-AAAA", DAY, Why.AUTHOR),
        Erasure(Erased.CONTENTS, "DT-BBBB-BBBB", DAY, Why.OFFICE),
        Erasure(Erased.NOTICES, "", date(2026, 11, 21), Why.RETENTION, 3),
    ]
    async with fresh_database(kind) as database:
        async with database.store.writing() as uow:
            await uow.keeping.note([*erasures, *erasures])
            await uow.commit()
        assert await lines(database.store, DAY) == [
            "20/11/2026 · địa chỉ trả lời của ý kiến DT-AAAA-AAAA · hết hạn lưu",
            "20/11/2026 · nội dung ý kiến DT-AAAA-AAAA · theo ý người gửi",
            "20/11/2026 · nội dung ý kiến DT-BBBB-BBBB · do văn phòng xóa",
            "21/11/2026 · nội dung 3 tin không gửi được · hết hạn lưu",
        ]
        assert len(await lines(database.store, date(2026, 11, 21))) == 1


def test_where_nothing_was_deleted_it_says_so(line: CommandLine) -> None:
    """From the first day on, or from a given one."""
    nothing = Ran(0, "Chưa có gì bị xóa.\n", "")
    assert line.run("erasures") == line.run("erasures", "--since", "2026-11-01") == nothing


async def test_a_key_folder_of_another_installation_is_refused(tmp_path: Path) -> None:
    """A start with new keys would show an office full of unreadable cases, and seal new ones with a second key."""
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    base = await Base.open(settings)
    case = make_case()
    async with base.store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.commit()
    await base.close()
    (tmp_path / "keys" / "contents.key").rename(tmp_path / "mislaid.key")
    with pytest.raises(SettingsError, match="settings-contents-key"):
        await Base.open(settings)
    (tmp_path / "mislaid.key").rename(tmp_path / "keys" / "contents.key")
    again = await Base.open(settings)
    async with again.store.reading() as reads:
        assert (await reads.cases.get(case.ref)).body == case.body
    await again.close()
