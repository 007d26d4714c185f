"""Every address × every reader, by real requests. An address that is not in the table fails."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web import leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient

Row = tuple[int, int, int, int]
ANYONE: Row = (200, 200, 200, 200)
READ: Row = (404, 200, 404, 200)
WRITE: Row = (404, 422, 404, 403)

# endpoint, method → anonymous, owner, another company's leader (all on the owner's diagnostic), reader of an example.
# What is sent is empty but for the token, so that a 422 says: you may, but this is incomplete.
TABLE: Mapping[tuple[str, str], Row] = {
    ("leader.home", "GET"): ANYONE,
    ("leader.start", "GET"): ANYONE,
    ("leader.start", "POST"): (422, 422, 422, 422),
    ("leader.agreements", "GET"): ANYONE,
    ("leader.resume", "GET"): ANYONE,
    ("leader.resume", "POST"): (422, 422, 422, 422),
    ("leader.resume_with", "GET"): ANYONE,
    ("leader.leave", "POST"): (303, 303, 303, 303),
    ("leader.diagnostic", "GET"): (404, 303, 404, 303),
    ("leader.company", "GET"): READ,
    ("leader.company", "POST"): WRITE,
    ("leader.link", "GET"): (404, 200, 404, 404),
    ("leader.link", "POST"): (404, 303, 404, 403),
    ("leader.entry", "GET"): READ,
    ("leader.entry", "POST"): (404, 303, 404, 403),
    ("questions.overview", "GET"): READ,
    ("questions.answer", "GET"): READ,
    ("questions.answer", "POST"): (404, 303, 404, 403),
    ("questions.save", "POST"): WRITE,
    ("results.result", "GET"): READ,
    ("results.plan", "GET"): READ,
    ("results.state", "GET"): READ,
    ("results.report", "GET"): READ,
    ("results.workbook", "GET"): READ,
    ("aims.target", "GET"): READ,
    ("aims.target", "POST"): (404, 303, 404, 403),
    ("board.board", "GET"): READ,
    ("board.change", "POST"): WRITE,
    ("board.state", "GET"): READ,
    ("scenarios.what_if", "GET"): READ,
    ("scenarios.state", "GET"): READ,
    ("scenarios.compare", "GET"): READ,
    ("scenarios.keep", "POST"): WRITE,
    ("skills.gap", "GET"): READ,
    ("skills.questions", "GET"): READ,
    ("skills.questions", "POST"): (404, 303, 404, 403),
    ("skills.practice", "GET"): READ,
    ("skills.practice", "POST"): (404, 303, 404, 403),
    ("matrix.grid", "GET"): READ,
    ("matrix.grid", "POST"): WRITE,
    ("matrix.upload", "GET"): (404, 303, 404, 303),
    ("matrix.upload", "POST"): WRITE,
    ("matrix.template", "GET"): READ,
    ("matrix.export", "GET"): READ,
    ("matrix.reading", "GET"): READ,
    ("funding.ask", "GET"): ANYONE,
    ("funding.catalogue", "GET"): ANYONE,
    ("funding.opco", "GET"): ANYONE,
}


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def test_every_address_is_in_the_table(app: Flask) -> None:
    assert routes(app) == set(TABLE)


def test_every_view_wears_an_access_decorator(app: Flask) -> None:
    views = {endpoint: view for endpoint, view in app.view_functions.items() if endpoint != "static"}
    assert {getattr(view, "access", None) for view in views.values()} == {"anyone", "readers", "owner"}


def address_of(app: Flask, endpoint: str, id: str) -> str:
    with app.test_request_context():
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
        given = {"id": id, "principle": "digital_capability", "token": "some-token", "opco": "opco2i", "kind": "csv"}
        return app.url_for(endpoint, **{name: given[name] for name in rule.arguments})


def ask(client: LintingClient, method: str, address: str) -> int:
    if method == "GET":
        return client.get(address).status_code
    csrf = leading.token(client)
    if address.endswith("/answers"):
        return client.post(address, json={}, headers={"X-CSRFToken": csrf}).status_code
    return client.post(address, data={"csrf_token": csrf}).status_code


@pytest.mark.parametrize(("endpoint", "method"), sorted(TABLE))
def test_who_may_open_what(
    app: Flask, client: LintingClient, own: str, other: LintingClient, endpoint: str, method: str
) -> None:
    address = address_of(app, endpoint, own.rpartition("/")[2])
    example = address_of(app, endpoint, "one_too")
    answers = (
        ask(browser(app), method, address),
        ask(client, method, address),
        ask(other, method, address),
        ask(browser(app), method, example),
    )
    assert answers == TABLE[endpoint, method]


def test_another_tenant_reads_what_a_stranger_reads(own: str, other: LintingClient) -> None:
    """Nothing tells an existing diagnostic from one that does not exist."""
    theirs = other.get(f"{own}/result")
    nobody = other.get("/d/AAAAAAAAAAAAAAAAAAAAAA/result")
    assert theirs.status_code == nobody.status_code == 404
    assert theirs.text == nobody.text


def test_an_example_refuses_kindly(client: LintingClient) -> None:
    answer = client.post("/d/one_too/company", data={"csrf_token": leading.token(client), "name": "X"})
    assert answer.status_code == 403
    assert client.page.h1 == "Cet exemple se lit, il ne se modifie pas"
    client.get("/d/one_too/company")
    assert client.page.field("name")[0].get("value") == "One-Too"


@pytest.mark.parametrize("endpoint", sorted(endpoint for endpoint, method in TABLE if method == "POST"))
def test_no_post_works_without_its_token(app: Flask, client: LintingClient, own: str, endpoint: str) -> None:
    link = leading.private_link(client, own)
    client.get(f"{own}/company")
    before = client.page.field("name")[0].get("value")
    address = address_of(app, endpoint, own.rpartition("/")[2])
    data = {**leading.CARD, "name": "Changée", "link": link, "action": "kept", "csrf_token": "forged"}
    answer = client.post(address, data=data)
    assert answer.status_code in (400, 422)
    client.get(f"{own}/company")
    assert client.page.field("name")[0].get("value") == before
    assert leading.private_link(client, own) == link


def test_an_unknown_page_of_questions_is_not_found(client: LintingClient, own: str) -> None:
    assert client.get(f"{own}/questions/no_such_principle").status_code == 404
