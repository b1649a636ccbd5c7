"""Front and delivery as real processes, on folders of their own and, where possible, as different users."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import ClientSession

from bot.base import DEMO_ORGANISATION, Base, read_organisation
from bot.config import Settings
from bot.inviting import Inviter
from scheduler.clock import SystemClock
from storage.domain.permissions import Post, Role
from tests.serving import HOST, free_port
from tests.storage.databases import quick_folder

ROOT: Final = Path(__file__).parents[2]
FRONT_USER, DELIVERY_USER, LINK_GROUP = 64_101, 64_102, 64_103  # nobody's, on any machine
SITE: Final = Path(aiohttp.__file__).parents[1]


def _interpreter() -> str:
    """A Python that other users may run, too; ours if there is none: then both parts are this user's."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if os.getuid() == 0 and Path(path).exists():
            with suppress(OSError, subprocess.SubprocessError):
                command = [path, "-c", "import nacl, sqlalchemy, aiohttp"]
                environment = {"PYTHONPATH": f"{ROOT}:{SITE}"}
                subprocess.run(command, user=FRONT_USER, group=FRONT_USER, env=environment, check=True, cwd="/")
                return path
    return ""


OTHERS_PYTHON: Final = _interpreter()
AS_OTHERS: Final = bool(OTHERS_PYTHON)


@dataclass(slots=True)
class TwoRoles:
    """An installation in two parts. ``database_url`` is empty for SQLite."""

    folder: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    front: "subprocess.Popen[bytes] | None" = None
    delivery: "subprocess.Popen[bytes] | None" = None

    @property
    def as_others(self) -> bool:
        """Whether each part has a user of its own; PostgreSQL's socket here lets in nobody else."""
        return AS_OTHERS and not self.database_url

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def key(self) -> Path:
        return self.folder / "delivery" / "delivery.key"

    def environment(self, part: str) -> dict[str, str]:
        """What a unit file would set for this part."""
        shared = {"DELIVERY_SOCKET": str(self.folder / "link" / "delivery.sock"), "PYTHONPATH": f"{ROOT}:{SITE}"}
        if part == "delivery":
            return {**shared, "KEYS_DIR": str(self.folder / "delivery"), "DATA_DIR": str(self.folder / "nowhere")}
        return {
            **shared,
            "DATA_DIR": str(self.folder / "front"),
            "KEYS_DIR": str(self.folder / "front" / "keys"),
            "SESSIONS_DIR": str(self.folder / "sessions"),
            "WEB_PORT": str(self.port),
            "DATABASE_URL": self.database_url,
        }

    async def prepare(self) -> tuple[str, str]:
        """Make keys and organisation, part them, give each part its files; invites of office and staff."""
        for name in ("front", "delivery", "link", "sessions"):
            (self.folder / name).mkdir(mode=0o700)
        front = self.environment("front")
        settings = Settings(_env_file=None, **{name.lower(): value for name, value in front.items()})  # type: ignore[call-arg, arg-type]
        base = await Base.open(settings)
        await base.load_organisation(read_organisation(DEMO_ORGANISATION))
        inviter = Inviter(base.store, base.seals, SystemClock())
        posts = (Post(Role.OFFICE, "VP"), Post(Role.STAFF))
        office, staff = [await inviter.invite((post,), uses=1, name="") for post in posts]
        await base.close()
        (self.folder / "front" / "keys" / "delivery.key").rename(self.key)
        if self.as_others:
            self._give_away()
        return office, staff

    def _give_away(self) -> None:
        self.folder.chmod(0o711)
        for name, user in (("front", FRONT_USER), ("sessions", FRONT_USER), ("delivery", DELIVERY_USER)):
            for path in [self.folder / name, *(self.folder / name).rglob("*")]:
                os.chown(path, user, user)
        os.chown(self.folder / "link", FRONT_USER, LINK_GROUP)
        (self.folder / "link").chmod(0o2750)

    def start(self, part: str) -> "subprocess.Popen[bytes]":
        """``doithoai run --role`` of this part, as its own user."""
        own = {"front": FRONT_USER, "delivery": DELIVERY_USER}[part]
        ids = {"user": own, "group": own, "extra_groups": [LINK_GROUP]} if self.as_others else {}
        with (self.folder / f"{part}.log").open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                [OTHERS_PYTHON if self.as_others else sys.executable, "-m", "bot", "run", "--role", part],
                cwd=self.folder / part,
                env={"PATH": os.environ["PATH"], **self.environment(part)},
                stdout=log,
                stderr=log,
                **ids,  # type: ignore[call-overload]
            )
        setattr(self, part, process)
        return process

    def log(self, part: str) -> str:
        return (self.folder / f"{part}.log").read_text()

    def end(self) -> None:
        for process in (self.front, self.delivery):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()


@asynccontextmanager
async def two_roles(database_url: str = "") -> AsyncIterator[TwoRoles]:
    """Nothing is started yet."""
    folder = Path(tempfile.mkdtemp(dir=quick_folder()))
    roles = TwoRoles(folder, database_url)
    try:
        yield roles
    finally:
        roles.end()
        shutil.rmtree(folder)


async def healthy(roles: TwoRoles, http: ClientSession) -> dict[str, object]:
    async with http.get(f"{roles.base}/healthz") as response:
        return dict(await response.json())
