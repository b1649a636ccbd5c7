"""The command line: run, demo, org, invite, due, check, export."""

import asyncio
import csv
import io
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from bot.config import load_settings
from bot.logs import set_up_logs
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import DialogueError, Problem, SettingsError
from storage.domain.permissions import Post, Role

if TYPE_CHECKING:  # the rest is imported by the command that needs it: --help answers at once
    from bot.base import Base

Result = TypeVar("Result")

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
organisation_cli = typer.Typer(no_args_is_help=True, help="The organisation: units, topics, hours.")
cli.add_typer(organisation_cli, name="org")
STAFF_USES: Final = 500


def main() -> None:
    """Run the command; a problem of the settings is told line by line, without a traceback."""
    set_up_logs()
    try:
        cli()
    except SettingsError as error:
        for line in problem_lines(error):
            print(line, file=sys.stderr)
        sys.exit(2)
    except DialogueError as error:
        print(type(error).__name__, file=sys.stderr)
        sys.exit(1)


@cli.command()
def run() -> None:
    """Serve the organisation that has been loaded."""
    asyncio.run(_serve(demo=False))


@cli.command()
def demo() -> None:
    """Serve the demo organisation, with four phones side by side at /demo."""
    asyncio.run(_serve(demo=True))


@organisation_cli.command("load")
def load_organisation(file: Path) -> None:
    """Check an organisation file and load it; a running server takes it over within half a minute."""
    from bot.base import Base, read_organisation

    organisation = read_organisation(file)

    async def load(base: Base) -> None:
        await base.load_organisation(organisation)

    _with_base(load)
    print(say(DEFAULT_LANGUAGE, "cli-org-loaded", name=organisation.name, units=len(organisation.units)))


@organisation_cli.command("show")
def show_organisation() -> None:
    """The organisation that is loaded."""
    from bot.base import NO_ORGANISATION, Base
    from storage.domain.organisation import to_document

    organisation = _with_base(Base.organisation)
    if organisation is None:
        raise SettingsError(NO_ORGANISATION)
    print(json.dumps(to_document(organisation), ensure_ascii=False, indent=2))


@cli.command()
def invite(
    role: Role,
    unit: Annotated[list[str] | None, typer.Option(help="Unit code; may be given more than once.")] = None,
    uses: Annotated[int | None, typer.Option(min=1, help="How often it works: 1, for staff 500.")] = None,
    name: Annotated[str, typer.Option(help="What the person is called in notices.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="A JSON list instead of text.")] = False,
) -> None:
    """A code that lets somebody in, with its link and a QR picture."""
    from bot.base import Base
    from bot.inviting import Inviter, link
    from scheduler.clock import SystemClock

    settings = load_settings()
    often = uses or (STAFF_USES if role is Role.STAFF else 1)

    async def make(base: Base) -> tuple[str, tuple[Post, ...]]:
        posts = await _posts(base, role, unit or [])
        return await Inviter(base.store, base.seals, SystemClock()).invite(posts, uses=often, name=name), posts

    code, posts = _with_base(make)
    address = link(settings.page, code)
    if as_json:
        units = [post.unit for post in posts]
        print(json.dumps([{"code": code, "link": address, "role": role.value, "unit": ",".join(units)}]))
        return
    _print_invite(code, address, often)


@cli.command()
def revoke(code: str) -> None:
    """Withdraw an invite: from now on its code lets nobody in."""
    from bot.base import Base
    from bot.inviting import Inviter
    from scheduler.clock import SystemClock
    from storage.domain.ids import parse_invite

    async def withdraw(base: Base) -> bool:
        return await Inviter(base.store, base.seals, SystemClock()).revoke(parse_invite(code) or "")

    if not _with_base(withdraw):
        raise SettingsError(Problem("cli-invite-unknown"))
    print(say(DEFAULT_LANGUAGE, "cli-invite-revoked"))


@cli.command()
def due(
    received: Annotated[str, typer.Argument(metavar="DATE-TIME", help="2026-02-12T16:30, in the office's time zone.")],
    days: Annotated[int, typer.Option(min=0, help="Working days allowed.")],
) -> None:
    """The due date of something received then."""
    from bot.base import DEMO_ORGANISATION, Base, office_of, read_organisation

    settings = load_settings()
    try:
        at = datetime.fromisoformat(received)
    except ValueError:
        raise SettingsError(Problem("cli-due-time", {"value": received})) from None
    at = at if at.tzinfo else at.replace(tzinfo=settings.zone)
    anything_stored = settings.database_url or (settings.data_dir / "doithoai.db").exists()
    loaded = _with_base(Base.organisation) if anything_stored else None
    office = office_of(loaded or read_organisation(DEMO_ORGANISATION), settings, at)
    print(office.calendar.due_on(at, days).isoformat())


@cli.command()
def check() -> None:
    """Say what is missing or wrong in the settings, step by step."""
    from bot.checking import findings

    found = asyncio.run(findings(load_settings()))
    for line in found.lines:
        print(line)
    if not found.ready:
        sys.exit(1)


@cli.command()
def export() -> None:
    """All cases as CSV on standard output, without their authors."""
    from bot.exporting import COLUMNS, rows

    found = _with_base(lambda base: rows(base.store))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(found)
    sys.stdout.write(out.getvalue())


def problem_lines(error: SettingsError) -> list[str]:
    """A settings error in words, one line a problem."""
    return [say(DEFAULT_LANGUAGE, problem.text_key, **problem.arguments) for problem in error.problems_found]


async def _serve(*, demo: bool) -> None:
    from bot.app import App
    from bot.app import run as run_app

    settings = load_settings()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)

    async def ready(app: App, port: int) -> None:
        address = settings.public_url or f"http://{settings.web_host}:{port}"
        print(say(DEFAULT_LANGUAGE, "cli-ready", address=f"{address}/demo" if demo else f"{address}/"), flush=True)

    await run_app(settings, demo=demo, ready=ready, until=stop)


def _with_base(work: "Callable[[Base], Awaitable[Result]]") -> Result:
    """Open database and keys, do the work, close them."""
    from bot.base import Base

    async def opened() -> Result:
        base = await Base.open(load_settings())
        try:
            return await work(base)
        finally:
            await base.close()

    return asyncio.run(opened())


async def _posts(base: "Base", role: Role, units: list[str]) -> tuple[Post, ...]:
    """The posts of an invite; a role that works for a unit needs one that the organisation has."""
    from bot.base import NO_ORGANISATION

    organisation = await base.organisation()
    if organisation is None:
        raise SettingsError(NO_ORGANISATION)
    if role is Role.OFFICE and not units:
        units = [organisation.office]
    if role is Role.LEADER and not units:
        units = [organisation.ladder[0]]
    codes = [unit.code for unit in organisation.units]
    known = ", ".join(codes)
    problems = [Problem("cli-unit-unknown", {"unit": unit, "known": known}) for unit in units if unit not in codes]
    if role in (Role.OFFICER, Role.HEAD) and not units:
        problems.append(Problem("cli-unit-needed", {"role": role.value, "known": known}))
    if problems:
        raise SettingsError(*problems)
    return tuple(Post(role, unit) for unit in units) or (Post(role),)


def _print_invite(code: str, address: str, uses: int) -> None:
    import segno

    print(say(DEFAULT_LANGUAGE, "cli-invite", code=code, link=address, uses=uses))
    segno.make(address, error="m").terminal(compact=True)


if __name__ == "__main__":
    main()
