"""The follow-up of a signed plan: what is late stands out, whoever follows it keeps it, nobody overwrites anybody."""

import io
from collections.abc import Mapping
from datetime import date, timedelta

import openpyxl
import pytest
from flask import Flask

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import tracked
from tests.web.granted import ID, Around, around, send
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW
from tests.web.tracked import Signed

FOLLOW = f"/d/{ID}/follow"
LONG_AGO = NOW - timedelta(days=400)


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    return around(app, database, content, examples["one_too"])


@pytest.fixture
def plan(scene: Around, database: Database) -> Signed:
    return tracked.signed(database, ID, freezes=True)


@pytest.fixture
def lea(scene: Around) -> LintingClient:
    return scene.browser("lea")


def read(client: LintingClient, address: str = FOLLOW) -> str:
    assert client.get(address).status_code == 200
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def told(client: LintingClient, plan: Signed, action: str, **fields: str) -> int:
    """The form of that action, with these fields changed."""
    address = f"{FOLLOW}/{plan.steps[action]}"
    assert client.get(address).status_code == 200
    return client.post(address, data={**values_of(client.page), **fields}).status_code


def test_before_a_signature_the_page_says_when_it_begins(scene: Around, lea: LintingClient) -> None:
    read(lea)
    assert lea.page.h1 == "Le suivi commence quand le plan est signé."


def test_a_browser_never_offers_the_reader_s_address_for_somebody_else(plan: Signed, lea: LintingClient) -> None:
    lea.get(f"{FOLLOW}/{plan.steps['idea_trials']}")
    (address,) = lea.page.field("owner_email")
    assert (address.get("inputmode"), address.get("autocomplete")) == ("email", "off")


def test_each_action_is_due_when_its_last_quarter_ends(plan: Signed, lea: LintingClient) -> None:
    """Signed on 22 November 2026: quarter 1 is the first of 2027."""
    page = read(lea)
    assert lea.page.h1 == "Rien n’est en retard. Aucune mesure n’est encore faite."
    assert "Plan signé le 22 novembre 2026" in page
    assert "31 mars 2027" in page and "30 septembre 2027" in page
    assert "0 € sur 8 000 € prévus" in page and "0 sur 2" in page


def test_late_actions_come_first_and_say_by_how_much(scene: Around, database: Database, lea: LintingClient) -> None:
    plan = tracked.signed(database, ID, {"idea_trials": 8, "hourly_board": 1}, at=LONG_AGO)
    page = read(lea)
    assert lea.page.h1 == "Une mesure en retard."
    assert [text_of(title) for title in lea.page.all("h2")] == ["Titre de hourly_board", "Titre de idea_trials"]
    late = (NOW.date() - date(2026, 3, 31)).days
    assert f"En retard de {late} jours" in page
    assert told(lea, plan, "hourly_board", state="done", done_on="20/11/2026") == 303
    assert "En retard de" not in read(lea)


def test_what_is_told_is_kept(plan: Signed, scene: Around, lea: LintingClient, database: Database) -> None:
    fields = {
        "state": "done",
        "started_on": "02/11/2026",
        "done_on": "20/11/2026",
        "owner": "chef  d’atelier",
        "owner_email": " Chef@Exemple.fr",
        "real_cost": "1 200 €",
        "note": "Fait avec l’équipe.\r\nÀ revoir.",
        "due_on": "15/01/2027",
    }
    assert told(lea, plan, "idea_trials", **fields) == 303
    step = tracked.steps_in(database, ID)["idea_trials"]
    assert (step.state, step.started_on, step.done_on) == ("done", date(2026, 11, 2), date(2026, 11, 20))
    assert (step.owner, step.owner_email, step.real_cost) == ("chef d’atelier", "chef@exemple.fr", 1200)
    assert step.note == "Fait avec l’équipe.\nÀ revoir." and step.due_on == date(2027, 1, 15)
    page = read(lea)
    assert "1 200 € sur 8 000 €" in page and "1 sur 2" in page and "chef@exemple.fr" not in page
    assert scene.told("step.changed") == [{"step": step.id, "action": "idea_trials", "state": "done"}]


def test_a_state_without_its_day_takes_today(plan: Signed, lea: LintingClient, database: Database) -> None:
    assert told(lea, plan, "idea_trials", state="running") == 303
    assert told(lea, plan, "hourly_board", state="done") == 303
    steps = tracked.steps_in(database, ID)
    assert steps["idea_trials"].started_on == NOW.date() and steps["idea_trials"].done_on is None
    assert steps["hourly_board"].started_on == steps["hourly_board"].done_on == NOW.date()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("due_on", {"due_on": ""}),
        ("due_on", {"due_on": "31/02/2027"}),
        ("due_on", {"due_on": "01/01/2040"}),
        ("due_on", {"due_on": "31/12/2024"}),
        ("started_on", {"started_on": "02/11/2026"}),
        ("started_on", {"state": "running", "started_on": "02/11/2031"}),
        ("done_on", {"state": "running", "done_on": "02/11/2026"}),
        ("done_on", {"state": "done", "started_on": "20/11/2026", "done_on": "02/11/2026"}),
        ("owner", {"owner": "x" * 121}),
        ("owner_email", {"owner_email": "chef"}),
        ("real_cost", {"real_cost": "cher"}),
        ("real_cost", {"real_cost": "-3"}),
        ("note", {"note": "é" * 10_000}),
        ("state-0", {"state": "finished"}),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_and_kept_on_the_page(
    plan: Signed, lea: LintingClient, database: Database, field: str, fields: dict[str, str]
) -> None:
    before = tracked.steps_in(database, ID)["idea_trials"]
    assert told(lea, plan, "idea_trials", **fields) == 422
    assert any(link.get("href") == f"#{field}" for link in lea.page.all("a"))
    shown = values_of(lea.page)
    typed = {name: value for name, value in fields.items() if name != "state"}
    assert {name: shown[name][0] for name in typed} == typed
    assert tracked.steps_in(database, ID)["idea_trials"] == before


