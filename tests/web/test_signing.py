"""A plan is signed as it was shown, once; then it is read, checked, followed, and opened again with a reason."""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import pypdf
import pytest
from flask import Flask

from diagnostic.core.model.access import Hand
from diagnostic.core.model.assessment import Assessment, Scenario
from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising, assessing, auditing, handing, signing
from diagnostic.services.database import Database
from reports import pdf
from tests.web import served
from tests.web.boarding import MEANS
from tests.web.granted import ID, Around, around, send
from tests.web.linting_client import LintingClient, is_read_only, text_of, values_of
from tests.web.served import NOW, TODAY

AT = f"/d/{ID}"
SIGN, REOPEN = f"{AT}/sign", f"{AT}/reopen"
FILLED = {"signatory": "Léa Martin", "capacity": "Gérante", "adviser": "Hugo Roux", "agreed": "y"}
ANSWER = {"item": "digital_skills", "function": None, "rating": 2, "base_version": 0, "evidence": "declared"}
PRINTED = pdf.pdf_of


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that are quick to print, and as different as their words; one test prints the real ones."""
    monkeypatch.setattr(pdf, "pdf_of", lambda text, *_: b"%PDF-1.7\n" + hashlib.sha256(text.encode()).digest())


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    """Planned for one year, and proven."""
    made = around(app, database, content, replace(examples["one_too"], constraints=MEANS))
    with database.session(writes=False) as session:
        found = assessing.load(session, content, ID)
    advising.proven_plan_of(content, found, advising.result_of(content, found), TODAY)
    return made


@pytest.fixture
def lea(scene: Around) -> LintingClient:
    return scene.browser("lea")


def filled(client: LintingClient, **changes: str) -> dict[str, str]:
    """What a browser would send from the page as it stands."""
    client.get(SIGN)
    return {**values_of(client.page), **FILLED, **changes}


def signed(client: LintingClient) -> None:
    assert client.post(SIGN, data=filled(client)).status_code == 303
    client.get(SIGN)


def read(client: LintingClient, address: str = SIGN) -> str:
    assert client.get(address).status_code in (200, 422)
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def signatures(scene: Around) -> tuple[signing.Signature, ...]:
    with scene.database.session(writes=False) as session:
        return signing.signatures_of(session, ID)


def test_the_page_shows_what_will_be_signed_and_what_is_open(lea: LintingClient) -> None:
    told = read(lea)
    assert lea.page.h1 == "Ce qui sera signé"
    assert "au plus" in told and "Un financeur n’apprend que ceci" in told and "À éclaircir avant de signer" in told
    assert lea.page.field("signatory")[0].get("value") == "Léa"
    assert len(list(lea.page.one("tbody").iter("tr"))) >= 3


def test_what_is_signed_is_frozen_told_and_can_be_checked(
    scene: Around, lea: LintingClient, letters: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "pdf_of", PRINTED)
    signed(lea)
    told, (kept,) = read(lea), signatures(scene)
    assert (
        lea.page.h1.replace("\u00a0", " ") == "Plan validé le 22 novembre 2026 par Léa Martin, gérante, avec Hugo Roux."
    )
    pages = lea.get(f"{AT}/signed/{kept.id}.pdf").data
    assert hashlib.sha256(pages).hexdigest() == kept.pdf_sha256 and kept.pdf_sha256 in told and kept.sha256 in told
    assert lea.get(f"{AT}/report.pdf").data == pages
    cover = pypdf.PdfReader(io.BytesIO(pages)).pages[0].extract_text().replace("\u00a0", " ")
    assert "Plan validé le 22 novembre 2026 par Léa Martin, gérante" in cover and kept.sha256 in cover
    assert scene.told("plan.signed") == [{"signature": kept.id, "sha256": kept.sha256, "pdf_sha256": kept.pdf_sha256}]
    assert hashlib.sha256(kept.document.encode()).hexdigest() == kept.sha256
    assert [letter["To"] for letter in letters] == ["lea@exemple.fr"]
    assert kept.pdf_sha256 in letters[0].get_content() and SIGN in letters[0].get_content()
    assert "Plan validé" in read(lea, f"{AT}/plan")
    with scene.database.session(writes=False) as session:
        assert auditing.verify(session).broken_at is None


def test_nobody_writes_any_more_and_no_button_says_so(scene: Around, lea: LintingClient) -> None:
    signed(lea)
    for page in ("plan/board", "target", "skills/questions", "company", "entry", "matrix", "together", "word"):
        if lea.get(f"{AT}/{page}").status_code == 200:
            forms = [form for form in lea.page.one("main").iter("form") if form.get("method") == "post"]
            assert all(map(is_read_only, forms)), page
    refused = send(lea, f"{AT}/target", culture="4", action="keep")
    assert refused.status_code == 403 and "Le plan est signé" in refused.text
    csrf = values_of_token(lea)
    sent = {**ANSWER, "op_id": "late", "device_at": "2026-11-22T09:30:00Z"}
    assert lea.post(f"{AT}/answers", json=sent, headers={"X-CSRFToken": csrf}).status_code == 403
    assert send(lea, f"{AT}/note", present="x").status_code == 403


def values_of_token(client: LintingClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/resume").text)
    assert found
    return found[1]


def test_sent_twice_it_is_signed_once(scene: Around, lea: LintingClient) -> None:
    sent = filled(lea)
    assert [lea.post(SIGN, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(signatures(scene)) == len(scene.told("plan.signed")) == 1


def test_two_clicks_at_once_sign_once_and_both_lead_to_what_is_signed(
    scene: Around, lea: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the pages of the first are printed, nobody is held up: the second signs."""
    sent, other = filled(lea), scene.browser("lea")
    also_sent, print_pages, codes = filled(other), pdf.pdf_of, []

    def other_signs() -> None:
        codes.append(other.post(SIGN, data=also_sent).status_code)

    def slowly(text: str, templates: Path) -> bytes:
        monkeypatch.setattr(pdf, "pdf_of", print_pages)
        second = Thread(target=other_signs)
        second.start()
        second.join()
        return print_pages(text, templates)

    monkeypatch.setattr(pdf, "pdf_of", slowly)
    answer = lea.post(SIGN, data=sent)
    assert codes == [303]
    assert (answer.status_code, answer.location) == (303, SIGN)
    assert len(signatures(scene)) == len(scene.told("plan.signed")) == 1


