"""Listening to Telegram, from start to stop: by polling, or by its calls. What is not dealt with comes again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from aiohttp import web

from bot.channels.telegram_buttons import ButtonMarks
from bot.channels.telegram_client import BATCH, Away, HeardElsewhere, TelegramClient, TokenRefused
from bot.channels.telegram_menu import Menus
from bot.channels.telegram_reading import Heard, read
from bot.channels.telegram_shelf import Shelf
from bot.channels.telegram_turns import Turns
from bot.channels.telegram_webhook import Calls, Webhook
from bot.channels.telegram_work import UnderWay
from handlers.rounds import round_of_its_own

_POLL_SECONDS: Final = 25
_GLANCE_SECONDS: Final = 0.2  # how long slow turns keep the next look at what is new waiting
_CONFIRM_SECONDS: Final = 2.0

log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds: until Telegram is asked again when it does not answer (doubling), or when another program listens;

    after how long what is under way is kept by us where it hides what is new;
    and for how long what is under way may go on when the channel stops, and replies may still leave.
    """

    first: float = 1.0
    longest: float = 30.0
    elsewhere: float = 30.0
    slow: float = 5.0
    finish: float = 6.0
    say: float = 2.0

    def after(self, failures: int) -> float:
        """Doubling with each that came before this one."""
        return min(self.first * 2.0 ** min(failures, 20), self.longest)


