"""The command line: run, demo, org, invite, due, calendar, check, export, simulate."""

import asyncio
import csv
import io
import json
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from bot.config import load_settings
from bot.key_commands import backup, keys_cli, restore
from bot.logs import set_up_logs
from bot.parts import Part
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import DialogueError, Problem, SettingsError
from storage.domain.permissions import Post, Role

if TYPE_CHECKING:  # the rest is imported by the command that needs it: --help answers at once
    from bot.base import Base
    from bot.channels.messenger_demo import MessengerPhones

Result = TypeVar("Result")
SimulatorPort = Annotated[int, typer.Option(min=0, max=65535, help="Port of the server and its page.")]

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
organisation_cli = typer.Typer(no_args_is_help=True, help="The organisation: units, topics, hours.")
cli.add_typer(organisation_cli, name="org")
simulate_cli = typer.Typer(
    no_args_is_help=True, help="A channel's server on this machine, with a page on which to play its users."
)
cli.add_typer(simulate_cli, name="simulate")
audit_cli = typer.Typer(no_args_is_help=True, help="The log of what staff did: is it whole, and as a table.")
cli.add_typer(audit_cli, name="audit")
cli.add_typer(keys_cli, name="keys")
cli.command()(backup)
cli.command()(restore)
STAFF_USES: Final = 500
FIRST_YEAR, LAST_YEAR = 2020, 2099  # the country's holidays are known for about these


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
def run(
    role: Annotated[Part | None, typer.Option(help="Only this part; the other one runs as another user.")] = None,
) -> None:
    """Serve the organisation that has been loaded."""
    if role is Part.DELIVERY:
        asyncio.run(_deliver())
        return
    asyncio.run(_serve(demo=False, delivers=role is None))


@cli.command()
def demo(
    zalo: Annotated[bool, typer.Option("--zalo", help="The phones are chats on a simulated Zalo.")] = False,
    telegram: Annotated[bool, typer.Option("--telegram", help="The phones are chats in a simulated Telegram.")] = False,
) -> None:
    """Serve the demo organisation, with four phones side by side at /demo."""
    asyncio.run(_demo_on_zalo() if zalo else _demo_on_telegram() if telegram else _serve(demo=True))


@simulate_cli.command("zalo")
def simulate_zalo(port: SimulatorPort = 8090) -> None:
    """A Zalo Bot server; prints the settings that lead there."""
    asyncio.run(_simulate("Zalo", port))


@simulate_cli.command("telegram")
def simulate_telegram(port: SimulatorPort = 8091) -> None:
    """A Telegram Bot server; prints the settings that lead there."""
    asyncio.run(_simulate("Telegram", port))


@organisation_cli.command("load")
def load_organisation(file: Path) -> None:
    """Check an organisation file and load it; a running server takes it over within half a minute."""
    from bot.audit_cli import record
    from bot.base import Base, read_organisation

    organisation = read_organisation(file)

    async def load(base: Base) -> None:
        await base.load_organisation(organisation)
        await record(base, "organisation_loaded", organisation.name)

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
    from bot.audit_cli import record
    from bot.base import Base
    from bot.inviting import Inviter, link
    from scheduler.clock import SystemClock

    settings = load_settings()
    often = uses or (STAFF_USES if role is Role.STAFF else 1)

    async def make(base: Base) -> tuple[str, tuple[Post, ...]]:
        posts = await _posts(base, role, unit or [])
        code = await Inviter(base.store, base.seals, SystemClock()).invite(posts, uses=often, name=name)
        await record(base, "invited", " ".join(f"{post.role.value}:{post.unit}" for post in posts))
        return code, posts

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
    from bot.audit_cli import record
    from bot.base import Base
    from bot.inviting import Inviter
    from scheduler.clock import SystemClock
    from storage.domain.ids import parse_invite

    async def withdraw(base: Base) -> bool:
        done = await Inviter(base.store, base.seals, SystemClock()).revoke(parse_invite(code) or "")
        if done:
            await record(base, "invite_revoked")
        return done

    if not _with_base(withdraw):
        raise SettingsError(Problem("cli-invite-unknown"))
    print(say(DEFAULT_LANGUAGE, "cli-invite-revoked"))


@cli.command()
def due(
    received: Annotated[str, typer.Argument(metavar="DATE-TIME", help="2026-02-12T16:30, in the office's time zone.")],
    days: Annotated[int, typer.Option(min=0, help="Working days allowed.")],
    unit: Annotated[str | None, typer.Option(help="Code of a unit that has hours of its own.")] = None,
) -> None:
    """The due date of something received then."""
    from bot.calendar_cli import due_date

    print(due_date(load_settings(), received, days, unit).isoformat())


