"""What ``doithoai outbox`` says: how much waits on each channel, who is silent, what could not be sent.

How long something has been tried comes from its tries: when a notice was written is not to be found anywhere.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.outbox import OutboxFailures, OutboxLine
from storage.domain.ports import Store


async def lines(store: Store, zone: ZoneInfo, now: datetime) -> Sequence[str]:
    """In Vietnamese, one line a matter."""
    async with store.reading() as reads:
        waiting, failures = await reads.outbox.overview(now)
        stops = await reads.outbox.stops()
    silent = [_silent(channel, until, zone) for channel, until in stops.items() if until > now]
    found = [*map(_waiting, waiting), *silent, *map(_failed, failures)]
    return found or [say(DEFAULT_LANGUAGE, "cli-outbox-empty")]


def _waiting(line: OutboxLine) -> str:
    return say(
        DEFAULT_LANGUAGE,
        "cli-outbox-waiting",
        channel=line.channel,
        priority=line.priority.name.lower(),
        count=line.count,
        retried=str(line.retried or ""),
        minutes=round(line.waited.total_seconds()) // 60,
    )


def _silent(channel: str, until: datetime, zone: ZoneInfo) -> str:
    return say(DEFAULT_LANGUAGE, "cli-outbox-silent", channel=channel, until=f"{until.astimezone(zone):%H:%M:%S %d/%m}")


def _failed(line: OutboxFailures) -> str:
    return say(DEFAULT_LANGUAGE, "cli-outbox-failed", channel=line.channel, reason=line.reason, count=line.count)
