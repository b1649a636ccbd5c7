"""The zip of parts that DOCX and XLSX are (Open Packaging Conventions): read within limits, written without dates."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from storage.cleaning.kinds import Refusal, Refused
from storage.cleaning.markup import DECLARATION, start_tags

MAX_ENTRIES: Final = 200
MAX_UNPACKED_BYTES: Final = 100 * 1024 * 1024
MAX_RATIO: Final = 100  # unpacked to packed, of the whole file

_TYPES_PART: Final = "[content_types].xml"
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: ``target`` is a part's name in lower case, or an address outside the file."""

    id: str
    type: str
    target: str
    is_external: bool


class Package:
    """An office file as it came. Names of parts are folded to lower case: to the format they are the same."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(content))
        except BadZipFile:
            raise Refused(Refusal.UNREADABLE) from None
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        _check(entries, len(content))
        for entry in entries:
            entry.filename = entry.filename.replace("\\", "/")  # some makers write paths as Windows does
        self._entries = {entry.filename.lower(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise Refused(Refusal.UNREADABLE)
        self._types = self._read_types()

    def names(self) -> Iterable[str]:
        """Of all parts, also of those that no other part mentions."""
        return self._entries.keys()

    def media_type(self, name: str) -> str:
        """As the file declares it; empty for what is not declared or not there."""
        if name not in self._entries:
            return ""
        return self._types.get("/" + name) or self._types.get(posixpath.splitext(name)[1], "")

    def head(self, name: str) -> bytes:
        """The first 64 bytes of a part."""
        with self._zip.open(self._entries[name]) as part:
            return part.read(64)

    def read(self, name: str) -> bytes:
        """The whole part; no more is unpacked than the checked directory of the zip announced."""
        return self._zip.read(self._entries[name])

    def spelled(self, name: str) -> str:
        """The part's name as its maker wrote it."""
        return self._entries[name].filename

    def links(self, name: str = "") -> list[Link]:
        """The relationships of a part, or of the package itself."""
        folder, base = posixpath.split(name)
        relationships = posixpath.join(folder, "_rels", base + ".rels")
        if relationships not in self._entries:
            return []
        tags = start_tags(self.read(relationships))
        return [_link(folder, attributes) for tag, attributes in tags if tag == "Relationship"]

    def _read_types(self) -> dict[str, str]:
        if _TYPES_PART not in self._entries:
            raise Refused(Refusal.KIND)
        types = {}
        for tag, attributes in start_tags(self.read(_TYPES_PART)):
            if tag == "Override":
                types[attributes["PartName"].lower()] = attributes["ContentType"]
            elif tag == "Default":
                types["." + attributes["Extension"].lower()] = attributes["ContentType"]
        return types


def _check(entries: list[ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or unpacked > packed * MAX_RATIO:
        raise Refused(Refusal.TOO_LARGE)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused(Refusal.UNREADABLE)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Refused(Refusal.UNREADABLE)


def _link(folder: str, attributes: Mapping[str, str]) -> Link:
    target, is_external = attributes["Target"], attributes.get("TargetMode") == "External"
    if not is_external:
        target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/").lower()
    return Link(attributes["Id"], attributes["Type"], target, is_external)


class PackageWriter:
    """Writes a new office file. ``types`` are the media types of all parts to come, by name."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._bytes = BytesIO()
        self._zip = ZipFile(self._bytes, "w", ZIP_DEFLATED)
        overrides = "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(media_type)}/>"
            for name, media_type in types.items()
        )
        self._add(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )

    def write(self, name: str, content: bytes, links: Iterable[Link]) -> None:
        """Add a part and its relationships, whose targets are new names or outside."""
        self._write(name, content)
        self.link(name, links)

    def link(self, name: str, links: Iterable[Link]) -> None:
        """Add the relationships of a part, or of the package itself when the name is empty."""
        folder, base = posixpath.split(name)
        tags = "".join(_relationship(folder, link) for link in links)
        if tags:
            self._add(
                posixpath.join(folder, "_rels", base + ".rels"),
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{tags}</Relationships>',
            )

    def finish(self) -> bytes:
        """The whole file."""
        self._zip.close()
        return self._bytes.getvalue()

    def _add(self, name: str, xml: str) -> None:
        self._write(name, DECLARATION + xml.encode())

    def _write(self, name: str, content: bytes) -> None:
        entry = ZipInfo(name, _FIRST_DATE)
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 0  # else it says on which system it was made
        self._zip.writestr(entry, content)


def _relationship(folder: str, link: Link) -> str:
    target = link.target if link.is_external else posixpath.relpath("/" + link.target, "/" + folder)
    mode = ' TargetMode="External"' if link.is_external else ""
    return f"<Relationship Id={quoteattr(link.id)} Type={quoteattr(link.type)} Target={quoteattr(target)}{mode}/>"
