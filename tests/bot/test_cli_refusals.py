"""How the commands refuse: code 2, a sentence for each thing that is wrong, no traceback and no secret."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from bot.base import DEMO_ORGANISATION
from handlers.texts.catalog import LANGUAGES, say
from storage.sql.leadership import OnlyProcess
from tests.bot.command import VIETNAMESE, CommandLine, refused, write_ward


def test_without_an_organisation_nothing_is_served(line: CommandLine) -> None:
    """``run`` ends with code 2 and one line that says what to do."""
    refused(line.run("run"), "Chưa nạp tổ chức", "doithoai org load")


def test_two_programs_do_not_share_a_folder(ward: CommandLine) -> None:
    """The second one ends with code 2 and names the folder."""
    only = OnlyProcess(ward.folder / "data" / "running.lock")
    assert only.acquire()
    try:
        refused(ward.run("run"), str(ward.folder / "data"))
    finally:
        only.release()


def test_the_demo_does_not_touch_a_real_office(line: CommandLine) -> None:
    """On a folder that holds a real organisation it does not start."""
    text = DEMO_ORGANISATION.read_text(encoding="utf-8").replace("is_demo = true", "is_demo = false")
    assert line.run("org", "load", write_ward(line, text)).code == 0
    refused(line.run("demo"), str(line.folder / "data"))


def test_all_wrong_settings_are_told_at_once(line: CommandLine) -> None:
    """Every command says every one of them, in Vietnamese, and none of their values."""
    wrong = {"WEB_PORT": "bí-mật-1", "TIMEZONE": "bí-mật-2", "PUBLIC_URL": "bí-mật-3", "DATABASE_URL_FILE": "/không/có"}
    ran = line.run("check", **wrong)
    assert (ran.code, ran.out) == (2, "")
    assert sorted(name for name in wrong for told in ran.lines if name in told) == sorted(wrong)
    assert len(ran.lines) == 4
    assert all(VIETNAMESE.search(told) for told in ran.lines)
    assert "bí-mật" not in ran.err


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("DATABASE_URL", "postgresql//lan:mat-khau@db/ten", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://lan:mat-khau@db:cong/ten", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://lan:mat/khau@db/ten", "DATABASE_URL"),
        ("DATABASE_URL", "mysql://lan:mat-khau@db/ten", "mysql"),
        ("DATABASE_URL", "sqlite://", "SQLite"),
        ("DATABASE_URL", "postgresql://lan:mat-khau@127.0.0.1:1/ten", "Connection refused"),
        ("DATABASE_URL", "sqlite:////khong/co/thu/muc.db", "No such file or directory"),
        ("DATA_DIR", "/proc/khong-duoc", "/proc/khong-duoc"),
        ("SESSIONS_DIR", "/proc/khong-duoc", "SESSIONS_DIR"),
        ("SESSIONS_DIR", str(Path(__file__).parent), "tmpfs"),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_line(ward: CommandLine, setting: str, value: str, part: str) -> None:
    """A database or folder that is not there ends ``run`` with code 2, without a traceback and without a password."""
    arguments = ("run",) if setting == "SESSIONS_DIR" else ("org", "show")
    told = refused(ward.run(*arguments, **{setting: value}), part)
    assert not re.search("mat.?khau|khau@", told)


def test_a_file_that_is_no_database_is_told(line: CommandLine) -> None:
    """Something else under the database's name is left as it is."""
    (line.folder / "data").mkdir()
    file = line.folder / "data" / "doithoai.db"
    file.write_text("Đây không phải cơ sở dữ liệu. " * 50, encoding="utf-8")
    refused(line.run("org", "show"), "not a database")
    assert file.read_text(encoding="utf-8").startswith("Đây")


def problems_in_the_code() -> Iterator[tuple[str, list[str]]]:
    """Every problem the code can raise: its text key, and the names of the values it brings."""
    root = Path(__file__).parents[2]
    for path in (*(root / "bot").rglob("*.py"), *(root / "storage").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Problem"), args=[ast.Constant(value=str(key)), *values]):
                    names = values[0].keys if values and isinstance(values[0], ast.Dict) else []
                    yield key, [ast.literal_eval(name) for name in names if name is not None]


def test_every_problem_can_be_said() -> None:
    """Each brings the values that its sentence asks for, in both languages; none breaks on its way to the clerk."""
    found = dict(problems_in_the_code())
    assert {"settings-running", "cli-unit-needed", "settings-database-newer"} <= found.keys()
    for language, (key, names) in product(LANGUAGES, found.items()):
        said = say(language, key, **dict.fromkeys(names, "xyz"))
        assert said.count("xyz") >= len(names), key
