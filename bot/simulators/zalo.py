"""A Zalo Bot API server on this machine, with people and groups to talk to its bot (docs/simulators.md)."""

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from bot.simulators.telegram_clock import RunningClock, SimulatorClock
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_control import Control
from bot.simulators.zalo_faults import Faults
from bot.simulators.zalo_media import PATH as MEDIA_PATH
from bot.simulators.zalo_media import Media
from bot.simulators.zalo_methods import BOT_NAME
from bot.simulators.zalo_people import Group, Person, update_of, wait_for
from bot.simulators.zalo_server import PATH as API_PATH
from bot.simulators.zalo_server import Server
from bot.simulators.zalo_state import Called, Chat, Said, Sent, Update, World
from bot.simulators.zalo_updates import Updates
from bot.simulators.zalo_webhook import Attempt

DEMO_TOKEN: Final = "700000001:simulated"  # noqa: S105  it opens nothing but the simulator
_PATIENCE: Final = 10.0
_MAX_BODY: Final = 2**22
_STOP_SECONDS: Final = 0.2


class ZaloSimulator:
    """One bot. It serves within ``serving()``; its people and its switches are there before."""

    def __init__(
        self,
        token: str = DEMO_TOKEN,
        *,
        clock: SimulatorClock | None = None,
        behaviour: Behaviour | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._world = World(token, clock or RunningClock(), behaviour or Behaviour())
        self._world.updates = Updates(self._world)
        self.media = Media(self._world)
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.bot_name = BOT_NAME
        self._host, self._port = host, port
        self._heard: dict[str, Update] = {}
        self._writers = itertools.count(1)

    # What it is like, and what happened

    @property
    def token(self) -> str:
        return self._world.token

    @property
    def clock(self) -> SimulatorClock:
        return self._world.clock

    @property
    def behaviour(self) -> Behaviour:
        """The contradicted points."""
        return self._world.behaviour

    @property
    def faults(self) -> Faults:
        """What goes wrong, on order."""
        return self._world.faults

    @property
    def sent(self) -> list[Sent]:
        """All that Zalo took from the bot, in order."""
        return self._world.sent

    @property
    def calls(self) -> list[Called]:
        """All calls with their ends, in order of these."""
        return self._world.calls

    @property
    def actions(self) -> list[tuple[str, str]]:
        """Chat and "typing", in order."""
        return self._world.actions

    @property
    def polling(self) -> int:
        """How many polls wait for an update."""
        return self._world.updates.waiting

    @property
    def attempts(self) -> list[Attempt]:
        """What the present webhook answered, in order."""
        return self._world.webhook.attempts if self._world.webhook is not None else []

    @property
    def lost(self) -> list[Update]:
        """What no attempt of the webhook brought home."""
        return self._world.lost

    # People

    def person(self, name: str, *, chat_id: str | None = None) -> Person:
        """Somebody new, whom the bot does not know yet."""
        chat = Chat(chat_id or self._world.new_id(), "PRIVATE", name)
        self._world.chats[chat.chat_id] = chat
        self.people[chat.chat_id] = Person(self, chat)
        return self.people[chat.chat_id]

    def group(self, name: str) -> Group:
        """A group with the bot in it."""
        chat = Chat(self._world.new_id(), "GROUP", name)
        self._world.chats[chat.chat_id] = chat
        self.groups[chat.chat_id] = Group(self, chat)
        return self.groups[chat.chat_id]

    def hear(
        self, chat: Chat, sender: Person, kind: str, content: dict[str, Any], message_id: str | None = None
    ) -> str:
        """Something was sent; its id."""
        self._note_writer(chat)
        message_id = message_id or self._world.new_id()
        text = content.get("text") or content.get("caption") or ""
        chat.said.append(Said(self.clock.time(), message_id, sender.chat.name, kind, text))
        message = {"message_id": message_id, "date": self._world.milliseconds(), **content}
        bare = kind == "unsupported" and self.behaviour.bare_unsupported
        limit = self.behaviour.user_limit
        if limit is None or chat.number <= limit or not self.behaviour.late_users_are_mute:
            update = update_of(kind, chat, sender, message, bare=bare)
            self._heard[message_id] = update
            self._world.updates.add(update)
        return message_id

    def repeat(self, message_id: str) -> None:
        """The same update once more, to the letter."""
        update = self._heard[message_id]
        self._world.updates.add(Update(update.body, update.chat_id, update.message_id))

    def push(self, body: dict[str, Any], *, chat_id: str = "") -> None:
        """An update of any shape."""
        self._world.updates.add(Update(body, chat_id, ""))

    async def forge(self, body: bytes, *, secret: str | None = None) -> int:
        """Post this to the webhook, without a secret or with this one; the status of the answer, 0 without one."""
        assert self._world.webhook is not None, "no webhook is set"
        return await self._world.webhook.post(body, secret=secret)

    def _note_writer(self, chat: Chat) -> None:
        chat.wrote = True
        if self.behaviour.received_count:
            self._world.count_message()
        if chat.kind == "PRIVATE" and not chat.number:
            chat.number = next(self._writers)

    # Waiting

    async def until(self, true: Callable[[], bool], *, patience: float = _PATIENCE) -> None:
        """Until it is true; real seconds."""
        await wait_for(true, lambda: self._world.changed, patience)

    async def settled(self, *, patience: float = _PATIENCE) -> None:
        """Until the bot has had everything: the webhook took it, or the bot has asked for more after it."""
        await self.until(self._settled, patience=patience)

    def _settled(self) -> bool:
        webhook = self._world.webhook
        return self._world.updates.heard and (webhook is None or webhook.idle)

    # Serving

    @asynccontextmanager
    async def serving(self, routes: Sequence[web.AbstractRouteDef] = ()) -> AsyncIterator[str]:
        """Serve, with these routes besides; the base of all addresses, without a slash at the end."""
        app = web.Application(client_max_size=_MAX_BODY)
        app.router.add_route("*", API_PATH, Server(self._world).answer)
        app.router.add_get(MEDIA_PATH, self.media.serve)
        app.add_routes([*Control(self).routes(), *routes])
        # A poll whose client has gone must not take an update, unless that is what is wanted (see Behaviour).
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_SECONDS, handler_cancellation=True)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            self._world.base = f"http://{self._host}:{runner.addresses[0][1]}"
            async with ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout(total=60)) as http:
                self._world.http = http
                try:
                    yield self._world.base
                finally:
                    await self._stop()
        finally:
            await runner.cleanup()

    async def _stop(self) -> None:
        await self._world.stop()
        if self._world.webhook is not None:
            self._world.updates.put_back(await self._world.webhook.stop())
