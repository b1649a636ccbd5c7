"""What every command needs: the organisation file, database and keys, the folder of the sessions."""

import hashlib
import logging
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from bot.config import Settings
from handlers.context import Office
from handlers.texts.catalog import Texts
from scheduler.clock import SystemClock
from storage.contents import content_keys
from storage.domain.calendar_year import with_confirmations
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import Organisation, calendar_of
from storage.domain.organisation_document import OrganisationError, parse_organisation
from storage.domain.ports import Store
from storage.domain.routing import Guesser
from storage.holidays_vn import vietnamese_days
from storage.sealing import KeyFolder, KeySeals
from storage.sessions import Sessions, memory_folder
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate

DEMO_ORGANISATION: Final = Path(__file__).parent / "demo" / "ward.toml"
CALENDAR_YEARS_BACK, CALENDAR_YEARS_AHEAD = 2, 3
NO_ORGANISATION: Final = Problem("settings-no-organisation")

log = logging.getLogger(__name__)


def read_organisation(path: Path) -> Organisation:
    """An organisation file; raises SettingsError (OrganisationError for its content) if it cannot be used."""
    try:
        return parse_organisation(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        problem = Problem("settings-file", {"path": str(path), "why": error.strerror or ""})
    except UnicodeDecodeError:
        problem = Problem("settings-file-encoding", {"path": str(path)})
    except tomllib.TOMLDecodeError as error:
        problem = Problem("settings-file-toml", {"path": str(path), "line": _line_of(error)})
    raise SettingsError(problem)


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    """Where the mistake is, as the parser's message says; 0 if it is the end of the file."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else 0


def office_of(organisation: Organisation, settings: Settings, now: datetime) -> Office:
    """The organisation made ready for work, with the holidays of the years around ``now``."""
    years = range(now.year - CALENDAR_YEARS_BACK, now.year + CALENDAR_YEARS_AHEAD + 1)
    days_off, make_up_days = vietnamese_days(years)
    calendar = calendar_of(organisation, settings.zone, days_off, make_up_days)
    return Office(organisation, calendar, Guesser(organisation), Texts(organisation), years)


@dataclass(slots=True)
class Base:
    """Database and keys: what every command needs. ``close`` it, or SQLite's threads live on."""

    settings: Settings
    database: Database
    keys: KeyFolder
    seals: KeySeals

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """Open, and bring the tables up to date. Raises SettingsError if anything needed cannot be reached."""
        try:
            settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            keys = KeyFolder(settings.keys)
            base = cls(settings, open_database(settings.database, content_keys(keys)), keys, KeySeals(keys))
        except OSError as error:
            path, why = str(error.filename or settings.data_dir), error.strerror or ""
            raise SettingsError(Problem("settings-folder", {"path": path, "why": why, "name": "DATA_DIR"})) from None
        try:
            await base.database.reach()
            await migrate(base.database)
            await base.check_contents()
        except BaseException:
            await base.close()
            raise
        return base

    async def check_contents(self) -> None:
        """Raises SettingsError unless the key folder is the one the cases were written with."""
        async with self.store.reading() as reads:
            if not await reads.contents.readable():
                path = str(self.settings.keys)
                raise SettingsError(Problem("settings-contents-key", {"path": path}))

    @property
    def store(self) -> Store:
        return self.database.store

    async def organisation(self) -> Organisation | None:
        async with self.store.reading() as reads:
            return await reads.organisations.load()

    async def load_organisation(self, organisation: Organisation) -> None:
        """Store what a file describes; years that the office confirmed in the chat stay confirmed."""
        async with self.store.writing() as uow:
            try:
                stored = await uow.organisations.load()
            except OrganisationError:
                stored = None  # an older document that breaks today's rules: this one takes its place
            await uow.organisations.store(with_confirmations(organisation, stored) if stored else organisation)
            await uow.commit()
        await self.wake_homeless(organisation, SystemClock().now())

    async def wake_homeless(self, organisation: Organisation, now: datetime) -> None:
        """Open cases of departments that are no more: the next sweep brings them to the office."""
        today = now.astimezone(self.settings.zone).date()
        async with self.store.writing() as uow:
            await uow.deadlines.wake_homeless([unit.code for unit in organisation.units], today)
            await uow.commit()

    async def close(self) -> None:
        await self.database.close()


def sessions_folder(settings: Settings) -> Path | None:
    """The folder in memory for the sessions of this installation, None if there is none on this machine."""
    name = hashlib.sha256(str(settings.data_dir.resolve()).encode()).hexdigest()[:12]
    return memory_folder(settings.sessions_dir, f"doithoai-{name}")


def open_sessions(settings: Settings) -> Sessions:
    """The sessions of this installation: on tmpfs where there is one, else in the process."""
    folder = sessions_folder(settings)
    if folder is None:
        log.warning("no tmpfs here: a restart forgets open drafts; people are asked again")
    return Sessions(folder / "sessions.db" if folder else None, SystemClock().now)


def port_problem(settings: Settings) -> Problem:
    """What is said where the page's port cannot be listened on."""
    return Problem("settings-port", {"host": settings.web_host, "port": str(settings.web_port)})
