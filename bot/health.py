"""/healthz: the database, what waits in the outbox, the channels, the last run of each job."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from aiohttp import web

from bot.channels.web_access import public
from scheduler.delivery import Delivery
from scheduler.jobs import Ticker
from storage.domain.ports import Store

PROMISE_SECONDS: Final = 900  # an answer that is out reaches its author within a quarter of an hour


class Health:
    """Red (503) when the database does not answer, a job has missed five of its runs, a channel takes nothing,

    or a notice has been tried in vain for longer than was promised.
    """

    def __init__(
        self,
        store: Store,
        ticker: Ticker,
        delivery: Delivery,
        backup_days: Callable[[], int | None] = lambda: None,
        troubles: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """``backup_days``: how old the last backup is, None if there has been none; ``troubles``: what is wrong with

        a channel until somebody has looked, in a word.
        """
        self._store, self._ticker, self._delivery = store, ticker, delivery
        self._backup_days, self._troubles = backup_days, troubles

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/healthz", self.health)]

    @public("counts of what waits, of nobody in particular")
    async def health(self, request: web.Request) -> web.Response:
        try:
            async with self._store.reading() as reads:
                waiting = await reads.outbox.waiting()
                tried = await reads.outbox.oldest(self._delivery.now())
                set_aside = await reads.set_aside.standing()
        except Exception:
            # Health is asked in order to learn of this; the log has its own lines.
            return web.json_response({"status": "failing", "database": False}, status=503)
        ages = self._ticker.seconds_since()
        late = [name for name, missed in self._ticker.missed().items() if missed > 5]
        channels = {name: round(seconds) for name, seconds in self._delivery.failing_seconds().items()}
        oldest = tried.total_seconds() if tried is not None else 0.0
        troubles = dict(self._troubles())
        is_failing = bool(late or troubles) or max(oldest, *channels.values(), 0) > PROMISE_SECONDS
        body = {
            "status": "failing" if is_failing else "ok",
            "database": True,
            "waiting": waiting,
            "backup_days": self._backup_days(),
            "set_aside": [asdict(stumble) | {"cases": cases} for stumble, cases in set_aside],
            "failing_seconds": channels,
            "oldest_seconds": round(oldest),
            "troubles": troubles,
            "jobs": ages,
        }
        return web.json_response(body, status=503 if is_failing else 200)
