"""What the audit trail tells of a company's file: who saw it, who changed it, once a day."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

import diagnostic
from diagnostic.core.model.access import About, Position, Reader, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.trail import Event
from diagnostic.services import auditing, authority
from diagnostic.services.database import Database
from diagnostic.store import audit
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import AccessRow, SessionRow, UserRow
from reports.view_trail import ACTS, KINDS, SENTENCES
from tests.web import acquaintances, granted, leading, served
from tests.web.boarding import AT, ID
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of

JOURNAL = f"{AT}/journal"


def told(database: Database) -> list[Event]:
    with database.session(writes=False) as session:
        return audit.everything(session)


def acts(database: Database) -> list[tuple[str, str, object]]:
    return [(event.actor.partition(":")[0], event.act, event.details.get("part")) for event in told(database)]


def test_reading_is_told_once_a_day_and_by_part(leader: LintingClient, database: Database) -> None:
    for page in ("result", "result", "questions", "questions/digital_capability", "report.pdf", "report.pdf"):
        assert leader.get(f"{AT}/{page}").status_code == 200
    assert acts(database) == [
        ("link", "diagnostic.read", "result"),
        ("link", "diagnostic.read", "answers"),
        ("link", "diagnostic.exported", "report"),
    ]


def test_an_example_is_read_by_anybody_and_told_to_nobody(client: LintingClient, database: Database) -> None:
    client.get("/d/one_too/result")
    client.get("/d/one_too/report.pdf")
    assert told(database) == []


def test_a_change_is_told_once_and_only_when_something_changes(
    client: LintingClient, own: str, database: Database
) -> None:
    page = leading.pages(client, own)[0]
    leading.send(client, page, {})
    assert ("link", "diagnostic.changed", "answers") not in acts(database)
    for rating in ("1", "2"):
        client.get(page)
        name = next(name for name in values_of(client.page) if name.endswith("-was")).replace("-was", "-rating")
        assert leading.send(client, page, {name: rating}).status_code == 303
    assert acts(database).count(("link", "diagnostic.changed", "answers")) == 1


def test_what_is_refused_is_not_told(leader: LintingClient, app: Flask, database: Database) -> None:
    assert leading.send(leader, f"{AT}/company", {"name": ""}).status_code == 422
    assert browser(app).get(f"{AT}/result").status_code == 404
    assert [act for _, act, _ in acts(database)] == ["diagnostic.read"]


def test_the_leader_reads_who_did_what_by_day(leader: LintingClient, app: Flask, database: Database) -> None:
    owner = acquaintances.account(database, "nadia@exemple.fr", "Nadia Ferrand")
    adviser = acquaintances.account(database, "paul@exemple.fr", "Paul Ménard")
    body = acquaintances.organisation(database, "CCI de la Loire")
    acquaintances.member(database, adviser, body, Position.ADVISER)
    acquaintances.access(database, ID, Role.LEADER, owner)
    acquaintances.access(database, ID, Role.ADVISER, adviser, body)
    reading = acquaintances.signed_in(app, database, adviser)
    assert reading.get(f"{AT}/result").status_code == 200
    assert reading.get(JOURNAL).status_code == 403
    client = acquaintances.signed_in(app, database, owner, proven=False)
    assert client.get(JOURNAL).status_code == 200
    shown = text_of(client.page.one("main"))
    assert "Dimanche 22 novembre 2026" in shown
    assert "10 h 30 Paul MénardCCI de la Loire a consulté le résultat" in shown.replace("\u00a0", " ")


def test_whoever_has_the_old_link_reads_names_and_no_address(
    leader: LintingClient, app: Flask, database: Database
) -> None:
    """The leader reads both; a leader's account, and an invitation, that gave no name are told without any."""
    owner = acquaintances.account(database, "nadia@exemple.fr")
    guest = acquaintances.account(database, "paul@exemple.fr", "Paul Ménard")
    acquaintances.access(database, ID, Role.LEADER, owner)
    acquaintances.access(database, ID, Role.GUEST, guest)
    signed = acquaintances.signed_in(app, database, owner, proven=False)
    for reading in (signed, acquaintances.signed_in(app, database, guest, proven=False)):
        assert reading.get(f"{AT}/result").status_code == 200
    form = {"csrf_token": leading.token(signed), "email": "un.autre@exemple.fr", "role": "guest"}
    assert signed.post(f"{AT}/access/invite", data=form).status_code == 303
    for reading, nadia in ((signed, "nadia@exemple.fr"), (leader, "Quelqu’un qui n’a pas donné son nom")):
        assert reading.get(JOURNAL).status_code == 200
        shown = text_of(reading.page.one("main"))
        assert nadia in shown and "Paul Ménard" in shown
        assert ("@" in shown) == (reading is signed)


