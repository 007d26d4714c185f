"""Keeping a target, on a real database."""

from dataclasses import replace

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import AreaTarget, Assessment, Scenario
from diagnostic.core.model.catalogue import Content
from diagnostic.services import aiming, assessing
from diagnostic.services.database import Database
from tests.store.test_assessing import CARD, NOW, started

TARGET = {"resources": AreaTarget(3.0, {"production": 4.5}), "culture": AreaTarget(2.0)}


def test_a_target_replaces_the_one_before_and_nothing_else(database: Database, content: Content) -> None:
    id, _ = started(database, content)
    with database.session() as session:
        before = assessing.load(session, content, id).assessment
        first = aiming.save_target(session, content, id, TARGET, NOW).assessment
        second = aiming.save_target(session, content, id, {"culture": AreaTarget(5.0)}, NOW).assessment
        back = aiming.save_target(session, content, id, {}, NOW).assessment
    assert first == replace(before, target=TARGET)
    assert second == replace(before, target={"culture": AreaTarget(5.0)})
    assert back == before


def test_what_else_the_assessment_holds_stays(database: Database, content: Content) -> None:
    id = "kept"
    given = Assessment(
        questionnaire=content.questionnaire.ref,
        company=CARD,
        answers=(),
        functions={"production": 1.0},
        scenarios=(Scenario(name="prudent"),),
    )
    with database.session() as session:
        assessing.add(session, content, id, given, NOW)
        saved = aiming.save_target(session, content, id, TARGET, NOW)
    assert saved.assessment.scenarios == given.scenarios


@pytest.mark.parametrize(
    ("target", "field"),
    [
        ({"culture": AreaTarget(7.0)}, "target.culture"),
        ({"culture": AreaTarget(2.3)}, "target.culture"),
        ({"marketing": AreaTarget(3.0)}, "target.marketing"),
        ({"culture": AreaTarget(3.0, {"kitchen": 3.0})}, "target.culture.kitchen"),
        ({"culture": AreaTarget(3.0, {"production": 1.0})}, "target.culture.production"),
    ],
)
def test_a_target_that_means_nothing_is_refused_where_it_stands(
    database: Database, content: Content, target: dict[str, AreaTarget], field: str
) -> None:
    id, _ = started(database, content)
    with database.session() as session:
        with pytest.raises(UserError) as refused:
            aiming.save_target(session, content, id, target, NOW)
        assert assessing.load(session, content, id).assessment.target == {}
    assert refused.value.field == field
