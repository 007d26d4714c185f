"""Form fields that read what people type: « 1 200 », « 20 k€ », “€1,200”, a SIRET with spaces, a code or its name."""

import re
from collections.abc import Iterable, Sequence
from math import isfinite

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret as siret_key
from wtforms import Field, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from diagnostic.core.errors import UserError
from diagnostic.core.language import FRENCH, N_, _, spoken
from diagnostic.web.finding import Named, closest, named
from reports.words import plain, rung

SPACES = re.compile(r"[\s\u00a0\u202f]+")
NUMBER = re.compile(r"(?P<number>[+-]?\d*[.,]?\d+)[.,]?(?P<unit>\D*)", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
ENGLISH_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
MONEY_FIRST = re.compile(r"^([+-]?)€")
DAYS = r"j|jours?|d|days?"
UNITS = {
    "€": r"(?P<times>[km]?)(?:€|eur|euros?)?(?:/an|paran|/year|ayear|peryear)?",
    "%": r"%|pourcent|percent",
    "j": DAYS,
    "jours": DAYS,
    "h": r"h|heures?|hours?",
    "min": r"min|mn|minutes?|mins",
    "personnes": r"pers\.?|personnes?|salaries?|people|persons?|employees?",
}
SHOWN_UNITS = (
    N_("€ par an"), N_("fois"), N_("h"), N_("j"), N_("jours"), N_("mesures"), N_("min"), N_("personnes"),
    N_("pièces"), N_("trimestres"),
)  # fmt: skip
"""Those that forms and the content give: a unit is named in French, and shown in the language spoken."""
TIMES = {"k": 1_000, "m": 1_000_000}
UNLIMITED = 1_000_000_000
NAF = re.compile(r"^(\d{2})\.?(\d{2})([A-Z])(?![A-Z0-9])")
INDUSTRY = range(5, 40)
IDCC = re.compile(r"^(?:IDCC)?0*(\d{1,4})(?!\d)", re.IGNORECASE)


def options(rows: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(value, words) pairs as a field's choices."""
    return [SelectChoice(value, words) for value, words in rows]


class NumberField(Field):
    """A whole or decimal number, None when left empty. `unit`, named in French, stands beside it and may be typed with
    it. What was typed is shown again when it is wrong."""

    widget = TextInput()

    def __init__(
        self,
        label: str,
        *,
        low: float = 0,
        high: float = UNLIMITED,
        whole: bool = False,
        unit: str = "",
        **more: object,
    ) -> None:
        super().__init__(label, **more)  # type: ignore[arg-type]
        self.low, self.high, self.whole, self.measured = low, high, whole, unit
        self.data: float | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}".replace(".", "," if spoken() == FRENCH else ".")

    @property
    def unit(self) -> str:
        """As the page shows it."""
        return _(self.measured)

    def whole_number(self) -> int | None:
        return None if self.data is None else int(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = SPACES.sub("", valuelist[0] if valuelist else "")
        if not typed:
            self.data = None
            return
        number = read_number(typed, self.measured, whole=self.whole)
        if number is None:
            raise ValueError(_("Écrivez un nombre, par exemple {example}.", example=self.with_unit("30")))
        if not self.low <= number <= self.high:
            raise ValueError(self.allowed())
        if self.whole and number != int(number):
            raise ValueError(_("Écrivez un nombre entier."))
        self.data = int(number) if self.whole else number

    def allowed(self) -> str:
        """What the field takes, in one sentence."""
        if self.high == UNLIMITED and self.low == 0:
            return _("Écrivez un nombre positif, ou 0.")
        high = rung(self.high)
        told = self.with_unit(high) if self.measured == "%" else high
        return _("Écrivez un nombre entre {low} et {high}.", low=rung(self.low), high=told)

    def with_unit(self, number: str) -> str:
        """« 30 jours », « 30 % », “€30 a year”."""
        if spoken() != FRENCH and self.unit.startswith("€"):
            return f"€{number}{self.unit[1:]}"
        between = " " if self.unit and (spoken() == FRENCH or self.unit != "%") else ""
        return f"{number}{between}{self.unit}"


def read_number(typed: str, unit: str, *, whole: bool = False) -> float | None:
    """A number with or without its unit, spaces already out; None when it is something else."""
    typed = MONEY_FIRST.sub(r"\1", plain(typed).replace("\u2212", "-"))
    if spoken() != FRENCH:
        typed = ENGLISH_THOUSANDS.sub(lambda found: found[0].replace(",", ""), typed)
    found = NUMBER.fullmatch(typed)
    known = UNITS.get(unit.partition(" ")[0], "")
    said = re.fullmatch(known, found["unit"]) if found and found["unit"] else None
    if not found or (found["unit"] and not said):
        return None
    digits = found["number"].replace(".", "") if whole and THOUSANDS.fullmatch(found["number"]) else found["number"]
    times = TIMES.get(said.groupdict().get("times") or "", 1) if said else 1
    number = round(float(digits.replace(",", ".")) * times, 6)
    return number if isfinite(number) else None


def read_siret(field: StringField) -> str | None:
    """14 digits whose key is right, or None when left empty."""
    try:
        return checked_siret(field.data or "")
    except UserError as error:
        raise ValidationError(error.message) from None


def checked_siret(typed: str) -> str | None:
    """The same, of a text; UserError."""
    digits = SPACES.sub("", typed)
    try:
        return str(siret_key.validate(digits)) if digits else None
    except StdnumError:
        told = _("Ce SIRET ne tombe pas juste : vérifiez ses 14 chiffres, ou laissez vide.")
        raise UserError(told, "siret") from None


def read_naf(field: StringField, activities: Sequence[Named]) -> str | None:
    """25.62B from « 25.62B », « 2562b » or « 25.62B · Mécanique industrielle », or from words that only one activity
    holds. A code of industry has to exist; of the others only the shape is known here."""
    typed = (field.data or "").strip()
    if not typed:
        return None
    found = NAF.match(SPACES.sub("", typed.partition("·")[0]).upper()) or NAF.match(typed.upper())
    if not found:
        return activity_meant(typed, activities)
    naf = f"{found[1]}.{found[2]}{found[3]}"
    if int(found[1]) in INDUSTRY and naf not in {row.code for row in activities}:
        near = [row for row in activities if row.code.startswith(naf[:4])]
        if not near:
            raise ValidationError(_("Le code {naf} n’existe pas. Corrigez-le, ou laissez vide.", naf=naf))
        told = _(
            "Le code {naf} n’existe pas. Les plus proches : {closest}. Corrigez-le, ou laissez vide.",
            naf=naf,
            closest=closest(near),
        )
        raise ValidationError(told)
    return naf


def activity_meant(typed: str, activities: Sequence[Named]) -> str:
    """The one activity of that name; otherwise an error that lists the closest."""
    matches = named(typed, activities)
    if not matches:
        raise ValidationError(
            _("Aucune activité industrielle de ce nom. Essayez un seul mot, ou donnez le code, comme 25.62B.")
        )
    if len(matches) > 1:
        raise ValidationError(
            _("Plusieurs activités portent ces mots : {closest}. Donnez le code de la vôtre.", closest=closest(matches))
        )
    return matches[0].code


def read_idcc(field: StringField, agreements: Sequence[Named]) -> int | None:
    """A number, or the one agreement in force whose title holds every word typed."""
    typed = (field.data or "").strip()
    if not typed:
        return None
    if found := IDCC.match(SPACES.sub("", typed)):
        return int(found[1])
    matches = named(typed, agreements)
    in_force = [row for row in matches if not row.note]
    if len(in_force) == 1:
        return int(in_force[0].code)
    if not matches:
        raise ValidationError(
            _("Aucune convention de ce nom : son numéro est sur le bulletin de paie. Donnez-le, ou laissez vide.")
        )
    if not in_force:
        raise ValidationError(
            _(
                "Seules d’anciennes conventions portent ces mots : {closest}. Donnez un numéro.",
                closest=closest(matches),
            )
        )
    told = _(
        "Plusieurs conventions portent ces mots : {closest}. Donnez le numéro de la vôtre.", closest=closest(in_force)
    )
    raise ValidationError(told)
