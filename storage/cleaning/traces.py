"""What in the XML of Word and Excel tells who wrote, when, where and on which computer."""

import re
from collections.abc import Callable
from typing import Final


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


DROPPED_ELEMENTS: Final = _names(
    # Word: editing sessions, identities, the template's path, data sources, variables of other systems
    "rsids rsid docId nsid tmpl docVars attachedTemplate mailMerge dataBinding saveThroughXslt "
    # Excel: the path it was saved to, who reserved it, which copy it is, views named after people, embedded objects
    "absPath fileSharing revisionPtr customWorkbookViews customSheetViews webPublishObjects webPublishItems "
    "oleObjects customProperties"
)

_DROPPED_ATTRIBUTES: Final = _names(
    "rsid rsidR rsidRPr rsidRDefault rsidP rsidSect rsidTr rsidDel paraId textId durableId anchorId editId uid "
    "date dateUtc initials ed user userId userName refreshedBy refreshedDate refreshedDateIso securityDescriptor "
    "sourceFile odcFile "
    # the build of Excel that wrote it: in a small office few have the same
    "lastEdited lowestEdited rupBuild codeName"
)
# These the format demands; Word itself writes "Author" when it is told to remove personal information.
_ANYBODY: Final = "Author"
_REPLACED_ATTRIBUTES: Final = {"author": _ANYBODY, "connection": ""}
_CODE: Final = "instr"
WATCHED_ATTRIBUTES: Final = _DROPPED_ATTRIBUTES | _REPLACED_ATTRIBUTES.keys() | {_CODE}

# Names and descriptions of pictures are often the name or the path of the file they came from.
_PICTURES: Final = frozenset({"docPr", "cNvPr", "imagedata", "shape"})
_NAMES: Final = frozenset({"name", "descr", "title", "alt"})
_SCENARIO: Final = "scenario"  # Excel fills its comment with a name and a date
_RANGE: Final = "definedName"
_RANGE_REMARKS: Final = _names("comment description help statusBar customMenu")
_IDENTITY: Final = "creationId"  # of a shape, kept when it is copied to another document
_NO_IDENTITY: Final = "{00000000-0000-0000-0000-000000000000}"
_CODES: Final = frozenset({"instrText", "delInstrText"})
_AUTHOR, _COMMENT, _TEXT = "author", "comment", "t"
WATCHED_ELEMENTS: Final = _PICTURES | _CODES | {_SCENARIO, _RANGE, _IDENTITY, _AUTHOR, _COMMENT, _TEXT}

# Losing what they point to, these lose only that: paper settings, the original of a picture that has a preview.
USEFUL_WITHOUT_LINK: Final = frozenset({"pageSetup", "blip"})
_LINKS: Final = frozenset({"id", "embed", "link", "pict", "href", "relid", "dm", "lo", "qs", "cs"})

_FILE: Final = re.compile(r"[\\/]|\.\w{3,4}$")
_PATH_IN_CODE: Final = re.compile(r"(?:\b[a-z]:\\|\\\\\\\\|\bfile:)(?:(?!&quot;|\").)*", re.IGNORECASE | re.DOTALL)
_REST_OF_PATH: Final = re.compile(r"(?:(?!&quot;|\").)*", re.DOTALL)


def is_link(attribute: str) -> bool:
    """Whether an attribute, with its prefix, can hold the id of a relationship."""
    prefix, _, name = attribute.rpartition(":")
    return bool(prefix) and name in _LINKS


def clean_attribute(element: str, attribute: str, value: str) -> str | None:
    """The value to be kept; None if the attribute goes."""
    if attribute in _DROPPED_ATTRIBUTES or (element == _SCENARIO and attribute == "comment"):
        return None
    if element == _RANGE and attribute in _RANGE_REMARKS:
        return None
    if attribute in _REPLACED_ATTRIBUTES:
        return _REPLACED_ATTRIBUTES[attribute]
    if attribute == _CODE:
        return _PATH_IN_CODE.sub("", value)
    if element in _PICTURES and attribute in _NAMES and _FILE.search(value):
        return ""
    return _NO_IDENTITY if element == _IDENTITY and attribute == "id" else value


class Words:
    """Text that is not what the person wrote. Remembers, within one part, authors and field codes cut in pieces."""

    def __init__(self) -> None:
        self._authors: set[str] = set()
        self._begins_comment = False
        self._is_in_path = False

    def rule(self, element: str) -> Callable[[bytes], bytes] | None:
        """How the text of this element is rewritten; None if it stays."""
        if element in _CODES:
            return self._code
        if element == _AUTHOR:
            return self._author
        if element == _COMMENT:
            self._begins_comment = bool(self._authors)  # only Excel lists authors before the comments
        return self._greeting if element == _TEXT and self._begins_comment else None

    def _author(self, text: bytes) -> bytes:
        self._authors.add(text.decode().strip())
        return _ANYBODY.encode()

    def _greeting(self, text: bytes) -> bytes:
        """Excel begins each comment with its author's name and a colon, which stays when the author is removed."""
        self._begins_comment = False
        name, colon, rest = text.decode().partition(":")
        is_greeting = colon and (name.strip() in self._authors or not rest.strip())
        return rest.encode() if is_greeting else text

    def _code(self, text: bytes) -> bytes:
        """A field code without paths of files; Word may cut it anywhere."""
        code = text.decode()
        if self._is_in_path:
            rest = _REST_OF_PATH.match(code)
            code = code[rest.end() :] if rest else code
            self._is_in_path = not code
        found = list(_PATH_IN_CODE.finditer(code))
        if found and found[-1].end() == len(code):
            self._is_in_path = True
        return _PATH_IN_CODE.sub("", code).encode()
