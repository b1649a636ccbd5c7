"""The sweep of the calendar: the office is asked once a week, from November on, until it has confirmed."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from handlers.context import Office
from handlers.notice_words import in_words
from handlers.texts.catalog import LANGUAGES
from scheduler.calendar_check import sweep
from storage.domain.outbox import Notice
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.sql import schema
from storage.sql.engine import Database
from tests.domain.ward import SAIGON
from tests.scheduler.mailroom import Mailroom
from tests.scheduler.office import demo_office, enrol
from tests.storage.opened import opened_outbox


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SAIGON)


def confirmed() -> Office:
    office = demo_office()
    return replace(office, organisation=replace(office.organisation, confirmed_years=frozenset({2027})))


async def asked(database: Database) -> int:
    async with database.writer.connect() as connection:
        return len((await connection.execute(select(schema.outbox.c.id))).all())


async def test_the_office_is_asked_once_a_week(database: Database, store: Store) -> None:
    """However often the sweep runs in a week, each who holds the office is asked once; next week again."""
    for name in ("office", "second"):
        await enrol(store, name, Post(Role.OFFICE, "VP"))
    await enrol(store, "officer", Post(Role.OFFICER, "KT"))
    said = [await sweep(store, demo_office(), at(f"2026-11-{day:02}T08:00")) for day in range(2, 16) for _ in range(2)]
    assert sum(said) == 4
    assert await asked(database) == 4


async def test_several_sweeps_at_once_ask_once(database: Database, store: Store) -> None:
    """Three schedulers at the same moment are as one."""
    await enrol(store, "office", Post(Role.OFFICE, "VP"))
    said = await asyncio.gather(*(sweep(store, demo_office(), at("2026-11-02T08:00")) for _ in range(3)))
    assert sorted(said) == [0, 0, 1]


async def test_there_are_times_when_nobody_is_asked(database: Database, store: Store) -> None:
    """Not before November, not on a day off, not in quiet hours."""
    await enrol(store, "office", Post(Role.OFFICE, "VP"))
    moments = {
        "October": "2026-10-30T09:00",
        "early in the morning": "2026-11-02T06:30",
        "rest after lunch": "2026-11-02T12:00",
        "a Saturday": "2026-11-07T09:00",
        "the Culture Day": "2026-11-24T09:00",
        "January": "2027-01-04T09:00",
    }
    assert {name for name, moment in moments.items() if await sweep(store, demo_office(), at(moment))} == set()
    assert await asked(database) == 0


async def test_a_confirmed_year_is_not_asked_for(database: Database, store: Store) -> None:
    """Silence once it is done."""
    await enrol(store, "office", Post(Role.OFFICE, "VP"))
    assert await sweep(store, confirmed(), at("2026-11-02T08:00")) == 0
    assert await asked(database) == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_question_has_a_button_that_opens_the_year(
    database: Database, store: Store, mail: Mailroom, language: str
) -> None:
    """It names the year, and pressing it is the command with that year."""
    await enrol(store, "office", Post(Role.OFFICE, "VP"))
    await sweep(store, demo_office(), at("2026-12-01T08:00"))
    (row,) = await opened_outbox(database)
    payload = row.payload
    notice = Notice(payload["text_key"], payload["arguments"], tuple(map(tuple, payload["choices"])))
    reply = in_words(notice, language, demo_office().texts, mail.seals)
    assert "2027" in reply.text
    assert [choice.value for choice in reply.choices] == ["c.calendar.2027"]
