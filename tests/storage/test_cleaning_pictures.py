"""Pictures drawn anew: every way they can be coded, turned or half transparent."""

from io import BytesIO

import pytest
from PIL import Image

from storage.cleaning.kinds import Kind, Raster, Refusal, Refused
from storage.cleaning.metafiles import clean_emf, clean_wmf, is_emf, is_wmf
from storage.cleaning.pictures import clean_embedded, clean_picture
from storage.cleaning.segments import strip_jpeg, strip_jpeg2000
from tests.storage.marked_files import MARK, drawing, exif, jpeg, residue


def saved(picture: Image.Image, kind: str, **notes: object) -> bytes:
    """The picture in a format of Pillow's."""
    file = BytesIO()
    picture.save(file, kind, **notes)
    return file.getvalue()


def seen(content: bytes) -> Image.Image:
    """The picture as a reader sees it."""
    with Image.open(BytesIO(content)) as picture:
        return picture.convert("RGBA")


def brightness(picture: Image.Image, x: int, y: int, channel: int) -> int:
    """One channel of one pixel, 0 to 255."""
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return int(pixel[channel])


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (64, 40), (32, 2)),
        (2, (64, 40), (32, 2)),
        (3, (64, 40), (32, 37)),
        (4, (64, 40), (32, 37)),
        (5, (40, 64), (2, 32)),
        (6, (40, 64), (37, 32)),
        (7, (40, 64), (37, 32)),
        (8, (40, 64), (2, 32)),
        (99, (64, 40), (32, 2)),
    ],
)
def test_every_way_to_hold_a_camera_is_undone(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    """The red half ends where the viewer of the original saw it, and an unknown way is taken for none."""
    kind, clean = clean_picture(saved(drawing(), "PNG", exif=exif(orientation)))
    picture = seen(clean)
    assert kind is Kind.PNG
    assert picture.size == size
    assert brightness(picture, *red_at, channel=0) > 200


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_spoil_a_picture() -> None:
    """Notes that cannot be read are thrown away like others."""
    _, clean = clean_picture(saved(drawing(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + MARK.encode()))
    assert seen(clean).size == (64, 40)
    assert residue(clean) == []


@pytest.mark.parametrize(
    ("mode", "kind", "kept"),
    [
        ("1", "PNG", "L"),
        ("L", "PNG", "L"),
        ("P", "PNG", "RGB"),
        ("LA", "PNG", "RGBA"),
        ("RGBA", "PNG", "RGBA"),
        ("RGBA", "WEBP", "RGB"),
        ("L", "JPEG", "L"),
        ("CMYK", "JPEG", "RGB"),
    ],
)
def test_every_coding_of_colours_shows_the_same(mode: str, kind: str, kept: str) -> None:
    """Grey stays grey and colours stay colours, however the file had coded them."""
    original = saved(drawing().convert(mode), kind)
    _, clean = clean_picture(original)
    with Image.open(BytesIO(clean)) as picture:
        assert picture.mode == kept
    for y in (4, 36):
        for channel in range(4):
            before, after = (brightness(seen(content), 32, y, channel) for content in (original, clean))
            assert abs(before - after) < 12


def test_sixteen_bits_of_grey_become_eight() -> None:
    """A scan in fine shades keeps its shades."""
    _, clean = clean_picture(saved(Image.new("I;16", (8, 8), 0x8000), "PNG"))
    assert brightness(seen(clean), 4, 4, 0) == 0x80


def test_what_was_rubbed_out_is_gone() -> None:
    """A pixel made transparent does not keep its colour."""
    picture = drawing().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size).point(lambda value: 255 if value > 127 else 0))
    clean = seen(clean_picture(saved(picture, "PNG"))[1])
    assert clean.getpixel((32, 4)) == (0, 0, 0, 0)
    assert clean.getpixel((32, 36)) == (0, 0, 255, 255)


def test_a_picture_of_another_kind_is_refused() -> None:
    """Only four formats are taken as attachments, whatever else can be read."""
    with pytest.raises(Refused) as refusal:
        clean_picture(saved(drawing(), "GIF"))
    assert refusal.value.reason is Refusal.KIND


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP", "PNG"])
def test_pictures_in_documents_become_png(kind: str) -> None:
    """What Word can hold beside photographs is drawn anew without loss."""
    clean = clean_embedded(saved(drawing(), kind, lossless=True), Raster(kind))
    assert clean.startswith(b"\x89PNG")
    assert brightness(seen(clean), 32, 4, 0) == 255


