"""The page of content editors: a workbook taken away, its changes shown, then saved: all, or nothing."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import load_workbook

from diagnostic.content.content_sheets import ENGLISH, FRENCH, READ, YES, plans
from diagnostic.content.content_xlsx import read_workbook
from diagnostic.content.english import LOCK
from diagnostic.content.kept_rows import rows_text
from diagnostic.content.loader import load_content
from diagnostic.content.problem import Problem
from diagnostic.content.sheet_safety import MAX_BYTES
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services import editing
from diagnostic.services.database import Database
from diagnostic.store import audit
from diagnostic.web import editing as editing_view
from diagnostic.web.editing import MOST_ROWS
from tests.edited_workbooks import (
    ACTION,
    OTHER,
    TEXTS,
    TRAININGS,
    VALUES,
    Edit,
    all_files,
    bytes_of,
    edited,
    export,
    few_files,
    put,
)
from tests.web import acquaintances as known
from tests.web import leading, served
from tests.web.linting_client import LintingClient, text_of, values_of

pytestmark = pytest.mark.slow

ADDRESS = "/admin/content"
TITLE = "Écrire chaque heure ce qui sort, là où l’on décide"
NEW_TITLE = (
    put(TEXTS, FRENCH, TITLE, key="text.title"),
    put(TEXTS, ENGLISH, "Write down each hour what comes out", key="text.title"),
)
DAYS = put(VALUES, "release_days", 6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The content that this server runs with."""
    return all_files(tmp_path / "questionnaires")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook that an editor kept a few files of: rows may be left out."""
    return export(few_files(tmp_path_factory.mktemp("few")))


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what `palier check` says is not the matter."""

    def nothing_to_say(_root: Path) -> Iterator[Problem]:
        return iter(())

    monkeypatch.setattr(editing, "check", nothing_to_say)


@pytest.fixture
def platform(content: Content, database: Database, folder: Path) -> LintingClient:
    return editor(served.make_app(content, database, folder=folder), database)


def editor(app: Flask, database: Database) -> LintingClient:
    return known.signed_in(app, database, known.account(database, "root@palier.fr", platform_admin=True))


def send(client: LintingClient, data: bytes | None, name: str = "contenu.xlsx") -> int:
    """The workbook, on the page's form."""
    client.get(ADDRESS)
    sent: dict[str, object] = dict(values_of(client.page))
    if data is not None:
        sent["file"] = (BytesIO(data), name)
    return client.post(f"{ADDRESS}/compare", data=sent).status_code


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def acts(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        return [event.act for event in audit.everything(session)]


def test_the_page_says_what_is_in_force_and_gives_it_in_a_workbook(
    platform: LintingClient, content: Content, folder: Path
) -> None:
    platform.get("/account")
    assert any(link.get("href") == ADDRESS for link in platform.page.all("a"))
    platform.get(ADDRESS)
    assert content.questionnaire.version in words(platform)
    assert content.questionnaire.content_sha256 in words(platform)
    assert "celui de PALIER_CONTENT" in words(platform)
    answer = platform.get(f"{ADDRESS}/palier-contenu.xlsx")
    assert "palier-contenu-2026-11.xlsx" in answer.headers["Content-Disposition"]
    assert [sheet.title for sheet in load_workbook(BytesIO(answer.data))][1:] == [plan.title for plan in plans()]
    before = bytes_of(folder)
    assert send(platform, answer.data) == 200
    assert "Ce classeur ne change rien" in words(platform)
    assert bytes_of(folder) == before


def test_differences_are_shown_then_saved_and_serve_after_a_restart(
    platform: LintingClient, exported: bytes, folder: Path, database: Database, content: Content
) -> None:
    before = bytes_of(folder)
    assert send(platform, edited(exported, *NEW_TITLE, DAYS)) == 200
    assert platform.page.h1 == "Ce que le classeur change"
    assert "Trois cellules changent, dans un fichier" in words(platform)
    assert TITLE in words(platform)
    assert "texte anglais relu" not in words(platform), "it was written, not read again"
    assert f"feuille « {TEXTS} », cellule D" in words(platform)
    assert "Rien n’est encore enregistré" in words(platform)
    assert bytes_of(folder) == before
    answer = platform.post(f"{ADDRESS}/save", data=values_of(platform.page))
    assert answer.status_code == 303
    after = bytes_of(folder)
    assert {name for name in after if after[name] != before.get(name)} == {ACTION, LOCK}
    assert not list(editing.check(folder))
    platform.get(answer.location)
    assert "Ils serviront au prochain redémarrage" in words(platform)
    platform.get(ADDRESS)
    assert "Ce serveur se sert encore du précédent" in words(platform)
    with database.session(writes=False) as session:
        event = audit.everything(session)[-1]
    assert (event.act, event.details) == ("content.saved", {"cells": 3, "files": 1})

    restarted = served.make_app(load_content(folder), database, folder=folder)
    again = known.signed_in(restarted, database, known.account(database, "other@palier.fr", platform_admin=True))
    again.get(ADDRESS)
    assert "Ce serveur se sert encore du précédent" not in words(again)
    assert content.questionnaire.content_sha256 not in words(again)


def test_what_changed_in_a_text_is_marked_word_by_word(platform: LintingClient, exported: bytes) -> None:
    title = "Écrire chaque heure ce qui sort et ce qui bloque, là où l’on décide"
    send(
        platform, edited(exported, put(TEXTS, FRENCH, title, key="text.title"), put(TEXTS, READ, YES, key="text.title"))
    )
    assert "Une cellule change, dans un fichier ; un texte anglais relu" in words(platform)
    assert [text_of(mark) for mark in platform.page.all("mark")] == ["manque,", "bloque,"]


def test_english_read_again_is_saved_alone(
    platform: LintingClient, exported: bytes, folder: Path, unchecked: None
) -> None:
    lock = folder / LOCK
    lock.write_text("", encoding="utf-8")
    send(platform, edited(exported, put(TEXTS, READ, YES, key="who")))
    assert "Aucune cellule ne change ; un texte anglais relu" in words(platform)
    assert platform.post(f"{ADDRESS}/save", data=values_of(platform.page)).status_code == 303
    assert len(lock.read_text(encoding="utf-8").split()) == 1


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (
            (put(VALUES, "theme", "organization"),),
            ("feuille « Actions », cellule C", "permis : strategy"),
        ),
        ((put(TEXTS, FRENCH, "=CONCAT(A1;B1)", key="who"),), ("cellule D", "formule")),
        (
            (
                put(TEXTS, FRENCH, "Remplir le tableau d'atelier", key="text.title"),
                put(TEXTS, READ, YES, key="text.title"),
            ),
            ("cellule D", "apostrophe droite"),
        ),
        ((put(TRAININGS, "afest", "peut-être", file="trainings/additive_operator.yaml"),), ("permis : oui, non",)),
    ],
)
def test_a_mistake_is_named_with_its_cell_and_nothing_is_saved(
    platform: LintingClient, exported: bytes, folder: Path, edits: tuple[Edit, ...], told: tuple[str, ...]
) -> None:
    before = bytes_of(folder)
    assert send(platform, edited(exported, DAYS, *edits)) == 422
    assert platform.page.title.startswith("Erreur")
    assert "Ce classeur est refusé : rien n’est enregistré" in words(platform)
    assert all(part in words(platform).lower() for part in map(str.lower, told)), words(platform)
    assert bytes_of(folder) == before


