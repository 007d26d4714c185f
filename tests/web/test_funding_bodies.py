"""A funder reads what was agreed, and not a word more: canaries are planted in everything else that a company holds."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from diagnostic.core.model.access import Actor, Position
from diagnostic.core.model.assessment import (
    Assessment,
    Company,
    Figure,
    Level,
    Matrix,
    MatrixColumn,
    Person,
    Scenario,
    Settled,
    TeamAptitude,
)
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.core.model.granted import Agreement, Followed, VisitKind
from diagnostic.services import assessing, granting, visiting
from diagnostic.services.database import Database
from diagnostic.services.visiting import Told
from diagnostic.store import assessments
from diagnostic.store.tables import CompanyRow
from tests.web import acquaintances as known
from tests.web import tracked
from tests.web.granted import ID, Around, around, said_by
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW, TODAY

LEA = Actor("user", "lea", "leader")
CANARY = "CANARI"


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    made = around(app, database, content, examples["one_too"])
    with database.session() as session:
        granting.fund(session, ID, made.opco, Agreement("C-12", date(2026, 3, 1)), LEA, NOW)
        for number, on in enumerate((date(2026, 4, 1), date(2026, 5, 2))):
            told = Told(VisitKind.VISIT, on, number + 1, f"{number}" * 22)
            hugo = Actor("user", made.people["hugo"].id, "adviser")
            visiting.record(session, ID, told, made.chamber, hugo, NOW, TODAY)
        visiting.attest(session, ID, "0" * 22, LEA, NOW)
        session.commit()
    return made


def funded(scene: Around, kind: str = "") -> str:
    return f"/o/{scene.opco}/funded{kind}"


def rows(client: LintingClient) -> list[list[str]]:
    """The cells, without the names of columns that a phone shows in each of them."""
    names = [text_of(head) for head in client.page.one("thead").iter("th")]
    cells = [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in client.page.one("tbody").iter("tr")]
    return [[text.removeprefix(name) for name, text in zip(names, row, strict=True)] for row in cells]


LINE = ["552100554", "C-12", "01/03/2026", "01/04/2026", "02/05/2026", "1,5", "diagnostiquée", "1 sur 2"]


def test_one_line_a_company(scene: Around) -> None:
    omar = scene.browser("omar")
    omar.get(funded(scene))
    assert omar.page.h1 == "Une entreprise suivie sous accord écrit."
    assert rows(omar) == [LINE]


def test_the_same_in_a_file(scene: Around) -> None:
    answer = scene.browser("omar").get(funded(scene, ".csv"))
    assert answer.mimetype == "text/csv" and "suivi-2026-11-22.csv" in answer.headers["Content-Disposition"]
    table = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert table[1] == LINE
    (event,) = scene.told("follow_up.exported")
    assert event == {"companies": 1}


@pytest.mark.parametrize("kind", ["", ".csv"])
def test_the_company_s_leader_is_told_that_it_was_read(scene: Around, kind: str) -> None:
    scene.browser("omar").get(funded(scene, kind))
    lea = scene.browser("lea")
    lea.get(f"/d/{ID}/journal")
    assert "a lu le suivi" in text_of(lea.page.one("main"))


def test_a_company_of_no_known_siren(scene: Around) -> None:
    with scene.database.session() as session:
        session.query(CompanyRow).update({"siret": None})
        session.commit()
    omar = scene.browser("omar")
    omar.get(funded(scene))
    assert rows(omar)[0][0] == "non renseigné"


def test_no_reference_becomes_a_formula(scene: Around) -> None:
    cell = '=HYPERLINK("http://evil";"voir")'
    with scene.database.session() as session:
        for access in granting.in_force(session, ID):
            if access.agreement:
                granting.end(session, access.id, LEA, NOW)
        granting.fund(session, ID, scene.opco, Agreement(cell, date(2026, 3, 1)), LEA, NOW)
        session.commit()
    answer = scene.browser("omar").get(funded(scene, ".csv"))
    table = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert table[1][1] == f"'{cell}"


def planted(assessment: Assessment) -> Assessment:
    """A canary in every text that people write, and figures that stand out."""
    first = assessment.answers[0]
    return replace(
        assessment,
        company=Company(
            f"{CANARY} et fils",
            "55210055400013",
            "28.99B",
            4243,
            4242,
            42424242,
            "93",
            "9307",
            "13",
            position="own_product",
        ),
        answers=(*assessment.answers[1:], replace(first, note=CANARY)),
        entry=replace(assessment.entry, notes=CANARY, figures=(Figure("late_delivery", "days", 4242, CANARY),)),
        constraints=replace(assessment.constraints, budget=42420000),
        settled=(Settled(first.item, first.function, 3.0, CANARY),),
        matrix=Matrix((Person(CANARY, CANARY),), (Level(CANARY, "own_1", 4),), (MatrixColumn("own_1", CANARY),)),
        aptitudes=(TeamAptitude(CANARY, "teamwork", 2),),
        scenarios=(Scenario(name=CANARY),),
    )


def test_how_far_a_plan_has_come_is_told_and_nothing_of_it(scene: Around) -> None:
    plan = tracked.signed(scene.database, ID)
    omar, lea = scene.browser("omar"), scene.browser("lea")
    omar.get(funded(scene))
    assert rows(omar)[0][6] == "engagée"
    address = f"/d/{ID}/follow/{plan.steps['idea_trials']}"
    lea.get(address)
    told = {"state": "running", "owner": CANARY, "owner_email": f"{CANARY}@exemple.fr", "note": CANARY}
    assert lea.post(address, data={**values_of(lea.page), **told}).status_code == 303
    answer = omar.get(funded(scene))
    assert rows(omar)[0][6] == "accompagnée"
    for secret in (CANARY, "idea_trials", "4 000", plan.signature):
        assert secret not in answer.text


@pytest.mark.parametrize("kind", ["", ".csv"])
def test_no_canary_comes_out(scene: Around, content: Content, examples: Mapping[str, Assessment], kind: str) -> None:
    with scene.database.session() as session:
        full = planted(examples["one_too"])
        assessments.change(session, ID, assessing.stored(full), full.company)
        last = full.answers[-1]
        noted = Operation(op_id="canary", item=last.item, function=last.function, rating=last.rating, note=CANARY)
        noted = replace(noted, respondent=last.respondent)
        assessments.append(session, ID, [noted], NOW)
        session.commit()
    known.contributor(scene.database, ID, respondent=CANARY)
    omar = scene.browser("omar")
    answer = omar.get(funded(scene, kind))
    assert answer.status_code == 200 and "552100554" in answer.text and "diagnostiquée" in answer.text
    for secret in (CANARY, "Mécanique", "55210055400013", f"/{ID}", "Léa", "lea@", "hugo@", "CCI de la Loire"):
        assert secret not in answer.text + str(answer.headers), secret
    words = answer.text if kind else text_of(omar.page.one("body"))
    for secret in ("28.99B", "4242", "4243", "9307", "Provence", "Hugo"):
        assert secret not in words, secret


def test_a_line_holds_what_was_agreed_and_no_more() -> None:
    """Another field is another promise: the leader's page says what a funder sees."""
    agreed = {"siren", "agreement", "since", "first_visit", "last_visit", "days", "status", "visits", "attested"}
    assert set(Followed.__dataclass_fields__) == agreed


