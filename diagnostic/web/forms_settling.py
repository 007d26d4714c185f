"""Settling a question on which views differ: a rating, for what, and why."""

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from diagnostic.core.language import _
from diagnostic.core.model.assessment import EVERYWHERE, NOT_APPLICABLE, Settled
from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.core.views_apart import CellViews
from diagnostic.services.settling import LONGEST_REASON
from diagnostic.web.fields import options
from diagnostic.web.forms import PageForm
from diagnostic.web.wording import lazily, lazy
from reports.words import rung

HALVES = [half / 2 for half in range(2 * TOP_RUNG + 1)]
HERE, ALL = "here", "all"


class SettleForm(PageForm):
    """`cell` names the question; `apart`, `open` and `principle` are the page's filters, kept through."""

    cell = HiddenField()
    rating = SelectField(lazy("Note retenue"), validators=[InputRequired(lazy("Choisissez une note."))])
    scope = RadioField(lazy("Pour"), validators=[Optional()])
    reason = TextAreaField(
        lazy("Votre raison"),
        validators=[
            DataRequired(lazy("Dites en une phrase pourquoi.")),
            Length(max=LONGEST_REASON, message=lazily("%(max)s signes au plus : le reste va dans vos notes.")),
        ],
    )

    page_order = ("rating", "scope", "reason")

    def errors_of_token(self) -> bool:
        """Whether the page is stale: nothing that it sends is then done."""
        self.validate()
        return "csrf_token" in self.errors

    def decision(self, item: str, function: str | None) -> Settled:
        """What is settled, at that place or, when it was chosen so, in every function."""
        given = str(self.rating.data)
        rating = float(given) if given != NOT_APPLICABLE else NOT_APPLICABLE
        everywhere = function is not None and self.scope.data == ALL
        return Settled(item, EVERYWHERE if everywhere else function, rating, str(self.reason.data))


def settle_form(row: CellViews, where: str, *, blank: bool = False) -> SettleForm:
    """Starts from what stands, where something was settled already."""
    held = row.settled
    values = {
        "cell": row.cell,
        "rating": f"{held.rating:g}" if held and not isinstance(held.rating, str) else held.rating if held else "",
        "scope": ALL if held and row.function and held.function == EVERYWHERE else HERE,
        "reason": held.reason if held else "",
    }
    form = SettleForm(formdata=None, data=values) if blank else SettleForm(data=values)
    numbers = [(f"{half:g}", rung(half)) for half in HALVES]
    not_concerned = [(NOT_APPLICABLE, _("Non concerné"))] if row.may_be_na else []
    form.rating.choices = options([("", _("Choisir")), *numbers, *not_concerned])
    form.scope.choices = options([(HERE, where), (ALL, _("Toutes les fonctions de cette question"))])
    return form
