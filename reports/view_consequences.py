"""What a target would ask, in orders of magnitude: points to raise, skills, euros, quarters; beside the proposal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diagnostic.core.model.assessment import Constraints
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consequences import Consequences, OutOfReach
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.target import steps
from reports import words
from reports.naming import Names
from reports.target_lines import CellLine, ConsequencesView, Measure, StepLine

ROUGH = (
    "Un ordre de grandeur : il vient d’un calcul rapide, sans limite de budget et avant les aides. "
    "Le plan, lui, compte tout."
)
NOTHING_RATED = "Aucune question n’a encore de réponse : ce que demande la cible se lira ensuite."
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
        title="Ce que demande cette cible, à l’essai" if case.on_trial else "Ce que demande cette cible",
        said=_said(case),
        measures=tuple(_measures(case)),
        note=words.typeset(ROUGH),
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
        return words.typeset(NOTHING_RATED)
    if not chosen.to_raise:
        return "Cette cible est déjà atteinte : aucun point à faire monter."
    return words.typeset(f"{_points(chosen)} à faire monter ; {_cost(chosen)} ; {_time(chosen)}.")


def _measures(case: Compared) -> Iterator[Measure]:
    chosen, proposal = case.chosen, case.proposal
    if not case.rated:
        return
    yield Measure(
        "Stade atteint si tout est tenu",
        _stage(case.stage),
        "",
        None if proposal is None else _stage(case.proposal_stage),
    )
    yield Measure(
        "Points à faire monter",
        str(len(chosen.to_raise)),
        f"sur {words.count(case.rated, 'point évalué', 'points évalués')}",
        None if proposal is None else str(len(proposal.to_raise)),
    )
    yield Measure(
        "Compétences demandées",
        str(len(chosen.skills)),
        _known(chosen),
        None if proposal is None else str(len(proposal.skills)),
    )
    yield Measure("Coût", _cost(chosen), "hors taxes, avant les aides", None if proposal is None else _cost(proposal))
    yield Measure(
        "Temps de vos équipes", _days(chosen), "toutes personnes réunies", None if proposal is None else _days(proposal)
    )
    yield Measure(
        "Durée à votre rythme", _time(chosen), _pace(case.means), None if proposal is None else _time(proposal)
    )


def _stage(stage: int | None) -> str:
    return "à évaluer" if stage is None else str(stage)


def _points(chosen: Consequences) -> str:
    return words.count(len(chosen.to_raise), "point", "points")


def _known(chosen: Consequences) -> str:
    """What is known of them: missing, not said yet."""
    lacking, unstated = len(chosen.lacking), len(chosen.unstated)
    parts = []
    if lacking:
        parts.append(f"{lacking} à renforcer")
    if unstated:
        parts.append(f"{unstated} à situer")
    return ", ".join(parts)


def _cost(chosen: Consequences) -> str:
    low, high = roughly(chosen.cost_low), roughly(chosen.cost_high)
    if not high:
        return "presque rien" if chosen.actions else "rien"
    if not low:
        return f"jusqu’à {words.euros(high)}"
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
        return f"plus de {words.numeral(LONGEST_YEARS)} ans"
    if not chosen.quarters:
        return "aucune"
    return f"environ {words.spelled(chosen.quarters, 'trimestre', 'trimestres')}{_years(chosen.quarters)}"


def _years(quarters: int) -> str:
    """« , un peu plus de quatre ans » of 17 quarters; nothing under a year."""
    whole, over = divmod(quarters, 4)
    if not whole:
        return ""
    years = words.spelled(whole, "an", "ans")
    told = (
        f"soit {years}",
        f"un peu plus {'d’' if whole == 1 else 'de '}{years}",
        f"soit {years} et demi",
        f"un peu moins de {words.spelled(whole + 1, 'an', 'ans')}",
    )
    return f", {told[over]}"


def _pace(means: Constraints) -> str:
    """The company's own limits, as the entry states them."""
    at_once = words.spelled(means.parallel_actions, "mesure", "mesures", feminine=True)
    days = means.release_days_per_quarter
    released = (
        "sans limite de jours hors du poste" if days is None else f"{words.days(days)} hors du poste par trimestre"
    )
    return f"{at_once} à la fois, {released}"


