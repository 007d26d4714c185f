"""The printed document: complete, accessible, made from our own files only, and silent on who said what."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest

from diagnostic.core.errors import AssetError
from diagnostic.core.model.assessment import Assessment, Respondent, SkillState
from diagnostic.core.model.catalogue import Content, Context, LeaderProfile, Skill
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.opco import resolve_opco
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import data_path
from reports import fonts
from reports.dossier import Dossier
from reports.pdf import OwnFiles, html_of, pdf_of, report
from tests.reports import workshop

TEMPLATES = data_path("templates")
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def printed(of: Dossier) -> bytes:
    return report(of, templates=TEMPLATES)


def pages_of(document: bytes) -> list[str]:
    """The words of each page, single-spaced, lines joined."""
    reader = pypdf.PdfReader(io.BytesIO(document))
    return [re.sub(r"\s+", " ", one.extract_text().replace("\u202f", " ")) for one in reader.pages]


def failed_rules(document: bytes) -> int:
    report = page.validate_pdf_bytes(document, profile=page.ValidationProfile.PDF_UA_1)
    return int(report.rules.failed)


@pytest.fixture(scope="module")
def document() -> bytes:
    return printed(workshop.dossier())


@pytest.fixture(scope="module")
def pages(document: bytes) -> list[str]:
    return pages_of(document)


def test_it_breaks_no_rule_of_pdf_ua(document: bytes) -> None:
    assert failed_rules(document) == 0


def test_the_check_can_fail(document: bytes) -> None:
    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as opened:
        del opened.Root["/Lang"]
        opened.save(spoiled)
    assert failed_rules(spoiled.getvalue()) > 0


def test_it_has_a_title_a_language_and_bookmarks(document: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(document))
    assert reader.metadata is not None
    assert reader.metadata.title == "Diagnostic et plan d’action, Atelier Martin"
    assert str(reader.root_object["/Lang"]) == "fr"
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert "L’essentiel en une page" in titles
    assert len(titles) >= 9


def test_it_holds_between_8_and_14_pages(pages: list[str]) -> None:
    assert 8 <= len(pages) <= 14


def test_the_same_diagnostic_gives_the_same_bytes(document: bytes) -> None:
    assert printed(workshop.dossier()) == document


def test_only_our_family_is_in_it(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as opened:
        names = {
            str(thing.FontName).partition("+")[2]
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing
        }
    assert names
    assert all(name.startswith("Atkinson-Hyperlegible-Next") for name in names)


def test_the_footer_is_said_once_a_page(pages: list[str]) -> None:
    assert all(text.count("à confirmer auprès de l’OPCO") == 1 for text in pages)


def test_money_is_printed_with_rule_source_and_date(pages: list[str]) -> None:
    text = " ".join(pages)
    for words in ("30 € l’heure, au plus 4 800 € par an et par entreprise", "valable jusqu’au 31 décembre 2026"):
        assert words in text.replace("\u00a0", " ")
    assert "relevé du 5 octobre 2026" in text
    assert "si le barème 2026 est reconduit" in text
    assert "à confirmer auprès de l’OPCO" in text


def test_the_training_plan_says_what_is_counted_when_and_for_how_many(pages: list[str]) -> None:
    text = " ".join(pages).replace("\u00a0", " ")
    assert "Le plan de formation" in text
    assert "2 personnes, 35 h" in text
    assert "4 personnes, 140 h en tout" in text


def test_the_law_on_the_works_council_is_printed_once_and_measures_point_to_it(pages: list[str]) -> None:
    text = " ".join(pages)
    place = next(number for number, page in enumerate(pages, 1) if "Ce qui se dit au CSE" in page)
    assert text.count("article L2312-8") == 1
    assert text.count(f"CSE : à informer, voir page {place}") == 6


def test_skills_stand_side_by_side_and_say_what_is_missing() -> None:
    made = workshop.dossier(workshop.assessment(1.0, skills=(SkillState("lead", 1, able=1, needed=3, leaving=1),)))
    levels = tuple(Text(str(level)) for level in range(5))
    skills = {
        "machine": Skill("machine", "technology", 1, Text("Lire une machine"), Text("relever"), levels, ()),
        "lead": Skill("lead", "management", 1, Text("Animer une équipe"), Text("animer"), levels, ()),
    }
    needs = tuple(workshop.need("sensor_data_acquisition", 1, id) for id in skills)
    document = printed(replace(made, content=replace(made.content, skills=skills, needs=needs)))
    text = next(page for page in pages_of(document) if "Management et compétences générales" in page)
    assert "Animer une équipe" in text
    assert "À situer : lire une machine" in text
    assert "points à faire monter" in text
    assert "cases" not in text
    assert "1 2 3" in text
    assert failed_rules(document) == 0


def test_every_page_but_the_cover_is_numbered(pages: list[str]) -> None:
    for number, text in enumerate(pages, 1):
        assert (f"{number} / {len(pages)}" in text) == (number > 1)


def test_an_example_says_so_on_the_cover_and_on_every_page(pages: list[str]) -> None:
    example = pages_of(printed(workshop.dossier(workshop.assessment(1.0, illustrative=True))))
    assert "Exemple illustratif" in example[0]
    assert all("exemple illustratif" in text for text in example)
    assert "illustratif" not in " ".join(pages)


def test_no_sign_is_torn_from_its_word() -> None:
    spoken = re.sub(r"<style>.*?</style>|<[^>]+>", "\n", html_of(workshop.dossier(), TEMPLATES), flags=re.DOTALL)
    assert re.findall(r".* [;:!?»€%].*|.*« .*|.*'.*", spoken) == []


def test_nobody_s_own_rating_nor_the_leader_s_profile_is_printed() -> None:
    told = workshop.answers(1.0)
    mine = tuple(replace(one, respondent="canary", rating=5.5, evidence="declared") for one in told)
    theirs = tuple(replace(one, respondent="other", rating=0.5, evidence="declared", note=None) for one in told)
    base = workshop.assessment(
        answers=mine + theirs, respondents=(Respondent("canary", "leader"), Respondent("other", "operators"))
    )
    secret = replace(
        base, entry=replace(base.entry, leader_profile="sceptic", notes="carnet secret", brakes={"money": 3})
    )
    steps = (Text("noter"), Text("montrer"), Text("compter"))
    told = Text("Un premier essai, puis ses chiffres."), steps
    profile = LeaderProfile("sceptic", Text("Attend des preuves"), Text("Commencer par une visite chez un pair"), *told)
    made = workshop.dossier(secret)
    informed = replace(made.content, context=Context(leader_profiles=(profile,)))
    spoken = html_of(replace(made, content=informed), TEMPLATES)
    text = re.sub(r"base64,[^\"]*", "", spoken)
    for leak in ("5,5", "canary", "sceptic", "Attend des preuves", "visite chez un pair", "carnet", "opérateurs ont"):
        assert leak not in text
    assert ">3</td>" in text


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "file:///etc/passwd",
        (TEMPLATES / "layout.html").as_uri(),
        (fonts.FOLDER / ".." / "pdf.py").as_uri(),
        (fonts.FOLDER / "%2e%2e" / "pdf.py").as_uri().replace("%25", "%"),
    ],
)
def test_only_our_own_files_are_fetched(address: str) -> None:
    with pytest.raises(ValueError, match=r"not one of our files|disallowed protocol"):
        OwnFiles(fonts.FOLDER, TEMPLATES / "report").fetch(address)
    with pytest.raises(AssetError):
        pdf_of(f'<html lang="fr"><title>x</title><img src="{address}" alt="x">', TEMPLATES)


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "inside" / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ValueError, match="not one of our files"):
        OwnFiles(tmp_path / "inside").fetch((tmp_path / "inside" / "link.txt").as_uri())


@pytest.mark.parametrize(
    "body",
    [
        '<img src="absent.png" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        f'<img src="{PIXEL}">',
        "<style>p{colour:red}</style>",
    ],
)
def test_what_cannot_be_drawn_stops_the_document(body: str) -> None:
    with pytest.raises(AssetError):
        pdf_of(f'<html lang="fr"><title>x</title>{body}', TEMPLATES)


def test_a_character_without_a_glyph_stops_the_document() -> None:
    made = workshop.dossier()
    arrow = replace(made.plan, dropped_rules=("une règle → une autre",))
    with pytest.raises(AssetError, match=r"U\+2192"):
        html_of(replace(made, plan=arrow), TEMPLATES)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Léa 👩‍🔧 & fils", "Léa &amp; fils"), ("Ατελιέ Durand", "Durand"), ("سلام", "Votre entreprise")],
)
def test_what_our_type_cannot_draw_of_a_name_stops_no_plan(name: str, printed: str) -> None:
    named = workshop.assessment(1.0)
    document = html_of(workshop.dossier(replace(named, company=replace(named.company, name=name))), TEMPLATES)
    assert printed in document and name not in document


def test_a_company_name_is_text_never_markup() -> None:
    named = workshop.assessment(1.0)
    company = replace(named.company, name='<img src="http://x/">')
    assert '<img src="http' not in html_of(workshop.dossier(replace(named, company=company)), TEMPLATES)


@pytest.mark.slow
def test_every_example_makes_a_document(content: Content, examples: Mapping[str, Assessment]) -> None:
    on = date(2026, 11, 21)
    for name, assessment in examples.items():
        company, result = assessment.company, score(content.questionnaire, assessment)
        made = Dossier(
            content,
            assessment,
            result,
            plan(content, assessment, result, on, PlanOptions()),
            resolve_opco(content.opco, idcc=company.idcc, naf=company.naf, siret=company.siret),
            targets(content, assessment, result),
            on,
            "fr",
        )
        document = printed(made)
        assert failed_rules(document) == 0, name
        assert 8 <= len(pages_of(document)) <= 14, name
