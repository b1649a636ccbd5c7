"""Pictures: decoded and drawn anew, so that only what can be seen is left."""

from io import BytesIO
from typing import Final

from PIL import Image

from storage.cleaning.kinds import Kind, Raster, Refusal, Refused, raster

MAX_PIXELS: Final = 40_000_000
MAX_WEBP_PIXELS: Final = 24_000_000  # its decoder holds four copies: more would not fit into the child's memory
MAX_SIDE: Final = 4096  # pixels; the text of a photographed page is still legible

_KINDS: Final = {Raster.JPEG: Kind.JPEG, Raster.PNG: Kind.PNG, Raster.WEBP: Kind.WEBP}
_ORIENTATION: Final = 0x0112  # EXIF tag: how the camera was held
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# WebP's slower methods cost twice the time of a large picture for 1 % of its size.
_ENCODING: Final = {
    Raster.JPEG: {"quality": 85},
    Raster.PNG: {"compress_level": 6},
    Raster.WEBP: {"quality": 85, "method": 2},
}


def clean_picture(content: bytes) -> tuple[Kind, bytes]:
    """The first frame, upright, at most ``MAX_SIDE`` wide and high, in the same format."""
    kind = raster(content)
    if kind not in _KINDS:
        raise Refused(Refusal.KIND)
    return _KINDS[kind], _encode(_decode(content, kind, upright=True), kind)


def clean_embedded(content: bytes, kind: Raster) -> bytes:
    """A picture inside a document; how it is turned the document says itself. JPEG stays so, others become PNG."""
    return _encode(_decode(content, kind, upright=False), Raster.JPEG if kind is Raster.JPEG else Raster.PNG)


def _decode(content: bytes, kind: Raster, *, upright: bool) -> Image.Image:
    with _opened(content, kind) as opened:
        if opened.width * opened.height > (MAX_WEBP_PIXELS if kind is Raster.WEBP else MAX_PIXELS):
            raise Refused(Refusal.TOO_LARGE)
        opened.draft(None, (MAX_SIDE, MAX_SIDE))
        turn = _UPRIGHT.get(_orientation(opened)) if upright else None
        opened.load()
    picture = _plain(opened)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    return _without_hidden_colours(picture if turn is None else picture.transpose(turn))


def _opened(content: bytes, kind: Raster) -> Image.Image:
    try:
        return Image.open(BytesIO(content), formats=(kind.value,))
    except Image.DecompressionBombError:
        raise Refused(Refusal.TOO_LARGE) from None


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken EXIF has many faces, and the picture may be whole
        return 1


def _plain(picture: Image.Image) -> Image.Image:
    """Grey, RGB or RGBA, without the palette, profile and notes that came with it; copied only where it must be."""
    if picture.has_transparency_data and picture.mode != "RGBA":
        picture = picture.convert("RGBA")
    elif picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    elif picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _without_hidden_colours(picture: Image.Image) -> Image.Image:
    """Fully transparent pixels keep the colour they had before somebody rubbed them out: make them black."""
    if picture.mode != "RGBA":
        return picture
    seen = picture.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    return Image.composite(picture, Image.new("RGBA", picture.size), seen)


def _encode(picture: Image.Image, kind: Raster) -> bytes:
    clean = BytesIO()
    picture.save(clean, kind.value, **_ENCODING[kind])
    return clean.getvalue()
