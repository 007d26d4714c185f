"""Adding a photo beside an answer."""

from wtforms import FileField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from diagnostic.core.language import _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.proof import LONGEST_CAPTION
from diagnostic.web.fields import options
from diagnostic.web.forms import PageForm
from diagnostic.web.wording import lazy, said
from reports.naming import EVERYWHERE


class ProofForm(PageForm):
    """`photo` comes last: what is typed arrives before the file."""

    item = SelectField(lazy("Question"), validators=[InputRequired(lazy("Choisissez la question."))])
    function = SelectField(lazy("Fonction"), validators=[Optional()])
    caption = StringField(
        lazy("Ce que montre la photo"),
        validators=[Length(max=LONGEST_CAPTION, message=lazy("%(max)d signes au plus."))],
    )
    photo = FileField(lazy("Photo"))

    page_order = ("item", "function", "caption", "photo")

    def place_chosen(self) -> tuple[str, str | None]:
        return str(self.item.data), self.function.data or None


def proof_form(
    content: Content, assessment: Assessment, beside: dict[str, str] | None = None, *, blank: bool = False
) -> ProofForm:
    """`beside`: the item, function and caption to start from."""
    form = ProofForm(formdata=None, data=beside) if blank else ProofForm(data=beside)
    questionnaire = content.questionnaire
    asked = [one for one in questionnaire.capabilities() if assessment.form in one.forms]
    form.item.choices = options(
        [("", _("Choisir")), *((one.id, said(questionnaire.items[one.id].title)) for one in asked)]
    )
    held = [one for one in questionnaire.functions if assessment.functions.get(one.id)]
    form.function.choices = options([("", _(EVERYWHERE)), *((one.id, said(one.name)) for one in held)])
    return form
