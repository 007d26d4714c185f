"""The result page: what the answers say, in the order a leader reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import TOP_RUNG, Principle, Questionnaire
from diagnostic.core.model.result import Cell, Node, Result
from diagnostic.core.scoring import score_ratings
from reports import view_honesty, words
from reports.lines import (
    AlertLine,
    BlockingLine,
    DotRow,
    Landings,
    ResultView,
    StrengthLine,
)
from reports.naming import Names
from reports.view_landings import landings_of
from reports.view_map import heat_of

BLOCKING_SHOWN = 5
STRENGTHS_SHOWN = 5
VISIBLE_SPREAD = 0.5
SAME_TO_THE_EYE = 0.05
DOTS_NOTE = N_("Point : vous. Trait : votre cible. Bande : ce qu’on ne sait pas encore.")
ILLUSTRATIVE = N_("Exemple illustratif : les faits sur l’entreprise sont publiés, les réponses sont imaginées.")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the sentences are drawn from; `aims` are the nodes as they would stand with every cell at its target."""

    names: Names
    assessment: Assessment
    result: Result
    aims: Mapping[str, Node]
    aim_stage: int | None

    @property
    def questionnaire(self) -> Questionnaire:
        return self.names.questionnaire

    @property
    def company(self) -> Node:
        return self.result.company

    @property
    def is_flash(self) -> bool:
        return self.result.form == "flash"

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.result.cells if cell.rating is None]


def result_view(
    content: Content, assessment: Assessment, result: Result, targets: Mapping[str, float], lang: str
) -> ResultView:
    """Every word and number of the result page; `targets` as `core.target.targets` gives them, empty when not set."""
    reading = read(content, assessment, result, targets, lang)
    names, groups = reading.names, blocking_groups(reading)
    return ResultView(
        kicker=view_honesty.kicker(names, assessment, result),
        title=title(reading, groups),
        lead=lead(reading),
        landings=_landings(reading),
        alerts=alert_lines(reading),
        principles=tuple(_principle(reading, one, groups) for one in _principles(reading)),
        areas=tuple(
            dot(reading, f"area:{area.id}", reading.names.read(area.name))
            for area in reading.questionnaire.areas
            if f"area:{area.id}" in result.nodes
        ),
        functions=tuple(
            dot(reading, f"function:{one.id}", reading.names.read(one.name))
            for one in reading.questionnaire.functions
            if f"function:{one.id}" in result.nodes
        ),
        company_wide=_company_wide(reading),
        heat=None if reading.is_flash else heat_of(reading.names, result),
        dots_note=_(DOTS_NOTE),
        blocking_title=_blocking_title(reading.company),
        blocking=tuple(_blocking_line(reading, group) for group in groups[:BLOCKING_SHOWN]),
        blocking_others=tuple(_blocking_line(reading, group) for group in groups[BLOCKING_SHOWN:]),
        blocking_none=None if groups else _nothing_blocks(reading),
        strengths=strengths(reading),
        unknown_text=view_honesty.unknown_text(result),
        unknown=tuple(view_honesty.unknown_line(names, cell.id) for cell in reading.missing),
        not_applicable=view_honesty.not_applicable_lines(names, result),
        contradictions=view_honesty.contradiction_lines(names, result),
        base_incomplete=base_incomplete(reading),
        evidence_text=view_honesty.evidence_text(result),
        gaps=view_honesty.gap_lines(names, result),
        target_text=target_text(reading),
        is_flash=reading.is_flash,
        illustrative=_(ILLUSTRATIVE) if assessment.illustrative else None,
    )


def read(content: Content, assessment: Assessment, result: Result, targets: Mapping[str, float], lang: str) -> Reading:
    """Gathers what the pages of one diagnostic are written from."""
    names = Names(content.questionnaire, lang)
    aimed = {cell.id: targets[cell.id] for cell in result.cells if cell.id in targets}
    if not aimed:
        return Reading(names, assessment, result, {}, None)
    kept = {cell.id: max(cell.rating or 0.0, aimed.get(cell.id, 0.0)) for cell in result.cells}
    form, functions = result.form, assessment.functions
    reached = score_ratings(content.questionnaire, form, functions, kept)
    return Reading(
        names,
        assessment,
        result,
        score_ratings(content.questionnaire, form, functions, aimed),
        reached["company"].stage,
    )


def title(reading: Reading, groups: list[list[Cell]]) -> str:
    """The answer: the stage held, and the first thing that the next one asks."""
    stage = reading.company.stage
    if stage is None:
        return _("Il manque des réponses pour donner un stade.")
    if stage == TOP_RUNG:
        return words.typeset(_("Stade 6 acquis : le faire durer."))
    goal = reading.names.goal(groups[0][0].id, stage + 1) if groups else None
    return words.typeset(_stage_sentence(stage, goal, reading.is_flash))


