"""One assessment: JSON or YAML (`palier-assessment/1`) ↔ core values, every error with its place."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from diagnostic.content.loader import MAX_BYTES, parse_yaml
from diagnostic.content.schema import FunctionId, GroupId
from diagnostic.content.shapes import Shape, first_error
from diagnostic.content.text_file import read_text
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model import assessment as core
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import FUNCTIONS
from diagnostic.core.validation import check_assessment

FORMAT = "palier-assessment/1"
LARGEST = 10**12  # beyond it a number is a slip
FARTHEST_RATING = 1e6  # beyond it a number is not even told back
RATING_HINT = N_('un nombre de 0 à 6 par demis, "unknown" ou "not_applicable"')


def refuse_bool(value: object) -> object:
    """JSON's true and false are not numbers here."""
    if isinstance(value, bool):
        raise PydanticCustomError("number", _("un nombre est attendu"))
    return value


def as_rating(value: object) -> object:
    """A number, "unknown" or "not_applicable"; its range is checked with the questionnaire at hand."""
    if value in (core.UNKNOWN, core.NOT_APPLICABLE):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > FARTHEST_RATING:
        raise PydanticCustomError("rating", _("note refusée"), {"allowed": _(RATING_HINT)})
    return float(value)


def as_target(value: object) -> object:
    """A bare number is the area's default."""
    return {"default": value} if isinstance(value, int | float) else value


Whole = Annotated[int, BeforeValidator(refuse_bool)]
Number = Annotated[float, BeforeValidator(refuse_bool)]
RatingField = Annotated[Any, BeforeValidator(as_rating)]
Severity = Annotated[int, BeforeValidator(refuse_bool), Field(ge=0, le=3)]
SkillRank = Annotated[int, BeforeValidator(refuse_bool), Field(ge=0, le=4)]
People = Annotated[int, BeforeValidator(refuse_bool), Field(ge=0, le=LARGEST)]


class CompanyShape(Shape):
    name: Annotated[str, Field(min_length=1)]
    siret: str | None = None
    naf: str | None = None
    idcc: Whole | None = None
    headcount: Annotated[int, BeforeValidator(refuse_bool), Field(ge=1, le=LARGEST)] | None = None
    revenue: Annotated[int, BeforeValidator(refuse_bool), Field(ge=0, le=LARGEST)] | None = None
    region: str | None = None
    zone_emploi: str | None = None
    department: Annotated[str, Field(pattern=r"^(\d{2,3}|2[AB])$")] | None = None
    commune: Annotated[str, Field(pattern=r"^(\d{5}|2[AB]\d{3})$")] | None = None
    position: core.Position | None = None
    intent: core.Intent | None = None


class FigureShape(Shape):
    symptom: str
    indicator: str
    value: Number
    unit: str


class EntryShape(Shape):
    symptoms: dict[str, Severity] = {}
    figures: tuple[FigureShape, ...] = ()
    requirements: tuple[str, ...] = ()
    brakes: dict[str, Severity] = {}
    leader_profile: core.LeaderProfile | None = None
    profile_answers: dict[str, core.LeaderProfile] = {}
    moment: core.Moment | None = None
    openness: tuple[str, ...] = ()
    notes: str | None = None


class ConstraintsShape(Shape):
    budget: Annotated[int, BeforeValidator(refuse_bool), Field(ge=0, le=core.LARGEST_BUDGET)] | None = None
    release_days_per_quarter: Annotated[float, BeforeValidator(refuse_bool), Field(ge=0, le=core.MOST_DAYS)] | None = (
        None
    )
    parallel_actions: Annotated[int, BeforeValidator(refuse_bool), Field(ge=1, le=core.MOST_AT_ONCE)] = 3
    horizon_quarters: Annotated[int, BeforeValidator(refuse_bool), Field(ge=1, le=core.MOST_QUARTERS)] = 8


class RespondentShape(Shape):
    id: Annotated[str, Field(min_length=1)]
    group: GroupId


class AnswerShape(Shape):
    item: str
    function: str | None = None
    respondent: str
    rating: RatingField
    evidence: core.Evidence = "declared"
    note: str | None = None


class SettledShape(Shape):
    item: str
    function: str | None = None
    rating: RatingField
    reason: Annotated[str, Field(min_length=1)]


