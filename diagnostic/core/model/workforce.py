"""What the catalogue knows about people besides skills: how a company trains, how teams work, how a gap is closed
(METHOD 3 and 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.questionnaire import Text

Topic = Literal["training", "hr", "digital_floor"]
WayKind = Literal["training", "afest", "mentoring", "reversed_apprenticeship", "recruitment", "shared_employment"]


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """`level` 0 (nothing yet) to 3 (settled habit): orders the answers, never a score of the company."""

    id: str
    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """How the company trains, who holds its HR function, where its digital floor is; asked once for the company.

    `advice`: what to do first when the answer's level is at most `advise_up_to`; `actions`: those that help.
    `unless_matrix`: what it advises is done once the company's polyvalence matrix is filled.
    """

    id: str
    topic: Topic
    question: Text
    help: Text
    answers: tuple[PracticeAnswer, ...]
    advise_up_to: int
    advice: Text
    actions: tuple[str, ...]
    unless_matrix: bool = False

    def advises(self, told: PracticeAnswer, matrix: Matrix) -> bool:
        """Whether that answer calls for the advice; a matrix without a level is not filled."""
        return told.level <= self.advise_up_to and not (self.unless_matrix and matrix.levels)


@dataclass(frozen=True, slots=True)
class Aptitude:
    """One of the COE's seven aptitudes, asked of a team, never of a named person: `skill` is a general skill's id,
    `levels[k]` (0–4) what a team at that level looks like."""

    skill: str
    question: Text
    levels: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to close a skills gap. `brings`: level, headcount or both; `at_least`: the gap (levels) or the headcount
    gap (people) from which it is worth proposing; `devices`: funding devices that go with it; `not_for`: skills that it
    cannot bring, whatever their family."""

    id: WayKind
    name: Text
    how: Text
    first_step: Text
    caution: Text | None
    brings: Literal["level", "headcount", "both"]
    at_least: int
    families: tuple[str, ...]
    devices: tuple[str, ...]
    who: Text
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workforce:
    practice: Mapping[str, PracticeQuestion] = field(default_factory=dict)
    aptitudes: Mapping[str, Aptitude] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)