def _stage_sentence(stage: int, goal: str | None, flash: bool) -> str:
    if stage == 0:
        return _("Premier pas vers le stade 1 : {goal}.", goal=goal) if goal else _("Stade 1 à construire.")
    held = _("Premier repère : stade {stage}.", stage=stage) if flash else _("Stade {stage} acquis.", stage=stage)
    return _("{held} Pour le {next} : {goal}.", held=held, next=stage + 1, goal=goal) if goal else held


def lead(reading: Reading) -> str:
    """The reason, in one to three sentences."""
    stage = reading.company.stage
    if stage is None:
        return _lead_unassessed(reading)
    held = words.sentence(reading.names.stage_meaning(stage)) if stage else _before_the_first(reading)
    return words.typeset(f"{held} {_what_holds_back(reading)}".strip())


def _before_the_first(reading: Reading) -> str:
    meaning = reading.names.stage_meaning(1)
    return _(
        "Une bonne part du travail se fait encore sur papier ou de mémoire. Le stade 1 : {meaning}.", meaning=meaning
    )


def _lead_unassessed(reading: Reading) -> str:
    node, total = reading.company, len(reading.result.cells)
    known = words.count(total - len(reading.missing), "réponse", "réponses")
    told = _(
        "Avec {known} sur {total}, moins de la moitié de ce qui compte est connu. Le stade se situe entre {low} et "
        "{high} : il faut quelques réponses de plus pour le dire.",
        known=known,
        total=total,
        low=node.stage_low,
        high=node.stage_high,
    )
    return words.typeset(told)


def _what_holds_back(reading: Reading) -> str:
    result = reading.result
    indexes = {
        area.id: node.index
        for area in reading.questionnaire.areas
        if (node := result.nodes.get(f"area:{area.id}")) and node.index is not None
    }
    low = result.limiting_area
    if low is None or len(indexes) < 2:
        return ""
    if (result.spread or 0.0) < VISIBLE_SPREAD:
        return _("Les domaines avancent du même pas : aucun ne retient les autres.")
    high = max(indexes, key=lambda area: indexes[area])
    behind, ahead = words.quoted(reading.names.area_name(low)), words.quoted(reading.names.area_name(high))
    slow, fast = words.index(indexes[low]), words.index(indexes[high])
    return _(
        "Le domaine {behind} retient l’ensemble, à {slow} ; {ahead} est à {fast}.",
        behind=behind,
        slow=slow,
        ahead=ahead,
        fast=fast,
    )


def base_incomplete(reading: Reading) -> str | None:
    """Bricks of a high stage on an unfinished base (METHOD 2), and what the base lacks."""
    node = reading.company
    if node.stage is None or node.index is None or (node.mean_stage or 0) <= node.stage:
        return None
    areas = [words.quoted(reading.names.area_name(area)) for area in reading.result.blocking_areas]
    given = {"index": words.index(node.index), "needs": node.stage + 1}
    if not areas:
        told = _(
            "Socle incomplet : votre indice est de {index}, mais le stade {needs} n’est pas tenu. Des briques plus "
            "avancées reposent sur une base inachevée ; c’est dans plusieurs domaines à la fois qu’elle manque.",
            **given,
        )
        return words.typeset(told)
    told = _(
        "Socle incomplet : votre indice est de {index}, mais le stade {needs} n’est pas tenu. Des briques plus "
        "avancées reposent sur une base inachevée ; c’est dans {areas} qu’elle manque.",
        **given,
        areas=words.listed(areas),
    )
    return words.typeset(told)


def target_text(reading: Reading) -> str:
    if reading.aim_stage is None:
        return _("Votre cible reste à choisir.")
    if reading.assessment.target:
        return words.typeset(_("Votre cible, choisie avec vous : stade {stage}.", stage=reading.aim_stage))
    return words.typeset(_("Cible proposée, à décider par vous : stade {stage}.", stage=reading.aim_stage))


def _landings(reading: Reading) -> Landings:
    return landings_of(reading.names, reading.company, reading.aim_stage, len(reading.missing))


def alert_lines(reading: Reading) -> tuple[AlertLine, ...]:
    """Every vital minimum that does not hold."""
    return tuple(
        AlertLine(
            words.typeset(
                _("À faire sans attendre : {what}.", what=words.lower_first(reading.names.title(alert.cell)))
            ),
            reading.names.read(alert.text),
            reading.names.principle(alert.cell),
            alert.cell.partition("/")[0],
        )
        for alert in reading.result.alerts
    )


def _principles(reading: Reading) -> list[Principle]:
    return [one for one in reading.questionnaire.principles() if f"principle:{one.id}" in reading.result.nodes]


