"""The static pages: files of the chat page, with their texts filled in."""

import html
import re
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.channels.web_access import public
from handlers.texts.catalog import DEFAULT_LANGUAGE, LANGUAGES, texts_of

_PLACEHOLDER: Final = re.compile(r"\{\{([a-z0-9-]+)\}\}")
_TYPES: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "json": "application/json",
}
PAGE_TEXTS: Final = "page-"


class Pages:
    """The files of the page, read once; texts are Vietnamese until the page asks for others."""

    def __init__(self) -> None:
        folder = files("bot.channels.web_page")
        self._files = {f.name: f.read_bytes() for f in folder.iterdir() if f.name.rpartition(".")[2] in _TYPES}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.index),
            web.get("/static/{name}", self.static),
            web.get("/texts/{language}.json", self.texts),
            web.get("/openapi.json", self.openapi),
        ]

    @public("the page itself")
    async def index(self, request: web.Request) -> web.Response:
        return self.page("index.html", {})

    def page(self, name: str, values: dict[str, str]) -> web.Response:
        """An HTML file with its placeholders filled: texts of the page, and the given values."""
        known = {**texts_of(DEFAULT_LANGUAGE, PAGE_TEXTS), **values}
        text = _PLACEHOLDER.sub(lambda m: html.escape(known[m[1]]), self._files[name].decode())
        return web.Response(text=text, content_type="text/html")

    @public("the page itself")
    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        suffix = name.rpartition(".")[2]
        if name not in self._files or suffix in ("html", "json"):
            raise web.HTTPNotFound
        # Kept by no browser, like all else: on a shared computer it would show that somebody was here.
        return web.Response(body=self._files[name], content_type=_TYPES[suffix], charset="utf-8")

    @public("the page's own words")
    async def texts(self, request: web.Request) -> web.Response:
        language = request.match_info["language"]
        if language not in LANGUAGES:
            raise web.HTTPNotFound
        return web.json_response(dict(texts_of(language, PAGE_TEXTS)))

    @public("the description of the interface")
    async def openapi(self, request: web.Request) -> web.Response:
        return web.Response(body=self._files["openapi.json"], content_type="application/json")
