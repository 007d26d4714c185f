"""« Transformed » across editions of the questionnaire: proven where every question of then still compares."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.content.assessments import assessment_document
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.edition import Correspondence, Edition
from diagnostic.services.following import is_at_target
from diagnostic.store.steps import Signed
from tests import earlier_edition
from tests.earlier_edition import RENAMED, as_earlier

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def signed(assessment: Assessment, targets: dict[str, float]) -> Signed:
    document = {"assessment": assessment_document(assessment), "plan": {"targets": targets}}
    return Signed("s", "first", NOW.date(), NOW, reopened=False, text=json.dumps(document))


def later(assessment: Assessment) -> Diagnostic:
    at = NOW + timedelta(days=365)
    return Diagnostic("second", assessment, 1, demo=False, content_sha256="", created_at=at, updated_at=at)


@pytest.fixture
def renamed(content: Content) -> Content:
    """An earlier edition of which one question was renamed, and nothing else."""
    questionnaire = content.questionnaire

    def old(id: str) -> str:
        return "machine_readings" if id == RENAMED else id

    areas = tuple(
        replace(
            area,
            principles=tuple(
                replace(one, capabilities=tuple(replace(row, id=old(row.id)) for row in one.capabilities))
                for one in area.principles
            ),
        )
        for area in questionnaire.areas
    )
    items = {old(id): replace(item, id=old(id)) for id, item in questionnaire.items.items()}
    before = replace(questionnaire, version="2026-05", areas=areas, items=items, contradictions=())
    lines = tuple(
        Correspondence("renamed" if old(id) != id else "kept", (old(id),), (id,), compares=True)
        for id in questionnaire.items
    )
    return replace(content, editions=(Edition("2026-05", before, "2026-11", lines),))


def as_renamed(assessment: Assessment) -> Assessment:
    def old(item: str) -> str:
        return "machine_readings" if item == RENAMED else item

    said = tuple(replace(one, item=old(one.item)) for one in assessment.answers)
    settled = tuple(replace(one, item=old(one.item)) for one in assessment.settled)
    return replace(assessment, questionnaire="industry40@2026-05", answers=said, settled=settled)


def test_a_renamed_question_still_proves_its_target(renamed: Content, examples: dict[str, Assessment]) -> None:
    today = examples["one_too"]
    reached, missed = ({"machine_readings/production": rung, "data_governance": 1.0} for rung in (0.5, 3.0))
    assert is_at_target(renamed, signed(as_renamed(today), reached), later(today))
    assert not is_at_target(renamed, signed(as_renamed(today), missed), later(today))


def test_a_question_that_no_longer_compares_proves_nothing(examples: dict[str, Assessment]) -> None:
    content, today = earlier_edition.installed(), examples["one_too"]
    assert not is_at_target(content, signed(as_earlier(today), {"data_governance": 0.5}), later(today))
    assert is_at_target(content, signed(today, {"data_governance": 0.5}), later(today)), "of one edition, it does"
