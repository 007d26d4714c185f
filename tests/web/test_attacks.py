"""What somebody who means harm sends to the pages of the visit, of signing and of the follow-up."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import EnvironBuilder

from diagnostic.services.database import Database
from diagnostic.services.throttling import AtMost
from diagnostic.web import throttle
from tests.web import leading, tracked
from tests.web.acquaintances import with_link
from tests.web.answering import id_of
from tests.web.linting_client import LintingClient, values_of
from tests.web.test_proofs import Slowly, images, shot
from tests.web.test_proofs import send as send_photo

HALF_A_CHARACTER = "\ud800"
ANSWER = {"item": "digital_skills", "function": None, "rating": 2, "base_version": 0, "evidence": "declared"}
MANY_PARTS = 60


@pytest.mark.parametrize("field", ["item", "function", "note", "evidence", "op_id", "device_at", "rating", "flagged"])
@pytest.mark.parametrize("sent", [HALF_A_CHARACTER, "\x00", "x" * 100_000, [], {}, ["a"], 1e300, float("nan")])
def test_an_answer_of_any_shape_is_taken_or_refused_in_words(
    client: LintingClient, own: str, field: str, sent: object
) -> None:
    told = {**ANSWER, "op_id": str(uuid4()), field: sent}
    headers = {"X-CSRFToken": leading.token(client), "Content-Type": "application/json"}
    answer = client.post(f"{own}/answers", data=json.dumps(told), headers=headers)
    assert answer.status_code == 422 and answer.get_json()["message"]


def test_a_heavy_form_of_many_fields_is_refused_as_any_heavy_one(client: LintingClient, own: str) -> None:
    fields = "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nv\r\n' for n in range(MANY_PARTS))
    body = fields.encode() + bytes(13_100_000)
    answer = client.post(f"{own}/proofs", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413 and "12 Mo au plus" in answer.text


def test_without_an_account_reminders_are_asked_for_so_many_strangers_an_hour(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    """A plan is signed without an account; its steps' reminders are letters to addresses that anybody types."""
    plan = tracked.signed(database, id_of(own), freezes=True)
    browser = with_link(app, database, id_of(own))
    address = f"{own}/follow/{plan.steps['idea_trials']}"

    def give_to(email: str) -> int:
        browser.get(address)
        return browser.post(address, data={**values_of(browser.page), "owner_email": email}).status_code

    codes = [give_to(f"victime{number}@exemple.fr") for number in range(throttle.LETTERS.most + 1)]
    assert set(codes[:-1]) == {303} and codes[-1] == 422
    assert "trop d’essais" in browser.page.html.lower() and values_of(browser.page)["owner_email"] == [
        "victime30@exemple.fr"
    ]
    assert give_to("") == 303


@pytest.mark.parametrize("chunked", [False, True], ids=["a small form", "one that does not say how long it is"])
def test_a_form_that_comes_slowly_holds_up_no_writer(
    client: LintingClient, own: str, database: Database, *, chunked: bool
) -> None:
    """Else one connection that stalls, opened by anybody, stops every answer from being kept."""
    client.get(f"{own}/company")
    typed = {**values_of(client.page), "headcount": "77"}
    environ = EnvironBuilder(f"{own}/company", method="POST", data=typed).get_environ()
    cookie = client.get_cookie("palier")
    assert cookie is not None
    body = Slowly(environ["wsgi.input"].read(), database)
    if chunked:
        del environ["CONTENT_LENGTH"]
        environ["wsgi.input_terminated"] = True
    answer = client.open(environ | {"wsgi.input": body, "HTTP_COOKIE": f"palier={cookie.value}"})
    assert answer.status_code == 303 and body.written
    client.get(f"{own}/company")
    assert values_of(client.page)["headcount"] == ["77"]


def test_a_body_without_length_is_no_way_around_the_limits(client: LintingClient, own: str) -> None:
    environ = EnvironBuilder(f"{own}/company", method="POST", data=b"x" * 14_000_000).get_environ()
    del environ["CONTENT_LENGTH"]
    environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    assert client.open(environ | {"wsgi.input_terminated": True}).status_code == 413


def test_without_an_account_one_network_keeps_so_many_photos_an_hour(
    client: LintingClient, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A diagnostic costs nothing to start: sixty photos each, and the disk is soon full."""
    monkeypatch.setattr(throttle, "PHOTOS", AtMost(2, timedelta(hours=1)))
    codes = [send_photo(client, own, shot(number), caption="Le planning").status_code for number in range(3)]
    assert codes == [303, 303, 422]
    assert values_of(client.page)["caption"] == ["Le planning"]
    assert "Attendez" in client.page.html and len(images(client, own)) == 2


@pytest.mark.parametrize("page", ["flash/1", "flash/difficulties"])
def test_the_pages_of_the_telephone_take_no_form_without_its_token(
    client: LintingClient, own: str, database: Database, page: str
) -> None:
    def kept() -> list[str]:
        with database.session(writes=False) as session:
            found = session.execute(text("SELECT * FROM operations")).all()
            return [str(row) for row in (*found, *session.execute(text("SELECT entry FROM diagnostics")))]

    client.get(f"{own}/{page}")
    choice = next(one for one in client.page.all("input") if one.get("type") in ("radio", "checkbox"))
    typed, before = {**values_of(client.page), str(choice.get("name")): choice.get("value")}, kept()
    token = typed.pop("csrf_token")
    for forged in ({}, {"csrf_token": "forged"}):
        client.post(f"{own}/{page}", data={**typed, **forged})
        assert kept() == before
    client.post(f"{own}/{page}", data={**typed, "csrf_token": token})
    assert kept() != before
