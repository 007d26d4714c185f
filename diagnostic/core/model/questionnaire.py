"""The questionnaire: stages, the tree of capabilities, items and their rungs (METHOD 1.1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

FormId = Literal["full", "flash"]
FORMS: tuple[FormId, ...] = ("full", "flash")
FUNCTIONS = ("development", "production", "logistics", "services", "marketing_sales")
GROUPS = ("adviser", "leader", "managers", "operators", "hr")
TOP_RUNG = 6


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in each language; French is always there."""

    fr: str
    en: str | None = None

    def read(self, lang: str) -> str:
        return self.en if lang == "en" and self.en else self.fr


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    number: int
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Function:
    id: str
    name: Text
    covers: Text


@dataclass(frozen=True, slots=True)
class Floor:
    """A vital minimum: below `rung` an alert stands first in every report."""

    rung: int
    text: Text


@dataclass(frozen=True, slots=True)
class Capability:
    """`functions` is None for a capability rated once for the company."""

    id: str
    principle: str
    area: str
    functions: tuple[str, ...] | None
    weight: float
    forms: tuple[str, ...]
    may_be_na: bool
    floor: Floor | None

    def cells(self, form: str) -> tuple[tuple[str, str | None], ...]:
        """(cell id, function or None) pairs that `form` asks; a flash form asks everything for the whole company."""
        if form not in self.forms:
            return ()
        if self.functions is None or form == "flash":
            return ((self.id, None),)
        return tuple((f"{self.id}/{function}", function) for function in self.functions)


@dataclass(frozen=True, slots=True)
class Principle:
    id: str
    area: str
    weight: float
    name: Text
    intro: Text
    capabilities: tuple[Capability, ...]


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    weight: float
    name: Text
    principles: tuple[Principle, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A rung: an observable situation, the proof to ask for, and the goal of whoever stands one rung below."""

    rung: int
    text: Text
    evidence: Text
    goal: Text | None


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    audience: tuple[str, ...]
    title: Text
    question: Text
    help: Text
    function_help: Mapping[str, Text]
    status: Literal["draft", "tested"]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a contradiction: a capability (in a function, or None) and its bound."""

    capability: str
    function: str | None
    rung: float


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Cannot both hold: `high` at `high.rung` or more while `low` is at `low.rung` or less."""

    id: str
    high: Side
    low: Side
    why: Text


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One published version. `content_sha256` is the fingerprint of all the content loaded with it."""

    id: str
    version: str
    method: str
    title: Text
    sources: tuple[Text, ...]
    stages: tuple[Stage, ...]
    functions: tuple[Function, ...]
    form_names: Mapping[str, Text]
    areas: tuple[Area, ...]
    items: Mapping[str, Item]
    contradictions: tuple[Contradiction, ...]
    content_sha256: str

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"

    def principles(self) -> Iterator[Principle]:
        for area in self.areas:
            yield from area.principles

    def capabilities(self) -> Iterator[Capability]:
        for principle in self.principles():
            yield from principle.capabilities

    def capability(self, id: str) -> Capability:
        """The capability called `id`; KeyError if there is none."""
        for capability in self.capabilities():
            if capability.id == id:
                return capability
        raise KeyError(id)


def split_cell(cell: str) -> tuple[str, str | None]:
    """`capability/function` → both; `capability` → (capability, None)."""
    capability, _, function = cell.partition("/")
    return capability, function or None
