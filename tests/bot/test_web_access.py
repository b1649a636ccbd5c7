"""Every way in says what it asks for: each HTTP route, each command, each button, each step of a conversation."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import App
from bot.channels.web_access import asks, check_declared, declared, public
from handlers import registry
from handlers.access import CASE, FLOWS, PUBLIC, Open
from handlers.registry import Guarded
from handlers.states import State
from scheduler.clock import DemoClock
from storage.domain.permissions import Action, Post, Role
from storage.sessions import Session, Sessions, session_key
from tests.handlers.steps import press
from tests.talk import DirectPhone
from tests.world import World, open_world

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
registry.load_flows()
GUARDED: list[tuple[str, Guarded]] = [
    *registry.COMMANDS.items(),
    *registry.CASE_ACTIONS.items(),
    *registry.NONCE_ACTIONS.items(),
]
# Words that need no post: how to come in, what one's own is, what is known of one, and what begins a concern.
OPEN_COMMANDS = {
    "start", "help", "privacy", "language", "vietnamese", "english", "cancel", "enrol", "invite",
    "say", "respond", "changed", "asked", "mine", "code", "mydata", "wipe", "lawful",
}  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path) as world:
        yield world


@pytest.mark.parametrize(("name", "guarded"), GUARDED, ids=[name for name, _ in GUARDED])
def test_every_handler_declares_its_action(name: str, guarded: Guarded) -> None:
    """Each command and button asks for an action, or is one of the few that are open to everybody."""
    assert isinstance(guarded.action, Action | Open)
    if guarded.action is PUBLIC:
        assert name in OPEN_COMMANDS


def test_only_commands_are_open() -> None:
    """What names a case or sends a draft is open to nobody."""
    of_matters = [*registry.CASE_ACTIONS.values(), *registry.NONCE_ACTIONS.values()]
    assert all(isinstance(guarded.action, Action) for guarded in of_matters)


def test_every_conversation_declares_its_action() -> None:
    """Each state belongs to a conversation that says what it asks for, and none is declared that does not exist."""
    assert {state.flow for state in State} == set(FLOWS)


@pytest.mark.parametrize("state", [state for state in State if FLOWS[state.flow] is CASE], ids=str)
def test_a_step_about_a_case_asks_with_the_case_in_hand(state: State) -> None:
    """The handler, or one of its module that it calls, takes the case by the way that asks for the permission."""
    handler = registry.STATES[state]
    module = inspect.getsource(inspect.getmodule(handler) or handler)
    # Or it only hands on to the step that was interrupted, which asks.
    assert "case_in_hand()" in module or "ctx.case(" in module or "STATES[" in module
    assert "uow.cases.get(draft" not in module


@pytest.mark.parametrize("state", [state for state in State if isinstance(FLOWS[state.flow], Action)], ids=str)
async def test_a_step_is_closed_to_who_has_lost_the_post(world: World, state: State) -> None:
    """Whoever is in the middle of a conversation of a post that is theirs no longer goes no step further."""
    stranger = await world.stranger()
    assert isinstance(stranger.phone, DirectPhone)
    key = session_key(stranger.phone.account)
    draft = {"text": "Họp lúc 14 giờ.", "unit": "", "role": "", "person": "00", "id": "00" * 16, "year": 2026}
    world.app.sessions.save(key, Session(state=state.value, drafts={state.flow: draft}, offered=[["Gửi", "x"]]))
    await press(world, stranger, "x")
    assert "chưa được giao quyền" in stranger.new[-1]


async def test_every_route_declares_what_it_asks(world: World) -> None:
    """The whole web application, the demo's pages and the messengers' webhooks among it."""
    settings = {"telegram_token": "1:a", "telegram_webhook_secret": "s", "public_url": "https://x.example"}
    settings |= {"zalo_bot_token": "1:b", "zalo_webhook_secret": "t" * 16}
    base = world.app.base
    base.settings = base.settings.model_copy(update={k: _secret(v, k) for k, v in settings.items()})
    app = App(base, world.app.engine.office.organisation, Sessions(None, world.clock.now), DemoClock())
    try:
        routes = list(app.web_app().router.routes())
    finally:
        await app.stop()
    paths = {str(getattr(route.resource, "canonical", "")) for route in routes}
    assert {"/", "/api/chat", "/api/chat/files/{file_id}", "/healthz", "/demo", "/telegram", "/zalo"} <= paths
    assert [str(route) for route in routes if not declared(route.handler)] == []


def _secret(value: str, name: str) -> object:
    from pydantic import SecretStr

    return SecretStr(value) if name.endswith(("token", "secret")) else value


async def _handler(request: web.Request) -> web.Response:
    return web.Response()


@pytest.mark.parametrize("declare", [public("a reason"), asks(Action.READ)])
def test_a_route_that_says_nothing_stops_the_start(declare: Callable[..., Handler]) -> None:
    """A new route without a word fails at start, not when somebody finds it."""
    app = web.Application()
    app.router.add_get("/new", _undeclared())
    with pytest.raises(RuntimeError, match="/new"):
        check_declared(app)
    good = web.Application()
    good.router.add_get("/new", declare(_undeclared()))
    check_declared(good)


def _undeclared() -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        return await _handler(request)

    return handler


async def test_the_auditor_counts_and_reads_no_case(world: World) -> None:
    """Numbers without the lists behind them, the log, and nothing else of the desks."""
    auditor = await world.person(Post(Role.AUDITOR))
    await auditor.say("số liệu")
    assert "chưa được giao quyền" not in auditor.new[-1]
    for word in ("phân loại", "việc của đơn vị", "chờ duyệt", "tài khoản", "chưa gửi được"):
        await auditor.say(word)
        auditor.expect("chưa được giao quyền")
