"""An identity opens one account, and never one that it was not tied to."""

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.core.errors import UserError
from diagnostic.services import accounts, identities
from diagnostic.services.database import Database
from diagnostic.services.identities import KnownAddressError, OtherAccountError, Vouched

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CLAIRE = Vouched("https://idp.example", "s-1", "Claire@Exemple.fr", "Claire Martin")


def test_an_account_is_made_once(database: Database) -> None:
    with database.session() as session:
        first = identities.enter(session, CLAIRE, NOW)
        again = identities.enter(session, CLAIRE, NOW + timedelta(days=1))
    assert first.made and not again.made
    assert again.person.id == first.person.id
    assert (first.person.email, first.person.name) == ("claire@exemple.fr", "Claire Martin")


def test_the_same_name_at_another_issuer_is_somebody_else(database: Database) -> None:
    with database.session() as session:
        first = identities.enter(session, CLAIRE, NOW)
        other = identities.enter(session, Vouched("https://other.example", "s-1", "paul@exemple.fr", None), NOW)
    assert first.person.id != other.person.id


def test_an_address_alone_opens_nothing(database: Database) -> None:
    with database.session() as session:
        found = accounts.find_or_add(session, "claire@exemple.fr", None, NOW)
        with pytest.raises(KnownAddressError):
            identities.enter(session, CLAIRE, NOW)
        assert identities.linked_at(session, found, CLAIRE.issuer) is None
        assert identities.link(session, CLAIRE, found, NOW)
        assert not identities.link(session, CLAIRE, found, NOW)
        assert identities.enter(session, CLAIRE, NOW).person.id == found.id
        assert identities.linked_at(session, found, CLAIRE.issuer) == NOW
        assert identities.unlink(session, found, CLAIRE.issuer)
        assert not identities.unlink(session, found, CLAIRE.issuer)
        with pytest.raises(KnownAddressError):
            identities.enter(session, CLAIRE, NOW)


def test_an_identity_is_of_one_account(database: Database) -> None:
    with database.session() as session:
        identities.enter(session, CLAIRE, NOW)
        paul = accounts.find_or_add(session, "paul@exemple.fr", None, NOW)
        with pytest.raises(OtherAccountError):
            identities.link(session, CLAIRE, paul, NOW)


@pytest.mark.parametrize("subject", ["", "x" * 256])
def test_a_subject_of_another_length_is_refused(database: Database, subject: str) -> None:
    with database.session() as session, pytest.raises(UserError):
        identities.enter(session, Vouched("https://idp.example", subject, "claire@exemple.fr", None), NOW)


def test_the_longest_subject_is_kept(database: Database) -> None:
    long = Vouched("https://idp.example", "x" * 255, "claire@exemple.fr", None)
    with database.session() as session:
        made = identities.enter(session, long, NOW)
        assert identities.enter(session, long, NOW).person.id == made.person.id