def _unknown(case: Compared) -> str | None:
    """What is not counted, for want of an answer."""
    missing = len(case.result.cells) - case.rated
    if not case.rated:
        return words.typeset(NOTHING_RATED)
    if not missing:
        return None
    verb = "reste à évaluer : il n’est pas compté" if missing == 1 else "restent à évaluer : ils ne sont pas comptés"
    return words.typeset(f"{words.capital(words.spelled(missing, 'point', 'points'))} {verb}.")


def _compared(case: Compared) -> str | None:
    """What the choice adds to the proposal, and what it leaves out."""
    if case.proposal is None:
        return None
    more = len(set(case.chosen.to_raise) - set(case.proposal.to_raise))
    less = len(set(case.proposal.to_raise) - set(case.chosen.to_raise))
    skills = len(set(case.chosen.skills) - set(case.proposal.skills))
    parts = [f"ajoute {words.spelled(more, 'point', 'points')}"] if more else []
    parts += [f"en laisse {words.numeral(less)} de côté"] if less else []
    parts += [f"demande {words.spelled(skills, 'compétence', 'compétences', feminine=True)} de plus"] if skills else []
    if not parts:
        return "Les mêmes points que dans la proposition, pas toujours à la même hauteur."
    return words.typeset(f"Par rapport à la proposition, ce choix {words.listed(parts)}.")


def _steps(case: Compared) -> Iterator[StepLine]:
    """First consistent, then the climb (METHOD 4); nothing as long as an area is not assessed."""
    found = steps(case.result, case.aims)
    areas_known = all(case.result.nodes[f"area:{cell.area}"].assessed for cell in case.result.cells)
    if not areas_known or not (found.first or found.then):
        return
    areas = [words.quoted(case.names.area_name(area)) for area in found.behind]
    level = "D’abord, mettre les domaines au même niveau"
    if found.first:
        verb = "rejoint" if len(areas) == 1 else "rejoignent"
        yield StepLine(
            level,
            words.typeset(
                f"{words.listed(areas)} {verb} le stade {found.level}, que les autres tiennent : "
                f"{words.spelled(len(found.first), 'point', 'points')} à faire monter."
            ),
        )
    else:
        yield StepLine(level, words.typeset("C’est fait : aucun domaine n’est en retard sur les autres."))
    climb = f"{words.capital(words.spelled(len(found.then), 'point', 'points'))} à mener à la cible."
    yield StepLine("Ensuite, monter", words.typeset(climb) if found.then else "La cible est alors atteinte.")


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
    aim = words.rung(aims[0]) if aims[0] == aims[-1] else f"{words.rung(aims[0])} à {words.rung(aims[-1])}"
    return f"{low if low == high else f'{low} à {high}'} aujourd’hui, cible {aim}"


def _beyond(case: Compared) -> Iterator[CellLine]:
    """One line per capability and reason."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in case.chosen.out_of_reach:
        groups.setdefault((split_cell(row.cell)[0], _stops(row)), []).append(row.cell)
    for (_, stops), cells in groups.items():
        yield CellLine(case.names.title(cells[0]), case.names.where(*cells), stops)


def _stops(row: OutOfReach) -> str:
    why = "aucune mesure du catalogue ne va plus loin" if row.by_catalogue else "pas en cinq ans à votre rythme"
    return words.typeset(f"{words.rung(row.reached)} atteint, cible {words.rung(row.target)} : {why}")


def _unserved(case: Compared) -> str | None:
    """The requirements that this target would leave unmet."""
    if not case.chosen.unserved:
        return None
    asked = [words.quoted(case.names.read(case.content.requirements[id].name)) for id in case.chosen.unserved]
    return words.typeset(f"Cette cible reste en dessous de ce que vos clients demandent : {words.listed(asked)}.")
