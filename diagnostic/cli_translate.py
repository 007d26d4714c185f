"""`palier translate`: a company's answers in the terms of another model (METHOD 8)."""

import click

from diagnostic.cli_base import format_option, lang_option, print_json
from diagnostic.cli_case import Case, case_of, file_argument
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.crosswalk import MODELS, Correspondence, Crosswalks, Dma
from diagnostic.core.prefill import prefill
from diagnostic.core.translation_document import correspondence_document, dma_document
from reports.translation_text import correspondence_text, dma_text


@click.command("translate")
@file_argument
@click.option(
    "--to", "model", required=True, type=click.Choice(MODELS), help="dma : Union européenne ; siri ; impuls : VDMA"
)
@format_option
@lang_option
def translate_command(file: str, model: str, form: str) -> None:
    """Dire ces réponses dans un autre modèle : la fiche européenne préremplie, ou une correspondance."""
    case = case_of(file)
    if case.content.in_force:
        own, today = case.assessment.questionnaire, case.content.in_force.questionnaire.ref
        told = _("ces réponses suivent {edition}, une édition antérieure du questionnaire", edition=own)
        raise UserError(told, "questionnaire", _("en vigueur : {edition}", edition=today))
    if case.content.crosswalks is None:
        raise UserError(_("ce contenu n’a pas de correspondance"), "--to")
    target = model_of(case.content.crosswalks, model)
    if form == "json":
        print_json(_document(case, target))
        return
    click.echo("\n".join(_lines(case, target)))


def model_of(walks: Crosswalks, model: str) -> Dma | Correspondence:
    known: dict[str, Dma | Correspondence] = {"dma": walks.dma, "siri": walks.siri, "impuls": walks.impuls}
    return known[model]


def _document(case: Case, target: Dma | Correspondence) -> dict[str, object]:
    if isinstance(target, Correspondence):
        return correspondence_document(case.content, target, case.result, spoken())
    sheet = prefill(target, case.content, case.assessment, case.result)
    return dma_document(case.content, target, case.result, sheet, spoken())


def _lines(case: Case, target: Dma | Correspondence) -> list[str]:
    if isinstance(target, Correspondence):
        return correspondence_text(case.content, case.assessment, target, case.result)
    return dma_text(case.content, case.assessment, target, prefill(target, case.content, case.assessment, case.result))
