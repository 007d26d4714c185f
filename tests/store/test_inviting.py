"""Invitations on a real database: made, listed, revoked, accepted once."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR, OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing, granting, inviting, organisations
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.database import Database, Session
from diagnostic.services.inviting import ClosedInvitationError, Offer, State
from diagnostic.store import people

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MARIE = "marie@durand.fr"
GUEST = Offer(Role.GUEST, MARIE, "Marie", None, "one")


@pytest.fixture
def stored(database: Database, content: Content, examples: Mapping[str, Assessment]) -> Database:
    """Two companies, « one » and « two »."""
    with database.session() as session:
        for id in ("one", "two"):
            assessing.add(session, content, id, examples["one_too"], NOW)
        session.commit()
    return database


def cci(session: Session) -> str:
    return organisations.create(session, "CCI", OrganisationKind.CHAMBER, NOW).id


def test_it_is_read_as_it_was_made(stored: Database) -> None:
    with stored.session() as session:
        made, token = inviting.invite(session, replace(GUEST, email=" Marie@Durand.FR "), OPERATOR, NOW)
        assert inviting.read(session, token, NOW) == made
        assert (made.email, made.role, made.diagnostic, made.made_by) == (MARIE, Role.GUEST, "one", "operator")
        assert made.expires_at == NOW + timedelta(days=14)


def test_pending_are_those_of_that_company_or_organisation(stored: Database) -> None:
    with stored.session() as session:
        here = cci(session)
        offers = {
            "company": GUEST,
            "by an adviser": replace(GUEST, role=Role.LEADER, organisation=here),
            "elsewhere": replace(GUEST, diagnostic="two"),
            "position": Offer(Position.ADVISER, MARIE, None, here, None),
            "platform": Offer(Position.ADMINISTRATOR, MARIE, None, None, None),
        }
        made = {name: inviting.invite(session, offer, OPERATOR, NOW)[0].id for name, offer in offers.items()}

        def listed(**where: str) -> set[str]:
            found = {one.id for one in inviting.pending(session, **where, now=NOW)}
            return {name for name, id in made.items() if id in found}

        assert listed(diagnostic="one") == {"company", "by an adviser"}
        assert listed(diagnostic="two") == {"elsewhere"}
        assert listed(organisation=here) == {"position"}
        assert listed() == {"platform"}


def test_what_has_ended_is_pending_no_more(stored: Database) -> None:
    with stored.session() as session:
        person = people.add(session, MARIE, None, NOW)
        tokens = [inviting.invite(session, GUEST, OPERATOR, NOW)[1] for _ in range(3)]
        inviting.accept(session, tokens[0], person, NOW)
        inviting.revoke(session, inviting.read(session, tokens[1], NOW).id, NOW)
        assert len(inviting.pending(session, diagnostic="one", now=NOW)) == 1
        assert inviting.pending(session, diagnostic="one", now=NOW + timedelta(days=14)) == ()


def test_nobody_revokes_what_is_not_theirs(stored: Database) -> None:
    with stored.session() as session:
        here = cci(session)
        company, token = inviting.invite(session, replace(GUEST, organisation=here), OPERATOR, NOW)
        position, other = inviting.invite(session, Offer(Position.ADVISER, MARIE, None, here, None), OPERATOR, NOW)
        elsewhere = organisations.create(session, "Autre", OrganisationKind.CHAMBER, NOW).id
        for id, where in (
            (company.id, {"diagnostic": "two"}),
            (company.id, {"organisation": here}),
            (position.id, {"diagnostic": "one"}),
            (position.id, {"organisation": elsewhere}),
            ("nothing", {"diagnostic": "one"}),
        ):
            with pytest.raises(NotFoundError):
                inviting.revoke(session, id, NOW, **where)
        for secret in (token, other):
            assert inviting.read(session, secret, NOW)


def test_a_used_one_is_not_revoked(stored: Database) -> None:
    with stored.session() as session:
        made, token = inviting.invite(session, GUEST, OPERATOR, NOW)
        inviting.accept(session, token, people.add(session, MARIE, None, NOW), NOW)
        assert inviting.revoke(session, made.id, NOW).state(NOW) is State.USED


@pytest.mark.parametrize(
    "offer",
    [
        replace(GUEST, role=Role.FUNDER),
        replace(GUEST, role=Role.HOLDER),
        replace(GUEST, diagnostic=None),
        replace(GUEST, role=Role.CONTRIBUTOR),
        replace(GUEST, respondent="managers_1"),
        replace(GUEST, days=400),
        Offer(Position.ADVISER, MARIE, None, None, None),
        Offer(Position.ADVISER, MARIE, None, "somewhere", "one"),
    ],
)
def test_nonsense_is_never_offered(stored: Database, offer: Offer) -> None:
    with stored.session() as session, pytest.raises(ValueError):
        inviting.invite(session, offer, OPERATOR, NOW)


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        (replace(GUEST, email="marie"), "email"),
        (replace(GUEST, email=f"{MARIE}\nBcc: tous@durand.fr"), "email"),
        (replace(GUEST, email=None), "email"),
        (replace(GUEST, name="x" * 121), "name"),
    ],
)
def test_what_was_typed_is_checked(stored: Database, offer: Offer, field: str) -> None:
    with stored.session() as session, pytest.raises(UserError) as refused:
        inviting.invite(session, offer, OPERATOR, NOW)
    assert refused.value.field == field


def test_a_diagnostic_that_is_not_there(stored: Database) -> None:
    with stored.session() as session, pytest.raises(NotFoundError):
        inviting.invite(session, replace(GUEST, diagnostic="three"), OPERATOR, NOW)


def test_of_many_who_accept_at_once_one_does(stored: Database) -> None:
    with stored.session() as session:
        person = people.add(session, MARIE, None, NOW)
        _, token = inviting.invite(session, GUEST, OPERATOR, NOW)
        session.commit()
    outcomes: list[str] = []

    def accept() -> None:
        with stored.session() as session:
            try:
                inviting.accept(session, token, person, NOW)
                session.commit()
                outcomes.append("accepted")
            except ClosedInvitationError as error:
                outcomes.append(str(error.state))

    threads = [threading.Thread(target=accept) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", *["used"] * 5]
    with stored.session() as session:
        assert len(granting.in_force(session, "one")) == 1


def test_the_wrong_person_spends_nothing(stored: Database) -> None:
    with stored.session() as session:
        _, token = inviting.invite(session, GUEST, OPERATOR, NOW)
        with pytest.raises(inviting.OtherAddressError):
            inviting.accept(session, token, people.add(session, "paul@ailleurs.fr", None, NOW), NOW)
        with pytest.raises(inviting.NoAccountError):
            inviting.accept(session, token, None, NOW)
        assert inviting.read(session, token, NOW)
        assert granting.in_force(session, "one") == ()
