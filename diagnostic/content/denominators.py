"""How many companies a share of coverage is of: a CSV file of axis, code, label, eligible, source, date, url.

Semicolons, tabs or commas; one source and one date a file; France is the sum of its regions. `label` and `url` may be
left out, but for zones d'emploi, whose codes were used again from one zoning to the next: there the name says which
zone is meant.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from diagnostic.content.problem import nearest, one_of
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.observatory import Axis, Catalogue, Category
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.released import Denominators, Eligible
from diagnostic.core.model.source import Source

REQUIRED = ("axis", "code", "eligible", "source", "date")
OPTIONAL = ("label", "url")
COUNTED_BY = ("region", "department", "zone", "section", "division", "grouped", "size")
SEPARATORS = (";", "\t", ",")
SPACES = ("\u00a0", "\u202f", " ")
MOST = 100_000_000
MOST_ROWS = 5_000
COUNT_HINT = N_("un nombre entier d’entreprises, au moins 1\u00a0; un territoire sans entreprise n’a pas de ligne")
FORMAT = "axis;code;label;eligible;source;date;url"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: `place` names the file and the line, as whoever typed it counts them."""

    place: str
    fields: Mapping[str, str]

    def error(self, message: str, hint: str | None = None) -> UserError:
        return UserError(message, self.place, hint)


def read_denominators(text: str, catalogue: Catalogue, name: str) -> Denominators:
    """Raises UserError naming file, line and code, with what is allowed: unknown or duplicate code, a zone of another
    zoning, no whole number above 0, no source, no date, two sources."""
    rows: dict[tuple[str, str], Eligible] = {}
    sources: dict[tuple[str, str, str], Line] = {}
    for line in _lines(text, name):
        row = _row(line, catalogue)
        if (row.axis, row.code) in rows:
            told = _("« {axis} {code} » est déjà dans ce fichier", axis=row.axis, code=row.code)
            raise line.error(told, _("une ligne par territoire"))
        rows[row.axis, row.code] = row
        sources.setdefault(_source(line), line)
        if len(sources) > 1:
            raise line.error(_("une autre source ou une autre date que plus haut"), _("une seule source par fichier"))
    if not rows:
        raise UserError(_("aucune ligne"), name, FORMAT)
    title, day, url = next(iter(sources))
    return Denominators(Source(Text(title), date.fromisoformat(day), url or None), tuple(rows.values()))


def _lines(text: str, name: str) -> Iterator[Line]:
    """Rows that hold something, under the header; what spreadsheets leave at the end is left out."""
    start = text.lstrip("\ufeff")
    separator = max(SEPARATORS, key=start.partition("\n")[0].count)
    reader = csv.reader(StringIO(start), delimiter=separator, strict=True)
    try:
        header = _header(next(reader, []), name)
        for fields in reader:
            if any(field.strip() for field in fields):
                yield _line(header, fields, _place(name, reader.line_num))
            if reader.line_num > MOST_ROWS:
                raise UserError(_("fichier trop long"), name, _("au plus {number} lignes", number=MOST_ROWS))
    except csv.Error as error:
        place = _place(name, reader.line_num)
        raise UserError(_("un guillemet n’est pas refermé"), place, FORMAT) from error


def _place(name: str, number: int) -> str:
    return _("{file}, ligne {number}", file=name, number=number)


def _header(told: Sequence[str], name: str) -> tuple[str, ...]:
    header = tuple(field.strip().lower() for field in told)
    for column in REQUIRED:
        if column not in header:
            raise UserError(_("colonne « {column} » absente", column=column), _place(name, 1), FORMAT)
    for column in header:
        if column not in (*REQUIRED, *OPTIONAL):
            raise UserError(_("colonne inconnue « {column} »", column=column), _place(name, 1), FORMAT)
        if header.count(column) > 1:
            raise UserError(_("colonne « {column} » présente deux fois", column=column), _place(name, 1), FORMAT)
    return header


def _line(header: Sequence[str], fields: Sequence[str], place: str) -> Line:
    if len(fields) != len(header):
        told = _("{fields} valeurs pour {columns} colonnes", fields=len(fields), columns=len(header))
        raise UserError(told, place, ";".join(header))
    return Line(place, {column: field.strip() for column, field in zip(header, fields, strict=True)})


def _row(line: Line, catalogue: Catalogue) -> Eligible:
    axis, code = line.fields["axis"], line.fields["code"]
    if axis not in COUNTED_BY:
        raise line.error(_("axe inconnu « {axis} »", axis=axis), one_of(COUNTED_BY))
    _check_category(line, catalogue.axis(axis), code)
    return Eligible(axis, code, _count(line))


def _check_category(line: Line, axis: Axis, code: str) -> None:
    found = next((category for category in axis.categories if category.code == code), None)
    if found is None:
        raise line.error(
            _("code inconnu « {code} » sur l’axe {axis}", code=code, axis=axis.id), _near(line, axis, code)
        )
    label = line.fields.get("label", "")
    if axis.id == "zone" and not label:
        told = _("la zone d’emploi {code} est sans nom", code=code)
        raise line.error(told, _("colonne label\u00a0: les codes ont resservi d’un zonage à l’autre"))
    if label and _plain(label) != _plain(found.label.fr):
        told = _(
            "« {label} » n’est pas le nom du code {code}, « {known} »", label=label, code=code, known=found.label.fr
        )
        raise line.error(told, _("zonage d’emploi de 2020") if axis.id == "zone" else _near(line, axis, code))


def _near(line: Line, axis: Axis, code: str) -> str:
    """The category of that name under its code of today, or with the zero that a spreadsheet took away; else those that
    look alike."""
    label = line.fields.get("label", "")
    by_name = [one for one in axis.categories if label and _plain(one.label.fr) == _plain(label)]
    by_zero = [one for one in axis.categories if code and one.code.lstrip("0") == code.lstrip("0")]
    for one in (*by_name, *by_zero):
        return _("{name}\u00a0?", name=_named(one))
    return nearest(code, [one.code for one in axis.categories])


def _named(category: Category) -> str:
    return f"{category.code}, {category.label.fr}"


def _plain(label: str) -> str:
    """Typography aside: straight apostrophes, dashes and capitals make no other name."""
    return " ".join(label.replace("'", "’").replace("-", " ").casefold().split())


def _count(line: Line) -> int:
    told = line.fields["eligible"]
    digits = told
    for space in SPACES:
        digits = digits.replace(space, "")
    if not (digits.isascii() and digits.isdecimal()) or not 1 <= int(digits) <= MOST:
        refused = _("« {told} » n’est pas un nombre d’entreprises ({code})", told=told, code=line.fields["code"])
        raise line.error(refused, _(COUNT_HINT))
    return int(digits)


def _source(line: Line) -> tuple[str, str, str]:
    title, day, url = line.fields["source"], line.fields["date"], line.fields.get("url", "")
    if not title:
        raise line.error(_("source manquante"), _("d’où vient ce nombre\u00a0: « Insee, Sirene »"))
    try:
        if date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError as error:
        told = _("« {day} » n’est pas une date", day=day)
        raise line.error(told, _("AAAA-MM-JJ\u00a0: le jour que ce nombre décrit")) from error
    if url and not url.startswith("https://"):
        told = _("« {url} » n’est pas une adresse", url=url)
        raise line.error(told, _("une adresse complète, https://www.exemple.fr/…"))
    return title, day, url
