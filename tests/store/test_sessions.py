"""Sessions in the database: for how long they hold, and that closing one closes it."""

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.services import accounts
from diagnostic.services.accounts import PROVEN_IDLE, PROVEN_LONGEST, SEEN_EVERY, Person
from diagnostic.services.database import Database, Session
from diagnostic.store import people
from diagnostic.store.base import new_id
from diagnostic.store.sessions import USER
from diagnostic.store.tables_people import MembershipRow, OrganisationRow

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MOMENT = timedelta(minutes=1)


def sign_in(session: Session, person: Person, now: datetime = NOW, device: str = "Firefox sur Windows") -> str:
    token = accounts.open_session(session, now, device).token
    uniquifier = people.row_of(session, person.id).fs_uniquifier
    assert accounts.save_session(session, token, {USER: uniquifier}, now)
    return token


def opens(session: Session, token: str, now: datetime) -> bool:
    return accounts.read_session(session, token, now) is not None


def hold_a_position(session: Session, person: Person) -> None:
    organisation = new_id()
    session.add(OrganisationRow(id=organisation, name="CCI", kind=OrganisationKind.CHAMBER, created_at=NOW))
    session.flush()
    session.add(MembershipRow(user_id=person.key, organisation_id=organisation, role=Position.ADVISER, created_at=NOW))
    session.flush()


@pytest.fixture
def person(database: Database) -> Person:
    with database.session() as session:
        made = people.add(session, "ana@exemple.fr", "Ana", NOW)
        session.commit()
    return made


def test_a_leader_may_leave_it_for_two_weeks(database: Database, person: Person) -> None:
    with database.session() as session:
        token = sign_in(session, person)
        assert opens(session, token, NOW + accounts.LIFETIME - MOMENT)
        assert not opens(session, token, NOW + accounts.LIFETIME)


@pytest.mark.parametrize("platform_admin", [False, True])
def test_who_opens_other_peoples_companies_comes_back_sooner(database: Database, platform_admin: bool) -> None:
    with database.session() as session:
        person = people.add(session, "staff@exemple.fr", None, NOW, platform_admin=platform_admin)
        if not platform_admin:
            hold_a_position(session, person)
        token = sign_in(session, person)
        assert opens(session, token, NOW + PROVEN_IDLE - MOMENT)
        assert not opens(session, token, NOW + PROVEN_IDLE)


def test_however_busy_they_sign_in_every_week(database: Database, person: Person) -> None:
    with database.session() as session:
        hold_a_position(session, person)
        token, now = sign_in(session, person), NOW
        while (record := accounts.read_session(session, token, now)) is not None:
            accounts.touch_session(session, record, now)
            now += timedelta(hours=6)
        assert now == NOW + PROVEN_LONGEST


def test_entering_another_company_does_not_give_a_week_more(database: Database, person: Person) -> None:
    with database.session() as session:
        hold_a_position(session, person)
        record = accounts.open_session(session, NOW + timedelta(days=6, hours=23), since=NOW)
        values = {USER: people.row_of(session, person.id).fs_uniquifier}
        accounts.save_session(session, record.token, values, NOW + timedelta(days=6, hours=23))
        assert not opens(session, record.token, NOW + PROVEN_LONGEST)


def test_a_position_given_meanwhile_shortens_what_is_open(database: Database, person: Person) -> None:
    with database.session() as session:
        token = sign_in(session, person)
        hold_a_position(session, person)
        assert not opens(session, token, NOW + PROVEN_IDLE)


def test_reading_is_noted_now_and_then(database: Database, person: Person) -> None:
    with database.session() as session:
        token = sign_in(session, person)
        early, due = (accounts.read_session(session, token, NOW + late) for late in (SEEN_EVERY - MOMENT, SEEN_EVERY))
        assert early and not early.due
        assert due and due.due
        accounts.touch_session(session, due, NOW + SEEN_EVERY)
        assert accounts.sessions_of(session, person, token, NOW + SEEN_EVERY)[0].seen_at == NOW + SEEN_EVERY
        again = accounts.read_session(session, token, NOW + SEEN_EVERY)
        assert again and not again.due
        assert again.values == due.values


