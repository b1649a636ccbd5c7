"""What reaches the log: one line an event, and nothing that opens a door or quotes a person."""

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr

import pytest

from bot.logs import set_up_logs

WORDS = "Phụ cấp của tôi chưa có"
log = logging.getLogger("tests.logs")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the log writes while a test runs."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []  # set_up_logs closes those it finds, and pytest still needs its own
    written = io.StringIO()
    with redirect_stderr(written):
        set_up_logs()
    yield written
    root.handlers, root.level = handlers, level


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("GET https://api.example.vn/bot123456789:AAE-x_y9/send", "GET https://api.example.vn/***/send"),
        ("Authorization: Bearer 3Jd9-x_Y.z", "Authorization: ***"),
        ("open https://page.example.vn/#invite=K7QM-2XPA-9RTD", "open https://page.example.vn/#***"),
        ("invite K7QM-2XPA-9RTD used", "invite **** used"),
        ("invite k7qm-2xpa-9rtd used", "invite **** used"),
        ("reply code K7QM-2XPA-9RTD-0ABC", "reply code ****"),
        ("postgresql://doithoai:mat-khau@db/ten refused", "postgresql://***@db/ten refused"),
        ("postgresql://:mat-khau@db/ten refused", "postgresql://***@db/ten refused"),
    ],
)
def test_what_opens_a_door_is_masked(lines: io.StringIO, line: str, masked: str) -> None:
    """Tokens, invites, reply codes and passwords in URLs come out as stars, whoever logs them."""
    log.warning(line)
    assert lines.getvalue().endswith(f" WARNING tests.logs {masked}\n")


def test_a_reference_may_stand_in_the_log(lines: io.StringIO) -> None:
    """The reference of a case opens nothing, and helps to find its line."""
    logging.getLogger("handlers.engine").info("case DT-7K3Q-9XMD routed")
    assert "case DT-7K3Q-9XMD routed" in lines.getvalue()


def test_an_exception_is_shown_by_its_type(lines: io.StringIO) -> None:
    """Neither its message nor that of its cause reaches the log."""
    try:
        try:
            raise ValueError(WORDS)
        except ValueError as error:
            raise RuntimeError(f"again: {WORDS}") from error
    except RuntimeError:
        log.exception("turn failed")
    written = lines.getvalue()
    assert "turn failed\n(RuntimeError)\n" in written
    assert WORDS not in written


async def test_a_forgotten_task_does_not_tell(lines: io.StringIO) -> None:
    """What asyncio itself says of a task whose error nobody took has the error's type only."""

    async def fail() -> None:
        raise ValueError(WORDS)

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    written = lines.getvalue()
    assert "never retrieved" in written
    assert "ValueError" in written
    assert WORDS not in written


def test_an_unreadable_request_does_not_tell_its_address(lines: io.StringIO) -> None:
    """The web server names the address of whoever sends nonsense; the log does not."""
    logging.getLogger("aiohttp.server").error("Error handling request from %s", "203.0.113.7")
    assert "Error handling request from ***" in lines.getvalue()
    assert "203.0.113.7" not in lines.getvalue()


@pytest.mark.parametrize("name", ["apscheduler.executors.default", "aiohttp.access", "httpx"])
def test_chatty_libraries_are_quiet(lines: io.StringIO, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries that write a line for every tick, address or request are heard from warnings on, at any level."""
    monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    logging.getLogger(name).info("tick")
    logging.getLogger(name).warning("late")
    assert "tick" not in lines.getvalue()
    assert "late" in lines.getvalue()