def _principle(reading: Reading, one: Principle, groups: list[list[Cell]]) -> DotRow:
    """With what it looks at, and its first step towards the next stage."""
    names = reading.names
    first = next((group[0].id for group in groups if names.principle(group[0].id) == one.id), None)
    step = names.goal(first, (reading.company.stage or 0) + 1) if first else None
    row = dot(reading, f"principle:{one.id}", names.read(one.name))
    return replace(row, intro=names.read(one.intro), next_step=words.sentence(step) if step else None)


def _company_wide(reading: Reading) -> tuple[DotRow, ...]:
    cells = [cell for cell in reading.result.cells if cell.function is None and not reading.is_flash]
    return tuple(dot(reading, f"cell:{cell.id}", reading.names.title(cell.id)) for cell in cells)


def dot(reading: Reading, key: str, name: str) -> DotRow:
    """One node on the line from 0 to 6, with its target and the band of what is not known."""
    node, aim = reading.result.nodes[key], reading.aims.get(key)
    wide = node.index_high - node.index_low > SAME_TO_THE_EYE
    low, high = words.index(node.index_low), words.index(node.index_high)
    target = aim.index if aim else None
    return DotRow(
        name=name,
        index_text=_("à évaluer") if node.index is None else words.index(node.index),
        range_text=_("entre {low} et {high}", low=low, high=high) if wide else None,
        target_text=None if target is None else words.index(target),
        index=node.index,
        low=node.index_low,
        high=node.index_high,
        target=target,
        unassessed=not node.assessed,
    )


def blocking_groups(reading: Reading) -> list[list[Cell]]:
    """Blocking cells by capability: areas left behind first (the most behind of all first), then what most adds to the
    reach of the next stage."""
    cells = {cell.id: cell for cell in reading.result.cells}
    groups: dict[str, list[Cell]] = {}
    gains: dict[str, float] = {}
    for row in reading.result.blocking:
        cell = cells[row.cell]
        groups.setdefault(cell.capability, []).append(cell)
        gains[cell.capability] = gains.get(cell.capability, 0.0) + row.reach_gain

    def order(capability: str) -> tuple[bool, bool, float]:
        area = groups[capability][0].area
        behind = area in reading.result.blocking_areas
        return (not behind, not (behind and area == reading.result.limiting_area), -round(gains[capability], 9))

    return [groups[capability] for capability in sorted(groups, key=order)]


def _blocking_title(node: Node) -> str:
    if node.stage is None:
        return _("Ce qui manque pour donner un stade")
    if node.stage == TOP_RUNG:
        return _("Ce qui tient le stade 6")
    return _("Ce qui vous sépare du stade {stage}", stage=node.stage + 1)


def _nothing_blocks(reading: Reading) -> str:
    """What stands where no cell is known to hold the company back."""
    if reading.company.stage is None:
        return view_honesty.unknown_text(reading.result) or view_honesty.evidence_text(reading.result)
    return _("Aucun point connu ne retient l’entreprise.")


def _blocking_line(reading: Reading, group: list[Cell]) -> BlockingLine:
    names, needs = reading.names, (reading.company.stage or 0) + 1
    first = group[0].id
    return BlockingLine(
        goal=words.capital(names.goal(first, needs)),
        where=names.where(*(cell.id for cell in group)),
        today=_today(group),
        title=names.title(first),
        principle=names.principle(first),
        capability=group[0].capability,
    )


def _today(cells: Iterable[Cell]) -> str:
    ratings = sorted(cell.rating for cell in cells if cell.rating is not None)
    low, high = words.rung(ratings[0]), words.rung(ratings[-1])
    if low == high:
        return _("{rung} aujourd’hui", rung=high)
    return _("de {low} à {high} aujourd’hui", low=low, high=high)


def strengths(reading: Reading) -> tuple[StrengthLine, ...]:
    """Capabilities above the stage that the company holds: what the next steps can lean on."""
    bar = min(TOP_RUNG, (reading.company.stage or 0) + 1)
    found: dict[str, list[Cell]] = {}
    for cell in reading.result.cells:
        if cell.rating is not None and cell.rating >= bar:
            found.setdefault(cell.capability, []).append(cell)
    ranked = sorted(found.values(), key=lambda group: (-_lowest(group), -sum(cell.verified for cell in group)))
    return tuple(_strength(reading.names, group) for group in ranked[:STRENGTHS_SHOWN])


def _lowest(group: list[Cell]) -> float:
    return min(cell.rating for cell in group if cell.rating is not None)


def _strength(names: Names, group: list[Cell]) -> StrengthLine:
    first = group[0].id
    return StrengthLine(
        names.title(first), names.situation(first, _lowest(group)), names.where(*(cell.id for cell in group))
    )
