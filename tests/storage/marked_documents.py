"""Word and Excel files that tell on their maker in every place the format has for it."""

from collections.abc import Iterable
from typing import Final

from tests.storage.marked_files import MARK, jpeg, packed, png

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

WORDS: Final = ("Máy tính phòng em hỏng đã lâu.", "Đề nghị cấp máy mới.", "Xin xem lại câu này.")

DOCUMENT: Final = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!-- {MARK} -->
<w:document {_W} {_R} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"
 xmlns:wp="urn:wp" xmlns:a="urn:a" xmlns:v="urn:v" xmlns:o="urn:o"><w:body>
<w:p w:rsidR="00AB{MARK}" w14:paraId="{MARK}"><w:r w:rsidRPr="{MARK}"><w:t>{WORDS[0]}</w:t></w:r></w:p>
<w:p><w:ins w:id="1" w:author="{MARK}" w:date="2026-03-01T08:00:00Z"><w:r><w:t>{WORDS[1]}</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{MARK}" w:date="2026-03-01T08:00:00Z"><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>
<w:p><w:r><w:instrText>INCLUDEPICTURE "C:\\\\Users\\\\</w:instrText></w:r>
<w:r><w:instrText>{MARK}\\\\anh.jpg" \\d</w:instrText></w:r><w:fldSimple w:instr="LINK file:///C:/{MARK}/a.xlsx"/></w:p>
<w:p><w:r><wp:inline><wp:docPr id="1" name="{MARK}.jpg" descr="C:\\Users\\{MARK}\\anh.jpg"/>
<a:blip r:embed="rId10"/></wp:inline></w:r></w:p>
<w:p><w:hyperlink r:id="rId11"><w:r><w:t>tệp</w:t></w:r></w:hyperlink>
<w:hyperlink r:id="rId12"><w:r><w:t>trang</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><w:object><v:shape alt="{MARK}.xlsx"><v:imagedata r:id="rId10" o:title="{MARK}.xlsx"/></v:shape>
<o:OLEObject ProgID="Excel.Sheet.12" r:id="rId13"/></w:object></w:r></w:p>
<?program {MARK}?></w:body></w:document>"""

COMMENTS: Final = f"""<?xml version="1.0" encoding="UTF-8"?><w:comments {_W}>
<w:comment w:id="0" w:author="{MARK}" w:initials="{MARK}" w:date="2026-03-01T08:00:00Z">
<w:p><w:r><w:t>{WORDS[2]}</w:t></w:r></w:p></w:comment></w:comments>"""

SETTINGS: Final = f"""<?xml version="1.0" encoding="UTF-8"?><w:settings {_W} {_R}><w:attachedTemplate r:id="rId1"/>
<w:rsids><w:rsidRoot w:val="{MARK}"/></w:rsids><w:docVars><w:docVar w:name="a" w:val="{MARK}"/></w:docVars>
<w:trackRevisions/></w:settings>"""

WORKBOOK: Final = f"""<?xml version="1.0" encoding="UTF-8"?><workbook {_S} {_R} xmlns:mc="urn:mc" xmlns:x15ac="urn:x15">
<fileVersion appName="xl" lastEdited="7" rupBuild="{MARK}" codeName="{MARK}"/><fileSharing userName="{MARK}"/>
<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\{MARK}\\"/></mc:Choice>
</mc:AlternateContent><sheets><sheet name="Trang 1" sheetId="1" r:id="rId1"/></sheets>
<externalReferences><externalReference r:id="rId2"/></externalReferences>
<customWorkbookViews><customWorkbookView name="{MARK} - Personal View"/></customWorkbookViews></workbook>"""

SHEET: Final = f"""<?xml version="1.0" encoding="UTF-8"?><worksheet {_S} {_R} xmlns:xr="urn:xr" xr:uid="{MARK}">
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{WORDS[0]}</t></is></c><c r="B1"><f>1+1</f><v>2</v></c></row>
</sheetData><scenarios><scenario name="a" user="{MARK}" comment="Created by {MARK}"/></scenarios>
<pageSetup paperSize="9" r:id="rId3"/><legacyDrawing r:id="rId2"/>
<oleObjects><oleObject progId="Word.Document.12" r:id="rId5"/></oleObjects></worksheet>"""

SHEET_COMMENTS: Final = f"""<?xml version="1.0" encoding="UTF-8"?><comments {_S}><authors><author>{MARK}</author>
</authors><commentList><comment ref="A1" authorId="0"><text><r><rPr><b/></rPr><t>{MARK}:</t></r>
<r><t xml:space="preserve">
{WORDS[2]}</t></r></text></comment></commentList></comments>"""

DRAWING: Final = f"""<xml xmlns:v="urn:v" xmlns:o="urn:o"><v:shape id="s1" alt="D:\\{MARK}.png"><v:textbox>
<div>a<br>b</div></v:textbox></v:shape></xml>"""

CORE: Final = f"""<?xml version="1.0"?><p:coreProperties xmlns:p="urn:p" xmlns:dc="urn:dc">
<dc:creator>{MARK}</dc:creator></p:coreProperties>"""
APP: Final = f"""<?xml version="1.0"?><Properties xmlns="urn:e"><Company>{MARK}</Company></Properties>"""


def docx() -> bytes:
    """Properties, edit marks, a remark, paths, a photograph, an enclosed workbook, a signature, private data."""
    return docx_with({})


def docx_with(others: dict[str, bytes | str]) -> bytes:
    """The same, with some parts replaced or added."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(
            {
                "/word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
                "/word/comments.xml": f"{_OFFICE}.wordprocessingml.comments+xml",
                "/word/settings.xml": f"{_OFFICE}.wordprocessingml.settings+xml",
                "/word/people.xml": f"{_OFFICE}.wordprocessingml.people+xml",
                "/customXml/item1.xml": "application/xml",
            }
        ),
        "_rels/.rels": _root_links("word/document.xml"),
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": _links(
            ("rId1", "comments", "comments.xml"),
            ("rId2", "settings", "settings.xml"),
            ("rId3", "people", "people.xml"),
            ("rId4", "customXml", "../customXml/item1.xml"),
            ("rId10", "image", f"media/{MARK}.jpg"),
            ("rId11", "hyperlink", f"file:///C:/Users/{MARK}/a.docx"),
            ("rId12", "hyperlink", "https://example.org/"),
            ("rId13", "package", "embeddings/bang.xlsx"),
        ),
        "word/comments.xml": COMMENTS,
        "word/settings.xml": SETTINGS,
        "word/_rels/settings.xml.rels": _links(("rId1", "attachedTemplate", f"file:///C:/{MARK}/Normal.dotm")),
        "word/people.xml": f'<w15:people xmlns:w15="urn:w15"><w15:person w15:author="{MARK}"/></w15:people>',
        "word/embeddings/bang.xlsx": xlsx(),
        f"word/media/{MARK}.jpg": jpeg(),
        "customXml/item1.xml": f"<data>{MARK}</data>",
        "_xmlsignatures/sig1.xml": f"<Signature>{MARK}</Signature>",
        f"hidden/{MARK}.xml": f"<a>{MARK}</a>",
    }
    return packed(parts | _PROPERTIES | others)