def test_photographs_in_documents_are_not_turned() -> None:
    """The document says itself how a photograph lies; turning it too would turn it twice."""
    clean = clean_embedded(jpeg(), Raster.JPEG)
    assert seen(clean).size == (64, 40)
    assert residue(clean) == []


@pytest.mark.parametrize("notes", [{}, {"progressive": True}, {"restart_marker_blocks": 1}], ids=str)
def test_a_photograph_in_a_pdf_keeps_every_pixel(notes: dict[str, bool]) -> None:
    """Notes are cut out between the pixels, whichever way these are laid."""
    original = saved(drawing(), "JPEG", exif=exif(), comment=MARK, **notes)
    clean = strip_jpeg(original + MARK.encode())
    assert residue(clean) == []
    assert seen(clean).tobytes() == seen(original).tobytes()


def test_four_colours_of_print_stay_right() -> None:
    """The one note that says how the colours are coded stays."""
    original = saved(drawing().convert("CMYK"), "JPEG", exif=exif())
    assert seen(strip_jpeg(original)).tobytes() == seen(original).tobytes()


def test_a_photograph_cut_short_loses_its_notes_too() -> None:
    """Half a photograph in a PDF is kept as half a photograph, without notes."""
    clean = strip_jpeg(jpeg()[:-300])
    assert residue(clean) == []
    assert clean.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe1\x00", b"\xff\xd8\xff\xda\x00\x04ab\xff", b"\xff\xd8\xff\xff"]
)
def test_odd_ends_of_a_photograph_do_no_harm(content: bytes) -> None:
    """A photograph may end anywhere: the answer is a stump or a refusal, and it comes."""
    try:
        assert strip_jpeg(content).endswith(b"\xff\xd9")
    except Refused as refused:
        assert refused.reason is Refusal.UNREADABLE


def test_jpeg_2000_loses_its_boxes_of_notes() -> None:
    """XML and EXIF boxes are cut out, the picture stays; a bare code stream stays as it is."""
    original = saved(drawing(), "JPEG2000")
    note = MARK.encode()
    marked = original + (8 + len(note)).to_bytes(4, "big") + b"xml " + note
    assert strip_jpeg2000(marked) == original
    assert strip_jpeg2000(b"\xff\x4f bare") == b"\xff\x4f bare"


def emf() -> bytes:
    """A Windows drawing: header with a description, a private remark, a drawing in a remark, the end."""
    text = MARK.encode("utf-16-le")
    header = bytearray(108 + len(text))
    header[0:8] = (1).to_bytes(4, "little") + len(header).to_bytes(4, "little")
    header[40:44] = b" EMF"
    header[60:68] = len(MARK).to_bytes(4, "little") + (108).to_bytes(4, "little")
    header[108:] = text
    remarks = [b"PRIV" + MARK.encode() + b"..", b"EMF+drawn..."]
    records = [(70, len(remark).to_bytes(4, "little") + remark) for remark in remarks] + [(14, bytes(12))]
    return bytes(header) + b"".join(
        kind.to_bytes(4, "little") + (8 + len(body)).to_bytes(4, "little") + body for kind, body in records
    )


def wmf() -> bytes:
    """An older Windows drawing: header, a line, a private remark, the end."""
    remark = (15).to_bytes(2, "little") + len(MARK).to_bytes(2, "little") + MARK.encode()
    records = [(0x0213, b"line"), (0x0626, remark), (0, b"")]
    body = b"".join((3 + len(b) // 2).to_bytes(4, "little") + kind.to_bytes(2, "little") + b for kind, b in records)
    return b"\x01\x00\x09\x00\x00\x03" + bytes(12) + body


def test_windows_drawings_lose_their_remarks_and_nothing_else() -> None:
    """Description and private remarks are blanked in place; the drawing has the same length and its strokes."""
    new, old = clean_emf(emf()), clean_wmf(wmf())
    assert is_emf(new)
    assert is_wmf(old)
    assert residue(emf())
    assert residue(wmf())
    assert residue(new + old) == []
    assert (len(new), len(old)) == (len(emf()), len(wmf()))
    assert b"EMF+drawn..." in new
    assert b"line" in old
