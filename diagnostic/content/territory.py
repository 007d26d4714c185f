"""territory/*.csv: zones d'emploi (Insee, 2020) and the communes they are made of.

Lines that start with # say where the file comes from; then a header, then rows separated by semicolons.
"""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from diagnostic.content.text_file import read_text
from diagnostic.core.errors import ContentError
from diagnostic.core.language import _
from diagnostic.core.model.observatory import Category
from diagnostic.core.model.questionnaire import Text
from diagnostic.places import data_path

ZONES = "territory/zones.csv"
COMMUNES = "territory/communes.csv"
MOST = 2_000_000
CITIES = (("75056", 75101, 75120), ("13055", 13201, 13216), ("69123", 69381, 69389))


def zone_of(commune: str) -> str | None:
    """Code of the zone d'emploi of a commune or of a district of Paris, Lyon or Marseille (Insee codes, 1 January
    2024); None where no commune has that code."""
    return _zone_by_commune().get(_city_of(commune))


def zones(root: Path) -> tuple[Category, ...]:
    """The 306 zones of `root`/territory/zones.csv; ContentError naming file and line."""
    return tuple(Category(code, Text(label)) for code, label in _rows(root, ZONES, ("code", "label")))


@cache
def _zone_by_commune() -> dict[str, str]:
    rows = _rows(data_path("questionnaires"), COMMUNES, ("zone", "communes"))
    return {commune: zone for zone, communes in rows for commune in communes.split(" ")}


def _city_of(commune: str) -> str:
    """Districts have codes of their own in addresses, none in the zoning."""
    number = int(commune) if commune.isascii() and commune.isdigit() else 0
    return next((city for city, first, last in CITIES if first <= number <= last), commune)


def _rows(root: Path, name: str, columns: tuple[str, str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    told = ((number, line) for number, line in enumerate(_lines(root, name), 1) if not line.startswith("#"))
    number, header = next(told, (1, ""))
    if tuple(header.split(";")) != columns:
        raise ContentError(_("ligne {number}\u00a0: colonnes inattendues", number=number), name, ";".join(columns))
    for number, row in _parsed(told):
        if len(row) != len(columns) or not all(row):
            raise ContentError(
                _("ligne {number}\u00a0: deux textes sont attendus", number=number), name, ";".join(columns)
            )
        if row[0] in seen:
            raise ContentError(_("ligne {number}\u00a0: « {id} » présent deux fois", number=number, id=row[0]), name)
        seen.add(row[0])
        yield row[0], row[1]


def _parsed(told: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    for number, line in told:
        yield number, next(csv.reader([line], delimiter=";"), [])


def _lines(root: Path, name: str) -> list[str]:
    if not (root / name).is_file():
        raise ContentError(_("fichier absent"), name)
    return read_text(root / name, MOST).splitlines()
