"""The shapes of `people/*.yaml`: how a company trains, how teams work, how a gap is closed; the core values they
become."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.catalogue_schema import Family, SkillTextShape
from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import workforce as core

HABIT = 3  # the level of a settled habit


class PracticeAnswerShape(Shape):
    id: Id
    level: Annotated[int, Field(ge=0, le=HABIT)]
    text: TextShape

    def value(self) -> core.PracticeAnswer:
        return core.PracticeAnswer(self.id, self.level, self.text.value())


class PracticeQuestionShape(Shape):
    id: Id
    topic: core.Topic
    question: TextShape
    help: TextShape
    answers: Annotated[tuple[PracticeAnswerShape, ...], Field(min_length=2)]
    advise_up_to: Annotated[int, Field(ge=0, lt=HABIT)]
    advice: TextShape
    actions: Annotated[tuple[Id, ...], Field(min_length=1)]
    unless_matrix: bool = False

    @model_validator(mode="after")
    def levels_rise(self) -> Self:
        levels = [row.level for row in self.answers]
        if levels != sorted(set(levels)):
            raise PydanticCustomError(
                "answers", _("valeur refusée"), {"allowed": _("level, croissant à chaque réponse")}
            )
        return self

    @model_validator(mode="after")
    def answers_have_their_own_id(self) -> Self:
        if len({row.id for row in self.answers}) < len(self.answers):
            raise PydanticCustomError("answers", _("deux réponses ont le même id"), {"allowed": _("un id par réponse")})
        return self

    def value(self) -> core.PracticeQuestion:
        return core.PracticeQuestion(
            id=self.id,
            topic=self.topic,
            question=self.question.value(),
            help=self.help.value(),
            answers=tuple(row.value() for row in self.answers),
            advise_up_to=self.advise_up_to,
            advice=self.advice.value(),
            actions=self.actions,
            unless_matrix=self.unless_matrix,
        )


class AptitudeShape(Shape):
    skill: Id
    question: TextShape
    levels: Annotated[tuple[SkillTextShape, ...], Field(min_length=5, max_length=5)]

    @model_validator(mode="after")
    def levels_in_order(self) -> Self:
        if [row.level for row in self.levels] != list(range(5)):
            raise PydanticCustomError("levels", _("valeur refusée"), {"allowed": _("levels de 0 à 4, dans l’ordre")})
        return self

    def value(self) -> core.Aptitude:
        return core.Aptitude(self.skill, self.question.value(), tuple(row.text.value() for row in self.levels))


class WayShape(Shape):
    id: core.WayKind
    name: TextShape
    how: TextShape
    first_step: TextShape
    caution: TextShape | None
    brings: Literal["level", "headcount", "both"]
    at_least: Annotated[int, Field(ge=1, le=4)]
    families: Annotated[tuple[Family, ...], Field(min_length=1)]
    devices: tuple[Id, ...]
    who: TextShape
    not_for: tuple[Id, ...] = ()

    def value(self) -> core.Way:
        return core.Way(
            id=self.id,
            name=self.name.value(),
            how=self.how.value(),
            first_step=self.first_step.value(),
            caution=self.caution.value() if self.caution else None,
            brings=self.brings,
            at_least=self.at_least,
            families=self.families,
            devices=self.devices,
            who=self.who.value(),
            not_for=self.not_for,
        )