class SkillStateShape(Shape):
    skill: str
    current: SkillRank
    able: People | None = None
    needed: People | None = None
    leaving: People | None = None


class PersonShape(Shape):
    id: str
    post: str | None = None
    leaving: bool = False


class LevelShape(Shape):
    person: str
    skill: str
    level: SkillRank


class MatrixColumnShape(Shape):
    skill: str
    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    complexity: Annotated[int, BeforeValidator(refuse_bool), Field(ge=1, le=3)] = 1
    needed: People | None = None


class MatrixShape(Shape):
    people: tuple[PersonShape, ...] = ()
    levels: tuple[LevelShape, ...] = ()
    columns: tuple[MatrixColumnShape, ...] = ()


class TeamAptitudeShape(Shape):
    team: Annotated[str, Field(min_length=1, max_length=80)]
    aptitude: str
    level: SkillRank


class AreaTargetShape(Shape):
    default: Number
    development: Number | None = None
    production: Number | None = None
    logistics: Number | None = None
    services: Number | None = None
    marketing_sales: Number | None = None

    def value(self) -> core.AreaTarget:
        rungs = {function: getattr(self, function) for function in FUNCTIONS}
        return core.AreaTarget(self.default, {name: rung for name, rung in rungs.items() if rung is not None})


class PinShape(Shape):
    action: str
    start_quarter: Annotated[int, BeforeValidator(refuse_bool), Field(ge=1)] | None = None


class EditShape(Shape):
    action: str
    field: Literal["cost", "quarters", "release_days", "internal_days"]
    value: Annotated[float, BeforeValidator(refuse_bool), Field(ge=0, le=core.LARGEST_BUDGET)]


class PlanShape(Shape):
    pinned: tuple[PinShape, ...] = ()
    excluded: tuple[str, ...] = ()
    edits: tuple[EditShape, ...] = ()


class ChoicesShape(Shape):
    constraints: ConstraintsShape = ConstraintsShape()
    plan: PlanShape = PlanShape()


class ScenarioShape(ChoicesShape):
    name: Annotated[str, Field(min_length=1, max_length=80)]


class AssessmentShape(Shape):
    format: Literal["palier-assessment/1"]
    questionnaire: str
    form: str = "full"
    date_: Annotated[date | None, Field(alias="date")] = None
    lang: Literal["fr", "en"] = "fr"
    illustrative: bool = False
    company: CompanyShape
    functions: dict[FunctionId, Number] | None = None
    entry: EntryShape = EntryShape()
    constraints: ConstraintsShape = ConstraintsShape()
    respondents: tuple[RespondentShape, ...] = ()
    answers: tuple[AnswerShape, ...]
    settled: tuple[SettledShape, ...] = ()
    skills: tuple[SkillStateShape, ...] = ()
    matrix: MatrixShape = MatrixShape()
    practice: dict[str, str] = {}
    aptitudes: tuple[TeamAptitudeShape, ...] = ()
    target: dict[str, Annotated[AreaTargetShape, BeforeValidator(as_target)]] = {}
    plan: PlanShape = PlanShape()
    scenarios: tuple[ScenarioShape, ...] = ()

    def value(self) -> core.Assessment:
        given = self.functions
        weights = {name: 1.0 if given is None else given.get(name, 0.0) for name in FUNCTIONS}  # type: ignore[call-overload]
        return core.Assessment(
            questionnaire=self.questionnaire,
            form=self.form,
            date=self.date_,
            lang=self.lang,
            illustrative=self.illustrative,
            company=core.Company(**self.company.model_dump()),
            functions=weights,
            entry=entry_value(self.entry),
            constraints=core.Constraints(**self.constraints.model_dump()),
            respondents=tuple(core.Respondent(row.id, row.group) for row in self.respondents),
            answers=tuple(core.Answer(**row.model_dump()) for row in self.answers),
            settled=tuple(core.Settled(**row.model_dump()) for row in self.settled),
            skills=tuple(core.SkillState(**row.model_dump()) for row in self.skills),
            matrix=matrix_value(self.matrix),
            practice=self.practice,
            aptitudes=tuple(core.TeamAptitude(**row.model_dump()) for row in self.aptitudes),
            target={area: target.value() for area, target in self.target.items()},
            plan=plan_value(self.plan),
            scenarios=tuple(scenario_value(row) for row in self.scenarios),
        )


