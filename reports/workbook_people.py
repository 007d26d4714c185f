"""The sheets about people: the skills that the target asks for, and the company's own polyvalence matrix."""

from collections.abc import Mapping, Sequence

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.polyvalence import ColumnCoverage, Polyvalence
from diagnostic.core.model.skills_gap import SkillGap, SkillsGap
from diagnostic.core.polyvalence import polyvalence
from reports import words
from reports.dossier import Dossier
from reports.skills_lines import WayLine, basis_text
from reports.skills_words import why
from reports.view_skills import FAMILIES, cell_lines
from reports.view_ways import way_lines
from reports.workbook_table import Below, Column, Sheet, Value, in_words, lines, yes_no

WIDEST_ON_ONE_PAGE = 12  # people
SCALE = N_("De 0 à 4 : 0 aucun, 1 connaît l’essentiel, 2 pratique avec aide, 3 autonome, 4 sait transmettre.")

SKILL_COLUMNS = (
    Column(N_("Compétence"), 34),
    Column(N_("Famille"), 22),
    Column(
        N_("Demandé"),
        9,
        "whole",
        N_(
            "Le niveau que demande votre cible. De 0 à 4 : 0 aucun, 1 connaît l’essentiel, 2 pratique avec aide, "
            "3 autonome, 4 sait transmettre."
        ),
    ),
    Column(N_("Aujourd’hui"), 10, "whole", N_("Le niveau de la personne la plus avancée qui reste. Vide : à situer.")),
    Column(N_("Écart"), 7, "whole", N_("Niveaux qui manquent, jamais moins de 0.")),
    Column(N_("Savent faire"), 9, "whole", N_("Personnes autonomes ou plus, quand on les a comptées.")),
    Column(N_("Nécessaires"), 10, "whole", N_("Personnes qu’il en faudrait.")),
    Column(N_("Partent d’ici cinq ans"), 11, "whole", N_("Parmi celles qui savent faire.")),
    Column(N_("Personnes qui manquent"), 11, "whole", N_("Nécessaires, moins celles qui savent faire et restent.")),
    Column(
        N_("Priorité"),
        9,
        "decimal",
        N_("Écart × importance de la compétence × part des points à faire monter qui la demandent."),
    ),
    Column(N_("D’où vient le niveau"), 18),
    Column(N_("Pourquoi"), 44),
    Column(N_("Ce qui la demande"), 56),
    Column(N_("Voies"), 34, help=N_("Les façons de combler l’écart, la plus indiquée d’abord.")),
    Column(N_("Par quoi commencer"), 70, help=N_("Pour chaque voie, la première formation ou mesure du catalogue.")),
    Column(N_("Aides possibles"), 50, help=N_("À vérifier : rien n’en est compté ici.")),
)


def skills_sheet(dossier: Dossier) -> Sheet:
    """One row per skill that the target asks for: known gaps by priority, then what is not known."""
    gap = dossier.skills()
    return Sheet(
        name=_("Compétences"),
        about=_(
            "Les compétences que demande votre cible : ce qui manque d’abord, par priorité, puis ce qui est tenu, et "
            "ce qui reste à situer."
        ),
        columns=in_words(SKILL_COLUMNS),
        rows=tuple(_skill(dossier, gap, row) for row in gap.rows),
        fixed=1,
        empty=_("Votre cible ne demande aucune compétence."),
    )


def _skill(dossier: Dossier, gap: SkillsGap, row: SkillGap) -> tuple[Value, ...]:
    names, skill = dossier.names, dossier.content.skills[row.skill]
    ways = way_lines(names, dossier.content, row, dossier.on) if row.is_open or row.current is None else ()
    cells = cell_lines(names, row.reasons)
    return (
        names.read(skill.name),
        _(FAMILIES[row.family]),
        row.required,
        row.current,
        row.gap,
        row.able,
        row.needed,
        row.leaving,
        row.headcount_gap if row.needed is not None else None,
        row.priority,
        _("à situer") if row.current is None else basis_text(row.basis) or _("situé par vous"),
        words.typeset(words.sentence(why(gap, row))),
        lines([_("{title} ({where}) : {asks}", title=cell.title, where=cell.where, asks=cell.asks) for cell in cells]),
        lines([way.name for way in ways]),
        lines([_first_offer(way) for way in ways]),
        lines(list(dict.fromkeys(device.name for way in ways for device in way.devices))),
    )


