"""What each company brings to the observatory, before it is decided who counts: companies to columns (METHOD 7)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np

from diagnostic.core.batch_tree import Bools, Floats
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Gathered, Rated
from diagnostic.core.model.granted import Status
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.model.result import Cell
from diagnostic.core.ratings import hear, rule
from diagnostic.core.scoring_batch import NO_STAGE, cell_columns, score_many
from diagnostic.core.skills import headcount_gap
from diagnostic.core.skills_states import states
from diagnostic.core.status import Facts, status
from diagnostic.core.target import aims_at
from diagnostic.core.tree import AskedCell, asked_cells

AXES = ("region", "department", "zone", "naf", "intent", "form", "mode", "quarter")
SEVERE = 2
UNKNOWN_HEADCOUNT = -1
STATUSES = tuple(Status)
Series = dict[str, float]


@dataclass(frozen=True, slots=True)
class Promised:
    """What the signed plan in force holds: its actions, and the euros that each device is to bring."""

    actions: frozenset[str]
    devices: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One company. `leader`: whoever leads it with an account, by an opaque key. `assessments`: its diagnostics, the
    newest first, each with its quarter; `facts`: what proves how far it has come, but whether a diagnostic is assessed,
    found here unless it is of an earlier edition of the questionnaire; `status` stands in their place where given."""

    siren: str
    verified: bool
    head: str | None
    legal_form: str | None
    adviser: str | None
    recorded: bool
    consented: bool
    assessments: tuple[tuple[Assessment, str], ...]
    facts: Facts = field(default_factory=Facts)
    status: Status | None = None
    promised: Promised | None = None
    leader: str | None = None


