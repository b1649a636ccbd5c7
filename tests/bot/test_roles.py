"""Front and delivery as two processes of two users: together they do what one does, and only one of them can unmask."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from aiohttp import ClientSession, TCPConnector

from storage.sealing import KeyFolder
from tests.bot.command import CommandLine, refused
from tests.bot.two_roles import DELIVERY_USER, FRONT_USER, OTHERS_PYTHON, ROOT, TwoRoles, healthy, two_roles
from tests.serving import StubbornPhone, press, write
from tests.storage.databases import KINDS, migrated_database
from tests.talk import Event

SECONDS = 20
PAGE = 4096


@pytest.fixture(params=KINDS)
async def roles(request: pytest.FixtureRequest) -> AsyncIterator[TwoRoles]:
    async with (
        migrated_database(request.param) as url,
        two_roles(url if request.param == "postgresql" else "") as made,
    ):
        yield made


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        yield session


async def is_up(roles: TwoRoles, http: ClientSession) -> None:
    async with asyncio.timeout(SECONDS):
        while True:
            try:
                await healthy(roles, http)
            except OSError:
                assert roles.front is not None and roles.front.poll() is None, roles.log("front")
                await asyncio.sleep(0.05)
                continue
            return


def choice(event: Event, beginning: str) -> str:
    return next((str(c["value"]) for c in event["choices"] if c["value"].startswith(beginning)), "")


async def test_two_processes_do_what_one_does(roles: TwoRoles, http: ClientSession) -> None:
    """A concern without a name reaches the office, and what becomes of it its author, by way of the process with the
    key; while that is away nothing is lost, and nowhere at the front is there the key (I10).
    """
    for_office, for_staff = await roles.prepare()
    key = roles.key.read_bytes()
    front = roles.start("front")
    await is_up(roles, http)
    office, author = StubbornPhone(http, roles.base), StubbornPhone(http, roles.base)
    try:
        assert (await office.begin(for_office)).status == 200
        assert (await author.begin(for_staff)).status == 200
        await press(author, await write(author, "Máy in của tôi hỏng từ tháng 9."))
        await asyncio.sleep(1.2)  # longer than delivery needs
        assert not [event for event in office.events if choice(event, "a.route.")]  # there is nobody to carry it

        delivery = roles.start("delivery")
        triage = await office.see(lambda event: bool(choice(event, "a.route.")))
        before = len(author.events)
        await press(office, choice(triage, "a.to."))
        await author.see(lambda event: bool(event["tag"]), before)

        nowhere_in(front, key)
        if os.getuid() == 0:  # who may look into the memory of others
            assert key not in memory_of(front)
            assert key in memory_of(delivery)  # so the search finds it where it is
        if roles.as_others:
            assert uid_of(front) == FRONT_USER and uid_of(delivery) == DELIVERY_USER
            assert readable_files(roles.folder, FRONT_USER, key) == []
        assert listening(delivery) == []
    finally:
        await office.close_page()
        await author.close_page()
    ended = [await stopped(process) for process in (delivery, front)]
    assert ended == [0, 0], roles.log("front") + roles.log("delivery")


async def stopped(process: "subprocess.Popen[bytes]") -> int:
    process.send_signal(signal.SIGTERM)
    return await asyncio.to_thread(process.wait, 15)


def nowhere_in(process: "subprocess.Popen[bytes]", key: bytes) -> None:
    """Neither among its variables nor its open files."""
    folder = Path(f"/proc/{process.pid}")
    environ = (folder / "environ").read_bytes()
    assert not [form for form in (key, key.hex().encode(), b"delivery.key") if form in environ]
    opened = [str(each.readlink()) for each in (folder / "fd").iterdir()]
    assert not [path for path in opened if "delivery.key" in path or "/delivery/" in path]


def memory_of(process: "subprocess.Popen[bytes]") -> bytes:
    """All that it holds and can write to, as root reads it."""
    found = []
    with Path(f"/proc/{process.pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{process.pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            start, end = (int(part, 16) for part in span.split("-"))
            if rights.startswith("rw") and "[v" not in line:
                found.append(_read_pages(memory, start, end))
    return b"".join(found)


def _read_pages(memory: BinaryIO, start: int, end: int) -> bytes:
    """A stretch of memory; pages of a mapped file that has become shorter are not there."""
    memory.seek(start)
    try:
        return memory.read(end - start)
    except OSError:
        if end - start <= PAGE:
            return b""
    middle = start + (end - start) // PAGE // 2 * PAGE
    return _read_pages(memory, start, middle) + _read_pages(memory, middle, end)


def readable_files(folder: Path, user: int, key: bytes) -> list[str]:
    """Files with the key in them that this user can read, as that user finds out."""
    script = "\n".join(
        [
            "import os, sys",
            "for top, _, names in os.walk(sys.argv[1]):",
            "    for name in names:",
            "        try:",
            "            content = open(os.path.join(top, name), 'rb').read()",
            "        except OSError:",
            "            continue",
            "        if bytes.fromhex(sys.argv[2]) in content: print(name)",
        ]
    )
    ran = subprocess.run(
        [OTHERS_PYTHON, "-c", script, str(folder), key.hex()],
        user=user, group=user, extra_groups=[], capture_output=True, check=True, cwd="/",
    )  # fmt: skip
    return ran.stdout.decode().split()


def listening(process: "subprocess.Popen[bytes]") -> list[str]:
    """The sockets on which it waits for others."""
    mine = {str(each.readlink()) for each in Path(f"/proc/{process.pid}/fd").iterdir()}
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and f"socket:[{parts[9]}]" in mine:
                found.append(parts[1])
    return found


def uid_of(process: "subprocess.Popen[bytes]") -> int:
    return Path(f"/proc/{process.pid}").stat().st_uid


@pytest.fixture
def keys(line: CommandLine) -> Iterator[Path]:
    folder = line.folder / "data" / "keys"
    KeyFolder(folder).public_key()
    yield folder


def test_the_front_does_not_start_beside_the_key(line: CommandLine, keys: Path) -> None:
    """It would be able to open what it shall not."""
    refused(line.run("run", "--role", "front"), str(keys), "delivery")


def test_the_front_does_not_make_a_key(line: CommandLine, keys: Path) -> None:
    """Without a public half it says how to get one, and makes none of its own."""
    for file in keys.glob("delivery.*"):
        file.unlink()
    refused(line.run("run", "--role", "front"), "delivery.pub", "keys new")
    assert list(keys.glob("delivery*")) == []


def test_delivery_does_not_start_without_the_key(line: CommandLine) -> None:
    """It is told where the key was looked for, and none is made."""
    refused(line.run("run", "--role", "delivery"), "delivery.key")
    assert not (line.folder / "data").exists()


def test_one_process_says_that_its_promise_is_weaker(ward: CommandLine) -> None:
    """As soon as it serves; the two roles have no need to."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=ward.folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **ward.environment},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(2)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert "yếu hơn" in said[1]