def test_every_mistake_is_shown_with_its_cell(platform: LintingClient, exported: bytes, folder: Path) -> None:
    before = bytes_of(folder)
    wrong = (put(VALUES, "theme", "organization"), put(TEXTS, FRENCH, None, key="who"))
    assert send(platform, edited(exported, *wrong)) == 422
    told = words(platform)
    assert "permis : strategy" in told.lower() and "Texte français vide" in told
    assert told.count("cellule") >= 2
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "Choisissez le classeur à envoyer"),
        (b"", "vide"),
        (b"%PDF-1.7 not a workbook", "un PDF"),
        (b"fichier;cle\n", "n’est pas un classeur"),
        (b"PK\x03\x04 broken", "abîmé"),
    ],
)
def test_what_is_no_workbook_is_refused(platform: LintingClient, data: bytes | None, told: str) -> None:
    assert send(platform, data) == 422
    assert told in words(platform)


def test_a_workbook_that_is_too_big_is_refused_before_it_is_read(platform: LintingClient) -> None:
    assert send(platform, b"x" * (MAX_BYTES + 200_000)) == 413
    assert "2 Mo au plus" in words(platform)
    assert send(platform, b"x" * (MAX_BYTES + 10)) == 422
    assert "trop gros" in words(platform)


def shown(client: LintingClient, data: bytes) -> dict[str, list[str]]:
    """What the page of differences sends when its button is pressed."""
    assert send(client, data) == 200
    return values_of(client.page)


def test_what_a_browser_sends_back_is_checked_again(
    platform: LintingClient, exported: bytes, folder: Path, database: Database
) -> None:
    """A page is not a promise: what it carried is read like a workbook that has just arrived."""
    sent = shown(platform, edited(exported, DAYS))
    rows = json.loads(sent["rows"][0])
    (row,) = rows[VALUES]
    wrong = [
        ("", "n’est pas arrivée entière"),
        ("[1, 2", "n’est pas arrivée entière"),
        (json.dumps({"Autre feuille": [row]}), "n’est pas arrivée entière"),
        (json.dumps({VALUES: [{**row, "cells": {"Fichier": ACTION}}]}), "n’est pas arrivée entière"),
        (json.dumps({VALUES: [{**row, "line": "3; DROP"}]}), "n’est pas arrivée entière"),
        (json.dumps({VALUES: [{**row, "cells": {**row["cells"], "Fichier": "../../etc/x.yaml"}}]}), "ligne inconnue"),
        (json.dumps({VALUES: [{**row, "cells": {**row["cells"], "theme": "organization"}}]}), "permis : strategy"),
        (json.dumps({VALUES: [{**row, "cells": {**row["cells"], "symptoms": "late_deliverys"}}]}), "late_deliverys"),
    ]
    before = bytes_of(folder)
    for text, told in wrong:
        assert platform.post(f"{ADDRESS}/save", data={**sent, "rows": text}).status_code == 422, text
        assert told in words(platform).lower(), text
    assert bytes_of(folder) == before
    assert "content.saved" not in acts(database)


