"""What the plan board says: quarters and what they use, cards and why they are there, what a change did."""

from dataclasses import replace

import pytest

from diagnostic.core.model.assessment import Constraints, Edit, Pin, PlanChoices
from diagnostic.core.model.plan import Obstacle, Plan, Point
from reports.board_lines import BoardView, Card
from reports.naming import Names
from reports.programme import Programme
from reports.view_board import board_view
from reports.view_changes import change_view, comparison_view, means_sentence
from tests.reports import workshop

MEANS = Constraints(budget=40_000, release_days_per_quarter=5, parallel_actions=3, horizon_quarters=4)


def programme(plan: Plan | None = None, choices: PlanChoices | None = None, means: Constraints = MEANS) -> Programme:
    assessment = workshop.assessment(constraints=means, plan=choices or PlanChoices())
    return Programme(Names(workshop.questions(), "fr"), workshop.content(), assessment, plan or workshop.plan())


def view(**given: object) -> BoardView:
    return board_view(programme(**given), proving=False)  # type: ignore[arg-type]


def card(shown: BoardView, id: str) -> Card:
    cards = [one for year in shown.years for column in year.columns for one in column.cards]
    return next(one for one in cards if one.id == id)


def without(plan: Plan, *ids: str) -> Plan:
    return replace(plan, actions=tuple(row for row in plan.actions if row.id not in ids))


def moved(plan: Plan, id: str, quarter: int) -> Plan:
    rows = (replace(row, start_quarter=quarter) if row.id == id else row for row in plan.actions)
    return replace(plan, actions=tuple(sorted(rows, key=lambda row: (row.start_quarter, row.id))))


REFUSED = workshop.plan(
    status="infeasible",
    actions=(),
    quarters=(),
    trajectory=(),
    infeasible_because=(Obstacle("release_days", "12", "14.5"), Obstacle("horizon", "4", "5")),
)


def test_a_year_shares_a_budget_and_a_quarter_says_what_it_uses() -> None:
    (year,) = view().years
    assert (year.name, year.months) == ("Première année", "janvier à décembre 2027")
    assert year.budget.text == "58\u202f100\u00a0€ à payer au plus, aides déduites, sur 40\u202f000\u00a0€"
    assert year.budget.percent == 100
    first = year.columns[0]
    assert (first.name, first.months, first.money) == ("1er trim. 2027", "janvier à mars", "14\u202f000\u00a0€ à payer")
    assert [(bar.text, bar.percent) for bar in first.bars] == [("2,5 jours sur 5", 50), ("2 mesures sur 3", 67)]
    assert [column.name for column in year.columns[1:]] == ["2e trim. 2027", "3e trim. 2027", "4e trim. 2027"]


def test_without_a_limit_nothing_is_said_to_be_full() -> None:
    (year,) = view(means=Constraints(horizon_quarters=4)).years
    assert year.budget.percent is None and " sur " not in year.budget.text
    assert year.columns[0].bars[0].percent is None


def test_a_limit_of_zero_is_full_as_soon_as_something_is_used() -> None:
    (year,) = view(means=replace(MEANS, budget=0, release_days_per_quarter=0)).years
    assert year.budget.percent == 100 and year.columns[0].bars[0].percent == 100


def test_a_card_says_what_it_takes_and_why_it_is_there() -> None:
    shown = card(view(), "action_1")
    assert shown.lasts == "deux trimestres, jusqu’en juin 2027"
    assert (shown.money, shown.days) == ("sans dépense", "2 jours de temps interne, dont 1 hors du poste")
    assert shown.because == "Répond à «\u00a0Nous livrons en retard\u00a0»."
    assert card(view(), "action_3").because.startswith("Fait monter «\u00a0")
    assert shown.state is None and not shown.pinned
    assert [place.name for place in shown.places] == ["1er trim. 2027", "2e trim. 2027", "3e trim. 2027"]
    assert card(view(), "action_2").lasts is None


def test_what_the_leader_imposed_is_said_in_words_and_can_be_taken_back() -> None:
    choices = PlanChoices(
        pinned=(Pin("action_1", 1), Pin("action_2")),
        edits=(Edit("action_1", "cost", 1200), Edit("action_1", "release_days", 0.5)),
    )
    shown = view(choices=choices)
    assert card(shown, "action_1").state == "Fixée ici par vous. À vos chiffres."
    assert card(shown, "action_2").state == "Demandée par vous, trimestre libre."
    values = {figure.field: (figure.value, figure.told) for figure in card(shown, "action_1").figures}
    assert values["cost"] == ("1200", "Estimation : 0")
    assert values["release_days"] == ("0,5", "Estimation : 1")
    assert [(row.act, row.button) for row in shown.imposed] == [
        ("free", "Libérer"),
        ("free", "Libérer"),
        ("unedit", "Revenir à l’estimation"),
    ]
    assert "coût, formations à part 1\u202f200\u00a0€" in shown.imposed[2].text


