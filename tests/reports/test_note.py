"""The note of the day: two sides of one sheet, whatever is on them."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import page
import pypdf
import pytest

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.signature import Signing
from diagnostic.core.opco import opco_of_company
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import data_path
from reports import note_pdf, pdf
from reports.dossier import Dossier, Word
from reports.view_note import Beside
from tests.reports import workshop

TEMPLATES = data_path("templates")
DUE = date(2026, 12, 12)
LONG = "Établissements Wilhelmina-Bartholomäus et Fils, mécanique générale de précision du Massif central " * 3
BESIDE = Beside("Léa Martin, Hugo Roux", "Hugo Roux", "CCI de la Loire", "hugo@exemple.fr")
WIDEST = Beside(f"{LONG}{LONG}"[:300], LONG[:120], LONG[:200], f"{'a' * 60}@{'b' * 180}.fr")


def printed(of: Dossier, beside: Beside = BESIDE) -> bytes:
    return note_pdf.note(of, beside, DUE, templates=TEMPLATES)


def pages_of(document: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(document))
    texts = [one.extract_text().replace("\u202f", " ").replace("\u00a0", " ") for one in reader.pages]
    return [re.sub(r"\s+", " ", one) for one in texts]


def failed_rules(document: bytes) -> int:
    return int(page.validate_pdf_bytes(document, profile=page.ValidationProfile.PDF_UA_1).rules.failed)


def example(content: Content, assessment: Assessment, **changes: object) -> Dossier:
    told = replace(assessment, **changes)  # type: ignore[arg-type]
    found, on = score(content.questionnaire, told), date(2026, 11, 21)
    made = plan(content, told, found, on, PlanOptions(time_limit=0.5))
    opco = opco_of_company(content.opco, told.company)
    return Dossier(content, told, found, made, opco, targets(content, told, found), on, "fr")


def test_it_says_where_one_stands_what_next_and_whom_to_call() -> None:
    first, second = pages_of(printed(workshop.dossier()))
    assert "Stade 1 acquis" in first and "Sur quoi vous appuyer" in first and "Ce qui vous freine" in first
    assert "Choisir la machine avec l’équipe et afficher la feuille." in second
    assert "au plus tard le 12 décembre 2026" in second
    assert "OPCO 2i" in second and "www.opco2i.fr" in second
    assert "Hugo Roux, CCI de la Loire, hugo@exemple.fr" in second and "Léa Martin, Hugo Roux" in second
    assert "1 / 2" in first and "2 / 2" in second


@pytest.mark.parametrize(
    "of",
    [
        workshop.assessment(1.0),
        workshop.assessment(1.0, form="flash"),
        workshop.assessment(0.0),
        workshop.assessment(6.0),
        workshop.assessment(1.0, answers=()),
        workshop.assessment(1.0, answers=workshop.answers(2.0)[:5]),
    ],
    ids=["full", "flash", "nothing held", "everything held", "no answer", "five answers"],
)
def test_it_holds_on_one_sheet_whatever_is_known(of: Assessment) -> None:
    document = printed(workshop.dossier(of))
    assert len(pages_of(document)) == 2
    assert failed_rules(document) == 0


def test_it_holds_on_one_sheet_whatever_the_names() -> None:
    named = workshop.assessment(1.0, form="flash")
    long = replace(named, company=replace(named.company, name=LONG[:200]))
    document = printed(workshop.dossier(long), WIDEST)
    assert len(pages_of(document)) == 2 and failed_rules(document) == 0
    assert "b" * 30 in pages_of(document)[1].replace(" ", "")


def test_without_a_plan_it_says_what_to_do_first() -> None:
    told = workshop.dossier(made=workshop.plan(actions=(), trajectory=()))
    assert "Répondre aux questions qui manquent" in pages_of(printed(told, Beside()))[1]


def test_who_was_there_may_be_written_by_hand_and_signs_of_no_type_left_out() -> None:
    assert "À compléter à la main" in pages_of(printed(workshop.dossier(), Beside()))[1]
    other = pages_of(printed(workshop.dossier(), Beside("Léa 🛠 الخطاط", "🛠", None, None)))[1]
    assert "Qui était là Léa" in other and "Votre intervenant" not in other


@pytest.mark.slow
def test_the_word_opens_the_report_and_adds_no_page() -> None:
    plain, told = workshop.dossier(), "Votre équipe sait mesurer.\nCommencez par la sauvegarde 🛠."
    worded = pages_of(pdf.report(replace(plain, word=Word(told, "Hugo Roux")), templates=TEMPLATES))
    assert len(worded) == len(pages_of(pdf.report(plain, templates=TEMPLATES)))
    assert "Le mot de l’intervenant Votre équipe sait mesurer. Commencez par la sauvegarde ." in worded[0]
    assert "Hugo Roux" in worded[0] and "L’essentiel en une page" in worded[1]


@pytest.mark.slow
def test_the_examples_hold_with_a_word_and_a_signature(content: Content, examples: Mapping[str, Assessment]) -> None:
    long = "\n".join(
        ["Commencez par la sauvegarde, puis par le relevé des arrêts : une heure chaque, rien à payer. "] * 6
    )
    for name, assessment in examples.items():
        told = example(content, assessment)
        document = printed(told)
        assert len(pages_of(document)) == 2 and failed_rules(document) == 0, name
        for text in (
            long[:600],
            "x" + " mot" * 374,
            "\n".join(["Un paragraphe assez long pour deux lignes. " * 2] * 12),
        ):
            signed = replace(
                told, word=Word(text[:1500], "Hugo"), signing=Signing(told.on, "Léa", "Gérante"), seal="a" * 64
            )
            report = pdf.report(signed, templates=TEMPLATES)
            pages = pages_of(report)
            assert len(pages) <= 14 and "L’essentiel en une page" in pages[1], name
            assert "a" * 64 in pages[0].replace(" ", "") and failed_rules(report) == 0, name


@pytest.mark.slow
def test_a_barely_answered_example_holds_too(content: Content, examples: Mapping[str, Assessment]) -> None:
    for form in ("full", "flash"):
        base = examples["uma_usinage"]
        assert len(pages_of(printed(example(content, base, form=form, answers=base.answers[:4])))) == 2
