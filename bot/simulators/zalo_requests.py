"""A call of a method, read from a request: GET or POST; query, form, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.simulators.zalo_errors import rejected


@dataclass(frozen=True, slots=True)
class Call:
    method: str  # case matters
    params: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Empty if it is absent or null."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def seconds(self, name: str, default: float) -> float:
        """A number, which may come as text."""
        value = self.text(name)
        return float(value) if value.isdecimal() else default


async def read_call(request: web.Request, method: str) -> Call:
    """The call that this request makes. Files in a form are passed over: no method takes any."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return Call(method, params | _object(await request.read()))
    form = await request.post()
    return Call(method, params | {name: value for name, value in form.items() if isinstance(value, str)})


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise rejected("Bad Request: the body is not JSON") from None
    if not isinstance(found, dict):
        raise rejected("Bad Request: the body is not a JSON object")
    return found
