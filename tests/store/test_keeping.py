"""What is kept beside the answers, on a real database: two savers at once, and a catalogue that has moved on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError

import pytest

from diagnostic.core.model.assessment import (
    AreaTarget,
    Assessment,
    Constraints,
    Level,
    Matrix,
    MatrixColumn,
    Person,
    PlanChoices,
    SkillState,
    TeamAptitude,
)
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.workforce import Workforce
from diagnostic.services import aiming, assessing, choosing, people, polyvalence
from diagnostic.services.database import Database, Session
from tests.store.test_assessing import NOW, started

SKILLS = (SkillState("production_planning", 2),)
MATRIX = Matrix((Person("MD"),), (Level("MD", "metrology", 3),))
TARGET = {"culture": AreaTarget(3.0)}
MEANS = Constraints(budget=12_000)


def test_what_is_saved_at_once_in_two_tabs_is_all_kept(
    database: Database, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each saver waits, once it has read, for the others to read too: none may write over what it did not see."""
    id, _ = started(database, content)
    action = next(iter(content.actions))
    saves: list[Callable[[Session], object]] = [
        lambda session: people.save_skills(session, content, id, SKILLS, NOW),
        lambda session: polyvalence.save_matrix(session, content, id, MATRIX, NOW),
        lambda session: aiming.save_target(session, content, id, TARGET, NOW),
        lambda session: choosing.save_choices(session, content, id, MEANS, PlanChoices(excluded=(action,)), NOW),
    ]
    together, read = Barrier(len(saves)), assessing.load

    def slow(*given: object, **more: object) -> object:
        found = read(*given, **more)  # type: ignore[arg-type]
        with suppress(BrokenBarrierError):
            together.wait(0.2)
        return found

    monkeypatch.setattr(assessing, "load", slow)

    def save(one: Callable[[Session], object]) -> None:
        with database.session() as session:
            one(session)
            session.commit()

    with ThreadPoolExecutor(len(saves)) as pool:
        list(pool.map(save, saves))
    monkeypatch.undo()
    with database.session() as session:
        kept = assessing.load(session, content, id).assessment
    assert (kept.skills, kept.matrix, kept.target) == (SKILLS, MATRIX, TARGET)
    assert (kept.constraints, kept.plan.excluded) == (MEANS, (action,))


def test_what_has_left_the_catalogue_breaks_nothing(database: Database, content: Content) -> None:
    id, _ = started(database, content)
    question = next(iter(content.workforce.practice.values()))
    aptitude = next(iter(content.workforce.aptitudes))
    with database.session() as session:
        people.save_skills(session, content, id, SKILLS, NOW)
        people.save_practice(
            session, content, id, {question.id: question.answers[0].id}, [TeamAptitude("Atelier", aptitude, 2)], NOW
        )
        before = polyvalence.save_matrix(session, content, id, MATRIX, NOW).assessment
        gone = {
            skill: row for skill, row in content.skills.items() if skill not in ("production_planning", "metrology")
        }
        later = replace(content, skills=gone, workforce=Workforce())
        after = assessing.load(session, later, id).assessment
        saved = aiming.save_target(session, later, id, TARGET, NOW).assessment
    own = replace(MATRIX, columns=(MatrixColumn("metrology", "metrology"),))
    expected: Assessment = replace(before, skills=(), practice={}, aptitudes=(), matrix=own)
    assert after == expected
    assert saved == replace(expected, target=TARGET)
