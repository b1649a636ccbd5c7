"""Files marked where no library writes by itself: segments, chunks, boxes, earlier versions, the zip's own fields."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pillow_heif
from PIL import Image

from tests.storage.marked_files import MARK, NOT_A_PROFILE, XMP, drawing, exif, webp

_MARK = MARK.encode()
_IPTC_BYLINE = b"\x1c\x02\x50" + struct.pack(">H", len(_MARK)) + _MARK


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes, behind: bytes = b"") -> bytes:
    """A photograph with these segments at its head and these bytes behind its end."""
    file = BytesIO()
    drawing().save(file, "JPEG")
    return file.getvalue()[:2] + b"".join(segments) + file.getvalue()[2:] + behind


def iptc() -> bytes:
    """The by-line that picture desks write, in Photoshop's block."""
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(_IPTC_BYLINE)) + _IPTC_BYLINE + b"\x00"
    return segment(0xED, b"Photoshop 3.0\x00" + block)


def exif_with_thumbnail() -> bytes:
    """EXIF with a second directory whose little picture has a comment of its own."""
    small = jpeg_with(segment(0xFE, _MARK))
    first = struct.pack("<HHHIII", 1, 0x0131, 2, 4, 0, 26)  # one entry, then the second directory at 26
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(small), 0)
    return segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + first + second + small)


def every_segment() -> bytes:
    """All sixteen application segments and a remark, marked."""
    return jpeg_with(*(segment(marker, b"Maker\x00" + _MARK) for marker in (*range(0xE1, 0xEE), 0xEF, 0xFE)))


def motion_photo() -> bytes:
    """A second picture and a film behind the first, as telephones append them."""
    return jpeg_with(behind=jpeg_with(segment(0xFE, _MARK)) + b"\x00\x00\x00\x18ftypmp42" + _MARK)


def png_with_chunks() -> bytes:
    """The hour of the last change, and chunks of some program's own, before and after the pixels."""
    file = BytesIO()
    drawing().save(file, "PNG")
    plain, end = file.getvalue()[:-12], file.getvalue()[-12:]
    head, rest = plain[:33], plain[33:]
    return head + _chunk(b"prVt", _MARK) + rest + _chunk(b"caBX", _MARK) + _chunk(b"tEXt", b"Author\x00" + _MARK) + end


def png_with_hour() -> bytes:
    """The second at which the picture was last changed."""
    file = BytesIO()
    drawing().save(file, "PNG")
    return file.getvalue()[:33] + _chunk(b"tIME", struct.pack(">HBBBBB", 2026, 3, 1, 8, 9, 7)) + file.getvalue()[33:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def webp_with_chunks() -> bytes:
    """A profile, a chunk of some program's own, and bytes behind the end."""
    file = BytesIO()
    drawing().save(file, "WEBP", icc_profile=NOT_A_PROFILE, exif=exif(1), xmp=XMP)
    body = file.getvalue()[12:] + b"MARK" + struct.pack("<I", len(_MARK)) + _MARK
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + _MARK


def moving_webp() -> bytes:
    """Two frames, and bytes behind them."""
    return webp() + _MARK


def heic(width: int = 64, height: int = 40, **notes: object) -> bytes:
    """What an iPhone writes, here with nothing but the picture and the given notes."""
    file = BytesIO()
    pillow_heif.from_pillow(drawing(width, height)).save(file, **notes)
    return file.getvalue()


def marked_heic() -> bytes:
    """EXIF, XMP, a profile, a thumbnail's place, a box of some program's own, bytes behind the end."""
    picture = pillow_heif.from_pillow(drawing())
    picture.info["icc_profile"], picture.info["icc_profile_type"] = NOT_A_PROFILE, "prof"
    file = BytesIO()
    picture.save(file, exif=exif(1).tobytes(), xmp=XMP)
    boxes = (_box(b"uuid", bytes(16) + _MARK), _box(b"free", _MARK), _box(b"skip", _MARK), _MARK)
    return file.getvalue() + b"".join(boxes)


def live_heic() -> bytes:
    """A second picture in the same file."""
    two = pillow_heif.from_pillow(drawing())
    two.add_from_pillow(Image.new("RGB", (64, 40), "green"))
    file = BytesIO()
    two.save(file, exif=exif(1).tobytes(), primary_index=0)
    return file.getvalue()


def heic_that_claims(width: int, height: int) -> bytes:
    """A tiny file whose header promises a huge picture."""
    true = struct.pack(">4sIII", b"ispe", 0, 64, 64)
    assert true in heic(64, 64)
    return heic(64, 64).replace(true, struct.pack(">4sIII", b"ispe", 0, width, height))


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def updated_pdf(original: bytes) -> bytes:
    """With a remark between its lines, and saved once more at its end: the earlier words stay in front."""
    start = int(original.rpartition(b"startxref")[2].split()[0])
    added = b"\n%% " + _MARK + b"\n9000 0 obj\n(" + _MARK + b")\nendobj\n"
    table = b"xref\n9000 1\n%010d 00000 n \n" % (len(original) + added.index(b"9000"))
    size, root = _trailer(original)
    trailer = b"trailer\n<</Size 9001/Root %s/Prev %d/Info 9000 0 R/ID[(%s)(%s)]>>\n" % (root, start, _MARK, _MARK)
    assert size < 9000
    end = b"startxref\n%d\n%%%%EOF\n" % (len(original) + len(added))
    return original + added + table + trailer + end + _MARK


def _trailer(pdf: bytes) -> tuple[int, bytes]:
    words = pdf.rpartition(b"trailer")[2]
    size = int(words.partition(b"/Size")[2].split(b"/")[0].split(b">>")[0])
    return size, b" ".join(words.partition(b"/Root")[2].split()[:3])


def talkative_zip(original: bytes) -> bytes:
    """The same office file with remarks, dates, owners and hidden bytes in the zip itself."""
    file = BytesIO()
    with ZipFile(BytesIO(original)) as parts, ZipFile(file, "w", ZIP_DEFLATED) as talkative:
        for name in parts.namelist():
            entry = ZipInfo(name, (2026, 3, 1, 8, 9, 6))
            entry.compress_type = ZIP_DEFLATED
            entry.extra = struct.pack("<HH", 0x7875, len(_MARK)) + _MARK  # where Unix notes the owner
            entry.comment = _MARK
            talkative.writestr(entry, parts.read(name))
        talkative.comment = _MARK
    return file.getvalue()
