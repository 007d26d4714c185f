"""A form sent when its session has gone: nothing typed is lost, and nothing is told to strangers."""

import io
from collections.abc import Mapping

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from diagnostic.core.model.access import Hand, Position, Role
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.web import acquaintances, leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of

ENDED, ELSEWHERE = "Vous n’êtes plus connecté", "Cette page ne s’ouvre pas d’ici"
NOWHERE = "/d/AAAAAAAAAAAAAAAAAAAAAA"
LONG = 'Où va l’atelier ? « Ça dépend », dit-il.\r\n\r\nمرحبا بالعالم 👩‍🏭 \u202bשלום\u202c <b>&amp;</b> "\r\n'


def sign_out_elsewhere(client: LintingClient) -> None:
    """What « Quitter » in another tab does: this tab's page stays as it is."""
    client.post("/leave", data={"csrf_token": leading.token(client)})


def typed_of(client: LintingClient) -> dict[str, list[str]]:
    return {name: values for name, values in values_of(client.page).items() if name != "csrf_token"}


@pytest.fixture
def link(client: LintingClient, own: str) -> str:
    return leading.private_link(client, own)


def reopen(client: LintingClient, link: str) -> None:
    client.get(link)
    client.post("/resume", data=values_of(client.page))


def test_what_was_typed_is_given_back_then_saved(client: LintingClient, own: str, link: str) -> None:
    client.get(f"{own}/company")
    typed = {**values_of(client.page), "name": ["Société Générale d’Été 👩‍🏭 مرحبا"], "headcount": ["57"]}
    sign_out_elsewhere(client)

    assert client.post(f"{own}/company", data=typed).status_code == 401
    assert client.page.h1 == ENDED
    assert typed_of(client) == {name: values for name, values in typed.items() if name != "csrf_token"}
    carried = values_of(client.page)

    assert client.post(f"{own}/company", data=carried).status_code == 401, "still closed: still given back"
    assert typed_of(client) == {name: values for name, values in carried.items() if name != "csrf_token"}

    reopen(client, link)
    assert client.post(f"{own}/company", data=carried).status_code == 422
    assert client.page.field("name")[0].get("value") == typed["name"][0]
    assert client.post(f"{own}/company", data=values_of(client.page)).status_code == 303
    client.get(f"{own}/company")
    assert client.page.field("name")[0].get("value") == typed["name"][0]
    assert client.page.field("headcount")[0].get("value") == "57"


def test_answers_wait_too(client: LintingClient, own: str, link: str) -> None:
    page = leading.pages(client, own)[0]
    client.get(page)
    cell = next(name.removesuffix("-was") for name in values_of(client.page) if name.endswith("-was"))
    typed = {**values_of(client.page), f"{cell}-rating": ["3"]}
    sign_out_elsewhere(client)
    client.post(page, data=typed)
    carried = values_of(client.page)
    reopen(client, link)
    client.post(page, data=carried)
    assert client.post(page, data=values_of(client.page)).status_code == 303
    client.get(page)
    assert values_of(client.page)[f"{cell}-rating"] == ["3"]


def test_a_leader_with_an_account_finds_it_again(app: Flask, database: Database, own: str) -> None:
    person = acquaintances.account(database, "leader@exemple.fr")
    acquaintances.access(database, own.rpartition("/")[2], Role.LEADER, person)
    client = acquaintances.signed_in(app, database, person)
    client.get(f"{own}/company")
    typed = {**values_of(client.page), "name": ["Après la pause"]}
    sign_out_elsewhere(client)
    client.post(f"{own}/company", data=typed)
    assert client.page.h1 == ENDED
    carried = values_of(client.page)
    again = acquaintances.signed_in(app, database, person)
    again.post(f"{own}/company", data=carried)
    assert again.post(f"{own}/company", data=values_of(again.page)).status_code == 303


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=60)
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True).filter(
    lambda name: name != "csrf_token" and "password" not in name
)


