"""Pictures: decoded and drawn anew, so that only what can be seen is left."""

from io import BytesIO
from typing import Final

from PIL import Image

from storage.cleaning.kinds import Kind, Raster, Refusal, Refused, raster

MAX_SIDE: Final = 4096  # pixels; the text of a photographed page is still legible
MAX_PIXELS: Final = 40_000_000
# These decoders hold several copies of the picture at once.
MAX_WEBP_PIXELS: Final = 14_000_000
MAX_HEIC_PIXELS: Final = 25_000_000  # the largest that phones write by themselves has 24
# A larger one is halved as it is read, so that the child stays under 256 MiB; transparent ones are copied once more.
_MAX_WHOLE: Final = 20_000_000
_MAX_WHOLE_TRANSPARENT: Final = 10_000_000
_STRIP: Final = 256  # rows

_MOST: Final = {Raster.WEBP: MAX_WEBP_PIXELS, Raster.HEIC: MAX_HEIC_PIXELS}
_KINDS: Final = {Raster.JPEG: Kind.JPEG, Raster.PNG: Kind.PNG, Raster.WEBP: Kind.WEBP, Raster.HEIC: Kind.JPEG}
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
    """The first frame, upright, at most ``MAX_SIDE`` wide and high, in the same format; HEIC becomes JPEG."""
    kind = raster(content)
    if kind not in _KINDS:
        raise Refused(Refusal.KIND)
    picture = _decode(content, kind, upright=True)
    if kind is Raster.HEIC:
        return Kind.JPEG, _encode(picture.convert("RGB"), Raster.JPEG)
    return _KINDS[kind], _encode(picture, kind)


def clean_embedded(content: bytes, kind: Raster) -> bytes:
    """A picture inside a document; how it is turned the document says itself. JPEG stays so, others become PNG."""
    return _encode(_decode(content, kind, upright=False), Raster.JPEG if kind is Raster.JPEG else Raster.PNG)


def _decode(content: bytes, kind: Raster, *, upright: bool) -> Image.Image:
    picture, turn = _read(content, kind, upright=upright)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    return _without_hidden_colours(picture if turn is None else picture.transpose(turn))


def _read(content: bytes, kind: Raster, *, upright: bool) -> tuple[Image.Image, Image.Transpose | None]:
    """The picture, halved if it is very large, and how it is to be turned."""
    with _opened(content, kind) as opened:
        if opened.width * opened.height > _MOST.get(kind, MAX_PIXELS):
            raise Refused(Refusal.TOO_LARGE)
        if _is_too_large_whole(opened):
            opened.draft(None, (opened.width // 2, opened.height // 2))  # JPEG's decoder can leave out every other
        turn = _UPRIGHT.get(_orientation(opened)) if upright else None
        opened.load()
    return _halved(opened) if _is_too_large_whole(opened) else _plain(opened), turn


def _is_too_large_whole(picture: Image.Image) -> bool:
    most = _MAX_WHOLE_TRANSPARENT if picture.has_transparency_data else _MAX_WHOLE
    return picture.width * picture.height > most


def _halved(picture: Image.Image) -> Image.Image:
    """Half as wide and high, strip by strip: a whole copy on the way would be too large."""
    half: Image.Image | None = None
    for top in range(0, picture.height, _STRIP):
        below = min(top + _STRIP, picture.height)
        strip = _plain(picture.crop((0, top, picture.width, below))).reduce(2)
        half = half or Image.new(strip.mode, (strip.width, (picture.height + 1) // 2))
        half.paste(strip, (0, top // 2))
    assert half
    return half


def _opened(content: bytes, kind: Raster) -> Image.Image:
    if kind is Raster.HEIC:
        # A third library that reads strangers' bytes: loaded for these alone. More threads would ask for more memory.
        from pi_heif import register_heif_opener

        register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
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
