"""The question « who could pay for this training? », asked in the address so that its answer can be kept and sent."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, StringField
from wtforms.validators import Length, Optional, Regexp, ValidationError
from wtforms.widgets import TextInput

from diagnostic.core.eligibility import Expense, PeopleFacts
from diagnostic.core.funding import course
from diagnostic.core.language import N_, _, in_context, spoken
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import Content, Training
from diagnostic.web.fields import NumberField, options, read_idcc, read_naf
from diagnostic.web.finding import Named, activity_names, agreement_names
from diagnostic.web.forms import DEPARTMENT, PageForm, region_choices
from diagnostic.web.wording import lazy, said
from reports.view_funding import HOURS_A_DAY
from reports.words import listed, plain, quoted, typeset

YEARS = (2015, 2100)
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
QUOTED = 40
OTHER = N_("Une autre formation : je donne la durée et le coût")
KINDS = options([("trade", lazy("Métier")), ("regulatory", lazy("Réglementaire")), ("language", lazy("Langue"))])
STATUSES = options([("", lazy("Salarié de l’entreprise")), ("job_seeker", lazy("Demandeur d’emploi"))])
SPECIFIC = "specific"
LEVELS = options(
    [
        ("", lazy("À aucune")),
        ("3", lazy("Niveau 3 (CAP)")),
        ("4", lazy("Niveau 4 (bac)")),
        ("5", lazy("Niveau 5 (bac + 2)")),
        ("6", lazy("Niveau 6 (bac + 3)")),
        ("7", lazy("Niveau 7 (bac + 5)")),
        ("8", lazy("Niveau 8 (doctorat)")),
        (SPECIFIC, lazy("Du répertoire spécifique, sans niveau")),
    ]
)


class ListedField(SelectField):
    """A choice in a list, which also comes from an address typed by hand: `allowed` says then what may be written."""

    def __init__(self, label: str, *, allowed: str = "", **more: object) -> None:
        super().__init__(label, default="", **more)  # type: ignore[arg-type]
        self.allowed = allowed

    def pre_validate(self, _form: object) -> None:
        if self.data in {value for value, *_ in self.iter_choices()}:
            return
        told = _("{value} n’est pas dans la liste.", value=quoted(str(self.data)[:QUOTED]))
        raise ValidationError(f"{told} {self.allowed}".strip())


class PeopleField(NumberField):
    """A number that keeps its default where the address says none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)
        else:
            self.raw_data = None


class DayField(Field):
    """A day, as the browser's calendar sends it or as it is written; left empty, it keeps its default."""

    widget = TextInput()
    data: date | None

    def _value(self) -> str:
        if self.raw_data and (self.errors or self.process_errors):
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        day = read_day(typed)
        if day is None or not YEARS[0] <= day.year <= YEARS[1]:
            first, last = YEARS
            told = _(
                "Écrivez un jour qui existe, entre {first} et {last}, comme 15/03/2027 "
                "(dans une adresse : 2027-03-15).",
                first=first,
                last=last,
            )
            raise ValueError(told)
        self.data = day


def read_day(typed: str) -> date | None:
    """15/03/2027 or 2027-03-15."""
    found = FRENCH_DAY.fullmatch(typed)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(typed)
    except ValueError:
        return None


