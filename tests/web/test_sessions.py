"""The private link, the session it opens, and one transaction a request."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from diagnostic.services import accounts, resume_codes
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.web import leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of

CODE = re.compile("-".join(["[0-9A-HJKMNP-TV-Z]{4}"] * 5))


def test_the_link_opens_the_diagnostic_elsewhere(app: Flask, client: LintingClient, own: str) -> None:
    link = leading.private_link(client, own)
    phone = browser(app)
    assert phone.get(link).status_code == 200
    button = values_of(phone.page)
    assert phone.get(f"{own}/questions").status_code == 404, "looking at the link must open nothing"
    assert phone.post("/resume", data=button).status_code == 303
    assert phone.get(f"{own}/questions").status_code == 200


def test_the_link_may_be_pasted_whole(app: Flask, client: LintingClient, own: str) -> None:
    link = leading.private_link(client, own)
    phone = browser(app)
    assert leading.send(phone, "/resume", {"link": f" https://palier.example{link}/ "}).status_code == 303
    assert phone.get(f"{own}/questions").status_code == 200


def test_a_wrong_link_is_said_kindly_and_kept(client: LintingClient) -> None:
    answer = leading.send(client, "/resume", {"link": "https://palier.example/resume/abc"})
    assert answer.status_code == 422
    assert "Ce lien ou ce code n’ouvre rien" in answer.text
    assert client.page.field("link")[0].get("value") == "https://palier.example/resume/abc"


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        lambda code: code.lower(),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code.replace('-', '')} ",
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("-", "–"),
    ],
)
def test_its_code_may_be_typed_anyhow(app: Flask, client: LintingClient, own: str, typed: Callable[[str], str]) -> None:
    client.get(f"{own}/link")
    code = next(text_of(element) for element in client.page.all("strong") if CODE.fullmatch(text_of(element)))
    assert leading.private_link(client, own) == f"/resume/{code}"
    phone = browser(app)
    assert leading.send(phone, "/resume", {"link": typed(code)}).status_code == 303
    assert phone.get(f"{own}/questions").status_code == 200


def test_a_link_of_an_earlier_version_still_opens(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    token = accounts.new_token()
    with database.session() as session:
        assessments.change(session, own.rpartition("/")[2], {"resume_hash": accounts.hash_token(token)})
        session.commit()
    for secret, code in ((token.swapcase(), 422), (token, 303)):
        link = f"https://palier.example/resume/{secret}"
        assert leading.send(browser(app), "/resume", {"link": link}).status_code == code


def test_codes_tried_at_random_make_one_wait(app: Flask, client: LintingClient, own: str) -> None:
    code = leading.private_link(client, own)
    thief = browser(app)
    for _ in range(50):
        assert "n’ouvre rien" in leading.send(thief, "/resume", {"link": resume_codes.new_code()}).text
    assert "Trop d’essais" in leading.send(browser(app), "/resume", {"link": code}).text


def test_the_link_is_shown_until_it_is_kept(client: LintingClient, own: str) -> None:
    link = leading.private_link(client, own)
    assert leading.private_link(client, own) == link, "reloading the page must not lose it"
    assert leading.send(client, f"{own}/link", {"action": "kept"}).location == f"{own}/flash"
    client.get(f"{own}/link")
    assert client.page.h1 == "Votre lien privé ne s’affiche qu’une fois."


def test_a_new_link_closes_the_old_one(app: Flask, client: LintingClient, own: str) -> None:
    old = leading.private_link(client, own)
    leading.send(client, f"{own}/link", {"action": "renew"})
    new = leading.private_link(client, own)
    assert old != new
    assert leading.send(browser(app), "/resume", {"link": old}).status_code == 422
    assert leading.send(browser(app), "/resume", {"link": new}).status_code == 303


def test_the_secret_of_the_link_is_never_on_the_server(
    client: LintingClient, own: str, database: Database, tmp_path: Path
) -> None:
    secret = leading.private_link(client, own).rsplit("/", 1)[1]
    client.get(f"{own}/questions")
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert own.rsplit("/", 1)[1].encode() in kept, "the database was not looked at"
    assert secret.encode() not in kept and secret.replace("-", "").encode() not in kept


def cookie(client: LintingClient) -> str:
    found = client.get_cookie("palier")
    assert found is not None
    return found.value


def test_leaving_closes_the_session_for_good(app: Flask, client: LintingClient, own: str) -> None:
    stolen = cookie(client)
    answer = client.post("/leave", data={"csrf_token": leading.token(client)})
    assert answer.location == "/?left=1"
    assert client.get_cookie("palier") is None
    thief = browser(app)
    thief.set_cookie("palier", stolen)
    assert thief.get(f"{own}/questions").status_code == 404


def test_starting_changes_the_token(client: LintingClient) -> None:
    """A cookie planted before, on a shared computer, opens nothing of what is started after."""
    client.get("/start")
    before = cookie(client)
    leading.start(client)
    assert cookie(client) != before


def test_a_second_diagnostic_takes_the_place_of_the_first(client: LintingClient, own: str) -> None:
    second = leading.start(client, name="Seconde")
    assert client.get(f"{second}/questions").status_code == 200
    assert client.get(f"{own}/questions").status_code == 404


@pytest.fixture
def commits(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []
    event.listen(database.engine, "commit", lambda connection: seen.append("commit"))
    yield seen


def test_one_request_is_one_commit(client: LintingClient, own: str, commits: list[str]) -> None:
    client.get(f"{own}/company")
    commits.clear()
    leading.send(client, f"{own}/company", {"name": "Mécanique Durand et fils"})
    assert len(commits) == 2, "one for reading the page, one for saving it"


def test_a_refused_form_saves_nothing(client: LintingClient, own: str) -> None:
    assert leading.send(client, f"{own}/company", {"name": "Durand et filles", "siret": "123"}).status_code == 422
    client.get("/")
    assert "Mécanique Durand" in client.page.html and "Durand et filles" not in client.page.html
