"""Files that tell on their maker in every place the format has for it, and a search for what they told."""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

MARK: Final = "DauVet7719"  # stands for a name, a place, a serial number
XMP: Final = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{MARK}</creator></x:xmpmeta>'.encode()
REMARK: Final = "Xin xem lại"
NOT_A_PROFILE: Final = f"{MARK} colours".encode()

_MAKE, _ORIENTATION, _ARTIST = 0x010F, 0x0112, 0x013B
_EXIF_IFD, _SERIAL, _GPS_IFD, _GPS_AREA = 0x8769, 0xA431, 0x8825, 28
RIGHT_SIDE_UP_WHEN_TURNED: Final = 6


def drawing(width: int = 64, height: int = 40) -> Image.Image:
    """Red above blue, so that it is seen which way up it is."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (0, height // 2, width, height))
    return picture


def exif(orientation: int = RIGHT_SIDE_UP_WHEN_TURNED) -> Image.Exif:
    """The maker, the owner, the camera's serial number and the place."""
    notes = Image.Exif()
    notes[_MAKE], notes[_ARTIST], notes[_ORIENTATION] = MARK, MARK, orientation
    notes.get_ifd(_EXIF_IFD)[_SERIAL] = MARK
    notes.get_ifd(_GPS_IFD).update({1: "N", 2: (10.0, 46.0, 37.0), _GPS_AREA: MARK})
    return notes


def jpeg() -> bytes:
    """With EXIF, XMP, a comment, a profile, and something behind the end."""
    file = BytesIO()
    notes = {"exif": exif(), "xmp": XMP, "comment": MARK.encode(), "icc_profile": NOT_A_PROFILE}
    drawing().save(file, "JPEG", quality=95, **notes)
    return file.getvalue() + MARK.encode()


def png() -> bytes:
    """With plain, packed and international text, EXIF, a profile, and something behind the end."""
    text = PngInfo()
    text.add_text("Author", MARK)
    text.add_text("Comment", MARK * 20, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    file = BytesIO()
    drawing().save(file, "PNG", pnginfo=text, exif=exif(), icc_profile=NOT_A_PROFILE)
    return file.getvalue() + MARK.encode()


def webp() -> bytes:
    """With EXIF and XMP, and a second frame."""
    file = BytesIO()
    second = Image.new("RGB", (64, 40), "green")
    drawing().save(file, "WEBP", save_all=True, append_images=[second], lossless=True, exif=exif(), xmp=XMP)
    return file.getvalue()


def pdf() -> bytes:
    """With properties, XMP, an enclosed file, scripts, notes by name, a form, a signature and a photograph."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(200, 200))
        _draw_photograph(document, page)
        enclosed = pikepdf.AttachedFileSpec(
            document,
            MARK.encode(),
            filename=MARK,
            description=MARK,
            mime_type="text/plain",
            creation_date=MARK,
            mod_date=MARK,
        )
        document.attachments["note.txt"] = enclosed
        document.docinfo["/Author"] = MARK
        document.docinfo["/Title"] = f"{MARK} đơn"
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:creator"] = [MARK]
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{MARK}')")
        document.Root.OpenAction = script
        document.Root.MarkOfTheProgram = MARK
        page.obj.AA = pikepdf.Dictionary(O=script)
        page.obj.PieceInfo = pikepdf.Dictionary(Program=pikepdf.Dictionary(Private=MARK))
        page.obj.LastModified = f"D:2026{MARK}"
        page.obj.Annots = document.make_indirect(pikepdf.Array(_notes(document)))
        _add_form(document, page)
        file = BytesIO()
        document.save(file)
    return file.getvalue()


def _draw_photograph(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    photograph = pikepdf.Stream(document, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    photograph.update({"/Width": 64, "/Height": 40, "/BitsPerComponent": 8, "/ColorSpace": pikepdf.Name.DeviceRGB})
    # Packed once more, as some programs do.
    names = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
    photograph.write(zlib.compress(jpeg()), filter=names)
    photograph.Metadata = document.make_stream(XMP, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photograph))
    page.obj.Contents = document.make_stream(b"q 64 0 0 40 20 20 cm /Photo Do Q")


def _notes(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    square = pikepdf.Array([10, 10, 60, 60])
    note = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Text, "/Rect": square, "/Contents": REMARK}
    yield document.make_indirect(
        pikepdf.Dictionary({**note, **dict.fromkeys(("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj"), MARK)})
    )
    for address in ("https://example.org/", f"file:///C:/Users/{MARK}/don.pdf"):
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
        yield pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=action)
    carried = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=MARK, EF=pikepdf.Dictionary(F=document.make_stream(XMP)))
    yield pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=square, FS=carried)


def _add_form(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    box = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Widget, "/Rect": pikepdf.Array([70, 70, 90, 90])}
    field = pikepdf.Dictionary({**box, "/FT": pikepdf.Name.Tx, "/T": "donvi", "/V": "Phòng Tư pháp", "/TM": MARK})
    seal = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=MARK, ByteRange=[0, 1, 2, 3], Contents=MARK.encode(), M=MARK)
    signature = pikepdf.Dictionary({**box, "/FT": pikepdf.Name.Sig, "/T": "kyso", "/V": seal})
    fields = pikepdf.Array([document.make_indirect(field), document.make_indirect(signature)])
    page.obj.Annots.extend(fields)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=fields, XFA=document.make_stream(XMP), SigFlags=3)


def residue(content: bytes) -> list[str]:
    """Where the mark is still found: in the bytes, or in anything packed inside them."""
    return [place for place, layer in layers(content) if any(form in layer for form in _FORMS)]


_FORMS: Final = tuple(MARK.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def layers(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, and everything packed inside them, each with the place where it lies."""
    yield "bytes", content
    if content.startswith(b"%PDF-"):
        yield from _pdf_layers(content)
    try:
        with ZipFile(BytesIO(content)) as parts:
            for name in parts.namelist():
                yield f"name of {name}", name.encode()
                yield from ((f"{name} {place}", layer) for place, layer in layers(parts.read(name)))
    except BadZipFile:
        return


def _pdf_layers(content: bytes) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(BytesIO(content)) as document:
        yield "trailer", document.trailer.unparse(resolved=True)
        for thing in document.objects:
            yield "object", thing.unparse(resolved=True)
            if isinstance(thing, pikepdf.Stream):
                yield "stream", thing.read_raw_bytes()
                if "/Filter" in thing and thing.Filter == pikepdf.Name.FlateDecode:
                    yield "unpacked stream", thing.read_bytes()


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts, as an office program would write it."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
