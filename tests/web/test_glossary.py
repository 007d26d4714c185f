"""The glossary's page, and the links that lead to it from the pages of a company."""

import json
import re
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from diagnostic.content.assessments import read_assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services.database import Database
from diagnostic.web import glossary
from tests.web import served
from tests.web.linting_client import FORM_TOKEN, LintingClient, Page, text_of

EXAMPLE = "/d/one_too"
LINK = re.compile(r'<a class="term" href="/glossary#\w+">(.*?)</a>', re.DOTALL)
PAGES = ("/result", "/plan", "/target", "/skills", "/together")


def terms_in(page: Page) -> list[str]:
    return [str(one.get("href")).partition("#")[2] for one in page.all("a") if one.get("class") == "term"]


def test_every_word_is_there_with_its_english_beside_it(client: LintingClient, content: Content) -> None:
    client.get("/glossary")
    page = client.page
    for term in content.glossary:
        entry = page.id(term.id)
        name, french, english = list(entry)
        assert text_of(name) == term.name.fr
        assert text_of(french).startswith(" ".join(term.definition.fr.split()))
        assert english.get("lang") == "en"
        assert text_of(english) == f"{term.name.en} {term.definition.en}"
        assert ("Source" in text_of(french)) == (term.source is not None)
    assert terms_in(page) == []


def test_it_asks_nothing_of_the_database(
    client: LintingClient, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(Database, "session", lambda _self: pytest.fail("the database was asked"))
    assert client.get("/glossary").status_code == 200


def test_every_page_leads_to_it(client: LintingClient) -> None:
    for address in ("/", "/observatoire", f"{EXAMPLE}/plan", "/nowhere"):
        client.get(address)
        assert "/glossary" in {link.get("href") for link in client.page.all("footer")[-1].iter("a")}, address
    client.get("/pages")
    assert "/glossary" in {link.get("href") for link in client.page.one("main").iter("a")}
    assert "X-Robots-Tag" not in client.get("/glossary").headers


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_company_links_each_word_once(client: LintingClient, content: Content, page: str) -> None:
    client.get(EXAMPLE + page)
    found = terms_in(client.page)
    assert found
    assert len(found) == len(set(found)) <= 8
    assert set(found) <= {term.id for term in content.glossary}


@pytest.mark.parametrize("page", PAGES)
def test_without_its_links_a_page_is_the_one_that_was_made(
    client: LintingClient, content: Content, database: Database, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    told = client.get(EXAMPLE + page).text
    monkeypatch.setattr(glossary, "linker", lambda _terms: lambda text, _address: text)
    made = served.make_app(content, database).test_client().get(EXAMPLE + page).text
    assert 'class="term"' not in made
    assert FORM_TOKEN.sub("", LINK.sub(r"\1", told)) == FORM_TOKEN.sub("", made)


def test_the_result_explains_its_words_and_leaves_its_title(client: LintingClient) -> None:
    client.get(f"{EXAMPLE}/result")
    page = client.page
    assert "stage" in terms_in(page) or "index" in terms_in(page)
    for link in page.all("a"):
        if link.get("class") == "term":
            around = {element.tag for element in page.ancestors(link)}
            assert not around & {"h1", "h2", "h3", "a", "button", "form", "summary", "label", "nav", "bdi"}
            assert text_of(link) != text_of(page.parents[link])


TYPED = "Stade OPCO mesure"
FREE = {"name", "note", "reason", "team", "post"}


def typed_everywhere(told: object) -> object:
    """An assessment in which every free text begins with words of the glossary."""
    if isinstance(told, list):
        return [typed_everywhere(one) for one in told]
    if isinstance(told, dict):
        return {key: f"{TYPED} {one}"[:60] if key in FREE else typed_everywhere(one) for key, one in told.items()}
    return told


@pytest.mark.slow
def test_what_people_typed_is_never_linked(content: Content, tmp_path: Path) -> None:
    example = data_path("questionnaires") / "industry40" / "examples" / "uma_usinage.json"
    file = tmp_path / "typed.json"
    file.write_text(json.dumps(typed_everywhere(json.loads(example.read_text("utf-8")))), encoding="utf-8")
    served.prepare_database(tmp_path / "typed.db", content, {"typed": read_assessment(file, content)})
    database = Database(f"sqlite:///{tmp_path / 'typed.db'}")
    app = served.make_app(content, database)
    client, shown, linked = app.test_client(), 0, 0
    for rule in app.url_map.iter_rules():
        if not is_page_of_a_company(rule):
            continue
        answer = client.get(rule.rule.replace("<id>", "typed"))
        if answer.mimetype == "text/html":
            bare = LINK.sub(r"\1", answer.text)
            assert answer.text.count(TYPED) == bare.count(TYPED), rule.rule
            shown, linked = shown + bare.count(TYPED), linked + (bare != answer.text)
    database.close()
    assert shown > 50
    assert linked >= 5


def is_page_of_a_company(rule: Rule) -> bool:
    return rule.rule.startswith("/d/<id>/") and rule.arguments == {"id"} and "GET" in (rule.methods or ())


def test_what_was_refused_comes_back_as_it_was(client: LintingClient) -> None:
    """Pages of mistakes, of forms refused, and what is not a page."""
    for address, code in (("/nowhere", 404), (f"{EXAMPLE}/plan/proof", 200), (f"{EXAMPLE}/report.pdf", 200)):
        answer = client.get(address)
        assert answer.status_code == code
        assert b'class="term"' not in answer.data
