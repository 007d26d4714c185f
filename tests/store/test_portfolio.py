"""The companies of an organisation's advisers as the database keeps them: on SQLite and PostgreSQL."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from diagnostic.core.model.access import OPERATOR, Hand, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Status
from diagnostic.core.model.portfolio import Folder, Todo
from diagnostic.services import advising, assessing, following, granting, portfolio
from diagnostic.services.database import Database
from tests.web import accompanying, acquaintances
from tests.web.accompanying import Told
from tests.web.acquaintances import Account

TODAY = date(2026, 11, 22)
PARIS = ZoneInfo("Europe/Paris")
FORGE = {"siret": "73282932000074"}
FILES = (
    Told(name="Nouvelle", answers=0, handed=False),
    Told(name="Commencée", answers=40, hand=Hand.LEADER, visited_on=date(2026, 11, 10)),
    Told(name="Notée", visited_on=date(2026, 10, 20), noted_on=date(2026, 10, 20), opened_on=date(2026, 10, 1)),
    Told(name="Signée", signed_on=date(2026, 11, 1), opened_on=date(2026, 10, 1), steps=(date(2026, 11, 21),)),
    Told(name="En route", signed_on=date(2026, 11, 1), steps=(date(2026, 12, 31),), running=True),
)


def day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


class Chamber:
    """An organisation with two advisers, and how its files are opened."""

    def __init__(self, database: Database, content: Content, like: Assessment) -> None:
        self.database, self.content, self.like = database, content, like
        self.id = acquaintances.organisation(database, "CCI de la Loire")
        self.ana, self.bea = self.adviser("ana", self.id), self.adviser("bea", self.id)

    def adviser(self, name: str, organisation: str) -> Account:
        found = acquaintances.account(self.database, f"{name}@exemple.fr", name.capitalize())
        acquaintances.member(self.database, found, organisation, Position.ADVISER)
        return found

    def open(self, told: Told, adviser: Account | None = None, organisation: str | None = None) -> str:
        who, where = adviser or self.ana, organisation or self.id
        return accompanying.open_file(self.database, self.content, self.like, told, who, where)

    def folders(self, person: Account | None = None) -> dict[str, Folder]:
        with self.database.session(writes=False) as session:
            id = person.id if person else None
            found = portfolio.folders_of(session, self.content, self.id, id, TODAY, day)
        return {one.line.name: one for one in found}


@pytest.fixture
def chamber(database: Database, content: Content, examples: Mapping[str, Assessment]) -> Chamber:
    return Chamber(database, content, examples["one_too"])


def test_each_company_is_told_as_its_own_pages_tell_it(chamber: Chamber) -> None:
    ids = {told.name: chamber.open(told) for told in FILES}
    found = chamber.folders(chamber.ana)
    with chamber.database.session(writes=False) as session:
        statuses = following.statuses_of(session, chamber.content, ids.values())
        results = {
            name: advising.result_of(chamber.content, assessing.load(session, chamber.content, id)).company
            for name, id in ids.items()
        }
    assert {name: found[name].status for name in ids} == {name: statuses[id] for name, id in ids.items()}
    assert {name: found[name].measure.stage for name in ids} == {name: one.stage for name, one in results.items()}
    assert set(statuses.values()) == {*Status} - {Status.TRANSFORMED}


def test_what_comes_next_is_read_from_what_was_kept(chamber: Chamber) -> None:
    for told in FILES:
        chamber.open(told)
    first = {name: one.actions[0] for name, one in chamber.folders(chamber.ana).items()}
    assert first["Nouvelle"].todo is Todo.PREPARE
    assert first["Commencée"].todo is Todo.WAIT
    assert (first["Notée"].todo, first["Notée"].due_on) == (Todo.RESTITUTION, date(2026, 11, 10))
    assert (first["Signée"].todo, first["Signée"].is_late(TODAY)) == (Todo.STEPS, True)
    assert (first["En route"].todo, first["En route"].is_late(TODAY)) == (Todo.STEPS, False)


def test_an_adviser_has_their_own_and_the_organisation_everybody_s(chamber: Chamber) -> None:
    chamber.open(Told(name="D’Ana"))
    chamber.open(Told(name="De Béa"), chamber.bea)
    elsewhere = acquaintances.organisation(chamber.database, "Autre agence")
    acquaintances.member(chamber.database, chamber.ana, elsewhere, Position.ADVISER)
    chamber.open(Told(name="D’ailleurs"), chamber.ana, elsewhere)
    assert set(chamber.folders(chamber.ana)) == {"D’Ana"}
    assert set(chamber.folders()) == {"D’Ana", "De Béa"}


def test_a_company_that_is_no_longer_accompanied_is_gone(chamber: Chamber) -> None:
    id = chamber.open(Told(name="Partie"))
    with chamber.database.session() as session:
        (access,) = [one for one in granting.in_force(session, id) if one.role is Role.ADVISER]
        granting.end(session, access.id, OPERATOR, accompanying.at(TODAY))
        session.commit()
    assert chamber.folders() == {}


@pytest.mark.parametrize("typed", ["732829320", "732 829 320", "73282932000074", "732 829 320 00082"])
def test_a_siren_that_the_organisation_knows_is_told_with_who_has_it(chamber: Chamber, typed: str) -> None:
    id = chamber.open(Told(name="Forge du Gier", card=FORGE), chamber.bea)
    with chamber.database.session(writes=False) as session:
        (theirs,) = portfolio.same_siren(session, chamber.id, typed, chamber.ana.id)
        (own,) = portfolio.same_siren(session, chamber.id, typed, chamber.bea.id)
    assert (theirs.adviser, day(theirs.opened_at), theirs.diagnostic) == ("Bea", date(2026, 11, 2), None)
    assert own.diagnostic == id


@pytest.mark.parametrize("typed", ["", "7", "732829321", "%", "73282932_", "x" * 200])
def test_what_is_no_siren_finds_nothing(chamber: Chamber, typed: str) -> None:
    chamber.open(Told(name="Forge du Gier", card=FORGE))
    with chamber.database.session(writes=False) as session:
        assert portfolio.same_siren(session, chamber.id, typed) == ()


def test_a_siren_known_elsewhere_is_unknown_here(chamber: Chamber) -> None:
    elsewhere = acquaintances.organisation(chamber.database, "Autre agence")
    chamber.open(Told(name="Forge du Gier", card=FORGE), chamber.adviser("eve", elsewhere), elsewhere)
    with chamber.database.session(writes=False) as session:
        assert portfolio.same_siren(session, chamber.id, "732829320", chamber.ana.id) == ()
        assert portfolio.duplicates_of(session, chamber.id) == ()


def test_several_files_on_one_siren_are_put_together(chamber: Chamber) -> None:
    own = chamber.open(Told(name="Forge du Gier", card=FORGE))
    chamber.open(Told(name="Forge Gier SAS", card=FORGE, opened_on=date(2026, 11, 9)), chamber.bea)
    chamber.open(Told(name="Seule", card={"siret": "55210055400013"}))
    with chamber.database.session(writes=False) as session:
        (found,) = portfolio.duplicates_of(session, chamber.id, chamber.ana.id)
        assert portfolio.duplicates_of(session, chamber.id, "nobody") == ()
    assert found.siren == "732829320"
    assert [(one.name, one.adviser, one.diagnostic) for one in found.files] == [
        ("Forge du Gier", "Ana", own),
        ("Forge Gier SAS", "Bea", None),
    ]


def test_a_company_that_two_advisers_share_is_no_duplicate(chamber: Chamber) -> None:
    id = chamber.open(Told(name="Forge du Gier", card=FORGE))
    acquaintances.access(chamber.database, id, Role.ADVISER, chamber.bea, chamber.id)
    with chamber.database.session(writes=False) as session:
        assert portfolio.duplicates_of(session, chamber.id) == ()
        (same,) = portfolio.same_siren(session, chamber.id, "732829320", chamber.bea.id)
        found = portfolio.activity_of(session, chamber.content, chamber.id, TODAY, day)
    assert same.diagnostic == id
    assert found.companies == 1
    assert [(load.adviser, load.files) for load in found.loads] == [("Ana", 1), ("Bea", 1)]
