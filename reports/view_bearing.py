"""The first bearing: what twenty answers already say, and what to do with it this week."""

from collections.abc import Mapping, Sequence

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.core.model.result import Cell, Result
from diagnostic.core.opco import OpcoAnswer
from reports import view_honesty, words
from reports.bearing_lines import BearingView, CallLines, PointLine
from reports.view_first_steps import first_lines
from reports.view_funding import opco_text
from reports.view_landings import landings_of
from reports.view_result import Reading, alert_lines, blocking_groups, read

SHOWN = 3
HELD_FROM = 1.0
STEPS_NONE = N_("Répondez à quelques questions de plus : les premiers pas se choisissent d’après vos réponses.")
STEPS_DONE = N_("Vos réponses sont déjà au niveau de la cible : aucune mesure n’est à prévoir pour elle.")
STEPS_TITLES = (
    N_("Par quoi commencer"), N_("Votre premier pas"), N_("Vos deux premiers pas"), N_("Vos trois premiers pas"),
)  # fmt: skip
NOT_KNOWN = N_("Vos premières réponses le diront.")
STRENGTHS_NONE = N_(
    "Aucune réponse ne dépasse encore le premier échelon : c’est fréquent au début, et le plan part de là."
)
BRAKES_NONE = N_("Rien de ce que vous avez répondu ne retient l’entreprise.")
VISIT = N_(
    "Un conseiller passe une demi-journée dans l’atelier : il pose les questions fonction par fonction et regarde ce "
    "qui se fait vraiment. Le stade ne repose plus alors sur vos seules réponses, et le plan se décide avec vous."
)
CAUTION = N_("Un repérage situe ; il ne décide pas. Coûts hors taxes et hors aides, à confirmer par un devis.")
NOT_PLANNED = N_("Le plan complet n’est pas encore calculé : il peut choisir d’autres premiers pas.")


def bearing_view(
    content: Content,
    assessment: Assessment,
    result: Result,
    targets: Mapping[str, float],
    plan: Plan | None,
    opco: OpcoAnswer | None,
    lang: str,
) -> BearingView:
    """Every word of the first bearing. `plan` None while none is known: the steps are then chosen without it."""
    reading = read(content, assessment, result, targets, lang)
    weak, known = _weak(reading), len(result.cells) - len(reading.missing)
    steps = first_lines(content, reading, targets, plan)
    return BearingView(
        company=assessment.company.name,
        kicker=view_honesty.kicker(reading.names, assessment, result),
        title=words.typeset(_title(reading)),
        lead=words.typeset(_lead(reading)),
        index_text=_index(reading),
        missing=view_honesty.unknown_text(result),
        landings=landings_of(reading.names, reading.company, None, len(reading.missing)),
        alerts=alert_lines(reading),
        steps_title=_(STEPS_TITLES[len(steps)]),
        steps=steps,
        steps_none=_steps_none(reading),
        strengths=tuple(_point(reading, cell) for cell in _strong(result, weak)),
        strengths_none=words.typeset(_(STRENGTHS_NONE if known else NOT_KNOWN)),
        brakes=tuple(_brake(reading, cell) for cell in weak),
        brakes_title=_brakes_title(reading),
        brakes_none=words.typeset(_(BRAKES_NONE if known else NOT_KNOWN)),
        call=_call(assessment, opco, lang),
        visit=words.typeset(_(VISIT)),
        honesty=view_honesty.evidence_text(result),
        caution=words.typeset(
            " ".join(_(told) for told in ((CAUTION,) if plan or not steps else (NOT_PLANNED, CAUTION)))
        ),
    )


def _title(reading: Reading) -> str:
    stage = reading.company.stage
    if stage is None:
        return _("Il manque des réponses pour donner un stade.")
    if stage == 0:
        return _("Premier repère : le stade 1 reste à construire.")
    return _("Premier repère : stade {stage} sur {top}.", stage=stage, top=TOP_RUNG)


