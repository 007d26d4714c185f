"""The forms that sign a plan, and open it again."""

from datetime import date

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from diagnostic.core.model.signature import LONGEST_NAME, LONGEST_REASON, Signing
from diagnostic.core.one_line import one_line
from diagnostic.web.forms import PageForm

TOO_LONG = f"Écrivez {LONGEST_NAME} signes au plus."


class SignForm(PageForm):
    """Who signs, as what. `shown`: what the page showed, so that nothing else is signed."""

    shown = HiddenField()
    signatory = StringField(
        "Nom de la personne qui signe",
        validators=[DataRequired("Donnez votre nom."), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    capacity = StringField(
        "Sa fonction",
        validators=[
            DataRequired("Donnez votre fonction : gérante, directeur du site…"),
            Length(max=LONGEST_NAME, message=TOO_LONG),
        ],
    )
    adviser = StringField("Intervenant présent", validators=[Length(max=LONGEST_NAME, message=TOO_LONG)])
    agreed = BooleanField("Je valide ce plan", validators=[InputRequired("Cochez la case pour valider ce plan.")])

    def told(self, on: date) -> Signing:
        beside = one_line(self.adviser.data or "")
        return Signing(on, one_line(str(self.signatory.data)), one_line(str(self.capacity.data)), beside or None)


class ReopenForm(PageForm):
    why = TextAreaField(
        "Pourquoi rouvrir ce diagnostic",
        validators=[
            DataRequired("Dites en une phrase ce qui a changé."),
            Length(max=LONGEST_REASON, message=f"Écrivez {LONGEST_REASON} signes au plus."),
        ],
    )
