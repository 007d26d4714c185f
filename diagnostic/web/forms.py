"""The leader's forms, built from the content; fields are named as the services' arguments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from wtforms import Field, Form, FormField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from diagnostic.core.language import _, spoken
from diagnostic.core.model.assessment import Assessment, Company
from diagnostic.core.model.catalogue import Choice, Content, Region
from diagnostic.core.model.questionnaire import FORMS
from diagnostic.core.one_line import one_line
from diagnostic.core.validation import department_of
from diagnostic.web import listings
from diagnostic.web.fields import NumberField, options, read_idcc, read_naf, read_siret
from diagnostic.web.finding import Named, activity_names, agreement_names
from diagnostic.web.wording import lazy, said
from reports.view_listing import Told
from reports.words import lower_first, plain, typeset

WEIGHTS = options([("1", lazy("Comme les autres")), ("2", lazy("Plus que les autres")), ("3", lazy("Bien plus"))])
FORM_HELP = {
    "flash": lazy("Un premier repère, en un quart d’heure environ. Vous pourrez aller plus loin ensuite."),
    "full": lazy(
        "27 questions, fonction par fonction. Comptez trois quarts d’heure, en plusieurs fois si vous voulez."
    ),
}
COMMUNE = r"^\s*(\d{5}|2[AaBb]\d{3})\s*$"
DEPARTMENT = r"^\s*(\d{2,3}|2[AaBb])\s*$"
CARD_FIELDS = ("name", "headcount", "region", "department", "position", "intent", "siret", "commune")
CHOOSE = lazy("Choisissez une réponse.")
FIRST_METROPOLITAN = "11"
STALE = lazy("La page est restée ouverte trop longtemps. Rien n’est perdu : envoyez-la à nouveau.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; `target` is the id of the field to go to."""

    target: str
    message: str


class Spoken:
    """WTForms' own messages in the language spoken."""

    @property
    def locales(self) -> tuple[str, ...]:
        return (spoken(),)


class Rows(Form):
    """Fields that repeat inside a page's form."""

    class Meta(Spoken):
        pass


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form that one page shows; with its token, unless it is only read."""

    class Meta(Spoken, FlaskForm.Meta):  # type: ignore[misc]
        pass

    page_order: tuple[str, ...] = ()

    def summary(self) -> list[Problem]:
        """What is wrong, in page order."""
        stale = [Problem("content", STALE)] if self.errors.get("csrf_token") else []
        fields = sorted((field for field in self if field.name != "csrf_token"), key=self.place)
        return stale + [problem for field in fields for problem in problems_of(field)]

    def place(self, field: Field) -> int:
        """Where the page shows that field; those that it does not list come last, as they were declared."""
        order = self.page_order
        return order.index(field.short_name) if field.short_name in order else len(order)

    def refuse(self, field: str, message: str) -> None:
        """A service's refusal, shown at the field it names (or else at the first one)."""
        target = self[field] if field in self else next(iter(self))
        target.errors = (*target.errors, message)


def problems_of(field: Field) -> Iterator[Problem]:
    """The problems of a field and of the fields inside it."""
    if isinstance(field, FormField):
        for inner in field:
            yield from problems_of(inner)
        return
    several = isinstance(field, RadioField | SelectMultipleField)
    for message in field.errors:
        yield Problem(f"{field.id}-0" if several else field.id, problem_told(str(field.label.text), str(message)))


def problem_told(label: str, message: str) -> str:
    """« Effectif : donnez un nombre. »; after a question, a sentence of its own."""
    if label.endswith("?"):
        return f"{label} {typeset(message)}"
    return _("{label} : {told}", label=label, told=lower_first(typeset(message)))


