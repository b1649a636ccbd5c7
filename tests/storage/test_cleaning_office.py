"""Word and Excel files rewritten: they open, say the same, and tell nothing about their maker."""

import posixpath
import re
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from storage.cleaning.kinds import Kind, Refusal, Refused
from storage.cleaning.markup import scrub
from storage.cleaning.office import clean_office
from tests.storage.marked_documents import WORDS, docx, docx_with, xlsx
from tests.storage.marked_files import MARK, packed

FILES = pytest.mark.parametrize("make", [docx, xlsx])


def parts(content: bytes) -> dict[str, bytes]:
    """The clean file's parts, by name."""
    with ZipFile(BytesIO(clean_office(content)[1])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def scrubbed(xml: str, *gone: str) -> str:
    """One part without its declaration."""
    return scrub(xml.encode(), frozenset(gone)).decode().partition("\n")[2]


@FILES
def test_every_part_is_well_formed_and_declared(make: Callable[[], bytes]) -> None:
    """Each part has a type, each XML part parses, and there is no type or link without its part: so the file opens."""
    clean = parts(make())
    types = ElementTree.fromstring(clean.pop("[Content_Types].xml"))  # noqa: S314 - we wrote it
    declared = {element.get("PartName", "").lstrip("/") for element in types} - {""}
    assert declared == {name for name in clean if not name.endswith(".rels")}
    for name, content in clean.items():
        if name.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(content)  # noqa: S314
    for name in clean:
        if name.endswith(".rels"):
            assert set(targets(name, clean[name])) <= clean.keys()


def targets(name: str, relationships: bytes) -> list[str]:
    """The parts that a part's relationships lead to."""
    folder = posixpath.dirname(posixpath.dirname(name))
    links = ElementTree.fromstring(relationships)  # noqa: S314
    inside = [link.get("Target", "") for link in links if link.get("TargetMode") != "External"]
    return [posixpath.normpath(posixpath.join(folder, target)) for target in inside]


@FILES
def test_no_reference_leads_nowhere(make: Callable[[], bytes]) -> None:
    """Whatever pointed to a part that is gone went with it, or an office program would call the file broken."""
    clean = parts(make())
    for name, content in clean.items():
        folder, base = posixpath.split(name)
        known = set(re.findall(rb' Id="(\w+)"', clean.get(f"{folder}/_rels/{base}.rels", b"")))
        if name.endswith(".xml") and folder != "_rels":
            assert set(re.findall(rb'r:(?:id|embed)="(\w+)"', content)) <= known


@FILES
def test_the_zip_itself_tells_nothing(make: Callable[[], bytes]) -> None:
    """Dates are those of all clean files, and neither the system nor remarks are noted."""
    with ZipFile(BytesIO(clean_office(make())[1])) as archive:
        assert not archive.comment
        entries = archive.infolist()
    assert {(entry.date_time, entry.create_system, entry.extra, entry.comment) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0, b"", b"")
    }


def test_the_words_of_a_document_stay() -> None:
    """Text, inserted text and remarks are as they were, and still marked as such."""
    clean = parts(docx())
    document = clean["word/document.xml"].decode()
    assert WORDS[0] in document
    assert re.search(rf'<w:ins w:id="1" w:author="Author"><w:r><w:t>{WORDS[1]}</w:t></w:r></w:ins>', document)
    assert WORDS[2] in clean["word/comments.xml"].decode()
    assert b"<w:trackRevisions/>" in clean["word/settings.xml"]


def test_the_cells_and_remarks_of_a_workbook_stay() -> None:
    """Values, formulas, paper settings and remarks are as they were; Excel's greeting with the name is not."""
    clean = parts(xlsx())
    sheet = clean["xl/worksheets/sheet1.xml"].decode()
    assert WORDS[0] in sheet
    assert "<f>1+1</f><v>2</v>" in sheet
    assert '<pageSetup paperSize="9"/>' in sheet
    assert '<legacyDrawing r:id="rId2"/>' in sheet
    assert re.search(
        rf"<t></t></r>\s*<r><t xml:space=\"preserve\">\n{WORDS[2]}</t>", clean["xl/comments1.xml"].decode()
    )


def test_links_to_the_web_stay_and_links_to_somebodys_disk_do_not() -> None:
    """A reader can follow the first and learns nothing from the second."""
    links = parts(docx())["word/_rels/document.xml.rels"].decode()
    assert 'Target="https://example.org/"' in links
    assert "file:" not in links


def test_photographs_stay_under_a_new_name() -> None:
    """The picture of an enclosed object stays though the object goes, and is called nothing but a picture."""
    clean = parts(docx())
    pictures = [name for name in clean if name.startswith("word/media/")]
    assert len(pictures) == 1
    assert re.fullmatch(r"word/media/image\d+\.jpeg", pictures[0])
    assert clean["word/document.xml"].count(b'"rId10"') == 2