@cli.command()
def calendar(year: Annotated[int, typer.Argument(min=FIRST_YEAR, max=LAST_YEAR)]) -> None:
    """The days off and make-up days of a year, with their reasons, and whether the office has confirmed them."""
    from bot.calendar_cli import year_in_words

    print(year_in_words(load_settings(), year))


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
def unhook() -> None:
    """Take away the Zalo bot's webhook, whoever set it, so that polling hears again."""
    from bot.channels.zalo_checking import unhook as take_away

    asyncio.run(take_away(load_settings()))
    print(say(DEFAULT_LANGUAGE, "cli-zalo-unhooked"))


@cli.command()
def outbox() -> None:
    """What waits to be sent on each channel, and what could not be."""
    from bot.outbox_cli import lines

    settings = load_settings()
    for line in _with_base(lambda base: lines(base.store, settings.zone, datetime.now(settings.zone))):
        print(line)


@cli.command()
def erasures(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")] = datetime.min,  # noqa: DTZ901
) -> None:
    """The proof of what was deleted: by the clock, or on whose word."""
    from bot.erasures_cli import lines

    for line in _with_base(lambda base: lines(base.store, since.date())):
        print(line)


@cli.command()
def export() -> None:
    """All cases as CSV on standard output, without their authors."""
    from bot.audit_cli import record
    from bot.exporting import COLUMNS, rows

    async def read(base: "Base") -> Sequence[Sequence[str]]:
        await record(base, "exported")
        return await rows(base.store)

    _print_table(COLUMNS, _with_base(read))


@audit_cli.command("verify")
def verify_audit() -> None:
    """Walk the whole log; ends with 1 and the place where it is not what was written."""
    from bot.audit_cli import checked, in_words

    verdict = _with_base(checked)
    print(in_words(verdict))
    if verdict.broken_at is not None:
        sys.exit(1)


@audit_cli.command("export")
def export_audit() -> None:
    """The whole log as CSV on standard output; people by their marks, without names."""
    from bot.auditing import COLUMNS, rows

    _print_table(COLUMNS, _with_base(lambda base: rows(base.store)))


def _print_table(columns: Sequence[str], found: Sequence[Sequence[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(found)
    sys.stdout.write("\ufeff" + out.getvalue())  # by this mark Excel knows that the letters are UTF-8


def problem_lines(error: SettingsError) -> list[str]:
    """A settings error in words, one line a problem."""
    return [say(DEFAULT_LANGUAGE, problem.text_key, **problem.arguments) for problem in error.problems_found]


async def _simulate(channel: str, port: int) -> None:
    from bot.simulating import Simulated, simulate

    def ready(running: Simulated) -> None:
        print(*running.lines, sep="\n", flush=True)

    await simulate(channel, port, ready, _stop_on_signal())


async def _demo_on_zalo() -> None:
    from bot.channels.zalo_demo import ZaloPhones
    from bot.simulators.zalo import ZaloSimulator

    simulator = ZaloSimulator()
    async with simulator.serving() as base:
        line = {"zalo_bot_token": simulator.token, "zalo_api_base": base, "zalo_webhook_secret": ""}
        await _serve(demo=True, phones=ZaloPhones(simulator), line=line)


async def _demo_on_telegram() -> None:
    from bot.channels.telegram_demo import TelegramPhones
    from bot.simulators.telegram import DEMO_TOKEN, TelegramSimulator

    async with TelegramSimulator() as simulator:
        bot = simulator.add_bot(DEMO_TOKEN)
        line = {"telegram_token": bot.token, "telegram_api_base": simulator.url, "telegram_webhook_secret": ""}
        await _serve(demo=True, phones=TelegramPhones(simulator), line=line)


async def _deliver() -> None:
    from bot.roles import run_delivery

    def ready() -> None:
        print(say(DEFAULT_LANGUAGE, "cli-delivery-ready"), flush=True)

    await run_delivery(load_settings(), ready, _stop_on_signal())


async def _serve(
    *, demo: bool, phones: "MessengerPhones | None" = None, delivers: bool = True, line: Mapping[str, str] | None = None
) -> None:
    from bot.app import App
    from bot.app import run as run_app

    settings = load_settings(**(line or {}))
    stop = _stop_on_signal()

    async def ready(app: App, port: int) -> None:
        address = settings.public_url or f"http://{settings.web_host}:{port}"
        print(say(DEFAULT_LANGUAGE, "cli-ready", address=f"{address}/demo" if demo else f"{address}/"), flush=True)
        if delivers and not demo:
            print(say(DEFAULT_LANGUAGE, "cli-one-process"), flush=True)

    await run_app(settings, demo=demo, ready=ready, until=stop, phones=phones, delivers=delivers)


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


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
