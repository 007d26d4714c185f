"""An address as a QR code that a page draws."""

from dataclasses import dataclass
from itertools import groupby

import qrcode

QUIET = 4  # modules left white around it: the standard's own margin


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of `size` modules, margin included; `path`: the dark ones, as the `d` of an SVG path."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """With a quarter of it to spare: a poster gets dirty, a screen shines."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    return QrCode(len(rows), "".join(runs(row, number) for number, row in enumerate(rows)))


def runs(row: list[bool], number: int) -> str:
    """The dark stretches of a line, each a rectangle."""
    drawn, place = [], 0
    for dark, cells in groupby(row):
        length = len(list(cells))
        if dark:
            drawn.append(f"M{place} {number}h{length}v1h-{length}z")
        place += length
    return "".join(drawn)
