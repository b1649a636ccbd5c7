"""What ``invite`` and ``revoke`` do: somebody is really let in, or not any more."""

import asyncio
import json
import re
from typing import Final

import pytest

from bot.base import Base
from storage.domain.permissions import Post, Role
from tests.bot.command import CommandLine, Ran, let_in, refused

CODE: Final = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def test_an_invite_is_shown_with_link_and_picture(ward: CommandLine) -> None:
    """Code, link to the public page, how often it works, and a QR picture to hold a phone to."""
    ran = ward.run("invite", "staff", "--uses", "20", PUBLIC_URL="https://doithoai.example/")
    assert ran.code == 0
    (code, again) = CODE.findall(ran.out)
    assert code == again
    assert f"https://doithoai.example/#invite={code}" in ran.out
    assert "20 lần" in ran.out
    assert "▀" in ran.out or "█" in ran.out


@pytest.mark.parametrize(
    ("arguments", "unit"),
    [
        (("staff",), ""),
        (("staff", "--unit", "TYT"), "TYT"),
        (("office",), "VP"),
        (("leader",), "UBND"),
        (("leader", "--unit", "TTDU"), "TTDU"),
        (("head", "--unit", "KT", "--unit", "VHXH"), "KT,VHXH"),
    ],
)
def test_an_invite_can_be_had_as_json(ward: CommandLine, arguments: tuple[str, ...], unit: str) -> None:
    """A list of one; where a role has its place in the organisation the unit need not be given."""
    (made,) = json.loads(ward.run("invite", *arguments, "--json").out)
    assert CODE.fullmatch(made["code"])
    assert made == {
        "code": made["code"],
        "link": f"http://127.0.0.1:0/#invite={made['code']}",
        "role": arguments[0],
        "unit": unit,
    }


def test_an_officer_needs_a_unit(ward: CommandLine) -> None:
    """The codes to choose from are told."""
    refused(ward.run("invite", "officer"), "officer", "--unit", "VHXH")


def test_an_unknown_unit_is_refused(ward: CommandLine) -> None:
    """Each one that does not exist is named, and no code is made."""
    ran = ward.run("invite", "officer", "--unit", "XX", "--unit", "KT", "--unit", "KINH")
    assert (ran.code, ran.out) == (2, "")
    unknown, unknown_too = ran.lines
    assert " XX" in unknown
    assert " KINH" in unknown_too


def test_nobody_is_invited_into_nothing(line: CommandLine) -> None:
    """Before an organisation is loaded there is no unit to invite anybody to."""
    refused(line.run("invite", "staff"), "org load")
    refused(line.run("org", "show"), "org load")


def test_an_invite_lets_somebody_in(ward: CommandLine) -> None:
    """The code typed to the bot gives the posts it was made for, once for a desk, to several for staff."""
    (officer,) = json.loads(ward.run("invite", "officer", "--unit", "KT", "--json").out)
    (staff,) = json.loads(ward.run("invite", "staff", "--json").out)
    assert let_in(ward, officer["code"], officer["code"], staff["code"], staff["code"]) == [
        {Post(Role.OFFICER, "KT")},
        set(),
        {Post(Role.STAFF)},
        {Post(Role.STAFF)},
    ]


def test_a_revoked_invite_lets_nobody_in(ward: CommandLine) -> None:
    """It may be typed as it is shown or as it is remembered; the others go on working."""
    made = [json.loads(ward.run("invite", "office", "--json").out)[0]["code"] for _ in range(2)]
    assert ward.run("revoke", made[0].lower().replace("-", " ")) == Ran(0, "Đã thu hồi mã mời.\n", "")
    assert let_in(ward, *made) == [set(), {Post(Role.OFFICE, "VP")}]


def test_a_leader_of_the_command_line_waits_for_the_office(ward: CommandLine) -> None:
    """The first of the office needs nobody; a leader's code gives nothing until the office has said so."""
    office, leader = [json.loads(ward.run("invite", role, "--json").out)[0]["code"] for role in ("office", "leader")]
    assert let_in(ward, leader, office) == [set(), {Post(Role.OFFICE, "VP")}]
    assert "Chưa có lãnh đạo nào" in ward.run("check").out
    log = ward.run("audit", "export").out
    assert "invited,office:VP" in log and "invited,leader:UBND" in log
    whole = ward.run("audit", "verify")
    assert whole.code == 0 and "Nhật ký nguyên vẹn" in whole.out


def test_a_log_that_was_changed_is_told(ward: CommandLine) -> None:
    """The exit code and the place, for whoever runs it every night."""
    for _ in range(3):
        ward.run("invite", "staff", "--json")

    async def forge() -> None:
        base = await Base.open(ward.settings)
        async with base.database.writer.begin() as connection:
            await connection.exec_driver_sql("UPDATE audit SET object = 'leader:UBND' WHERE seq = 2")
        await base.close()

    asyncio.run(forge())
    ran = ward.run("audit", "verify")
    assert ran.code == 1 and "ở dòng 2" in ran.out


@pytest.mark.parametrize("code", ["K7QM-2XPA-9RTD", "không phải mã"])
def test_what_is_no_invite_cannot_be_revoked(ward: CommandLine, code: str) -> None:
    """Said in one line, and nothing is changed."""
    refused(ward.run("revoke", code), "mã mời")
