"""The XML of office files: read without entities, and copied byte by byte but for what tells about a person."""

import codecs
import re
from collections.abc import Callable
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from storage.cleaning import traces
from storage.cleaning.kinds import Refusal, Refused

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_NAMESPACE: Final = "xmlns"
_DECLARATION: Final = re.compile(rb"\s*<\?xml\s[^>]*\?>")
_TAG: Final = re.compile(rb"""<[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_IN_ATTRIBUTE: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def start_tags(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's name without prefix, and its attributes, in order."""
    tags: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: tags.append((local(name), attributes))
    _parse(parser, _as_utf8(xml))
    return tags


def scrub(xml: bytes, dangling: frozenset[str]) -> bytes:
    """The same part without traces. ``dangling`` are the ids of relationships that are gone."""
    return DECLARATION + _Scrubber(_as_utf8(xml), dangling).scrubbed()


def local(name: str) -> str:
    """A name without its prefix, which makers choose freely: a declared one may itself be called "user" or "date"."""
    return _NAMESPACE if name.startswith(_NAMESPACE) else name.rpartition(":")[2]


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    # Entities can only be declared in a document type, and office files have none.
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Refused(Refusal.UNREADABLE)


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused(Refusal.UNREADABLE) from None


def _as_utf8(xml: bytes) -> bytes:
    if xml.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        xml = xml.decode("utf-16").encode()
    return _DECLARATION.sub(b"", xml.removeprefix(codecs.BOM_UTF8), count=1)


class _Scrubber:
    """One pass over one part. Only start tags call Python, and most of them are found plain at once."""

    def __init__(self, xml: bytes, dangling: frozenset[str]) -> None:
        self._xml = xml
        self._dangling = dangling
        self._copied: list[bytes] = []
        self._from = 0  # the first byte neither copied nor dropped
        self._depth = 0  # inside an element that is dropped, or whose text is rewritten
        self._rewrite: Callable[[bytes], bytes] | None = None
        self._plain_elements: set[str] = set()
        self._plain_attributes: set[str] = set()
        self._words = traces.Words()
        self._parser = _parser()
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.CommentHandler = lambda _: self._drop_until(b"-->")
        self._parser.ProcessingInstructionHandler = lambda *_: self._drop_until(b"?>")

    def scrubbed(self) -> bytes:
        _parse(self._parser, self._xml)
        self._copied.append(self._xml[self._from :])
        return b"".join(self._copied)

    def _start(self, name: str, attributes: list[str]) -> None:
        if self._depth:
            self._depth += 1
        elif (
            name not in self._plain_elements
            or not self._plain_attributes.issuperset(attributes[::2])
            or not self._dangling.isdisjoint(attributes[1::2])
        ):
            self._look_at(name, local(name), dict(zip(attributes[::2], attributes[1::2], strict=True)))

    def _look_at(self, name: str, element: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        end = self._end_of_tag(start)
        if element in traces.DROPPED_ELEMENTS or self._is_lost(element, attributes):
            self._drop(start, end)
            return
        self._rewrite_tag(name, attributes, start, end)
        rewrite = self._words.rule(element)
        if rewrite is not None:
            self._hold(end, rewrite)
        elif element not in traces.WATCHED_ELEMENTS:
            self._plain_elements.add(name)
        self._plain_attributes.update(key for key in attributes if local(key) not in traces.WATCHED_ATTRIBUTES)

    def _is_lost(self, element: str, attributes: dict[str, str]) -> bool:
        """Without what it pointed to, the element is not worth having, or not valid."""
        return element not in traces.USEFUL_WITHOUT_LINK and any(
            self._dangles(key, value) for key, value in attributes.items()
        )

    def _dangles(self, key: str, value: str) -> bool:
        return value in self._dangling and traces.is_link(key)

    def _rewrite_tag(self, name: str, attributes: dict[str, str], start: int, end: int) -> None:
        kept = {}
        for key, value in attributes.items():
            clean = None if self._dangles(key, value) else traces.clean_attribute(local(name), local(key), value)
            if clean is not None:
                kept[key] = clean
        if kept == attributes:
            return
        written = "".join(f' {key}="{escape(value, _IN_ATTRIBUTE)}"' for key, value in kept.items())
        close = "/>" if self._is_empty(end) else ">"
        self._splice(start, f"<{name}{written}{close}".encode(), end)

    def _drop(self, start: int, end: int) -> None:
        self._splice(start, b"", end)
        if not self._is_empty(end):
            self._hold(end, None)

    def _hold(self, at: int, rewrite: Callable[[bytes], bytes] | None) -> None:
        """Copy nothing up to the element's end; then put its text back rewritten, if there is a rule for it."""
        if self._is_empty(at):
            return
        self._splice(at, b"", at)
        self._depth, self._rewrite = 1, rewrite
        self._parser.EndElementHandler = self._end

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._depth:
            return
        self._parser.EndElementHandler = None
        at = self._parser.CurrentByteIndex
        if self._rewrite is None:
            self._from = self._end_of_tag(at)
        else:
            self._copied.append(self._rewrite(self._xml[self._from : at]))
            self._from = at

    def _drop_until(self, mark: bytes) -> None:
        if not self._depth:
            start = self._parser.CurrentByteIndex
            self._splice(start, b"", self._xml.index(mark, start) + len(mark))

    def _splice(self, start: int, new: bytes, end: int) -> None:
        self._copied += (self._xml[self._from : start], new)
        self._from = end

    def _is_empty(self, end_of_tag: int) -> bool:
        return self._xml[end_of_tag - 2 : end_of_tag] == b"/>"

    def _end_of_tag(self, start: int) -> int:
        tag = _TAG.match(self._xml, start)
        if tag is None:
            raise Refused(Refusal.UNREADABLE)
        return tag.end()
