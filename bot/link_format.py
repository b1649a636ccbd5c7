"""What goes over the socket between the two roles: frames of JSON, each with its length in front."""

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from scheduler.carrying import Parcel
from storage.domain.conversation import Choice, File, Reply
from storage.domain.ids import CaseId

MAX_FRAME: Final = 2**28
_LENGTH_BYTES: Final = 4
STILL: Final = "still"  # in place of an outcome: it is not known yet
# What a parcel is made of. Another version, with more or less in it, would take ours for faulty.
_PARTS: Final = (f"{of.__name__}.{each.name}" for of in (Parcel, Reply, Choice, File) for each in fields(of))
SHAPE: Final = " ".join([STILL, *_PARTS])

Frame = dict[str, Any]


async def read_frame(reader: asyncio.StreamReader) -> Frame | None:
    """The next frame; None where the line has ended."""
    try:
        length = int.from_bytes(await reader.readexactly(_LENGTH_BYTES))
        if length > MAX_FRAME:
            return None
        frame: Frame = json.loads(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return frame


def frame_bytes(frame: Mapping[str, Any]) -> bytes:
    body = json.dumps(frame, ensure_ascii=False).encode()
    return len(body).to_bytes(_LENGTH_BYTES) + body


def parcel_frame(parcel: Parcel) -> Frame:
    return {
        "address": as_text(parcel.address),
        "case": None if parcel.case_id is None else parcel.case_id.hex(),
        "language": parcel.language,
        "reply": asdict(parcel.reply),
    }


def read_parcel(frame: Mapping[str, Any]) -> Parcel:
    said = dict(frame["reply"])
    choices = tuple(Choice(**choice) for choice in said.pop("choices"))
    files = tuple(File(**file) for file in said.pop("files"))
    reply = Reply(**said, choices=choices, files=files)
    case_id = None if frame["case"] is None else CaseId(bytes.fromhex(frame["case"]))
    return Parcel(as_bytes(frame["address"]), case_id, reply, frame["language"])


def as_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def as_bytes(text: str) -> bytes:
    return base64.b64decode(text)
