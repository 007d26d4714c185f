"""A photo as it came becomes the JPEG that is kept: turned upright, made smaller, without a word of what the camera,
or anybody else, wrote in it.

What it is, its bytes say: neither its name nor its announced type is believed. Pixels are drawn again on a new image,
so that only pixels are left.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from PIL import Image, ImageFile, ImageOps

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _

MOST_BYTES = 12_000_000
MOST_PIXELS = 50_000_000
MOST_PIXELS_IN_PASSES = 24_000_000  # of a JPEG in several passes: whatever its scale, all of it is held at once
MOST_PIXELS_AT_ONCE = 16_000_000  # of a kind that cannot be read at a smaller size
MOST_SCANS = 64  # a progressive photo has about ten: each one reads every pixel again
LONGEST_SIDE = 1600
SMALLEST_SIDE = 40
QUALITY = 80
ORIENTATION = 0x0112
KINDS = ("JPEG", "PNG", "WEBP")
REDUCED_WHEN_READ = ("JPEG", "MPO")  # MPO: what some phones call a JPEG followed by its thumbnail
START_OF_SCAN, END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
AFTER_A_PASS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the next marker that is none of the pass's own
ALLOWED = N_(
    "un JPEG (50 millions de points au plus, 24 s’il est progressif), un PNG ou un WebP (16 millions), de 12 Mo au plus"
)
ONE_AT_A_TIME = BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG without metadata; `sha256` of its bytes, sizes in pixels."""

    jpeg: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.jpeg).hexdigest()


class RefusedPhotoError(UserError):
    """It is not a photo that can be kept. Its `hint` says what is."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "photo", _(ALLOWED))


def redraw(sent: bytes) -> Photo:
    """The photo to keep: upright, 1600 pixels at most, RGB. RefusedPhotoError when it is none, or too large, or moves.

    A JPEG is read at the scale that is needed: its pixels are never all in memory, unless it comes in several passes.
    One photo is drawn at a time, whoever sends it: memory holds one, and the others wait, mostly less than a second.
    """
    if len(sent) > MOST_BYTES:
        raise RefusedPhotoError(_("cette photo est trop lourde"))
    if sent.count(START_OF_SCAN) > MOST_SCANS:
        raise RefusedPhotoError(_("ce fichier n’est pas une photo ordinaire"))
    with ONE_AT_A_TIME, whole_files_only():
        try:
            with Image.open(io.BytesIO(sent), formats=KINDS) as image:
                check(image, sent)
                return drawn(image)
        except UserError:
            raise
        except Image.DecompressionBombError:
            raise RefusedPhotoError(_("cette photo compte trop de points")) from None
        except Exception as error:  # a decoder fed with hostile bytes raises whatever it likes
            raise RefusedPhotoError(_("ce fichier n’est pas une photo, ou il est abîmé")) from error


@contextmanager
def whole_files_only() -> Iterator[None]:
    """WeasyPrint, when it is loaded, asks Pillow to fill what is missing with grey, everywhere."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def check(image: ImageFile.ImageFile, sent: bytes) -> None:
    """What its first bytes announce, before a single pixel is read."""
    reduced = image.format in REDUCED_WHEN_READ
    if image.width * image.height > (most_pixels_of_jpeg(image, sent) if reduced else MOST_PIXELS_AT_ONCE):
        raise RefusedPhotoError(_("cette photo compte trop de points"))
    if not reduced and getattr(image, "is_animated", False):
        raise RefusedPhotoError(_("cette image est animée"))
    if min(image.size) < SMALLEST_SIDE:
        raise RefusedPhotoError(_("cette image est trop petite pour montrer quelque chose"))


def most_pixels_of_jpeg(image: ImageFile.ImageFile, sent: bytes) -> int:
    """Pillow has stopped reading where the first pass begins: what follows it is the end of the image, or another."""
    after = AFTER_A_PASS.search(sent, image.fp.tell() if image.fp else 0)
    return MOST_PIXELS if after and after.group() == END_OF_IMAGE else MOST_PIXELS_IN_PASSES


def drawn(image: ImageFile.ImageFile) -> Photo:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=1.5)
    upright = turned(image)
    canvas = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        canvas.paste(upright, mask=upright)
    else:
        canvas.paste(upright.convert("RGB"))
    written = io.BytesIO()
    canvas.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Photo(written.getvalue(), *canvas.size)


def turned(image: Image.Image) -> Image.Image:
    """As it was held; a camera that wrote nonsense took it upright."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image
