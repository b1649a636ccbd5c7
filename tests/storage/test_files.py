"""Attachments on their way in: what they tell is gone, what is not wanted is refused, what is hostile does no harm."""

import asyncio
import contextlib
import struct
import sys
import zlib
from asyncio.subprocess import PIPE
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from storage import files
from storage.domain.errors import RuleViolation
from storage.files import MAX_FILE_BYTES, FileCleaner, FileTooLarge, FileUnreadable, UnsupportedFile
from tests.storage import marked_documents, marked_files
from tests.storage.marked_files import drawing, exif, packed, residue

ZIP_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def picture(width: int, height: int, kind: str = "JPEG") -> bytes:
    """A drawing in a format of Pillow's."""
    file = BytesIO()
    drawing(width, height).save(file, kind)
    return file.getvalue()


def noise() -> bytes:
    """A picture that takes a child about a second."""
    file = BytesIO()
    Image.effect_noise((3000, 3000), 80).save(file, "PNG", compress_level=1)
    return file.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A tiny file whose header promises a huge picture."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(100_000))
    chunks = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, data, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def locked_pdf(*, to_open: str) -> bytes:
    """A PDF that may not be changed, and not be opened without a password if one is given."""
    file = BytesIO()
    with pikepdf.open(BytesIO(marked_files.pdf())) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="khoa", user=to_open))
    return file.getvalue()


def with_macros() -> bytes:
    """A Word file that carries a program under an innocent type."""
    return marked_documents.docx_with({"word/vbaProject.bin": b"program"})


def children() -> list[psutil.Process]:
    """The cleaners that run now."""
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "storage.cleaning" in process.cmdline():
                found.append(process)
    return found


@pytest.mark.parametrize(
    ("make", "extension"),
    [
        (marked_files.jpeg, "jpg"),
        (marked_files.png, "png"),
        (marked_files.webp, "webp"),
        (marked_files.pdf, "pdf"),
        (marked_documents.docx, "docx"),
        (marked_documents.xlsx, "xlsx"),
    ],
)
async def test_nothing_that_tells_on_the_maker_survives(make: Callable[[], bytes], extension: str) -> None:
    """A mark put wherever a format can hold a name, place or number is nowhere in the clean file."""
    marked = make()
    assert residue(marked)
    clean = await FileCleaner().clean(marked)
    assert residue(clean.content) == []
    assert clean.extension == extension
    assert b"2026-03-01" not in b"".join(layer for _, layer in marked_files.layers(clean.content))


async def test_nothing_of_the_day_or_the_machine_is_added() -> None:
    """The same file always becomes the same bytes."""
    cleaner = FileCleaner()
    for make in (marked_files.jpeg, marked_files.pdf, marked_documents.docx, marked_documents.xlsx):
        content = make()
        assert await cleaner.clean(content) == await cleaner.clean(content)


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
async def test_a_photograph_comes_out_upright(kind: str, media_type: str) -> None:
    """A picture taken with the camera turned is stored the way it is looked at, in the same format."""
    file = BytesIO()
    drawing(64, 40).save(file, kind, exif=exif())
    clean = await FileCleaner().clean(file.getvalue())
    with Image.open(BytesIO(clean.content)) as turned:
        assert clean.media_type == media_type
        assert turned.size == (40, 64)
        left, right = (turned.convert("RGB").getpixel((x, 32)) for x in (4, 35))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > 200 > right[2]


async def test_a_picture_keeps_its_size_up_to_4096() -> None:
    """A large picture is made smaller, others stay as large as they were."""
    cleaner = FileCleaner()
    sizes = []
    for width, height in ((5000, 100), (1000, 700)):
        clean = await cleaner.clean(picture(width, height))
        with Image.open(BytesIO(clean.content)) as image:
            sizes.append(image.size)
    assert sizes == [(4096, 82), (1000, 700)]


