"""`palier-skills/1`: everything another program needs about a company's skills, in one document."""

import json
from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person, SkillState, TeamAptitude
from diagnostic.core.model.catalogue import Content, Need
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.workforce import PracticeAnswer, PracticeQuestion
from diagnostic.core.skills_document import skills_document
from tests.core import skills_builders as small

ON = date(2026, 11, 22)
WELDING = SkillState("welding", 1, able=1, needed=3, leaving=1)


@pytest.fixture
def workshop() -> Content:
    of = small.content(
        ["cell", "other"],
        [small.skill("welding", "operational_excellence", 3), small.skill("teamwork", "general")],
        [Need("cell", 2, "welding", 3), Need("cell", 1, "teamwork", 2)],
        ways=[small.way("training")],
        aptitudes=["teamwork"],
        trainings=[small.training("course", ("welding", 3), code="RNCP1", valid_to=date(2026, 12, 31))],
    )
    answers = (PracticeAnswer("nobody", 0, Text("Personne.")), PracticeAnswer("planned", 2, Text("C’est prévu.")))
    question = PracticeQuestion(
        "replacing", "training", Text("Qui tient le poste ?"), Text(""), answers, 0, Text("Décidez."), ("plan_it",)
    )
    return replace(of, workforce=replace(of.workforce, practice={"replacing": question}))


def document(of: Content, on: date = ON, **told: object) -> dict[str, object]:
    given = small.assessment(of, {"cell": 1.0, "other": 3.0}, **told)
    made = skills_document(of, given, small.gap_of(of, given, {}), on)
    return json.loads(json.dumps(made, allow_nan=False))


def test_a_row_says_all_that_is_known_of_a_skill(workshop: Content) -> None:
    welding, teamwork = document(workshop, skills=(WELDING,))["rows"]
    training = welding.pop("ways")[0]["trainings"][0]
    assert welding == {
        "skill": "welding",
        "name": "Welding",
        "family": "operational_excellence",
        "criticality": 3,
        "required": 3,
        "required_text": "autonome",
        "current": 1,
        "current_text": "initié",
        "basis": "stated",
        "gap": 2,
        "able": 1,
        "needed": 3,
        "leaving": 1,
        "headcount_gap": 3,
        "weight": 3.0,
        "priority": 6.0,
        "is_open": True,
        "needing": ["cell"],
        "reasons": [{"cell": "cell", "rung": 2, "level": 3, "to_climb": True}],
    }
    assert training["code"] == "RNCP1"
    assert (teamwork["current"], teamwork["current_text"], teamwork["gap"], teamwork["ways"]) == (None, None, None, [])


def test_a_code_is_told_only_while_it_is_registered(workshop: Content) -> None:
    (row, _) = document(workshop, date(2027, 1, 1), skills=(WELDING,))["rows"]
    assert row["ways"][0]["trainings"][0]["code"] is None


@pytest.mark.parametrize(("answer", "advice", "actions"), [("nobody", "Décidez.", ["plan_it"]), ("planned", None, [])])
def test_advice_follows_the_answers_that_call_for_it(
    workshop: Content, answer: str, advice: str | None, actions: list[str]
) -> None:
    (told,) = document(workshop, practice={"replacing": answer})["practice"]
    assert (told["answer"], told["advice"], told["actions"]) == (answer, advice, actions)


def test_a_question_without_an_answer_is_not_told(workshop: Content) -> None:
    assert document(workshop)["practice"] == []


def test_aptitudes_are_told_by_team_beside_what_the_target_asks(workshop: Content) -> None:
    told = document(
        workshop, aptitudes=(TeamAptitude("Tôlerie", "teamwork", 3), TeamAptitude("Usinage", "teamwork", 1))
    )
    teamwork = {"aptitude": "teamwork", "name": "Teamwork", "required": 2}
    assert told["aptitudes"] == [
        {"team": "Tôlerie", "aptitudes": [{**teamwork, "level": 3, "text": "autonome"}]},
        {"team": "Usinage", "aptitudes": [{**teamwork, "level": 1, "text": "initié"}]},
    ]


def test_the_matrix_is_told_where_there_are_people(workshop: Content) -> None:
    assert "matrix" not in document(workshop)
    matrix = Matrix(
        people=(Person("AB", "soudeur"),),
        levels=(Level("AB", "welding", 4), Level("AB", "lathe", 2)),
        columns=(MatrixColumn("lathe", "Tour Mazak"),),
    )
    told = document(workshop, matrix=matrix)["matrix"]
    assert told["singles"] == ["welding"]
    assert [column["name"] for column in told["columns"]] == ["Tour Mazak", "Welding"]


def test_a_filled_matrix_is_no_longer_advised(workshop: Content) -> None:
    question = replace(workshop.workforce.practice["replacing"], unless_matrix=True)
    of = replace(workshop, workforce=replace(workshop.workforce, practice={"replacing": question}))
    empty = Matrix(people=(Person("ann"),), levels=(), columns=())
    filled = replace(empty, levels=(Level("ann", "welding", 2),))
    for matrix, advice, actions in ((empty, "Décidez.", ["plan_it"]), (filled, None, [])):
        (told,) = document(of, practice={"replacing": "nobody"}, matrix=matrix)["practice"]
        assert (told["advice"], told["actions"]) == (advice, actions)
