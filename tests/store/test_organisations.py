"""Organisations and their people, what an adviser prepares, and who runs the platform: on SQLite and PostgreSQL."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR, Actor, OrganisationKind, Position, Reader, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.rights import positions_in
from diagnostic.services import accounts, administering, assessing, authority, granting, handing, once, organisations
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.database import Database, Session
from diagnostic.services.handing import Adviser
from diagnostic.services.organisations import LastOneError, Organisation

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PLATFORM = Actor("user", "root", "account")
CHANGES = st.lists(
    st.tuples(st.integers(0, 2), st.sets(st.sampled_from([Position.ADMINISTRATOR, Position.ADVISER]))), max_size=12
)


def opened(
    session: Session, name: str = "CCI du Rhône", kind: OrganisationKind = OrganisationKind.REGION
) -> Organisation:
    return organisations.create(session, name, kind, NOW)


def person(session: Session, email: str) -> str:
    return accounts.find_or_add(session, email, None, NOW).id


def test_an_organisation_is_kept_as_it_was_opened(database: Database) -> None:
    with database.session() as session:
        made = organisations.create(
            session, "  CCI \n du Rhône ", OrganisationKind.CHAMBER, NOW, siren="732 829 320", region="84"
        )
        session.commit()
    with database.session() as session:
        assert organisations.find(session, made.id) == made
    assert (made.name, made.siren, made.created_at) == ("CCI du Rhône", "732829320", NOW)


@pytest.mark.parametrize(
    ("name", "siren", "field"),
    [("", "", "name"), ("x" * 201, "", "name"), ("Cci du rhône", "", "name"), ("B", "1", "siren")],
)
def test_what_is_wrong_is_named(database: Database, name: str, siren: str, field: str) -> None:
    with database.session() as session:
        opened(session)
        with pytest.raises(UserError) as refused:
            organisations.create(session, name, OrganisationKind.OTHER, NOW, siren=siren)
    assert refused.value.field == field


def test_a_closed_name_is_free_again(database: Database) -> None:
    with database.session() as session:
        first = opened(session)
        assert organisations.close(session, first.id, NOW)
        assert not organisations.close(session, first.id, NOW)
        second = opened(session)
        assert [one.id for one in organisations.all_open(session)] == [second.id]
        assert [count for _, count in organisations.everywhere(session)] == [0, 0]


def test_organisations_are_found_by_kind(database: Database) -> None:
    with database.session() as session:
        opened(session, "OPCO", OrganisationKind.OPCO)
        opened(session, "Région", OrganisationKind.REGION)
        assert [one.name for one in organisations.all_open(session, {OrganisationKind.OPCO})] == ["OPCO"]


def test_a_person_holds_a_position_once(database: Database) -> None:
    with database.session() as session:
        here, ana = opened(session), person(session, "ana@rhone.fr")
        assert organisations.add_member(session, here.id, ana, Position.ADVISER, NOW)
        assert not organisations.add_member(session, here.id, ana, Position.ADVISER, NOW + timedelta(days=1))
        assert organisations.add_member(session, here.id, ana, Position.ANALYST, NOW + timedelta(days=2))
        (member,) = organisations.members(session, here.id)
    assert member.positions == (Position.ADVISER, Position.ANALYST)
    assert member.since == NOW
    assert not member.second_step


def test_nobody_joins_a_closed_organisation_nor_holds_what_it_has_not(database: Database) -> None:
    with database.session() as session:
        here, ana = opened(session, kind=OrganisationKind.CHAMBER), person(session, "ana@rhone.fr")
        with pytest.raises(UserError):
            organisations.add_member(session, here.id, ana, Position.ANALYST, NOW)
        organisations.close(session, here.id, NOW)
        with pytest.raises(UserError):
            organisations.add_member(session, here.id, ana, Position.ADVISER, NOW)
        with pytest.raises(NotFoundError):
            organisations.add_member(session, "nothing", ana, Position.ADVISER, NOW)
        assert organisations.members(session, here.id) == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_an_organisation_always_keeps_an_administrator(
    database: Database, changes: list[tuple[int, set[Position]]]
) -> None:
    """Whatever its administrators do, one is left; what is refused changes nothing."""
    with database.session() as session:
        here = opened(session)
        people = [person(session, f"{name}@rhone.fr") for name in "abc"]
        held = {one: {Position.ADMINISTRATOR} for one in people}
        for one in people:
            organisations.add_member(session, here.id, one, Position.ADMINISTRATOR, NOW)
        for number, wanted in changes:
            one = people[number]
            allowed = _change(session, here.id, one, wanted)
            if allowed:
                held[one] = wanted
            found = {each.id: set(each.positions) for each in organisations.members(session, here.id)}
            assert found == {each: positions for each, positions in held.items() if positions}
            assert any(Position.ADMINISTRATOR in positions for positions in found.values())
        session.rollback()


def _change(session: Session, organisation: str, one: str, wanted: set[Position]) -> bool:
    """Whether it was allowed; no position means out."""
    try:
        if wanted:
            organisations.set_positions(session, organisation, one, wanted, NOW)
        else:
            organisations.remove_member(session, organisation, one)
    except (LastOneError, NotFoundError):
        return False
    return True


def test_what_one_may_be_depends_on_what_the_organisation_is() -> None:
    for kind in OrganisationKind:
        assert {Position.ADMINISTRATOR, Position.ADVISER} <= set(positions_in(kind))
    assert Position.ANALYST not in positions_in(OrganisationKind.CHAMBER)
    assert Position.FUNDER not in positions_in(OrganisationKind.CONSULTANCY)


def test_a_form_has_one_id_for_each_person(database: Database) -> None:
    with database.session() as session:
        ana, bea = person(session, "ana@rhone.fr"), person(session, "bea@rhone.fr")
        form = once.new_form()
        made = {once.id_made_by(session, who, form) for who in (ana, ana, bea)}
        assert len(made) == 2
        assert all(len(id) == 22 for id in made)
        assert once.id_made_by(session, ana, once.new_form()) not in made


@pytest.fixture
def prepared(database: Database, content: Content, examples: Mapping[str, Assessment]) -> tuple[str, Adviser]:
    """The id of a diagnostic that Ana prepares for the chamber, and Ana."""
    with database.session() as session:
        here, ana = opened(session), person(session, "ana@rhone.fr")
        organisations.add_member(session, here.id, ana, Position.ADVISER, NOW)
        adviser = Adviser(ana, here.id)
        company = replace(examples["one_too"].company, name="Forge")
        draft = handing.draft(content, company, {"production": 1.0}, "flash")
        id = once.id_made_by(session, ana, "form")
        assert handing.prepare(session, content, draft, adviser, id, NOW)
        assert not handing.prepare(session, content, draft, adviser, id, NOW)
        session.commit()
    return id, adviser


def test_what_is_prepared_is_the_adviser_s_until_handed(
    database: Database, prepared: tuple[str, Adviser], content: Content
) -> None:
    id, ana = prepared
    with database.session() as session:
        assert assessing.load(session, content, id).assessment.company.name == "Forge"
        here = authority.standing(session, Reader(user=ana.person, proven=True), id, NOW)
        assert here is not None and here.roles == {Role.ADVISER} and not here.handed
        with pytest.raises(granting.LastOneError):
            handing.leave(session, here, ana.person, NOW)
        made = handing.offer_by_code(session, here, NOW)
        again = handing.offer_by_letter(session, here, "Patron@Forge.fr", "Marc", NOW)
        assert again is not None and [one.id for one in handing.offers(session, here, NOW)] == [again[0].id]
        assert handing.offer_by_letter(session, here, "patron@forge.fr ", "", NOW) is None
        assert made[0].expires_at == NOW + timedelta(days=30)
        leader = person(session, "patron@forge.fr")
        granting.grant(session, id, Role.LEADER, person=leader, organisation=None, actor=OPERATOR, now=NOW)
        with pytest.raises(handing.AlreadyHandedError):
            handing.offer_by_code(session, here, NOW)
        assert handing.leaders(session, id) == ("patron@forge.fr",)
        assert len(handing.leave(session, here, ana.person, NOW)) == 1
        assert handing.leave(session, here, ana.person, NOW) == ()


def test_the_hand_stays_where_it_is_when_the_adviser_changes(database: Database, prepared: tuple[str, Adviser]) -> None:
    _, ana = prepared
    with database.session() as session:
        bea = person(session, "bea@rhone.fr")
        (line,) = granting.companies_advised_by(session, ana.organisation)
        with pytest.raises(UserError):
            handing.pass_on(session, line, Adviser(bea, ana.organisation), PLATFORM, NOW)
        organisations.add_member(session, ana.organisation, bea, Position.ADVISER, NOW)
        handing.pass_on(session, line, Adviser(bea, ana.organisation), PLATFORM, NOW)
        (after,) = granting.companies_advised_by(session, ana.organisation)
        assert (after.person, after.hand, after.handed) == (bea, line.hand, False)
        assert organisations.ended_here(session, ana.organisation, line.access)
        assert not organisations.ended_here(session, ana.organisation, after.access)
        assert not organisations.ended_here(session, "elsewhere", line.access)


def test_the_platform_always_keeps_an_administrator(database: Database) -> None:
    with database.session() as session:
        person(session, "root@palier.fr")
        made = administering.create(session, "Root@Palier.fr", "", OPERATOR, NOW)
        assert (made.email, made.token) == ("root@palier.fr", None)
        with pytest.raises(administering.LastOneError):
            administering.remove(session, "root@palier.fr", OPERATOR, NOW)
        person(session, "second@palier.fr")
        administering.create(session, "second@palier.fr", "", OPERATOR, NOW)
        administering.remove(session, "root@palier.fr", OPERATOR, NOW)
        assert [one.email for one in administering.administrators(session)] == ["second@palier.fr"]
        with pytest.raises(UserError):
            administering.remove(session, "root@palier.fr", OPERATOR, NOW)
