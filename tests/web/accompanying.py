"""Companies that an adviser accompanies, each as far as its facts say, written straight into the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update

from diagnostic.core.model.access import Hand, Role
from diagnostic.core.model.assessment import Answer, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts, assessing
from diagnostic.services.database import Database
from diagnostic.store import assessments, people
from diagnostic.store.base import new_id
from diagnostic.store.tables import DiagnosticRow, VisitRow
from diagnostic.store.tables_follow import RestitutionRow, SignatureRow, StepRow
from diagnostic.store.tables_people import AccessRow
from tests.web.acquaintances import Account


@dataclass(frozen=True, kw_only=True)
class Told:
    """A company: its card's changes, how many of the answers were given, and what happened when. `steps`: due days of
    the steps of its signed plan; `running`: they are under way."""

    name: str
    card: Mapping[str, object] = field(default_factory=dict)
    answers: int | None = None
    hand: Hand = Hand.ADVISER
    handed: bool = True
    opened_on: date = date(2026, 11, 2)
    visited_on: date | None = None
    noted_on: date | None = None
    presented_on: date | None = None
    signed_on: date | None = None
    steps: tuple[date, ...] = ()
    running: bool = False


def at(on: date) -> datetime:
    return datetime.combine(on, time(9), UTC)


def open_file(
    database: Database, content: Content, like: Assessment, told: Told, adviser: Account, organisation: str
) -> str:
    """The id of its diagnostic; `like`: whose answers it has."""
    id = new_id()
    given: tuple[Answer, ...] = like.answers if told.answers is None else like.answers[: told.answers]
    company = replace(like.company, name=told.name, **told.card)  # type: ignore[arg-type]
    settled = like.settled if told.answers is None else ()
    made = replace(like, company=company, answers=given, settled=settled)
    link = accounts.hash_token(f"link of {id}") if told.handed else None
    with database.session() as session:
        assessing.add(session, content, id, made, at(told.opened_on), resume_hash=link)
        assessments.change(session, id, {"hand": told.hand.value})
        key = session.scalars(select(DiagnosticRow.company_id).where(DiagnosticRow.id == id)).one()
        _follow(session, id, key, told, adviser, organisation)
        session.commit()
    return id


def _follow(session, id: str, key: int, told: Told, adviser: Account, organisation: str) -> None:  # type: ignore[no-untyped-def]
    session.add(
        AccessRow(
            id=new_id(),
            company_id=key,
            role=Role.ADVISER,
            user_id=people.row_of(session, adviser.id).id,
            organisation_id=organisation,
            granted_by="operator",
            granted_at=at(told.opened_on),
        )
    )
    for kind, on in (("visit", told.visited_on), ("restitution", told.presented_on)):
        if on:
            visit = VisitRow(id=new_id(), company_id=key, organisation_id=organisation, kind=kind, on=on, half_days=1)
            visit.actor, visit.recorded_at = f"user:{adviser.id}", at(on)
            session.add(visit)
    if told.noted_on:
        session.add(RestitutionRow(diagnostic_id=id, noted_on=told.noted_on, due_on=told.noted_on + timedelta(days=21)))
    if told.signed_on:
        _sign(session, id, key, told)


def _sign(session, id: str, key: int, told: Told) -> None:  # type: ignore[no-untyped-def]
    assert told.signed_on
    signature, now = new_id(), at(told.signed_on)
    session.add(
        SignatureRow(
            id=signature,
            diagnostic_id=id,
            on=told.signed_on,
            signatory="Le dirigeant",
            capacity="gérant",
            document=json.dumps({"assessment": {"form": "full"}, "plan": {"targets": {}, "actions": []}}),
            sha256="0" * 64,
            pdf=b"",
            pdf_sha256="0" * 64,
            signed_by="operator",
            signed_at=now,
        )
    )
    session.execute(update(DiagnosticRow).where(DiagnosticRow.id == id).values(signed_at=now))
    session.flush()
    for number, due_on in enumerate(told.steps):
        state = "running" if told.running else "planned"
        step = StepRow(id=new_id(), company_id=key, signature_id=signature, action=f"action_{number}", due_on=due_on)
        step.state, step.updated_by, step.updated_at = state, "operator", now
        session.add(step)
