"""A release from the companies of a database to its files: never half published, remembered, and forgotten in part."""

import errno
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from stdnum import luhn

from diagnostic import publishing
from diagnostic.content.territory import zone_of
from diagnostic.core.cohort import count_in
from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.audited import Memory
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.listing import Listing
from diagnostic.publishing import Outcome, Press
from diagnostic.services import assessing, consenting, granting, looking_up, observing, peers, portability, privacy
from diagnostic.services.database import Database, Session
from diagnostic.services.observing import Wanted
from diagnostic.services.releases import Releases
from diagnostic.store import memories, people
from diagnostic.synthetic import territory as drawn
from tests.observatory_catalogue import small_catalogue

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ON = date(2026, 11, 22)
COMPANIES = 12
Fails = Callable[..., None]


def siret_of(number: int) -> str:
    siren = f"{40_000_000 + number * 11}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001" + luhn.calc_check_digit(f"{siren}0001")


@dataclass(frozen=True)
class Territory:
    """A database of companies that agreed to be counted, and the shelf where releases go."""

    main: Database
    shelf: Releases
    content: Content
    folder: Path

    @property
    def press(self) -> Press:
        return Press(self.main, self.shelf, lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))

    def gather(self, session: Session) -> observing.Gathered:
        return observing.gather(session, self.content, ON)

    def publish(self, out: str, **asked: object) -> Outcome:
        wanted = Wanted(**{"on": ON, "quarter": "2026-T4"} | asked)  # type: ignore[arg-type]
        return self.press.publish(self.content, self.gather, wanted, self.folder / out, lambda *_: None)

    def add(self, like: Assessment, number: int, id: str | None = None, led_by: str | None = None) -> str:
        id, siret = id or f"d{number}", siret_of(number)
        card = replace(like.company, name=id, siret=siret, region="84", department="42", zone_emploi=None)
        company = replace(card, commune="42218", headcount=30 + number)
        with self.main.session() as session:
            looking_up.keep(session, siret, Listing(siret=siret, legal_form="5710"), NOW)
            assessing.add(session, self.content, id, replace(like, company=company), NOW)
            person = led_by or people.add(session, f"{id}@exemple.fr", None, NOW).id
            granting.grant(session, id, Role.LEADER, person=person, organisation=None, actor=OPERATOR, now=NOW)
            text = self.content.consents[-1].version
            consenting.give(session, self.content.consents, id, text, OPERATOR, NOW, ON)
            session.commit()
        return id

    def memories(self) -> tuple[Memory, ...]:
        with self.main.session(writes=False) as session:
            return memories.published(session)

    def shown(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir())


