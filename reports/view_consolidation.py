"""The views side by side: what each group says of each question, what is retained, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import EVERYWHERE, NOT_APPLICABLE, Rating
from diagnostic.core.model.questionnaire import TOP_RUNG, Questionnaire
from diagnostic.core.views_apart import CellViews, Why
from reports import words
from reports.naming import Names

VIEW_NAMES = {
    "leader": N_("Dirigeant"),
    "adviser": N_("Conseiller"),
    "managers": N_("Encadrement"),
    "operators": N_("Atelier"),
    "hr": N_("Ressources humaines"),
    "staff": N_("Équipe"),
}
IN_WORDS: Mapping[Rating, str] = {"unknown": N_("ne sait pas"), NOT_APPLICABLE: N_("non concerné")}
EVIDENCE = {"declared": N_("déclaré"), "documented": N_("vu sur pièces"), "observed": N_("vu sur place")}
ORDER = ("observed", "documented", "declared")
WHY = {
    Why.SETTLED: N_("tranché"),
    Why.SEEN: N_("ce que le conseiller a vu"),
    Why.GROUPS: N_("moyenne des avis"),
    Why.MISSING: N_("personne ne sait"),
}
WITHHELD = N_("Compte dans le résultat, sans s’afficher ici : on devinerait la réponse de quelqu’un.")
STAFF_TOLD = N_("Équipe : les groupes de moins de trois personnes, réunis.")
FEWER = N_("Sous trois réponses, l’avis d’un groupe ne s’affiche pas.")


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One view; `at`: its place on the line of rungs, 0 to 1, None where it is no number."""

    view: str
    name: str
    text: str
    at: float | None


@dataclass(frozen=True, slots=True)
class ApartLine:
    """A question in a function, or of the whole company: who says what. `low`, `high`: the ends of what is said, 0 to
    1; `settled_for`: where the settlement that stands was made."""

    cell: str
    anchor: str
    title: str
    where: str
    is_everywhere: bool
    principle: str
    gap: str | None
    is_wide: bool
    views: tuple[ViewLine, ...]
    low: float | None
    high: float | None
    retained: str
    retained_at: float | None
    why: str
    reason: str | None
    settled_for: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Consolidation:
    """`wide`, `settled`: how many in all; `lines`: those that the filters leave."""

    title: str
    lead: str
    lines: tuple[ApartLine, ...]
    number: int
    wide: int
    settled: int
    principles: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Only where views differ by 1.5 rungs or more; only what is not settled; only that principle."""

    apart: bool = False
    open: bool = False
    principle: str = ""


def consolidation_view(
    questionnaire: Questionnaire, rows: Sequence[CellViews], lang: str, filters: Filters | None = None
) -> Consolidation:
    names, asked = Names(questionnaire, lang), filters or Filters()
    principles = {one.id: names.read(one.name) for one in questionnaire.principles()}
    wide = [row for row in rows if row.is_wide]
    settled = [row for row in rows if row.settled]
    left = [row for row in wide if not row.settled]
    return Consolidation(
        title=title(rows, len(left), bool(wide)),
        lead=lead(rows),
        lines=tuple(line(names, principles, row) for row in rows if is_kept(row, asked)),
        number=len(rows),
        wide=len(wide),
        settled=len(settled),
        principles=tuple((id, name) for id, name in principles.items() if any(row.principle == id for row in rows)),
        notes=notes(rows),
    )


def is_kept(row: CellViews, filters: Filters) -> bool:
    return (
        (row.is_wide or not filters.apart)
        and (row.settled is None or not filters.open)
        and filters.principle in ("", row.principle)
    )


def title(rows: Sequence[CellViews], left: int, any_wide: bool) -> str:
    if all(row.gap is None for row in rows):
        return _("Rien à comparer pour l’instant.")
    if left:
        asked = words.spelled(left, "question", "questions", feminine=True)
        return words.typeset(_("Les avis s’écartent sur {questions}.", questions=asked))
    return _("Les écarts sont tranchés.") if any_wide else _("Les avis se rejoignent.")


def lead(rows: Sequence[CellViews]) -> str:
    if not rows:
        return words.typeset(_("Personne n’a encore répondu : les avis se comparent ici dès les premières réponses."))
    if all(row.gap is None for row in rows):
        return words.typeset(
            _("Un seul avis s’affiche. Répondez de votre côté, ou invitez trois personnes d’un groupe.")
        )
    return words.typeset(
        _(
            "Un écart d’un échelon et demi ou plus mérite une question : chacun parle peut-être d’une autre machine, "
            "d’un autre atelier. Si vous tranchez, votre note remplace les avis, et votre raison reste."
        )
    )


def notes(rows: Sequence[CellViews]) -> tuple[str, ...]:
    staff = [STAFF_TOLD] if any("staff" in row.means for row in rows) else []
    return tuple(words.typeset(_(one)) for one in (*staff, FEWER))


def line(names: Names, principles: Mapping[str, str], row: CellViews) -> ApartLine:
    retained = row.retained
    return ApartLine(
        cell=row.cell,
        anchor=row.cell.replace("/", "-"),
        title=names.title(row.cell),
        where=names.where(row.cell),
        is_everywhere=row.function is None,
        principle=principles[row.principle],
        gap=gap_text(row),
        is_wide=row.is_wide,
        views=tuple(views(row)),
        low=min(row.means.values()) / TOP_RUNG if len(row.means) > 1 else None,
        high=max(row.means.values()) / TOP_RUNG if len(row.means) > 1 else None,
        retained=retained_text(row),
        retained_at=retained.rating / TOP_RUNG if retained.rating is not None else None,
        why=words.typeset(_(WITHHELD)) if retained.why is Why.WITHHELD else _(WHY[retained.why]),
        reason=row.settled.reason if row.settled else None,
        settled_for=settled_for(names, row),
        evidence=evidence(row),
    )


def gap_text(row: CellViews) -> str | None:
    if row.gap is None:
        return None
    size = words.rungs(row.gap)
    return words.typeset(_("Grand écart : {size}", size=size)) if row.is_wide else _("{size} d’écart", size=size)


def views(row: CellViews) -> list[ViewLine]:
    said = {
        view: ViewLine(view, _(VIEW_NAMES[view]), words.rung(mean), mean / TOP_RUNG) for view, mean in row.means.items()
    }
    told = {view: ViewLine(view, _(VIEW_NAMES[view]), _(IN_WORDS[word]), None) for view, word in row.words.items()}
    return [(said | told)[view] for view in VIEW_NAMES if view in said or view in told]


def retained_text(row: CellViews) -> str:
    if row.retained.not_applicable:
        return _("non concerné")
    return _("non affiché") if row.retained.why is Why.WITHHELD else rating_text(row.retained.rating)


def rating_text(rating: float | None) -> str:
    return _("manque") if rating is None else words.rung(rating)


def settled_for(names: Names, row: CellViews) -> str | None:
    """Said where a settlement could have been made elsewhere."""
    if row.settled is None or row.function is None:
        return None
    return _("toutes les fonctions") if row.settled.function == EVERYWHERE else words.lower_first(names.where(row.cell))


def evidence(row: CellViews) -> str | None:
    """What the adviser's rating rests on, the strongest first."""
    found = [_(EVIDENCE[kind]) for kind in ORDER if kind in row.evidence]
    return words.listed(found) if found else None
