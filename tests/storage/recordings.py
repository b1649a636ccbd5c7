"""Voices and videos made by hand: an Opus stream in Ogg, an MP4 of boxes, with marks where phones leave theirs."""

from typing import Final

from storage.cleaning.opus import _Page, _written

MARK: Final = b"Nguyen Van Mau 16.0544N 108.2022E"
SOUND: Final = bytes(range(1, 61))
PICTURES: Final = (b"the first picture", b"the second one")


def opus(*, tags: bytes = b"", between: bytes = b"", seconds: int = 2, serial: bytes = b"mine") -> bytes:
    """A voice of Telegram's kind."""
    head = b"OpusHead" + bytes([1, 1, 0, 0]) + (48_000).to_bytes(4, "little") + bytes(3)
    texts = b"OpusTags" + bytes(4) + (1).to_bytes(4, "little") + len(tags).to_bytes(4, "little") + tags
    pages = [_page(2, 0, head, serial), _page(0, 0, texts, serial)]
    pages += [_page(0, second * 48_000, SOUND, serial) for second in range(1, seconds + 1)]
    return between.join(_written(page, number) for number, page in enumerate(pages))


def _page(flags: int, granule: int, body: bytes, serial: bytes) -> _Page:
    lengths = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return _Page(flags, granule.to_bytes(8, "little"), serial, lengths, body)


def box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return (8 + len(content)).to_bytes(4) + kind + content


def movie(*, handlers: tuple[bytes, ...] = (b"vide",), mark: bytes = MARK, moov_first: bool = True) -> bytes:
    """Each track has the two pictures as samples, one a chunk, with the mark between them; and marks everywhere."""
    samples = b"".join(PICTURES[0] + mark + PICTURES[1] for _ in handlers)
    start = box(b"ftyp", b"isom", bytes(4), b"mp42")
    length = len(_moov(handlers, mark, 0))
    first = len(start) + 8 + (length if moov_first else 0)
    parts = [_moov(handlers, mark, first), box(b"mdat", samples, mark)]
    return b"".join([start, *(parts if moov_first else reversed(parts)), box(b"free", mark), box(b"uuid", mark)])


def _moov(handlers: tuple[bytes, ...], mark: bytes, first: int) -> bytes:
    each = len(PICTURES[0]) + len(mark) + len(PICTURES[1])
    tracks = [_track(handler, mark, first + number * each) for number, handler in enumerate(handlers)]
    return box(b"moov", box(b"mvhd", _dated(100)), *tracks, box(b"udta", box(b"\xa9xyz", mark)), box(b"meta", mark))


def _track(handler: bytes, mark: bytes, at: int) -> bytes:
    second = at + len(PICTURES[0]) + len(mark)
    picture = bytes(58 - 16) + mark[:32].ljust(32, b"\0") + bytes(4)
    table = box(
        b"stbl",
        box(b"stsd", bytes(4), _number(1), box(b"avc1", picture)),
        box(b"stsc", bytes(4), *map(_number, (1, 1, 1, 1))),
        box(b"stsz", bytes(4), *map(_number, (0, 2, len(PICTURES[0]), len(PICTURES[1])))),
        box(b"stco", bytes(4), *map(_number, (2, at, second))),
        box(b"sgpd", mark),
    )
    own = box(b"dref", bytes(4), _number(1), _number(12), b"url ", _number(1))
    media = box(
        b"mdia",
        box(b"mdhd", _dated(24)),
        box(b"hdlr", bytes(8), handler, bytes(12), mark, b"\0"),
        box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", own), table),
    )
    return box(b"trak", box(b"tkhd", _dated(84)), media, box(b"udta", mark))


def _dated(length: int) -> bytes:
    return bytes(4) + b"hourhour" + bytes(length - 12)


def _number(value: int) -> bytes:
    return value.to_bytes(4)
