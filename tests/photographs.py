"""Photos as phones and crooks send them."""

import io
import struct
import zlib

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRETS = (b"GPSINFO", b"Atelier-secret", b"xmpmeta", b"ICC_PROFILE", b"Exif", b"Telephone-12", b"un commentaire")
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>Atelier-secret</x:xmpmeta>"


def drawing(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Red in the top left corner, blue elsewhere."""
    image = Image.new(mode, (width, height), "blue" if mode != "L" else 40)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red" if mode != "L" else 200)
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)  # type: ignore[arg-type]
    return written.getvalue()


def from_a_phone(*, turned: int = 1) -> bytes:
    """A JPEG that tells where, when and by what it was taken, in every way that a JPEG can."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = turned, "Telephone-12"
    exif.get_ifd(GPS).update({1: "N", 2: (45.0, 45.0, 12.0), 3: "E", 4: (4.0, 50.0, 3.0), 29: "GPSINFO"})
    jpeg = encoded(drawing(), exif=exif, icc_profile=b"ICC_PROFILE Atelier-secret", comment=b"un commentaire")
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(XMP) + 2) + XMP + jpeg[2:] + b"Atelier-secret, after the end"


def png_that_tells() -> bytes:
    told = PngInfo()
    told.add_text("Location", "Atelier-secret")
    told.add_itxt("XML:com.adobe.xmp", "xmpmeta Atelier-secret", zip=True)
    return encoded(drawing(), "PNG", pnginfo=told)


def png_that_announces(width: int, height: int) -> bytes:
    """A bomb: a few bytes that say they are a huge image."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def moving(kind: str) -> bytes:
    frames = [drawing(80, 80), Image.new("RGB", (80, 80), "white")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


NOT_PHOTOS: dict[str, bytes] = {
    "a PDF": b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF",
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a GIF": encoded(drawing(80, 80), "GIF"),
    "a TIFF": encoded(drawing(80, 80), "TIFF"),
    "a moving PNG": moving("PNG"),
    "a moving WebP": moving("WEBP"),
    "nothing": b"",
    "a truncated JPEG": encoded(drawing())[:3000],
    "a truncated PNG": encoded(drawing(), "PNG")[:-200],
    "a bomb": png_that_announces(60_000, 60_000),
    "a smaller bomb": png_that_announces(4_100, 4_000),
    "a dot": encoded(drawing(8, 8)),
    "a JPEG read a thousand times": encoded(drawing())[:-2] + b"\xff\xda" * 65 + b"\xff\xd9",
    "a page": b"<!doctype html><title>x</title>" * 50,
}