ADAPTER = TypeAdapter(AssessmentShape)
CHOICES = TypeAdapter(ChoicesShape)
DUMP = TypeAdapter(core.Assessment)


def entry_value(entry: EntryShape) -> core.Entry:
    figures = tuple(core.Figure(**row.model_dump()) for row in entry.figures)
    return core.Entry(
        symptoms=entry.symptoms,
        figures=figures,
        requirements=entry.requirements,
        brakes=entry.brakes,
        leader_profile=entry.leader_profile,
        profile_answers=entry.profile_answers,
        moment=entry.moment,
        openness=entry.openness,
        notes=entry.notes,
    )


def matrix_value(matrix: MatrixShape) -> core.Matrix:
    people = tuple(core.Person(**row.model_dump()) for row in matrix.people)
    columns = tuple(core.MatrixColumn(**row.model_dump()) for row in matrix.columns)
    return core.Matrix(people, tuple(core.Level(**row.model_dump()) for row in matrix.levels), columns)


def scenario_value(scenario: ScenarioShape) -> core.Scenario:
    constraints = core.Constraints(**scenario.constraints.model_dump())
    return core.Scenario(name=scenario.name, constraints=constraints, plan=plan_value(scenario.plan))


def plan_value(plan: PlanShape) -> core.PlanChoices:
    pinned = tuple(core.Pin(**row.model_dump()) for row in plan.pinned)
    edits = tuple(core.Edit(**row.model_dump()) for row in plan.edits)
    return core.PlanChoices(pinned, plan.excluded, edits)


def read_assessment(path: Path, content: Content) -> core.Assessment:
    """The assessment in a file; UserError with its place when anything is wrong."""
    return parse_assessment(read_text(path, MAX_BYTES), str(path), content)


def parse_assessment(text: str, name: str, content: Content) -> core.Assessment:
    """JSON, or YAML with the same keys; `name` is what errors call the text."""
    raw = parse_yaml(text, name) if name.endswith((".yaml", ".yml")) else parse_json(text, name)
    if not isinstance(raw, Mapping):
        raise UserError(_("un objet JSON est attendu"), name, _('avec "format": "{format}"', format=FORMAT))
    assessment = parse_document(raw, name)
    check_assessment(content, assessment)
    return assessment


def parse_document(raw: Mapping[Any, Any], name: str | None = None) -> core.Assessment:
    """Plain values of the right shape → core values; what they say is not checked against the content."""
    try:
        return ADAPTER.validate_python(raw).value()
    except ValidationError as error:
        place, message, hint = first_error(error)
        raise UserError(message, place or name, hint) from error


def parse_choices(raw: object) -> tuple[core.Constraints, core.PlanChoices]:
    """Plain values (`constraints`, `plan`) → means and choices; not checked against the content."""
    try:
        found = CHOICES.validate_python(raw)
    except ValidationError as error:
        place, message, hint = first_error(error)
        raise UserError(message, place, hint) from error
    return core.Constraints(**found.constraints.model_dump()), plan_value(found.plan)


def parse_json(text: str, name: str) -> object:
    """JSON text → plain values; a key written twice is refused."""
    try:
        return json.loads(text, object_pairs_hook=unique_pairs)
    except json.JSONDecodeError as error:
        place = _("ligne {line}, colonne {column}", line=error.lineno, column=error.colno)
        raise UserError(
            _("ce n’est pas du JSON lisible ({place})", place=place), name, _("JSON, ou YAML dans un fichier .yaml")
        ) from error
    except RecursionError as error:
        raise UserError(_("JSON trop imbriqué"), name) from error
    except ValueError as error:
        raise UserError(_("un nombre a trop de chiffres"), name) from error


def unique_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise UserError(_("clé écrite deux fois"), key)
        found[key] = value
    return found


def assessment_document(assessment: core.Assessment) -> dict[str, Any]:
    """The JSON document of CONTRACT: what `read_assessment` reads back to an equal value."""
    document: dict[str, Any] = DUMP.dump_python(assessment, mode="json")
    targets = {area: {"default": target.default, **target.functions} for area, target in assessment.target.items()}
    return {"format": FORMAT, **document, "target": targets}
