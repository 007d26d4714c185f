"""The training plan: what is counted, what is only advised, by when to ask; and what is told to the works council."""

from dataclasses import replace
from datetime import date

from diagnostic.core.model.assessment import SkillState
from diagnostic.core.model.catalogue import Skill, SkillLevel, WorksCouncil
from diagnostic.core.model.device import Deadline
from diagnostic.core.model.plan import Brought
from diagnostic.core.model.questionnaire import Text
from reports.dossier import Dossier
from reports.training_lines import TrainingRow
from reports.view_training_plan import measure_aids, training_rows
from reports.view_training_table import training_table
from reports.view_works_council import LAW, council, duty, particular
from tests.reports import workshop

DATA = Skill("data", "technology", 1, Text("Exploiter les données"), Text("lire"), (Text("aucun"),) * 5, ())
COURSE = replace(
    workshop.TRAINING,
    id="data_course",
    title=Text("Croiser les chiffres de l’atelier"),
    certification=None,
    code=None,
    skills=(SkillLevel("data", 2),),
)
BEFORE = Deadline("ask", -15, Text("déposer la demande"), Text("règle de l’OPCO"), True)


def resting_on_data(*ranks: int, states: tuple[SkillState, ...] = ()) -> Dossier:
    """Those measures rest on a skill that a course teaches; the device asks for a file a fortnight before."""
    made = workshop.dossier(workshop.assessment(1.0, skills=states))
    actions = {
        id: replace(action, needs_skills=(SkillLevel("data", 2),))
        if id in {f"action_{rank}" for rank in ranks}
        else action
        for id, action in made.content.actions.items()
    }
    content = replace(
        made.content,
        actions=actions,
        skills={"data": DATA},
        trainings={**made.content.trainings, COURSE.id: COURSE},
        devices={"pdc_opco2i": replace(workshop.DEVICE, deadlines=(BEFORE,))},
    )
    return replace(made, content=content)


def advised(of: Dossier) -> list[TrainingRow]:
    return [row for row in training_rows(of.programme) if not row.counted]


def test_trainings_of_measures_are_counted_and_come_first() -> None:
    rows = training_rows(resting_on_data(3, 4).programme)
    assert [(row.id, row.ranks, row.counted) for row in rows] == [
        ("maintenance", (2,), True),
        ("maintenance", (5,), True),
        ("data_course", (3, 4), False),
    ]


def test_two_measures_that_rest_on_one_skill_ask_for_one_training_at_the_first_start() -> None:
    (row,) = advised(resting_on_data(3, 8))
    assert row.ranks == (3, 8)
    assert (row.starts_on, row.ends_on) == (date(2027, 4, 1), date(2027, 9, 30))


def test_nobody_said_who_can_do_it_then_it_is_to_check() -> None:
    (row,) = advised(resting_on_data(3))
    assert (row.people, row.people_text) == (1, "à vérifier")


def test_people_missing_are_counted_and_never_named() -> None:
    (row,) = advised(resting_on_data(3, states=(SkillState("data", 1, able=1, needed=5, leaving=1),)))
    assert (row.people, row.people_text) == (5, "5 personnes")
    assert row.gross == 5 * 1050


def test_an_expired_scale_is_told_apart_with_its_filing_date() -> None:
    (row,) = advised(resting_on_data(3))
    assert row.paid == ()
    assert row.renewed is not None
    assert (row.renewed.amount, row.net) == (1050, row.gross)
    assert [(one.by, one.late) for one in row.filings] == [(date(2027, 3, 17), False)]


def test_what_a_training_takes_of_a_device_is_not_the_measure_s_own() -> None:
    made = workshop.dossier()
    (own,) = [aid for aid in measure_aids(made.programme) if aid.paid]
    assert [aid.amount for aid in own.paid] == [2100]
    trained = tuple(
        replace(row, trainings=tuple(replace(use, brought=(Brought("pdc_opco2i", 2100),)) for use in row.trainings))
        for row in made.plan.actions
    )
    assert [
        aid for aid in measure_aids(replace(made, plan=replace(made.plan, actions=trained)).programme) if aid.paid
    ] == []


def test_the_printed_table_sums_only_what_is_counted() -> None:
    table = training_table(training_rows(resting_on_data(3, 4).programme))
    assert table is not None
    counted, free = table.groups
    assert counted.total is not None
    assert counted.total.gross == "4\u202f200\u00a0€"
    assert counted.total.who == "4 personnes, 140\u00a0h en tout"
    assert free.total is None
    assert free.rows[0].when == "avril à sept. 2027"
    assert free.rows[0].filing == "17/03/2027"


def test_a_plan_without_training_prints_no_table() -> None:
    assert training_table(()) is None


def test_the_law_is_told_once_and_each_measure_keeps_its_own_reason() -> None:
    why = (
        "Le pointage touche chaque poste. À partir de 50 salariés, il se soumet au CSE (Code du travail, article "
        "L2312-8). Dans tous les cas, dites à chacun, avant, ce qui est relevé (article L1222-4)."
    )
    assert particular(why) == "Le pointage touche chaque poste."
    assert particular("Le CSE est consulté (article L2312-8)") == "Le CSE est consulté (article L2312-8)."


def test_measures_after_the_first_are_named_by_rank() -> None:
    made = workshop.dossier()
    told = council(made.programme, 6)
    assert told is not None
    assert "L2312-8" in told.law
    assert [line.rank for line in told.lines] == [1, 2, 3, 4, 5, 6]
    assert told.others == "Ensuite, à informer pour les mesures 7 et 8."
    assert LAW.count("L1222-4") == 1


def test_nothing_is_told_to_the_works_council_where_no_measure_asks_for_it() -> None:
    made = workshop.dossier()
    quiet = {id: replace(action, cse=WorksCouncil("none", None)) for id, action in made.content.actions.items()}
    programme = replace(made, content=replace(made.content, actions=quiet)).programme
    assert council(programme, 6) is None
    assert duty(programme, made.plan.actions[0]) is None
