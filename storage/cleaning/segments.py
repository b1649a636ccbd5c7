"""Pictures that lie inside a PDF as they came from the camera: notes cut out, pixels untouched."""

from collections.abc import Iterator
from typing import Final

from storage.cleaning.kinds import Refusal, Refused

_STUFFED: Final = frozenset({0x00, *range(0xD0, 0xD8)})  # inside scan data: an escaped FF, restart marks
_START_OF_SCAN: Final = 0xDA
_END: Final = 0xD9
_ADOBE: Final = 0xEE  # says how the colours are coded, and nothing else: a picture without it turns green
_NOTES: Final = frozenset({*range(0xE0, 0xF0), 0xFE}) - {_ADOBE}

_JP2_SIGNATURE: Final = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_JP2_NOTES: Final = frozenset({b"xml ", b"uuid", b"uinf", b"jp2i"})


def strip_jpeg(content: bytes) -> bytes:
    """Without application segments and comments, and without what follows the end of the picture."""
    if not content.startswith(b"\xff\xd8"):
        raise Refused(Refusal.UNREADABLE)
    return b"\xff\xd8" + b"".join(_jpeg_pieces(content)) + b"\xff\xd9"


def _jpeg_pieces(content: bytes) -> Iterator[bytes]:
    at = 2
    while (marker := _marker(content, at)) != _END:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
        if marker not in _NOTES:
            yield content[at:end]
        at = _skip_fill(content, end)


def _marker(content: bytes, at: int) -> int:
    # A picture cut off in the middle is shown as far as it goes: so do all viewers of PDF files.
    if at + 2 > len(content):
        return _END
    if content[at] != 0xFF:
        raise Refused(Refusal.UNREADABLE)
    return content[at + 1]


def _skip_fill(content: bytes, at: int) -> int:
    while content[at : at + 2] == b"\xff\xff":
        at += 1
    return at


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0:
        if at + 1 < len(content) and content[at + 1] not in _STUFFED and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1 : at + 2] == b"\xff" else 2
    return len(content)


def strip_jpeg2000(content: bytes) -> bytes:
    """Without the boxes that hold XMP, EXIF and links; a bare code stream has none."""
    if not content.startswith(_JP2_SIGNATURE):
        return content
    return b"".join(box for kind, box in _boxes(content) if kind not in _JP2_NOTES)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        end = at + size if size >= 8 else len(content)
        yield kind, content[at:end]
        at = end
