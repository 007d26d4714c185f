"""A signed plan read in English: its French finds its English again, and a text that nobody says any more stays."""

from dataclasses import replace

import pytest

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import ToConfirm, Unreached
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.plan_explain import (
    LIMIT_NAMES,
    LONGER,
    REASONS,
    all_of,
    beyond,
    from_rung,
    no_more_than,
    several,
    too_short,
)
from diagnostic.core.plan_retold import reason, retold
from tests.reports import workshop

SAID = (
    *REASONS,
    from_rung(1.5),
    beyond(3),
    too_short(1),
    too_short(8),
    no_more_than(3),
    several([LIMIT_NAMES["budget"], LIMIT_NAMES["parallel"], LONGER]),
    all_of([REASONS[0], beyond(2.5)]),
)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.en)
def test_a_reason_finds_its_english_again(said: Text) -> None:
    assert reason(said.fr) == said


def test_what_is_not_said_any_more_stays_french() -> None:
    assert reason("le temps a manqué").read("en") == "le temps a manqué"


def test_a_plan_takes_the_english_of_todays_content(content: Content) -> None:
    device = next(one for one in content.devices.values() if one.to_confirm)
    assert device.to_confirm
    plan = replace(
        workshop.plan(),
        to_confirm=(ToConfirm(device.id, Text(device.to_confirm.fr)),),
        unreached=(Unreached("agile_management", 3, 1, Text(REASONS[0].fr)),),
    )
    told = retold(plan, content)
    assert told.to_confirm[0].reason == device.to_confirm
    assert told.unreached[0].because == REASONS[0]
    assert [row.id for row in told.actions] == [row.id for row in plan.actions]
