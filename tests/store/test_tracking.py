"""Signed plans as they are carried out, on both databases: steps, how far a company has come, what is reminded."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Status
from diagnostic.core.model.reminder import ReminderKind
from diagnostic.core.model.step import State
from diagnostic.services import assessing, following, reminding, restituting, tracking
from diagnostic.services.database import Database, Session
from diagnostic.services.tracking import Told
from tests.web import acquaintances as known
from tests.web import tracked
from tests.web.served import NOW
from tests.web.tracked import LEADER

TODAY = NOW.date()
LATER = NOW + timedelta(days=365)


@pytest.fixture
def one(database: Database, content: Content, examples: Mapping[str, Assessment]) -> Assessment:
    """The diagnostic « d » of a company, « other » of another one."""
    assessment = examples["one_too"]
    with database.session() as session:
        for id in ("d", "other"):
            assessing.add(session, content, id, assessment, NOW)
        session.commit()
    return assessment


def all_at(assessment: Assessment, rating: float) -> Assessment:
    answers = tuple(
        replace(answer, rating=rating) if isinstance(answer.rating, float) else answer for answer in assessment.answers
    )
    return replace(assessment, answers=answers, settled=(), date=None)


def measure_again(database: Database, content: Content, assessment: Assessment) -> None:
    tracked.measured_again(database, content, assessment, LATER, beside="d", id="again")


def status(database: Database, content: Content, diagnostic: str = "d") -> Status:
    with database.session(writes=False) as session:
        return following.status_of(session, content, diagnostic)


def tell(session: Session, diagnostic: str, action: str, **more: object) -> None:
    step = next(step for step in tracking.follow_up(session, diagnostic).steps if step.action == action)
    values: dict[str, object] = {"owner": "", "owner_email": "", "due_on": step.due_on, "state": step.state}
    values |= {"started_on": None, "done_on": None, "note": "", "real_cost": None}
    told = Told(**values | {"version": tracking.version_of(step)} | more)  # type: ignore[arg-type]
    tracking.change(session, diagnostic, step.id, told, LEADER, NOW, TODAY)


def test_each_fact_takes_the_company_further(database: Database, one: Assessment, content: Content) -> None:
    assert status(database, content) is Status.DIAGNOSED
    plan = tracked.signed(database, "d", freezes=True)
    assert status(database, content) is Status.COMMITTED
    with database.session() as session:
        tell(session, "d", "idea_trials", state=State.RUNNING)
        session.commit()
    assert status(database, content) is Status.ACCOMPANIED
    with database.session() as session:
        tell(session, "d", "idea_trials", state=State.DROPPED)
        session.commit()
    assert status(database, content) is Status.COMMITTED, "what was given up runs no more"
    tracked.reopened(database, plan.signature, NOW)
    assert status(database, content) is Status.DIAGNOSED, "no plan is signed any more"
    assert status(database, content, "other") is Status.DIAGNOSED


@pytest.mark.parametrize(("rating", "reached"), [(3.0, True), (2.0, False)])
def test_a_later_diagnostic_shows_whether_the_first_target_is_reached(
    database: Database, one: Assessment, content: Content, rating: float, reached: bool
) -> None:
    cells = {cell for asked in content.questionnaire.capabilities() for cell, _ in asked.cells(one.form)}
    tracked.signed(database, "d", assessment=one, targets=dict.fromkeys(cells, 2.5))
    measure_again(database, content, all_at(one, rating))
    for diagnostic in ("d", "again"):
        assert (status(database, content, diagnostic) is Status.TRANSFORMED) is reached


def test_a_bearing_does_not_show_that_a_full_target_is_reached(
    database: Database, one: Assessment, content: Content
) -> None:
    other = replace(one, form="flash" if one.form == "full" else "full")
    tracked.signed(database, "d", assessment=other, targets={"digital_skills": 2.0})
    measure_again(database, content, all_at(one, 6.0))
    assert status(database, content) is Status.COMMITTED


def test_a_second_plan_takes_over_what_is_still_open(database: Database, one: Assessment, content: Content) -> None:
    """Of an earlier diagnostic, what is done stays where it was done."""
    tracked.signed(database, "d", {"idea_trials": 1, "hourly_board": 1, "alert_register": 1, "decision_log": 1})
    with database.session() as session:
        tell(session, "d", "idea_trials", state=State.DONE)
        tell(session, "d", "hourly_board", state=State.RUNNING, owner="Nadia")
        session.commit()
    measure_again(database, content, one)
    tracked.signed(database, "again", {"idea_trials": 1, "hourly_board": 2, "alert_register": 2}, at=LATER)
    before, after = tracked.steps_in(database, "d"), tracked.steps_in(database, "again")
    assert {action: step.state for action, step in before.items()} == {"idea_trials": "done", "decision_log": "dropped"}
    assert {action: step.state for action, step in after.items()} == {
        "idea_trials": "planned",
        "hourly_board": "running",
        "alert_register": "planned",
    }
    assert after["hourly_board"].owner == "Nadia" and after["hourly_board"].due_on == date(2028, 6, 30)


def test_a_new_address_is_told_anew(database: Database, one: Assessment, content: Content) -> None:
    tracked.signed(database, "d", {"idea_trials": 1})
    day = date(2027, 3, 31)
    with database.session() as session:
        tell(session, "d", "idea_trials", owner_email="nadia@exemple.fr")
        (first,) = reminding.round_on(session, content, day).reminders
        reminding.note_sent(session, first, day, NOW)
        assert reminding.round_on(session, content, day).reminders == ()
        tell(session, "d", "idea_trials", owner_email="karim@exemple.fr")
        (second,) = reminding.round_on(session, content, day).reminders
    assert (first.to, second.to) == ("nadia@exemple.fr", "karim@exemple.fr")
    assert first.lines[0].title == "Titre de idea_trials"


def test_a_reminder_does_not_make_a_form_stale(database: Database, one: Assessment, content: Content) -> None:
    tracked.signed(database, "d", {"idea_trials": 1})
    with database.session() as session:
        (step,) = tracking.follow_up(session, "d").steps
        tell(session, "d", "idea_trials", owner_email="nadia@exemple.fr")
        (before,) = tracking.follow_up(session, "d").steps
        (letter,) = reminding.round_on(session, content, step.due_on).reminders
        reminding.note_sent(session, letter, step.due_on, NOW)
        session.commit()
    after = tracked.steps_in(database, "d")["idea_trials"]
    assert tracking.version_of(after) == tracking.version_of(before) and after.reminded_on == step.due_on


def test_milestones_are_the_advisers_while_they_advise(database: Database, one: Assessment, content: Content) -> None:
    chamber = known.organisation(database, "CCI", OrganisationKind.CHAMBER)
    hugo, lea = known.account(database, "hugo@exemple.fr"), known.account(database, "lea@exemple.fr", "Léa")
    known.access(database, "d", Role.LEADER, lea)
    known.access(database, "d", Role.ADVISER, hugo, chamber)
    with database.session() as session:
        due = restituting.leave_note(session, content, "d", "", TODAY).due_on
        session.commit()
    assert due is not None
    with database.session() as session:
        (letter,) = reminding.round_on(session, content, due).reminders
    assert (letter.kind, letter.to) == (ReminderKind.RESTITUTION, "lea@exemple.fr"), "Hugo is no member of the chamber"
    known.member(database, hugo, chamber, Position.ADVISER)
    with database.session() as session:
        (letter,) = reminding.round_on(session, content, due).reminders
    assert letter.to == "hugo@exemple.fr"
