"""What the skills pages hold, line by line; the screen, the document and the workbook print the same."""

from dataclasses import dataclass
from typing import Literal

from diagnostic.core.language import _
from diagnostic.core.model.skills_gap import Basis
from reports import words

Standing = Literal["open", "held", "unknown"]
LEVELS_TOP = 4
GAPS_SHOWN = 6
UNKNOWN_SHOWN = 5
ADVICE_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill on the line from 0 to 4. `current` None = nobody has said; `people`: how many are missing;
    `people_text` None where they were not counted."""

    id: str
    name: str
    standing: Standing
    standing_text: str
    current: int | None
    required: int
    current_text: str
    required_text: str
    people: int
    people_text: str | None
    basis_text: str | None

    @property
    def in_one_line(self) -> str:
        today, wanted = (
            _("{level} aujourd’hui", level=self.current_text),
            _("{level} demandé", level=self.required_text),
        )
        return _("{a} : {b}", a=self.name, b=", ".join(part for part in (today, wanted, self.people_text) if part))


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Technological or not: two groups of equal rank."""

    title: str
    rows: tuple[SkillRow, ...]


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell that asks for the skill: where it stands in the questionnaire, and what it asks."""

    title: str
    where: str
    asks: str
    principle: str
    capability: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A training: « 14 heures, au poste (AFEST) ; CFA », the level it leads to, its certification, its price."""

    title: str
    detail: str
    level: str
    certification: str | None
    cost: str


@dataclass(frozen=True, slots=True)
class DeviceName:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way to close the gap; `offers` first those shown, `more` the rest of the catalogue's."""

    id: str
    name: str
    brings: str
    how: str
    first_step: str
    who: str
    caution: str | None
    offers: tuple[OfferLine, ...]
    more: tuple[OfferLine, ...]
    actions: tuple[str, ...]
    devices: tuple[DeviceName, ...]

    @property
    def actions_in_one_line(self) -> str:
        return words.joined(self.actions)

    @property
    def count_text(self) -> str:
        """« 3 formations, 1 mesure », or nothing."""
        trainings, actions = len(self.offers) + len(self.more), len(self.actions)
        counts = (
            words.count(trainings, "formation", "formations") if trainings else None,
            words.count(actions, "mesure", "mesures") if actions else None,
        )
        return ", ".join(told for told in counts if told)


@dataclass(frozen=True, slots=True)
class GapBlock:
    """A gap that is known, with why it matters and how to close it."""

    id: str
    name: str
    description: str
    level_text: str
    people_text: str | None
    today: str | None
    wanted: str | None
    why: str
    cells: tuple[CellLine, ...]
    ways: tuple[WayLine, ...]
    no_way: str | None


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """A skill that nobody has situated yet; `by_team`: it is asked of teams, on the page of practices."""

    id: str
    name: str
    asks: str
    by_team: bool


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """An answer about how the company trains; `advice` where a first step is worth it."""

    id: str
    topic: str
    question: str
    answer: str
    advice: str | None
    actions: tuple[str, ...]

    @property
    def actions_in_one_line(self) -> str:
        return words.joined(self.actions)


@dataclass(frozen=True, slots=True)
class AptitudeRow:
    """One aptitude: the level that the target asks, then each team's; a dash where there is none."""

    name: str
    required: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AptitudeTable:
    teams: tuple[str, ...]
    rows: tuple[AptitudeRow, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SkillsView:
    """The page in its order. `asked_left`: skills of the questionnaire still to situate; `groups`: those of the
    picture; `levels`: what 0 to 4 mean."""

    kicker: str
    title: str
    lead: str
    asked_left: int
    invitation: str
    groups: tuple[SkillGroup, ...]
    picture_note: str
    levels: tuple[tuple[str, str], ...]
    gaps: tuple[GapBlock, ...]
    gaps_title: str
    unknown: tuple[UnknownLine, ...]
    unknown_title: str
    practice: tuple[PracticeLine, ...]
    aptitudes: AptitudeTable | None
    matrix_text: str | None

    @property
    def levels_in_one_line(self) -> str:
        told = (_("{a} : {b}", a=number, b=words.lower_first(meaning)) for number, meaning in self.levels)
        return words.typeset(f"{words.joined(told)}.")

    @property
    def gaps_first(self) -> tuple[GapBlock, ...]:
        return self.gaps[:GAPS_SHOWN]

    @property
    def gaps_more(self) -> tuple[GapBlock, ...]:
        return self.gaps[GAPS_SHOWN:]

    @property
    def ways(self) -> tuple[WayLine, ...]:
        """Each way that some gap may take, once."""
        return tuple({way.id: way for gap in self.gaps for way in gap.ways}.values())

    @property
    def unknown_first(self) -> tuple[UnknownLine, ...]:
        return self.unknown[:UNKNOWN_SHOWN]

    @property
    def unknown_more(self) -> tuple[UnknownLine, ...]:
        return self.unknown[UNKNOWN_SHOWN:]

    @property
    def advice_first(self) -> tuple[PracticeLine, ...]:
        return self.advice[:ADVICE_SHOWN]

    @property
    def advice_more(self) -> tuple[PracticeLine, ...]:
        return self.advice[ADVICE_SHOWN:]

    @property
    def advice(self) -> tuple[PracticeLine, ...]:
        return tuple(line for line in self.practice if line.advice)


def basis_text(basis: Basis | None) -> str | None:
    """Where a level comes from, when it is not what was answered."""
    return _("d’après votre matrice") if basis == "matrix" else None
