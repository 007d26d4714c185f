"""The shape of `editions/<version>/map.yaml`: what became of each capability in the next edition."""

from typing import Annotated, Literal

from pydantic import Field

from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.model import edition as core
from diagnostic.core.model.questionnaire import Questionnaire

FOLDER = "editions"
MAP = "map.yaml"
Several = Annotated[tuple[Id, ...], Field(min_length=2)]


class KeptShape(Shape):
    id: Id
    compares: bool
    why: TextShape

    def value(self) -> core.Correspondence:
        return core.Correspondence("kept", (self.id,), (self.id,), self.compares, self.why.value())


class RenamedShape(Shape):
    before: Annotated[Id, Field(alias="from")]
    to: Id
    compares: bool
    why: TextShape

    def value(self) -> core.Correspondence:
        return core.Correspondence("renamed", (self.before,), (self.to,), self.compares, self.why.value())


class MergedShape(Shape):
    """`rule`: what the ratings of before amount to, beside the one of after; `none`: they do not compare."""

    before: Annotated[Several, Field(alias="from")]
    to: Id
    rule: Literal["lowest", "none"]
    why: TextShape

    def value(self) -> core.Correspondence:
        return core.Correspondence("merged", self.before, (self.to,), self.rule == "lowest", self.why.value())


class SplitShape(Shape):
    """`compares`: the rating of before stands beside each one of after."""

    before: Annotated[Id, Field(alias="from")]
    to: Several
    compares: bool
    why: TextShape

    def value(self) -> core.Correspondence:
        return core.Correspondence("split", (self.before,), self.to, self.compares, self.why.value())


class GoneShape(Shape):
    id: Id
    why: TextShape


class MapShape(Shape):
    next: str
    kept: tuple[KeptShape, ...] = ()
    renamed: tuple[RenamedShape, ...] = ()
    merged: tuple[MergedShape, ...] = ()
    split: tuple[SplitShape, ...] = ()
    removed: tuple[GoneShape, ...] = ()
    added: tuple[GoneShape, ...] = ()

    def lines(self) -> tuple[core.Correspondence, ...]:
        """What the file says, in its order."""
        return (
            *(row.value() for row in self.kept),
            *(row.value() for row in self.renamed),
            *(row.value() for row in self.merged),
            *(row.value() for row in self.split),
            *(core.Correspondence("removed", (row.id,), (), False, row.why.value()) for row in self.removed),
            *(core.Correspondence("added", (), (row.id,), False, row.why.value()) for row in self.added),
        )


def edition(folder: str, questionnaire: Questionnaire, shape: MapShape, following: Questionnaire) -> core.Edition:
    """With a line for each capability of both editions of which the map says nothing: it is kept, and compares."""
    said = shape.lines()
    named = {id for line in said for id in (*line.before, *line.after)}
    later = {one.id for one in following.capabilities()}
    silent = (one.id for one in questionnaire.capabilities() if one.id in later and one.id not in named)
    kept = (core.Correspondence("kept", (id,), (id,), compares=True) for id in silent)
    return core.Edition(folder, questionnaire, shape.next, (*kept, *said))
