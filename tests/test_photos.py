"""What a photo becomes: small, upright, and telling nothing but its pixels."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from diagnostic import photos
from diagnostic.photos import LONGEST_SIDE, MOST_BYTES, RefusedPhotoError, redraw
from tests.photographs import NOT_PHOTOS, SECRETS, drawing, encoded, from_a_phone, png_that_tells


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def markers(jpeg: bytes) -> set[int]:
    """The segments before the pixels."""
    found, place = set(), 2
    while jpeg[place + 1] != 0xDA:
        found.add(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4])
    return found


@pytest.mark.parametrize("sent", [from_a_phone(), png_that_tells()], ids=["a phone's JPEG", "a PNG that tells"])
def test_nothing_that_the_camera_wrote_is_left(sent: bytes) -> None:
    assert any(secret in sent for secret in SECRETS)
    photo = redraw(sent)
    assert not [secret for secret in SECRETS if secret.lower() in photo.jpeg.lower()]
    kept = opened(photo.jpeg)
    assert not kept.getexif() and "icc_profile" not in kept.info and "comment" not in kept.info
    assert not {marker for marker in markers(photo.jpeg) if 0xE1 <= marker <= 0xEF or marker == 0xFE}
    assert photo.jpeg.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("turned", "corner"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))],
)
def test_it_is_turned_upright(turned: int, corner: tuple[int, int]) -> None:
    photo = redraw(from_a_phone(turned=turned))
    assert (photo.width, photo.height) == ((800, 600) if turned < 5 else (600, 800))
    place = (corner[0] * (photo.width - 20) + 10, corner[1] * (photo.height - 20) + 10)
    red, _green, blue = opened(photo.jpeg).getpixel(place)  # type: ignore[misc]
    assert red > 200 and blue < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("width", "height"), [(2000, 1500), (640, 480), (3200, 60)])
def test_it_is_made_small_enough_and_keeps_its_shape(kind: str, width: int, height: int) -> None:
    photo = redraw(encoded(drawing(width, height), kind))
    assert max(photo.width, photo.height) == min(LONGEST_SIDE, max(width, height))
    assert abs(photo.width / photo.height - width / height) <= 0.06 * width / height
    assert opened(photo.jpeg).size == (photo.width, photo.height)
    assert opened(photo.jpeg).mode == "RGB"


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "RGBA", "LA", "1", "I;16"])
def test_every_way_of_writing_colours_ends_as_a_plain_photo(mode: str) -> None:
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    image = drawing(mode="L") if mode == "I;16" else drawing()
    assert opened(redraw(encoded(image.convert(mode), kind)).jpeg).mode == "RGB"


def test_what_shows_through_is_white() -> None:
    photo = redraw(encoded(Image.new("RGBA", (200, 200), (0, 0, 0, 0)), "PNG"))
    assert min(opened(photo.jpeg).getpixel((100, 100))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("name", NOT_PHOTOS)
def test_what_is_not_a_photo_is_refused_in_words(name: str, lenient: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where another library has asked Pillow to make do with half a file."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(RefusedPhotoError) as refused:
        redraw(NOT_PHOTOS[name])
    assert refused.value.field == "photo" and refused.value.hint and refused.value.message
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


def test_a_photo_of_more_than_twelve_megabytes_is_refused() -> None:
    with pytest.raises(RefusedPhotoError, match="lourde"):
        redraw(encoded(drawing()) + bytes(MOST_BYTES))


def test_a_photo_in_several_passes_is_held_whole_so_it_counts_fewer_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is slipped between two passes; what follows a photo in one pass, a thumbnail for instance, is none."""
    monkeypatch.setattr(photos, "MOST_PIXELS_IN_PASSES", 120 * 90 - 1)
    passes = encoded(drawing(120, 90), progressive=True)
    second = passes.index(b"\xff\xc4", passes.index(b"\xff\xda"))
    disguised = passes[:second] + b"\xff\xfe\x00\x04\xff\xd9" + passes[second:]
    for sent in (passes, disguised):
        with pytest.raises(RefusedPhotoError, match="trop de points"):
            redraw(sent)
    assert redraw(SOUND + passes).width == redraw(encoded(drawing(119, 90), progressive=True)).width + 1 == 120


@given(st.binary(max_size=400), st.integers(0, 3000))
def test_a_damaged_photo_is_drawn_or_refused_never_anything_else(noise: bytes, place: int) -> None:
    sent = bytearray(SOUND)
    sent[place : place + len(noise)] = noise
    try:
        photo = redraw(bytes(sent))
    except RefusedPhotoError:
        return
    assert opened(photo.jpeg).size == (photo.width, photo.height)


SOUND = encoded(drawing(120, 90))


def test_the_same_photo_is_the_same_to_the_byte() -> None:
    with ThreadPoolExecutor(4) as several:
        drawn = list(several.map(redraw, [from_a_phone()] * 4))
    assert len({photo.sha256 for photo in drawn}) == 1
