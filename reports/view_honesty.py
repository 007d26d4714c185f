"""What a result rests on, what is not known, and where answers disagree (METHOD 2.1, 2.2)."""

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.result import Cell, Result
from reports import words
from reports.lines import ContradictionLine, GapLine, NotApplicableLine, UnknownLine
from reports.naming import Names


def kicker(names: Names, assessment: Assessment, result: Result) -> str:
    """The form, the day, and how many answers are known and verified."""
    form = names.read(names.questionnaire.form_names[result.form])
    if assessment.date is not None:
        form = f"{form}{', le' if result.form == 'flash' else ' du'} {words.day(assessment.date)}"
    rated = rated_cells(result)
    answers = f"{words.count(len(rated), 'réponse', 'réponses')} sur {len(result.cells)}"
    return f"{form} · {answers}{_verified(sum(cell.verified for cell in rated), len(rated))}"


def _verified(verified: int, rated: int) -> str:
    if not rated:
        return ""
    if not verified:
        return ", déclarées" if rated > 1 else ", déclarée"
    if verified == rated:
        return ", toutes vérifiées" if rated > 1 else ", vérifiée"
    return f", dont {words.count(verified, 'vérifiée', 'vérifiées')}"


def rated_cells(result: Result) -> list[Cell]:
    return [cell for cell in result.cells if cell.rating is not None]


def evidence_text(result: Result) -> str:
    """What the figures rest on: seen, shown, or told."""
    rated = rated_cells(result)
    verified = sum(cell.verified for cell in rated)
    if not rated:
        return "Aucune réponse n’est encore connue."
    if not verified:
        return words.typeset("Ce résultat repose sur ce qui a été déclaré : rien n’a encore été vérifié sur place.")
    if verified == len(rated):
        return "Toutes les réponses ont été vérifiées, sur place ou sur pièces."
    seen = words.count(verified, "a été vérifiée", "ont été vérifiées")
    return words.typeset(f"Sur {len(rated)} réponses, {seen}, sur place ou sur pièces ; les autres sont déclarées.")


def unknown_text(result: Result) -> str | None:
    """How many answers are missing, and how far they may move the index."""
    number, node = len(result.cells) - len(rated_cells(result)), result.company
    if not number:
        return None
    missing = words.capital(words.spelled(number, "réponse manque", "réponses manquent", feminine=True))
    low, high = words.index(node.index_low), words.index(node.index_high)
    if low == high:
        return words.typeset(f"{missing} : l’indice reste à {high}, quoi qu’on y réponde.")
    return words.typeset(f"{missing} : l’indice se tient entre {low} et {high}, selon ce qu’on y répondra.")


def unknown_line(names: Names, cell: str) -> UnknownLine:
    return UnknownLine(names.title(cell), names.where(cell), names.principle(cell), cell.partition("/")[0])


def not_applicable_lines(names: Names, result: Result) -> tuple[NotApplicableLine, ...]:
    return tuple(
        NotApplicableLine(names.title(row.cell), names.where(row.cell), f"aurait pesé {words.percent(row.weight)}")
        for row in result.not_applicable
    )


def contradiction_lines(names: Names, result: Result) -> tuple[ContradictionLine, ...]:
    why = {rule.id: names.read(rule.why) for rule in names.questionnaire.contradictions}
    return tuple(
        ContradictionLine(why[hit.rule], tuple(names.full(cell) for cell in hit.cells)) for hit in result.contradictions
    )


def gap_lines(names: Names, result: Result) -> tuple[GapLine, ...]:
    """Subject and size only: who said what stays with those who said it."""
    return tuple(
        GapLine(names.title(row.cell), names.where(row.cell), f"{words.rungs(row.gap)} d’écart")
        for row in result.perception_gaps
    )