def test_somebody_erased_has_no_name_left(leader: LintingClient, app: Flask, database: Database) -> None:
    gone = acquaintances.account(database, "parti@exemple.fr", "Parti Depuis")
    acquaintances.access(database, ID, Role.GUEST, gone)
    assert acquaintances.signed_in(app, database, gone).get(f"{AT}/plan").status_code == 200
    with database.session() as session:
        session.execute(delete(AccessRow))
        session.execute(delete(SessionRow).where(SessionRow.user_id.is_not(None)))
        session.execute(delete(UserRow))
        session.commit()
    leader.get(JOURNAL)
    assert "Un compte supprimé" in leader.page.html
    assert "Parti" not in leader.page.html


def test_one_kind_of_act_at_a_time(leader: LintingClient) -> None:
    leader.get(f"{AT}/result")
    leader.get(f"{JOURNAL}?kind=seen")
    assert "a consulté le résultat" in text_of(leader.page.one("main"))
    leader.get(f"{JOURNAL}?kind=signed")
    assert "Rien de tel n’est encore arrivé" in text_of(leader.page.one("main"))
    leader.get(f"{JOURNAL}?kind=no-such-kind&before=x")
    assert "a consulté le résultat" in text_of(leader.page.one("main"))


def test_fifty_lines_a_page_and_nothing_is_skipped(leader: LintingClient, database: Database) -> None:
    with database.session() as session:
        here = authority.standing(session, Reader(opened=ID), ID, served.NOW)
        assert here is not None
        for _ in range(120):
            auditing.note(session, here.actor, "visit.recorded", served.NOW, About(here.company, ID), kind="visit")
        session.commit()
    sizes, address = [], f"{JOURNAL}?kind=signed"
    while address:
        leader.get(address)
        sizes.append(len(leader.page.all("time")))
        address = next(
            (link.get("href", "") for link in leader.page.all("a") if text_of(link) == "Voir plus ancien"), ""
        )
    assert sizes == [50, 50, 20]


def test_another_company_s_events_are_not_shown(
    leader: LintingClient, other: LintingClient, database: Database
) -> None:
    other.get("/")
    their = next(link.get("href", "") for link in other.page.all("a") if "/d/" in link.get("href", ""))
    assert other.get(their.rstrip("/") + "/result").status_code == 200
    leader.get(JOURNAL)
    assert "Rien de tel" in text_of(leader.page.one("main"))


def test_a_page_does_not_fail_because_of_the_trail(
    leader: LintingClient, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(auditing, "note_once", broken)
    assert leader.get(f"{AT}/result").status_code == 200
    assert "the audit trail could not be written on results.result" in caplog.text
    assert told(database) == []


def test_what_an_import_brought_is_told_apart(leader: LintingClient, database: Database) -> None:
    past = {"at": "2025-03-04T08:00:00Z", "actor": "user:elsewhere", "role": "adviser", "act": "visit.recorded"}
    with database.session() as session:
        key = select(DiagnosticRow.company_id).where(DiagnosticRow.id == ID).scalar_subquery()
        row = {**past, "diagnostic": None, "organisation": None, "details": {"kind": "visit"}}
        session.execute(update(CompanyRow).where(CompanyRow.id == key).values(journal=[row]))
        session.commit()
    leader.get(JOURNAL)
    shown = text_of(leader.page.one("main"))
    assert "Avant l’arrivée sur cette plateforme" in shown
    assert "Mardi 4 mars 2025" in shown.replace("\u00a0", " ")
    leader.get(f"{JOURNAL}?kind=access")
    assert "plateforme" not in text_of(leader.page.one("main"))


def test_a_leader_reads_that_a_funder_has_looked(
    app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """Once a day, in the journal of the companies that it follows, and of no other."""
    scene = granted.around(app, database, content, examples["one_too"])
    acquaintances.access(database, granted.ID, Role.FUNDER, organisation=scene.opco)
    funder = scene.browser("omar")
    for kind in ("", "", ".csv"):
        assert funder.get(f"/o/{scene.opco}/funded{kind}").status_code == 200
    for name, id, lines in (("lea", granted.ID, 1), ("voisin", granted.OTHER, 0)):
        client = scene.browser(name)
        client.get(f"/d/{id}/journal?kind=seen")
        shown = text_of(client.page.one("main")).replace("\u00a0", " ")
        assert shown.count("OmarOPCO 2i a lu le suivi : visites, jours, avancement") == lines


NOTED = re.compile(r'note(?:_of|_once)?\((?:[\w.()]+, )*\s*"([a-z_]+\.[a-z_]+)"')
NOT_OF_A_COMPANY = ("content.", "session.", "account.", "organisation.", "member.", "platform.", "follow_up.")


def test_every_act_that_the_program_notes_has_its_words() -> None:
    sources = (path.read_text(encoding="utf-8") for path in Path(diagnostic.__file__).parent.rglob("*.py"))
    noted = {act for source in sources for act in NOTED.findall(source)}
    assert len(noted) > 20
    of_a_company = {act for act in noted if not act.startswith(NOT_OF_A_COMPANY)} - {"company.erased"}
    assert of_a_company <= {*ACTS, *SENTENCES}
    assert of_a_company <= {act for acts in KINDS.values() for act in acts}
