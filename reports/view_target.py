"""The page of the target: what is proposed and why, what the leader may choose instead, what it would ask."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import AreaTarget, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consequences import Consequences
from diagnostic.core.model.questionnaire import Area
from diagnostic.core.model.result import Cell, Result
from diagnostic.core.target import HIGHEST_TARGET, LOWEST_TARGET, proposed, required_rungs
from reports import words
from reports.naming import Names
from reports.target_lines import AreaChoice, FunctionChoice, RungChoice, TargetView
from reports.view_consequences import Compared, consequences_view
from reports.view_landings import landings_of
from reports.view_result import DOTS_NOTE, Reading, dot, read

TITLES_SHOWN = 3

TO_DECIDE = N_("C’est vous qui décidez : la cible règle le plan, jamais la note.")
DECIDED = N_("Vous en avez décidé à votre façon : la cible règle le plan, jamais la note.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aiming:
    """A company and the target it looks at: `target`, decided or on trial, gives `aims`; `proposed` are the aims
    without any decision. Both have their consequences."""

    content: Content
    assessment: Assessment
    result: Result
    target: Mapping[str, AreaTarget]
    aims: Mapping[str, float]
    proposed: Mapping[str, float]
    chosen: Consequences
    proposal: Consequences
    lang: str

    @property
    def on_trial(self) -> bool:
        """Looked at, not kept."""
        return dict(self.target) != dict(self.assessment.target)

    @property
    def as_proposed(self) -> bool:
        return dict(self.aims) == dict(self.proposed)

    def reading(self, aims: Mapping[str, float]) -> Reading:
        asked = replace(self.assessment, target=dict(self.target))
        return read(self.content, asked, self.result, aims, self.lang)


def target_view(aiming: Aiming) -> TargetView:
    """Every word and number of the page around its form."""
    reading = aiming.reading(aiming.aims)
    proposal_stage = aiming.reading(aiming.proposed).aim_stage
    return TargetView(
        title=_title(aiming, reading),
        lead=words.typeset(" ".join((_why(aiming), _(DECIDED if aiming.target else TO_DECIDE)))),
        landings=landings_of(reading.names, aiming.result.company, reading.aim_stage, len(reading.missing)),
        rows=tuple(
            dot(reading, f"area:{area.id}", reading.names.read(area.name))
            for area in _areas(reading.names, aiming.result)
        ),
        dots_note=words.typeset(_(DOTS_NOTE)),
        consequences=consequences_view(
            Compared(
                content=aiming.content,
                names=reading.names,
                result=aiming.result,
                aims=aiming.aims,
                chosen=aiming.chosen,
                stage=reading.aim_stage,
                proposal=None if aiming.as_proposed else aiming.proposal,
                proposal_stage=proposal_stage,
                means=aiming.assessment.constraints,
                on_trial=aiming.on_trial,
            )
        ),
    )


def _title(aiming: Aiming, reading: Reading) -> str:
    stage = reading.aim_stage
    if stage is None:
        return _("Votre cible, domaine par domaine.")
    if aiming.on_trial:
        return words.typeset(_("À l’essai : viser le stade {stage}.", stage=stage))
    if aiming.target:
        return words.typeset(_("Votre cible : le stade {stage}.", stage=stage))
    return words.typeset(_("Nous vous proposons de viser le stade {stage}.", stage=stage))


def _why(aiming: Aiming) -> str:
    """What the proposal rests on (METHOD 4)."""
    company, entry = aiming.assessment.company, aiming.assessment.entry
    if company.intent == "advantage":
        return _(
            "Vous cherchez un avantage : la proposition prend, dans chaque domaine, un stade de plus que celui "
            "qui est acquis."
        )
    if not entry.requirements:
        return _("La proposition est l’échelon 2 partout, le socle de toute entreprise.")
    if max(aiming.proposed.values(), default=LOWEST_TARGET) <= LOWEST_TARGET:
        return _("La proposition est l’échelon 2 partout : ce que vos clients demandent n’exige pas davantage.")
    return _("La proposition est l’échelon 2 partout, et plus haut là où un client le demande.")


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What the form of the areas is written from."""

    content: Content
    assessment: Assessment
    result: Result
    aims: Mapping[str, float]
    names: Names

    def area(self, area: Area) -> AreaChoice:
        cells = [cell for cell in self.result.cells if cell.area == area.id]
        functions = {cell.function for cell in cells}
        return AreaChoice(
            id=area.id,
            name=self.names.read(area.name),
            today=_today(self.result, area.id),
            proposed=_between({self.aims[cell.id] for cell in cells}),
            why=tuple(self._reasons(cells)),
            functions=tuple(
                FunctionChoice(one.id, self.names.function(one.id), _average(cells, one.id))
                for one in self.names.questionnaire.functions
                if one.id in functions
            ),
        )

    def _reasons(self, cells: Sequence[Cell]) -> Iterator[str]:
        """The customers' requirements that ask more than the lowest rung proposed here, each with where."""
        least = min(self.aims[cell.id] for cell in cells)
        for id in self.assessment.entry.requirements if self.assessment.company.intent != "advantage" else ():
            rungs = required_rungs(self.content, (id,), cells)
            above = {cell: rung for cell, rung in rungs.items() if rung > least}
            if above:
                asked = self.names.read(self.content.requirements[id].name)
                rung = words.rung(max(above.values()))
                cells_told = _titles(self.names, above)
                yield words.typeset(_("{asked} : {rung} pour {where}", asked=asked, rung=rung, where=cells_told))


