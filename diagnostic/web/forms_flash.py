"""The form of the first page of a flash diagnostic: what hurts most, ticked."""

from dataclasses import replace

from wtforms import SelectMultipleField

from diagnostic.core.model.assessment import Entry
from diagnostic.core.model.catalogue import Content
from diagnostic.web.fields import options
from diagnostic.web.forms import PageForm
from diagnostic.web.forms_entry import SIDES
from diagnostic.web.wording import lazy, said

CLEARLY = 2


class DifficultiesForm(PageForm):
    """`symptoms`: what is ticked."""

    symptoms = SelectMultipleField(lazy("Vos difficultés"))

    def entry(self, before: Entry) -> Entry:
        """What is ticked bothers clearly, unless it was already said how much; what no longer is, is gone."""
        ticked = self.symptoms.data or []
        return replace(
            before,
            symptoms={id: before.symptoms.get(id, CLEARLY) for id in ticked},
            figures=tuple(figure for figure in before.figures if figure.symptom in ticked),
        )


def difficulties_form(content: Content, entry: Entry) -> DifficultiesForm:
    """Every difficulty of the content, those of the workshop first: a leader on the floor thinks of them first."""
    form = DifficultiesForm(data={"symptoms": list(entry.symptoms)})
    by_side = sorted(content.symptoms.values(), key=lambda one: list(SIDES).index(one.side), reverse=True)
    form.symptoms.choices = options((one.id, said(one.name)) for one in by_side)
    return form
