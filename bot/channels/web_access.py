"""What each HTTP route asks of whoever calls it; a route that does not say stops the program at start."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from aiohttp import web

from storage.domain.permissions import Action

Route = TypeVar("Route", bound=Callable[..., Any])
_DECLARED: Final = "__asks__"


def asks(*actions: Action) -> Callable[[Route], Route]:
    """The handler authorises these actions itself, with what it serves in hand."""
    return _declare(actions)


def public(why: str) -> Callable[[Route], Route]:
    """Open to whoever reaches it, for this reason."""
    return _declare(why)


def _declare(what: tuple[Action, ...] | str) -> Callable[[Route], Route]:
    def declare(handler: Route) -> Route:
        setattr(handler, _DECLARED, what)
        return handler

    return declare


def declared(handler: object) -> tuple[Action, ...] | str | None:
    """The actions a route asks for, or why it is public; None: it does not say."""
    return getattr(handler, _DECLARED, None)


def check_declared(app: web.Application) -> None:
    """Raises RuntimeError if a route says neither what it asks for nor that it is public."""
    missing = {str(route.resource) for route in app.router.routes() if not declared(route.handler)}
    if missing:
        raise RuntimeError(f"routes that do not say what they ask for: {', '.join(sorted(missing))}")
