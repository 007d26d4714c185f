"""How our answers translate into other models (METHOD 8): their structure, and the links from our questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

Model = Literal["dma", "siri", "impuls"]
MODELS: tuple[Model, ...] = ("dma", "siri", "impuls")
Kind = Literal["tick", "scale", "degree"]
TOPS = {"tick": 1.0, "scale": 5.0, "degree": 1.0}
"""The most that an item of each kind is worth: a box ticked; in service, out of 0 to 5; yes, out of no, partly, yes."""
Closeness = Literal["close", "partial", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """When our answers show it, the item is worth `low` to `high`, in its own units, in `column` where there are two.

    What is looked at is one of `capability` (rungs 0–6, in all its `functions`, every one of them when None; in one at
    least when `anywhere`), `skill` (level 0–4 of the best person who stays), `practice` (level 0–3 of the answer) or
    `budget` (the leader set one above 0). It must reach `at_least`, or stay within `at_most`.
    """

    low: float
    high: float
    why: Text
    column: str | None = None
    capability: str | None = None
    functions: tuple[str, ...] | None = None
    anywhere: bool = False
    skill: str | None = None
    practice: str | None = None
    budget: bool = False
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class DmaItem:
    """`negative`: ticking it says that something is lacking; it cannot stand beside those that it `excludes`."""

    id: str
    label: Text
    links: tuple[Link, ...] = ()
    negative: bool = False
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DmaColumn:
    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class DmaQuestion:
    """`columns`: none, or several that each ask every item; `unlinked`: why items without a link stay unknown."""

    id: str
    kind: Kind
    label: Text
    items: tuple[DmaItem, ...]
    columns: tuple[DmaColumn, ...] = ()
    unlinked: Text | None = None

    def column_ids(self) -> tuple[str | None, ...]:
        return tuple(column.id for column in self.columns) or (None,)

    def boxes(self) -> Iterator["Box"]:
        """Column by column, in the order of the items."""
        for column in self.column_ids():
            yield from (Box(self, item, column) for item in self.items)


@dataclass(frozen=True, slots=True)
class Box:
    """What is answered once: an item, in a column where the question has several."""

    question: DmaQuestion
    item: DmaItem
    column: str | None

    @property
    def key(self) -> str:
        """`question.item`, or `question.item.column`."""
        return box_key(self.question.id, self.item.id, self.column)

    @property
    def top(self) -> float:
        return TOPS[self.question.kind]

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for link in self.item.links if link.column == self.column)


def box_key(question: str, item: str, column: str | None = None) -> str:
    return f"{question}.{item}.{column}" if column else f"{question}.{item}"


@dataclass(frozen=True, slots=True)
class DmaDimension:
    id: str
    name: Text
    questions: tuple[DmaQuestion, ...]


@dataclass(frozen=True, slots=True)
class DmaLevel:
    """Scores up to `up_to`, once rounded to a whole number."""

    id: str
    up_to: int
    name: Text


@dataclass(frozen=True, slots=True)
class Dma:
    """The EU Digital Maturity Assessment: items, our links, levels from the lowest to the highest."""

    name: Text
    formula: Text
    source: Source
    levels: tuple[DmaLevel, ...]
    dimensions: tuple[DmaDimension, ...]
    expected_boxes: int

    def questions(self) -> Iterator[DmaQuestion]:
        for dimension in self.dimensions:
            yield from dimension.questions

    def boxes(self) -> Iterator[Box]:
        for question in self.questions():
            yield from question.boxes()


@dataclass(frozen=True, slots=True)
class Field:
    """A dimension or field of a model that we do not score, and our capabilities that look at the same thing."""

    id: str
    group: Text
    label: Text
    kind: Closeness
    capabilities: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Without:
    """Our capabilities that the other model does not look at."""

    capabilities: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Correspondence:
    id: str
    name: Text
    caution: Text
    source: Source
    fields: tuple[Field, ...]
    without: tuple[Without, ...]


@dataclass(frozen=True, slots=True)
class Crosswalks:
    dma: Dma
    siri: Correspondence
    impuls: Correspondence
