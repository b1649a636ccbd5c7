"""What hides between the parts that libraries know: it is planted by hand, and none of it comes through the cleaner."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pillow_heif
import pytest
from PIL import Image

from storage.cleaning.kinds import Kind
from storage.cleaning.office import clean_office
from storage.cleaning.pdf import clean_pdf
from storage.cleaning.pictures import clean_picture
from storage.files import FileCleaner, FileTooLarge, FileUnreadable
from tests.storage import marked_bytes as planted
from tests.storage import marked_documents
from tests.storage.marked_bytes import heic, heic_that_claims, jpeg_with, marked_heic, talkative_zip, updated_pdf
from tests.storage.marked_files import MARK, drawing, exif, packed, pdf, residue

PICTURES = {
    "IPTC by-line": lambda: jpeg_with(planted.iptc()),
    "EXIF thumbnail": lambda: jpeg_with(planted.exif_with_thumbnail()),
    "every JPEG segment": planted.every_segment,
    "motion photo": planted.motion_photo,
    "PNG chunks": planted.png_with_chunks,
    "WebP chunks": planted.webp_with_chunks,
    "moving WebP": planted.moving_webp,
    "HEIC": marked_heic,
    "HEIC of two pictures": planted.live_heic,
}

# How dense the pixels are, and how a picture moves that does not.
HARMLESS = set("jfif jfif_version jfif_unit jfif_density loop background timestamp duration".split())


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES.keys())
def test_no_picture_carries_more_than_it_shows(make: Callable[[], bytes]) -> None:
    """The mark is in the file, and in no byte of what is kept."""
    assert residue(make())
    _, clean = clean_picture(make())
    assert residue(clean) == []
    with Image.open(BytesIO(clean)) as picture:
        picture.load()
        assert set(picture.info) <= HARMLESS
        assert picture.getexif() == {}
        assert getattr(picture, "n_frames", 1) == 1


def test_the_hour_in_a_picture_is_gone() -> None:
    """PNG has a chunk for the second of the last change."""
    assert b"tIME" in planted.png_with_hour()
    assert b"tIME" not in clean_picture(planted.png_with_hour())[1]


@pytest.mark.parametrize(
    "make",
    [lambda: updated_pdf(pdf()), lambda: pdf() + MARK.encode(), lambda: MARK.encode() + b"\n" + pdf()],
    ids="earlier-version behind before".split(),
)
def test_a_pdf_is_written_anew_as_a_whole(make: Callable[[], bytes]) -> None:
    """Earlier versions, remarks between objects, identities and bytes around the file do not come along."""
    assert residue(make()[make().index(b"%PDF-") :])
    assert residue(clean_pdf(make())) == []


@pytest.mark.parametrize("make", [marked_documents.docx, marked_documents.xlsx], ids="docx xlsx".split())
def test_the_zip_around_a_document_is_new(make: Callable[[], bytes]) -> None:
    """Remarks, dates, owners, extra fields, are left behind."""
    _, clean = clean_office(talkative_zip(make()))
    assert residue(clean) == []
    with ZipFile(BytesIO(clean)) as archive:
        assert archive.comment == b""
        assert {(entry.extra, entry.comment, entry.date_time[:3]) for entry in archive.infolist()} == {
            (b"", b"", (1980, 1, 1))
        }


async def test_a_photograph_of_an_iphone_is_taken_as_jpeg() -> None:
    """HEIC is read in the child, and kept as what every reader can show."""
    clean = await FileCleaner().clean(marked_heic())
    assert (clean.media_type, clean.extension) == ("image/jpeg", "jpg")
    assert residue(clean.content) == []
    with Image.open(BytesIO(clean.content)) as picture:
        assert picture.size == (64, 40)
        top = picture.convert("RGB").getpixel((32, 4))
    assert isinstance(top, tuple)
    assert top[0] > 200 > top[2]


@pytest.mark.parametrize(("orientation", "size"), [(1, (64, 40)), (6, (40, 64)), (8, (40, 64))])
def test_a_turned_iphone_photograph_comes_out_upright(orientation: int, size: tuple[int, int]) -> None:
    """The turn is told in a property of the picture; it is undone once, not twice."""
    kind, clean = clean_picture(heic(exif=exif(orientation).tobytes()))
    with Image.open(BytesIO(clean)) as picture:
        assert (kind, picture.size) == (Kind.JPEG, size)


@pytest.mark.parametrize(
    "content",
    [
        heic()[:200],
        heic()[:-100],
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
        b"\x00\x00\x00\x1cftypmif1" + MARK.encode(),
    ],
    ids="head end empty other".split(),
)
async def test_half_an_iphone_photograph_is_refused(content: bytes) -> None:
    """Cut short, or only called so: nothing is kept."""
    with pytest.raises(FileUnreadable):
        await FileCleaner().clean(content)


@pytest.mark.parametrize("sides", [(10_000, 10_000), (60_000, 60_000), (0xFFFFFFFF, 0xFFFFFFFF), (5000, 5001)])
async def test_an_iphone_photograph_that_claims_to_be_huge_is_refused(sides: tuple[int, int]) -> None:
    """A hundred megapixels or more, by the header: refused before it is unpacked."""
    with pytest.raises((FileTooLarge, FileUnreadable)):
        await FileCleaner().clean(heic_that_claims(*sides))


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1")]
)
def test_a_very_large_picture_is_halved_and_looks_the_same(kind: str, mode: str) -> None:
    """Above the size that is read whole, the picture comes out smaller, with its colours, its last rows too."""
    file = BytesIO()
    drawing(7001, 3001).convert(mode).save(file, kind, compress_level=1)
    with Image.open(BytesIO(clean_picture(file.getvalue())[1])) as picture:
        assert picture.size in {(3501, 1501), (3500, 1500)}
        shown = picture.convert("RGB")
    top, bottom = (shown.getpixel((1700, row)) for row in (2, shown.height - 1))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top != bottom
    assert mode == "1" or (top[0] > 200 > bottom[0] and bottom[2] > 200 > top[2])


def test_names_of_ranges_keep_no_remark() -> None:
    """What somebody noted beside a range's name goes; the name, which formulas use, stays."""
    named = (
        f'<definedNames><definedName name="tong" comment="{MARK}" description="{MARK}" help="{MARK}"'
        f' statusBar="{MARK}" customMenu="{MARK}">\'Trang 1\'!$A$1</definedName></definedNames></workbook>'
    )
    workbook = marked_documents.WORKBOOK.replace("</workbook>", named)
    with ZipFile(BytesIO(marked_documents.xlsx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    _, clean = clean_office(packed(parts | {"xl/workbook.xml": workbook.encode()}))
    assert residue(clean) == []
    with ZipFile(BytesIO(clean)) as archive:
        assert b"<definedName name=\"tong\">'Trang 1'!$A$1</definedName>" in archive.read("xl/workbook.xml")


def test_the_marks_are_where_a_camera_puts_them() -> None:
    """The planted by-line and the notes of the HEIC file are read by others' libraries, so they are planted right."""
    with Image.open(BytesIO(jpeg_with(planted.iptc()))) as picture:
        assert MARK.encode() in picture.info["photoshop"][0x0404]
    notes = pillow_heif.open_heif(marked_heic()).info
    assert MARK.encode() in notes["exif"]
    assert MARK.encode() in notes["xmp"]


@pytest.mark.parametrize(
    ("kind", "how", "sides"),
    [
        ("JPEG", {"progressive": True}, (7300, 5470)),
        ("PNG", {"compress_level": 1}, (7300, 5470)),
        ("WEBP", {"method": 0}, (4320, 3240)),
    ],
    ids="jpeg png webp".split(),
)
async def test_the_largest_pictures_fit_into_a_child(kind: str, how: dict[str, object], sides: tuple[int, int]) -> None:
    """40 megapixels of JPEG and PNG, and 14 of WebP, are cleaned in the 320 MiB of address space that a child has."""
    file = BytesIO()
    drawing(*sides).save(file, kind, **how)
    assert (await FileCleaner().clean(file.getvalue())).media_type == f"image/{kind.lower()}"
