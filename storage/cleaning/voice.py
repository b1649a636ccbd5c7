"""Voices as Zalo sends them: raw AAC in ADTS frames, of which nothing but well-formed frames is kept."""

from collections.abc import Iterator
from typing import Final

from storage.cleaning.kinds import Container, Refusal, Refused, container

_HEADER: Final = 7
_SAMPLING_RATES: Final = 13
_FEWEST_FRAMES: Final = 4  # a quarter of a second; two bytes of a picture may look like the beginning of one frame


def clean_voice(content: bytes) -> bytes:
    """The frames alone: tags before, between and behind them are gone. What was said stays, and so does the voice."""
    frames = list(_frames(content))
    if len(frames) < _FEWEST_FRAMES:
        raise Refused(Refusal.UNREADABLE)
    return b"".join(frames)


def _frames(content: bytes) -> Iterator[bytes]:
    at = 0
    while at + _HEADER <= len(content):
        size = _size(content[at : at + _HEADER])
        if size and at + size <= len(content):
            yield content[at : at + size]
            at += size
        else:
            at += 1


def _size(header: bytes) -> int:
    """Bytes of the frame, 0 if this is no header of one."""
    if container(header) is not Container.VOICE or header[2] >> 2 & 0xF >= _SAMPLING_RATES:
        return 0
    size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return size if size > _HEADER else 0
