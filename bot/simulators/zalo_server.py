"""The Bot API over HTTP: tokens, envelopes, and calls that go wrong on order."""

import functools
import json
from typing import Any, Final

from aiohttp import web

from bot.simulators.zalo_errors import ZaloRefusal, quota_exceeded, unauthorised
from bot.simulators.zalo_faults import Fault, Ordered
from bot.simulators.zalo_methods import Result, perform
from bot.simulators.zalo_requests import Call, read_call
from bot.simulators.zalo_state import Called, World

PATH: Final = "/bot{token}/{method}"
_PAGE: Final = "<html><head><title>{0}</title></head><body><center>nginx</center></body></html>"

_dumps: Final = functools.partial(json.dumps, ensure_ascii=False)


class _GatewayPage(Exception):
    """Instead of Zalo's answer comes a page of the server before it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _LineBroken(Exception):
    """No answer comes."""


class Server:
    def __init__(self, world: World) -> None:
        self._world = world
        self._polls: list[float] = []  # those of the last second

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call, which is entered among the calls whatever becomes of it."""
        called = Called(self._world.clock.time(), request.match_info["method"])
        try:
            result = await self._result(request, called)
            called.code = 0
            return self._ok(result)
        except ZaloRefusal as refusal:
            called.code = refusal.code
            return self._refused(refusal)
        except _GatewayPage as page:
            return web.Response(status=page.status, text=_PAGE.format(page.status), content_type="text/html")
        except _LineBroken:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        finally:
            self._world.calls.append(called)
            self._world.tell()

    async def _result(self, request: web.Request, called: Called) -> Result:
        if request.match_info["token"] != self._world.token:
            raise unauthorised()
        if called.method == "getUpdates":
            self._pace()
        call = await read_call(request, called.method)
        called.chat_id = call.text("chat_id")
        fault = self._world.faults.take(called.method)
        return await (perform(self._world, call) if fault is None else self._faulty(call, fault))

    def _pace(self) -> None:
        limit, now = self._world.behaviour.polls_per_second, self._world.clock.time()
        self._polls = [at for at in self._polls if at > now - 1.0] + [now]
        if limit is not None and len(self._polls) > limit:
            raise _GatewayPage(429)

    async def _faulty(self, call: Call, fault: Ordered) -> Result:
        match fault.kind:
            case Fault.QUOTA:
                raise quota_exceeded()
            case Fault.SERVER_ERROR:
                raise ZaloRefusal(500, "Internal Server Error")
            case Fault.REFUSAL:
                raise ZaloRefusal(fault.code, fault.description)
            case Fault.BUSY_PAGE:
                raise _GatewayPage(429)
            case Fault.BAD_GATEWAY:
                raise _GatewayPage(502)
            case Fault.PAGE:
                raise _GatewayPage(200)
            case Fault.RESET:
                raise _LineBroken
            case Fault.SLOW | Fault.LOST_ANSWER:
                result = await perform(self._world, call)
                await self._world.clock.sleep(fault.seconds)
                if fault.kind is Fault.LOST_ANSWER:
                    raise _LineBroken
                return result

    def _ok(self, result: Any) -> web.Response:
        body = {"ok": True} | ({"result": result} if result is not None else {})
        return web.json_response(body | ({"error_code": 0} if self._world.behaviour.success_code else {}), dumps=_dumps)

    def _refused(self, refusal: ZaloRefusal) -> web.Response:
        behaviour = self._world.behaviour
        name = "errorCode" if behaviour.camel_case_codes else "error_code"
        code = str(refusal.code) if behaviour.text_codes else refusal.code
        body = {"ok": False, "description": refusal.description, name: code}
        return web.json_response(body, status=refusal.code if behaviour.status_tells else 200, dumps=_dumps)
