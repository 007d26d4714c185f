"""The result page says the answer first, and never more than what is known."""

from dataclasses import replace

import pytest

from diagnostic.core.model.assessment import Assessment, Rating, Respondent
from reports.lines import ResultView
from reports.view import result_view
from tests.reports import workshop


def view(of: Assessment, targets: dict[str, float] | None = None) -> ResultView:
    aims = workshop.aims(of) if targets is None else targets
    return result_view(workshop.content(), of, workshop.result(of), aims, "fr")


@pytest.mark.parametrize(
    ("rating", "starts"),
    [
        (0.0, "Premier pas vers le stade 1\u00a0: "),
        (1.0, "Stade 1 acquis. Pour le 2\u00a0: "),
        (2.0, "Stade 2 acquis. Pour le 3\u00a0: "),
        (3.0, "Stade 3 acquis. Pour le 4\u00a0: "),
        (4.0, "Stade 4 acquis. Pour le 5\u00a0: "),
        (5.0, "Stade 5 acquis. Pour le 6\u00a0: "),
        (6.0, "Stade 6 acquis\u00a0: le faire durer."),
    ],
)
def test_the_title_is_the_stage_and_the_next_step(rating: float, starts: str) -> None:
    shown = view(workshop.assessment(rating))
    assert shown.title.startswith(starts)
    assert shown.title.endswith(".")


def test_the_title_names_the_first_blocking_goal() -> None:
    shown = view(workshop.assessment(1.0))
    assert shown.title.removesuffix(".").endswith(shown.blocking[0].goal[1:])
    assert shown.blocking[0].today == "1 aujourd’hui"


def test_too_few_answers_give_no_stage() -> None:
    short = workshop.assessment()
    shown = view(replace(short, answers=short.answers[:5]))
    assert shown.title == "Il manque des réponses pour donner un stade."
    assert "5 réponses sur 44" in shown.lead
    assert shown.landings.stage is None
    assert shown.landings.index_text is None
    assert shown.blocking == ()
    assert shown.blocking_none is not None
    assert shown.blocking_none.startswith("39 réponses manquent")


def test_a_flash_form_says_that_it_is_a_first_bearing() -> None:
    shown = view(workshop.assessment(1.5, form="flash"))
    assert shown.kicker.startswith("Repérage, 20 questions")
    assert shown.title.startswith("Premier repère\u00a0: stade 1.")
    assert shown.functions == ()
    assert shown.heat is None


def test_what_is_declared_is_not_called_verified() -> None:
    told = workshop.assessment(1.5, form="flash")
    assert "rien n’a encore été vérifié" in view(told).evidence_text
    assert "déclarées" in view(told).kicker
    assert "toutes vérifiées" in view(workshop.assessment(1.0)).kicker


def test_a_missing_answer_is_a_band_and_is_listed() -> None:
    shown = view(workshop.assessment(1.0, answers=workshop.answers(1.0, data_governance="unknown")))
    assert [line.capability for line in shown.unknown] == ["data_governance"]
    assert shown.unknown_text is not None
    assert shown.unknown_text.startswith("Une réponse manque")
    banded = [row for row in shown.principles if row.range_text]
    assert [row.name for row in banded] == ["Intégration des systèmes"]
    assert banded[0].low < (banded[0].index or 0) < banded[0].high
    assert "selon la réponse manquante" in shown.landings.note


def test_a_high_index_on_an_unfinished_base_is_said() -> None:
    tops: dict[str, Rating] = {one.id: 5.0 for one in workshop.questions().capabilities() if one.area != "culture"}
    shown = view(workshop.assessment(1.0, answers=workshop.answers(1.0, **tops)))
    assert shown.landings.stage == 1
    assert shown.base_incomplete is not None
    assert "Culture" in shown.base_incomplete
    assert view(workshop.assessment(1.0)).base_incomplete is None


def test_the_limiting_area_is_the_reason() -> None:
    low: dict[str, Rating] = {one.id: 0.5 for one in workshop.questions().capabilities() if one.area == "resources"}
    shown = view(workshop.assessment(2.0, answers=workshop.answers(2.0, **low)))
    assert "«\u00a0Moyens\u00a0» retient l’ensemble, à 0,5" in shown.lead
    assert shown.blocking[0].capability in low


def test_functions_that_block_alike_are_one_line() -> None:
    shown = view(workshop.assessment(1.0))
    lines = [*shown.blocking, *shown.blocking_others]
    assert len({line.capability for line in lines}) == len(lines) == 27
    wide = next(line for line in lines if line.capability == "sensor_data_acquisition")
    assert wide.where == "Production et logistique"


def test_strengths_stand_above_the_stage() -> None:
    shown = view(workshop.assessment(1.0, answers=workshop.answers(1.0, it_security=3.0)))
    assert [line.title for line in shown.strengths] == ["Sécurité informatique"]


def test_alerts_come_with_their_reason() -> None:
    shown = view(workshop.assessment(1.0))
    assert {alert.capability for alert in shown.alerts} == {"resilient_infrastructure", "it_security"}
    assert all(alert.title.startswith("À faire sans attendre") for alert in shown.alerts)


def test_the_flag_stands_where_every_target_met_would_lead() -> None:
    shown = view(workshop.assessment(1.0))
    assert shown.landings.target == 2
    assert "proposée" in shown.target_text
    assert view(workshop.assessment(1.0), {}).landings.target is None


def test_a_disagreement_shows_its_size_and_nobody() -> None:
    people = (Respondent("ana", "adviser"), Respondent("boss", "leader"))
    told = workshop.answers(1.0)
    other = tuple(replace(one, respondent="boss", rating=4.0, evidence="declared") for one in told[:1])
    shown = view(workshop.assessment(answers=told + other, respondents=people))
    assert [line.size_text for line in shown.gaps] == ["3 échelons d’écart"]
    assert not {"leader", "adviser", "boss", "4"} & set(str(shown.gaps).split("'"))


def test_the_map_shows_ratings_not_averages() -> None:
    shown = view(workshop.assessment(1.0, answers=workshop.answers(1.0, sensor_data_acquisition=2.5)))
    assert shown.heat is not None
    row = shown.heat.rows[0]
    assert [cell.text for cell in row.cells] == ["–", "2,5", "2,5", "–", "–"]
    assert shown.heat.rows[-1].total
