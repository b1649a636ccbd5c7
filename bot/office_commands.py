"""The commands for the organisation: loaded and shown, people let in, its calendar."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.command_tools import with_base
from bot.config import load_settings
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import Problem, SettingsError
from storage.domain.permissions import Post, Role

if TYPE_CHECKING:
    from bot.base import Base

organisation_cli = typer.Typer(no_args_is_help=True, help="The organisation: units, topics, hours.")
STAFF_USES: Final = 500
FIRST_YEAR, LAST_YEAR = 2020, 2099  # the country's holidays are known for about these


@organisation_cli.command("load")
def load_organisation(file: Path) -> None:
    """Check an organisation file and load it; a running server takes it over within half a minute."""
    from bot.audit_cli import record
    from bot.base import Base, read_organisation

    organisation = read_organisation(file)

    async def load(base: Base) -> None:
        await base.load_organisation(organisation)
        await record(base, "organisation_loaded", organisation.name)

    with_base(load_settings(), load)
    print(say(DEFAULT_LANGUAGE, "cli-org-loaded", name=organisation.name, units=len(organisation.units)))


@organisation_cli.command("show")
def show_organisation() -> None:
    """The organisation that is loaded."""
    from bot.base import NO_ORGANISATION, Base
    from storage.domain.organisation_document import to_document

    organisation = with_base(load_settings(), Base.organisation)
    if organisation is None:
        raise SettingsError(NO_ORGANISATION)
    print(json.dumps(to_document(organisation), ensure_ascii=False, indent=2))


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

    code, posts = with_base(settings, make)
    address = link(settings.page, code)
    if as_json:
        units = [post.unit for post in posts]
        print(json.dumps([{"code": code, "link": address, "role": role.value, "unit": ",".join(units)}]))
        return
    _print_invite(code, address, often)


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

    if not with_base(load_settings(), withdraw):
        raise SettingsError(Problem("cli-invite-unknown"))
    print(say(DEFAULT_LANGUAGE, "cli-invite-revoked"))


def due(
    received: Annotated[str, typer.Argument(metavar="DATE-TIME", help="2026-02-12T16:30, in the office's time zone.")],
    days: Annotated[int, typer.Option(min=0, help="Working days allowed.")],
    unit: Annotated[str | None, typer.Option(help="Code of a unit that has hours of its own.")] = None,
) -> None:
    """The due date of something received then."""
    from bot.calendar_cli import due_date

    print(due_date(load_settings(), received, days, unit).isoformat())


def calendar(year: Annotated[int, typer.Argument(min=FIRST_YEAR, max=LAST_YEAR)]) -> None:
    """The days off and make-up days of a year, with their reasons, and whether the office has confirmed them."""
    from bot.calendar_cli import year_in_words

    print(year_in_words(load_settings(), year))


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
