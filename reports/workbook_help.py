"""The first sheet: what each sheet and column means, what the figures rest on, and the words not to misread."""

from collections.abc import Iterator, Sequence

from diagnostic.core.language import N_, _
from reports import words
from reports.dossier import Dossier
from reports.lines import PlanView
from reports.view_plan import CAUTION
from reports.view_report import TITLE, versions
from reports.view_result import ILLUSTRATIVE
from reports.view_sources import source_lines
from reports.view_training_plan import training_rows
from reports.workbook_table import Column, Sheet, Value

NAME = N_("Aide à la lecture")
AMOUNTS = N_(
    "Hors taxes, au plus haut de leur fourchette : deux devis les remplacent. Les totaux sont des valeurs : ils ne "
    "changent pas si vous modifiez une ligne."
)
AIDS = N_("Une aide n’est comptée que dans ses dates. Ce qui est « si reconduit » n’est compté nulle part.")
PEOPLE = N_(
    "Aucune réponse individuelle n’est dans ce classeur. La feuille Polyvalence, quand il y en a une, reprend votre "
    "propre matrice : elle ne regarde que l’entreprise."
)
TYPED = N_(
    "Les dates sont de vraies dates, les montants de vrais nombres : ils se trient, se filtrent et s’additionnent. Un "
    "texte qui commençait par =, +, - ou @ est précédé d’une apostrophe, pour qu’aucun tableur ne le prenne pour une "
    "formule."
)
TOLD = {
    N_("Montants"): AMOUNTS,
    N_("Aides"): AIDS,
    N_("Personnes"): PEOPLE,
    N_("Nombres et dates"): TYPED,
    N_("Prudence"): CAUTION,
}


def help_sheet(dossier: Dossier, plan: PlanView, sheets: Sequence[Sheet]) -> Sheet:
    """Who, when and from what; then every sheet, every column; then the sources."""
    return Sheet(
        name=_(NAME),
        about="",
        columns=(Column(_("Sujet"), 30), Column(_("Détail"), 34), Column(_("Ce qu’il faut savoir"), 100)),
        guide=True,
        rows=(*_this_workbook(dossier, plan), *_columns(sheets), *_sources(dossier)),
    )


def _this_workbook(dossier: Dossier, plan: PlanView) -> Iterator[tuple[Value, ...]]:
    yield _(TITLE), dossier.assessment.company.name, None
    if dossier.assessment.illustrative:
        yield None, _("Exemple illustratif"), words.typeset(_(ILLUSTRATIVE))
    yield None, _("Établi le"), dossier.on
    whole = _("Empreinte entière : {hash}.", hash=dossier.result.content_sha256)
    yield None, _("Versions"), words.typeset(f"{versions(dossier.result)} {whole}")
    yield None, _("Le calendrier"), plan.status_text or plan.lead
    for line in plan.infeasible:
        yield None, _("Ce qui bloque"), line
    for detail, text in TOLD.items():
        yield None, _(detail), words.typeset(_(text))


def _columns(sheets: Sequence[Sheet]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        yield _("Feuille {name}", name=words.quoted(sheet.name)), None, words.typeset(sheet.about)
        for column in sheet.columns:
            if column.help:
                yield None, column.name, words.typeset(column.help)


def _sources(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    for line in source_lines(dossier, training_rows(dossier.programme)):
        told = (
            _("{title}, vérifié le {day}.", title=line.title, day=line.checked)
            if line.valid == "–"
            else _(
                "{title}, vérifié le {day}, valable jusqu’au {end}.", title=line.title, day=line.checked, end=line.valid
            )
        )
        address = f" {line.address}" if line.address else ""
        yield _("Source"), line.subject, words.typeset(told) + address
