"""Videos and voices in MP4 (ISO 14496-12): pictures and sound stay, all that tells of place, hour, device is blanked.

What goes is overwritten where it stands, so that the places of what stays remain true.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from storage.cleaning.kinds import Kind, Refusal, Refused

_KEPT: Final = {
    b"": {b"ftyp", b"moov", b"mdat"},
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"stss", b"ctts", b"stsc", b"stsz", b"stco", b"co64"},
}
_DATED: Final = {b"mvhd", b"tkhd", b"mdhd"}
_SEEN_OR_HEARD: Final = (b"vide", b"soun")
_MOST_SAMPLES: Final = 500_000
_ENCODER: Final = slice(58, 90)  # of a picture track's stsd: the name of what made it
_OWN_DATA: Final = 20  # bytes of a dref that says no more than: in this very file


class Box(NamedTuple):
    """Where it begins, its content begins, and it ends."""

    kind: bytes
    start: int
    at: int
    end: int


def clean_movie(content: bytes) -> tuple[Kind, bytes]:
    """The film, or the sound alone."""
    clean, data = bytearray(content), memoryview(content)
    whole = Box(b"", 0, 0, len(content))
    if any(box.kind == b"moof" for box in _boxes(data, whole)):
        raise Refused(Refusal.UNREADABLE)
    tracks = [box for box in _boxes(data, _within(data, whole, b"moov")) if box.kind == b"trak"]
    kept = [box for box in tracks if _handler(data, box) in _SEEN_OR_HEARD]
    if not kept:
        raise Refused(Refusal.UNREADABLE)
    used = [span for track in kept for span in _chunks(data, track)]
    _keep_only(clean, data, whole, used, {track.start for track in tracks if track not in kept})
    films = [track for track in kept if _handler(data, track) == b"vide"]
    for track in films:
        described = _within(data, track, b"mdia", b"minf", b"stbl", b"stsd")
        if described.end - described.at >= _ENCODER.stop:
            clean[described.at + _ENCODER.start : described.at + _ENCODER.stop] = bytes(32)
    return (Kind.MP4 if films else Kind.M4A), bytes(clean)


def _boxes(data: memoryview, parent: Box) -> Iterator[Box]:
    start = parent.at
    while start < parent.end:
        size, kind, header = int.from_bytes(data[start : start + 4]), bytes(data[start + 4 : start + 8]), 8
        if size == 1:
            size, header = int.from_bytes(data[start + 8 : start + 16]), 16
        size = size or parent.end - start
        if size < header or start + size > parent.end:
            raise Refused(Refusal.UNREADABLE)
        yield Box(kind, start, start + header, start + size)
        start += size


def _within(data: memoryview, box: Box, *path: bytes) -> Box:
    for kind in path:
        found = next((each for each in _boxes(data, box) if each.kind == kind), None)
        if found is None:
            raise Refused(Refusal.UNREADABLE)
        box = found
    return box


def _handler(data: memoryview, track: Box) -> bytes:
    at = _within(data, track, b"mdia", b"hdlr").at
    return bytes(data[at + 8 : at + 12])


def _keep_only(clean: bytearray, data: memoryview, parent: Box, used: list[tuple[int, int]], dropped: set[int]) -> None:
    for box in _boxes(data, parent):
        if box.kind not in _KEPT[parent.kind] or box.start in dropped:
            clean[box.start + 4 : box.start + 8] = b"free"
            clean[box.at : box.end] = bytes(box.end - box.at)
        elif box.kind in _KEPT:
            _keep_only(clean, data, box, used, dropped)
        elif box.kind in _DATED:
            wide = 8 if data[box.at] == 1 else 4
            clean[box.at + 4 : box.at + 4 + 2 * wide] = bytes(2 * wide)
        elif box.kind == b"hdlr":
            clean[box.at + 12 : box.end] = bytes(box.end - box.at - 12)
        elif box.kind == b"dref" and box.end - box.at != _OWN_DATA:
            raise Refused(Refusal.UNREADABLE)
        elif box.kind == b"mdat":
            _keep_spans(clean, data, box, used)
    assert len(clean) == len(data)


def _keep_spans(clean: bytearray, data: memoryview, box: Box, used: list[tuple[int, int]]) -> None:
    """Of the samples' store, only what the kept tracks show or play."""
    clean[box.at : box.end] = bytes(box.end - box.at)
    for first, behind in used:
        if box.at <= first and behind <= box.end:
            clean[first:behind] = data[first:behind]


def _chunks(data: memoryview, track: Box) -> Iterator[tuple[int, int]]:
    """Where its samples lie: first byte, and the one behind the last of each run."""
    table = _within(data, track, b"mdia", b"minf", b"stbl")
    boxes = {box.kind: box for box in _boxes(data, table)}
    if not {b"stsc", b"stsz"} <= boxes.keys() or not {b"stco", b"co64"} & boxes.keys():
        raise Refused(Refusal.UNREADABLE)
    sizes = iter(_sizes(data, boxes[b"stsz"]))
    places = _numbers(data, boxes[b"stco"], 4) if b"stco" in boxes else _numbers(data, boxes[b"co64"], 8)
    runs = _numbers(data, boxes[b"stsc"], 4, 3)
    samples = dict(zip(runs[::3], runs[1::3], strict=True))  # in a chunk, from this one on
    count = 0
    for number, place in enumerate(places, 1):
        count = min(samples.get(number, count), _MOST_SAMPLES)
        yield place, place + sum(islice(sizes, count))


def _sizes(data: memoryview, box: Box) -> list[int]:
    every, count = int.from_bytes(data[box.at + 4 : box.at + 8]), int.from_bytes(data[box.at + 8 : box.at + 12])
    if count > _MOST_SAMPLES:
        raise Refused(Refusal.TOO_LARGE)
    return [every] * count if every else _numbers(data, box._replace(at=box.at + 4), 4)


def _numbers(data: memoryview, box: Box, wide: int, each: int = 1) -> list[int]:
    """The table of a box: its version, how many rows, and the rows."""
    first, count = box.at + 8, int.from_bytes(data[box.at + 4 : box.at + 8]) * each
    if count > _MOST_SAMPLES or first + count * wide > box.end:
        raise Refused(Refusal.UNREADABLE)
    return [int.from_bytes(data[first + n * wide : first + (n + 1) * wide]) for n in range(count)]
