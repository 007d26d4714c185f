"""The forms of the follow-up: what is told of an action, and what of the list is shown."""

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from diagnostic.core.language import _
from diagnostic.core.model.step import State, Step
from diagnostic.services import tracking
from diagnostic.services.tracking import LONGEST_NOTE, LONGEST_OWNER, Told
from diagnostic.web.fields import NumberField, options
from diagnostic.web.forms import CHOOSE, PageForm
from diagnostic.web.forms_access import LONGEST_ADDRESS, PastDayField
from diagnostic.web.wording import lazy
from reports.view_steps import FILTERS, STATES, Wanted

MOST_EUROS = 100_000_000


class WrittenDayField(PastDayField):
    """A day that may be left empty."""

    def __init__(self, label: str, **more: object) -> None:
        super().__init__(label, missing="", **more)

    def pre_validate(self, form: object) -> None:
        """Empty is an answer."""


class StepForm(PageForm):
    """What is told of one action. `version`: that of the step when the page was opened."""

    version = HiddenField()
    state = RadioField(lazy("Où en est-elle"), validators=[InputRequired(CHOOSE)])
    started_on = WrittenDayField(lazy("Commencée le"))
    done_on = WrittenDayField(lazy("Finie le"))
    due_on = PastDayField(lazy("Échéance"), missing=lazy("Donnez l’échéance."))
    owner = StringField(lazy("Responsable"), validators=[Length(max=LONGEST_OWNER)])
    owner_email = StringField(lazy("Son adresse de courriel"), validators=[Length(max=LONGEST_ADDRESS)])
    real_cost = NumberField(lazy("Coût réel"), high=MOST_EUROS, whole=True, unit="€")
    note = TextAreaField(lazy("Remarque"), validators=[Length(max=LONGEST_NOTE)])

    page_order = ("state", "started_on", "done_on", "due_on", "owner", "owner_email", "real_cost", "note")

    def told(self) -> Told:
        return Told(
            owner=self.owner.data or "",
            owner_email=self.owner_email.data or "",
            due_on=self.due_on.day(),
            state=State(self.state.data),
            started_on=self.started_on.data,
            done_on=self.done_on.data,
            note=self.note.data or "",
            real_cost=self.real_cost.whole_number(),
            version=str(self.version.raw_data[0]) if self.version.raw_data else "",
        )


def step_form(step: Step) -> StepForm:
    values = {name: getattr(step, name) for name in StepForm.page_order}
    values |= {"state": step.state.value, "version": tracking.version_of(step)}
    form = StepForm(data=values)
    form.state.choices = options((state.value, _(name)) for state, name in STATES.items())
    return form


class FilterForm(PageForm):
    """Which actions are shown, said in the address."""

    class Meta(PageForm.Meta):
        csrf = False

    state = SelectField(lazy("Avancement"), default="")
    owner = SelectField(lazy("Responsable"), default="")

    def wanted(self) -> Wanted:
        """What the lists hold; anything else in the address asks for nothing."""
        return Wanted(*(field.data if self._offers(field) else "" for field in (self.state, self.owner)))

    @staticmethod
    def _offers(field: SelectField) -> bool:
        return field.data in {value for value, *_ in field.iter_choices()}


def filter_form(args: object, owners: tuple[str, ...]) -> FilterForm:
    form = FilterForm(args)
    form.state.choices = options([("", _("Toutes")), *((value, _(name)) for value, name in FILTERS.items())])
    form.owner.choices = options([("", _("Tous")), *((name, name) for name in owners)])
    return form
