"""Voices as Telegram sends them: Opus in Ogg, rebuilt page by page, with no word about who recorded it (RFC 7845)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storage.cleaning.kinds import Refusal, Refused

_MAGIC: Final = b"OggS"
_HEADER: Final = 27
_SERIAL: Final = (1).to_bytes(4, "little")  # the recorder's own is a number it may have chosen for itself
_HEAD_BYTES: Final = 19  # of one stream of one or two channels
_EMPTY_TAGS: Final = b"OpusTags" + bytes(8)  # nobody made it, and nothing is said of it
_FIRST, _LAST, _CONTINUED = 2, 4, 1
_POLYNOMIAL: Final = 0x04C11DB7


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: bytes
    serial: bytes
    lengths: bytes
    body: bytes


def clean_opus(content: bytes) -> bytes:
    """The sound alone. Tags, other streams, and what stands between the pages are gone; the voice stays."""
    pages = list(_pages(content))
    if not pages or not pages[0].body.startswith(b"OpusHead") or len(pages[0].body) != _HEAD_BYTES:
        raise Refused(Refusal.UNREADABLE)
    sound = list(_sound([page for page in pages[1:] if page.serial == pages[0].serial]))
    if not sound:
        raise Refused(Refusal.UNREADABLE)
    head = _Page(_FIRST, bytes(8), _SERIAL, bytes([_HEAD_BYTES]), pages[0].body)
    tags = _Page(0, bytes(8), _SERIAL, bytes([len(_EMPTY_TAGS)]), _EMPTY_TAGS)
    return b"".join(_written(page, number) for number, page in enumerate([head, tags, *sound]))


def _sound(pages: list[_Page]) -> Iterator[_Page]:
    """The pages behind the tags, which may fill several and end with one."""
    if not pages or not pages[0].body.startswith(b"OpusTags"):
        raise Refused(Refusal.UNREADABLE)
    behind = next((n for n, page in enumerate(pages) if page.lengths[-1:] != b"\xff"), len(pages)) + 1
    for page in pages[behind:]:
        yield _Page(page.flags & (_CONTINUED | _LAST), page.granule, _SERIAL, page.lengths, page.body)


def _pages(content: bytes) -> Iterator[_Page]:
    at = content.find(_MAGIC)
    while at >= 0:
        page = _page_at(content, at)
        if page is not None:
            yield page
        at = content.find(_MAGIC, at + (_size(page) if page is not None else 1))


def _page_at(content: bytes, at: int) -> _Page | None:
    header = content[at : at + _HEADER]
    if len(header) < _HEADER or header[4]:
        return None
    body_at = at + _HEADER + header[26]
    lengths = content[at + _HEADER : body_at]
    body = content[body_at : body_at + sum(lengths)]
    if len(lengths) < header[26] or len(body) < sum(lengths):
        return None
    return _Page(header[5], header[6:14], header[14:18], lengths, body)


def _size(page: _Page) -> int:
    return _HEADER + len(page.lengths) + len(page.body)


def _written(page: _Page, number: int) -> bytes:
    start = _MAGIC + bytes([0, page.flags]) + page.granule + page.serial + number.to_bytes(4, "little")
    end = bytes([len(page.lengths)]) + page.lengths + page.body
    return start + _checksum(start + bytes(4) + end).to_bytes(4, "little") + end


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ (_POLYNOMIAL if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return table


_TABLE: Final = _table()


def _checksum(content: bytes) -> int:
    """Ogg's own: without reflection, from zero."""
    value = 0
    for byte in content:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