def test_kinds_are_told_apart_by_what_is_inside() -> None:
    """A Word file and an Excel file are each called what they are."""
    assert clean_office(docx())[0] is Kind.DOCX
    assert clean_office(xlsx())[0] is Kind.XLSX


@pytest.mark.parametrize(
    "others",
    [{"word/vbaProject.bin": "x"}, {"word/activeX/activeX1.xml": "<a/>"}, {"_rels/.rels": "<a/>"}],
    ids="macro control no-document".split(),
)
def test_programs_inside_are_refused(others: dict[str, bytes | str]) -> None:
    """Macros and controls run on the reader's computer, so nothing of such a file is kept."""
    with pytest.raises(Refused) as refusal:
        clean_office(docx_with(others))
    assert refusal.value.reason is Refusal.KIND


@pytest.mark.parametrize(
    ("xml", "clean"),
    [
        ('<a date="1" b="2"/>', '<a b="2"/>'),
        ('<p xmlns:user="u" user:ed="1"><t>x &amp; y</t></p>', '<p xmlns:user="u"><t>x &amp; y</t></p>'),
        ("<a><date/><b date='>\"'/></a>", "<a><date/><b/></a>"),
        ('<a><rsids><b/><rsid><c>t</c></rsid></rsids>x<rsid/>y</a>', "<a>xy</a>"),
        ('<a n="1 &lt; 2&#10;" uid="u"><![CDATA[<date>]]></a>', '<a n="1 &lt; 2&#10;"><![CDATA[<date>]]></a>'),
        ("<a><!-- b --><?c d?>e</a><!-- f -->", "<a>e</a>"),
        ('<creationId id="{1-2}" b="c"/>', '<creationId id="{00000000-0000-0000-0000-000000000000}" b="c"/>'),
        ("<a><docPr name='Picture 1' descr='Cổng'/></a>", "<a><docPr name='Picture 1' descr='Cổng'/></a>"),
        ("<a><instrText>PAGE \\* MERGEFORMAT</instrText></a>", "<a><instrText>PAGE \\* MERGEFORMAT</instrText></a>"),
        (
            "<a><instrText>LINK &quot;C:\\an\\</instrText><instrText>b.x&quot; \\a</instrText></a>",
            "<a><instrText>LINK &quot;</instrText><instrText>&quot; \\a</instrText></a>",
        ),
        ("<a><author/><comment><t>b: c</t></comment></a>", "<a><author/><comment><t>b: c</t></comment></a>"),
        (
            "<a><author>b</author><comment><t>b: c</t><t>b: d</t></comment></a>",
            "<a><author>Author</author><comment><t> c</t><t>b: d</t></comment></a>",
        ),
    ],
)  # fmt: skip
def test_markup_is_copied_but_for_the_traces(xml: str, clean: str) -> None:
    """Everything else stays byte for byte: prefixes, quotes, entities, blank space."""
    assert scrubbed(xml) == clean


def test_what_pointed_to_a_lost_part_goes() -> None:
    """The element goes with the part, but paper settings and pictures with a preview lose only the pointer."""
    xml = '<a><x r:id="r1"><b/></x><pageSetup c="1" r:id="r1"/><blip r:embed="r2" r:link="r1"/><y id="r1"/></a>'
    assert scrubbed(xml, "r1") == '<a><pageSetup c="1"/><blip r:embed="r2"/><y id="r1"/></a>'


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16"])
def test_other_codings_of_text_are_understood(code: str) -> None:
    """A part may be UTF-16 or begin with a mark; it is written as UTF-8."""
    xml = '<?xml version="1.0" encoding="UTF-16"?>\n<a date="1">Đã rõ</a>'
    assert scrub(xml.encode(code), frozenset()).decode().endswith("\n\n<a>Đã rõ</a>")


def test_parts_are_found_however_they_are_spelled() -> None:
    """Windows strokes, other letter cases and leading strokes in names are all in use."""
    with ZipFile(BytesIO(xlsx())) as archive:
        respelled = {
            name.replace("xl/worksheets/", "XL\\Worksheets\\"): archive.read(name) for name in archive.namelist()
        }
    assert any(name.endswith("sheet1.xml") for name in parts(packed(respelled)))


def test_two_parts_of_one_name_are_refused() -> None:
    """One program would show the first and another the second."""
    with pytest.raises(Refused) as refusal:
        clean_office(docx_with({"WORD/document.xml": f"<a>{MARK}</a>"}))
    assert refusal.value.reason is Refusal.UNREADABLE