class FundingForm(PageForm):
    """The company, the training, the day, the person; `funding_form` adds what comes from the content."""

    class Meta(PageForm.Meta):
        csrf = False

    idcc = StringField(lazy("Convention collective"), validators=[Length(max=200)])
    naf = StringField(lazy("Code d’activité (NAF ou APE)"), validators=[Length(max=200)])
    headcount = NumberField(lazy("Effectif"), low=1, high=100_000, whole=True, unit="personnes")
    region = ListedField(lazy("Région"))
    department = StringField(
        lazy("Département"),
        validators=[Optional(), Regexp(DEPARTMENT, message=lazy("Deux ou trois signes : 59, 2A, 974."))],
    )
    training = ListedField(lazy("Formation"), allowed=lazy("Choisissez-en une, ou « Une autre formation »."))
    days = NumberField("", low=0.5, high=700, unit="jours")
    cost = NumberField(lazy("Coût total"), high=10_000_000, whole=True, unit="€")
    kind = ListedField(lazy("Nature"), choices=KINDS, allowed=lazy("Permis : métier, réglementaire ou langue."))
    level = ListedField(
        lazy("Certification"), choices=LEVELS, allowed=lazy("Permis : aucune, 3 à 8, ou répertoire spécifique.")
    )
    people = PeopleField(lazy("Personnes à former"), low=1, high=5000, whole=True, unit="personnes", default=1)
    start = DayField(lazy("Premier jour"))
    status = ListedField(lazy("Situation"), choices=STATUSES, allowed=lazy("Permis : rien (salarié), ou job_seeker."))
    age = NumberField(lazy("Âge"), low=14, high=99, whole=True)
    lives_in = StringField(
        lazy("Département où elle vit"),
        validators=[Optional(), Regexp(DEPARTMENT, message=lazy("Deux ou trois signes : 59, 2A, 974."))],
    )
    cpf = NumberField(lazy("Solde de son compte formation (CPF)"), high=10_000, whole=True, unit="€")

    page_order = (
        "training", "days", "cost", "kind", "level", "people", "start",
        "idcc", "headcount", "region", "department", "naf", "status", "age", "lives_in", "cpf",
    )  # fmt: skip
    agreements: Sequence[Named] = ()
    activities: Sequence[Named] = ()
    departments: Collection[str] = ()

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """What describes another training does not count while one of the catalogue is chosen."""
        super().validate(extra_validators)
        if self.training.data:
            for field in (self.days, self.cost, self.kind, self.level):
                field.errors = []
        return not self.errors

    def validate_naf(self, field: StringField) -> None:
        read_naf(field, self.activities)

    def validate_idcc(self, field: StringField) -> None:
        read_idcc(field, self.agreements)

    def validate_department(self, field: StringField) -> None:
        self._known(field)

    def validate_lives_in(self, field: StringField) -> None:
        self._known(field)

    def _known(self, field: StringField) -> None:
        typed = (field.data or "").strip().upper()
        if typed and typed not in self.departments:
            raise ValidationError(
                _(
                    "{value} n’est pas un département : écrivez son numéro, comme 59, 2A ou 974.",
                    value=quoted(typed),
                )
            )

    def validate_days(self, field: NumberField) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(_("Donnez le nombre de jours, ou choisissez une formation du catalogue."))

    def validate_cost(self, field: NumberField) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(_("Donnez le coût, même approché, ou choisissez une formation du catalogue."))

    def company(self) -> Company:
        return Company(
            name="",
            idcc=read_idcc(self.idcc, self.agreements),
            naf=read_naf(self.naf, self.activities),
            headcount=self.headcount.whole_number(),
            region=self.region.data or None,
            department=(self.department.data or "").strip().upper() or None,
        )

    def person(self) -> PeopleFacts:
        """An employee; the balance of the account only where it was told."""
        balance = self.cpf.whole_number()
        return PeopleFacts(
            status=self.status.data or "employee",
            age=self.age.whole_number(),
            lives_in=(self.lives_in.data or "").strip().upper() or None,
            balances={} if balance is None else {"cpf": balance},
        )

    def day(self) -> date:
        assert self.start.data is not None
        return self.start.data

    def expense(self, content: Content) -> Expense:
        """What the training costs: that of the catalogue, or the one described."""
        people = self.people.whole_number() or 1
        if self.training.data:
            return course(content.trainings[self.training.data], people, self.day())
        cost = self.cost.whole_number() or 0
        return Expense(
            action="",
            kind="training",
            gross=cost,
            gross_low=cost,
            training_kind=self.kind.data,
            hours=(self.days.data or 0) * HOURS_A_DAY,
            people=people,
            certifying=bool(self.level.data),
            level=int(self.level.data) if self.level.data not in ("", SPECIFIC) else None,
        )


def funding_form(content: Content, asked: MultiDict[str, str], today: date) -> FundingForm:
    """The question as the address asks it; its day is the first of next month unless it says another."""
    form = FundingForm(formdata=asked, data={"start": first_of_next_month(today), "kind": "trade"})
    form.agreements, form.activities = agreement_names(content), activity_names(content)
    form.departments = {code for region in content.regions for code in region.departments}
    regions = region_choices(content.regions)
    form.region.choices = options([("", _("Non précisée")), *regions])
    form.region.allowed = _("Permis : {allowed}.", allowed=listed([f"{name} ({code})" for code, name in regions]))
    form.days.label.text = in_context("time it takes", "Durée")
    form.training.choices = options([("", typeset(_(OTHER))), *((one.id, said(one.title)) for one in offered(content))])
    return form


def offered(content: Content) -> list[Training]:
    """The employees’ trainings of the catalogue, those of a lapsed certification left aside, by title."""
    employees = [one for one in content.trainings.values() if one.audience == "employee"]
    kept = [one for one in employees if one.printable or one.code is None]
    return sorted(kept, key=lambda one: plain(one.title.read(spoken())))


def first_of_next_month(today: date) -> date:
    years, month = divmod(today.month, 12)
    return date(today.year + years, month + 1, 1)
