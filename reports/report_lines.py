"""What a printed document holds beyond what the pages already say."""

from dataclasses import dataclass

from reports.lines import BlockingLine, FundingRow, GapLine, PlanView, ResultView, UnreachedLine
from reports.view_skills_page import SkillsPage
from reports.view_training_table import TrainingTable
from reports.view_works_council import Council


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question as consolidated, in the functions that stand on the same rung: never what one person said."""

    title: str
    where: str
    rating: str
    situation: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    name: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    subject: str
    title: str
    checked: str
    valid: str
    address: str


@dataclass(frozen=True, slots=True)
class WordLines:
    """The adviser's word as it is printed: its paragraphs, then who wrote it. `long`: set closer."""

    paragraphs: tuple[str, ...]
    by: str | None
    long: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """What the cover of a signed plan says: who signed it when, and the hash of what was signed."""

    text: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A whole document: what pages already say, the summary page and the annex.

    A printed page has an end: long lists are shortened, and `…_more` says by how much.
    """

    title: str
    company: str
    date_text: str
    footer: str
    illustrative: str | None
    facts: tuple[Fact, ...]
    figures: tuple[KeyFigure, ...]
    summary: tuple[Fact, ...]
    result: ResultView
    plan: PlanView
    funding: tuple[FundingRow, ...]
    skills: SkillsPage | None
    trainings: TrainingTable | None
    council: Council | None
    blocking_others: tuple[BlockingLine, ...]
    blocking_more: str | None
    gaps: tuple[GapLine, ...]
    gaps_more: str | None
    unreached: tuple[UnreachedLine, ...]
    unreached_more: str | None
    answers: tuple[AnswerGroup, ...]
    sources: tuple[SourceLine, ...]
    references: tuple[str, ...]
    versions: str
    caution: str
    word: WordLines | None = None
    seal: Seal | None = None
