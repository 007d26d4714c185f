"""The answer of the API « Recherche d’entreprises » → a Listing. https://recherche-entreprises.api.gouv.fr/docs/"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from diagnostic.core.model.assessment import SIREN_LENGTH
from diagnostic.core.model.listing import Listing
from diagnostic.core.validation import COMMUNE_CODE, department_of

NAME_LENGTH = 120
MOST_AGREEMENTS = 50
PRIVATE = ("[ND]", "[NON-DIFFUSIBLE]")
CLOSED = "F"
NAF = re.compile(r"(\d{2})\.?(\d{2})([A-Z])")
REGION = re.compile(r"\d{2}")
LEGAL_FORM = re.compile(r"\d{4}")
NO_AGREEMENT = (9998, 9999)  # « à déterminer » and « sans convention », as payroll declarations write them
# Insee, « tranche d’effectifs salariés de l’établissement » (Sirene, variable trancheEffectifsEtablissement)
BANDS: Mapping[str, tuple[int, int | None]] = {
    "01": (1, 2),
    "02": (3, 5),
    "03": (6, 9),
    "11": (10, 19),
    "12": (20, 49),
    "21": (50, 99),
    "22": (100, 199),
    "31": (200, 249),
    "32": (250, 499),
    "41": (500, 999),
    "42": (1000, 1999),
    "51": (2000, 4999),
    "52": (5000, 9999),
    "53": (10000, None),
}


class MalformedError(ValueError):
    """The directory answered something that is not an answer."""


def _public(text: object) -> object:
    """What somebody keeps private counts as absent."""
    return None if isinstance(text, str) and text.strip() in ("", *PRIVATE) else text


Told = Annotated[str | None, BeforeValidator(_public)]


class Shape(BaseModel):
    """The fields that we read; the others are left aside."""

    model_config = ConfigDict(frozen=True, strict=True)


class Establishment(Shape):
    siret: str
    activite_principale: Told = None
    commune: Told = None
    libelle_commune: Told = None
    region: Told = None
    etat_administratif: Told = None
    tranche_effectif_salarie: Told = None
    liste_idcc: Annotated[list[str], Field(max_length=MOST_AGREEMENTS)] | None = None


class LegalUnit(Shape):
    siren: str
    nom_complet: Told = None
    nom_raison_sociale: Told = None
    nature_juridique: Told = None
    siege: Establishment | None = None
    matching_etablissements: list[Establishment] = []


class Answer(Shape):
    results: list[LegalUnit]


def read_listing(document: bytes, siret: str) -> Listing | None:
    """What the answer says of that establishment; None when the directory knows none of that number.

    MalformedError when it is no answer to that question.
    """
    try:
        answer = Answer.model_validate_json(document)
    except ValidationError as error:
        raise MalformedError("not an answer of the directory") from error
    if not answer.results:
        return None
    for unit in answer.results:
        for one in (*unit.matching_etablissements, *([unit.siege] if unit.siege else ())):
            if one.siret == siret and unit.siren == siret[:SIREN_LENGTH]:
                return _listing(unit, one)
    raise MalformedError("the directory answered about somebody else")


def _listing(unit: LegalUnit, one: Establishment) -> Listing:
    commune = _matching(COMMUNE_CODE, one.commune)
    naf = NAF.fullmatch(one.activite_principale or "")
    return Listing(
        siret=one.siret,
        name=_one_line(unit.nom_raison_sociale or unit.nom_complet),
        closed=one.etat_administratif == CLOSED,
        naf=f"{naf[1]}.{naf[2]}{naf[3]}" if naf else None,
        idcc=tuple(_agreements(one.liste_idcc or [])),
        commune=commune,
        town=_one_line(one.libelle_commune),
        department=department_of(commune) if commune else None,
        region=_matching(REGION, one.region),
        headcount=BANDS.get(one.tranche_effectif_salarie or ""),
        legal_form=_matching(LEGAL_FORM, unit.nature_juridique),
    )


def _matching(shape: re.Pattern[str], told: str | None) -> str | None:
    return told if told and shape.fullmatch(told) else None


def _agreements(told: list[str]) -> list[int]:
    numbers = [int(one) for one in told if one.isascii() and one.isdigit() and len(one) <= 5]
    return [number for number in dict.fromkeys(numbers) if number and number not in NO_AGREEMENT]


def _one_line(told: str | None) -> str | None:
    words = " ".join((told or "").split())[:NAME_LENGTH].strip()
    return words if words.isprintable() and words else None