@pytest.fixture(autouse=True)
def few_files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the files hold is tested elsewhere, and they take two seconds."""
    if "slow" not in request.keywords:
        monkeypatch.setattr(
            publishing, "files", lambda release, *_: {"datapackage.json": b"{}", "interne/log.csv": b""}
        )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, content: Content, examples: Mapping[str, Assessment]) -> Path:
    """A main database with its companies, made once and copied."""
    folder = tmp_path_factory.mktemp("filled")
    main, shelf = Database(f"sqlite:///{folder / 'main.db'}"), Releases(f"sqlite:///{folder / 'none.db'}", writes=True)
    main.upgrade()
    made = Territory(main, shelf, content, folder)
    for number in range(COMPANIES):
        made.add(list(examples.values())[number % 4], number)
    main.close()
    return folder / "main.db"


@pytest.fixture
def territory(tmp_path: Path, content: Content, filled: Path) -> Iterator[Territory]:
    (tmp_path / "bases").mkdir()
    main = Database(f"sqlite:///{shutil.copy(filled, tmp_path / 'bases' / 'main.db')}")
    shelf = Releases(f"sqlite:///{tmp_path / 'bases' / 'releases.db'}", writes=True)
    (tmp_path / "outs").mkdir()
    small = replace(content, observatory=small_catalogue(content))
    yield Territory(main, shelf, small, tmp_path / "outs")
    main.close()
    shelf.close()


def test_a_release_is_published_with_its_files_and_remembered(territory: Territory) -> None:
    outcome = territory.publish("r1")
    assert outcome.release.number == 1
    assert territory.shelf.latest() == outcome.release
    assert (territory.folder / "r1" / "datapackage.json").exists()
    (memory,) = territory.memories()
    assert (memory.number, len(memory.keys)) == (1, COMPANIES)
    assert not {siret_of(number)[:9] for number in range(COMPANIES)} & set(memory.keys)
    assert list(memory.keys) == sorted(memory.keys)
    assert territory.shown() == ["r1"]


def test_asked_twice_it_names_the_one_that_exists_and_writes_nothing(territory: Territory) -> None:
    territory.publish("r1")
    with pytest.raises(UserError, match="rien n’a changé depuis R-1"):
        territory.publish("r2", on=date(2026, 11, 23))
    assert territory.shown() == ["r1"]
    assert len(territory.shelf.heads()) == 1
    assert territory.publish("r2", quarter="2026-T3").release.number == 2
    assert territory.shelf.broken() == ()


def test_a_folder_that_holds_something_is_left_alone(territory: Territory) -> None:
    kept = territory.folder / "r1" / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("à garder")
    with pytest.raises(UserError, match="pas vide"):
        territory.publish("r1")
    assert kept.read_text() == "à garder"
    assert territory.shelf.heads() == ()


def dies(*_arguments: object, **_options: object) -> None:
    raise KeyboardInterrupt


def full(*_arguments: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


BEFORE_ANYBODY_READS = (
    ("diagnostic.publishing.check_empty", dies),
    ("diagnostic.publishing.write", full),
    ("diagnostic.services.observing.remember", dies),
    ("diagnostic.services.releases.add", dies),
)


@pytest.mark.parametrize(("place", "fails"), BEFORE_ANYBODY_READS)
def test_interrupted_before_anybody_reads_it_starts_clean(
    territory: Territory, monkeypatch: pytest.MonkeyPatch, place: str, fails: Fails
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(place, fails)
        with pytest.raises((KeyboardInterrupt, OSError)):
            territory.publish("r1")
    assert (territory.shelf.heads(), territory.shown(), territory.memories()) == ((), [], ())
    assert territory.publish("r1").release.number == 1
    assert [memory.number for memory in territory.memories()] == [1]


@pytest.mark.parametrize("place", ["diagnostic.publishing._settle", "diagnostic.services.observing.note_published"])
def test_interrupted_once_published_it_gets_its_files(
    territory: Territory, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place.endswith("_settle"):
        place = "pathlib.Path.rename"
    with monkeypatch.context() as patched:
        patched.setattr(place, dies)
        with pytest.raises(KeyboardInterrupt):
            territory.publish("r1")
    published = territory.shelf.latest()
    assert published is not None
    again = territory.publish("r1b")
    assert (again.again, again.release) == (True, published)
    assert (territory.folder / "r1b" / "datapackage.json").exists()
    assert [memory.number for memory in territory.memories()] == [1]
    with pytest.raises(UserError, match="rien n’a changé"):
        territory.publish("r2")


def test_what_an_interruption_left_on_the_disk_goes(territory: Territory) -> None:
    left = territory.folder / ".r1.partial"
    left.mkdir()
    (left / "half.csv").write_text("…")
    territory.publish("r1")
    assert not (territory.folder / "r1" / "half.csv").exists()
    assert territory.shown() == ["r1"]


def test_a_backup_of_one_database_alone_is_found_out(territory: Territory, tmp_path: Path) -> None:
    territory.publish("r1")
    other = Releases(f"sqlite:///{tmp_path / 'bases' / 'other.db'}", writes=True)
    with pytest.raises(UserError, match="a perdu R-1"):
        replace(territory, shelf=other).publish("r2")
    other.close()
    blank = Database(f"sqlite:///{tmp_path / 'bases' / 'blank.db'}")
    blank.upgrade()
    with pytest.raises(UserError, match="n’est pas celle"):
        replace(territory, main=blank).publish("r2")
    blank.close()


def values_left(memory: Memory, consented: bool) -> int:
    """How many units still bring a figure that rests on a consent, or on none."""
    named = [figures for name, figures in memory.values.items() if name.startswith("status/") is not consented]
    return sum(any(figures[rank] == figures[rank] for figures in named) for rank in range(len(memory.keys)))


def test_a_consent_withdrawn_leaves_the_next_release_and_empties_the_memory(territory: Territory) -> None:
    territory.publish("r1")
    with territory.main.session() as session:
        consenting.withdraw(session, territory.content.consents, "d3", OPERATOR, NOW, ON)
        session.commit()
    (memory,) = territory.memories()
    assert len(memory.keys) == COMPANIES
    assert values_left(memory, consented=True) == COMPANIES - 1
    assert sorted(memory.versions).index("") == 0
    territory.publish("r2")
    latest = territory.memories()[-1]
    assert (latest.number, sum(latest.scored), len(latest.keys)) == (2, COMPANIES - 1, COMPANIES - 1)


def test_an_erased_company_leaves_a_key_and_a_place_alone(territory: Territory) -> None:
    territory.publish("r1")
    with territory.main.session() as session:
        company = portability.company_named(session, "d5")
        privacy.erase(session, company, OPERATOR, NOW)
        session.commit()
    (memory,) = territory.memories()
    assert values_left(memory, consented=True) == COMPANIES - 1
    assert len(memory.keys) == COMPANIES
    assert all(len(codes) == COMPANIES for codes in memory.places.values())
    assert sum(not version for version in memory.versions) == 1
    assert territory.publish("r2").release.number == 2
    assert len(territory.memories()[-1].keys) == COMPANIES - 1


def test_a_company_that_takes_another_number_leaves_nothing_under_the_first(territory: Territory) -> None:
    territory.publish("r1")
    for number, left in ((5, COMPANIES), (77, COMPANIES - 1)):
        with territory.main.session() as session:
            asked = assessing.load(session, territory.content, "d5").assessment
            card = replace(asked.company, siret=siret_of(number), headcount=31)
            assessing.save_card(session, territory.content, "d5", card, asked.functions, asked.form, NOW)
            session.commit()
        assert values_left(territory.memories()[0], consented=True) == left


def test_whoever_types_the_number_of_another_empties_no_memory(
    territory: Territory, examples: Mapping[str, Assessment]
) -> None:
    territory.publish("r1")
    typed = replace(examples["one_too"], company=replace(examples["one_too"].company, siret=siret_of(3)))
    with territory.main.session() as session:
        assessing.add(session, territory.content, "typed", typed, NOW)
        privacy.erase(session, portability.company_named(session, "typed"), OPERATOR, NOW)
        session.commit()
    assert values_left(territory.memories()[0], consented=True) == COMPANIES


def test_two_files_of_one_company_count_once(territory: Territory, examples: Mapping[str, Assessment]) -> None:
    territory.add(examples["one_too"], 3, id="twice")
    with territory.main.session(writes=False) as session:
        found = territory.gather(session)
    assert (len(found.sirens), len(count_in(found, territory.content))) == (COMPANIES + 1, COMPANIES)


def test_companies_that_one_account_leads_were_brought_by_it(
    territory: Territory, examples: Mapping[str, Assessment]
) -> None:
    with territory.main.session() as session:
        person = people.add(session, "lea@exemple.fr", None, NOW).id
        session.commit()
    for number in (60, 61):
        territory.add(examples["one_too"], number, led_by=person)
    with territory.main.session(writes=False) as session:
        found = territory.gather(session)
    assert found.advisers == (None,) * COMPANIES + (person,) * 2
    assert found.codes["mode"][-2:] == found.codes["mode"][:1] * 2
    territory.publish("r1")
    kept = [adviser for adviser in territory.memories()[0].advisers if adviser]
    assert len(kept) == 2
    assert len(set(kept)) == 1
    assert person not in kept


def test_a_commune_says_the_zone_where_nobody_did(territory: Territory, content: Content) -> None:
    with territory.main.session(writes=False) as session:
        assert territory.gather(session).codes["zone"] == (zone_of("42218"),) * COMPANIES
        one = assessing.load(session, territory.content, "d1").assessment
    assert observing.gather_folder(territory.content, [one], {}, ON).codes["zone"] == (zone_of("42218"),)
    assert peers.codes_of(content, one.company)["zone"] == zone_of("42218")


def test_consents_and_completed_diagnostics_are_told_apart(
    territory: Territory, examples: Mapping[str, Assessment]
) -> None:
    begun = replace(examples["one_too"], answers=examples["one_too"].answers[:2], settled=())
    territory.add(begun, 50)
    with territory.main.session() as session:
        consenting.withdraw(session, territory.content.consents, "d0", OPERATOR, NOW, ON)
        session.commit()
        found = territory.gather(session)
    assert found.verified.all()
    assert found.consented.tolist() == [False] + [True] * COMPANIES
    assert found.completed.tolist() == [True] * COMPANIES + [False]
    assert found.codes["region"] == ("84",) * (COMPANIES + 1)
    assert found.statuses.tolist() == [2] * COMPANIES + [1]
    assert not found.recorded.any()


def test_a_consent_to_an_older_text_does_not_count(territory: Territory) -> None:
    newer = replace(territory.content.consents[-1], version="2099-01", since=ON)
    changed = replace(territory.content, consents=(*territory.content.consents, newer))
    with territory.main.session(writes=False) as session:
        assert not observing.gather(session, changed, ON).consented.any()


def test_files_are_on_the_disk_before_anything_is_published(
    territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    write, kept = publishing.write, observing.remember
    monkeypatch.setattr(publishing, "write", lambda *given: (order.append("files"), write(*given)))
    monkeypatch.setattr(observing, "remember", lambda *given: (order.append("memory"), kept(*given)))
    territory.publish("r1")
    assert order == ["files", "memory"]


@pytest.mark.slow
def test_a_second_release_reads_what_the_first_one_told(territory: Territory, content: Content) -> None:
    """With the real files, on a territory large enough for cells to be shown, and a few tables."""
    few = tuple(table for table in content.observatory.tables if table.id in ("status_country", "status_region"))
    asked = replace(content, observatory=replace(content.observatory, tables=few))
    first = drawn(asked, 300, seed=5)
    moved = np.arange(300) < 3
    statuses = np.where(moved, 5, first.statuses).astype(np.int32)
    second = replace(first, statuses=statuses, versions=tuple("2" if one else "1" for one in moved))
    shown = []
    for found, out, quarter in ((first, "r1", "2026-T3"), (second, "r2", "2026-T4")):
        wanted = Wanted(ON, quarter, synthetic=True)
        gather = partial(told, found)
        outcome = territory.press.publish(asked, gather, wanted, territory.folder / out, lambda *_: None)
        shown.append(sum(cell.shown for table in outcome.release.tables for cell in table.cells))
    assert min(shown) > 0
    before, after = territory.memories()
    assert before.told
    assert (after.number, 1 in after.since.values()) == (2, True)
    assert territory.shelf.broken() == ()


def told(found: observing.Gathered, _session: Session) -> observing.Gathered:
    return found
