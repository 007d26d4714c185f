"""Every component of the pages with its states, on one page: for whoever writes a template, and for what checks them.

Shown by the demonstration only.
"""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, StringField

from diagnostic.core.language import N_, _
from diagnostic.web import gallery_ladders, present
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content
from diagnostic.web.fields import NumberField, options
from diagnostic.web.wording import lazy
from reports import charts, words
from reports.lines import DotRow, Heat, HeatCell, HeatRow, Landings

blueprint = Blueprint("gallery", __name__)
COLOURS = (
    "paper", "paper-2", "field", "line", "edge", "ink", "ink-2", "deep", "deep-2", "deep-3", "on-deep",
    "mist", "mist-2", "mist-3", "mist-4", "signal", "signal-2", "signal-3", "on-signal",
)  # fmt: skip
STAGES = (
    N_("Informatisation"),
    N_("Connexion"),
    N_("Visibilité"),
    N_("Transparence"),
    N_("Anticipation"),
    N_("Adaptation"),
)
SCALE = options((("0", lazy("Non")), ("1", lazy("Un peu")), ("2", lazy("Nettement")), ("3", lazy("Fortement"))))
TRADES = options(
    (("production", lazy("Production")), ("logistics", lazy("Logistique")), ("services", lazy("Services")))
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of a form's summary of mistakes."""

    target: str
    message: str


def target(field: Field) -> str:
    """Where a mistake leads: the field, or its first choice."""
    return f"{field.id}-0" if isinstance(field, RadioField) else field.id


class SampleForm(Form):
    """A field of each kind; what is wrong with some of them is written, not found."""

    name = StringField(lazy("Nom de l’entreprise"))
    note = StringField(lazy("Autre chose à dire"))
    headcount = NumberField(lazy("Effectif"), whole=True, unit="personnes")
    late = NumberField(lazy("Commandes livrées en retard"), unit="%")
    region = SelectField(lazy("Région"), choices=TRADES)
    form = RadioField(lazy("Quel questionnaire"), choices=TRADES)
    functions = SelectMultipleField(lazy("Vos fonctions"), choices=TRADES)
    severity = RadioField(lazy("Nous livrons en retard"), choices=SCALE)

    def summary(self) -> list[Problem]:
        return [Problem(target(field), str(error)) for field in self for error in field.errors]


def sample_form(*, mistaken: bool) -> SampleForm:
    """Filled in; with the mistakes that a page would tell, or without."""
    prefix = "wrong" if mistaken else "right"
    filled = {"name": "Mécanique Durand", "headcount": 42, "form": "production", "functions": ["logistics"]}
    form = SampleForm(data={**filled, "severity": "2"}, prefix=prefix)
    if mistaken:
        form.name.errors = (_("Écrivez le nom de l’entreprise."),)
        form.late.errors = (_("Écrivez un nombre, par exemple {number}.", number=words.of_hundred("12")),)
        form.form.errors = (_("Choisissez une réponse."),)
        form.severity.errors = (_("Choisissez une réponse."),)
    return form


def sample_landings() -> Landings:
    at = words.index(1.4)
    label = words.typeset(_("Exemple : stade 1 acquis, indice {index}, cible au stade 3.", index=at))
    return Landings(1, 1, 2, 1.4, 1.2, 1.7, at, 3, tuple(_(one) for one in STAGES), label, "", ())


def sample_dots() -> list[present.DotLine]:
    band = _("{low} à {high}", low=words.index(1.2), high=words.index(1.7))
    known = DotRow(_("Capacité numérique"), words.index(1.4), band, "2", 1.4, 1.2, 1.7, 2.0, False)
    unknown = DotRow(_("Organisation interne"), _("à évaluer"), None, None, None, 0.0, 6.0, None, True)
    return present.dots((known, unknown))


def sample_heat() -> Heat:
    cells = tuple(HeatCell(str(level), float(level), "") for level in range(7))
    empty = tuple(HeatCell("", None, "") for _ in range(7))
    columns = tuple(_("Fonction {letter}", letter=letter) for letter in "ABCDEFG")
    return Heat(columns, (HeatRow(_("Notée"), cells), HeatRow(_("Sans objet"), empty)), _("De 0, pâle, à 6, soutenu."))


@blueprint.get("/gallery")
@for_anyone
def page() -> ResponseReturnValue:
    return render_template(
        "gallery/page.html",
        right=sample_form(mistaken=False),
        wrong=sample_form(mistaken=True),
        colours=COLOURS,
        wide=charts.landings(sample_landings()),
        narrow=charts.landings(sample_landings(), compact=True),
        rows=sample_dots(),
        heat=sample_heat(),
        ladders=gallery_ladders.ladders(content()),
    )