async def test_of_a_moving_picture_the_first_frame_stays() -> None:
    """An animation becomes the picture it begins with."""
    clean = await FileCleaner().clean(marked_files.webp())
    with Image.open(BytesIO(clean.content)) as image:
        assert not getattr(image, "is_animated", False)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00\x03\x00\x00\x00program",
        b"\x7fELF\x02\x01\x01\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old or locked office file",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"{\\rtf1 \\author An}",
        b"BEGIN:VCARD\nFN:An\nEND:VCARD",
        b"Received: from here\nFrom: an@example.org\n\nChao",
        b"\xff\xfex\x00y\x00",
        bytes(range(1, 32)),
        packed({"a.txt": "a"}),
        packed({"[Content_Types].xml": ZIP_TYPES, "word/document.xml": "<a/>"}),
        with_macros(),
    ],
    ids="html svg exe elf cfb gif wav rtf vcard eml utf16 control zip opc macros".split(),
)
async def test_other_kinds_are_refused(content: bytes) -> None:
    """What a file is, its content says; all but the accepted kinds are refused, and so are macros."""
    with pytest.raises(UnsupportedFile):
        await FileCleaner().clean(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t ",
        marked_files.jpeg()[:700],
        marked_files.png()[:-200],
        marked_files.webp()[:300],
        marked_files.pdf()[:3000],
        marked_documents.docx()[:3000],
        b"%PDF-1.7\nnothing\n%%EOF",
        b"\xff\xd8\xff",
        locked_pdf(to_open="mo"),
        locked_pdf(to_open=""),
        marked_documents.docx_with({"word/comments.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        marked_documents.docx_with({"word/comments.xml": "<a><b></a>"}),
    ],
    ids="empty blank jpeg png webp pdf docx no-pdf no-jpeg password locked entities broken-xml".split(),
)
async def test_broken_and_locked_files_are_refused(content: bytes) -> None:
    """What cannot be read to its end cannot be cleaned, and is not kept."""
    with pytest.raises(FileUnreadable):
        await FileCleaner().clean(content)


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"\xff\xd8\xff" + bytes(MAX_FILE_BYTES),
        lambda: ("chữ " * 300_000).encode(),
        lambda: png_that_claims(10_000, 10_000),
        lambda: png_that_claims(60_000, 60_000),
        lambda: picture(6000, 5000, "WEBP"),
        lambda: packed({"a": bytes(90_000_000)}),
        lambda: packed({str(number): "" for number in range(201)}),
        lambda: marked_documents.docx_with({"word/comments.xml": b"<a>" + b" " * 101 * 1024 * 1024 + b"</a>"}),
    ],
    ids="bytes text 100-megapixel bomb webp zip-ratio zip-entries zip-size".split(),
)
async def test_too_large_files_are_refused(make: Callable[[], bytes]) -> None:
    """Too many bytes, pixels, parts, or too much once unpacked: refused before it is unpacked."""
    with pytest.raises(FileTooLarge):
        await FileCleaner().clean(make())


async def test_a_refusal_says_nothing_about_the_file() -> None:
    """What is raised names a text for the person, and carries no inner error that might quote the content."""
    with pytest.raises(RuleViolation) as refusal:
        await FileCleaner().clean(b"%PDF-1.7 don cua An\n%%EOF")
    assert refusal.value.args == ("error-file-unreadable",)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


async def test_a_file_does_not_print_its_content() -> None:
    """A clean file may stand in a trace without showing what is in it."""
    assert "An" not in repr(await FileCleaner().clean(b"An viet"))


async def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """When its time is up the file counts as unreadable, and no process stays behind."""
    monkeypatch.setattr(files, "WALL_SECONDS", 0.0)
    with pytest.raises(FileUnreadable):
        await FileCleaner().clean(picture(64, 40))
    assert children() == []


async def test_who_gives_up_leaves_no_child_behind() -> None:
    """When the caller is cancelled, the child is ended with it."""
    cleaning = asyncio.create_task(FileCleaner().clean(noise()))
    while not children():
        await asyncio.sleep(0.01)
    cleaning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cleaning
    assert children() == []


async def test_at_most_two_children_run_and_none_knows_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six files at once keep two processes busy, and neither has anything of our environment."""
    monkeypatch.setenv("DOITHOAI_TEST_SECRET", "bi-mat")
    cleaner, photograph = FileCleaner(), picture(1500, 1500)
    cleaning = asyncio.gather(*(cleaner.clean(photograph) for _ in range(6)))
    most = 0
    while not cleaning.done():
        running = children()
        most = max(most, len(running))
        for child in running:
            with contextlib.suppress(psutil.Error):
                assert "DOITHOAI_TEST_SECRET" not in child.environ()
        await asyncio.sleep(0.005)
    assert 1 <= most <= files.MAX_CHILDREN
    assert len(set(await cleaning)) == 1


@pytest.mark.parametrize(
    "deed",
    [
        "open(sys.argv[1], 'wb', buffering=0).write(b'x')",
        "bytearray(600 * 1024 * 1024)",
        "[open('/dev/null') for _ in range(40)]",
    ],
    ids="disk memory files".split(),
)
async def test_a_child_can_do_little(deed: str, tmp_path: Path) -> None:
    """After it has limited itself it can neither write a file nor take much memory nor open many files."""
    program = f"import sys, storage.cleaning.__main__ as child; child.limit_itself(); {deed}"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", program, str(tmp_path / "left"), stderr=PIPE)
    _, complaint = await child.communicate()
    assert child.returncode == 1
    assert complaint.splitlines()[-1].partition(b":")[0] in (b"OSError", b"MemoryError")


@settings(max_examples=12, deadline=None)
@given(
    magic=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBP", b"%PDF-", b"PK\x03\x04"]),
    rest=st.binary(max_size=200),
)
def test_any_bytes_are_kept_clean_or_refused(magic: bytes, rest: bytes) -> None:
    """Whatever arrives, the answer is a clean file or one of the three refusals."""
    with contextlib.suppress(UnsupportedFile, FileTooLarge, FileUnreadable):
        clean = asyncio.run(FileCleaner().clean(magic + rest))
        assert clean.content