def _lead(reading: Reading) -> str:
    node, names = reading.company, reading.names
    if node.stage is None:
        known = len(reading.result.cells) - len(reading.missing)
        told = words.count(known, "réponse connue", "réponses connues") if known else _("Aucune réponse connue")
        return _("{answers} : il en faut la moitié pour un stade et un indice.", answers=told)
    if node.stage == TOP_RUNG:
        return words.sentence(names.stage_meaning(node.stage))
    goal = _("Le suivant : {meaning}.", meaning=names.stage_meaning(node.stage + 1))
    return goal if node.stage == 0 else f"{words.sentence(names.stage_meaning(node.stage))} {goal}"


def _index(reading: Reading) -> str | None:
    """« Indice 1,4 sur 6 », with its bounds where answers are missing."""
    node = reading.company
    if node.index is None:
        return None
    low, high = words.index(node.index_low), words.index(node.index_high)
    given = {"index": words.index(node.index), "top": TOP_RUNG}
    if low == high:
        return words.typeset(_("Indice {index} sur {top}", **given))
    told = _(
        "Indice {index} sur {top}, entre {low} et {high} selon les réponses qui manquent", low=low, high=high, **given
    )
    return words.typeset(told)


def _strong(result: Result, weak: Sequence[Cell]) -> list[Cell]:
    """The highest answers, none under the first rung, none that is told as a brake."""
    held = [cell for cell in result.cells if cell not in weak and (cell.rating or 0.0) >= HELD_FROM]
    return sorted(held, key=lambda cell: (-(cell.rating or 0.0), -cell.weight))[:SHOWN]


def _weak(reading: Reading) -> list[Cell]:
    """What holds the company back most; too few answers for a stage: the lowest of them."""
    if reading.company.stage is not None:
        return [group[0] for group in blocking_groups(reading)][:SHOWN]
    known = [cell for cell in reading.result.cells if cell.rating is not None and cell.rating < TOP_RUNG]
    return sorted(known, key=lambda cell: (cell.rating or 0.0, -cell.weight))[:SHOWN]


def _brakes_title(reading: Reading) -> str:
    stage = reading.company.stage
    if stage is None or stage == TOP_RUNG:
        return _("Ce qui freine, d’après vos réponses")
    return _("Ce qui vous sépare du stade {stage}", stage=stage + 1)


def _point(reading: Reading, cell: Cell) -> PointLine:
    return PointLine(reading.names.title(cell.id), reading.names.situation(cell.id, cell.rating or 0.0))


def _brake(reading: Reading, cell: Cell) -> PointLine:
    names, rating = reading.names, cell.rating or 0.0
    step = words.lower_first(words.sentence(names.goal(cell.id, int(rating) + 1)))
    return PointLine(names.title(cell.id), names.situation(cell.id, rating), step)


def _steps_none(reading: Reading) -> str:
    """What stands where no step is told."""
    return words.typeset(_(STEPS_DONE if reading.company.stage is not None and not reading.missing else STEPS_NONE))


def _call(assessment: Assessment, opco: OpcoAnswer | None, lang: str) -> CallLines:
    """Whom to call, and what to say first."""
    known = opco.opco if opco else None
    whom = (
        _(
            "Chez {opco}, le conseiller qui suit les entreprises de votre région : son numéro est sur le site.",
            opco=known.name,
        )
        if known
        else _("La personne qui fait vos paies : elle sait à quel OPCO va votre contribution à la formation.")
    )
    return CallLines(
        opco=words.typeset(opco_text(opco, lang)),
        whom=words.typeset(whom),
        ask=words.typeset(_ask(assessment)),
        site=known.home_url if known else None,
        site_name=known.name if known else None,
    )


def _ask(assessment: Assessment) -> str:
    """A sentence to say on the telephone, made of what is known."""
    company = assessment.company
    who = _("Bonjour")
    if company.headcount:
        who = _("Nous sommes {people}", people=words.count(company.headcount, "personne", "personnes"))
    asked = _(
        "Que prenez-vous en charge cette année pour former nos salariés, et proposez-vous un accompagnement à une "
        "entreprise comme la nôtre ?"
    )
    if company.idcc:
        who = _("{who}, convention {idcc}", who=who, idcc=company.idcc)
    return words.quoted(f"{who}. {asked}")
