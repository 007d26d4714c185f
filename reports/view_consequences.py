"""What a target would ask, in orders of magnitude: points to raise, skills, euros, quarters; beside the proposal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.assessment import Constraints
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consequences import Consequences, OutOfReach
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.target import steps
from reports import words
from reports.naming import Names
from reports.target_lines import CellLine, ConsequencesView, Measure, StepLine

ROUGH = N_(
    "Un ordre de grandeur : il vient d’un calcul rapide, sans limite de budget et avant les aides. "
    "Le plan, lui, compte tout."
)
NOTHING_RATED = N_("Aucune question n’a encore de réponse : ce que demande la cible se lira ensuite.")
LONGEST_YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A target and what it asks; `proposal` None: it is the proposed one."""

    content: Content
    names: Names
    result: Result
    aims: Mapping[str, float]
    chosen: Consequences
    stage: int | None
    proposal: Consequences | None
    proposal_stage: int | None
    means: Constraints
    on_trial: bool

    @property
    def rated(self) -> int:
        return sum(cell.rating is not None for cell in self.result.cells)

    def skill(self, id: str) -> str:
        return self.names.read(self.content.skills[id].name)


def consequences_view(case: Compared) -> ConsequencesView:
    """Every word and number of what the target asks."""
    chosen = case.chosen
    return ConsequencesView(
        title=_("Ce que demande cette cible, à l’essai") if case.on_trial else _("Ce que demande cette cible"),
        said=_said(case),
        measures=tuple(_measures(case)),
        note=words.typeset(_(ROUGH)),
        unknown=_unknown(case),
        compared=_compared(case),
        steps=tuple(_steps(case)),
        to_raise=tuple(_lines(case, chosen.to_raise)),
        lacking=tuple(case.skill(id) for id in chosen.lacking),
        unstated=tuple(case.skill(id) for id in chosen.unstated),
        out_of_reach=tuple(_beyond(case)),
        unserved=_unserved(case),
    )


def _said(case: Compared) -> str:
    """One sentence, for the live region."""
    chosen = case.chosen
    if not case.rated:
        return words.typeset(_(NOTHING_RATED))
    if not chosen.to_raise:
        return _("Cette cible est déjà atteinte : aucun point à faire monter.")
    points = words.count(len(chosen.to_raise), "point", "points")
    told = _("{points} à faire monter ; {cost} ; {time}.", points=points, cost=_cost(chosen), time=_time(chosen))
    return words.typeset(told)


def _measures(case: Compared) -> Iterator[Measure]:
    chosen, proposal = case.chosen, case.proposal
    if not case.rated:
        return
    yield Measure(
        _("Stade atteint si tout est tenu"),
        _stage(case.stage),
        "",
        None if proposal is None else _stage(case.proposal_stage),
    )
    yield Measure(
        _("Points à faire monter"),
        str(len(chosen.to_raise)),
        _("sur {points}", points=words.count(case.rated, "point évalué", "points évalués")),
        None if proposal is None else str(len(proposal.to_raise)),
    )
    yield Measure(
        _("Compétences demandées"),
        str(len(chosen.skills)),
        _known(chosen),
        None if proposal is None else str(len(proposal.skills)),
    )
    yield Measure(
        _("Coût"), _cost(chosen), _("hors taxes, avant les aides"), None if proposal is None else _cost(proposal)
    )
    yield Measure(
        _("Temps de vos équipes"),
        _days(chosen),
        _("toutes personnes réunies"),
        None if proposal is None else _days(proposal),
    )
    yield Measure(
        _("Durée à votre rythme"), _time(chosen), _pace(case.means), None if proposal is None else _time(proposal)
    )


def _stage(stage: int | None) -> str:
    return _("à évaluer") if stage is None else str(stage)


def _known(chosen: Consequences) -> str:
    """What is known of them: missing, not said yet."""
    lacking, unstated = len(chosen.lacking), len(chosen.unstated)
    parts = []
    if lacking:
        parts.append(_("{number} à renforcer", number=lacking))
    if unstated:
        parts.append(_("{number} à situer", number=unstated))
    return ", ".join(parts)


def _cost(chosen: Consequences) -> str:
    low, high = roughly(chosen.cost_low), roughly(chosen.cost_high)
    if not high:
        return _("presque rien") if chosen.actions else _("rien")
    if not low:
        return _("jusqu’à {amount}", amount=words.euros(high))
    return words.euro_range(low, high)


def roughly(euros: int) -> int:
    """No figure that an order of magnitude cannot hold: to the thousand, then to five, ten and fifty thousand."""
    step = next(
        (step for under, step in ((20_000, 1_000), (100_000, 5_000), (500_000, 10_000)) if euros < under), 50_000
    )
    return round(euros / step) * step


def _days(chosen: Consequences) -> str:
    days = round(chosen.internal_days, -1) if chosen.internal_days >= 50 else round(chosen.internal_days)
    return words.days(days)


def _time(chosen: Consequences) -> str:
    if any(not row.by_catalogue for row in chosen.out_of_reach):
        return _("plus de {years}", years=words.spelled(LONGEST_YEARS, "an", "ans"))
    if not chosen.quarters:
        return _("aucune")
    quarters = words.spelled(chosen.quarters, "trimestre", "trimestres")
    years = _years(chosen.quarters)
    if not years:
        return _("environ {quarters}", quarters=quarters)
    return _("environ {quarters}, {years}", quarters=quarters, years=years)