class TelegramListener:
    """From ``start`` to ``stop``. Without a webhook it polls."""

    def __init__(
        self,
        client: TelegramClient,
        turns: Turns,
        shelf: Shelf,
        menus: Menus,
        webhook: Webhook | None,
        *,
        buttons: ButtonMarks,
        pauses: Pauses = Pauses(),
    ) -> None:
        self._client, self._turns, self._shelf, self._menus, self._webhook = client, turns, shelf, menus, webhook
        self._pauses, self._buttons = pauses, buttons
        self._next: int | None = None
        self._under_way = UnderWay(shelf, self._take)
        self._calls = Calls(webhook, shelf, self._under_way) if webhook is not None else None
        self._listening: asyncio.Task[None] | None = None
        self._showing: asyncio.Task[None] | None = None
        self._breaks = 0  # of listening, since it last went well

    def routes(self) -> list[web.RouteDef]:
        return self._calls.routes() if self._calls is not None else []

    def start(self) -> None:
        self._turns.replies.resume()
        self._listening = asyncio.create_task(self._listen(), name="telegram")

    @property
    def trouble(self) -> str:
        """Why nothing is heard, "" where all is well."""
        return self._client.trouble or ("listening-failed" if self._breaks else "")

    async def said(self) -> None:
        """Until all replies have been said."""
        await self._turns.replies.idle()

    async def stop(self) -> None:
        """Take nothing new, finish what has begun, and tell Telegram how far we came."""
        if self._calls is not None:
            self._calls.stop()
        for own in filter(None, (self._listening, self._showing)):
            own.cancel()
            await asyncio.wait([own])
        if tasks := self._under_way.tasks:
            await asyncio.wait(tasks, timeout=self._pauses.finish)
        offset, left = self._offset, self._under_way.tasks
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._turns.replies.stop(self._pauses.say)
        if self._webhook is None and offset is not None:
            with suppress(Away, HeardElsewhere, TokenRefused, TimeoutError):
                async with asyncio.timeout(_CONFIRM_SECONDS):
                    await self._client.updates(offset, 0, limit=1)
        await self._client.close()

    async def _listen(self) -> None:
        """Only a refused token ends it: after any other error it begins again."""
        while True:
            try:
                await self._hear()
            except TokenRefused:
                log.critical("Telegram refuses TELEGRAM_TOKEN: nothing is heard there until a start with a right one")
                return
            except Exception as error:
                if not self._breaks:
                    log.critical("listening to Telegram has ended, and begins again error=%s", type(error).__name__)
                self._breaks += 1
                await asyncio.sleep(self._pauses.after(self._breaks - 1))
            else:
                return

    async def _hear(self) -> None:
        await self._begin_listening()
        if self._showing is None:
            self._showing = asyncio.create_task(self._show_menus(), name="telegram menus")
        if self._webhook is None:
            await self._poll()
        self._goes_well()

    async def _show_menus(self) -> None:
        """They are a comfort (typed, the commands work anyway): nothing else waits for them."""
        try:
            await self._patiently(self._menus.show_to_all)
        except TokenRefused:
            return  # told by the listening
        except Exception as error:
            log.error("the commands cannot be shown error=%s", type(error).__name__)

    def _goes_well(self) -> None:
        if self._breaks:
            log.info("Telegram is listened to again")
        self._breaks = 0

    async def _begin_listening(self) -> None:
        webhook = self._webhook
        if webhook is None:
            await self._patiently(self._client.poll_from_now_on)
        else:
            await self._patiently(lambda: self._client.call_from_now_on(webhook.url, webhook.secret))
        for raw in self._shelf.waiting():
            self._under_way.begin(raw, on_shelf=True)

    async def _patiently(self, call: Callable[[], Awaitable[_Result]]) -> _Result:
        """The result, however long it takes; only a refused token ends the waiting."""
        failures = 0
        while True:
            try:
                result = await call()
            except HeardElsewhere:
                log.warning("another program listens with this TELEGRAM_TOKEN; stop one of the two")
                await asyncio.sleep(self._pauses.elsewhere)
            except Away as error:
                if not failures:
                    log.warning("Telegram does not answer, asked again and again: %s", error.why)
                failures += 1
                await asyncio.sleep(error.wait or self._pauses.after(failures - 1))
            else:
                if failures:
                    log.info("Telegram answers again")
                return result

    # Polling

    @property
    def _offset(self) -> int | None:
        """The first update that Telegram must keep for us."""
        first = self._under_way.first
        return self._next if first is None else first

    async def _poll(self) -> None:
        """Asking from the first unfinished update on shows later ones, too: a slow chat keeps no other waiting."""
        while True:
            news = await self._patiently(self._news)
            for raw in news:
                self._under_way.begin(raw)
                self._next = raw["update_id"] + 1
            if len(news) == BATCH:
                self._under_way.make_way(self._pauses.slow)
            self._goes_well()
            if self._under_way.first is not None:
                await asyncio.wait(self._under_way.tasks, timeout=_GLANCE_SECONDS)

    def _news(self) -> Awaitable[Sequence[Mapping[str, Any]]]:
        return self._client.updates(self._offset, _POLL_SECONDS if self._under_way.first is None else 0)

    # Updates, whichever way they came

    async def _take(self, raw: Mapping[str, Any], comes_again: bool) -> bool:
        update_id = raw["update_id"]
        if self._turns.is_done(update_id):
            return True
        await round_of_its_own()
        try:
            heard = self._of_ours(read(raw))
        except Exception as error:  # whatever is wrong with one, it stops no other; its text would show the message
            log.error("an update cannot be read error=%s", type(error).__name__)
            self._turns.set_aside(update_id)
            if (heard := _somebody(raw)) is not None:
                await self._turns.give_up(heard)
            return True
        if heard is None:
            self._turns.set_aside(update_id)
            return True
        if comes_again and not heard.in_group:
            heard = replace(heard, press_id="")  # answered with our 200
        return await self._turns.take(heard, comes_again=comes_again)

    def _of_ours(self, heard: Heard | None) -> Heard | None:
        """A press only counts with the mark we gave the button; a word typed to a button without one is a word."""
        if heard is None or heard.choice is None:
            return heard
        value = self._buttons.opened(heard.choice, heard.pressed_in or heard.chat_id)
        return replace(heard, choice=value, old_button=value is None and bool(heard.press_id))


def _somebody(raw: Mapping[str, Any]) -> Heard | None:
    """Whoever sent or changed what cannot be read, if that much can be read."""
    match raw.get("message") or raw.get("edited_message"):
        case {"chat": {"type": "private", "id": int(chat_id)}}:
            return Heard((raw["update_id"],), chat_id, "")
    return None