def test_two_people_at_once_see_both_versions(plan: Signed, scene: Around, database: Database) -> None:
    lea, hugo = scene.browser("lea"), scene.browser("hugo")
    address = f"{FOLLOW}/{plan.steps['idea_trials']}"
    hugo.get(address)
    opened = values_of(hugo.page)
    assert told(lea, plan, "idea_trials", owner="Léa", note="Devis reçu") == 303
    assert hugo.post(address, data={**opened, "owner": "Hugo"}).status_code == 409
    assert "Devis reçu" in text_of(hugo.page.one("main"))
    assert values_of(hugo.page)["owner"] == ["Hugo"]
    assert tracked.steps_in(database, ID)["idea_trials"].owner == "Léa"
    assert hugo.post(address, data={**values_of(hugo.page)}).status_code == 303
    assert tracked.steps_in(database, ID)["idea_trials"].owner == "Hugo"


def test_sent_twice_it_is_told_once_and_nobody_else_is_blamed(plan: Signed, scene: Around, lea: LintingClient) -> None:
    address = f"{FOLLOW}/{plan.steps['idea_trials']}"
    lea.get(address)
    typed = {**values_of(lea.page), "state": "running", "owner": "Nadia"}
    assert [lea.post(address, data=typed).status_code for _ in range(2)] == [303, 303]
    assert len(scene.told("step.changed")) == 1


def test_whoever_follows_the_plan_writes_even_without_the_hand(plan: Signed, scene: Around) -> None:
    assert told(scene.browser("hugo"), plan, "idea_trials", state="running") == 303
    assert told(scene.link(), plan, "hourly_board", state="running") == 303
    ines = scene.browser("ines")
    assert "Mettre à jour" not in read(ines)
    assert ines.get(f"{FOLLOW}/{plan.steps['idea_trials']}").status_code == 403
    assert scene.browser("voisin").get(f"{FOLLOW}/{plan.steps['idea_trials']}").status_code == 404
    assert scene.browser("voisin").get(f"/d/voisin/follow/{plan.steps['idea_trials']}").status_code == 404


def test_the_address_says_what_is_shown(plan: Signed, lea: LintingClient) -> None:
    told(lea, plan, "idea_trials", state="running", owner="Léa")
    titles = ["Titre de idea_trials"]
    for asked in ("state=running", "owner=L%C3%A9a", "state=running&owner=L%C3%A9a"):
        read(lea, f"{FOLLOW}?{asked}")
        assert [text_of(title) for title in lea.page.all("h2")] == titles
    assert "Aucune mesure ne répond à ce choix." in read(lea, f"{FOLLOW}?state=done")
    read(lea, f"{FOLLOW}?state=anything&owner=Nobody")
    assert len(lea.page.all("h2")) == 2


def test_the_table_holds_dates_and_numbers_and_no_address(plan: Signed, lea: LintingClient) -> None:
    told(lea, plan, "idea_trials", owner="=1+1", owner_email="chef@exemple.fr", real_cost="1200", state="running")
    answer = lea.get(f"/d/{ID}/follow.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    row = rows["Titre de idea_trials"]
    assert row[1] == "'=1+1" and row[3] == "En cours"
    assert row[2].date() == date(2027, 3, 31) and row[5].date() == NOW.date()
    assert row[7:9] == (4000, 1200)
    assert "chef@exemple.fr" not in str(rows)


def test_a_new_signature_carries_what_was_told(plan: Signed, lea: LintingClient, database: Database) -> None:
    told(lea, plan, "idea_trials", state="done", owner="Léa", real_cost="300")
    tracked.reopened(database, plan.signature, NOW)
    assert "a été rouvert" in read(lea)
    tracked.signed(database, ID, {"idea_trials": 2, "alert_register": 2}, at=NOW + timedelta(days=1))
    steps = tracked.steps_in(database, ID)
    assert steps["idea_trials"].state == "done" and steps["idea_trials"].real_cost == 300
    assert steps["hourly_board"].state == "dropped"
    assert steps["alert_register"].state == "planned"


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(plan: Signed, lea: LintingClient) -> None:
    address = f"{FOLLOW}/{plan.steps['idea_trials']}"
    assert send(lea, address, state="planned", due_on="31/03/2027", owner="Nadia").status_code == 409