def _years(quarters: int) -> str:
    """« un peu plus de quatre ans » of 17 quarters; nothing under a year."""
    whole, over = divmod(quarters, 4)
    years = words.spelled(whole, "an", "ans")
    if not whole:
        return ""
    if over == 0:
        return _("soit {years}", years=years)
    if over == 1:
        return plural(whole, "un peu plus d’{years}", "un peu plus de {years}", years=years)
    if over == 2:
        return plural(whole, "soit {years} an et demi", "soit {years} ans et demi", years=words.numeral(whole))
    return _("un peu moins de {years}", years=words.spelled(whole + 1, "an", "ans"))


def _pace(means: Constraints) -> str:
    """The company's own limits, as the entry states them."""
    at_once = words.spelled(means.parallel_actions, "mesure", "mesures", feminine=True)
    days = means.release_days_per_quarter
    if days is None:
        return _("{measures} à la fois, sans limite de jours hors du poste", measures=at_once)
    return _("{measures} à la fois, {days} hors du poste par trimestre", measures=at_once, days=words.days(days))


def _unknown(case: Compared) -> str | None:
    """What is not counted, for want of an answer."""
    missing = len(case.result.cells) - case.rated
    if not case.rated:
        return words.typeset(_(NOTHING_RATED))
    if not missing:
        return None
    told = plural(
        missing,
        "{points} reste à évaluer : il n’est pas compté.",
        "{points} restent à évaluer : ils ne sont pas comptés.",
        points=words.capital(words.spelled(missing, "point", "points")),
    )
    return words.typeset(told)


def _compared(case: Compared) -> str | None:
    """What the choice adds to the proposal, and what it leaves out."""
    if case.proposal is None:
        return None
    more = len(set(case.chosen.to_raise) - set(case.proposal.to_raise))
    less = len(set(case.proposal.to_raise) - set(case.chosen.to_raise))
    skills = len(set(case.chosen.skills) - set(case.proposal.skills))
    parts = [_("ajoute {points}", points=words.spelled(more, "point", "points"))] if more else []
    parts += [_("en laisse {number} de côté", number=words.numeral(less))] if less else []
    asked = words.spelled(skills, "compétence de plus", "compétences de plus", feminine=True)
    parts += [_("demande {skills}", skills=asked)] if skills else []
    if not parts:
        return _("Les mêmes points que dans la proposition, pas toujours à la même hauteur.")
    return words.typeset(_("Par rapport à la proposition, ce choix {does}.", does=words.listed(parts)))


def _steps(case: Compared) -> Iterator[StepLine]:
    """First consistent, then the climb (METHOD 4); nothing as long as an area is not assessed."""
    found = steps(case.result, case.aims)
    areas_known = all(case.result.nodes[f"area:{cell.area}"].assessed for cell in case.result.cells)
    if not areas_known or not (found.first or found.then):
        return
    areas = [words.quoted(case.names.area_name(area)) for area in found.behind]
    level = _("D’abord, mettre les domaines au même niveau")
    if found.first:
        told = plural(
            len(areas),
            "{areas} rejoint le stade {stage}, que les autres tiennent : {points} à faire monter.",
            "{areas} rejoignent le stade {stage}, que les autres tiennent : {points} à faire monter.",
            areas=words.listed(areas),
            stage=found.level,
            points=words.spelled(len(found.first), "point", "points"),
        )
        yield StepLine(level, words.typeset(told))
    else:
        yield StepLine(level, words.typeset(_("C’est fait : aucun domaine n’est en retard sur les autres.")))
    points = words.capital(words.spelled(len(found.then), "point", "points"))
    climb = _("{points} à mener à la cible.", points=points) if found.then else _("La cible est alors atteinte.")
    yield StepLine(_("Ensuite, monter"), words.typeset(climb))


def _lines(case: Compared, cells: Iterable[str]) -> Iterator[CellLine]:
    """One line per capability, in content order, with its functions."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        groups.setdefault(split_cell(cell)[0], []).append(cell)
    for group in groups.values():
        yield CellLine(case.names.title(group[0]), case.names.where(*group), _change(case, group))


def _change(case: Compared, cells: list[str]) -> str:
    ratings = case.result.ratings()
    today = sorted(rating for cell in cells if (rating := ratings[cell]) is not None)
    low, high = words.rung(today[0]), words.rung(today[-1])
    aims = sorted(case.aims[cell] for cell in cells)
    return _(
        "{rungs} aujourd’hui, cible {aim}",
        rungs=_span(low, high),
        aim=_span(words.rung(aims[0]), words.rung(aims[-1])),
    )


def _span(low: str, high: str) -> str:
    return low if low == high else _("{low} à {high}", low=low, high=high)


def _beyond(case: Compared) -> Iterator[CellLine]:
    """One line per capability and reason."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in case.chosen.out_of_reach:
        groups.setdefault((split_cell(row.cell)[0], _stops(row)), []).append(row.cell)
    for (_capability, stops), cells in groups.items():
        yield CellLine(case.names.title(cells[0]), case.names.where(*cells), stops)


def _stops(row: OutOfReach) -> str:
    given = {"reached": words.rung(row.reached), "target": words.rung(row.target)}
    told = (
        _("{reached} atteint, cible {target} : aucune mesure du catalogue ne va plus loin", **given)
        if row.by_catalogue
        else _("{reached} atteint, cible {target} : pas en cinq ans à votre rythme", **given)
    )
    return words.typeset(told)


def _unserved(case: Compared) -> str | None:
    """The requirements that this target would leave unmet."""
    if not case.chosen.unserved:
        return None
    asked = [words.quoted(case.names.read(case.content.requirements[id].name)) for id in case.chosen.unserved]
    told = _("Cette cible reste en dessous de ce que vos clients demandent : {asked}.", asked=words.listed(asked))
    return words.typeset(told)
