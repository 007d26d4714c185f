"""What stands out while one answers is what the result will say."""

from hypothesis import given

from diagnostic.core.arising import arising
from diagnostic.core.model.assessment import Answer, Assessment
from diagnostic.core.model.questionnaire import Contradiction, Questionnaire, Side, Text
from diagnostic.core.scoring import score
from tests.builders import assessment, capability, questionnaire
from tests.core.strategies import asked

PAIR = Contradiction("pair", Side("high", None, 4.0), Side("low", None, 1.0), Text("l’un exclut l’autre"))
SMALL = questionnaire({"area": {"one": [capability("high"), capability("low", floor=2)]}}, contradictions=[PAIR])


@given(asked())
def test_it_is_what_scoring_says(case: tuple[Questionnaire, Assessment]) -> None:
    of, given_answers = case
    found, scored = arising(of, given_answers), score(of, given_answers)
    assert found.alerts == scored.alerts
    assert found.contradictions == scored.contradictions


def test_a_floor_and_a_contradiction_are_found_as_answers_come() -> None:
    said = [Answer("high", None, "leader", 5.0), Answer("low", None, "leader", 1.0)]
    alone = arising(SMALL, assessment(SMALL, said[:1]))
    assert (alone.alerts, alone.contradictions) == ((), ())
    both = arising(SMALL, assessment(SMALL, said))
    assert [one.cell for one in both.alerts] == ["low"]
    assert [one.cells for one in both.contradictions] == [("high", "low")]
