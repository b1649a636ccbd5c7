"""PDF files rewritten: what acts or tells is gone, what is read is the same."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from storage.cleaning.pdf import clean_pdf
from tests.storage.marked_files import MARK, REMARK, jpeg, pdf, residue


@pytest.fixture(scope="module")
def clean() -> bytes:
    return clean_pdf(pdf())


def test_the_page_and_its_picture_stay(clean: bytes) -> None:
    """The page is drawn by the same strokes, and its photograph has the same pixels."""
    with pikepdf.open(BytesIO(clean)) as document, Image.open(BytesIO(jpeg())) as original:
        page = document.pages[0]
        assert page.obj.Contents.read_bytes() == b"q 64 0 0 40 20 20 cm /Photo Do Q"
        photograph = page.obj.Resources.XObject.Photo
        assert photograph.Filter == pikepdf.Name.DCTDecode
        with Image.open(BytesIO(photograph.read_raw_bytes())) as kept:
            assert kept.tobytes() == original.tobytes()


def test_remarks_and_answers_stay_without_names(clean: bytes) -> None:
    """What was written on the page and into the form stays; who did it, and when, does not."""
    with pikepdf.open(BytesIO(clean)) as document:
        note, web, local, field, signature = document.pages[0].obj.Annots
        assert str(note.Contents) == REMARK
        assert note.keys() == {"/Type", "/Subtype", "/Rect", "/Contents"}
        assert str(web.A.URI) == "https://example.org/"
        assert "/A" not in local
        assert (str(field.T), str(field.V)) == ("donvi", "Phòng Tư pháp")
        assert "/V" not in signature


def test_nothing_acts_by_itself(clean: bytes) -> None:
    """No script, no enclosed file, no properties, and no key that is not needed to show the pages."""
    with pikepdf.open(BytesIO(clean)) as document:
        assert document.Root.keys() <= {"/Type", "/Pages", "/AcroForm", "/Names"}
        assert document.pages[0].obj.keys() <= {"/Type", "/Parent", "/Resources", "/MediaBox", "/Contents", "/Annots"}
        assert document.Root.AcroForm.keys() == {"/Fields"}
        assert document.trailer.keys() <= {
            "/Root",
            "/Size",
            "/ID",
            "/Type",
            "/W",
            "/Index",
            "/Length",
            "/Filter",
            "/DecodeParms",
        }
        assert not document.attachments


def test_earlier_versions_inside_the_file_are_gone() -> None:
    """What was replaced before saving cannot be dug out again."""
    with pikepdf.open(BytesIO(pdf())) as document:
        document.pages[0].obj.Contents = document.make_stream(b"q Q")
        document.Root.Old = document.make_stream(MARK.encode())
        file = BytesIO()
        document.save(file)
    assert residue(clean_pdf(file.getvalue())) == []


@pytest.mark.parametrize(
    ("key", "value", "stays"),
    [
        ("/Alt", "C:\\Users\\an\\anh.png", False),
        ("/Alt", "anh-nha.JPG", False),
        ("/Alt", "Cổng trụ sở", True),
        ("/T", "Đoạn một", False),
        ("/PTEX.FileName", "./an.pdf", False),
        ("/ActualText", "và", True),
    ],
)
def test_descriptions_stay_unless_they_are_paths(key: str, value: str, *, stays: bool) -> None:
    """A description read aloud stays; the path of the picture, which Word once put there, goes."""
    with pikepdf.new() as document:
        document.add_blank_page()
        element = pikepdf.Dictionary({"/Type": pikepdf.Name.StructElem, "/S": pikepdf.Name.P, key: value})
        document.Root.StructTreeRoot = pikepdf.Dictionary(K=document.make_indirect(element))
        file = BytesIO()
        document.save(file)
    with pikepdf.open(BytesIO(clean_pdf(file.getvalue()))) as document:
        assert (key in document.Root.StructTreeRoot.K) is stays


@pytest.mark.parametrize(
    ("action", "stays"),
    [
        ({"/S": pikepdf.Name.GoTo, "/D": "a", "/Next": pikepdf.Dictionary(S=pikepdf.Name.Launch)}, True),
        ({"/S": pikepdf.Name.Launch, "/F": "cmd.exe"}, False),
        ({"/S": pikepdf.Name.SubmitForm, "/F": "https://example.org"}, False),
        ({"/S": pikepdf.Name.GoToR, "/F": "C:\\an.pdf"}, False),
    ],
)
def test_of_links_only_harmless_ones_stay(action: dict[str, pikepdf.Object | str], *, stays: bool) -> None:
    """A bookmark may lead to a page or the web, and may not start, send or chain anything."""
    with pikepdf.new() as document:
        document.add_blank_page()
        first = document.make_indirect(pikepdf.Dictionary(Title="Mục 1", A=pikepdf.Dictionary(action)))
        document.Root.Outlines = pikepdf.Dictionary(First=first, Last=first, Count=1)
        file = BytesIO()
        document.save(file)
    with pikepdf.open(BytesIO(clean_pdf(file.getvalue()))) as document:
        bookmark = document.Root.Outlines.First
        assert str(bookmark.Title) == "Mục 1"
        assert ("/A" in bookmark) is stays
        assert not stays or "/Next" not in bookmark.A
