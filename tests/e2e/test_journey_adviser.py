"""The adviser's half-day with a company, from its SIRET to a signed plan, and the year after."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect
from pypdf import PdfReader

from diagnostic import cli_remind
from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.core.model.catalogue import Content
from diagnostic.directory import Directory
from diagnostic.services.database import Database
from tests.cli.test_cli import run
from tests.e2e import browsing
from tests.e2e.travelling import World, check, world
from tests.web import acquaintances as known
from tests.web.acquaintances import Account
from tests.web.directory_stand_in import SIRET, stand_in
from tests.web.mailbox import link_of, text_of
from tests.web.smtp_server import Mailbox, listening

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMPANY = "MÉCANIQUE DURAND"
GIVEN, FORMERLY, NOW_ON = "1", "2", "3"
PROOF = 90_000  # milliseconds: how long a plan may take to be proven on a busy machine
OWNER = "karim@durand.fr"


@dataclass
class Visit:
    """The adviser's computer, the leader's telephone, where the diagnostic stands; the code that the leader kept."""

    world: World
    adviser: Page
    account: Account
    organisation: str
    leader: Page
    own: str = ""
    code: str = ""
    papers: Path = field(default_factory=Path)

    def go(self, page: Page, place: str) -> None:
        page.goto(f"{self.own}/{place}")

    def keep(self, download: Download) -> str:
        """The words of a PDF that was taken away, as one line."""
        kept = self.papers / download.suggested_filename
        download.save_as(kept)
        return " ".join(" ".join(page.extract_text() for page in PdfReader(kept).pages).split())


@pytest.fixture
def visit(chromium: Browser, content: Content, database: Database, tmp_path: Path) -> Iterator[Visit]:
    chamber = known.organisation(database, "CCI de la Loire", OrganisationKind.CHAMBER)
    ana = known.account(database, "ana@cci.fr", "Ana Martin")
    known.member(database, ana, chamber, Position.ADVISER)
    with stand_in() as public, world(chromium, content, database, Directory(public.address)) as made:
        visit = Visit(made, made.desk(), ana, chamber, made.phone(), papers=tmp_path)
        made.enter(visit.adviser, ana)
        yield visit


def prepare(visit: Visit) -> None:
    """A card filled by the directory, the difficulties and the means, two papers to print."""
    page = visit.adviser
    page.goto(f"/o/{visit.organisation}/companies")
    check(page)
    page.get_by_role("link", name="Préparer un diagnostic").first.click()
    page.get_by_label("SIRET").fill(SIRET)
    page.get_by_role("button", name="Retrouver").click()
    expect(page.get_by_label("Nom de l’entreprise")).to_have_value(COMPANY)
    check(page)
    page.get_by_label("Effectif").fill("42")
    page.get_by_role("checkbox", name="Production").check()
    page.get_by_role("radio", name="Sous-traitance").check()
    page.get_by_role("radio", name="Rattrapage").check()
    page.get_by_role("radio", name="Diagnostic complet").check()
    page.get_by_role("button", name="Commencer", exact=True).click()
    expect(page).to_have_url(re.compile("/entry$"))
    visit.own = "/d/" + page.url.split("/d/")[1].partition("/")[0]
    page.get_by_role("radiogroup", name="Nous livrons en retard").get_by_role("radio", name="Fortement").check()
    page.get_by_label(re.compile("^Budget")).fill("20000")
    page.get_by_label(re.compile("^Jours hors du poste")).fill("8")
    check(page)
    page.get_by_role("button", name="Enregistrer et passer aux questions").click()
    visit.go(page, "prepare")
    check(page)
    for name in ("La note à envoyer", "Le questionnaire à remplir"):
        with page.expect_download() as paper:
            page.get_by_role("link", name=name).click()
        assert COMPANY in visit.keep(paper.value)


def hand_over(visit: Visit) -> None:
    """The leader comes in by a link given in person, answers one question, and gives the hand back."""
    page, leader = visit.adviser, visit.leader
    visit.go(page, "hand")
    check(page)
    page.get_by_role("button", name="Créer le lien").click()
    leader.goto(page.get_by_label("Lien à usage unique").input_value())
    check(leader)
    leader.get_by_role("button", name="Accepter").click()
    expect(leader).to_have_url(f"{visit.own}/link")
    visit.code = leader.locator(".code-to-keep strong").inner_text()
    leader.get_by_role("button", name="Je l’ai gardé, continuer").click()
    visit.go(leader, "questions/digital_capability")
    browsing.answer(leader, "digital_skills", GIVEN)
    browsing.saved(leader)
    check(leader)
    visit.go(page, "hand")
    page.get_by_role("button", name="Reprendre la main").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous écrivez, le dirigeant aussi.")


def answer_everything(visit: Visit, rating: str) -> None:
    page = visit.adviser
    visit.go(page, "questions")
    check(page)
    page.get_by_role("link", name=re.compile("^(Commencer|Continuer)$")).click()
    while "/questions/" in page.url:
        for cell in page.locator("[data-cell]").all():
            cell.locator(f"input[type=radio][value='{rating}']").check(force=True)
        browsing.saved(page)
        here = page.url
        page.get_by_role("button", name=re.compile("^(Continuer|Voir le résultat)$")).last.click()
        expect(page).not_to_have_url(here)


def invite_a_foreman(visit: Visit) -> None:
    page, phone = visit.adviser, visit.world.phone()
    visit.go(page, "respondents")
    page.get_by_role("radio", name="Encadrement").check()
    page.get_by_role("button", name="Créer son lien").click()
    phone.goto(page.get_by_label("Lien à transmettre").input_value())
    phone.get_by_role("button", name="Commencer").click()
    phone.get_by_role("link", name="Commencer").click()
    browsing.answer(phone, "digital_skills", GIVEN)
    browsing.saved(phone)
    phone.close()


def look_again(visit: Visit) -> None:
    """A question is marked and noted, found in the list of what is to be seen again, and cleared."""
    page = visit.adviser
    visit.go(page, "questions/digital_capability")
    cell = page.locator("[data-item='digital_skills'][data-function='']")
    cell.get_by_label("à revoir").check()
    cell.locator("summary", has_text="Note").click()
    cell.get_by_label("Note sur cette réponse").fill("Demander à Karim qui remplace Paul.")
    browsing.saved(page)
    visit.go(page, "together")
    expect(page.get_by_text("À éclaircir avant de signer")).to_be_visible()
    visit.go(page, "review")
    expect(page.get_by_text("Demander à Karim qui remplace Paul.")).to_be_visible()
    check(page)
    visit.go(page, "questions/digital_capability")
    cell.get_by_label("à revoir").uncheck()
    browsing.saved(page)


def consolidate(visit: Visit) -> None:
    """The widest gap is settled, with a reason that the leader reads."""
    page = visit.adviser
    visit.go(page, "views")
    check(page)
    first = page.locator("ol.apart > li").first
    first.get_by_role("link", name="Trancher").click()
    page.get_by_label("Note retenue").select_option("1.5")
    page.get_by_label("Votre raison").fill("Le tableur du chef d’atelier, vu à l’îlot 2.")
    check(page)
    page.get_by_role("button", name="Trancher", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="C’est tranché")).to_be_visible()
    visit.go(visit.leader, "views")
    expect(visit.leader.get_by_text("Le tableur du chef d’atelier, vu à l’îlot 2.")).to_be_visible()
    check(visit.leader)


def leave_the_note(visit: Visit) -> None:
    page = visit.adviser
    visit.go(page, "plan")
    expect(page.locator("article.measure").first).to_be_visible(timeout=PROOF)
    check(page)
    visit.go(page, "together")
    check(page)
    page.get_by_label("Qui était là").fill("Léa Durand, Karim")
    page.get_by_role("button", name="Note remise aujourd’hui").click()
    expect(page.get_by_text("restitution au plus tard le 13")).to_be_visible()
    with page.expect_download() as note:
        page.get_by_role("link", name="Imprimer la note").click()
    told = visit.keep(note.value)
    assert all(name in told for name in (COMPANY, "Léa Durand", "Ana Martin"))
    page.get_by_role("link", name="Écrire le mot de l’intervenant").click()
    page.get_by_label("Votre mot").fill("L’atelier sait ce qui cloche : commencez par le planning affiché.")
    check(page)
    page.get_by_role("button", name="Enregistrer ce mot").click()


def sign(visit: Visit) -> None:
    """At the restitution, a fortnight later; the leader reads the same signature, and nobody writes any more."""
    page = visit.adviser
    visit.world.clock.wait(days=14)
    visit.world.enter(page, visit.account)
    visit.go(page, "sign")
    page.get_by_label("Nom de la personne qui signe").fill("Léa Durand", timeout=PROOF)
    page.get_by_label("Sa fonction").fill("Gérante")
    expect(page.get_by_label("Intervenant présent")).to_have_value("Ana Martin")
    page.get_by_label("Je valide ce plan").check()
    check(page)
    page.get_by_role("button", name="Signer le plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Léa Durand", timeout=PROOF)
    check(page)
    with page.expect_download() as signed:
        page.get_by_role("link", name="Télécharger le plan signé").click()
    told = visit.keep(signed.value)
    assert all(words in told for words in (COMPANY, "Léa Durand", "commencez par le planning affiché"))
    leader = visit.leader
    leader.goto("/resume")
    leader.get_by_label("Votre lien privé, ou son code").fill(visit.code)
    leader.get_by_role("button", name="Ouvrir mon diagnostic").click()
    visit.go(leader, "questions/digital_capability")
    expect(leader.locator("[name='digital_skills-rating']").first).to_be_disabled()
    visit.go(leader, "sign")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Léa Durand")
    check(leader)


def tell(visit: Visit, row: int, state: str, **typed: str) -> None:
    """What became of an action: the fields by their labels."""
    page = visit.adviser
    visit.go(page, "follow")
    page.get_by_role("link", name="Mettre à jour").nth(row).click()
    page.get_by_role("radio", name=state).check()
    for label, words in typed.items():
        page.get_by_label(label.replace("_", " ")).fill(words)
    check(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").filter(has_text="C’est enregistré")).to_be_visible()


def follow_up(visit: Visit) -> None:
    """A year later: one action done, another late."""
    page = visit.adviser
    visit.world.clock.wait(days=365)
    visit.world.enter(page, visit.account)
    visit.go(page, "follow")
    expect(page.get_by_text("retard").first).to_be_visible()
    check(page)
    tell(visit, 0, "Faite", Finie_le="15/03/2027", Coût_réel="1200")
    tell(visit, 0, "En cours", Responsable="Karim", Son_adresse_de_courriel=OWNER)
    check(page)


def remind(visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    """The operator's daily command writes to whoever is late, and to the adviser: a year is over."""
    monkeypatch.setattr(cli_remind, "load_content", lambda: content)
    with listening(Mailbox()) as mailbox:
        monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
        monkeypatch.setenv("PALIER_SMTP", f"smtp://127.0.0.1:{mailbox.port}?tls=none")
        monkeypatch.setenv("PALIER_URL", visit.world.address)
        monkeypatch.setenv("PALIER_MAIL_FROM", "palier@exemple.fr")
        done = run("remind", "--on", visit.world.clock.now.date().isoformat(), "--yes")
    assert done.exit_code == 0, done.output
    (late,) = [one for one in mailbox.letters if one["To"] == OWNER]
    assert COMPANY in text_of(late) and "l’échéance est passée" in text_of(late)
    assert "/d/" not in text_of(late), "whoever only does the action opens no file"
    (again,) = [one for one in mailbox.letters if one["Subject"].startswith("Un an après")]
    assert again["To"] == visit.account.email
    visit.adviser.goto(link_of(again))
    expect(visit.adviser).to_have_url(f"{visit.own}/history")


def measure_again(visit: Visit) -> None:
    """The second diagnostic, with the first one's answers beside; then both."""
    page = visit.adviser
    check(page)
    page.get_by_role("button", name="Commencer un nouveau diagnostic").click()
    expect(page).not_to_have_url(re.compile(visit.own))
    visit.own = "/d/" + page.url.split("/d/")[1].partition("/")[0]
    visit.go(page, "questions/digital_capability")
    expect(page.locator(".beside").filter(has_text=re.compile(r"^Le .* 2026.* 2")).first).to_be_visible()
    answer_everything(visit, NOW_ON)
    visit.go(page, "before-after")
    expect(page.get_by_role("heading", name="Ce qui a monté")).to_be_visible()
    expect(page.get_by_text("finie le 15 mars 2027")).to_be_visible()
    check(page)


def test_the_half_day_and_the_year_after(
    visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch, content: Content
) -> None:
    prepare(visit)
    hand_over(visit)
    invite_a_foreman(visit)
    answer_everything(visit, FORMERLY)
    look_again(visit)
    consolidate(visit)
    leave_the_note(visit)
    sign(visit)
    follow_up(visit)
    remind(visit, database, monkeypatch, content)
    measure_again(visit)
