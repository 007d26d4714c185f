"""The shapes of the catalogues' YAML files: skills, entry, actions, and the core values they become."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.schema import FunctionId, Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import catalogue as core
from diagnostic.core.model.device import FundingKind
from diagnostic.core.model.profile import ProfileAnswer, ProfileQuestion
from diagnostic.core.model.restitution import RestitutionTerm

Rung = Annotated[float, Field(ge=0, le=6, multiple_of=0.5)]
Euros = Annotated[int, Field(ge=0)]
Family = Literal["technology", "operational_excellence", "management", "general"]
FAMILIES: tuple[Family, ...] = get_args(Family)
Functions = Annotated[tuple[FunctionId, ...], Field(min_length=1)]
SkillRank = Annotated[int, Field(ge=0, le=4)]


class ReferenceShape(Shape):
    framework: Literal["rome", "clea", "clea_numerique", "pix", "digcomp", "esco"]
    code: str | None
    label: TextShape

    def value(self) -> core.Reference:
        return core.Reference(self.framework, self.code, self.label.value())


class SkillTextShape(Shape):
    level: SkillRank
    text: TextShape


class SkillShape(Shape):
    id: Id
    family: Family
    criticality: Annotated[int, Field(ge=1, le=3)] = 1
    name: TextShape
    description: TextShape
    levels: Annotated[tuple[SkillTextShape, ...], Field(min_length=5, max_length=5)]
    references: tuple[ReferenceShape, ...] = ()

    @model_validator(mode="after")
    def levels_in_order(self) -> Self:
        if [row.level for row in self.levels] != list(range(5)):
            raise PydanticCustomError("levels", _("valeur refusée"), {"allowed": _("levels de 0 à 4, dans l’ordre")})
        return self

    def value(self) -> core.Skill:
        return core.Skill(
            id=self.id,
            family=self.family,
            criticality=self.criticality,
            name=self.name.value(),
            description=self.description.value(),
            levels=tuple(row.text.value() for row in self.levels),
            references=tuple(reference.value() for reference in self.references),
        )


class NeedShape(Shape):
    """A level of a skill, or why the rung asks for none."""

    capability: Id
    rung: Annotated[int, Field(ge=1, le=6)]
    skill: Id | None = None
    level: SkillRank | None = None
    none: TextShape | None = None

    @model_validator(mode="after")
    def a_level_or_a_reason(self) -> Self:
        if (self.none is None) == (self.skill is None) or (self.skill is None) != (self.level is None):
            raise PydanticCustomError("need", _("valeur refusée"), {"allowed": _("skill et level, ou none seul")})
        return self

    def value(self) -> core.Need | core.NoNeed:
        if self.skill is not None and self.level is not None:
            return core.Need(self.capability, self.rung, self.skill, self.level)
        assert self.none is not None
        return core.NoNeed(self.capability, self.rung, self.none.value())


class IndicatorShape(Shape):
    id: Id
    label: TextShape
    unit: str | None = None
    better: Literal["lower", "higher"] | None = None

    def value(self) -> core.Indicator:
        return core.Indicator(self.id, self.label.value(), self.unit, self.better)


class SymptomShape(Shape):
    id: Id
    side: Literal["outside", "inside"]
    name: TextShape
    question: TextShape
    figures: Annotated[tuple[IndicatorShape, ...], Field(max_length=3)] = ()

    def value(self) -> core.Symptom:
        figures = tuple(row.value() for row in self.figures)
        return core.Symptom(self.id, self.side, self.name.value(), self.question.value(), figures)


class RungRefShape(Shape):
    capability: Id
    functions: Functions | None = None
    rung: Rung

    def value(self) -> core.RungRef:
        return core.RungRef(self.capability, self.functions, self.rung)


class RequirementShape(Shape):
    id: Id
    name: TextShape
    help: TextShape
    rungs: Annotated[tuple[RungRefShape, ...], Field(min_length=1)]

    def value(self) -> core.Requirement:
        rungs = tuple(row.value() for row in self.rungs)
        return core.Requirement(self.id, self.name.value(), self.help.value(), rungs)


ProfileId = Literal["sceptic", "learner", "conqueror"]


class NamedShape(Shape):
    id: Id
    name: TextShape
    help: TextShape


class ChoiceShape(NamedShape):
    def value(self) -> core.Choice:
        return core.Choice(self.id, self.name.value(), self.help.value())


class BrakeShape(NamedShape):
    first_step: TextShape

    def value(self) -> core.Brake:
        return core.Brake(self.id, self.name.value(), self.help.value(), self.first_step.value())


class LeaderProfileShape(NamedShape):
    opening: TextShape
    first_steps: Annotated[tuple[TextShape, ...], Field(min_length=3, max_length=3)]

    def value(self) -> core.LeaderProfile:
        steps = tuple(step.value() for step in self.first_steps)
        return core.LeaderProfile(self.id, self.name.value(), self.help.value(), self.opening.value(), steps)


class ProfileAnswerShape(Shape):
    profile: ProfileId
    text: TextShape

    def value(self) -> ProfileAnswer:
        return ProfileAnswer(self.profile, self.text.value())


class ProfileQuestionShape(Shape):
    id: Id
    question: TextShape
    answers: Annotated[tuple[ProfileAnswerShape, ...], Field(min_length=2)]

    def value(self) -> ProfileQuestion:
        return ProfileQuestion(self.id, self.question.value(), tuple(row.value() for row in self.answers))


class MomentShape(NamedShape):
    answer: TextShape
    advice: Annotated[tuple[TextShape, ...], Field(min_length=1)]

    def value(self) -> core.Moment:
        advice = tuple(row.value() for row in self.advice)
        return core.Moment(self.id, self.name.value(), self.help.value(), self.answer.value(), advice)


class OpeningShape(NamedShape):
    first_step: TextShape

    def value(self) -> core.Opening:
        return core.Opening(self.id, self.name.value(), self.help.value(), self.first_step.value())


class ContextShape(Shape):
    positions: tuple[ChoiceShape, ...]
    intents: tuple[ChoiceShape, ...]
    brakes: tuple[BrakeShape, ...]
    leader_profiles: tuple[LeaderProfileShape, ...]
    profile_questions: Annotated[tuple[ProfileQuestionShape, ...], Field(min_length=4, max_length=4)]
    moments: Annotated[tuple[MomentShape, ...], Field(min_length=3, max_length=3)]
    openness: tuple[OpeningShape, ...]
    groups: tuple[ChoiceShape, ...]
    evidence: tuple[ChoiceShape, ...]


class RestitutionTermShape(Shape):
    days: Annotated[int, Field(ge=1, le=90)]
    why: TextShape

    def value(self) -> RestitutionTerm:
        return RestitutionTerm(self.days, self.why.value())


class RegionShape(Shape):
    code: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: TextShape
    departments: Annotated[tuple[Annotated[str, Field(pattern=r"^(\d{2,3}|2[AB])$")], ...], Field(min_length=1)]

    def value(self) -> core.Region:
        return core.Region(self.code, self.name.value(), self.departments)


class RaiseShape(Shape):
    capability: Id
    functions: Functions | None = None
    start: Annotated[Rung, Field(alias="from")]
    to: Rung

    def value(self) -> core.Raise:
        return core.Raise(self.capability, self.functions, self.start, self.to)


class RequireShape(Shape):
    """Another action, or cells at a rung."""

    action: Id | None = None
    capability: Id | None = None
    functions: Functions | None = None
    rung: Rung | None = None

    @model_validator(mode="after")
    def one_or_the_other(self) -> Self:
        cells = (self.capability is not None) + (self.rung is not None)
        if cells != 2 if self.action is None else cells > 0 or self.functions is not None:
            raise PydanticCustomError(
                "require", _("valeur refusée"), {"allowed": _("action seule, ou capability et rung")}
            )
        return self


class SkillLevelShape(Shape):
    skill: Id
    level: SkillRank

    def value(self) -> core.SkillLevel:
        return core.SkillLevel(self.skill, self.level)


class ActionSkillsShape(Shape):
    needs: tuple[SkillLevelShape, ...] = ()
    builds: tuple[SkillLevelShape, ...] = ()


class TrainingUseShape(Shape):
    training: Id
    people: Annotated[int, Field(ge=1)]

    def value(self) -> core.TrainingUse:
        return core.TrainingUse(self.training, self.people)


class CostShape(Shape):
    max_headcount: Annotated[int, Field(ge=1)]
    low: Euros
    high: Euros
    basis: TextShape

    def value(self) -> core.Cost:
        return core.Cost(self.max_headcount, self.low, self.high, self.basis.value())


class WorksCouncilShape(Shape):
    level: Literal["none", "inform", "consult"]
    why: TextShape | None = None
    from_headcount: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def a_duty_says_why(self) -> Self:
        if self.level != "none" and self.why is None:
            raise PydanticCustomError("cse", _("clé manquante"), {"allowed": _("why, avec l’article")})
        return self

    def value(self) -> core.WorksCouncil:
        return core.WorksCouncil(self.level, self.why.value() if self.why else None, self.from_headcount)


class ExpectedShape(Shape):
    start: Annotated[str, Field(alias="from")]
    to: TextShape
    basis: TextShape

    def value(self) -> core.Expected:
        return core.Expected(self.start, self.to.value(), self.basis.value())


class ActionTextShape(Shape):
    title: TextShape
    why: TextShape
    how: Annotated[tuple[TextShape, ...], Field(min_length=2)]
    first_step: TextShape
    fails_if: TextShape

    def value(self) -> core.ActionText:
        how = tuple(step.value() for step in self.how)
        return core.ActionText(
            self.title.value(), self.why.value(), how, self.first_step.value(), self.fails_if.value()
        )


class ActionShape(Shape):
    id: Id
    theme: core.Theme
    phase: core.Phase
    intents: Annotated[tuple[core.Intent, ...], Field(min_length=1)]
    raises: tuple[RaiseShape, ...] = ()
    requires: tuple[RequireShape, ...] = ()
    symptoms: tuple[Id, ...] = ()
    skills: ActionSkillsShape = ActionSkillsShape()
    trainings: tuple[TrainingUseShape, ...] = ()
    quarters: Annotated[int, Field(ge=1, le=8)]
    release_days: Annotated[float, Field(ge=0)]
    internal_days: Annotated[float, Field(ge=0)]
    cost: Annotated[tuple[CostShape, ...], Field(min_length=1)]
    funding_kind: FundingKind | None = None
    cse: WorksCouncilShape
    expected: ExpectedShape | None = None
    text: ActionTextShape
    who: TextShape
    indicators: Annotated[tuple[IndicatorShape, ...], Field(min_length=1)]
    helpers: tuple[TextShape, ...] = ()

    def cells_required(self) -> tuple[core.RungRef, ...]:
        return tuple(
            core.RungRef(row.capability, row.functions, row.rung)
            for row in self.requires
            if row.capability is not None and row.rung is not None
        )

    def value(self) -> core.Action:
        return core.Action(
            id=self.id,
            theme=self.theme,
            phase=self.phase,
            intents=self.intents,
            raises=tuple(row.value() for row in self.raises),
            requires_actions=tuple(row.action for row in self.requires if row.action),
            requires_cells=self.cells_required(),
            symptoms=self.symptoms,
            needs_skills=tuple(row.value() for row in self.skills.needs),
            builds_skills=tuple(row.value() for row in self.skills.builds),
            trainings=tuple(row.value() for row in self.trainings),
            quarters=self.quarters,
            release_days=self.release_days,
            internal_days=self.internal_days,
            costs=tuple(sorted((row.value() for row in self.cost), key=lambda cost: cost.max_headcount)),
            funding_kind=self.funding_kind,
            cse=self.cse.value(),
            expected=self.expected.value() if self.expected else None,
            text=self.text.value(),
            who=self.who.value(),
            indicators=tuple(row.value() for row in self.indicators),
            helpers=tuple(row.value() for row in self.helpers),
        )
