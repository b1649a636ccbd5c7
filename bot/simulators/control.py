"""What the remote controls of the simulators have in common."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

Body: TypeAlias = dict[str, Any]


def as_json(
    handler: Callable[[web.Request, Body], Awaitable[object]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler, given the request's JSON; its answer as JSON, a wrong request as 400 or 404 and a line of text."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            body = await request.json() if request.can_read_body else {}
            return web.json_response(await handler(request, body))
        except LookupError as error:
            return web.Response(status=404, text=f"{type(error).__name__}: {error}")
        except (ValueError, TypeError, AssertionError) as error:
            return web.Response(status=400, text=f"{type(error).__name__}: {error}")

    return answer
