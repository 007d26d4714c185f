"""The entry's form: what brings the leader here, with what figures, what holds back, with what means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wtforms import Field, FormField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.assessment import Assessment, Constraints, Entry, Figure
from diagnostic.core.model.catalogue import Content, Indicator, Symptom
from diagnostic.core.model.profile import ProfileQuestion
from diagnostic.web.fields import NumberField, options
from diagnostic.web.forms import PageForm, Rows
from diagnostic.web.wording import lazy, said
from reports.words import capital

SEVERITIES = options([("0", lazy("Non")), ("1", lazy("Un peu")), ("2", lazy("Nettement")), ("3", lazy("Fortement"))])
PARALLEL = options((str(number), str(number)) for number in range(1, 6))
SIDES = {"outside": N_("Du côté des clients et du marché"), "inside": N_("Chez vous")}


class SymptomRow(Rows):
    """How severe it is, and its figures: whatever stands there does not count while the answer is « Non »."""

    severity: RadioField

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        if self.severity.data or not self.severity.validate(self):
            return bool(super().validate(extra_validators))
        for figure in self.figures():
            figure.errors = []
        return True

    def figures(self) -> list[NumberField]:
        return [field for field in self if isinstance(field, NumberField)]


def symptom_field(symptom: Symptom) -> Field:
    """Its row: how severe, then the figures worth asking."""
    name = said(symptom.name)
    fields: dict[str, object] = {"severity": RadioField(name, choices=SEVERITIES, coerce=int, default=0)}
    fields.update({figure.id: figure_field(figure) for figure in symptom.figures})
    return FormField(type("OneSymptom", (SymptomRow,), fields), name)


def figure_field(indicator: Indicator) -> NumberField:
    """A percentage goes from 0 to 100, anything else from 0 on; what should go up may also have gone down."""
    label, unit = capital(said(indicator.label)), indicator.unit or ""
    if unit != "%":
        return NumberField(label, unit=unit)
    return NumberField(label, low=-100 if indicator.better == "higher" else 0, high=100, unit=unit)


class EntryForm(PageForm):
    """What brings the leader here; `entry_form` adds the symptoms and brakes of the content."""

    requirements = SelectMultipleField(lazy("Ce que vos clients exigent"))
    budget = NumberField(lazy("Budget par an"), high=100_000_000, whole=True, unit="€ par an")
    release_days_per_quarter = NumberField(lazy("Jours hors du poste, par trimestre"), high=5000, unit="jours")
    parallel_actions = RadioField(lazy("Chantiers à la fois"), choices=PARALLEL, coerce=int, default=3)
    moment = RadioField(lazy("Un changement est-il en cours chez vous ?"), default="")
    openness = SelectMultipleField(lazy("Ce que vous faites déjà avec d’autres"))
    notes = TextAreaField(
        lazy("Autre chose à dire"), validators=[Length(max=2000, message=lazy("Au plus 2 000 signes."))]
    )

    page_order = (
        "symptoms", "requirements", "brakes", "budget", "release_days_per_quarter", "parallel_actions",
        "openness", "moment", "profile", "notes",
    )  # fmt: skip

    def entry(self, content: Content, before: Entry) -> Entry:
        """Only what was said: a symptom at 0 and an empty figure are left out. A profile stated elsewhere stays."""
        rows = {row.short_name: row for row in self.symptoms}
        told = {id: row.severity.data for id, row in rows.items() if row.severity.data}
        figures = (figure for id in told for figure in figures_of(content.symptoms[id], rows[id]))
        return Entry(
            symptoms=told,
            figures=tuple(figures),
            requirements=tuple(self.requirements.data or ()),
            brakes={row.short_name: row.data for row in self.brakes if row.data},
            leader_profile=before.leader_profile,
            profile_answers={row.short_name: row.data for row in self.profile if row.data},
            moment=self.moment.data or None,
            openness=tuple(self.openness.data or ()),
            notes=(self.notes.data or "").strip() or None,
        )

    def constraints(self, before: Constraints) -> Constraints:
        return replace(
            before,
            budget=self.budget.whole_number(),
            release_days_per_quarter=self.release_days_per_quarter.data,
            parallel_actions=self.parallel_actions.data,
        )


def figures_of(symptom: Symptom, row: Field) -> Iterator[Figure]:
    """The figures typed for a symptom, each in its own unit."""
    for figure in symptom.figures:
        if row.data[figure.id] is not None:
            yield Figure(symptom.id, figure.id, row.data[figure.id], figure.unit or "")


def entry_form(content: Content, assessment: Assessment, *, readonly: bool = False) -> EntryForm:
    """The entry, filled with what was said before."""
    by_side = sorted(content.symptoms.values(), key=lambda one: list(SIDES).index(one.side))
    symptoms = {one.id: symptom_field(one) for one in by_side}
    brakes = {
        one.id: RadioField(said(one.name), choices=SEVERITIES, coerce=int, default=0) for one in content.context.brakes
    }
    inside: dict[str, object] = {
        "symptoms": FormField(type("Symptoms", (Rows,), symptoms)),
        "brakes": FormField(type("Brakes", (Rows,), brakes)),
        "profile": FormField(type("Profile", (Rows,), dict(map(profile_field, content.context.profile_questions)))),
    }
    shape = type("EntryPage", (EntryForm,), inside)
    form: EntryForm = shape(data=entry_values(assessment), meta={"csrf": not readonly})
    form.requirements.choices = options((one.id, said(one.name)) for one in content.requirements.values())
    form.openness.choices = options((one.id, said(one.name)) for one in content.context.openness)
    form.moment.choices = options([*((one.id, said(one.answer)) for one in content.context.moments), ("", _("Non"))])
    return form


def profile_field(question: ProfileQuestion) -> tuple[str, RadioField]:
    """One of the short questions that set the tone, never obligatory."""
    answers = [(answer.profile, said(answer.text)) for answer in question.answers]
    choices = options([*answers, ("", _("Je préfère ne pas répondre"))])
    return question.id, RadioField(said(question.question), choices=choices, default="")


@dataclass(frozen=True, slots=True)
class SymptomGroup:
    """The symptoms of one side; folded on a phone while nothing in it is marked."""

    title: str
    told: str
    rows: tuple[Field, ...]
    open: bool


def symptom_groups(content: Content, form: EntryForm) -> list[SymptomGroup]:
    """What comes from outside, always open, then what is seen inside."""
    sides = {
        side: tuple(row for row in form.symptoms if content.symptoms[row.short_name].side == side) for side in SIDES
    }
    return [
        SymptomGroup(
            _(SIDES[side]),
            plural(len(rows), "{number} difficulté", "{number} difficultés"),
            rows,
            side == "outside" or any(map(is_marked, rows)),
        )
        for side, rows in sides.items()
    ]


def is_marked(row: Field) -> bool:
    return bool(row.data["severity"] or row.errors)


def entry_values(assessment: Assessment) -> dict[str, object]:
    """What the entry page shows of an assessment."""
    entry, means = assessment.entry, assessment.constraints
    figures: dict[str, dict[str, float]] = {}
    for figure in entry.figures:
        figures.setdefault(figure.symptom, {})[figure.indicator] = figure.value
    return {
        "symptoms": {id: {"severity": level, **figures.get(id, {})} for id, level in entry.symptoms.items()},
        "brakes": dict(entry.brakes),
        "requirements": list(entry.requirements),
        "profile": dict(entry.profile_answers),
        "moment": entry.moment or "",
        "openness": list(entry.openness),
        "notes": entry.notes or "",
        "budget": means.budget,
        "release_days_per_quarter": means.release_days_per_quarter,
        "parallel_actions": min(5, means.parallel_actions),
    }
