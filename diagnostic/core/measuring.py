"""How far the answers of many diagnostics go: what `scoring.score` says of each company as a whole, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from diagnostic.core.batch_tree import Bools, Floats
from diagnostic.core.findings import perception_gaps
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.portfolio import Measure
from diagnostic.core.model.questionnaire import FUNCTIONS, Questionnaire
from diagnostic.core.ratings import hear, rule
from diagnostic.core.scoring_batch import Batch, cell_columns, score_many
from diagnostic.core.tree import asked_cells


@dataclass(frozen=True, slots=True)
class Heard:
    """The cells of one diagnostic: its place among all, how many are asked, answered, left to settle; and in the order
    of `cell_columns`, their ratings, whether they apply and whether they were verified."""

    place: int
    asked: int
    answered: int
    unsettled: int
    functions: tuple[float, ...]
    ratings: Floats
    applicable: Bools
    verified: Bools


def measures(questionnaire: Questionnaire, assessments: Sequence[Assessment]) -> tuple[Measure, ...]:
    """One for each assessment, in their order. Agrees with `score` (METHOD 2)."""
    found: dict[int, Measure] = {}
    for form in sorted({one.form for one in assessments}):
        columns = {cell: column for column, cell in enumerate(cell_columns(questionnaire, form))}
        heard = [
            _hear(questionnaire, one, number, columns) for number, one in enumerate(assessments) if one.form == form
        ]
        found |= _measured(questionnaire, form, heard)
    return tuple(found[number] for number in range(len(assessments)))


def _hear(questionnaire: Questionnaire, assessment: Assessment, number: int, columns: dict[str, int]) -> Heard:
    asked = asked_cells(questionnaire, assessment.form, assessment.functions)
    present = [cell for cell in asked if cell.company_has_it]
    voices = hear(present, assessment)
    rulings = rule(present, assessment, voices)
    ratings, applicable, verified = _blank(len(columns))
    for cell in present:
        column, ruling = columns[cell.id], rulings[cell.id]
        applicable[column] = not ruling.not_applicable
        verified[column] = ruling.verified
        ratings[column] = np.nan if ruling.rating is None else ruling.rating
    ruled = {cell.id for cell in present if rulings[cell.id].verified or rulings[cell.id].not_applicable}
    open_voices = {cell.id: voices[cell.id] for cell in present if cell.id not in ruled}
    return Heard(
        place=number,
        asked=len(present),
        answered=sum(bool(voices[cell.id]) or cell.id in ruled for cell in present),
        unsettled=len(perception_gaps(open_voices)),
        functions=tuple(assessment.functions.get(name, 0.0) for name in FUNCTIONS),
        ratings=ratings,
        applicable=applicable,
        verified=verified,
    )


def _blank(cells: int) -> tuple[Floats, Bools, Bools]:
    return np.full(cells, np.nan), np.zeros(cells, dtype=np.bool_), np.zeros(cells, dtype=np.bool_)


def _measured(questionnaire: Questionnaire, form: str, heard: Sequence[Heard]) -> dict[int, Measure]:
    batch = score_many(
        questionnaire,
        form,
        np.array([one.ratings for one in heard]),
        np.array([one.applicable for one in heard]),
        np.array([one.functions for one in heard], dtype=np.float64),
        np.array([one.verified for one in heard]),
    )
    return {one.place: _measure(batch, row, one) for row, one in enumerate(heard)}


def _measure(batch: Batch, row: int, heard: Heard) -> Measure:
    company = batch.column("company")
    coverage, share = float(batch.coverage[row, company]), float(batch.evidence_share[row, company])
    assessed = bool(batch.assessed[row, company])
    return Measure(
        asked=heard.asked,
        answered=heard.answered,
        coverage=0.0 if isnan(coverage) else coverage,
        assessed=assessed,
        stage=int(batch.stage[row, company]) if assessed else None,
        evidence_share=None if isnan(share) else share,
        unsettled=heard.unsettled,
    )
