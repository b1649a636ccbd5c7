"""/healthz: the database, what waits in the outbox, the last run of each job."""

from aiohttp import web

from scheduler.jobs import Ticker
from storage.domain.ports import Store


class Health:
    """Red (503) when the database does not answer or a job has missed five of its runs."""

    def __init__(self, store: Store, ticker: Ticker) -> None:
        self._store, self._ticker = store, ticker

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/healthz", self.health)]

    async def health(self, request: web.Request) -> web.Response:
        try:
            async with self._store.reading() as reads:
                waiting = await reads.outbox.waiting()
        except Exception:
            # Health is asked in order to learn of this; the log has its own lines.
            return web.json_response({"status": "failing", "database": False}, status=503)
        ages = self._ticker.seconds_since()
        late = [name for name, missed in self._ticker.missed().items() if missed > 5]
        body = {"status": "failing" if late else "ok", "database": True, "waiting": waiting, "jobs": ages}
        return web.json_response(body, status=503 if late else 200)
