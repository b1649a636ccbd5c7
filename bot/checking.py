"""``doithoai check``: what is in place, what is missing, in words a clerk can act on."""

import socket
from dataclasses import dataclass

from bot.base import NO_ORGANISATION, Base, port_problem, sessions_folder
from bot.config import Settings
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import Organisation
from storage.domain.permissions import Role
from storage.domain.ports import Store


@dataclass(frozen=True, slots=True)
class Findings:
    """One line a finding; ``ready`` if nothing stands in the way of serving."""

    lines: tuple[str, ...]
    ready: bool


async def findings(settings: Settings) -> Findings:
    """Look at the settings, the database, the organisation and its people."""
    good: list[str] = []
    bad: list[str] = []
    _page(settings, good, bad)
    for look in (_sessions, _zalo, _database):
        try:
            await look(settings, good, bad)
        except SettingsError as error:
            bad += map(_wrong, error.problems_found)
    return Findings((*good, *bad, _line("check-ready" if not bad else "check-not-ready")), ready=not bad)


def _page(settings: Settings, good: list[str], bad: list[str]) -> None:
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    try:
        socket.create_server((settings.web_host, settings.web_port), family=family).close()
    except OSError:
        bad.append(_wrong(port_problem(settings)))
    if not settings.public_url:
        good.append(_line("check-no-public-url", page=settings.page))


async def _sessions(settings: Settings, good: list[str], bad: list[str]) -> None:
    good.append(_line("check-sessions-ok" if sessions_folder(settings) else "check-sessions-memory"))


async def _zalo(settings: Settings, good: list[str], bad: list[str]) -> None:
    from bot.channels.zalo_checking import look_at_zalo  # httpx: only this command waits for it

    found = await look_at_zalo(settings)
    good += found.good
    bad += found.bad


async def _database(settings: Settings, good: list[str], bad: list[str]) -> None:
    base = await Base.open(settings)
    try:
        good.append(_line("check-database-ok"))
        organisation = await base.organisation()
        if organisation is None:
            raise SettingsError(NO_ORGANISATION)
        await _people(organisation, base.store, good, bad)
    finally:
        await base.close()


async def _people(organisation: Organisation, store: Store, good: list[str], bad: list[str]) -> None:
    good.append(_line("check-organisation", name=organisation.name, units=len(organisation.units)))
    async with store.reading() as reads:
        needed = (Role.OFFICE, Role.LEADER)
        bad += [_line(f"check-no-{role.value}") for role in needed if not await reads.people.holders([role])]
        leads = sorted({topic.lead for topic in organisation.topics} - {organisation.office})
        empty = [u for u in leads if not await reads.people.holders([Role.OFFICER, Role.HEAD], u)]
    if empty:
        good.append(_line("check-empty-units", units=", ".join(empty)))


def _wrong(problem: Problem) -> str:
    return _line("check-wrong", what=_line(problem.text_key, **problem.arguments))


def _line(key: str, **arguments: str | int) -> str:
    return say(DEFAULT_LANGUAGE, key, **arguments)