class CardForm(PageForm):
    """The company's card; `card_form` adds what comes from the content."""

    name = StringField(lazy("Nom de l’entreprise"), validators=[DataRequired(lazy("Donnez le nom.")), Length(max=120)])
    headcount = NumberField(
        lazy("Effectif"),
        low=1,
        high=5000,
        whole=True,
        unit="personnes",
        validators=[InputRequired(lazy("Donnez un nombre, même approché."))],
    )
    region = SelectField(lazy("Région"), validators=[InputRequired(lazy("Choisissez la région."))])
    department = StringField(
        lazy("Département"),
        validators=[Optional(), Regexp(DEPARTMENT, message=lazy("Deux ou trois signes : 59, 2A, 974."))],
    )
    functions = SelectMultipleField(
        lazy("Ce qui existe chez vous"), validators=[DataRequired(lazy("Cochez au moins une fonction."))]
    )
    position = RadioField(lazy("Ce que vous vendez surtout"), validators=[InputRequired(CHOOSE)])
    intent = RadioField(lazy("Ce que vous cherchez"), validators=[InputRequired(CHOOSE)])
    form = RadioField(lazy("Le temps que vous y passez"), validators=[InputRequired(CHOOSE)])
    siret = StringField("SIRET", validators=[Length(max=40)])
    commune = StringField(
        lazy("Commune"), validators=[Optional(), Regexp(COMMUNE, message=lazy("Cinq signes : 42187, 2A004."))]
    )
    naf = StringField(lazy("Code d’activité (NAF ou APE)"), validators=[Length(max=200)])
    idcc = StringField(lazy("Convention collective"), validators=[Length(max=200)])

    page_order: tuple[str, ...] = (
        "name",
        "headcount",
        "region",
        "department",
        "functions",
        "weights",
        "position",
        "intent",
        "idcc",
        "naf",
        "siret",
        "commune",
    )
    agreements: Sequence[Named] = ()
    activities: Sequence[Named] = ()
    told: Told | None = None

    @property
    def looks_up(self) -> bool:
        """Whether a public directory is there to fill in the card."""
        return bool(self.meta.csrf) and listings.has_directory()

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        """A card sent by « Retrouver l’entreprise » is filled and shown again: nothing is kept."""
        if self.is_submitted() and self.looks_up and listings.is_asked():
            self.told = self.told or listings.fill(self)
            return False
        return bool(super().validate_on_submit(extra_validators))

    def validate_siret(self, field: StringField) -> None:
        read_siret(field)

    def validate_naf(self, field: StringField) -> None:
        read_naf(field, self.activities)

    def validate_idcc(self, field: StringField) -> None:
        read_idcc(field, self.agreements)

    def company(self, before: Company | None = None) -> Company:
        """The card as a value; what the page does not ask stays as it was."""
        return replace(
            before or Company(name=""),
            name=one_line(str(self.name.data)),
            headcount=self.headcount.whole_number(),
            region=self.region.data,
            department=(self.department.data or "").strip().upper() or self.department_of_commune(),
            position=self.position.data or None,
            intent=self.intent.data or None,
            siret=read_siret(self.siret),
            commune=self.commune_code(before),
            naf=read_naf(self.naf, self.activities),
            idcc=read_idcc(self.idcc, self.agreements),
        )

    def commune_code(self, before: Company | None) -> str | None:
        """Its Insee code; as it was where the page does not show it."""
        if not self.commune.raw_data:
            return before.commune if before else None
        return (self.commune.data or "").strip().upper() or None

    def department_of_commune(self) -> str | None:
        """Where no department is typed, that of the commune."""
        commune = self.commune_code(None)
        return department_of(commune) if commune else None

    def function_weights(self) -> dict[str, float]:
        """Weight of each of the five; 0 = the company lacks it."""
        kept = self.functions.data or ()
        return {row.short_name: float(row.data) if row.short_name in kept else 0.0 for row in self.weights}


