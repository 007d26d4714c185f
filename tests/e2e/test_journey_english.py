"""A leader who reads English: one link, then the card, the questions, the plan and its document, all in English."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.web.french_left import french_left, names
from tests.web.linting_client import Page as Parsed

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def in_english(page: Page) -> None:
    """No French is left, once scripts have run."""
    parsed = Parsed(page.content())
    assert parsed.one("html").get("lang") == "en"
    assert not list(french_left(parsed.one("body")))


def begin(page: Page) -> str:
    """From the French home page to the questions; the beginning of the addresses."""
    page.goto("/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url("/")
    page.get_by_role("link", name="Start the assessment").click()
    page.get_by_label("Company name").fill("Durand Machining")
    page.get_by_label("Headcount").fill("42")
    page.get_by_label("Region").select_option(label="Auvergne-Rhône-Alpes")
    in_english(page)
    page.get_by_role("button", name="Start", exact=True).click()
    in_english(page)
    page.get_by_role("button", name="I have kept it, continue").click()
    return "/d/" + page.url.split("/d/")[1].partition("/")[0]


def test_from_the_first_page_to_the_document(page: Page, tmp_path: Path) -> None:
    own = begin(page)
    page.goto(f"{own}/entry")
    page.locator("summary", has_text="In your company").click()
    page.get_by_role("radiogroup", name="We deliver late").get_by_role("radio", name="Strongly").check()
    page.get_by_label("Orders delivered late").fill("18%")
    in_english(page)
    page.get_by_role("button", name="Save and go on to the questions").click()
    page.goto(f"{own}/questions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eight pages, one per subject.")
    page.get_by_role("link", name="Start", exact=True).click()
    for number in range(1, 9):
        expect(page.locator(".strip")).to_contain_text(f"{number} of 8")
        for cell in page.locator("[data-cell]").all():
            cell.locator("input[type=radio][value='1']").check(force=True)
        expect(page.locator("[data-status]")).to_have_text("Saved")
        in_english(page)
        page.get_by_role("button", name="See the result" if number == 8 else "Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("stage 1")
    in_english(page)
    page.get_by_role("link", name="See the plan").click()
    expect(page.locator("article.measure").first).to_contain_text("This week")
    in_english(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    document = tmp_path / "report.pdf"
    download.value.save_as(document)
    read = PdfReader(document)
    assert read.trailer["/Root"]["/Lang"] == "en"
    told = names().sub(" ", " ".join(" ".join(one.extract_text() for one in read.pages).split()))
    assert "Assessment and action plan" in told
    assert not re.search(r"«|\b(vous|votre|vos|sont|dans|avec)\b", told)


def test_what_waits_without_network_is_told_in_english(page: Page) -> None:
    own = begin(page)
    page.goto(f"{own}/questions/digital_capability")
    page.context.set_offline(True)
    page.locator("[data-cell] input[type=radio][value='2']").first.check(force=True)
    expect(page.locator("[data-status]")).to_contain_text("Waiting: 1 answer, no network")
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_have_text("Saved", timeout=30_000)
