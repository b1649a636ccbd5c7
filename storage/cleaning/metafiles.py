"""Windows metafiles, the drawings that office documents show for embedded objects: remarks blanked, drawing kept."""

from typing import Final

_EMF_REMARK: Final = 70
_EMF_PLUS: Final = b"EMF+"  # a remark that is itself the drawing
_WMF_PLACEABLE: Final = b"\xd7\xcd\xc6\x9a"
_WMF_HEADER: Final = 18
_WMF_ESCAPE: Final = 0x0626
_WMF_REMARK: Final = 15


def is_emf(head: bytes) -> bool:
    """By its first 64 bytes."""
    return head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF"


def is_wmf(head: bytes) -> bool:
    """By its first bytes: with the usual preamble, or bare."""
    return head.startswith((_WMF_PLACEABLE, b"\x01\x00\x09\x00\x00\x03"))


def clean_emf(content: bytes) -> bytes:
    """Without the description in its header (program and title) and the private remarks of programs."""
    clean = bytearray(content)
    length, at = _number(clean, 60, 4) * 2, _number(clean, 64, 4)
    _blank(clean, at, at + length)
    at = 0
    while at + 8 <= len(clean) and (size := _number(clean, at + 4, 4)) >= 8:
        if _number(clean, at, 4) == _EMF_REMARK and clean[at + 12 : at + 16] != _EMF_PLUS:
            _blank(clean, at + 12, at + size)
        at += size
    return bytes(clean)


def clean_wmf(content: bytes) -> bytes:
    """Without the private remarks of programs."""
    clean = bytearray(content)
    at = _WMF_HEADER + (22 if content.startswith(_WMF_PLACEABLE) else 0)
    while at + 6 <= len(clean) and (size := _number(clean, at, 4) * 2) >= 6:
        if _number(clean, at + 4, 2) == _WMF_ESCAPE and _number(clean, at + 6, 2) == _WMF_REMARK:
            _blank(clean, at + 10, at + size)
        at += size
    return bytes(clean)


def _number(content: bytearray, at: int, width: int) -> int:
    return int.from_bytes(content[at : at + width], "little")


def _blank(content: bytearray, start: int, end: int) -> None:
    end = min(end, len(content))
    if start < end:
        content[start:end] = bytes(end - start)
