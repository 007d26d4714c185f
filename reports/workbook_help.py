"""The first sheet: what each sheet and column means, what the figures rest on, and the words not to misread."""

from collections.abc import Iterator, Sequence

from reports import words
from reports.dossier import Dossier
from reports.lines import PlanView
from reports.view_plan import CAUTION
from reports.view_report import TITLE, versions
from reports.view_result import ILLUSTRATIVE
from reports.view_sources import source_lines
from reports.view_training_plan import training_rows
from reports.workbook_table import Column, Sheet, Value

NAME = "Aide à la lecture"
AMOUNTS = (
    "Hors taxes, au plus haut de leur fourchette : deux devis les remplacent. Les totaux sont des valeurs : ils ne "
    "changent pas si vous modifiez une ligne."
)
AIDS = "Une aide n’est comptée que dans ses dates. Ce qui est « si reconduit » n’est compté nulle part."
PEOPLE = (
    "Aucune réponse individuelle n’est dans ce classeur. La feuille Polyvalence, quand il y en a une, reprend votre "
    "propre matrice : elle ne regarde que l’entreprise."
)
TYPED = (
    "Les dates sont de vraies dates, les montants de vrais nombres : ils se trient, se filtrent et s’additionnent. Un "
    "texte qui commençait par =, +, - ou @ est précédé d’une apostrophe, pour qu’aucun tableur ne le prenne pour une "
    "formule."
)


def help_sheet(dossier: Dossier, plan: PlanView, sheets: Sequence[Sheet]) -> Sheet:
    """Who, when and from what; then every sheet, every column; then the sources."""
    return Sheet(
        name=NAME,
        about="",
        columns=(Column("Sujet", 30), Column("Détail", 34), Column("Ce qu’il faut savoir", 100)),
        guide=True,
        rows=(*_this_workbook(dossier, plan), *_columns(sheets), *_sources(dossier)),
    )


def _this_workbook(dossier: Dossier, plan: PlanView) -> Iterator[tuple[Value, ...]]:
    yield TITLE, dossier.assessment.company.name, None
    if dossier.assessment.illustrative:
        yield None, "Exemple illustratif", words.typeset(ILLUSTRATIVE)
    yield None, "Établi le", dossier.on
    whole = f"{versions(dossier.result)} Empreinte entière : {dossier.result.content_sha256}."
    yield None, "Versions", words.typeset(whole)
    yield None, "Le calendrier", plan.status_text or plan.lead
    for line in plan.infeasible:
        yield None, "Ce qui bloque", line
    told = {"Montants": AMOUNTS, "Aides": AIDS, "Personnes": PEOPLE, "Nombres et dates": TYPED, "Prudence": CAUTION}
    for detail, text in told.items():
        yield None, detail, words.typeset(text)


def _columns(sheets: Sequence[Sheet]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        yield f"Feuille {words.quoted(sheet.name)}", None, words.typeset(sheet.about)
        for column in sheet.columns:
            if column.help:
                yield None, column.name, words.typeset(column.help)


def _sources(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    for line in source_lines(dossier, training_rows(dossier.programme)):
        until = "" if line.valid == "–" else f", valable jusqu’au {line.valid}"
        address = f" {line.address}" if line.address else ""
        yield "Source", line.subject, words.typeset(f"{line.title}, vérifié le {line.checked}{until}.") + address
