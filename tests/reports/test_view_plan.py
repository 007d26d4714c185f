"""The plan page: first steps first, money with its rule and date, nothing promised that is not in force."""

from dataclasses import replace
from datetime import date

from diagnostic.core.model.plan import Obstacle, Plan, Point
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.opco import OpcoAnswer
from reports.lines import PlanView
from reports.view import plan_view
from tests.reports import workshop


def view(plan: Plan | None = None, opco: OpcoAnswer | None = workshop.CERTAIN, *, proving: bool = False) -> PlanView:
    company = workshop.assessment(1.0)
    known = plan or workshop.plan()
    return plan_view(workshop.content(), company, workshop.result(company), known, opco, "fr", proving=proving)


def test_six_measures_come_first_by_priority() -> None:
    shown = view()
    assert [measure.rank for measure in shown.measures] == [1, 2, 3, 4, 5, 6]
    assert [measure.rank for measure in shown.others] == [7, 8]
    assert shown.title == "Huit mesures\u202f; la première répond à «\u00a0Nous livrons en retard\u00a0»."


def test_a_measure_without_money_shows_its_days() -> None:
    first = view().measures[0]
    assert first.cost_text == "2 jours internes"
    assert first.net_text is None
    assert first.when == "janvier à juin 2027"


def test_money_comes_with_rule_date_and_source() -> None:
    funded = view().measures[1]
    line = funded.opco_lines[0]
    assert line.amount == "2\u202f100\u00a0€"
    assert "30\u00a0€ l’heure" in line.rule
    assert line.valid == "valable jusqu’au 31\u00a0décembre 2026"
    assert "5 octobre 2026" in line.source
    assert funded.net_text == "14\u202f000\u00a0€"


def test_an_expired_scale_is_said_and_never_counted() -> None:
    shown = view()
    assert shown.measures[4].opco_lines == ()
    assert "si le barème 2026 est reconduit" in shown.measures[4].if_renewed[0]
    assert shown.totals.funded == "2\u202f100\u00a0€"
    assert shown.totals.net == "58\u202f100\u00a0€"
    assert shown.totals.if_renewed == "1\u202f050\u00a0€"
    assert "n’est pas comptée" in (shown.totals.if_renewed_text or "")


def test_a_code_is_printed_only_while_it_is_registered() -> None:
    assert "RNCP41814" in (view().measures[1].trainings[0].certification or "")
    later = view(workshop.plan(on=date(2029, 1, 1)))
    told = later.measures[1].trainings[0].certification or ""
    assert "Technicien de maintenance productive" in told
    assert "(numéro à lire sur francecompetences.fr/recherche_certificationprofessionnelle)" in told
    assert "RNCP" not in told


def test_the_calendar_has_costs_and_days() -> None:
    calendar = view().calendar
    assert [quarter.label for quarter in calendar.quarters] == ["T1 2027", "T2 2027", "T3 2027", "T4 2027"]
    assert calendar.quarters[0].cost_text == "14\u202f000\u00a0€"
    assert calendar.rows[0].running == (True, True, False, False)


def test_best_is_said_only_of_a_proven_plan() -> None:
    assert view().status_text == "C’est le meilleur calendrier pour ces hypothèses."
    near = view(workshop.plan(status="feasible", bound_gap=0.031))
    assert near.status_text == "Pour ces hypothèses, ce calendrier est à 3,1\u00a0% au plus du meilleur possible."


def test_while_the_search_goes_on_the_distance_is_rounded_up() -> None:
    first = view(workshop.plan(status="feasible", bound_gap=0.0041), proving=True)
    assert first.status_text == (
        "Un premier calendrier, à 0,5\u00a0% au plus du meilleur possible\u202f; la recherche se poursuit."
    )
    checked = view(workshop.plan(status="optimal", bound_gap=0.0), proving=True)
    assert checked.status_text == (
        "Un premier calendrier, aussi bon que le meilleur possible\u202f; les dernières vérifications se poursuivent."
    )


def test_an_impossible_request_names_the_smallest_change() -> None:
    refused = workshop.plan(
        status="infeasible",
        actions=(),
        quarters=(),
        trajectory=(),
        infeasible_because=(Obstacle("budget", "1000", "2500"), Obstacle("excluded", "action_1", "garder action_1")),
    )
    shown = view(refused)
    assert shown.infeasible[0] == "1\u202f000\u00a0€ par an ne suffisent pas\u202f; 2\u202f500\u00a0€ suffiraient."
    assert "«\u00a0Chronométrer les arrêts de la machine goulot\u00a0»" in shown.infeasible[1]
    assert "action_1" not in shown.infeasible[1]
    assert shown.measures == ()


def test_the_path_says_when_the_next_stage_would_hold() -> None:
    assert "le stade 2 serait tenu à partir de la fin du T3 2027" in view().trajectory_text
    flat = view(workshop.plan(trajectory=(Point(0, 1.0, 1), Point(1, 1.2, 1))))
    assert flat.trajectory_text.endswith("le stade resterait à 1.")


def test_what_stays_under_its_target_is_said_with_its_reason() -> None:
    line = view().unreached[0]
    assert line.because == "Resterait à 1 pour une cible de 3\u00a0: aucune mesure du catalogue ne monte plus haut."


def test_an_opco_from_the_activity_is_only_probable() -> None:
    probable = replace(
        workshop.CERTAIN, certain=False, basis="naf", share=0.87, interval=(0.8, 0.92), ask=Text("Quel code IDCC ?")
    )
    assert view().opco_text == "Votre OPCO\u00a0: OPCO 2i, d’après votre convention collective."
    shown = view(opco=probable).opco_text
    assert shown.startswith("OPCO probable, à confirmer\u00a0: OPCO 2i, celui de 87\u00a0%")
    assert shown.endswith("Quel code IDCC\u202f?")
    assert view(opco=None).opco_text == "Votre OPCO reste à trouver. C’est votre convention collective qui le désigne."
