"""What has had its time goes, on its day and not before: the register's own durations, with a shifted clock."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from diagnostic.core.model.access import OPERATOR, About, Actor, OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts, assessing, auditing, granting, organisations, purging, registering
from diagnostic.services.accounts import Person
from diagnostic.services.database import Database, Session
from diagnostic.services.purging import Purged
from diagnostic.store import audit
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import InvitationRow, MembershipRow, OrganisationRow, UserRow
from diagnostic.store.tables_security import LoginLinkRow, ThrottleRow

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TWO_YEARS, MONTH, DAY, HOUR = timedelta(days=730), timedelta(days=30), timedelta(days=1), timedelta(hours=1)


def purge(database: Database, on: datetime) -> Purged:
    with database.session() as session:
        done = purging.purge(session, registering.register(), on)
        session.commit()
    return done


def counted(database: Database, on: datetime, kind: str) -> int:
    return purge(database, on).counts[kind]


def test_a_session_goes_once_it_has_expired(database: Database) -> None:
    with database.session() as session:
        accounts.open_session(session, START)
        session.commit()
    assert counted(database, START + accounts.PASSING - HOUR, "sessions") == 0
    assert counted(database, START + accounts.PASSING, "sessions") == 1


def test_a_login_link_goes_with_its_quarter_of_an_hour(database: Database) -> None:
    ends = START + timedelta(minutes=15)
    with database.session() as session:
        row = LoginLinkRow(id="l", email="a@b.fr", token_hash="t", code_hash="c", tries=0, made_at=START)
        row.expires_at = ends
        session.add(row)
        session.commit()
    assert counted(database, START, "login_links") == 0
    assert counted(database, ends, "login_links") == 1


def test_failed_tries_are_forgotten_after_a_day(database: Database) -> None:
    with database.session() as session:
        session.add(ThrottleRow(key_hash="k", failures=9, first_at=START - DAY, last_at=START))
        session.commit()
    assert counted(database, START + DAY - timedelta(seconds=1), "throttles") == 0
    assert counted(database, START + DAY, "throttles") == 1


@pytest.mark.parametrize(
    ("role", "ended", "stays"),
    [
        ("guest", {"used_at": START}, 30),
        ("guest", {"revoked_at": START}, 30),
        ("guest", {}, 44),
        ("contributor", {"used_at": START}, 44),
        ("contributor", {"revoked_at": START}, 30),
    ],
)
def test_an_invitation_goes_thirty_days_after_its_end(
    database: Database, role: str, ended: dict[str, datetime], stays: int
) -> None:
    """A contributor's is used many times: only its term, or its leader, ends it."""
    with database.session() as session:
        made = {"id": "i", "role": role, "token_hash": "t", "made_by": "operator", "made_at": START}
        session.add(InvitationRow(**made, expires_at=START + timedelta(days=14), **ended))
        session.commit()
    assert counted(database, START + timedelta(days=stays) - timedelta(seconds=1), "invitations") == 0
    assert counted(database, START + timedelta(days=stays), "invitations") == 1


def person(database: Database, email: str = "a@exemple.fr") -> Person:
    with database.session() as session:
        found = accounts.find_or_add(session, email, "Nom", START)
        session.commit()
    return found


def here(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        return list(session.scalars(select(UserRow.email).order_by(UserRow.email)))


def test_an_account_is_warned_a_month_before_it_goes(database: Database) -> None:
    person(database)
    assert purge(database, START + TWO_YEARS - MONTH - DAY).warned == ()
    done = purge(database, START + TWO_YEARS - MONTH)
    assert [one.email for one in done.warned] == ["a@exemple.fr"]
    assert done.closing == START + TWO_YEARS
    assert purge(database, START + TWO_YEARS - DAY).warned == (), "told once"
    assert here(database) == ["a@exemple.fr"]
    assert counted(database, START + TWO_YEARS, "accounts") == 1
    assert here(database) == []


def test_an_account_is_never_closed_without_its_month(database: Database) -> None:
    """The purge was not run for years: it warns first."""
    person(database)
    late = START + 3 * TWO_YEARS
    assert len(purge(database, late).warned) == 1
    assert counted(database, late + MONTH - DAY, "accounts") == 0
    assert counted(database, late + MONTH, "accounts") == 1


def test_an_account_whose_letter_could_not_leave_is_warned_again(database: Database) -> None:
    person(database)
    late = START + TWO_YEARS
    warned = purge(database, late).warned
    with database.session() as session:
        purging.untell(session, warned)
        session.commit()
    assert purge(database, late + MONTH).counts["accounts"] == 0
    assert here(database) == ["a@exemple.fr"]


def seen_by_itself(session: Session, who: Person, at: datetime) -> None:
    session.execute(update(UserRow).where(UserRow.id == who.key).values(seen_at=at))


def seen_in_the_trail(session: Session, who: Person, at: datetime) -> None:
    auditing.note(session, Actor("user", who.id, "leader"), "diagnostic.read", at, About())


@pytest.mark.parametrize("seen", [seen_by_itself, seen_in_the_trail])
def test_whoever_comes_back_stays(database: Database, seen: object) -> None:
    who = person(database)
    assert purge(database, START + TWO_YEARS - MONTH).warned
    back = START + TWO_YEARS - 2 * DAY
    with database.session() as session:
        assert callable(seen)
        seen(session, who, back)
        session.commit()
    assert counted(database, START + TWO_YEARS + MONTH, "accounts") == 0
    assert purge(database, back + TWO_YEARS - MONTH).warned, "and is warned anew, two years later"


def test_the_platform_keeps_an_administrator(database: Database) -> None:
    who = person(database)
    with database.session() as session:
        session.execute(update(UserRow).where(UserRow.id == who.key).values(platform_admin=True))
        session.commit()
    purge(database, START + TWO_YEARS)
    assert counted(database, START + 2 * TWO_YEARS, "accounts") == 0


@pytest.fixture
def company(database: Database, content: Content, examples: Mapping[str, Assessment]) -> str:
    """Started by its private link, never claimed; its diagnostic."""
    with database.session() as session:
        assessing.add(session, content, "mine", examples["one_too"], START)
        assessing.add(session, content, "shown", examples["one_too"], START, demo=True)
        session.commit()
    return "mine"


def companies(database: Database) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(CompanyRow)) or 0


