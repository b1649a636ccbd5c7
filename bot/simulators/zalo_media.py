"""The media server: links to what people sent, open to everybody who has them, until they die."""

import asyncio
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.simulators.zalo_faults import MediaFault
from bot.simulators.zalo_state import World

_FOLDER: Final = "/media"
PATH: Final = _FOLDER + "/{name}"
_CHUNK: Final = b"\0" * 65_536
_TYPES: Final = {"jpg": "image/jpeg", "aac": "audio/aac", "webp": "image/webp"}
_PAGE: Final = "<html><body>Not here</body></html>"


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    until: float


class Media:
    def __init__(self, world: World) -> None:
        self._world = world
        self._files: dict[str, _File] = {}
        self.fetches: list[str] = []  # the names, as often as they were asked for

    def keep(self, content: bytes, suffix: str) -> str:
        """The URL of this content."""
        name = f"{self._world.new_id()}.{suffix}"
        self._files[name] = _File(content, self._world.clock.time() + self._world.behaviour.media_seconds)
        return f"{self._world.base}{_FOLDER}/{name}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.fetches.append(name)
        file = self._files.get(name)
        if file is None or file.until <= self._world.clock.time():
            return web.Response(status=404, text=_PAGE, content_type="text/html")
        good = web.Response(body=file.content, content_type=_TYPES[name.rpartition(".")[2]])
        fault, seconds = self._world.faults.take_media() or (None, 0.0)
        match fault:
            case None:
                return good
            case MediaFault.GONE:
                return web.Response(status=404, text=_PAGE, content_type="text/html")
            case MediaFault.PAGE:
                return web.Response(text=_PAGE, content_type="text/html")
            case MediaFault.REDIRECTS:
                return web.Response(status=302, headers={"Location": str(request.url)})
            case MediaFault.SLOW:
                await self._world.clock.sleep(seconds)
                return good
            case MediaFault.CUT:
                return await self._cut(request, file.content)
            case MediaFault.ENDLESS:
                return await self._endless(request)

    @staticmethod
    async def _cut(request: web.Request, content: bytes) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        if request.transport is not None:
            request.transport.abort()
        return response

    @staticmethod
    async def _endless(request: web.Request) -> web.StreamResponse:
        """Until the one who fetches has had enough."""
        response = web.StreamResponse()
        await response.prepare(request)
        while request.transport is not None and not request.transport.is_closing():
            await response.write(_CHUNK)
            await asyncio.sleep(0)
        return response
