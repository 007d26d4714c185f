"""The training plan, row by row: the document prints them, the workbook holds them as numbers and dates."""

from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import _
from reports import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """What pays, or would: a device (`id`) by its name, with what makes it believable. Whole euros; `sure` False = to
    confirm."""

    id: str
    device: str
    amount: int
    rule: str
    source: str
    valid_to: date | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Filing:
    """The last day to file, what, and whether it is already past."""

    by: date
    what: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """One training of the plan, for `people` people together; never a name.

    `counted`: a measure includes it and its money is in the plan; otherwise it is advised for a skill that a measure
    rests on, and counted nowhere. `known` False: nobody has said yet who can do it. `ranks`: the measures it serves.
    `starts_on`, `ends_on`: the quarters of the first of them. `gross`, `net`: whole euros at the high end, before tax;
    `paid` by devices in force, `renewed` what an expired scale would bring.
    """

    id: str
    title: str
    skill: str | None
    ranks: tuple[int, ...]
    people: int
    known: bool
    hours: float
    modality: str
    provider: str
    certification: str | None
    starts_on: date
    ends_on: date
    gross_low: int
    gross: int
    paid: tuple[Aid, ...]
    renewed: Aid | None
    filings: tuple[Filing, ...]
    counted: bool

    @property
    def people_text(self) -> str:
        return words.count(self.people, "personne", "personnes") if self.known else _("à vérifier")

    @property
    def funded(self) -> int:
        return sum(aid.amount for aid in self.paid)

    @property
    def net(self) -> int:
        return self.gross - self.funded


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAid:
    """What pays, or would, for a measure's own cost, its trainings left out. Whole euros before tax."""

    title: str
    rank: int
    starts_on: date
    ends_on: date
    gross_low: int
    gross: int
    paid: tuple[Aid, ...]
    renewed: Aid | None
    filings: tuple[Filing, ...]

    @property
    def net(self) -> int:
        return self.gross - sum(aid.amount for aid in self.paid)
