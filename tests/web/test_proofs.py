"""Photos beside the answers: added, seen, taken away, refused with what was typed."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import EnvironBuilder, TestResponse

from diagnostic.services import proving
from diagnostic.services.database import Database
from tests.photographs import NOT_PHOTOS, SECRETS, drawing, encoded, from_a_phone
from tests.web import leading
from tests.web.answering import accepted, id_of, invite
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of

ITEM = "digital_skills"
NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"


def send(client: LintingClient, own: str, photo: bytes | None, name: str = "IMG.jpg", **typed: str) -> TestResponse:
    client.get(f"{own}/proofs")
    sent: dict[str, Any] = {**values_of(client.page), "item": ITEM, **typed}
    sent.pop("photo", None)
    if photo is not None:
        sent["photo"] = (BytesIO(photo), name)
    return client.post(f"{own}/proofs", data=sent, content_type="multipart/form-data")


def images(client: LintingClient, own: str) -> list[str]:
    client.get(f"{own}/proofs")
    return [image.get("src", "") for image in client.page.all("img")]


def shot(number: int) -> bytes:
    return encoded(drawing(100 + number, 90))


def test_a_photo_is_kept_beside_its_question_and_tells_nothing_else(client: LintingClient, own: str) -> None:
    answer = send(client, own, from_a_phone(), caption=" Planning\n affiché ")
    assert answer.status_code == 303 and answer.location.startswith(f"{own}/proofs?")
    assert answer.location.endswith(f"#{ITEM}")
    client.get(answer.location)
    assert client.page.h1 == "Une photo à l’appui des réponses."
    (image,) = client.page.all("img")
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("Planning affiché", "800", "600")
    served = client.get(image.get("src", ""))
    assert served.mimetype == "image/jpeg" and served.headers["Content-Disposition"] == "inline"
    assert served.headers["Cache-Control"] == "no-store" and served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.data.startswith(b"\xff\xd8\xff")
    assert not [secret for secret in SECRETS if secret.lower() in served.data.lower()]


def test_the_same_photo_sent_again_is_kept_once(client: LintingClient, own: str) -> None:
    for _ in range(2):
        assert send(client, own, shot(1)).status_code == 303
    assert len(images(client, own)) == 1
    assert send(client, own, shot(1), item="sensor_data_acquisition").status_code == 303
    assert len(images(client, own)) == 2


def test_what_is_not_a_photo_is_refused_and_nothing_typed_is_lost(client: LintingClient, own: str) -> None:
    """Whatever its name: tests/test_photos.py knows more of them."""
    for name in ("a PDF", "an SVG", "a moving PNG", "a truncated JPEG", None):
        answer = send(client, own, NOT_PHOTOS[name] if name else None, "IMG_2031.jpg", caption="Le planning")
        assert answer.status_code == 422, name
        assert values_of(client.page)["caption"] == ["Le planning"] and values_of(client.page)["item"] == [ITEM]
        assert client.page.id("photo").get("aria-invalid") == "true"
        assert ("On garde un JPEG" if name else "Choisissez une photo") in text_of(client.page.id("photo-error"))
    assert images(client, own) == []


def test_a_wrong_field_is_told_where_it_is(client: LintingClient, own: str) -> None:
    """`digital_skills` is asked for the whole company; this company has no development."""
    wrong: tuple[tuple[dict[str, str], str], ...] = (
        ({"item": ""}, "item"),
        ({"item": "no_such_question"}, "item"),
        ({"function": "development"}, "function"),
        ({"function": "production"}, "function"),
        ({"caption": "x" * 201}, "caption"),
        ({"csrf_token": "stale"}, "content"),
    )
    for typed, field in wrong:
        assert send(client, own, shot(1), **typed).status_code == 422, typed
        assert [link for link in client.page.all("a") if link.get("href") == f"#{field}"], typed
    assert images(client, own) == []


def test_fifty_megabytes_are_refused_with_what_was_typed(client: LintingClient, own: str) -> None:
    answer = send(client, own, encoded(drawing()) + bytes(50_000_000), caption="Planning « semaine 12 »")
    assert answer.status_code == 413
    assert "12 Mo au plus" in text_of(client.page.id("photo-error"))
    assert values_of(client.page)["caption"] == ["Planning « semaine 12 »"]
    assert values_of(client.page)["item"] == [ITEM]
    assert images(client, own) == []


def test_thirteen_megabytes_too_whoever_asks(app: Flask, client: LintingClient, own: str) -> None:
    heavy = encoded(drawing()) + bytes(12_200_000)
    for other in (browser(app), client):
        sent = {"photo": (BytesIO(heavy), "a.jpg"), "item": ITEM}
        answer = other.post(f"{own}/proofs", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 413
        assert ("Mécanique Durand" in answer.text) is (other is client)


def test_elsewhere_a_page_still_takes_no_more_than_half_a_megabyte(client: LintingClient, own: str) -> None:
    assert client.post(f"{own}/company", data={"name": "x" * 600_000}).status_code == 413


def test_the_page_s_script_is_answered_in_its_own_words(client: LintingClient, own: str) -> None:
    client.get(f"{own}/proofs")
    typed = {**values_of(client.page), "item": ITEM}
    json = {"Accept": "application/json"}

    def ask(photo: bytes, **changes: str) -> TestResponse:
        data = {**typed, **changes, "photo": (BytesIO(photo), "photo.jpg")}
        return client.post(f"{own}/proofs", data=data, headers=json, content_type="multipart/form-data")

    kept = ask(shot(1)).get_json()
    assert kept["number"] == 1 and client.get(kept["image"]).mimetype == "image/jpeg"
    assert client.get(kept["address"]).status_code == 200
    refused = ask(NOT_PHOTOS["a PDF"])
    assert refused.status_code == 422 and "Photo" in refused.get_json()["message"]
    stale = ask(shot(2), csrf_token="stale")
    assert stale.status_code == 422
    again = ask(shot(2), csrf_token=stale.get_json()["csrf_token"])
    assert again.status_code == 200 and again.get_json()["number"] == 2
    assert ask(shot(3) + bytes(13_000_000)).status_code == 413


def test_a_question_holds_six_photos_and_a_file_sixty(
    client: LintingClient, own: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        assert send(client, own, shot(number)).status_code == 303
    assert send(client, own, shot(6)).status_code == 422
    assert "six" in client.page.html or "6 photos au plus" in client.page.html
    monkeypatch.setattr(proving, "MOST_OF_DIAGNOSTIC", 6)
    assert send(client, own, shot(7), item="sensor_data_acquisition").status_code == 422
    assert len(images(client, own)) == 6


def test_a_photo_is_taken_away_for_good_and_both_are_told(client: LintingClient, own: str, database: Database) -> None:
    send(client, own, shot(1))
    (image,) = images(client, own)
    (form,) = [form for form in client.page.all("form") if form.get("action", "").endswith("/remove")]
    assert client.post(form.get("action", ""), data={"csrf_token": leading.token(client)}).status_code == 303
    assert images(client, own) == [] and client.get(image).status_code == 404
    told = text("SELECT act FROM audit_events WHERE act LIKE 'proof%' ORDER BY position")
    with database.session(writes=False) as session:
        assert list(session.scalars(told)) == ["proof.added", "proof.removed"]
        assert session.scalar(text("SELECT count(*) FROM proofs")) == 0
    client.get(f"{own}/journal")
    assert "a ajouté une photo" in client.page.html


def test_neither_those_who_were_invited_nor_another_company_see_it(
    app: Flask, client: LintingClient, other: LintingClient, own: str
) -> None:
    send(client, own, shot(1))
    (image,) = images(client, own)
    theirs = leading.start(other, name="Autre entreprise")
    contributor = accepted(app, invite(client, own))
    for stranger in (contributor, other, browser(app)):
        for address in (image, f"{own}/proofs"):
            nowhere = stranger.get(address.replace(id_of(own), NOWHERE))
            assert stranger.get(address).status_code == nowhere.status_code == 404
    assert other.get(f"{theirs}/proofs/{image.rpartition('/')[2]}").status_code == 404


@pytest.mark.parametrize("meanwhile", ["erased", "signed"])
def test_a_file_that_was_erased_or_signed_meanwhile_keeps_no_photo(
    client: LintingClient, own: str, database: Database, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """Between the moment when the photo arrives and the one when it is drawn again."""
    from diagnostic.web import proofs

    drawn = proofs.redraw

    def slowly(sent: bytes) -> Any:
        with database.session() as session:
            if meanwhile == "signed":
                session.execute(
                    text("UPDATE diagnostics SET signed_at = '2026-11-22' WHERE id = :id"), {"id": id_of(own)}
                )
            else:
                session.execute(text("DELETE FROM diagnostics WHERE id = :id"), {"id": id_of(own)})
            session.commit()
        return drawn(sent)

    monkeypatch.setattr(proofs, "redraw", slowly)
    assert send(client, own, shot(1)).status_code == (404 if meanwhile == "erased" else 403)
    with database.session(writes=False) as session:
        assert session.scalar(text("SELECT count(*) FROM proofs")) == 0


def test_an_example_shows_no_form(client: LintingClient) -> None:
    client.get("/d/one_too/proofs")
    assert not client.page.field("photo")


class Slowly(BytesIO):
    """A body that comes by pieces; between two, somebody else writes."""

    def __init__(self, body: bytes, database: Database) -> None:
        super().__init__(body)
        self.database, self.written = database, 0

    def read(self, size: int | None = -1) -> bytes:
        with self.database.session() as session:
            session.execute(text("UPDATE companies SET naf = naf"))
            session.commit()
        self.written += 1
        return super().read(size)


def test_a_photo_that_comes_slowly_holds_up_nobody(client: LintingClient, own: str, database: Database) -> None:
    client.get(f"{own}/proofs")
    typed = {
        **values_of(client.page),
        "item": ITEM,
        "photo": (BytesIO(encoded(drawing(900, 900), "PNG") * 60), "a.png"),
    }
    builder = EnvironBuilder(f"{own}/proofs", method="POST", data=typed)
    environ = builder.get_environ()
    cookie = client.get_cookie("palier")
    assert cookie is not None
    body = Slowly(environ["wsgi.input"].read(), database)
    answer = client.open(environ | {"wsgi.input": body, "HTTP_COOKIE": f"palier={cookie.value}"})
    assert answer.status_code == 303 and body.written > 2
