"""An earlier edition of the questionnaire, and what became of each of its questions in the next one."""

from dataclasses import dataclass
from typing import Literal

from diagnostic.core.model.questionnaire import Questionnaire, Text

Kind = Literal["kept", "renamed", "merged", "split", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Capabilities of one edition and those that follow them in the next one, by id.

    `compares`: a rating of before says the same as one of after; of several merged into one, the lowest of them does.
    `why` is None for a capability of both editions of which the map says nothing.
    """

    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]
    compares: bool
    why: Text | None = None

    @property
    def is_one_to_one(self) -> bool:
        return self.compares and len(self.before) == 1 and len(self.after) == 1


@dataclass(frozen=True, slots=True)
class Edition:
    """`folder`: the name it is kept under; `next`: the version that its map leads to; `map`: one line for every
    capability of both."""

    folder: str
    questionnaire: Questionnaire
    next: str
    map: tuple[Correspondence, ...]


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """What a reader of two editions is told. `before`, `after`: titles of the questions, in each edition's words;
    `compares`: their ratings are compared all the same."""

    kind: Kind
    before: tuple[Text, ...]
    after: tuple[Text, ...]
    compares: bool
    why: Text | None
