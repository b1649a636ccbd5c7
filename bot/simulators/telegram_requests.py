"""A call of a method, read from a request or from a webhook's answer: urlencoded, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import ClientResponse, MultipartReader, web

from bot.simulators.telegram_errors import bad_request, too_large

MAX_UPLOAD: Final = 50 * 2**20
_MAX_BODY: Final = MAX_UPLOAD + 2**20
_TRUE: Final = {"true", "yes", "1"}


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """Whatever the encoding, each parameter is a string, a nested one is JSON in it: so the real server sees them."""

    method: str  # in small letters
    params: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.params.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """What is no number counts as zero, as with the real server."""
        value = self.text(name)
        if not value:
            return default
        return int(value) if value.lstrip("-").isdecimal() else 0

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in _TRUE

    def json(self, name: str, what: str) -> Any:
        """The parsed value, None if absent; ``what`` is named in the refusal of something else than JSON."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


async def read_request(request: web.Request, method: str) -> Call:
    """The call that this request makes."""
    params = dict(request.query)
    if request.content_type == "multipart/form-data":
        fields, uploads = await _read_parts(await request.multipart())
        return Call(method.lower(), params | fields, uploads)
    return Call(method.lower(), params | _read_simple(request.content_type, await _bounded(request)))


async def _bounded(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


async def read_answer(response: ClientResponse) -> Call | None:
    """The call in a webhook's answer, if there is one."""
    if response.content_type == "multipart/form-data":
        fields, uploads = await _read_parts(MultipartReader.from_response(response))
    else:
        fields, uploads = _read_simple(response.content_type, await response.read()), {}
    method = fields.pop("method", "").lower()
    return Call(method, fields, uploads) if method else None


def _read_simple(content_type: str, body: bytes) -> dict[str, str]:
    """Parameters of a body without files; a body that is neither JSON nor a form holds none."""
    if content_type == "application/json":
        return _read_json(body)
    if content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {}


def _read_json(body: bytes) -> dict[str, str]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON in the request body") from None
    if not isinstance(values, dict):
        raise bad_request("a JSON object is expected in the request body")
    return {name: as_text(value) for name, value in values.items() if value is not None}


def as_text(value: object) -> str:
    """A JSON value as a form would carry it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_parts(parts: Any) -> tuple[dict[str, str], dict[str, Upload]]:
    """Fields and files. A part with a file name is a file."""
    fields: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    size = 0
    async for part in parts:
        content = bytes(await part.read(decode=True))
        size += len(content)
        if size > _MAX_BODY:
            raise too_large()
        if part.filename is None:
            fields[part.name] = content.decode()
        else:
            uploads[part.name] = Upload(part.filename, part.headers.get("Content-Type", ""), content)
    return fields, uploads