def test_what_was_closed_stays_closed(database: Database, person: Person) -> None:
    """A request that was under way when its session was closed does not open it again."""
    with database.session() as session:
        token = sign_in(session, person)
        record = accounts.read_session(session, token, NOW)
        accounts.close_session(session, token)
        assert record
        assert not accounts.save_session(session, token, {"diagnostic": "x"}, NOW)
        accounts.touch_session(session, record, NOW)
        assert not opens(session, token, NOW)


def test_one_sees_and_closes_ones_own_sessions_only(database: Database, person: Person) -> None:
    with database.session() as session:
        other = people.add(session, "bob@exemple.fr", None, NOW)
        theirs = sign_in(session, other)
        phone = sign_in(session, person, NOW - timedelta(days=1), "Safari sur iPhone")
        desk = sign_in(session, person)
        listed = accounts.sessions_of(session, person, desk, NOW)
        assert [(one.device, one.this) for one in listed] == [
            ("Firefox sur Windows", True),
            ("Safari sur iPhone", False),
        ]
        foreign = accounts.sessions_of(session, other, theirs, NOW)[0].id
        assert not accounts.close_one(session, person, foreign)
        assert accounts.close_one(session, person, listed[1].id)
        assert [opens(session, token, NOW) for token in (phone, desk, theirs)] == [False, True, True]


def test_all_the_others_close_at_once(database: Database, person: Person) -> None:
    with database.session() as session:
        other = sign_in(session, people.add(session, "bob@exemple.fr", None, NOW))
        tokens = [sign_in(session, person) for _ in range(3)]
        assert accounts.close_others(session, person, tokens[1]) == 2
        assert [opens(session, token, NOW) for token in (*tokens, other)] == [False, True, False, True]


def test_a_changed_password_empties_the_list(database: Database, person: Person) -> None:
    """The sessions that Flask-Security made void by changing the account's uniquifier are not shown as open."""
    with database.session() as session:
        token = sign_in(session, person)
        people.row_of(session, person.id).fs_uniquifier = new_id()
        session.flush()
        assert accounts.sessions_of(session, person, token, NOW) == ()


def test_revoking_a_link_closes_what_it_had_opened(database: Database) -> None:
    with database.session() as session:
        tokens = [accounts.open_session(session, NOW).token for _ in range(3)]
        for token, opened in zip(tokens, ("mine", "mine", "another"), strict=True):
            accounts.save_session(session, token, {"diagnostic": opened}, NOW)
        assert accounts.close_opened(session, "mine", tokens[0]) == 1
        assert [opens(session, token, NOW) for token in tokens] == [True, False, True]


@pytest.mark.parametrize("name", ["Ana  María\n", " Zoë 👩‍🏭 ", "\u200fמירי كريم", "x" * 120, "", "Nom <b>gras</b>"])
def test_any_name_is_kept(database: Database, person: Person, name: str) -> None:
    with database.session() as session:
        kept = accounts.rename(session, person, name)
        assert people.row_of(session, person.id).name == kept == (" ".join(name.split()) or None)


def test_a_browser_that_was_only_shown_a_form_is_forgotten_the_next_day(database: Database) -> None:
    with database.session() as session:
        record = accounts.open_session(session, NOW)
        accounts.save_session(session, record.token, {"csrf_token": "x"}, NOW)
        assert accounts.read_session(session, record.token, NOW + timedelta(hours=23))
        assert not accounts.read_session(session, record.token, NOW + timedelta(hours=25))
        accounts.save_session(session, record.token, {"csrf_token": "x", "diagnostic": "d"}, NOW)
        assert accounts.read_session(session, record.token, NOW + timedelta(days=13))
