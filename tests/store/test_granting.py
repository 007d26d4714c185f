"""Accesses on SQLite and PostgreSQL: given once, ended at once, and a company is never left without anybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import Actor, Hand, OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Agreement, Status, VisitKind
from diagnostic.services import assessing, following, granting, visiting
from diagnostic.services.database import Database, Session
from diagnostic.services.visiting import Told
from diagnostic.store import assessments, grants
from tests.web import acquaintances as known
from tests.web.acquaintances import Account

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
SIGNED = Agreement("C-12", date(2026, 3, 1))
KEY = "a" * 22


@dataclass(frozen=True)
class Scene:
    """Two companies, `d` with a private link and `e` without; Léa leads, Hugo and Zoé advise for the chamber."""

    database: Database
    lea: Account
    hugo: Account
    zoe: Account
    chamber: str
    opco: str


@pytest.fixture
def scene(database: Database, content: Content, examples: Mapping[str, Assessment]) -> Scene:
    with database.session() as session:
        for id, link in (("d", "hash"), ("e", None)):
            assessing.add(session, content, id, examples["one_too"], NOW, resume_hash=link)
        session.commit()
    chamber = known.organisation(database, "CCI")
    opco = known.organisation(database, "OPCO 2i", OrganisationKind.OPCO)
    lea, hugo, zoe = (known.account(database, f"{name}@exemple.fr", name) for name in ("lea", "hugo", "zoe"))
    for adviser in (hugo, zoe):
        known.member(database, adviser, chamber, Position.ADVISER)
    return Scene(database, lea, hugo, zoe, chamber, opco)


@pytest.fixture
def session(scene: Scene) -> Iterator[Session]:
    with scene.database.session() as opened:
        yield opened


def actor(account: Account) -> Actor:
    return Actor("user", account.id, "leader")


def lead(session: Session, scene: Scene, diagnostic: str = "d") -> str:
    return granting.grant(
        session, diagnostic, Role.LEADER, person=scene.lea.id, organisation=None, actor=actor(scene.lea), now=NOW
    )


def advise(session: Session, scene: Scene, adviser: Account, diagnostic: str = "d") -> str:
    return granting.grant(
        session,
        diagnostic,
        Role.ADVISER,
        person=adviser.id,
        organisation=scene.chamber,
        actor=actor(scene.lea),
        now=NOW,
    )


def fund(session: Session, scene: Scene, agreement: Agreement = SIGNED) -> tuple[str, bool]:
    return granting.fund(session, "d", scene.opco, agreement, actor(scene.lea), NOW)


def hand(session: Session, diagnostic: str) -> str:
    found = assessments.read(session, diagnostic)
    assert found
    return str(found[0]["hand"])


def test_given_twice_it_is_one_access(session: Session, scene: Scene) -> None:
    assert lead(session, scene) == lead(session, scene)
    assert advise(session, scene, scene.hugo) == advise(session, scene, scene.hugo)
    assert [fund(session, scene)[1], fund(session, scene)[1]] == [True, False]
    assert sorted(one.role for one in granting.in_force(session, "d")) == [Role.ADVISER, Role.FUNDER, Role.LEADER]


def test_given_again_after_its_end_it_is_another(session: Session, scene: Scene) -> None:
    first = advise(session, scene, scene.hugo)
    granting.end(session, first, actor(scene.lea), NOW)
    assert advise(session, scene, scene.hugo) != first
    assert len(granting.history(session, "d")) == 2


def test_an_access_tells_who_has_it_by_whom_and_since_when(session: Session, scene: Scene) -> None:
    lead(session, scene)
    advise(session, scene, scene.hugo)
    line = next(one for one in granting.in_force(session, "d") if one.role is Role.ADVISER)
    assert (line.name, line.email, line.organisation_name) == ("hugo", "hugo@exemple.fr", "CCI")
    assert (line.given_by.id, line.given_by.name, line.granted_at) == (scene.lea.id, "lea", NOW)
    assert line.opens and line.seen_at is None


def test_an_access_ends_once(session: Session, scene: Scene) -> None:
    access = advise(session, scene, scene.hugo)
    granting.end(session, access, actor(scene.lea), NOW)
    granting.end(session, access, actor(scene.zoe), NOW + timedelta(days=1))
    assert granting.history(session, "d")[0].ended_at == NOW
    assert granting.in_force(session, "d") == ()


def test_an_unknown_access_or_diagnostic_is_not_found(session: Session, scene: Scene) -> None:
    with pytest.raises(assessing.NotFoundError):
        granting.end(session, "nowhere", actor(scene.lea), NOW)
    with pytest.raises(assessing.NotFoundError):
        lead(session, scene, "nowhere")
    access = lead(session, scene)
    with pytest.raises(assessing.NotFoundError):
        granting.access_of(session, "e", access)


def test_the_last_leader_stays_while_the_link_is_closed(session: Session, scene: Scene) -> None:
    access = lead(session, scene)
    assert granting.close_links(session, "d")
    with pytest.raises(granting.LastOneError):
        granting.end(session, access, actor(scene.lea), NOW)
    granting.grant(session, "d", Role.LEADER, person=scene.zoe.id, organisation=None, actor=actor(scene.lea), now=NOW)
    granting.end(session, access, actor(scene.lea), NOW)
    assert [one.name for one in granting.in_force(session, "d")] == ["zoe"]


def test_the_link_stays_open_without_a_leader_s_account(session: Session, scene: Scene) -> None:
    with pytest.raises(granting.LastOneError):
        granting.close_links(session, "d")
    access = lead(session, scene)
    granting.end(session, access, actor(scene.lea), NOW)
    with pytest.raises(granting.LastOneError):
        granting.close_links(session, "d")
    assert granting.door(session, "d").is_open


def test_a_link_closes_once(session: Session, scene: Scene) -> None:
    lead(session, scene)
    assert [granting.close_links(session, "d"), granting.close_links(session, "d")] == [("d",), ()]
    assert not granting.door(session, "d").is_open


def test_the_hand_comes_back_when_the_last_adviser_leaves(session: Session, scene: Scene) -> None:
    lead(session, scene)
    hugo, zoe = advise(session, scene, scene.hugo), advise(session, scene, scene.zoe)
    assessments.change(session, "d", {"hand": Hand.ADVISER.value})
    granting.end(session, hugo, actor(scene.lea), NOW)
    assert hand(session, "d") == Hand.ADVISER
    granting.end(session, zoe, actor(scene.lea), NOW)
    assert hand(session, "d") == Hand.LEADER


def test_who_prepares_alone_cannot_leave_it_to_nobody(session: Session, scene: Scene) -> None:
    hugo = advise(session, scene, scene.hugo, "e")
    assessments.change(session, "e", {"hand": Hand.ADVISER.value})
    with pytest.raises(granting.LastOneError):
        granting.end(session, hugo, actor(scene.hugo), NOW)
    advise(session, scene, scene.zoe, "e")
    granting.end(session, hugo, actor(scene.hugo), NOW)
    assert hand(session, "e") == Hand.ADVISER


def test_an_adviser_who_left_opens_nothing(session: Session, scene: Scene) -> None:
    outsider = known.account(scene.database, "outsider@exemple.fr")
    session.rollback()
    granting.grant(
        session, "d", Role.ADVISER, person=outsider.id, organisation=scene.chamber, actor=actor(scene.lea), now=NOW
    )
    assert [one.opens for one in granting.in_force(session, "d")] == [False]
    assert granting.companies_of(session, outsider.id, roles=(Role.ADVISER,)) == ()
    assert [line.holder for line in granting.companies_advised_by(session, scene.chamber)] == ["outsider@exemple.fr"]


@pytest.mark.parametrize(
    ("agreement", "field"),
    [
        (Agreement("", SIGNED.on), "agreement"),
        (Agreement(" \n ", SIGNED.on), "agreement"),
        (Agreement("x" * 201, SIGNED.on), "agreement"),
        (Agreement("C-12", TODAY + timedelta(days=1)), "agreed_on"),
        (Agreement("C-12", date(2014, 12, 31)), "agreed_on"),
    ],
)
def test_a_funder_needs_a_written_agreement(session: Session, scene: Scene, agreement: Agreement, field: str) -> None:
    with pytest.raises(UserError) as refused:
        fund(session, scene, agreement)
    assert refused.value.field == field


def test_only_bodies_that_fund_follow(session: Session, scene: Scene) -> None:
    cluster = known.organisation(scene.database, "Pôle", OrganisationKind.CLUSTER)
    session.rollback()
    for organisation in (cluster, "nowhere"):
        with pytest.raises(UserError):
            granting.fund(session, "d", organisation, SIGNED, actor(scene.lea), NOW)
    assert dict(granting.funding_bodies(session)) == {scene.chamber: "CCI", scene.opco: "OPCO 2i"}


def test_another_agreement_replaces_nothing_silently(session: Session, scene: Scene) -> None:
    assert fund(session, scene)[1]
    assert not fund(session, scene, Agreement(" C-12 ", SIGNED.on))[1]
    with pytest.raises(UserError):
        fund(session, scene, Agreement("C-13", SIGNED.on))
    assert len(granting.history(session, "d")) == 1


def test_a_person_s_companies(session: Session, scene: Scene) -> None:
    lead(session, scene)
    advise(session, scene, scene.hugo, "e")
    (own,) = granting.companies_of(session, scene.lea.id, roles=(Role.LEADER, Role.GUEST))
    assert (own.diagnostic, own.role, own.claimed, own.handed) == ("d", Role.LEADER, True, True)
    (prepared,) = granting.companies_of(session, scene.hugo.id, roles=(Role.ADVISER,))
    assert (prepared.diagnostic, prepared.claimed, prepared.handed) == ("e", False, False)
    assert granting.companies_of(session, scene.hugo.id, roles=(Role.LEADER,)) == ()


def test_two_who_give_at_once_give_one_access(scene: Scene) -> None:
    together, made = Barrier(2), []

    def give() -> None:
        together.wait()
        with scene.database.session() as own:
            made.append(fund(own, scene))
            own.commit()

    threads = [Thread(target=give) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id for id, _ in made}) == 1
    assert sorted(is_new for _, is_new in made) == [False, True]


def test_two_leaders_who_end_each_other_leave_one(scene: Scene) -> None:
    with scene.database.session() as session:
        both = [lead(session, scene)]
        both.append(
            granting.grant(
                session, "d", Role.LEADER, person=scene.zoe.id, organisation=None, actor=actor(scene.lea), now=NOW
            )
        )
        granting.close_links(session, "d")
        session.commit()
    together, refused = Barrier(2), []

    def end(access: str) -> None:
        together.wait()
        with scene.database.session() as own:
            try:
                granting.end(own, access, actor(scene.lea), NOW)
                own.commit()
            except granting.LastOneError:
                refused.append(access)

    threads = [Thread(target=end, args=(access,)) for access in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scene.database.session() as session:
        assert [one.id for one in granting.in_force(session, "d")] == refused
        assert len(refused) == 1


def visit(session: Session, scene: Scene, *, on: date = TODAY, half_days: int = 2, key: str = KEY) -> tuple[str, bool]:
    told = Told(VisitKind.VISIT, on, half_days, key)
    return visiting.record(session, "d", told, scene.chamber, actor(scene.hugo), NOW, TODAY)


def test_the_same_form_sent_twice_is_one_visit(session: Session, scene: Scene) -> None:
    assert [visit(session, scene), visit(session, scene)] == [(KEY, True), (KEY, False)]
    assert visit(session, scene, half_days=3)[1]
    assert visit(session, scene, key="not a key of ours")[1]
    assert len(visiting.visits_of(session, "d")) == 3
    assert visiting.visits_of(session, "e") == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2014, 12, 31)}, "on"),
        ({"half_days": 0}, "half_days"),
        ({"half_days": 7}, "half_days"),
    ],
)
def test_a_visit_that_cannot_be(session: Session, scene: Scene, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as refused:
        visit(session, scene, **wrong)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_attested_visit_is_not_taken_back(session: Session, scene: Scene) -> None:
    id = visit(session, scene)[0]
    assert visiting.attest(session, "d", id, actor(scene.lea), NOW)
    assert not visiting.attest(session, "d", id, actor(scene.lea), NOW)
    with pytest.raises(visiting.AttestedError):
        visiting.withdraw(session, "d", id, actor(scene.hugo))


def test_a_visit_is_taken_back_by_who_noted_it(session: Session, scene: Scene) -> None:
    id = visit(session, scene)[0]
    for diagnostic, who in (("d", scene.zoe), ("e", scene.hugo)):
        with pytest.raises(assessing.NotFoundError):
            visiting.withdraw(session, diagnostic, id, actor(who))
    visiting.withdraw(session, "d", id, actor(scene.hugo))
    assert visiting.visits_of(session, "d") == ()


def test_a_funder_reads_days_and_attestations(session: Session, scene: Scene, content: Content) -> None:
    fund(session, scene)
    visiting.attest(session, "d", visit(session, scene)[0], actor(scene.lea), NOW)
    visit(session, scene, on=date(2026, 4, 1), half_days=1, key="b" * 22)
    (line,) = following.followed_by(session, content, scene.opco)
    assert (line.days, line.visits, line.attested) == (1.5, 2, 1)
    assert (line.first_visit, line.last_visit) == (date(2026, 4, 1), TODAY)
    assert line.status is Status.DIAGNOSED
    assert following.followed_by(session, content, scene.chamber) == ()


def test_an_ended_access_shows_nothing(session: Session, scene: Scene, content: Content) -> None:
    granting.end(session, fund(session, scene)[0], actor(scene.lea), NOW)
    assert following.followed_by(session, content, scene.opco) == ()
    assert grants.e_mails_of(session, scene.opco, Position.ADMINISTRATOR) == ()
