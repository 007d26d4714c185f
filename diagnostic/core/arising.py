"""What stands out while one answers: vital minima and pairs of answers that cannot both hold (METHOD 2, 2.2), without
the rest of the score."""

from dataclasses import dataclass

from diagnostic.core import findings
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.model.result import Alert, Cell, ContradictionHit
from diagnostic.core.ratings import Ruling, hear, rule
from diagnostic.core.tree import AskedCell, asked_cells


@dataclass(frozen=True, slots=True)
class Arising:
    alerts: tuple[Alert, ...]
    contradictions: tuple[ContradictionHit, ...]


def arising(questionnaire: Questionnaire, assessment: Assessment) -> Arising:
    """The same alerts and contradictions as `scoring.score` of that assessment."""
    asked = asked_cells(questionnaire, assessment.form, assessment.functions)
    present = [cell for cell in asked if cell.company_has_it]
    rulings = rule(present, assessment, hear(present, assessment))
    cells = [_unweighed(cell, rulings[cell.id]) for cell in present if not rulings[cell.id].not_applicable]
    return Arising(
        findings.alerts(questionnaire, cells), findings.contradictions(questionnaire, assessment.form, cells)
    )


def _unweighed(cell: AskedCell, ruling: Ruling) -> Cell:
    """A rated cell; neither alerts nor contradictions look at its weight."""
    return Cell(cell.id, cell.capability.id, cell.function, cell.area, 0.0, ruling.rating, ruling.verified)