@pytest.mark.parametrize("who", ["lea", "hugo", "nina", "voisin"])
@pytest.mark.parametrize("kind", ["", ".csv"])
def test_it_does_not_exist_for_others(scene: Around, who: str, kind: str) -> None:
    client = scene.browser(who)
    theirs, nobody = client.get(funded(scene, kind)), client.get(f"/o/{'A' * 22}/funded{kind}")
    assert theirs.status_code == nobody.status_code == 404
    assert said_by(theirs) == said_by(nobody)


def test_a_second_proof_is_asked(scene: Around) -> None:
    answer = scene.browser("omar", proven=False).get(funded(scene))
    assert answer.status_code == 303 and answer.location.endswith("/account/proof")


def test_another_funder_sees_none_of_it(scene: Around) -> None:
    known.member(scene.database, scene.people["voisin"], scene.chamber, Position.FUNDER)
    other = scene.browser("voisin")
    other.get(f"/o/{scene.chamber}/funded")
    assert other.page.h1 == "Aucune entreprise ne vous a encore donné accès."


def test_a_funder_opens_nothing_of_the_file(scene: Around) -> None:
    omar = scene.browser("omar")
    pages = ("", "result", "plan", "questions", "company", "access", "visits", "journal", "report.pdf", "workbook")
    assert {omar.get(f"/d/{ID}/{page}").status_code for page in pages} == {404}