class StartForm(CardForm):
    """The few lines that a diagnostic begins with: the rest of the card is there for who wants it, and asked later."""

    functions = SelectMultipleField(lazy("Ce qui existe chez vous"))
    position = RadioField(lazy("Ce que vous vendez surtout"), validators=[Optional()])
    intent = RadioField(lazy("Ce que vous cherchez"), validators=[Optional()])

    page_order = ("name", "headcount", "region", "idcc", "naf", "siret", *CardForm.page_order)

    def function_weights(self) -> dict[str, float]:
        """All five where nothing was said: a flash form asks everything for the whole company."""
        if self.functions.data:
            return CardForm.function_weights(self)
        return {row.short_name: 1.0 for row in self.weights}


def is_short(assessment: Assessment) -> bool:
    """The card holds no more than what a diagnostic begins with: what exists in the company was not asked."""
    return assessment.company.position is None and set(assessment.functions.values()) == {1.0}


def start_form(content: Content) -> CardForm:
    """The first page of a diagnostic."""
    return card_form(content, kind=StartForm)


def card_form(
    content: Content,
    assessment: Assessment | None = None,
    *,
    readonly: bool = False,
    kind: type[CardForm] = CardForm,
) -> CardForm:
    """The card, filled with `assessment` when there is one and nothing was just typed."""
    weights = {
        function.id: RadioField(said(function.name), choices=WEIGHTS, coerce=int, default=1)
        for function in content.questionnaire.functions
    }
    shape = type("CardPage", (kind,), {"weights": FormField(type("Weights", (Rows,), weights))})
    agreements, activities = agreement_names(content), activity_names(content)
    values: dict[str, object] = {"form": "flash"}
    if assessment:
        company = assessment.company
        lines = {"naf": line_of(company.naf, activities), "idcc": line_of(company.idcc, agreements)}
        values = card_values(assessment) | lines
    form: CardForm = shape(data=values, meta={"csrf": not readonly})
    form.agreements, form.activities = agreements, activities
    names = content.questionnaire.form_names
    form.region.choices = options([("", _("Choisir")), *region_choices(content.regions)])
    form.functions.choices = options((one.id, said(one.name)) for one in content.questionnaire.functions)
    form.position.choices = options(pairs(content.context.positions))
    form.intent.choices = options(pairs(content.context.intents))
    form.form.choices = options((id, said(names[id])) for id in reversed(FORMS))
    return form


def region_choices(regions: Iterable[Region]) -> list[tuple[str, str]]:
    """By name, the overseas regions last."""
    rows = ((region.code, said(region.name)) for region in regions)
    return sorted(rows, key=lambda row: (row[0] < FIRST_METROPOLITAN, plain(row[1])))


def card_values(assessment: Assessment) -> dict[str, object]:
    """What the card shows of an assessment."""
    company = assessment.company
    present = [function for function, weight in assessment.functions.items() if weight and not is_short(assessment)]
    return {
        **{name: getattr(company, name) for name in CARD_FIELDS},
        "functions": present,
        "weights": {function: max(1, min(3, round(assessment.functions[function]))) for function in present},
        "form": assessment.form,
    }


def line_of(code: object, rows: Iterable[Named]) -> str:
    """« 25.62B · Mécanique industrielle », or the code alone when it has no name here."""
    told = "" if code is None else str(code)
    return next((row.line for row in rows if row.code == told), told)


def pairs(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(choice.id, said(choice.name)) for choice in choices]


class ResumeForm(PageForm):
    """The private link, pasted or carried by its own page; or its code, typed."""

    link = StringField(
        lazy("Votre lien privé, ou son code"),
        validators=[
            DataRequired(lazy("Collez ici le lien que vous avez gardé, ou tapez son code.")),
            Length(max=2000, message=lazy("C’est trop long pour un lien.")),
        ],
    )

    def token(self) -> str:
        """The code at the end of the link, or typed alone."""
        return str(self.link.data).strip().rstrip("/").rpartition("/")[2]


class ButtonForm(PageForm):
    """A button that changes something: its token, nothing else."""