def xlsx() -> bytes:
    """Properties, people, remarks, the printer, another workbook, a path, an enclosed document."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(
            {
                "/xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
                "/xl/worksheets/sheet1.xml": f"{_OFFICE}.spreadsheetml.worksheet+xml",
                "/xl/comments1.xml": f"{_OFFICE}.spreadsheetml.comments+xml",
                "/xl/externalLinks/externalLink1.xml": f"{_OFFICE}.spreadsheetml.externalLink+xml",
                "/xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
                "/xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
            }
        ),
        "_rels/.rels": _root_links("/xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": _links(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "externalLink", "externalLinks/externalLink1.xml"),
            ("rId3", "person", "persons/person.xml"),
        ),
        "xl/worksheets/sheet1.xml": SHEET,
        "xl/worksheets/_rels/sheet1.xml.rels": _links(
            ("rId1", "comments", "../comments1.xml"),
            ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId3", "printerSettings", "../printerSettings/printerSettings1.bin"),
            ("rId4", "threadedComment", "../threadedComments/threadedComment1.xml"),
            ("rId5", "package", "../embeddings/a.docx"),
        ),
        "xl/comments1.xml": SHEET_COMMENTS,
        "xl/drawings/vmlDrawing1.vml": DRAWING,
        "xl/printerSettings/printerSettings1.bin": MARK.encode("utf-16-le"),
        "xl/threadedComments/threadedComment1.xml": f'<a xmlns="urn:t" personId="{MARK}"/>',
        "xl/persons/person.xml": f'<personList xmlns="urn:t"><person displayName="{MARK}"/></personList>',
        "xl/embeddings/a.docx": MARK.encode(),
        "xl/externalLinks/externalLink1.xml": f'<externalLink {_S} {_R}><externalBook r:id="rId1"/></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": _links(
            ("rId1", "externalLinkPath", f"file:///C:/{MARK}/b.xlsx")
        ),
    }
    return packed(parts | _PROPERTIES)


_PROPERTIES: Final[dict[str, bytes | str]] = {
    "docProps/core.xml": CORE,
    "docProps/app.xml": APP,
    "docProps/custom.xml": APP,
    "docProps/thumbnail.png": png(),
}


def _types(overrides: dict[str, str]) -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "jpg": "image/jpeg",
        "png": "image/png",
        "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
        "docx": f"{_OFFICE}.wordprocessingml.document",
        "bin": f"{_OFFICE}.spreadsheetml.printerSettings",
        "vml": f"{_OFFICE}.vmlDrawing",
    }
    tags = [f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items()]
    tags += [f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()]
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{"".join(tags)}</Types>'


def _links(*links: tuple[str, str, str]) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(_tags(links))}</Relationships>'


def _tags(links: Iterable[tuple[str, str, str]]) -> Iterable[str]:
    for name, kind, target in links:
        mode = ' TargetMode="External"' if ":" in target else ""
        yield f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{target}"{mode}/>'


def _root_links(main: str) -> str:
    return _links(
        ("rId1", "officeDocument", main),
        ("rId2", "metadata/core-properties", "docProps/core.xml"),
        ("rId3", "extended-properties", "docProps/app.xml"),
        ("rId4", "custom-properties", "docProps/custom.xml"),
        ("rId5", "metadata/thumbnail", "docProps/thumbnail.png"),
    )
