"""The forms of « Qui a accès » and of the visits."""

from collections.abc import Sequence
from datetime import date

from wtforms import Field, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation
from wtforms.widgets import TextInput

from diagnostic.core.language import _
from diagnostic.core.model.access import Role
from diagnostic.core.model.granted import Agreement, VisitKind
from diagnostic.services import once
from diagnostic.services.visiting import MOST_HALF_DAYS, Told
from diagnostic.web.fields import options
from diagnostic.web.forms import CHOOSE, PageForm
from diagnostic.web.forms_funding import read_day
from diagnostic.web.wording import lazy
from reports.rights_text import ROLES
from reports.view_follow_up import KINDS
from reports.words import days, short_day

OFFERED = (Role.GUEST, Role.ADVISER, Role.LEADER)
LONGEST_ADDRESS = 254


class PastDayField(Field):
    """A day written in French, or as a browser's calendar sends it. What was typed is shown again when it is wrong."""

    widget = TextInput()

    def __init__(self, label: str, *, missing: str, **more: object) -> None:
        super().__init__(label, **more)  # type: ignore[arg-type]
        self.missing = missing
        self.data: date | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return short_day(self.data) if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = read_day(typed)
        if typed and self.data is None:
            raise ValueError(_("Écrivez un jour qui existe, comme 15/03/2026."))

    def pre_validate(self, form: object) -> None:  # noqa: ARG002
        if self.data is None and not self.errors:
            raise StopValidation(self.missing)

    def day(self) -> date:
        """Once it is valid."""
        assert self.data is not None
        return self.data


class InviteForm(PageForm):
    """Somebody whom the leader lets in."""

    role = RadioField(lazy("Ce que cette personne sera"), validators=[InputRequired(CHOOSE)])
    email = StringField(
        lazy("Son adresse de courriel"),
        validators=[DataRequired(lazy("Donnez une adresse de courriel.")), Length(max=LONGEST_ADDRESS)],
    )
    person = StringField(lazy("Son nom"), validators=[Length(max=120)])

    def chosen(self) -> Role:
        return Role(self.role.data)


def invite_form(*, blank: bool = False) -> InviteForm:
    form = InviteForm(formdata=None) if blank else InviteForm()
    form.role.choices = options((role.value, _(ROLES[role])) for role in OFFERED)
    return form


class FunderForm(PageForm):
    """An organisation that may follow the company, and the agreement that says so."""

    organisation = SelectField(lazy("Organisme"), validators=[InputRequired(lazy("Choisissez un organisme."))])
    agreement = StringField(
        lazy("Référence de l’accord écrit"),
        validators=[DataRequired(lazy("Donnez la référence de l’accord : son numéro ou son titre.")), Length(max=200)],
    )
    agreed_on = PastDayField(lazy("Signé le"), missing=lazy("Donnez le jour de la signature."))

    def signed(self) -> Agreement:
        return Agreement(str(self.agreement.data), self.agreed_on.day())


def funder_form(bodies: Sequence[tuple[str, str]], *, blank: bool = False) -> FunderForm:
    """`bodies`: the ids and names of the organisations to choose among."""
    form = FunderForm(formdata=None) if blank else FunderForm()
    form.organisation.choices = options([("", _("Choisir")), *bodies])
    return form


class VisitForm(PageForm):
    """Half-days spent for a company. `key`: the same form sent twice is one visit."""

    key = HiddenField()
    kind = RadioField(lazy("Ce que c’était"), validators=[InputRequired(CHOOSE)])
    on = PastDayField(lazy("Le jour"), missing=lazy("Donnez le jour."))
    half_days = SelectField(lazy("Temps passé"), coerce=int)

    def told(self) -> Told:
        return Told(VisitKind(self.kind.data), self.on.day(), self.half_days.data, self.key.data or "")


def visit_form(*, blank: bool = False) -> VisitForm:
    values: dict[str, object] = {"key": once.new_form(), "half_days": 1}
    form = VisitForm(formdata=None, data=values) if blank else VisitForm(data=values)
    form.kind.choices = options((kind.value, _(name)) for kind, name in KINDS.items())
    form.half_days.choices = options((str(number), days(number / 2)) for number in range(1, MOST_HALF_DAYS + 1))
    return form
