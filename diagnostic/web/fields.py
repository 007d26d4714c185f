"""Form fields that read what French people type: « 1 200 », « 18,5 », a SIRET with spaces, a code or its name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret as siret_key
from wtforms import Field, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

SPACES = re.compile(r"[\s\u00a0\u202f]+")
NAF = re.compile(r"^(\d{2})\.?(\d{2})([A-Z])")
IDCC = re.compile(r"^(?:IDCC)?0*(\d{1,4})(?!\d)", re.IGNORECASE)
CLOSEST_SHOWN = 6


def options(rows: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(value, words) pairs as a field's choices."""
    return [SelectChoice(value, words) for value, words in rows]


class NumberField(Field):
    """A whole or decimal number, None when left empty. What was typed is shown again when it is wrong."""

    widget = TextInput()

    def __init__(
        self, label: str, *, low: float = 0, high: float, whole: bool = False, unit: str = "", **options: object
    ) -> None:
        super().__init__(label, **options)  # type: ignore[arg-type]
        self.low, self.high, self.whole, self.unit = low, high, whole, unit
        self.data: float | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}".replace(".", ",")

    def whole_number(self) -> int | None:
        return None if self.data is None else int(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        typed = SPACES.sub("", typed).rstrip("€%").replace(",", ".").replace("−", "-")
        if not typed:
            self.data = None
            return
        try:
            number = float(typed)
        except ValueError:
            raise ValueError("Écrivez un nombre, par exemple 30.") from None
        if not self.low <= number <= self.high:
            raise ValueError(f"Entre {self.low:g} et {self.high:.0f}.")
        if self.whole and number != int(number):
            raise ValueError("Écrivez un nombre entier.")
        self.data = int(number) if self.whole else number


def read_siret(field: StringField) -> str | None:
    """14 digits whose key is right, or None when left empty."""
    typed = SPACES.sub("", field.data or "")
    if not typed:
        return None
    try:
        return str(siret_key.validate(typed))
    except StdnumError:
        raise ValidationError("Ce SIRET ne tombe pas juste : vérifiez ses 14 chiffres, ou laissez vide.") from None


def read_naf(field: StringField) -> str | None:
    """25.62B from « 25.62B », « 2562b » or « 25.62B Mécanique industrielle »."""
    typed = SPACES.sub("", field.data or "").upper()
    if not typed:
        return None
    found = NAF.match(typed)
    if not found:
        raise ValidationError("Un code d’activité s’écrit comme 25.62B. Choisissez-le dans la liste, ou laissez vide.")
    return f"{found[1]}.{found[2]}{found[3]}"


def read_idcc(field: StringField, titles: Mapping[int, str]) -> int | None:
    """A number, or the one agreement whose title holds every word typed."""
    typed = (field.data or "").strip()
    if not typed:
        return None
    if found := IDCC.match(SPACES.sub("", typed)):
        return int(found[1])
    matches = agreements_named(typed, titles)
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise ValidationError("Aucune convention de ce nom : donnez son numéro (bulletin de paie), ou laissez vide.")
    shown = ", ".join(f"{idcc} ({titles[idcc]})" for idcc in matches[:CLOSEST_SHOWN])
    raise ValidationError(f"Plusieurs conventions portent ces mots : {shown}. Donnez le numéro de la vôtre.")


def agreements_named(typed: str, titles: Mapping[int, str]) -> list[int]:
    """The agreements whose title (or number) holds every word typed, accents and capitals aside."""
    wanted = plain(typed).split()
    return [idcc for idcc, title in titles.items() if all(word in plain(f"{idcc} {title}") for word in wanted)]


def plain(text: str) -> str:
    """Lower case, without accents."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in split if not unicodedata.combining(letter)).replace("’", "'")