@given(sent=st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_whatever_was_typed_is_carried_whole(app: Flask, sent: list[tuple[str, str]]) -> None:
    form: MultiDict[str, str] = MultiDict(sent)
    client = browser(app)
    client.post(f"{NOWHERE}/company", data=form)
    assert typed_of(client) == {name: form.getlist(name) for name in form}


def test_long_texts_and_many_fields_are_carried(client: LintingClient) -> None:
    typed = {f"field-{number}": f"{number} {LONG[:80]}" for number in range(500)} | {"long": LONG * 50}
    client.post(f"{NOWHERE}/entry", data=typed)
    found = {name: values[0].replace("\n", "\r\n") for name, values in typed_of(client).items()}
    assert found == typed


def test_a_file_is_to_be_chosen_again(client: LintingClient) -> None:
    data = {"pasted": "Nom\tSoudure", "file": (io.BytesIO(b"x"), "équipe.xlsx")}
    client.post(f"{NOWHERE}/matrix/import", data=data, content_type="multipart/form-data")
    assert "équipe.xlsx" in client.page.html
    assert typed_of(client) == {"pasted": ["Nom\tSoudure"]}


def test_no_password_is_ever_given_back(client: LintingClient) -> None:
    client.post(f"{NOWHERE}/company", data={"password": "motdepasse-canari", "name": "X", "csrf_token": "jeton-canari"})
    assert "canari" not in client.page.html
    assert typed_of(client) == {"name": ["X"]}


def test_an_adviser_who_no_longer_holds_the_pen(app: Flask, database: Database, content: Content, own: str) -> None:
    """The leader took over while the adviser was typing: it waits until the diagnostic is handed back."""
    id = own.rpartition("/")[2]
    person, agency = acquaintances.account(database, "agence@exemple.fr"), acquaintances.organisation(database, "CCI")
    acquaintances.member(database, person, agency, Position.ADVISER)
    acquaintances.access(database, id, Role.ADVISER, person, agency)
    client = acquaintances.signed_in(app, database, person)
    give_the_pen(database, id, Hand.ADVISER)
    client.get(f"{own}/company")
    typed = {**values_of(client.page), "name": ["Dicté au téléphone"]}
    give_the_pen(database, id, Hand.LEADER)
    assert client.post(f"{own}/company", data=typed).status_code == 403
    assert typed_of(client)["name"] == typed["name"]
    carried = values_of(client.page)
    give_the_pen(database, id, Hand.ADVISER)
    client.post(f"{own}/company", data=carried)
    assert client.post(f"{own}/company", data=values_of(client.page)).status_code == 303


def give_the_pen(database: Database, id: str, hand: Hand) -> None:
    with database.session() as session:
        assessments.change(session, id, {"hand": hand.value})
        session.commit()


PATHS = (
    "company",
    "entry",
    "questions/digital_capability",
    "plan/choices",
    "link",
    "matrix",
    "matrix/import",
    "target",
)


def test_strangers_learn_nothing(app: Flask, own: str, other: LintingClient, database: Database) -> None:
    """Nobody, another leader, an account of someone else: an existing address answers as one that never was."""
    stranger = acquaintances.signed_in(app, database, acquaintances.account(database, "ailleurs@exemple.fr"))
    for client, status, told in ((browser(app), 401, ENDED), (other, 404, ELSEWHERE), (stranger, 404, ELSEWHERE)):
        for path in PATHS:
            sent = {"name": "Essai", "csrf_token": "x"}
            theirs, nobody = client.post(f"{own}/{path}", data=sent), client.post(f"{NOWHERE}/{path}", data=sent)
            assert shown(theirs) == shown(nobody)
            assert theirs.status_code == status and client.page.h1 == told
            assert typed_of(client) == {"name": ["Essai"]}
            assert "Mécanique Durand" not in theirs.text


def shown(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, leading.without_tokens(answer.text)


def test_another_company_opened_in_another_tab(client: LintingClient, own: str, link: str) -> None:
    """A browser opens one diagnostic by its link: the form of the first waits until it is opened again."""
    client.get(f"{own}/company")
    typed = {**values_of(client.page), "name": "Première"}
    leading.start(client, name="Seconde")
    assert client.post(f"{own}/company", data=typed).status_code == 404
    carried = values_of(client.page)
    reopen(client, link)
    client.post(f"{own}/company", data=carried)
    assert client.post(f"{own}/company", data=values_of(client.page)).status_code == 303


def test_the_page_opens_no_session_of_its_own(client: LintingClient) -> None:
    assert "Set-Cookie" not in client.post(f"{NOWHERE}/company", data={"name": "X"}).headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_use_it(client: LintingClient, own: str, site: str) -> None:
    answer = client.post(f"{own}/company", data={"name": "Piège"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 400
    assert "Piège" not in answer.text and "Set-Cookie" not in answer.headers


def test_a_script_is_told(client: LintingClient, other: LintingClient) -> None:
    """Its page keeps the answers, and tries again once the session is open."""
    for browsing, status, told in ((client, 401, ENDED), (other, 404, ELSEWHERE)):
        csrf = leading.token(browsing)
        answer = browsing.post(f"{NOWHERE}/answers", json={}, headers={"X-CSRFToken": csrf})
        assert answer.status_code == status
        assert answer.get_json() == {"message": f"{told}.", "csrf_token": None}


def test_nothing_is_saved_by_who_may_not(
    client: LintingClient, own: str, other: LintingClient, database: Database, content: Content
) -> None:
    other.post(f"{own}/company", data={**leading.CARD, "name": "Volée"})
    with database.session(writes=False) as session:
        stands = assessing.load(session, content, own.rpartition("/")[2])
    assert stands.assessment.company.name == "Mécanique Durand"


def test_the_account_pages_wait_as_well(client: LintingClient) -> None:
    typed: Mapping[str, str] = {"name": "Ana María"}
    assert client.post("/account/name", data=typed).status_code == 401
    assert client.page.h1 == ENDED
    assert typed_of(client) == {"name": ["Ana María"]}