class _Sheets:
    """What a form asks of a company with these functions, worked out once for all those that have the same."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._cells: dict[tuple[str, frozenset[str]], tuple[AskedCell, ...]] = {}
        self._columns: dict[str, dict[str, int]] = {}

    def cells(self, assessment: Assessment) -> tuple[AskedCell, ...]:
        """The cells that such a company has, functions equal."""
        form, functions = (
            assessment.form,
            frozenset(name for name, weight in assessment.functions.items() if weight > 0),
        )
        if (form, functions) not in self._cells:
            asked = asked_cells(self.questionnaire, form, dict.fromkeys(functions, 1.0))
            self._cells[form, functions] = tuple(cell for cell in asked if cell.company_has_it)
        return self._cells[form, functions]

    def columns(self, form: str) -> dict[str, int]:
        """Cell → its place among those of `cell_columns`."""
        if form not in self._columns:
            names = cell_columns(self.questionnaire, form)
            self._columns[form] = {cell: column for column, cell in enumerate(names)}
        return self._columns[form]


@dataclass(frozen=True, slots=True)
class _Read:
    """One diagnostic of a company: its ratings, once every answer is weighed, in the order of `cell_columns`."""

    assessment: Assessment
    quarter: str
    ratings: Floats
    applicable: Bools


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The diagnostic that stands for a company: the newest assessed, else the newest. `stages`: of its areas."""

    read: _Read
    assessed: bool
    stages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A company as columns take it; `known` without its diagnostics, which are long."""

    known: Known
    codes: tuple[str | None, ...]
    headcount: int
    completed: bool
    status: int
    form: str
    ratings: Floats
    applicable: Bools
    values: Series


def rows(content: Content, companies: Sequence[Known]) -> Iterator[Row]:
    """One a company, in their order; those of one call are scored together."""
    sheets = _Sheets(content.questionnaire)
    read = [[_read(sheets, *one) for one in company.assessments] for company in companies]
    scored = _scored(content.questionnaire, [one for reads in read for one in reads])
    for company, reads in zip(companies, read, strict=True):
        found = [_Chosen(one, *scored[id(one)]) for one in reads]
        chosen = next((one for one in found if one.assessed), found[0])
        assessed = company.facts.assessed or any(one.assessed for one in found)
        yield _row(content, sheets, company, chosen, assessed=assessed)


def _read(sheets: _Sheets, assessment: Assessment, quarter: str) -> _Read:
    cells, columns = sheets.cells(assessment), sheets.columns(assessment.form)
    rulings = rule(cells, assessment, hear(cells, assessment))
    ratings, applicable = np.full(len(columns), np.nan), np.zeros(len(columns), dtype=np.bool_)
    for cell in cells:
        ruling = rulings[cell.id]
        applicable[columns[cell.id]] = not ruling.not_applicable
        ratings[columns[cell.id]] = np.nan if ruling.rating is None else ruling.rating
    return _Read(assessment, quarter, ratings, applicable)


def _scored(questionnaire: Questionnaire, reads: Sequence[_Read]) -> dict[int, tuple[bool, dict[str, int]]]:
    """Each diagnostic → whether it is assessed, and the stage of each area (0 where it has none), functions equal."""
    found: dict[int, tuple[bool, dict[str, int]]] = {}
    for form in sorted({one.assessment.form for one in reads}):
        own = [one for one in reads if one.assessment.form == form]
        batch = score_many(
            questionnaire, form, np.array([one.ratings for one in own]), np.array([one.applicable for one in own])
        )
        assessed = batch.assessed[:, batch.column("company")]
        areas = {area.id: batch.stage[:, batch.column(f"area:{area.id}")] for area in questionnaire.areas}
        for place, one in enumerate(own):
            stages = {area: int(stage[place]) for area, stage in areas.items()}
            known = {area: 0 if stage == NO_STAGE else stage for area, stage in stages.items()}
            found[id(one)] = (bool(assessed[place]), known)
    return found


def _row(content: Content, sheets: _Sheets, known: Known, chosen: _Chosen, *, assessed: bool) -> Row:
    read = chosen.read
    assessment, company = read.assessment, read.assessment.company
    reached = known.status or status(replace(known.facts, assessed=assessed))
    mode = "adviser" if known.adviser or _an_adviser_answered(assessment) else "alone"
    codes = (company.region, company.department, company.zone_emploi, company.naf, company.intent)
    return Row(
        known=replace(known, assessments=()),
        codes=(*codes, assessment.form, mode, read.quarter),
        headcount=UNKNOWN_HEADCOUNT if company.headcount is None else company.headcount,
        completed=chosen.assessed,
        status=STATUSES.index(reached),
        form=assessment.form,
        ratings=read.ratings,
        applicable=read.applicable,
        values=_values(content, sheets, known, chosen) if known.consented and chosen.assessed else {},
    )


def _an_adviser_answered(assessment: Assessment) -> bool:
    advisers = {respondent.id for respondent in assessment.respondents if respondent.group == "adviser"}
    return any(answer.respondent in advisers for answer in assessment.answers)


def _values(content: Content, sheets: _Sheets, known: Known, chosen: _Chosen) -> Series:
    """What is not computed from ratings. A company that told no symptom at all brings none; nor does one without a
    signed plan bring an action or money."""
    entry = chosen.read.assessment.entry
    found = _said("symptom", entry.symptoms, content.symptoms) if entry.symptoms else {}
    if entry.brakes:
        found |= _said("brake", entry.brakes, [brake.id for brake in content.context.brakes])
    if known.promised:
        found |= {f"action/{id}": float(id in known.promised.actions) for id in content.actions}
        found |= {f"device/{id}": float(known.promised.devices.get(id, 0.0)) for id in content.devices}
    return found | _skills(content, sheets, chosen)


def _said(measure: str, severities: Mapping[str, int], every: Iterable[str]) -> Series:
    return {f"{measure}/{id}": float(severities.get(id, 0) >= SEVERE) for id in every}


def _skills(content: Content, sheets: _Sheets, chosen: _Chosen) -> Series:
    """Levels missing between the best person who stays and what the targets need, and people still to bring to it, of
    each skill that the company spoke of (METHOD 3)."""
    assessment = chosen.read.assessment
    if not assessment.skills and not assessment.matrix.levels:
        return {}
    required, found = _required(content, sheets, chosen), Series()
    for skill, state in states(content, assessment).items():
        found[f"gap/{skill}"] = float(max(0, required.get(skill, 0) - state.current))
        found[f"people/{skill}"] = float(headcount_gap(state))
    return found


def _required(content: Content, sheets: _Sheets, chosen: _Chosen) -> dict[str, int]:
    """Skill → the highest level that the rungs up to the target of any applicable cell ask."""
    read = chosen.read
    columns = sheets.columns(read.assessment.form)
    cells = [_cell(cell) for cell in sheets.cells(read.assessment) if read.applicable[columns[cell.id]]]
    aims = aims_at(content, read.assessment, cells, chosen.stages)
    highest: dict[str, float] = {}
    for cell in cells:
        highest[cell.capability] = max(highest.get(cell.capability, 0.0), aims[cell.id])
    levels: dict[str, int] = {}
    for need in content.needs:
        if need.rung <= highest.get(need.capability, 0.0):
            levels[need.skill] = max(levels.get(need.skill, 0), need.level)
    return levels


def _cell(cell: AskedCell) -> Cell:
    """As targets read it: neither weight nor rating counts."""
    return Cell(cell.id, cell.capability.id, cell.function, cell.area, 0.0, None, verified=False)


def gathered(content: Content, found: Sequence[Row]) -> Gathered:
    """The columns of these rows. A version changes with whatever may be told of its company."""
    names = sorted({name for row in found for name in row.values})
    values = {name: np.array([row.values.get(name, np.nan) for row in found]) for name in names}
    return Gathered(
        sirens=tuple(row.known.siren for row in found),
        verified=_bools(found, lambda row: row.known.verified),
        heads=tuple(row.known.head for row in found),
        legal_forms=tuple(row.known.legal_form for row in found),
        headcounts=np.array([row.headcount for row in found], dtype=np.int32),
        codes={axis: tuple(row.codes[place] for row in found) for place, axis in enumerate(AXES)},
        advisers=_suppliers(found),
        recorded=_bools(found, lambda row: row.known.recorded),
        consented=_bools(found, lambda row: row.known.consented),
        completed=_bools(found, lambda row: row.completed),
        statuses=np.array([row.status for row in found], dtype=np.int32),
        rated={form: _rated(content.questionnaire, form, found) for form in sorted({row.form for row in found})},
        values=values,
        versions=tuple(_version(content.questionnaire.ref, row) for row in found),
    )


def _suppliers(found: Sequence[Row]) -> tuple[str | None, ...]:
    """Who brought each company: its adviser; else its leader, where the same account leads several."""
    led = Counter(row.known.leader for row in found)
    return tuple(row.known.adviser or (row.known.leader if led[row.known.leader] > 1 else None) for row in found)


def _bools(found: Sequence[Row], of: Callable[[Row], bool]) -> Bools:
    return np.array([of(row) for row in found], dtype=np.bool_)


def _rated(questionnaire: Questionnaire, form: str, found: Sequence[Row]) -> Rated:
    """Of completed diagnostics alone."""
    ranks = [rank for rank, row in enumerate(found) if row.form == form and row.completed]
    cells = len(cell_columns(questionnaire, form))
    return Rated(
        rows=np.array(ranks, dtype=np.int32),
        ratings=np.array([found[rank].ratings for rank in ranks]).reshape(len(ranks), cells),
        applicable=np.array([found[rank].applicable for rank in ranks], dtype=np.bool_).reshape(len(ranks), cells),
    )


def _version(questionnaire: str, row: Row) -> str:
    """The same ratings are not the same scores by another version of the questionnaire."""
    known = row.known
    who = (known.siren, known.verified, known.head, known.legal_form, known.adviser, known.recorded, known.consented)
    told = (questionnaire, *who, *row.codes, row.headcount, row.completed, row.status, sorted(row.values.items()))
    digest = sha256(repr(told).encode())
    digest.update(row.ratings.tobytes())
    digest.update(row.applicable.tobytes())
    return digest.hexdigest()
