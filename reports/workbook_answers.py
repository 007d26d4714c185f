"""The sheets of the diagnostic: its scores, and the answers as consolidated, never what one person said."""

from collections.abc import Iterator

from diagnostic.core.language import N_, PN_, _
from diagnostic.core.model.result import Cell
from reports.dossier import Dossier
from reports.view_answers import answer_row
from reports.view_result import Reading, read
from reports.workbook_table import Column, Sheet, Value, in_words

STAGE = N_("De 0 à 6 : le palier où se tiennent quatre cinquièmes de ce qui compte. Vide : à évaluer.")
INDEX = N_("Moyenne pondérée des notes connues, de 0 à 6. Vide : moins de la moitié des réponses.")

SCORE_COLUMNS = (
    Column(N_("Niveau"), 14, help=N_("Entreprise, domaine, principe ou fonction.")),
    Column(N_("Nom"), 40),
    Column(N_("Stade"), 8, "whole", STAGE),
    Column(N_("Indice"), 8, "decimal", INDEX),
    Column(N_("Indice, au plus bas"), 11, "decimal", N_("Si chaque réponse manquante valait 0.")),
    Column(N_("Indice, au plus haut"), 11, "decimal", N_("Si chaque réponse manquante valait 6.")),
    Column(N_("Cible"), 8, "decimal", N_("L’indice une fois chaque point à sa cible.")),
    Column(N_("Réponses connues"), 11, "percent", N_("Part du poids qui a une note.")),
    Column(
        N_("dont vérifiées"),
        11,
        "percent",
        N_("Part des notes vues sur place, montrées sur pièce ou arrêtées ensemble."),
    ),
)

ANSWER_COLUMNS = (
    Column(N_("Domaine"), 22),
    Column(N_("Principe"), 26),
    Column(N_("Question"), 30),
    Column(N_("Fonction"), 24),
    Column(
        PN_("rating", "Note"),
        7,
        "decimal",
        N_("Celle retenue pour l’entreprise, de 0 à 6 ; une demie veut dire « en partie »."),
        context="rating",
    ),
    Column(N_("Cible"), 7, "decimal", N_("L’échelon visé.")),
    Column(N_("Écart"), 7, "decimal", N_("Ce qui manque jusqu’à la cible, jamais moins de 0.")),
    Column(N_("Ce que cela veut dire"), 70),
    Column(N_("Preuve"), 16, help=N_("Comment la note est connue.")),
)


def scores_sheet(dossier: Dossier) -> Sheet:
    """The company, then each area, principle and function."""
    reading = read(dossier.content, dossier.assessment, dossier.result, dossier.targets, dossier.lang)
    return Sheet(
        name=_("Scores"),
        about=_("Le stade et l’indice de l’entreprise, de ses domaines, de ses principes et de ses fonctions."),
        columns=in_words(SCORE_COLUMNS),
        rows=tuple(_score(reading, kind, key, name) for kind, key, name in _nodes(reading) if key in _known(reading)),
        fixed=2,
    )


def _known(reading: Reading) -> set[str]:
    return set(reading.result.nodes)


def _nodes(reading: Reading) -> Iterator[tuple[str, str, str]]:
    names, questions = reading.names, reading.questionnaire
    yield _("Entreprise"), "company", reading.assessment.company.name
    for area in questions.areas:
        yield _("Domaine"), f"area:{area.id}", names.read(area.name)
    for principle in questions.principles():
        yield _("Principe"), f"principle:{principle.id}", names.read(principle.name)
    for function in questions.functions:
        yield _("Fonction"), f"function:{function.id}", names.read(function.name)


def _score(reading: Reading, kind: str, key: str, name: str) -> tuple[Value, ...]:
    node, aim = reading.result.nodes[key], reading.aims.get(key)
    bounds = (node.index, node.index_low, node.index_high, aim.index if aim else None)
    return kind, name, node.stage, *bounds, node.coverage, node.evidence_share


def answers_sheet(dossier: Dossier) -> Sheet:
    """One row per question and function, as consolidated."""
    order = {one.id: place for place, one in enumerate(dossier.content.questionnaire.capabilities())}
    cells = sorted(dossier.result.cells, key=lambda cell: order[cell.capability])
    return Sheet(
        name=_("Réponses"),
        about=_("Chaque question, telle que retenue pour l’entreprise, d’après tous ceux qui ont répondu."),
        columns=in_words(ANSWER_COLUMNS),
        rows=tuple(_answer(dossier, cell) for cell in cells),
        fixed=3,
    )


def _answer(dossier: Dossier, cell: Cell) -> tuple[Value, ...]:
    names, row, target = dossier.names, answer_row(dossier, [cell]), dossier.targets.get(cell.id)
    principle = next(one for one in dossier.content.questionnaire.principles() if one.id == names.principle(cell.id))
    known = cell.rating is not None and target is not None
    gap = max(0.0, (target or 0.0) - (cell.rating or 0.0)) if known else None
    place = (names.area_name(cell.area), names.read(principle.name), row.title, row.where)
    return *place, cell.rating, target, gap, row.situation, row.evidence
