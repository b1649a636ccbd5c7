"""Nhật ký: the auditor reads what staff did: when, in which post, on what. No name, and no word of a case."""

from datetime import date, datetime
from typing import Final

from handlers.context import Context
from handlers.matching import COMMAND_PREFIX
from handlers.registry import on_command
from handlers.states import Turn
from storage.domain.audit import COMMAND_LINE, LogEntry, person_mark
from storage.domain.conversation import Choice, Inbound
from storage.domain.permissions import Action

LINES: Final = 12


@on_command("log", Action.SEE_LOG)
async def show(message: Inbound, ctx: Context) -> Turn:
    """The newest entries, a page at a time."""
    entries = await ctx.reads.audit.newest(ctx.page * LINES, LINES + 1)
    if not entries:
        return Turn((ctx.reply("log-empty", ctx.command("start")),))
    older = [Choice(ctx.text("button-more"), f"{COMMAND_PREFIX}log.{ctx.page + 1}")] if len(entries) > LINES else []
    lines = "\n".join(_line(entry, ctx) for entry in entries[:LINES])
    ctx.record("log_read", str(ctx.page))
    return Turn((ctx.reply("log-list", *older, ctx.command("start"), lines=lines),))


def _line(entry: LogEntry, ctx: Context) -> str:
    act = entry.act
    return ctx.text(
        "log-line",
        number=str(entry.seq),
        happened=_when(act.happened, ctx),
        who=_posts(act.posts, ctx),
        mark=person_mark(act.person),
        what=ctx.text("log-action", did=act.action),
        object=act.object,
    )


def _when(happened: str, ctx: Context) -> str:
    if len(happened) == len("2026-11-02"):  # of a filing nobody knows more
        return f"{date.fromisoformat(happened):%d/%m/%Y}"
    return f"{datetime.fromisoformat(happened).astimezone(ctx.office.calendar.zone):%d/%m/%Y %H:%M}"


def _posts(posts: str, ctx: Context) -> str:
    if posts in ("", COMMAND_LINE):
        return ctx.text("log-shell") if posts else ""
    return ", ".join(_post(post, ctx) for post in posts.split(","))


def _post(post: str, ctx: Context) -> str:
    role, _, unit = post.partition(":")
    return ctx.text("post", role=role, unit=unit) if unit else ctx.text(f"role-{role}")
