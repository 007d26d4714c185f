"""What is known of companies beside their answers: a CSV file given with a folder of assessments."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from stdnum.fr import siren as siren_key
from stdnum.fr import siret as siret_key

from diagnostic.core.errors import UserError
from diagnostic.core.language import _, plural
from diagnostic.core.model.granted import Status

NAME = "companies.csv"
COLUMNS = ("siret", "holding", "legal_form", "adviser", "consent", "status")
CONSENT = {"": True, "oui": True, "yes": True, "non": False, "no": False}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """`holding`: SIREN of the head of its group; `legal_form`: Insee's code; `adviser`: any word that names who brought
    the company; `consent`: whether its answers may count; `status`: how far it has come (METHOD 7)."""

    holding: str | None = None
    legal_form: str | None = None
    adviser: str | None = None
    consent: bool = True
    status: Status | None = None


def read_company_list(text: str, name: str) -> Mapping[str, Listed]:
    """SIRET → what is said of that company. Separated by « ; », the first line names the columns, `siret` among them.

    UserError naming the line, the column and what is allowed.
    """
    lines = csv.reader(StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        numbered = [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UserError(_("un guillemet n’est pas refermé"), _line(name, lines.line_num)) from error
    if not numbered:
        raise UserError(_("fichier vide"), name, _("première ligne : {columns}", columns=";".join(COLUMNS)))
    header = _header(numbered[0][1], name)
    found: dict[str, Listed] = {}
    for number, row in numbered[1:]:
        place = _line(name, number)
        siret, listed = _listed(dict(_pairs(header, row, place)), place)
        if siret in found:
            raise UserError(_("ce SIRET est présent deux fois"), f"{place}, siret")
        found[siret] = listed
    return found


def _line(name: str, number: int) -> str:
    return _("{name}, ligne {number}", name=name, number=number)


def _header(row: Sequence[str], name: str) -> tuple[str, ...]:
    header = tuple(cell.strip().lower() for cell in row)
    unknown = next((cell for cell in header if cell not in COLUMNS), None)
    if unknown is not None:
        raise UserError(
            _("colonne « {column} » inconnue", column=unknown),
            _line(name, 1),
            _("permis : {allowed}", allowed=", ".join(COLUMNS)),
        )
    if "siret" not in header or len(set(header)) != len(header):
        raise UserError(_("il faut une colonne siret, et aucune deux fois"), _line(name, 1), ";".join(COLUMNS))
    return header


def _pairs(header: Sequence[str], row: Sequence[str], place: str) -> Iterator[tuple[str, str]]:
    if len(row) != len(header):
        told = plural(
            len(row),
            "{number} valeur pour {columns} colonnes",
            "{number} valeurs pour {columns} colonnes",
            columns=len(header),
        )
        raise UserError(told, place)
    yield from zip(header, (cell.strip() for cell in row), strict=True)


def _listed(said: Mapping[str, str], place: str) -> tuple[str, Listed]:
    siret, holding = "".join(said["siret"].split()), "".join(said.get("holding", "").split())
    legal_form, consent, status = said.get("legal_form", ""), said.get("consent", "").lower(), said.get("status", "")
    _check(
        siret_key.is_valid(siret), _("ce SIRET ne tombe pas juste"), f"{place}, siret", _("14 chiffres, clé comprise")
    )
    known = not holding or siren_key.is_valid(holding)
    _check(known, _("ce SIREN ne tombe pas juste"), f"{place}, holding", _("9 chiffres"))
    coded = not legal_form or (len(legal_form) == 4 and legal_form.isdecimal())
    _check(coded, _("forme juridique refusée"), f"{place}, legal_form", _("le code de l’Insee, 4 chiffres (5710)"))
    _check(consent in CONSENT, _("accord refusé"), f"{place}, consent", _("oui ou non (vide : oui)"))
    allowed = _("permis : {allowed}", allowed=", ".join(Status))
    _check(status in ("", *Status), _("avancement inconnu"), f"{place}, status", allowed)
    short = _("au plus {number} signes", number=LONGEST)
    _check(len(said.get("adviser", "")) <= LONGEST, _("nom trop long"), f"{place}, adviser", short)
    listed = Listed(
        holding=holding or None,
        legal_form=legal_form or None,
        adviser=said.get("adviser") or None,
        consent=CONSENT[consent],
        status=Status(status) if status else None,
    )
    return siret, listed


def _check(right: bool, message: str, place: str, hint: str) -> None:
    if not right:
        raise UserError(message, place, hint)