def test_what_changed_meanwhile_is_shown_again(scene: Around, lea: LintingClient, content: Content) -> None:
    sent = filled(lea)
    with scene.database.session() as session:
        assessing.keep(session, content, ID, NOW, lambda told: replace(told, scenarios=(Scenario(name="prudent"),)))
        session.commit()
    answer = lea.post(SIGN, data=sent)
    assert answer.status_code == 422 and "Le plan a changé entre-temps" in answer.text
    assert not signatures(scene)
    assert lea.page.field("capacity")[0].get("value") == "Gérante"
    again = {**values_of(lea.page), "agreed": "y"}
    assert lea.post(SIGN, data=again).status_code == 303


@pytest.mark.parametrize(
    ("missing", "field"), [("signatory", "signatory"), ("capacity", "capacity"), ("agreed", "agreed")]
)
def test_who_as_what_and_the_box_are_asked(scene: Around, lea: LintingClient, missing: str, field: str) -> None:
    sent = {name: value for name, value in filled(lea).items() if name != missing}
    assert lea.post(SIGN, data=sent).status_code == 422
    assert text_of(lea.page.id(f"{field}-error"))
    assert not signatures(scene)


def test_a_name_too_long_is_said(scene: Around, lea: LintingClient) -> None:
    assert lea.post(SIGN, data=filled(lea, capacity="g" * 121)).status_code == 422
    assert "120" in text_of(lea.page.id("capacity-error"))


