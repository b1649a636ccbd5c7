"""``doithoai check``: what is in place, what is missing, in words a clerk can act on."""

import socket
from dataclasses import dataclass

from bot.app import Base
from bot.config import Settings
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import SettingsError
from storage.domain.organisation import Organisation
from storage.domain.permissions import Role
from storage.domain.ports import Store
from storage.sessions import memory_folder


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
    _sessions(settings, good, bad)
    try:
        base = await Base.open(settings)
    except SettingsError as error:
        return Findings((*good, *bad, *(_line("check-wrong", what=p) for p in error.problems)), ready=False)
    except OSError as error:
        return Findings(
            (*good, *bad, _line("check-data-dir", path=str(settings.data_dir), why=error.strerror or "")), False
        )
    except Exception as error:
        return Findings((*good, *bad, _line("check-database", why=type(error).__name__)), ready=False)
    try:
        good.append(_line("check-database-ok"))
        organisation = await base.organisation()
        if organisation is None:
            bad.append(_line("check-no-organisation"))
        else:
            await _people(organisation, base.store, good, bad)
    finally:
        await base.close()
    return Findings((*good, *bad, _line("check-ready" if not bad else "check-not-ready")), ready=not bad)


def _page(settings: Settings, good: list[str], bad: list[str]) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.web_host, settings.web_port))
        except OSError:
            bad.append(_line("check-port-taken", host=settings.web_host, port=str(settings.web_port)))
    if not settings.public_url:
        good.append(_line("check-no-public-url", page=settings.page))


def _sessions(settings: Settings, good: list[str], bad: list[str]) -> None:
    try:
        folder = memory_folder(settings.sessions_dir, "doithoai-check")
    except SettingsError:
        bad.append(_line("check-sessions-on-disk", path=str(settings.sessions_dir)))
        return
    good.append(_line("check-sessions-ok" if folder else "check-sessions-memory"))


async def _people(organisation: Organisation, store: Store, good: list[str], bad: list[str]) -> None:
    good.append(_line("check-organisation", name=organisation.name, units=len(organisation.units)))
    async with store.reading() as reads:
        needed = (Role.OFFICE, Role.LEADER)
        bad += [_line(f"check-no-{role.value}") for role in needed if not await reads.people.holders([role])]
        leads = sorted({topic.lead for topic in organisation.topics} - {organisation.office})
        empty = [u for u in leads if not await reads.people.holders([Role.OFFICER, Role.HEAD], u)]
    if empty:
        good.append(_line("check-empty-units", units=", ".join(empty)))


def _line(key: str, **arguments: str | int) -> str:
    return say(DEFAULT_LANGUAGE, key, **arguments)
