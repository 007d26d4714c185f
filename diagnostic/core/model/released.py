"""What leaves: tables whose every figure has passed the protection. Pages, exports and files accept nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal, Self

from diagnostic.core.model.observatory import Population
from diagnostic.core.model.source import Source

FORMAT = "palier-release/1"
Band = Literal["majority", "minority"]
Figure = float | Band
Why = Literal["threshold", "supplier", "alike", "dominance", "audit", "renewal", "withdrawal"]


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """`codes`: one category an axis of the table. `companies`: rounded, None where the cell is withheld, whether nobody
    is in it or too few; `figures`: `measure/item` → rounded figure, absent where that one is withheld. `since`: the
    release that computed it, older than its own where fewer than five companies came or went."""

    codes: tuple[str, ...]
    companies: int | None
    figures: Mapping[str, Figure]
    since: int

    def __post_init__(self) -> None:
        """So that no page can read, by mistake, what is not told."""
        if self.companies is None and self.figures:
            raise ValueError("a withheld cell holds no figure")

    @property
    def shown(self) -> bool:
        return self.companies is not None


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """Every cell of the axes' product, in catalogue order, withheld ones included. Made by core.disclosure alone."""

    id: str
    population: Population
    axes: tuple[str, ...]
    series: tuple[str, ...]
    cells: tuple[ReleasedCell, ...]

    def cell(self, *codes: str) -> ReleasedCell | None:
        return next((cell for cell in self.cells if cell.codes == codes), None)


@dataclass(frozen=True, slots=True)
class Eligible:
    """How many companies a share of coverage is of: public, loaded with its source and date."""

    axis: str
    code: str
    companies: int


@dataclass(frozen=True, slots=True)
class Denominators:
    source: Source
    rows: tuple[Eligible, ...]

    def of(self, axis: str, code: str) -> int | None:
        return next((row.companies for row in self.rows if (row.axis, row.code) == (axis, code)), None)


@dataclass(frozen=True, slots=True)
class Release:
    """Immutable, numbered from 1. `quarter`: « 2026-T4 ». `synthetic`: its companies were drawn by a generator, and
    every page, file and figure says so. `previous`: the seal of the release before, None for the first."""

    number: int
    on: date
    quarter: str
    catalogue: str
    questionnaire: str
    synthetic: bool
    tables: tuple[ReleasedTable, ...]
    denominators: Denominators | None
    previous: str | None

    def table(self, id: str) -> ReleasedTable | None:
        return next((table for table in self.tables if table.id == id), None)


@dataclass(frozen=True, slots=True)
class Head:
    """What names a release, without its tables. `seal`: of its document; `previous`: that of the one before."""

    number: int
    quarter: str
    on: date
    synthetic: bool
    seal: str
    previous: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class FileHead:
    """What a list says of a file of a release, without its content. `size` in bytes."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        return cls(name, len(content), sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Withheld:
    """A line of the log: why a cell of a table, or one figure of it, is not told. It names no number of companies."""

    table: str
    codes: tuple[str, ...]
    series: str | None
    why: Why
