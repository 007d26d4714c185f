"""The commands about people: what the target asks of them, and what is missing."""

from datetime import datetime

import click

from diagnostic.cli_base import day, format_option, lang_option, on_option, print_json
from diagnostic.cli_case import case_of, file_argument
from diagnostic.core.language import spoken
from diagnostic.core.skills_document import skills_document
from diagnostic.core.skills_gap import skills_gap
from reports.skills_text import skills_text
from reports.view_skills import skills_view


@click.command("skills")
@file_argument
@on_option
@format_option
@lang_option
def skills_command(file: str, on: datetime | None, form: str) -> None:
    """Ce qui manque aux équipes pour la cible, pourquoi, et comment le combler."""
    case = case_of(file)
    gap = skills_gap(case.content, case.assessment, case.result, case.targets())
    if form == "json":
        print_json(skills_document(case.content, case.assessment, gap, day(on), spoken()))
        return
    click.echo("\n".join(skills_text(skills_view(case.content, case.assessment, gap, day(on), spoken()))))
