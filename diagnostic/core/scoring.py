"""Answers → result: every node, and what stands out (METHOD 2)."""

from collections.abc import Mapping, Sequence

from diagnostic.core import findings
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.model.result import Cell, Node, NotApplicable, Result
from diagnostic.core.nodes import measure
from diagnostic.core.ratings import Ruling, hear, rule
from diagnostic.core.tree import AskedCell, asked_cells, grow, weigh


def score(questionnaire: Questionnaire, assessment: Assessment) -> Result:
    """Everything that `palier-result/1` states of one assessment that `check_assessment` accepts."""
    asked = asked_cells(questionnaire, assessment.form, assessment.functions)
    present = [cell for cell in asked if cell.company_has_it]
    voices = hear(present, assessment)
    rulings = rule(present, assessment, voices)
    applicable = [cell for cell in present if not rulings[cell.id].not_applicable]
    cells = _weighed(applicable, rulings)
    nodes = measure(grow(applicable), {cell.id: cell.rating for cell in cells}, {c.id for c in cells if c.verified})
    limiting_area, spread = findings.limits(nodes)
    return Result(
        method=questionnaire.method,
        questionnaire=questionnaire.ref,
        content_sha256=questionnaire.content_sha256,
        form=assessment.form,
        nodes=nodes,
        cells=cells,
        alerts=findings.alerts(questionnaire, cells),
        not_applicable=_declared_not_applicable(present, rulings),
        limiting_area=limiting_area,
        spread=spread,
        blocking=findings.blocking(nodes, cells),
        blocking_areas=findings.blocking_areas(nodes),
        perception_gaps=findings.perception_gaps({cell.id: voices[cell.id] for cell in applicable}),
        contradictions=findings.contradictions(questionnaire, assessment.form, cells),
    )


def score_ratings(
    questionnaire: Questionnaire, form: str, functions: Mapping[str, float], ratings: Mapping[str, float | None]
) -> dict[str, Node]:
    """Every node from ratings alone (`Result.ratings()`, changed or not): a cell that `ratings` leaves out is not
    applicable, one at None is missing. Nothing counts as verified."""
    asked = asked_cells(questionnaire, form, functions)
    return measure(grow([cell for cell in asked if cell.company_has_it and cell.id in ratings]), ratings)


def _weighed(applicable: Sequence[AskedCell], rulings: Mapping[str, Ruling]) -> tuple[Cell, ...]:
    weights = weigh(applicable)
    return tuple(
        Cell(
            id=cell.id,
            capability=cell.capability.id,
            function=cell.function,
            area=cell.area,
            weight=weights[cell.id],
            rating=rulings[cell.id].rating,
            verified=rulings[cell.id].verified,
        )
        for cell in applicable
    )


def _declared_not_applicable(present: Sequence[AskedCell], rulings: Mapping[str, Ruling]) -> tuple[NotApplicable, ...]:
    """With the weight each would have had, had nothing been declared so."""
    weights = weigh(present)
    return tuple(NotApplicable(cell.id, weights[cell.id]) for cell in present if rulings[cell.id].not_applicable)
