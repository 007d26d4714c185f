"""With the leader: one screen, the note left on the day, the adviser's word."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from flask import Flask

from diagnostic.core.model.access import Hand
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.services import advising, answering, handing
from diagnostic.services.database import Database
from diagnostic.services.planning import Solving
from diagnostic.web.extensions import has_transaction
from tests.web.boarding import MEANS
from tests.web.granted import ID, Around, around, send
from tests.web.linting_client import LintingClient, text_of
from tests.web.served import NOW

AT = f"/d/{ID}"
TOGETHER, NOTE, WORD = f"{AT}/together", f"{AT}/note", f"{AT}/word"
TOLD = "Votre équipe sait mesurer.\nCommencez par la sauvegarde : une heure, rien à payer."


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    """Hugo, the adviser, has the file in hand."""
    made = around(app, database, content, replace(examples["acti_metal_industrie"], constraints=MEANS))
    with database.session() as session:
        handing.put_in_hands(session, ID, Hand.ADVISER)
        session.commit()
    return made


@pytest.fixture
def hugo(scene: Around) -> LintingClient:
    return scene.browser("hugo")


def read(client: LintingClient, address: str = TOGETHER) -> str:
    assert client.get(address).status_code == 200
    return plain(text_of(client.page.one("main")))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def printed(client: LintingClient) -> list[str]:
    answer = client.get(f"{AT}/note.pdf")
    assert answer.mimetype == "application/pdf"
    assert "palier-note-" in answer.headers["Content-Disposition"]
    return [plain(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages]


def test_one_screen_holds_the_result_the_target_the_plan_and_what_is_open(hugo: LintingClient) -> None:
    told = read(hugo)
    for words in ("Sur quoi vous appuyer", "Ce qui vous freine", "Où vous voulez aller", "T1 2027", "Reste à payer"):
        assert words in told
    assert told.index("sécurité informatique") < told.index("Sur quoi vous appuyer")
    assert "encore à évaluer" in told
    assert "Qui voit quoi : ces noms" in told
    addresses = [link.get("href", "") for link in hugo.page.one("main").iter("a")]
    assert {f"{AT}/target", f"{AT}/sign", WORD, f"{AT}/note.pdf", f"{AT}/plan"} <= set(addresses)


def test_what_was_marked_to_be_seen_again_stands_before_the_signature(
    scene: Around, hugo: LintingClient, content: Content
) -> None:
    marked = Operation(op_id="m", item="it_security", function=None, rating=1.0, respondent="r1", flagged=True)
    with scene.database.session() as session:
        answering.record(session, content, answering.sheet(session, content, ID), [marked], NOW)
        session.commit()
    assert "Une réponse marquée « à revoir »" in read(hugo)


def test_who_only_reads_finds_no_button(scene: Around) -> None:
    for name in ("ines", "lea"):
        client = scene.browser(name)
        told = read(client)
        assert "Note remise aujourd’hui" not in told or name == "lea"
        assert "Écrire le mot" not in told


def test_the_note_promises_the_restitution_within_three_weeks(scene: Around, hugo: LintingClient) -> None:
    assert send(hugo, NOTE, present="Léa Martin, Hugo").status_code == 303
    assert "Note remise le 22 novembre 2026 ; restitution au plus tard le 13 décembre 2026." in read(hugo)
    first, second = printed(hugo)
    assert "13 décembre 2026" in second and "Léa Martin, Hugo" in second and "CCI de la Loire" in second
    assert "Mécanique atelier" in first
    assert scene.told("note.left") == [{}]


def test_a_note_that_is_refused_holds_up_no_writer_while_the_plan_is_looked_for(
    hugo: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, held = advising.solving_of, []

    def looked(*arguments: Any, **more: Any) -> Solving:
        held.append(has_transaction())
        return look(*arguments, **more)

    monkeypatch.setattr(advising, "solving_of", looked)
    assert send(hugo, NOTE, present="x" * 301).status_code == 422
    assert held == [False]


def test_too_many_names_are_said_and_kept(scene: Around, hugo: LintingClient) -> None:
    assert send(hugo, NOTE, present="x" * 301).status_code == 422
    assert "300" in text_of(hugo.page.id("present-error"))
    assert hugo.page.field("present")[0].get("value") == "x" * 301
    assert not scene.told("note.left")


def test_the_word_opens_the_report(scene: Around, hugo: LintingClient) -> None:
    assert send(hugo, WORD, word=TOLD).status_code == 303
    assert scene.told("word.written") == [{}]
    told = read(hugo)
    assert "Votre équipe sait mesurer." in told and "Commencez par la sauvegarde : une heure, rien à payer." in told
    assert "CCI de la Loire" in told
    cover = pypdf.PdfReader(io.BytesIO(hugo.get(f"{AT}/report.pdf").data)).pages[0]
    assert "Commencez par la sauvegarde : une heure, rien à payer." in plain(cover.extract_text())
    assert "Votre équipe sait mesurer." in read(scene.browser("lea"), WORD)


def test_the_word_is_taken_away_when_emptied(hugo: LintingClient) -> None:
    send(hugo, WORD, word=TOLD)
    assert str(send(hugo, WORD, word=" ").location).endswith("done=removed")
    assert "sait mesurer" not in read(hugo)


def test_a_word_too_long_is_said_and_kept(scene: Around, hugo: LintingClient) -> None:
    assert send(hugo, WORD, word="m" * 1501).status_code == 422
    assert "1500" in plain(text_of(hugo.page.id("word-error"))).replace(" ", "")
    assert (hugo.page.field("word")[0].text or "").strip() == "m" * 1501
    assert not scene.told("word.written")


def test_only_the_adviser_in_hand_writes_it(scene: Around, hugo: LintingClient) -> None:
    for name, code in (("lea", 403), ("ines", 403), ("voisin", 404), ("omar", 404)):
        assert send(scene.browser(name), WORD, word="x").status_code == code
    with scene.database.session() as session:
        handing.put_in_hands(session, ID, Hand.LEADER)
        session.commit()
    assert send(hugo, WORD, word="x").status_code == 403
    assert "Rien n’est encore écrit" in read(hugo, WORD)


def test_a_diagnostic_without_answers_has_its_screen_and_its_note(client: LintingClient, own: str) -> None:
    assert client.get(f"{own}/together").status_code == 200
    document = client.get(f"{own}/note.pdf").data
    assert len(pypdf.PdfReader(io.BytesIO(document)).pages) == 2
