"""DOCX and XLSX: only parts that are known are taken over, cleaned; authors, dates and properties stay behind."""

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from storage.cleaning.kinds import Kind, Raster, Refusal, Refused, raster
from storage.cleaning.markup import DECLARATION, scrub
from storage.cleaning.metafiles import clean_emf, clean_wmf, is_emf, is_wmf
from storage.cleaning.package import Link, Package, PackageWriter

_MAIN: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
}
# Left out: properties, people, edit histories, threaded comments (Excel keeps their text as plain ones), printer
# settings, custom data, embedded files and fonts, signatures.
_KEPT: Final = re.compile(
    r"""application/vnd\.(?:
    openxmlformats-officedocument\.(?:
        wordprocessingml\.(?:document\.main|styles|settings|webSettings|fontTable|numbering|footnotes|endnotes|comments
            |header|footer)\+xml
        |spreadsheetml\.(?:sheet\.main|worksheet|chartsheet|sharedStrings|styles|calcChain|table|tableSingleCells
            |comments|pivotTable|pivotCacheDefinition|pivotCacheRecords|externalLink|queryTable|connections
            |sheetMetadata|volatileDependencies)\+xml
        |(?:theme|themeOverride|drawing)\+xml
        |drawingml\.(?:chart|chartshapes|diagramData|diagramLayout|diagramStyle|diagramColors)\+xml
        |vmlDrawing
    )
    |ms-office\.(?:drawingml\.diagramDrawing|chartstyle|chartcolorstyle|chartex)\+xml
    |ms-word\.stylesWithEffects\+xml
    |ms-excel\.(?:slicer|timeline|control|rd|rich)\w*\+xml
    )""",
    re.VERBOSE,
)
_ACTIVE: Final = re.compile(r"vbaproject|macro|activex", re.IGNORECASE)
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"

# The same for everybody: readers trust the stored results of formulas only if Excel worked them out.
_BY_EXCEL: Final = Link(
    "rId0",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
    "docProps/app.xml",
    False,
)
_BY_EXCEL_TYPE: Final = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_BY_EXCEL_XML: Final = (
    DECLARATION + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Excel</Application></Properties>"
)

_OFFICE_DOCUMENT: Final = "/officeDocument"
_HYPERLINK: Final = "/hyperlink"
_OTHER_WORKBOOK: Final = "/externalLinkPath"
_WEB: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_SOMEWHERE: Final = "removed"  # where a link led to a file on somebody's computer


@dataclass(frozen=True, slots=True)
class _Part:
    """A part to be taken over: its new name, and how its content is cleaned, given the ids of links that are gone."""

    name: str
    media_type: str
    clean: Callable[[bytes, frozenset[str]], bytes]


def clean_office(content: bytes) -> tuple[Kind, bytes]:
    """Which of the two it is, and the clean file. With macros or controls, or of another kind, it is refused."""
    package = Package(content)
    main = next((link for link in package.links() if link.type.endswith(_OFFICE_DOCUMENT)), None)
    kind = _MAIN.get(package.media_type(main.target)) if main else None
    if main is None or kind is None or any(_is_active(package, name) for name in package.names()):
        raise Refused(Refusal.KIND)
    return kind, _rewritten(package, replace(main, id="rId1"), is_workbook=kind is Kind.XLSX)


def _is_active(package: Package, name: str) -> bool:
    return _ACTIVE.search(name) is not None or _ACTIVE.search(package.media_type(name)) is not None


def _rewritten(package: Package, main: Link, *, is_workbook: bool) -> bytes:
    parts = _reachable(package, main.target)
    types = {part.name: part.media_type for part in parts.values()}
    roots = [replace(main, target=parts[main.target].name)]
    if is_workbook:
        types[_BY_EXCEL.target] = _BY_EXCEL_TYPE
        roots.append(_BY_EXCEL)
    writer = PackageWriter(types)
    writer.link("", roots)
    for source, part in parts.items():
        links = package.links(source)
        kept = [link for link in (_kept(link, parts) for link in links) if link]
        dangling = {link.id for link in links} - {link.id for link in kept}
        writer.write(part.name, part.clean(package.read(source), frozenset(dangling)), kept)
    if is_workbook:
        writer.write(_BY_EXCEL.target, _BY_EXCEL_XML, [])
    return writer.finish()


def _reachable(package: Package, main: str) -> dict[str, _Part]:
    """The parts that the document uses, by their old names; what no part mentions cannot be seen by the reader."""
    parts: dict[str, _Part] = {}
    waiting = deque([main])
    while waiting:
        name = waiting.popleft()
        part = None if name in parts else _planned(package, name, len(parts))
        if part is not None:
            parts[name] = part
            waiting.extend(link.target for link in package.links(name) if not link.is_external)
    return parts


def _planned(package: Package, name: str, number: int) -> _Part | None:
    media_type = package.media_type(name)
    if _KEPT.fullmatch(media_type):
        return _Part(package.spelled(name), media_type, _scrub_vml if media_type == _VML else scrub)
    if not media_type.startswith("image/"):
        return None
    # Pictures may have been named by a person.
    return _planned_picture(package.head(name), f"{name.partition('/')[0]}/media/image{number}")


def _planned_picture(head: bytes, stem: str) -> _Part | None:
    kind = raster(head)
    if kind is Raster.JPEG:
        return _Part(f"{stem}.jpeg", "image/jpeg", partial(_clean_picture, kind))
    if kind is not None:
        return _Part(f"{stem}.png", "image/png", partial(_clean_picture, kind))
    if is_emf(head):
        return _Part(f"{stem}.emf", "image/x-emf", lambda content, _: clean_emf(content))
    if is_wmf(head):
        return _Part(f"{stem}.wmf", "image/x-wmf", lambda content, _: clean_wmf(content))
    return None


def _clean_picture(kind: Raster, content: bytes, _: frozenset[str]) -> bytes:
    # Most documents have no picture, and Pillow is slow to load.
    from storage.cleaning.pictures import clean_embedded

    return clean_embedded(content, kind)


def _scrub_vml(content: bytes, dangling: frozenset[str]) -> bytes:
    # Excel itself writes this one tag unclosed.
    return scrub(content.replace(b"<br>", b"<br/>"), dangling)


def _kept(link: Link, parts: Mapping[str, _Part]) -> Link | None:
    if not link.is_external:
        return replace(link, target=parts[link.target].name) if link.target in parts else None
    if link.type.endswith(_HYPERLINK):
        return link if _WEB.match(link.target) else replace(link, target=_SOMEWHERE)
    # Formulas count the other workbooks, so each must stay, if only as a name.
    return replace(link, target=_SOMEWHERE) if link.type.endswith(_OTHER_WORKBOOK) else None
