"""What a page sends, read: bodies of JSON and forms, bounded while they are read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, StreamReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.web_security import ApiError
from storage.domain.conversation import MAX_CHOICE_VALUE
from storage.files import MAX_FILE_BYTES, MAX_FILES

MAX_JSON: Final = 2**22  # a text of a megabyte is taken; what is longer than a chat bears becomes a file
MAX_ID: Final = 100
_FIELDS: Final = ("id", "text", "file")
# What aiohttp raises for a body that is no multipart after all; a text that is no UTF-8 is a ValueError, too.
_NOT_MULTIPART: Final = (ValueError, AssertionError, RuntimeError, HttpProcessingError)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page sent, as far as it could be read."""

    message_key: str
    text: str
    choice: str | None
    uploads: Sequence[bytes]


async def posted(request: web.Request) -> Posted:
    if request.content_type == "multipart/form-data":
        return await _multipart(request)
    body = await json_body(request)
    text, choice = body.get("text"), body.get("choice")
    if (text is None) == (choice is None):
        raise ApiError(400, "not-understood")
    if choice is not None:
        return Posted(_name(body.get("id"), MAX_ID), "", _name(choice, MAX_CHOICE_VALUE), ())
    return Posted(_name(body.get("id"), MAX_ID), as_text(text, MAX_JSON), None, ())


async def json_body(request: web.Request, *, allow_empty: bool = False) -> dict[str, Any]:
    raw = await _read(request.content, MAX_JSON)
    if not raw and allow_empty:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise ApiError(400, "not-understood") from None
    if not isinstance(body, dict):
        raise ApiError(400, "not-understood")
    return body


async def _multipart(request: web.Request) -> Posted:
    """Files with their text; the files' names are not read."""
    fields: dict[str, str] = {}
    uploads: list[bytes] = []
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name not in _FIELDS or part.name in fields:
                raise ApiError(400, "not-understood")
            if part.name == "file":
                if len(uploads) > MAX_FILES:
                    raise ApiError(413, "too-large")
                uploads.append(await content_of(part, MAX_FILE_BYTES))
            else:
                fields[part.name] = await _field(part)
    except _NOT_MULTIPART:
        raise ApiError(400, "not-understood") from None
    return Posted(_name(fields.get("id"), MAX_ID), fields.get("text", ""), None, uploads)


async def _field(part: BodyPartReader) -> str:
    raw = await content_of(part, MAX_JSON)
    if len(raw) > MAX_JSON:
        raise ApiError(413, "too-large")
    return raw.decode()


async def content_of(part: BodyPartReader, limit: int) -> bytes:
    """The whole part, but no more than one byte above the limit, which tells that it was too large."""
    kept = bytearray()
    while chunk := await part.read_chunk(2**16):
        kept += chunk[: limit + 1 - len(kept)]
    return bytes(kept)


async def _read(stream: StreamReader, limit: int) -> bytes:
    chunks, size = [], 0
    async for chunk in stream.iter_chunked(2**16):
        size += len(chunk)
        if size > limit:
            raise ApiError(413, "too-large")
        chunks.append(chunk)
    return b"".join(chunks)


def _name(value: object, longest: int) -> str:
    """A message's id or a choice: short, and of characters that every database takes."""
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        raise ApiError(400, "not-understood")
    return value


def as_text(value: object, longest: int) -> str:
    """A text of any content. Half a surrogate pair, which JSON can hold and UTF-8 cannot, is shown as lost."""
    if not isinstance(value, str) or len(value) > longest:
        raise ApiError(400, "not-understood")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