@pytest.mark.parametrize(("who", "code"), [("hugo", 403), ("ines", 403), ("voisin", 404), ("omar", 404)])
def test_who_may_not_sign(scene: Around, lea: LintingClient, who: str, code: int) -> None:
    sent = filled(lea)
    client = scene.browser(who)
    assert client.post(SIGN, data={**sent, "csrf_token": values_of_token(client)}).status_code == code
    assert not signatures(scene)


def test_an_adviser_in_hand_signs_in_front_of_the_leader(scene: Around, lea: LintingClient) -> None:
    with scene.database.session() as session:
        handing.put_in_hands(session, ID, Hand.ADVISER)
        session.commit()
    hugo = scene.browser("hugo")
    hugo.get(SIGN)
    assert hugo.page.field("signatory")[0].get("value") == ""
    assert str(hugo.page.field("adviser")[0].get("value")).startswith("Hugo")
    signed(hugo)
    assert "Plan validé" in read(lea)


def test_too_few_answers_or_no_plan_sign_nothing(client: LintingClient, own: str) -> None:
    client.get(f"{own}/sign")
    assert client.page.h1 == "Rien à signer pour l’instant" and not client.page.field("signatory")
    sent = {**FILLED, "shown": "", "csrf_token": values_of_token(client)}
    answer = client.post(f"{own}/sign", data=sent)
    assert answer.status_code == 422 and "Il manque des réponses" in answer.text


def test_opened_again_with_a_reason_it_is_written_in_and_signed_anew(scene: Around, lea: LintingClient) -> None:
    signed(lea)
    (first,) = signatures(scene)
    assert send(lea, REOPEN, why=" ").status_code == 422
    assert send(lea, REOPEN, why="Le client principal est parti.").status_code == 303
    assert scene.told("plan.reopened") == [{"signature": first.id}]
    assert "Rouvert : Le client principal est parti." in read(lea)
    assert hashlib.sha256(lea.get(f"{AT}/signed/{first.id}.pdf").data).hexdigest() == first.pdf_sha256
    assert lea.get(f"{AT}/report.pdf").data != lea.get(f"{AT}/signed/{first.id}.pdf").data
    assert send(lea, f"{AT}/plan/scenarios", do="keep", name="Essai").status_code == 303
    signed(lea)
    assert [one.reopened_at is None for one in signatures(scene)] == [True, False]
    assert "Ce qui avait été signé avant" in read(lea)


def test_nothing_signed_is_not_opened_again(scene: Around, lea: LintingClient) -> None:
    assert lea.get(REOPEN).status_code == 403
    assert send(lea, REOPEN, why="une raison").status_code == 403


def test_the_plan_is_read_as_it_was_signed_when_the_catalogue_has_changed(
    scene: Around, lea: LintingClient, content: Content
) -> None:
    signed(lea)
    (kept,) = signatures(scene)
    titles = [one.title for one in signing.signed_plan(kept).lines]
    pages = lea.get(f"{AT}/report.pdf").data
    known = {id: action for id, action in content.actions.items() if id not in {"order_walk", "scrap_table"}}
    questions = replace(content.questionnaire, content_sha256="f" * 64)
    later = served.make_app(replace(content, actions=known, questionnaire=questions), scene.database)
    reader = replace(scene, app=later).browser("lea")
    told = read(reader, f"{AT}/plan")
    assert reader.page.h1 == "Le plan tel qu’il a été signé"
    assert all(title in told for title in titles)
    assert reader.get(f"{AT}/report.pdf").data == pages


def test_a_signed_plan_of_another_company_does_not_exist(scene: Around, lea: LintingClient) -> None:
    signed(lea)
    (kept,) = signatures(scene)
    theirs = scene.browser("voisin")
    assert theirs.get(f"/d/voisin/signed/{kept.id}.pdf").status_code == 404
    assert theirs.get(f"{AT}/signed/{kept.id}.pdf").status_code == 404
    assert scene.browser("omar").get(f"{AT}/signed/{kept.id}.pdf").status_code == 404


def test_the_script_is_told_when_the_plan_is_final(lea: LintingClient) -> None:
    assert lea.get(f"{SIGN}/state").get_json() == {"ready": True, "refused": None}
