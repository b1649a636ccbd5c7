"""Formatted text: parse_mode HTML and explicit entities, with Telegram's limits and its words for mistakes."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.simulators.telegram_errors import bad_request

MAX_TEXT: Final = 4096  # characters after parsing
MAX_CAPTION: Final = 1024
_MAX_BYTES: Final = 2**15  # of the text as sent

_ATTRIBUTES: Final = r"""(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)"""
_TAG: Final = re.compile(rf"<(?P<end>/?)(?P<name>[^\s>]*){_ATTRIBUTES}>")
_ATTRIBUTE: Final = re.compile(r"""([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")
# Telegram knows four names only: &nbsp; and &apos; stay as they are written.
_REFERENCE: Final = re.compile(r"&(?:#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|(?:lt|gt|amp|quot)(?![A-Za-z]));?")
_KINDS: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Formatted:
    """Offsets and lengths of the entities count UTF-16 units."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    attributes: Mapping[str, str]
    offset: int


def message_text(text: str, parse_mode: str, entities: str) -> Formatted:
    """The text of a message, which must not be empty."""
    if not text:
        raise bad_request("message text is empty")
    found = _formatted(text, parse_mode, entities)
    if not found.text:
        raise bad_request("text must be non-empty")
    if len(found.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return found


def caption(text: str, parse_mode: str, entities: str) -> Formatted:
    """The text under a file."""
    found = _formatted(text, parse_mode, entities)
    if len(found.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return found


def typed(text: str) -> Formatted:
    """A text that a person wrote: Telegram marks the command in it."""
    command = re.match(r"/[A-Za-z0-9_]{1,64}(?:@\w+)?", text)
    if command is None:
        return Formatted(text)
    return Formatted(text, ({"type": "bot_command", "offset": 0, "length": command.end()},))


def units(text: str) -> int:
    """The length of a text in UTF-16 units, by which Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2


def _formatted(text: str, parse_mode: str, entities: str) -> Formatted:
    if len(text.encode()) > _MAX_BYTES:
        raise bad_request("text is too long")
    match parse_mode.lower():
        case "html":
            return _trimmed(_Html(text).parsed())
        case "" | "none":
            return _trimmed(Formatted(text, _explicit(entities, units(text))))
        case "markdown" | "markdownv2":
            raise NotImplementedError("the simulator knows no Markdown")
    raise bad_request("unsupported parse_mode")


def _explicit(entities: str, length: int) -> tuple[Entity, ...]:
    """Those entities that lie within the text; Telegram drops the others without a word."""
    try:
        found = json.loads(entities or "[]")
    except ValueError:
        return ()
    if not isinstance(found, list):
        return ()
    for entity in found:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse MessageEntity: a type, an offset and a length are needed")
    return tuple(e for e in found if e["offset"] >= 0 and e["length"] > 0 and e["offset"] + e["length"] <= length)


def _trimmed(found: Formatted) -> Formatted:
    """Without white space at the ends, though not before an entity's beginning."""
    text = found.text.rstrip()
    room = min((entity["offset"] for entity in found.entities), default=len(text))
    cut = min(len(text) - len(text.lstrip(" \n")), room)
    text = text[cut:]
    end = units(text)
    moved = [
        dict(e, offset=e["offset"] - cut, length=min(e["length"], end - e["offset"] + cut)) for e in found.entities
    ]
    return Formatted(text, tuple(e for e in moved if e["length"] > 0))


class _Html:
    """One pass over a text with tags."""

    def __init__(self, source: str) -> None:
        self._source, self._text = source, ""
        self._open: list[_Open] = []
        self._entities: list[dict[str, Any]] = []

    def parsed(self) -> Formatted:
        at = 0
        while (tag_at := self._source.find("<", at)) >= 0:
            self._text += _unescaped(self._source[at:tag_at])
            at = self._tag(tag_at)
        self._text += _unescaped(self._source[at:])
        if self._open:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted(self._text, tuple(self._entities))

    def _tag(self, at: int) -> int:
        """Take the tag that begins here; where it ends."""
        where = f"at byte offset {len(self._source[:at].encode())}"
        tag = _TAG.match(self._source, at)
        if tag is None:
            raise self._wrong(f"Unclosed {'end' if self._source[at + 1 : at + 2] == '/' else 'start'} tag {where}")
        name = tag["name"].lower()
        if tag["end"]:
            self._close(name, where)
        elif name not in _KINDS:
            raise self._wrong(f'Unsupported start tag "{name}" {where}')
        else:
            self._begin(name, _attributes(tag["attributes"]), where)
        return tag.end()

    def _begin(self, name: str, attributes: Mapping[str, str], where: str) -> None:
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong(f'Tag "span" must have class "tg-spoiler" {where}')
        self._open.append(_Open(name, attributes, units(self._text)))

    def _close(self, name: str, where: str) -> None:
        if not self._open:
            raise self._wrong(f"Unexpected end tag {where}")
        begun = self._open.pop()
        if name not in ("", begun.tag):
            raise self._wrong(f'Unmatched end tag {where}, expected "</{begun.tag}>", found "</{name}>"')
        length = units(self._text) - begun.offset
        if length:
            self._mark(begun, length)

    def _mark(self, begun: _Open, length: int) -> None:
        span: dict[str, Any] = {"type": _KINDS[begun.tag], "offset": begun.offset, "length": length}
        entity = span | self._details(begun)
        if begun.tag == "pre":
            entity |= self._language(entity)
        if entity["type"] != "text_link" or "://" in entity["url"]:
            self._entities.append(entity)

    def _language(self, block: Entity) -> dict[str, str]:
        """``<pre><code class="language-x">`` is one block: its inner half is taken away."""
        last: Entity = self._entities[-1] if self._entities else {}
        if "language" not in last or (last["offset"], last["length"]) != (block["offset"], block["length"]):
            return {}
        return {"language": self._entities.pop()["language"]}

    def _details(self, begun: _Open) -> dict[str, Any]:
        given = begun.attributes
        match begun.tag:
            case "a":
                covered = self._text.encode("utf-16-le")[2 * begun.offset :].decode("utf-16-le")
                return {"url": given.get("href") or covered}
            case "code" if given.get("class", "").startswith("language-"):
                return {"language": given["class"].removeprefix("language-")}
            case "blockquote" if "expandable" in given:
                return {"type": "expandable_blockquote"}
            case "tg-emoji":
                return {"custom_emoji_id": given.get("emoji-id", "")}
            case "tg-time":
                return {"unix_time": int(given.get("unix", "0"))}
        return {}

    @staticmethod
    def _wrong(text: str) -> Exception:
        return bad_request(f"can't parse entities: {text}")


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found[0].rstrip(";") + ";"), text)


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): _unescaped(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(text)}
