"""The commands that write documents for other programs."""

from datetime import datetime
from pathlib import Path

import click

from diagnostic.cli_base import day, lang_option, on_option, writing, written
from diagnostic.cli_case import case_of, file_argument
from diagnostic.core.language import spoken
from diagnostic.core.opco import opco_of_company
from reports.dossier import Dossier
from reports.workbook import workbook


@click.command("workbook")
@file_argument
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="XLSX")
@lang_option
@on_option
def workbook_command(file: str, out: Path, on: datetime | None) -> None:
    """Écrire le plan, les scores et les compétences dans un classeur à trier et à filtrer."""
    case, today = case_of(file), day(on)
    opco = opco_of_company(case.content.opco, case.assessment.company)
    plan, aims = case.plan(today), case.targets()
    with writing(out):
        out.write_bytes(
            workbook(Dossier(case.content, case.assessment, case.result, plan, opco, aims, today, spoken()))
        )
    click.echo(written(out))