def test_a_company_that_nobody_claimed_nor_opened_goes_after_two_years(database: Database, company: str) -> None:
    assert counted(database, START + TWO_YEARS - timedelta(seconds=1), "companies") == 0
    assert counted(database, START + TWO_YEARS, "companies") == 1
    assert companies(database) == 1, "examples stay"


def test_one_that_was_opened_or_changed_stays(database: Database, company: str) -> None:
    later = START + DAY
    with database.session() as session:
        id = session.get_one(DiagnosticRow, company).company.public_id
        auditing.note(session, Actor("link", company, "leader"), "diagnostic.read", later, About(id, company))
        session.commit()
    assert counted(database, START + TWO_YEARS, "companies") == 0
    assert counted(database, later + TWO_YEARS, "companies") == 1


def test_one_whose_leader_has_an_account_stays_while_they_come(database: Database, company: str) -> None:
    """It leaves after them: their account first, then what nobody leads any more."""
    who = person(database)
    with database.session() as session:
        granting.grant(session, company, Role.LEADER, person=who.id, organisation=None, actor=OPERATOR, now=START)
        seen_by_itself(session, who, START + DAY)
        session.commit()
    assert counted(database, START + TWO_YEARS, "companies") == 0
    done = purge(database, START + DAY + TWO_YEARS + MONTH)
    assert (done.counts["accounts"], done.counts["companies"]) == (1, 1)
    assert here(database) == []


def test_a_closed_organisation_goes_after_a_year_unless_a_company_names_it(database: Database, company: str) -> None:
    who = person(database)
    with database.session() as session:
        named = organisations.create(session, "Chambre", OrganisationKind.CHAMBER, now=START)
        alone = organisations.create(session, "Agence", OrganisationKind.AGENCY, now=START)
        for one in (named, alone):
            organisations.add_member(session, one.id, who.id, Position.ADVISER, START)
        granting.grant(session, company, Role.ADVISER, person=who.id, organisation=named.id, actor=OPERATOR, now=START)
        for one in (named, alone):
            organisations.close(session, one.id, START)
        session.commit()
    year = timedelta(days=365)
    assert counted(database, START + year - DAY, "organisations") == 0
    assert counted(database, START + year, "organisations") == 1
    with database.session(writes=False) as session:
        assert list(session.scalars(select(OrganisationRow.id))) == [named.id]
        assert session.scalar(select(func.count()).select_from(MembershipRow)) == 0


def test_the_leader_reads_that_an_adviser_s_account_went(database: Database, company: str) -> None:
    """In the company's own trail; and it does not count as a visit."""
    adviser = person(database)
    with database.session() as session:
        body = organisations.create(session, "Chambre", OrganisationKind.CHAMBER, now=START)
        granting.grant(
            session, company, Role.ADVISER, person=adviser.id, organisation=body.id, actor=OPERATOR, now=START
        )
        id = session.get_one(DiagnosticRow, company).company.public_id
        opened = Actor("link", company, "leader")
        auditing.note(session, opened, "diagnostic.read", START + 2 * DAY, About(id, company))
        session.commit()
    purge(database, START + TWO_YEARS - MONTH)
    assert counted(database, START + TWO_YEARS, "accounts") == 1
    with database.session(writes=False) as session:
        told = audit.of_company(session, id)[-1]
    assert (told.act, told.actor) == ("access.ended", "operator")
    assert (told.details["role"], told.details["account"]) == ("adviser", "erased")
    assert counted(database, START + TWO_YEARS + 2 * DAY, "companies") == 1


def test_the_trail_tells_what_was_purged_and_keeps_all_it_had(database: Database, company: str) -> None:
    purge(database, START + TWO_YEARS)
    with database.session(writes=False) as session:
        assert auditing.verify(session).holds
