"""Plain text: kept as UTF-8 in NFC, without what hides, reorders or could mark it."""

import re
import unicodedata
from typing import Final

from storage.cleaning.kinds import Refusal, Refused

# The text is read in the main process, so it must be short enough not to hold up anybody else.
MAX_TEXT_BYTES: Final = 1024 * 1024

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Format characters, variation selectors and tags are not seen, and can carry a mark that tells copies of a text apart.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
# Text formats that run, or that name a person: markup, RTF, PostScript, scripts, contact cards, saved e-mails.
_OTHER_FORMAT: Final = re.compile(
    r"\s*(?:<[!?/a-z]|\{\\rtf|%!|#!|BEGIN:V|(?:From|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|X-[\w-]+):\s)",
    re.IGNORECASE,
)
_MAX_CONTROL_SHARE: Final = 0.01


def clean_text(content: bytes) -> bytes:
    """The same words; line ends, which tell the system they were written on, become "\\n"."""
    text = _decoded(content)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise Refused(Refusal.KIND)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROL.sub("", text)))
    if _OTHER_FORMAT.match(text):
        raise Refused(Refusal.KIND)
    if not text.strip():
        raise Refused(Refusal.UNREADABLE)
    return text.encode()


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise Refused(Refusal.KIND)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Refusal.KIND) from None
    if len(content) > MAX_TEXT_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    return text.replace("\r\n", "\n").replace("\r", "\n")