def area_choices(content: Content, assessment: Assessment, result: Result, lang: str) -> tuple[AreaChoice, ...]:
    """Each area that the form asks, with the functions that the company has in it."""
    names = Names(content.questionnaire, lang)
    proposal = _Proposal(content, assessment, result, proposed(content, assessment, result), names)
    return tuple(proposal.area(area) for area in _areas(names, result))


def _areas(names: Names, result: Result) -> list[Area]:
    asked = {cell.area for cell in result.cells}
    return [area for area in names.questionnaire.areas if area.id in asked]


def _titles(names: Names, cells: Iterable[str]) -> str:
    titles = list(dict.fromkeys(words.quoted(names.title(cell)) for cell in cells))
    left = len(titles) - TITLES_SHOWN
    others = words.spelled(left, "autre point", "autres points")
    told = titles if left <= 1 else [*titles[:TITLES_SHOWN], others]
    return words.listed(told)


def _today(result: Result, area: str) -> str:
    node = result.nodes[f"area:{area}"]
    if node.index is None or node.stage is None:
        return _("Pas encore évalué.")
    index = words.index(node.index)
    if not node.stage:
        return _("Indice {index} aujourd’hui, stade 1 pas encore acquis.", index=index)
    return _("Indice {index} aujourd’hui, stade {stage} acquis.", index=index, stage=node.stage)


def _average(cells: Iterable[Cell], function: str) -> str:
    ratings = [cell.rating for cell in cells if cell.function == function and cell.rating is not None]
    if not ratings:
        return _("Pas encore évaluée.")
    return _("{index} en moyenne aujourd’hui", index=words.index(sum(ratings) / len(ratings)))


def _between(rungs: set[float]) -> str:
    low, high = words.rung(min(rungs)), words.rung(max(rungs))
    return low if low == high else _("de {low} à {high}", low=low, high=high)


def rung_choices(content: Content, lang: str) -> tuple[RungChoice, ...]:
    """From 2 to 6 by halves; whole ones bear the name of their stage."""
    names = Names(content.questionnaire, lang)
    stages = {float(stage.number): names.read(stage.name) for stage in content.questionnaire.stages}
    rungs = [doubled / 2 for doubled in range(round(2 * LOWEST_TARGET), round(2 * HIGHEST_TARGET) + 1)]
    return tuple(
        RungChoice(f"{rung:g}", words.rung(rung) + (f" · {stages[rung]}" if rung in stages else "")) for rung in rungs
    )
