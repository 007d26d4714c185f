"""The answers as consolidated: never what one person said."""

from collections.abc import Iterator, Sequence

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.result import Cell
from reports import words
from reports.dossier import Dossier
from reports.report_lines import AnswerGroup, AnswerRow

EVIDENCE = {"observed": N_("vu sur place"), "documented": N_("sur pièce")}
SETTLED, DECLARED, NOT_KNOWN = N_("arrêté ensemble"), N_("déclaré"), N_("à trouver")
NOT_ANSWERED = N_("Pas encore de réponse.")


def answer_groups(dossier: Dossier) -> Iterator[AnswerGroup]:
    """By principle, in the order of the questionnaire."""
    for principle in dossier.content.questionnaire.principles():
        rows = tuple(row for capability in principle.capabilities for row in _answers_to(dossier, capability.id))
        if rows:
            yield AnswerGroup(dossier.names.read(principle.name), rows)


def _answers_to(dossier: Dossier, capability: str) -> Iterator[AnswerRow]:
    """One row per rating and kind of evidence: functions that stand together are printed together."""
    alike: dict[tuple[float | None, str], list[Cell]] = {}
    for cell in dossier.result.cells:
        if cell.capability == capability:
            alike.setdefault((cell.rating, evidence(dossier.assessment, cell)), []).append(cell)
    return (answer_row(dossier, cells) for cells in alike.values())


def answer_row(dossier: Dossier, cells: Sequence[Cell]) -> AnswerRow:
    """Cells of one capability that stand on the same rung, known the same way."""
    first, names = cells[0], dossier.names
    return AnswerRow(
        title=names.title(first.id),
        where=names.where(*(cell.id for cell in cells)),
        rating="?" if first.rating is None else words.rung(first.rating),
        situation=_(NOT_ANSWERED) if first.rating is None else names.situation(first.id, first.rating),
        evidence=evidence(dossier.assessment, first),
    )


def evidence(assessment: Assessment, cell: Cell) -> str:
    """How the consolidated rating is known, in two words."""
    if cell.rating is None:
        return _(NOT_KNOWN)
    if not cell.verified:
        return _(DECLARED)
    if any(one.item == cell.capability and one.function in {cell.function, "all"} for one in assessment.settled):
        return _(SETTLED)
    kinds = {
        answer.evidence
        for answer in assessment.answers
        if answer.item == cell.capability and answer.function in {cell.function, "all"}
    }
    return _(next((name for kind, name in EVIDENCE.items() if kind in kinds), SETTLED))