def test_measures_out_of_the_plan_can_be_added_by_theme() -> None:
    shown = view(plan=without(workshop.plan(), "action_3", "action_4"), choices=PlanChoices(excluded=("action_4",)))
    assert [(theme.name, [one.id for one in theme.actions]) for theme in shown.themes] == [
        ("Organisation", ["action_3"])
    ]
    assert [row.act for row in shown.imposed] == ["restore"]


def test_the_former_plan_stays_under_an_impossible_request() -> None:
    refused = programme(plan=REFUSED)
    shown = board_view(refused, proving=False, former=programme())
    assert shown.title == "Ce que vous demandez ne tient pas."
    assert len(shown.years[0].columns) == 4
    assert board_view(refused, proving=False).years == ()


def test_a_change_is_told_with_its_reasons_and_its_totals() -> None:
    before = moved(without(workshop.plan(), "action_8"), "action_7", 1)
    after = replace(without(workshop.plan(), "action_4"), trajectory=(Point(0, 1.0, 1), Point(4, 2.46, 2)))
    told = change_view(programme(plan=after, choices=PlanChoices(excluded=("action_4",))), before)
    assert told.summary == "Une mesure ajoutée, une mesure retirée et une mesure déplacée."
    assert [row.text for row in told.added] == ["Au 3e trim. 2027."]
    assert [row.text for row in told.removed] == ["Vous l’avez écartée."]
    assert [row.text for row in told.moved] == ["Du 1er trim. 2027 au 3e trim. 2027."]
    totals = {row.name: row for row in told.totals}
    assert (totals["Mesures"].before, totals["Mesures"].difference) == ("7", None)
    assert (totals["Indice à la fin"].before, totals["Indice à la fin"].after) == ("2,2", "2,5")
    assert totals["Indice à la fin"].difference == "+\u00a00,3"


def test_an_impossible_request_offers_each_change_that_would_do() -> None:
    told = change_view(programme(plan=REFUSED), workshop.plan())
    assert told.summary == "Ce que vous demandez ne tient dans aucun calendrier."
    assert [row.repair.label if row.repair else None for row in told.obstacles] == [
        "Passer à 15 jours par trimestre",
        "Prolonger à 5 trimestres",
    ]
    assert not told.together and told.totals == () and not told.removed


def test_a_plan_that_holds_again_is_compared_with_nothing() -> None:
    told = change_view(programme(), REFUSED)
    assert told.summary == "Le calendrier tient\u00a0: huit mesures."
    assert told.added == () and told.totals == ()


def test_the_same_plan_has_not_changed() -> None:
    told = change_view(programme(), workshop.plan())
    assert told.nothing and told.summary == "Aucune mesure n’a bougé."


def test_two_scenarios_stand_side_by_side() -> None:
    left = programme()
    right = programme(plan=without(workshop.plan(), "action_2"), means=replace(MEANS, budget=10_000))
    told = comparison_view(left, right, ("Votre plan", "Prudent"))
    assert told.summary.startswith("«\u00a0Votre plan\u00a0» laisse 14\u202f000\u00a0€ de plus à votre charge")
    assert [row.same for row in told.means] == [False, True, True, True, True]
    assert told.only_left == (workshop.TITLES[1],) and told.only_right == ()
    assert [len(row.left) - len(row.right) for row in told.quarters] == [1, 0, 0, 0]


def test_the_one_that_costs_more_and_leads_higher_is_named_once() -> None:
    higher = workshop.plan(trajectory=(Point(0, 1.0, 1), Point(4, 2.9, 2)))
    cheaper = programme(plan=without(workshop.plan(), "action_2"))
    told = comparison_view(cheaper, programme(plan=higher), ("Prudent", "Large"))
    assert told.summary == (
        "«\u00a0Large\u00a0» laisse 14\u202f000\u00a0€ de plus à votre charge, "
        "et mène plus haut\u00a0: indice 2,9, contre 2,2."
    )
    dear = comparison_view(programme(), programme(plan=replace(cheaper.plan, trajectory=higher.trajectory)), ("A", "B"))
    assert dear.summary.endswith("\u202f; «\u00a0B\u00a0» mène plus haut\u00a0: indice 2,9, contre 2,2.")
    same = comparison_view(programme(), programme(plan=moved(workshop.plan(), "action_7", 4)), ("A", "B"))
    assert same.summary == "Même coût, même indice à la fin\u00a0: le calendrier diffère."


def test_a_scenario_that_does_not_hold_is_said_so() -> None:
    told = comparison_view(programme(), programme(plan=REFUSED), ("Votre plan", "Serré"))
    assert told.summary == "«\u00a0Serré\u00a0» ne tient dans aucun calendrier."
    assert len(told.right_obstacles) == 2 and told.only_left == () and told.totals == ()


@pytest.mark.parametrize(
    ("means", "told"),
    [
        (MEANS, "40\u202f000\u00a0€ par an, 4 trimestres, 3 mesures à la fois, 5 jours hors du poste par trimestre"),
        (Constraints(), "budget sans limite, 8 trimestres, 3 mesures à la fois, jours sans limite"),
    ],
)
def test_means_read_in_one_line(means: Constraints, told: str) -> None:
    assert means_sentence(means) == told
