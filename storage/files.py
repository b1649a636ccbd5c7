"""Attachments: checked and cleaned before anything is kept. What cannot be cleaned is refused."""

import asyncio
import json
import logging
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from storage.children import child_running
from storage.cleaning.kinds import Container, Kind, Refusal, Refused, container
from storage.cleaning.text import clean_text
from storage.domain.errors import RuleViolation

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_FILES: Final = 5  # with one message

WALL_SECONDS: Final = 15.0
MAX_CHILDREN: Final = 2
_MAX_HEADER_BYTES: Final = 100

log = logging.getLogger(__name__)


class UnsupportedFile(RuleViolation):
    """Its content is none of the kinds that are taken, or it has macros."""

    text_key = "error-file-kind"


class FileTooLarge(RuleViolation):
    """Too many bytes, as it came, unpacked or rewritten; or too many pixels."""

    text_key = "error-file-too-large"


class FileUnreadable(RuleViolation):
    """Broken, empty, behind a password, or cleaning it took too long."""

    text_key = "error-file-unreadable"


_ERRORS: Final = {
    Refusal.KIND: UnsupportedFile,
    Refusal.TOO_LARGE: FileTooLarge,
    Refusal.UNREADABLE: FileUnreadable,
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MEDIA: Final = {
    Kind.JPEG: ("image/jpeg", "jpg"),
    Kind.PNG: ("image/png", "png"),
    Kind.WEBP: ("image/webp", "webp"),
    Kind.PDF: ("application/pdf", "pdf"),
    Kind.DOCX: (_OFFICE + "wordprocessingml.document", "docx"),
    Kind.XLSX: (_OFFICE + "spreadsheetml.sheet", "xlsx"),
    Kind.AAC: ("audio/aac", "aac"),
    Kind.OPUS: ("audio/ogg", "ogg"),
    Kind.M4A: ("audio/mp4", "m4a"),
    Kind.MP4: ("video/mp4", "mp4"),
    Kind.TEXT: ("text/plain", "txt"),
}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file fit to be kept; it has no name, since names tell who made it. ``extension`` is without the dot."""

    media_type: str
    extension: str
    content: bytes = field(repr=False)


class FileCleaner:
    """Opens strangers' files in child processes, two at a time; others wait their turn."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(MAX_CHILDREN)

    async def clean(self, content: bytes) -> CleanFile:
        """The file without traces. Raises UnsupportedFile, FileTooLarge or FileUnreadable."""
        try:
            kind, clean = await self._cleaned(content)
        except Refused as refused:
            raise _ERRORS[refused.reason] from None
        media_type, extension = _MEDIA[kind]
        return CleanFile(media_type, extension, clean)

    async def _cleaned(self, content: bytes) -> tuple[Kind, bytes]:
        if not content:
            raise Refused(Refusal.UNREADABLE)
        if len(content) > MAX_FILE_BYTES:
            raise Refused(Refusal.TOO_LARGE)
        promised = container(content)
        if promised is None:
            return Kind.TEXT, clean_text(content)
        async with self._turn:
            return _understood(await _cleaned_by_child(promised, content))


async def _cleaned_by_child(promised: Container, content: bytes) -> bytes:
    async with child_running("storage.cleaning", promised) as child:
        try:
            async with asyncio.timeout(WALL_SECONDS):
                return await _answer(child, content)
        except TimeoutError:
            raise Refused(Refusal.UNREADABLE) from None


async def _answer(child: Process, content: bytes) -> bytes:
    """All that the child says, up to what a clean file may have."""
    assert child.stdin and child.stdout
    with suppress(ConnectionError):  # it may have ended already
        child.stdin.write(content)
        await child.stdin.drain()
    child.stdin.close()
    answer = bytearray()
    while piece := await child.stdout.read(MAX_FILE_BYTES):
        answer += piece
        if len(answer) > MAX_FILE_BYTES + _MAX_HEADER_BYTES:
            raise Refused(Refusal.TOO_LARGE)
    if await child.wait():
        log.warning("a file cleaner ended without a verdict", extra={"exit": child.returncode})
    return bytes(answer)


def _understood(answer: bytes) -> tuple[Kind, bytes]:
    """The child's verdict; a child that the system ended has none."""
    header, end, clean = answer.partition(b"\n")
    if not end:
        raise Refused(Refusal.UNREADABLE)
    verdict = json.loads(header)
    if "refused" in verdict:
        raise Refused(Refusal(verdict["refused"]))
    return Kind(verdict["kind"]), clean
