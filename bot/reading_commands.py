"""The commands that look, and say how things stand: settings, outbox, proofs, cases, the log."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.command_tools import print_table, with_base
from bot.config import load_settings

if TYPE_CHECKING:
    from bot.base import Base

audit_cli = typer.Typer(no_args_is_help=True, help="The log of what staff did: is it whole, and as a table.")


def check() -> None:
    """Say what is missing or wrong in the settings, step by step."""
    from bot.checking import findings

    found = asyncio.run(findings(load_settings()))
    for line in found.lines:
        print(line)
    if not found.ready:
        sys.exit(1)


def outbox() -> None:
    """What waits to be sent on each channel, and what could not be."""
    from bot.outbox_cli import lines

    settings = load_settings()
    for line in with_base(settings, lambda base: lines(base.store, settings.zone, datetime.now(settings.zone))):
        print(line)


def erasures(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")] = datetime.min,  # noqa: DTZ901
) -> None:
    """The proof of what was deleted: by the clock, or on whose word."""
    from bot.erasures_cli import lines

    for line in with_base(load_settings(), lambda base: lines(base.store, since.date())):
        print(line)


def export() -> None:
    """All cases as CSV on standard output, without their authors."""
    from bot.audit_cli import record
    from bot.exporting import COLUMNS, rows

    async def read(base: "Base") -> Sequence[Sequence[str]]:
        await record(base, "exported")
        return await rows(base.store)

    print_table(COLUMNS, with_base(load_settings(), read))


@audit_cli.command("verify")
def verify_audit() -> None:
    """Walk the whole log; ends with 1 and the place where it is not what was written."""
    from bot.audit_cli import checked, in_words

    verdict = with_base(load_settings(), checked)
    print(in_words(verdict))
    if verdict.broken_at is not None:
        sys.exit(1)


@audit_cli.command("export")
def export_audit() -> None:
    """The whole log as CSV on standard output; people by their marks, without names."""
    from bot.auditing import COLUMNS, rows

    print_table(COLUMNS, with_base(load_settings(), lambda base: rows(base.store)))
