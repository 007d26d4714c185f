"""What is printed before a visit: the questions of this company alone, no answer, on paper that anybody can read."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace

import page
import pypdf
import pytest

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from reports import papers
from reports.view_blank import NOT_CONCERNED, blank_view
from reports.view_visit import duration, rounded, visit_view
from tests.reports.workshop import TODAY

TEMPLATES = data_path("templates")


@pytest.fixture(scope="module")
def workshop(examples: Mapping[str, Assessment]) -> Assessment:
    """UMA Usinage: neither studies nor services of its own."""
    full = replace(examples["uma_usinage"], form="full")
    return replace(full, functions={**full.functions, "development": 0.0, "services": 0.0, "production": 1.0})


def pages_of(document: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(document))
    return [re.sub(r"\s+", " ", one.extract_text().replace("\u202f", " ")) for one in reader.pages]


def failed_rules(document: bytes) -> int:
    return int(page.validate_pdf_bytes(document, profile=page.ValidationProfile.PDF_UA_1).rules.failed)


def test_each_question_is_asked_once_where_the_company_has_the_function(content: Content, workshop: Assessment) -> None:
    view = blank_view(content, workshop, TODAY, "fr")
    questions = [one for part in view.parts for one in part.questions]
    assert [one.number for one in questions] == list(range(1, len(questions) + 1))
    assert len({one.title for one in questions}) == len(questions)
    columns = {column for one in questions for column in one.columns}
    assert columns == {"Production", "Logistique", "Devis et commerce", "Toute l’entreprise"}
    assert all([rung.number for rung in one.rungs] == list(range(7)) for one in questions)
    items = content.questionnaire.items
    may = {items[one.id].title.fr for one in content.questionnaire.capabilities() if one.may_be_na}
    assert {one.title for one in questions if NOT_CONCERNED in one.others} == may & {one.title for one in questions}


def test_a_first_bearing_asks_everything_once_for_the_whole_company(content: Content, workshop: Assessment) -> None:
    view = blank_view(content, replace(workshop, form="flash"), TODAY, "fr")
    assert {one.columns for part in view.parts for one in part.questions} == {("Toute l’entreprise",)}
    assert view.lead.startswith("Repérage") or "20 questions" in view.lead


@pytest.mark.slow
def test_the_questionnaire_on_paper_holds_every_rung_and_proof_and_no_answer(
    content: Content, workshop: Assessment
) -> None:
    secret = replace(workshop, answers=tuple(replace(one, note="carnet secret") for one in workshop.answers))
    document = papers.blank(content, secret, TODAY, "fr", templates=TEMPLATES)
    assert failed_rules(document) == 0
    pages = pages_of(document)
    text = re.sub(r"\s+", "", " ".join(pages).replace("\u00a0", " "))
    view = blank_view(content, workshop, TODAY, "fr")
    for one in (question for part in view.parts for question in part.questions):
        for rung in one.rungs:
            for words in (rung.text, rung.proof):
                assert re.sub(r"\s+", "", words) in text, words
    assert "carnetsecret" not in text
    assert all(f"{number} / {len(pages)}" in one for number, one in enumerate(pages, 1))


def test_the_note_of_the_visit_is_one_sheet(content: Content, workshop: Assessment) -> None:
    named = replace(workshop, company=replace(workshop.company, name="Léa 👩‍🔧 & fils <b>"))
    document = papers.visit(content, named, 33, TODAY, "fr", templates=TEMPLATES)
    assert failed_rules(document) == 0
    pages = pages_of(document)
    assert len(pages) == 2
    assert papers.visit(content, named, 33, TODAY, "fr", templates=TEMPLATES) == document
    assert "Léa & fils <b>" in pages[0]
    assert "45 min" in pages[0].replace("\u00a0", " ")
    for told in ("Qui devrait être là", "Ce que nous irons voir", "Ce qui vous reste le jour même"):
        assert told in pages[0]
    assert "À avoir sous la main" in pages[1] and "Qui voit quoi" in pages[1]


def test_the_note_speaks_of_the_functions_that_exist(content: Content, workshop: Assessment) -> None:
    view = visit_view(content, workshop, 33, TODAY, "fr")
    assert [one.partition("\u00a0")[0] for one in view.visited] == ["Production", "Logistique", "Devis et commerce"]
    assert not any("après-vente" in one for one in view.people)
    assert sum(len(one.proofs) for one in view.at_hand) == 27


@pytest.mark.parametrize(
    ("minutes", "told"), [(15, "15 min"), (31, "45 min"), (45, "45 min"), (60, "1 h"), (61, "1 h 15"), (180, "3 h")]
)
def test_durations_are_told_by_quarters_of_an_hour(minutes: int, told: str) -> None:
    assert duration(rounded(minutes)).replace("\u00a0", " ") == told


@pytest.mark.slow
def test_every_example_prints_in_both_forms(content: Content, examples: Mapping[str, Assessment]) -> None:
    for assessment in examples.values():
        for form in ("full", "flash"):
            asked = replace(assessment, form=form, functions=dict.fromkeys(assessment.functions, 1.0))
            assert len(pages_of(papers.blank(content, asked, TODAY, "fr", templates=TEMPLATES))) <= 20
            assert len(pages_of(papers.visit(content, asked, 60, TODAY, "fr", templates=TEMPLATES))) == 2