def test_a_page_carries_as_much_as_every_cell_of_the_content(platform: LintingClient, folder: Path) -> None:
    """All of it edited at once still arrives: what is sent here is refused for its mark, not for its weight."""
    rows = json.loads(rows_text(read_workbook(export(folder))))
    rows[VALUES][0]["cells"]["Repère"] = ""
    sent = json.dumps(rows, ensure_ascii=False)
    assert len(sent) > 3_000_000
    token = leading.token(platform)
    answer = platform.post(
        f"{ADDRESS}/save", data={"csrf_token": token, "rows": sent}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "repère effacé" in words(platform).lower()
    platform.post(f"{ADDRESS}/save", data={"csrf_token": token, "rows": "x" * (MOST_ROWS + 200_000)})
    assert "trop gros" in words(platform)


def test_more_than_a_page_carries_is_refused_at_once(
    platform: LintingClient, exported: bytes, unchecked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing_view, "MOST_ROWS", 500)
    assert send(platform, edited(exported, DAYS)) == 422
    assert "en plusieurs fois" in words(platform)


def test_what_somebody_else_saved_meanwhile_is_not_lost(
    platform: LintingClient, exported: bytes, folder: Path, unchecked: None
) -> None:
    mine = shown(platform, edited(exported, DAYS))
    clash = shown(platform, edited(exported, put(VALUES, "release_days", 9)))
    other = shown(platform, edited(exported, put(VALUES, "internal_days", 12, file=OTHER)))
    assert [platform.post(f"{ADDRESS}/save", data=sent).status_code for sent in (mine, other)] == [303, 303]
    assert platform.post(f"{ADDRESS}/save", data=clash).status_code == 422
    assert "a changé depuis que ce classeur a été exporté" in words(platform)
    assert "release_days: 6" in (folder / ACTION).read_text(encoding="utf-8")
    assert "internal_days: 12" in (folder / OTHER).read_text(encoding="utf-8")


def test_a_page_that_stayed_open_too_long_loses_nothing(
    platform: LintingClient, exported: bytes, folder: Path, unchecked: None
) -> None:
    sent = shown(platform, edited(exported, DAYS))
    assert platform.post(f"{ADDRESS}/save", data={**sent, "csrf_token": "forged"}).status_code == 422
    assert "envoyez-la à nouveau" in words(platform)
    assert "release_days: 6" not in (folder / ACTION).read_text(encoding="utf-8")
    assert platform.post(f"{ADDRESS}/save", data=values_of(platform.page)).status_code == 303
    assert "release_days: 6" in (folder / ACTION).read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_keeps_all_it_had(
    platform: LintingClient, exported: bytes, folder: Path, database: Database, unchecked: None
) -> None:
    (folder / ".import").write_text("in the way", encoding="utf-8")
    sent = shown(platform, edited(exported, DAYS))
    before = bytes_of(folder)
    assert platform.post(f"{ADDRESS}/save", data=sent).status_code == 422
    assert "ne se laisse pas écrire" in words(platform)
    assert bytes_of(folder) == before
    assert "content.saved" not in acts(database)


@pytest.mark.parametrize("own", [True, False])
def test_where_nothing_can_be_saved_the_changed_files_are_given(
    own: bool,
    content: Content,
    database: Database,
    folder: Path,
    exported: bytes,
    unchecked: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program's own content, or a folder that is read-only here."""
    monkeypatch.setattr(editing, "is_writable", lambda _root: False)
    client = editor(served.make_app(content, database, folder=None if own else folder), database)
    root = data_path("questionnaires") if own else folder
    before = bytes_of(root)
    sent = shown(client, edited(exported, DAYS))
    assert (
        "à la personne qui tient le programme" in words(client) if own else "ne se laisse pas écrire" in words(client)
    )
    answer = client.post(f"{ADDRESS}/save", data=sent)
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.data)) as files:
        assert files.namelist() == [f"questionnaires/{ACTION}", f"questionnaires/{LOCK}"]
        assert "release_days: 6" in files.read(f"questionnaires/{ACTION}").decode()
    assert bytes_of(root) == before
    assert acts(database)[-1] == "content.exported"


def test_content_that_no_longer_reads_is_told(platform: LintingClient, folder: Path) -> None:
    (folder / ACTION).write_text("id: hourly_board\n", encoding="utf-8")
    answer = platform.get(f"{ADDRESS}/palier-contenu.xlsx")
    assert answer.status_code == 400
    assert ACTION in words(platform) or "clé manquante" in words(platform)


def test_only_these_addresses_take_more_than_a_form(platform: LintingClient) -> None:
    token = leading.token(platform)
    answer = platform.post("/account/name", data={"csrf_token": token, "name": "x" * 700_000})
    assert answer.status_code == 413
