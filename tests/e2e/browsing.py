"""What a leader does in a browser, in few words."""

from playwright.sync_api import Page, expect


def fill_card(page: Page, name: str = "Mécanique Durand", form: str = "Repérage, 20 questions") -> None:
    """A company's card, ready to be sent."""
    page.get_by_label("Nom de l’entreprise").fill(name)
    page.get_by_label("Effectif").fill("42")
    page.get_by_label("Région").select_option(label="Auvergne-Rhône-Alpes")
    folded = page.locator("summary", has_text="Compléter la fiche")
    if folded.count():
        folded.click()
    for function in ("Production", "Logistique"):
        page.get_by_role("checkbox", name=function).check()
    page.get_by_role("radio", name="Sous-traitance").check()
    page.get_by_role("radio", name="Rattrapage").check()
    page.get_by_role("radio", name=form).check()
    page.get_by_label("Convention collective").fill("3248")


def start(page: Page, form: str = "Repérage, 20 questions") -> str:
    """Start a diagnostic and keep its link; the beginning of its addresses."""
    page.goto("/start")
    fill_card(page, form=form)
    page.get_by_role("button", name="Commencer", exact=True).click()
    page.get_by_role("button", name="Je l’ai gardé, continuer").click()
    own = "/d/" + page.url.split("/d/")[1].partition("/")[0]
    page.goto(f"{own}/entry")
    return page.url.removesuffix("/entry")


def answer(page: Page, item: str, rating: str, function: str = "") -> None:
    """Choose an answer on the page of questions."""
    cell = page.locator(f"[data-item='{item}'][data-function='{function}']")
    cell.locator(f"input[type=radio][value='{rating}']").check(force=True)


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text("Enregistré")
