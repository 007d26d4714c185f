"""A content editor's errand in a real browser: the workbook taken, edited, sent back, its differences read, saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from diagnostic.content.content_sheets import ENGLISH, FRENCH
from diagnostic.content.english import LOCK
from diagnostic.core.model.catalogue import Content
from diagnostic.services import editing
from diagnostic.services.database import Database
from tests.e2e.conftest import answering
from tests.e2e.test_pages import check
from tests.edited_workbooks import ACTION, TEXTS, TRAINING, TRAININGS, VALUES, all_files, bytes_of, edited, put
from tests.web import acquaintances as known
from tests.web import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Écrire chaque heure ce qui sort et ce qui bloque, là où l’on décide"
EDITS = (
    put(TEXTS, FRENCH, TITLE, key="text.title"),
    put(TEXTS, ENGLISH, "Write down every hour what comes out and what is stuck, where you decide", key="text.title"),
    put(VALUES, "release_days", 6),
    put(VALUES, "symptoms", "late_deliveries, idle_machines"),
    put(TRAININGS, "printable", "non", file=TRAINING),
    put(TRAININGS, "hours", 40, file=TRAINING),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return all_files(tmp_path_factory.mktemp("content") / "questionnaires")


@pytest.fixture(scope="module")
def address(content: Content, database: Database, folder: Path) -> Iterator[str]:
    """A server that runs with a folder of content of its own."""
    with answering(served.make_app(content, database, folder=folder)) as found:
        yield found


@pytest.fixture
def editor(page: Page, context: BrowserContext, address: str, database: Database) -> Page:
    account = known.account(database, "root@palier.fr", platform_admin=True)
    with database.session() as session:
        values = known.session_values(session, account, proven=True, now=known.NOW)
    context.add_cookies([{"name": known.COOKIE, "value": known.cookie_of(database, values), "url": address}])
    return page


def send(page: Page, file: Path) -> None:
    page.get_by_label("Le classeur modifié").set_input_files(file)
    page.get_by_role("button", name="Voir les différences").click()


def test_the_content_is_edited_in_a_workbook(editor: Page, folder: Path, tmp_path: Path) -> None:
    page, before, file = editor, bytes_of(folder), tmp_path / "contenu.xlsx"
    page.goto("/account")
    page.get_by_role("link", name="Le contenu").click()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le classeur").click()
    exported = Path(download.value.path()).read_bytes()

    two = (put(VALUES, "theme", "organization"), put(TEXTS, FRENCH, None, key="who"))
    file.write_bytes(edited(exported, *EDITS, *two))
    send(page, file)
    expect(page.get_by_role("alert")).to_contain_text("feuille « Actions », cellule C")
    expect(page.get_by_role("alert")).to_contain_text("Texte français vide")
    check(page)

    file.write_bytes(edited(exported, *EDITS))
    send(page, file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que le classeur change")
    expect(page.get_by_text("Six cellules changent, dans deux fichiers")).to_be_visible()
    expect(page.locator(".difference")).to_have_count(len(EDITS))
    check(page)
    assert bytes_of(folder) == before

    page.get_by_role("button", name="Enregistrer ces changements").click()
    expect(page.get_by_role("status")).to_contain_text("Ils serviront au prochain redémarrage")
    after = bytes_of(folder)
    assert {name for name in after if after[name] != before[name]} == {ACTION, TRAINING, LOCK}
    assert TITLE in after[ACTION].decode()
    assert not list(editing.check(folder))
