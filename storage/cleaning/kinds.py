"""What a file is, what it became, and why it was refused: the words that the parent and the child share."""

from enum import StrEnum
from typing import Final


class Raster(StrEnum):
    """Pictures made of pixels, by Pillow's names. The last three are met inside office documents only."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"
    GIF = "GIF"
    BMP = "BMP"
    TIFF = "TIFF"


class Container(StrEnum):
    """What the first bytes of an attachment promise."""

    PICTURE = "picture"
    PDF = "pdf"
    ZIP = "zip"
    VOICE = "voice"
    OPUS = "opus"
    MOVIE = "movie"


class Kind(StrEnum):
    """What is kept in the end."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    AAC = "aac"
    OPUS = "opus"
    M4A = "m4a"
    MP4 = "mp4"
    TEXT = "text"


class Refusal(StrEnum):
    """Why a file is not kept."""

    KIND = "kind"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"


class Refused(Exception):
    """The file is not kept; carries the reason and nothing of the file."""

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(reason.value)


_RASTERS: Final = (
    (b"\xff\xd8\xff", Raster.JPEG),
    (b"\x89PNG\r\n\x1a\n", Raster.PNG),
    (b"GIF8", Raster.GIF),
    (b"BM", Raster.BMP),
    (b"II*\x00", Raster.TIFF),
    (b"MM\x00*", Raster.TIFF),
)
# ISO 23008-12: the brands of pictures coded as HEVC. "mif1" says no more than that it is a HEIF file.
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_ACCEPTED: Final = frozenset({Raster.JPEG, Raster.PNG, Raster.WEBP, Raster.HEIC})


def raster(content: bytes) -> Raster | None:
    """The kind of picture, by its first bytes."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Raster.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Raster.HEIC
    return next((kind for magic, kind in _RASTERS if content.startswith(magic)), None)


def container(content: bytes) -> Container | None:
    """What an attachment promises to be, by its first bytes, never by its name."""
    if raster(content) in _ACCEPTED:
        return Container.PICTURE
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return Container.PDF
    if content.startswith(b"PK\x03\x04"):
        return Container.ZIP
    if content.startswith(b"OggS"):
        return Container.OPUS
    if content[4:8] == b"ftyp":  # and no picture's brand
        return Container.MOVIE
    if content[0] == 0xFF and content[1:2] and content[1] & 0xF6 == 0xF0:  # an ADTS frame: ISO 14496-3, 1.A.2.2
        return Container.VOICE
    return None
