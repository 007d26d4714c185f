"""The shape of entry/follow_up.yaml: the rhythm of the follow-up."""

from typing import Annotated

from pydantic import Field

from diagnostic.content.schema import TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.model import rhythm as core

FILE = "entry/follow_up.yaml"
Days = Annotated[int, Field(ge=1, le=365)]


class StepRhythmShape(Shape):
    before_days: Days
    late_every_days: Days
    late_times: Annotated[int, Field(ge=0, le=12)]
    why: TextShape


class RestitutionRhythmShape(Shape):
    before_days: Days
    after_days: Days
    why: TextShape


class AgainRhythmShape(Shape):
    months: Annotated[int, Field(ge=1, le=60)]
    why: TextShape


class ChangeRuleShape(Shape):
    stable_under: Annotated[float, Field(gt=0, le=3)]
    why: TextShape


class RhythmShape(Shape):
    steps: StepRhythmShape
    restitution: RestitutionRhythmShape
    again: AgainRhythmShape
    change: ChangeRuleShape

    def value(self) -> core.Rhythm:
        steps, restitution = self.steps, self.restitution
        return core.Rhythm(
            steps=core.StepRhythm(steps.before_days, steps.late_every_days, steps.late_times, steps.why.value()),
            restitution=core.RestitutionRhythm(
                restitution.before_days, restitution.after_days, restitution.why.value()
            ),
            again=core.AgainRhythm(self.again.months, self.again.why.value()),
            change=core.ChangeRule(self.change.stable_under, self.change.why.value()),
        )
