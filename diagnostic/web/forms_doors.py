"""The forms of the doors: an address, a code, a link."""

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, Length

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.services.accounts import read_email
from diagnostic.web.forms import PageForm
from diagnostic.web.wording import lazy
from reports.words import capital

LONGEST_LINK = 2000


class EmailForm(PageForm):
    """Where a letter goes."""

    email = StringField(lazy("Votre adresse de courriel"), validators=[DataRequired(lazy("Donnez votre adresse."))])

    def validate_email(self, field: StringField) -> None:
        try:
            read_email(field.data or "")
        except UserError as error:
            field.errors = (*field.errors, _("{what} ({hint}).", what=capital(error.message), hint=error.hint))

    def address(self) -> str:
        return read_email(str(self.email.data))


class CodeForm(PageForm):
    """The code of the letter."""

    code = StringField(
        lazy("Le code à huit chiffres"), validators=[DataRequired(lazy("Recopiez le code du courriel."))]
    )


class CarriedForm(PageForm):
    """The secret of the letter's link, carried by its own page."""

    token = HiddenField(validators=[Length(max=LONGEST_LINK)])


class InvitationForm(PageForm):
    """An invitation's link, pasted or carried by its own page; nothing when this browser has shown it already."""

    link = StringField(lazy("Le lien d’invitation"), validators=[Length(max=LONGEST_LINK)])
    organisation = RadioField(lazy("Organisation"), validate_choice=False)

    def token(self) -> str:
        """The secret at the end of the link."""
        return str(self.link.data or "").strip().rstrip("/").rpartition("/")[2]
