"""The `palier` commands: read files, call the core, print. Exit 0 done, 2 the user's mistake, 1 a bug."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from diagnostic import __version__, batch, coverage
from diagnostic.cli_admin import admin_group
from diagnostic.cli_audit import audit_group
from diagnostic.cli_base import (
    Palier,
    day,
    fail,
    format_option,
    lang_option,
    on_option,
    print_json,
    writing,
    written,
)
from diagnostic.cli_case import case_of, file_argument
from diagnostic.cli_catalogue import devices_command, funding_command, opco_command, schema_command
from diagnostic.cli_content import content_group, root_of
from diagnostic.cli_db import db_group, register_command
from diagnostic.cli_documents import workbook_command
from diagnostic.cli_observatory import observatory_group
from diagnostic.cli_people import skills_command
from diagnostic.cli_remind import remind_command
from diagnostic.cli_synthetic import fill_aside
from diagnostic.cli_translate import translate_command
from diagnostic.config import content_folder, load_settings
from diagnostic.content.importing import finish_import
from diagnostic.content.loader import load_content
from diagnostic.content.message_checks import message_problems
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.result import result_document
from diagnostic.core.opco import opco_of_company
from diagnostic.core.plan_document import plan_document
from diagnostic.core.planning import PlanOptions
from diagnostic.places import choose
from diagnostic.services import editing
from diagnostic.services.assessing import install_demo
from diagnostic.services.database import Database
from diagnostic.web.serving import serve_gunicorn, serve_region, serve_waitress
from reports.plan_lines import FilingLine
from reports.view import plan_view, result_view
from reports.view_edition import edition_note

DEMO_HOST = "127.0.0.1"
DEMO_PORT = 5000


@click.group(cls=Palier, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="palier")
@click.pass_context
def main(context: click.Context) -> None:
    """Palier : diagnostic de maturité industrielle, plan d’action, formations et financements."""
    folder = content_folder()
    if folder:
        finish_import(folder)
        choose("questionnaires", folder)
        context.call_on_close(lambda: choose("questionnaires", None))


for command in (opco_command, funding_command, devices_command, schema_command, skills_command, workbook_command):
    main.add_command(command)
main.add_command(audit_group)
main.add_command(db_group)
main.add_command(register_command)
main.add_command(remind_command)
main.add_command(admin_group)
main.add_command(observatory_group)
main.add_command(content_group)
main.add_command(translate_command)


@main.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@on_option
@lang_option
@click.option(
    "--coverage", "show_coverage", is_flag=True, help="montrer ce que les actions relèvent et à quoi elles répondent"
)
def check(directory: Path | None, on: datetime | None, show_coverage: bool) -> None:
    """Valider tout le contenu ; nommer fichier, clé et ce qui est permis."""
    if directory is not None and not directory.is_dir():
        raise UserError(_("ce dossier n’existe pas"), str(directory))
    content = load_content(directory)
    problems = [*editing.problems(content, root_of(directory)), *(message_problems() if directory is None else ())]
    for problem in problems:
        click.echo(str(problem), err=True)
    if show_coverage:
        click.echo("\n".join(coverage.coverage_lines(content, day(on))))
    if problems:
        fail(_("{number} problème(s) dans le contenu", number=len(problems)))
    click.echo("\n".join(coverage.ageing_lines(content, day(on))))
    click.echo(coverage.summary(content))


@main.command("score")
@file_argument
@format_option
@lang_option
def score_command(file: str, form: str) -> None:
    """Noter une entreprise sur les six stades."""
    case = case_of(file)
    if form == "json":
        print_json(result_document(case.result, spoken()))
        return
    view = result_view(case.content, case.assessment, case.result, case.targets(), spoken())
    lines = [view.kicker, view.title, view.lead, *filter(None, [edition_note(case.content)]), ""]
    lines += [f"! {alert.title} {alert.text}" for alert in view.alerts]
    lines += [f"{row.index_text:>6}  {row.name}" for row in view.principles]
    lines += ["", view.blocking_title or "", *(f"- {row.goal} ({row.where}, {row.today})" for row in view.blocking)]
    click.echo("\n".join(lines).rstrip())


class PlanLimits(TypedDict):
    """The options of `plan` that override what the assessment says."""

    budget: int | None
    horizon: int | None
    parallel: int | None
    release_days: float | None


@main.command("plan")
@file_argument
@click.option("--budget", type=click.IntRange(min=0), help="euros par an, net des aides")
@click.option("--horizon", type=click.IntRange(1, 20), help="nombre de trimestres")
@click.option("--parallel", type=click.IntRange(1, 20), help="actions menées en même temps")
@click.option("--release-days", type=click.FloatRange(min=0), help="jours d’absence au poste par trimestre")
@on_option
@format_option
@lang_option
def plan_command(file: str, on: datetime | None, form: str, **limits: Unpack[PlanLimits]) -> None:
    """Choisir et dater les actions, sous le budget et les jours disponibles."""
    case = case_of(file)
    made = case.plan(day(on), PlanOptions(**limits))
    if form == "json":
        print_json(plan_document(made, case.content, spoken()))
        return
    opco = opco_of_company(case.content.opco, case.assessment.company)
    view = plan_view(case.content, case.assessment, case.result, made, opco, spoken())
    lines = [line for line in (view.title, view.lead, view.status_text, *view.dropped) if line] + [""]
    for measure in (*view.measures, *view.others):
        lines += [f"{measure.rank}. {measure.title} ({measure.when}, {measure.cost_text})"]
    if view.filings:
        lines += ["", _("Dossiers à déposer :")]
        lines += [filing_line(row) for row in view.filings]
    click.echo("\n".join([*lines, *view.infeasible]).rstrip())


def filing_line(row: FilingLine) -> str:
    """One application for funding, by its date."""
    asked = {"by": row.by, "task": row.text, "device": row.device, "measures": row.measures}
    return _("- {by} : {task} {device}, {measures}", **asked)


@main.command("report")
@file_argument
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="PDF")
@lang_option
@on_option
def report_command(file: str, out: Path, on: datetime | None) -> None:
    """Imprimer le plan d’action en PDF."""
    case = case_of(file)
    with writing(out):
        out.write_bytes(batch.report_bytes(case.content, case.assessment, case.result, day(on)))
    click.echo(written(out))


@main.command("batch")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="fichiers traités en même temps")
@lang_option
@on_option
def batch_command(directory: Path, out: Path, jobs: int, on: datetime | None) -> None:
    """Noter tout un dossier : résultat et rapport par fichier ; un fichier fautif est signalé et passé."""
    files = batch.assessment_files(directory)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    done = 0
    with click.progressbar(length=len(files), label=_("Rapports"), file=sys.stderr) as bar:
        for outcome in batch.run(files, out, day(on), jobs):
            bar.update(1)
            done += outcome.error is None
            if outcome.error:
                told = _("{file} : {error}", file=outcome.file.name, error=outcome.error)
                click.echo(f"palier: {told}", err=True)
    click.echo(_("{done} fait(s), {skipped} passé(s)", done=done, skipped=len(files) - done))
    if not done:
        sys.exit(2)


def open_database(url: str) -> Database:
    database = Database(url)
    database.upgrade()
    return database


@main.command()
@click.option("--host", default=DEMO_HOST, show_default=True)
@click.option("--port", default=DEMO_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--only", type=click.Choice(["region"]), help="region : l’observatoire seul, sans comptes ni base principale"
)
def serve(host: str, port: int, only: str | None) -> None:
    """Le serveur de production d’une seule machine."""
    if only == "region":
        serve_region(load_settings(keeps=False), load_content, host, port)
        return
    settings = load_settings()
    open_database(settings.database_url).close()
    serve_gunicorn(settings, load_content, host, port)


@main.command()
@click.option("--host", default=DEMO_HOST, show_default=True)
@click.option("--port", default=DEMO_PORT, show_default=True, type=click.IntRange(1, 65535))
def demo(host: str, port: int) -> None:
    """La démonstration : base embarquée, quatre entreprises, serveur sur cette machine."""
    settings = load_settings(demo=True)
    loaded = load_content()
    database = open_database(settings.database_url)
    with database.session() as session:
        install_demo(session, loaded, batch.examples(loaded), datetime.now(UTC))
        session.commit()
    announce: Callable[[str], None] = click.echo
    announce(f"Palier est prêt : ouvrez http://{host}:{port}")
    announce("Quatre entreprises d’exemple y attendent. Ctrl+C pour arrêter.")
    if fill_aside(settings):
        announce(f"L’observatoire d’un territoire fictif se calcule, une minute : http://{host}:{port}/observatoire")
    announce("Pour essayer le côté des organismes, dans un autre terminal : palier admin create --demo ADRESSE")
    announce("Les courriels que la démonstration envoie s’affichent ici.")
    serve_waitress(settings, loaded, database, host, port)


if __name__ == "__main__":
    main()
