"""What ``doithoai audit`` says, and what the other commands leave in the log."""

from bot.auditing import Checkpoint, Verdict, verify
from bot.base import Base
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from scheduler.clock import SystemClock
from storage.domain.audit import command_act
from storage.domain.ids import grouped


async def checked(base: Base) -> Verdict:
    """The whole log, against the last known head of its chain."""
    return await verify(base.store, base.seals, Checkpoint(base.settings.keys).read())


def in_words(verdict: Verdict) -> str:
    head = grouped(verdict.head.hash.hex()[:16].upper())
    if verdict.broken_at is not None:
        return say(DEFAULT_LANGUAGE, "cli-audit-broken", number=str(verdict.broken_at), last=str(verdict.head.seq))
    return say(DEFAULT_LANGUAGE, "cli-audit-whole", number=str(verdict.head.seq), head=head)


async def record(base: Base, action: str, what: str = "") -> None:
    """Whoever has the server's shell is no person the log knows; that it was done is written all the same."""
    async with base.store.writing() as uow:
        await uow.audit.append([command_act(action, what, SystemClock().now())], base.seals.audit_hash)
        await uow.commit()