def _first_offer(way: WayLine) -> str:
    """« Former au poste : titre (21 heures, …), et deux autres », or the way's first step."""
    offers = (*way.offers, *way.more)
    if not offers:
        return words.typeset(_("{a} : {b}", a=way.name, b=way.actions[0] if way.actions else way.first_step))
    first = offers[0]
    told = _("{title} ({detail} ; {cost})", title=first.title, detail=first.detail, cost=first.cost)
    if len(offers) > 1:
        others = words.spelled(len(offers) - 1, "autre", "autres", feminine=True)
        told = _("{first}, et {others}", first=told, others=others)
    return words.typeset(_("{a} : {b}", a=way.name, b=told))


MATRIX_COLUMNS = (
    Column(N_("Compétence"), 34, help=N_("Du catalogue, ou la vôtre, sous le nom que vous lui avez donné.")),
    Column(N_("Complexité"), 10, "whole", N_("De 1 à 3 ; pèse dans la polyvalence d’une personne.")),
    Column(N_("Nécessaires"), 10, "whole", N_("Personnes qui devraient la tenir.")),
    Column(N_("Tenue par"), 8, "whole", N_("Personnes au niveau 3 ou 4 : elles travaillent seules.")),
    Column(N_("Lesquelles"), 22, help=N_("Vos initiales ou vos postes, tels que vous les avez écrits.")),
    Column(N_("Dans cinq ans"), 8, "whole", N_("Celles qui restent, départs annoncés déduits.")),
    Column(
        N_("Manquent"), 9, "whole", N_("Nécessaires, moins celles qui resteront. Vide : nombre nécessaire non dit.")
    ),
    Column(N_("Apprennent"), 10, "whole", N_("Personnes au niveau 1 ou 2.")),
    Column(
        N_("Point fragile"),
        9,
        help=N_("oui = tenue par une seule personne, ou seulement par des personnes qui partent."),
    ),
    Column(
        N_("Perdue dans cinq ans"), 10, help=N_("oui = tenue aujourd’hui, par personne une fois les départs faits.")
    ),
)


def polyvalence_sheet(dossier: Dossier) -> Sheet | None:
    """One row per skill: who holds it, who will, and each person's level; None without a matrix."""
    matrix = dossier.assessment.matrix
    if not matrix.people:
        return None
    read = polyvalence(matrix)
    people = [person.id for person in matrix.people]
    levels = {(row.person, row.skill): row.level for row in matrix.levels}
    return Sheet(
        name=_("Polyvalence"),
        about=_(
            "Votre matrice : qui tient quoi, aujourd’hui et dans cinq ans. Une colonne par personne, sous les "
            "initiales données. {scale}",
            scale=_(SCALE),
        ),
        columns=(*in_words(MATRIX_COLUMNS), *(Column(person, 8, "whole") for person in people)),
        rows=tuple(_column(dossier, column, read, people, levels) for column in read.columns),
        below=_people(matrix, read),
        fixed=1,
        empty=_("La matrice n’a pas encore de compétence."),
        pages_wide=1 if len(people) <= WIDEST_ON_ONE_PAGE else 0,
    )


def _column(
    dossier: Dossier,
    column: ColumnCoverage,
    read: Polyvalence,
    people: Sequence[str],
    levels: Mapping[tuple[str, str], int],
) -> tuple[Value, ...]:
    skill = dossier.content.skills.get(column.skill)
    return (
        column.name or (dossier.names.read(skill.name) if skill else column.skill),
        column.complexity,
        column.needed,
        len(column.holders),
        ", ".join(column.holders) or None,
        len(column.staying),
        column.gap,
        len(column.learning),
        yes_no(column.single),
        yes_no(column.skill in read.lost_in_five_years),
        *(levels.get((person, column.skill), 0) for person in people),
    )


def _people(matrix: Matrix, read: Polyvalence) -> tuple[Below, ...]:
    """Under the levels: each person's post, departure and versatility."""
    before = [None] * (len(MATRIX_COLUMNS) - 1)
    return (
        Below((_("Poste"), *before, *(person.post for person in matrix.people))),
        Below((_("Part d’ici cinq ans"), *before, *(yes_no(person.leaving) for person in matrix.people))),
        Below((_("Polyvalence (de 0 à 4)"), *before, *(person.versatility for person in read.people)), "decimal"),
    )
