"""What a spreadsheet file may contain before anything reads it: sizes, parts and XML are checked first."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _

MAX_BYTES = 2 * 1024 * 1024
MAX_PARTS = 300
MAX_UNPACKED = 24 * 1024 * 1024
MAX_RATIO, RATIO_FROM = 250, 1024 * 1024
MAX_CELLS = 150_000
MAX_MARKS, MAX_OTHERS = 500_000, 100_000
"""XML elements of the whole file; « others » are those that are not a row, a cell or its value: styles, rules…"""
PLAIN = frozenset({"row", "c", "v", "t"})
READ_AT_ONCE = 64 * 1024
ENCRYPTED = 1
OLE = b"\xd0\xcf\x11\xe0"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
OTHER_KINDS = {
    b"%PDF": N_("un PDF"),
    b"\x89PNG": N_("une image"),
    b"\xff\xd8\xff": N_("une image"),
    b"GIF8": N_("une image"),
    b"{\\rtf": N_("un texte mis en forme"),
}
BROKEN = (
    BadZipFile, EOFError, LookupError, NotImplementedError, OSError, ParseError, RuntimeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
"""All that zipfile and expat raise on bytes that are no archive, or no XML, any more."""
ACCEPTED = N_("enregistrez le tableau en .xlsx ou en .csv")
UNLOCKED = N_("enregistrez-le sans mot de passe")
SAVE_AGAIN = N_("ouvrez-le, enregistrez-le à nouveau en .xlsx, puis recommencez")


def check_kind(data: bytes) -> None:
    """UserError when the file is neither a workbook nor a text, whatever its name says."""
    if len(data) > MAX_BYTES:
        raise UserError(_("ce fichier est trop gros"), _("fichier"), _("au plus {most} Mo", most=MAX_BYTES // 1024**2))
    if not data.strip():
        raise UserError(_("ce fichier est vide"), _("fichier"), _(ACCEPTED))
    for start, kind in OTHER_KINDS.items():
        if data.startswith(start):
            raise UserError(_("ce fichier est {kind}, pas un tableau", kind=_(kind)), _("fichier"), _(ACCEPTED))
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UserError(_("ce classeur est protégé par un mot de passe"), _("fichier"), _(UNLOCKED))
        raise UserError(_("ce fichier est dans un format ancien (.xls)"), _("fichier"), _(ACCEPTED))


def is_workbook(data: bytes) -> bool:
    return data.startswith(ZIP)


def check_workbook(data: bytes) -> None:
    """UserError unless the bytes are a whole workbook of reasonable size, without macro, password nor XML entity."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            _check_parts(parts, len(data))
            tally = Tally()
            for part in parts.infolist():
                if _is_xml(parts, part):
                    _check_xml(parts, part, tally)
    except DefusedXmlException as error:
        raise UserError(_("ce classeur contient des définitions cachées"), _("fichier"), _(SAVE_AGAIN)) from error
    except BROKEN as error:
        raise UserError(_("ce fichier est abîmé ou incomplet"), _("fichier"), _(SAVE_AGAIN)) from error


def _check_parts(parts: ZipFile, packed: int) -> None:
    inside = parts.infolist()
    names = {part.filename.lower() for part in inside}
    if any(part.flag_bits & ENCRYPTED for part in inside):
        raise UserError(_("ce classeur est protégé par un mot de passe"), _("fichier"), _(UNLOCKED))
    unpacked = sum(part.file_size for part in inside)
    swollen = _is_swollen(unpacked, packed) or any(_is_swollen(part.file_size, part.compress_size) for part in inside)
    if len(inside) > MAX_PARTS or unpacked > MAX_UNPACKED or swollen:
        raise UserError(
            _("ce classeur est bien trop gros une fois ouvert"), _("fichier"), _("gardez la seule feuille utile")
        )
    if "xl/workbook.xml" not in names:
        raise UserError(_("ce fichier n’est pas un classeur .xlsx"), _("fichier"), _(ACCEPTED))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UserError(_("ce classeur contient des macros"), _("fichier"), _("enregistrez-le en .xlsx, sans macro"))


def _is_swollen(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(1, packed)


def _is_xml(parts: ZipFile, part: zipfile.ZipInfo) -> bool:
    """By its name or by the first byte that is no blank: a sheet may bear any name, and start with any room."""
    if part.filename.lower().endswith((".xml", ".rels")):
        return True
    with parts.open(part) as opened:
        while start := opened.read(READ_AT_ONCE):
            if said := start.lstrip(BEFORE_XML):
                return said.startswith(b"<")
    return False


class Tally:
    """Counts the elements of all the parts, keeping none: UserError as soon as there are more than a matrix needs."""

    def __init__(self) -> None:
        self.cells = self.marks = self.others = 0

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.marks += 1
        self.cells += name == "c"
        self.others += name not in PLAIN
        if self.cells > MAX_CELLS or self.marks > MAX_MARKS or self.others > MAX_OTHERS:
            told = _("ce classeur contient trop de cellules ou de mises en forme, vides comprises")
            raise UserError(
                told, _("fichier"), _("gardez la seule feuille utile, sans lignes ni colonnes qui ne servent pas")
            )

    def close(self) -> None:
        """What the parser asks of those it tells."""


def _check_xml(parts: ZipFile, part: zipfile.ZipInfo, tally: Tally) -> None:
    """Reads the part once, building nothing: no DTD, no entity, and its elements counted with those of the others."""
    parser = DefusedXMLParser(target=tally, forbid_dtd=True)
    with parts.open(part) as opened:
        while text := opened.read(READ_AT_ONCE):
            parser.feed(text)
    parser.close()
