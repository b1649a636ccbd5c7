"""PDF: rewritten without what tells who made it, when, with what, and without anything that acts by itself."""

import re
from io import BytesIO
from typing import Final

import pikepdf

from storage.cleaning.kinds import Refusal, Refused
from storage.cleaning.segments import strip_jpeg, strip_jpeg2000


def _keys(names: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in names.split())


# Of the catalogue, the pages and the notes on them only what is listed stays: producers add keys of their own.
_CATALOGUE: Final = _keys(
    "Type Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines AcroForm StructTreeRoot MarkInfo"
    " Lang OCProperties"
)
_PAGE: Final = _keys(
    "Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Annots Group Tabs StructParents"
    " UserUnit"
)
_NOTE: Final = _keys(
    "Type Subtype Rect Contents P F AP AS Border C StructParent OC BM ca CA Lang Parent Popup IRT RT IT QuadPoints"
    " InkList Vertices L LE LL LLE LLO Cap CP CO CL BS BE IC RD DA DS Q Open Name Sy State StateModel Dest H A"
)
_FIELD: Final = _NOTE | _keys("FT T TU Ff V DV MK Kids MaxLen Opt TI I DR")
_FORM: Final = _keys("Fields NeedAppearances DR DA Q CO")

_NEVER: Final = _keys(
    "Metadata PieceInfo LastModified SourceModified Author Creator CreatorInfo Producer CreationDate ModDate OpenAction"
    " AA JS JavaScript EF AF User EmbeddedFiles OPI Thumb UserProperties FDecodeParms FFilter"
)
_NEVER_AGAIN: Final = "/PTEX."  # TeX notes the paths of the files it included
_CARRIED: Final = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})
_HARMLESS_ACTIONS: Final = frozenset({"/GoTo", "/Named"})
_PICTURES: Final = {"/DCTDecode": strip_jpeg, "/JPXDecode": strip_jpeg2000}
_ON_THE_WEB: Final = re.compile(rb"https?://", re.IGNORECASE)
# Word wrote the path of a picture where its description belongs.
_PATH: Final = re.compile(
    r"^[a-z]:\\|^\\\\|^file:|^/(?:users|home)/|\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic)$", re.IGNORECASE
)


def clean_pdf(content: bytes) -> bytes:
    """The same pages. A file with a password or cut off in the middle is unreadable."""
    if b"%%EOF" not in content[-2048:]:
        raise Refused(Refusal.UNREADABLE)
    clean = BytesIO()
    with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            raise Refused(Refusal.UNREADABLE)
        _strip_document(pdf)
        for thing in pdf.objects:
            _strip(thing)
        # The file's identity is made from what is left in it.
        pdf.save(clean, deterministic_id=True, fix_metadata_version=False)
    return clean.getvalue()


def _strip_document(pdf: pikepdf.Pdf) -> None:
    _keep(pdf.trailer, frozenset({"/Root", "/Size"}))
    _keep(pdf.Root, _CATALOGUE)
    if "/Names" in pdf.Root:
        _keep(pdf.Root.Names, frozenset({"/Dests"}))
    if "/AcroForm" in pdf.Root:
        _keep(pdf.Root.AcroForm, _FORM)
    for page in pdf.pages:
        _keep(page.obj, _PAGE)
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array([note for note in page.obj.Annots if _is_note(note)])


def _is_note(note: pikepdf.Object) -> bool:
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) not in _CARRIED


def _keep(thing: pikepdf.Object, keys: frozenset[str]) -> None:
    for key in thing.keys() - keys:
        del thing[key]


def _strip(thing: pikepdf.Object) -> None:
    """This object and what lies directly in it; what it points to comes by itself."""
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            _strip_inside(part)
        return
    if isinstance(thing, pikepdf.Stream):
        _strip_stream(thing)
    elif not isinstance(thing, pikepdf.Dictionary):
        return
    for key in list(thing.keys()):
        if key in _NEVER or key.startswith(_NEVER_AGAIN) or _tells(key, thing[key]):
            del thing[key]
        else:
            _strip_inside(thing[key])
    _strip_note(thing)


def _strip_inside(part: object) -> None:
    if isinstance(part, pikepdf.Object) and not part.is_indirect:
        _strip(part)


def _tells(key: str, value: object) -> bool:
    if key in ("/Alt", "/TU"):
        return _PATH.search(str(value)) is not None
    if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    if key == "/A" and "/S" in value:
        return not _is_harmless(value)
    # A signature holds the signer's certificate, and is void once the file is rewritten.
    return "/ByteRange" in value or str(value.get("/Type", "")) in ("/Metadata", "/EmbeddedFile")


def _is_harmless(action: pikepdf.Object) -> bool:
    if "/Next" in action:
        del action["/Next"]
    if str(action.S) == "/URI":
        return _ON_THE_WEB.match(bytes(action.get("/URI", b""))) is not None
    return str(action.S) in _HARMLESS_ACTIONS


def _strip_note(thing: pikepdf.Object) -> None:
    if "/Rect" in thing and "/Subtype" in thing:
        _keep(thing, _FIELD if str(thing.Subtype) == "/Widget" else _NOTE)
    elif str(thing.get("/Type", "")) == "/StructElem" and "/T" in thing:
        del thing["/T"]


def _strip_stream(stream: pikepdf.Stream) -> None:
    if "/F" in stream:  # the bytes would lie in another file
        del stream["/F"]
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    if not filters or filters[-1] not in _PICTURES:
        return
    parms = _listed(stream.get("/DecodeParms")) or [None]
    own = parms[-1] if isinstance(parms[-1], pikepdf.Dictionary) else None
    content = stream.read_raw_bytes()
    if len(filters) > 1:
        if any(isinstance(parm, pikepdf.Dictionary) for parm in parms[:-1]):
            raise Refused(Refusal.UNREADABLE)  # a picture is never compressed as if it were a table
        content = _unwrapped(content, filters[:-1])
    stream.write(_PICTURES[filters[-1]](content), filter=pikepdf.Name(filters[-1]), decode_parms=own)


def _unwrapped(content: bytes, filters: list[str]) -> bytes:
    """A picture that was compressed once more, as its own format has it."""
    with pikepdf.new() as scratch:
        wrapped = pikepdf.Stream(scratch, b"")
        wrapped.write(content, filter=pikepdf.Array([pikepdf.Name(name) for name in filters]))
        return wrapped.read_bytes()


def _listed(value: pikepdf.Object | None) -> list[pikepdf.Object | None]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
