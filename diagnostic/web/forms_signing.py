"""The forms that sign a plan, and open it again."""

from datetime import date

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from diagnostic.core.model.signature import LONGEST_NAME, LONGEST_REASON, Signing
from diagnostic.core.one_line import one_line
from diagnostic.web.forms import PageForm
from diagnostic.web.wording import lazy

TOO_LONG = lazy("Écrivez %(max)s signes au plus.")


class SignForm(PageForm):
    """Who signs, as what. `shown`: what the page showed, so that nothing else is signed."""

    shown = HiddenField()
    signatory = StringField(
        lazy("Nom de la personne qui signe"),
        validators=[DataRequired(lazy("Donnez votre nom.")), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    capacity = StringField(
        lazy("Sa fonction"),
        validators=[
            DataRequired(lazy("Donnez votre fonction : gérante, directeur du site…")),
            Length(max=LONGEST_NAME, message=TOO_LONG),
        ],
    )
    adviser = StringField(lazy("Intervenant présent"), validators=[Length(max=LONGEST_NAME, message=TOO_LONG)])
    agreed = BooleanField(
        lazy("Je valide ce plan"), validators=[InputRequired(lazy("Cochez la case pour valider ce plan."))]
    )

    def told(self, on: date) -> Signing:
        beside = one_line(self.adviser.data or "")
        return Signing(on, one_line(str(self.signatory.data)), one_line(str(self.capacity.data)), beside or None)


class ReopenForm(PageForm):
    why = TextAreaField(
        lazy("Pourquoi rouvrir ce diagnostic"),
        validators=[
            DataRequired(lazy("Dites en une phrase ce qui a changé.")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )
