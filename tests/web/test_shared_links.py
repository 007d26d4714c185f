"""One link for several people: each phone that opens it answers apart."""

import re
from datetime import datetime, timedelta

import pytest
import qrcode
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.catalogue import Content
from diagnostic.services import contributing
from diagnostic.services.database import Database
from diagnostic.web.qr_code import QrCode, qr_code
from tests.web import leading
from tests.web.answering import DIGITAL, accepted, contribute, invite, said
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of


def poster(client: LintingClient, own: str, **more: str) -> str:
    return invite(client, own, "operators", several="several", **more)


def answer(client: LintingClient, own: str, rating: str) -> None:
    leading.send(client, contribute(own, DIGITAL), {"digital_skills-rating": rating})


def again(client: LintingClient, link: str) -> int:
    client.get(link)
    return client.post("/invitation", data={**values_of(client.page), "action": "accept"}).status_code


def test_each_phone_answers_for_itself_and_comes_back_to_its_own_answers(
    app: Flask, client: LintingClient, own: str, database: Database, content: Content
) -> None:
    link = poster(client, own)
    phones = [accepted(app, link) for _ in range(3)]
    for rating, phone in enumerate(phones, start=1):
        answer(phone, own, str(rating))
    first = phones[0]
    assert again(first, link) == 303
    first.get(contribute(own, DIGITAL))
    assert values_of(first.page)["digital_skills-rating"] == ["1"]
    answer(first, own, "5")
    expected = {(f"operators_{number}", "digital_skills"): rating for number, rating in enumerate((5.0, 2.0, 3.0), 1)}
    assert said(database, content, own) == expected
    client.get(f"{own}/respondents")
    assert "3 personnes sur 30 au plus" in text_of(client.page.one("main"))
    assert client.page.h1 == "3 personnes répondent avec vous."


def test_the_page_of_the_link_says_so_before(app: Flask, client: LintingClient, own: str) -> None:
    link = poster(client, own)
    phone = accepted(app, link)
    phone.get(link)
    assert "Reprendre" in [text_of(one) for one in phone.page.all("button")]
    stranger = browser(app)
    stranger.get(link)
    assert "Vous répondez pour vous seul" in text_of(stranger.page.one("main"))
    stranger.get(contribute(own))
    assert stranger.get(contribute(own)).status_code == 404


def test_thirty_and_no_more(app: Flask, client: LintingClient, own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributing, "MOST_BY_ONE_LINK", 2)
    link = poster(client, own)
    first, _second = accepted(app, link), accepted(app, link)
    third = browser(app)
    assert again(third, link) == 400
    assert "a déjà servi à 2 personnes" in text_of(third.page.one("main"))
    assert again(first, link) == 303


def test_a_closed_link_lets_nobody_begin_and_whoever_began_finish(
    app: Flask, client: LintingClient, own: str, database: Database, content: Content
) -> None:
    link = poster(client, own)
    phone = accepted(app, link)
    client.get(f"{own}/respondents")
    (close,) = [
        form for form in client.page.all("form") if "lien pour plusieurs" in text_of(form) and form.get("action")
    ]
    assert client.post(close.get("action", ""), data={"csrf_token": leading.token(client)}).status_code == 303
    assert browser(app).get(link).status_code == 410
    answer(phone, own, "2")
    assert said(database, content, own) == {("operators_1", "digital_skills"): 2.0}
    client.get(f"{own}/respondents")
    assert "Lien fermé" in client.page.html


def test_a_signed_diagnostic_takes_no_more_people(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    link = poster(client, own)
    with database.session() as session:
        session.execute(text("UPDATE diagnostics SET signed_at = '2026-11-22 09:00:00'"))
        session.commit()
    assert again(browser(app), link) == 400


def test_a_poster_is_sent_to_nobody(client: LintingClient, own: str) -> None:
    typed = {"group": "operators", "several": "several", "email": "karim@exemple.fr", "name": "Atelier 2"}
    assert leading.send(client, f"{own}/respondents", typed).status_code == 422
    assert [link for link in client.page.all("a") if link.get("href") == "#email"]
    assert values_of(client.page)["name"] == ["Atelier 2"] and values_of(client.page)["several"] == ["several"]


def test_a_double_click_makes_one_poster(client: LintingClient, own: str) -> None:
    client.get(f"{own}/respondents")
    form = {**values_of(client.page), "group": "operators", "several": "several"}
    for _ in range(2):
        assert client.post(f"{own}/respondents", data=form).status_code == 303
    client.get(f"{own}/respondents")
    assert client.page.html.count("Lien ouvert jusqu’au") == 1


def test_the_trail_tells_it_by_group(app: Flask, client: LintingClient, own: str) -> None:
    accepted(app, poster(client, own))
    client.get(f"{own}/journal")
    told = text_of(client.page.one("main"))
    assert "a préparé un lien pour plusieurs personnes des opérateurs" in told
    assert "Une personne des opérateurs" in told


def test_the_end_of_the_poster_is_the_end_of_the_others(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    accepted(app, poster(client, own))
    with database.session(writes=False) as session:
        ends = session.scalars(text("SELECT expires_at FROM invitations ORDER BY made_at, respondent"))
        first, second = (datetime.fromisoformat(str(one)) for one in ends)
    assert abs(first - second) < timedelta(days=1)


def test_whoever_works_in_one_function_is_asked_of_that_one_alone(
    app: Flask, client: LintingClient, database: Database, content: Content
) -> None:
    own = leading.start(client, form="full")
    phone = accepted(app, poster(client, own))
    phone.get(contribute(own))
    everything = phone.page.html
    assert "Où travaillez-vous surtout" in everything and "Logistique" in everything
    csrf = leading.token(phone)
    for chosen in ("logistics", "no_such_place"):
        assert (
            phone.post(f"{own}/contribute/function", data={"csrf_token": csrf, "function": chosen}).status_code == 303
        )
    phone.get(contribute(own, DIGITAL))
    asked = {name for name in values_of(phone.page) if name.endswith("-was")}
    assert "digital_skills-was" in asked
    assert any(name.endswith("__logistics-was") for name in asked)
    assert not any(name.endswith("__production-was") for name in asked)
    rated = {name.replace("-was", "-rating"): "2" for name in asked}
    leading.send(phone, contribute(own, DIGITAL), rated)
    assert len(said(database, content, own)) == len(asked)
    client.get(f"{own}/respondents")
    told = re.search(r"(\d+) réponses sur (\d+)", text_of(client.page.one("main")))
    assert told and int(told[1]) == len(asked)
    phone.post(f"{own}/contribute/function", data={"csrf_token": csrf, "function": "all"})
    phone.get(contribute(own, DIGITAL))
    assert any(name.endswith("__production-was") for name in values_of(phone.page))


STRETCH = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def drawn(code: QrCode) -> list[list[bool]]:
    rows = [[False] * code.size for _ in range(code.size)]
    for x, y, length in (map(int, found) for found in STRETCH.findall(code.path)):
        for place in range(x, x + length):
            rows[y][place] = True
    return rows


@pytest.mark.parametrize("length", [10, 60, 200])
def test_the_drawing_is_the_code_of_the_address(length: int) -> None:
    address = "https://palier.exemple.fr/invitation/" + "k" * length
    code = qr_code(address)
    standard = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    standard.add_data(address)
    assert drawn(code) == standard.get_matrix()
    assert STRETCH.sub("", code.path) == ""
    rows = drawn(code)
    assert not any(any(row) for row in [*rows[:4], *rows[-4:]])


def test_the_code_of_the_link_stands_beside_it(client: LintingClient, own: str) -> None:
    for several in ("one", "several"):
        link = invite(client, own, "managers", several=several)
        (drawing,) = [one for one in client.page.all("svg") if one.get("class") == "qr"]
        path = next(one for one in drawing if one.tag == "path")
        assert path.get("d") == qr_code(f"http://localhost{link}").path
        assert link.rpartition("/")[2] in text_of(client.page.one("main"))
