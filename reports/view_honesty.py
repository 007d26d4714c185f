"""What a result rests on, what is not known, and where answers disagree (METHOD 2.1, 2.2)."""

from diagnostic.core.language import _, plural
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.result import Cell, Result
from reports import words
from reports.lines import ContradictionLine, GapLine, NotApplicableLine, UnknownLine
from reports.naming import Names


def kicker(names: Names, assessment: Assessment, result: Result) -> str:
    """The form, the day, and how many answers are known and verified."""
    form = names.read(names.questionnaire.form_names[result.form])
    if assessment.date is not None:
        day = words.day(assessment.date)
        is_flash = result.form == "flash"
        form = _("{form}, le {day}", form=form, day=day) if is_flash else _("{form} du {day}", form=form, day=day)
    rated = rated_cells(result)
    return f"{form} · {_known(len(rated), len(result.cells), sum(cell.verified for cell in rated))}"


def _known(rated: int, asked: int, verified: int) -> str:
    """« 40 réponses sur 45, dont 12 vérifiées »."""
    known = _("{answers} sur {asked}", answers=words.count(rated, "réponse", "réponses"), asked=asked)
    if not rated:
        return known
    if not verified:
        return plural(rated, "{known}, déclarée", "{known}, déclarées", known=known)
    if verified == rated:
        return plural(rated, "{known}, vérifiée", "{known}, toutes vérifiées", known=known)
    checked = words.whole(verified)
    return plural(
        verified, "{known}, dont {number} vérifiée", "{known}, dont {number} vérifiées", number=checked, known=known
    )


def rated_cells(result: Result) -> list[Cell]:
    return [cell for cell in result.cells if cell.rating is not None]


def evidence_text(result: Result) -> str:
    """What the figures rest on: seen, shown, or told."""
    rated = rated_cells(result)
    verified = sum(cell.verified for cell in rated)
    if not rated:
        return _("Aucune réponse n’est encore connue.")
    if not verified:
        return words.typeset(_("Ce résultat repose sur ce qui a été déclaré : rien n’a encore été vérifié sur place."))
    if verified == len(rated):
        return _("Toutes les réponses ont été vérifiées, sur place ou sur pièces.")
    told = plural(
        verified,
        "Sur {rated} réponses, {number} a été vérifiée, sur place ou sur pièces ; les autres sont déclarées.",
        "Sur {rated} réponses, {number} ont été vérifiées, sur place ou sur pièces ; les autres sont déclarées.",
        number=words.whole(verified),
        rated=len(rated),
    )
    return words.typeset(told)


def unknown_text(result: Result) -> str | None:
    """How many answers are missing, and how far they may move the index."""
    number, node = len(result.cells) - len(rated_cells(result)), result.company
    if not number:
        return None
    missing = words.capital(words.spelled(number, "réponse manque", "réponses manquent", feminine=True))
    low, high = words.index(node.index_low), words.index(node.index_high)
    if low == high:
        told = _("{missing} : l’indice reste à {high}, quoi qu’on y réponde.", missing=missing, high=high)
    else:
        told = _(
            "{missing} : l’indice se tient entre {low} et {high}, selon ce qu’on y répondra.",
            missing=missing,
            low=low,
            high=high,
        )
    return words.typeset(told)


def unknown_line(names: Names, cell: str) -> UnknownLine:
    return UnknownLine(names.title(cell), names.where(cell), names.principle(cell), cell.partition("/")[0])


def not_applicable_lines(names: Names, result: Result) -> tuple[NotApplicableLine, ...]:
    return tuple(
        NotApplicableLine(
            names.title(row.cell), names.where(row.cell), _("aurait pesé {share}", share=words.percent(row.weight))
        )
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
        GapLine(names.title(row.cell), names.where(row.cell), _("{rungs} d’écart", rungs=words.rungs(row.gap)))
        for row in result.perception_gaps
    )
