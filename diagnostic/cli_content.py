"""The content on the command line: read it, edit it in a workbook, say that its English was read again."""

from collections.abc import Iterator
from pathlib import Path

import click

from diagnostic.cli_base import format_option, print_json, writing
from diagnostic.content import checks, english, importing
from diagnostic.content.content_xlsx import workbook
from diagnostic.content.document import content_document
from diagnostic.content.loader import load_content, read_register, read_wording
from diagnostic.content.problem import Problem
from diagnostic.content.sheet_safety import MAX_BYTES
from diagnostic.content.wording import wording_problems
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.coverage import summary
from diagnostic.places import data_path
from diagnostic.services import registering

NOTHING = "Rien n’a changé : aucun fichier n’est modifié."
DIRECTORY = click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="un autre dossier de contenu que celui du programme",
)


def problems_of(content: Content, root: Path) -> Iterator[Problem]:
    """All that `palier check` refuses in a content that can be loaded."""
    yield from checks.publication_problems(content)
    yield from wording_problems(content, read_wording(root))
    yield from english.english_problems(root)
    yield from registering.problems(read_register(root), registering.kept_columns())


@click.group("content", invoke_without_command=True)
@format_option
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="fr (défaut) ou en")
@click.pass_context
def content_group(context: click.Context, form: str, lang: str) -> None:
    """Le contenu en vigueur ; l’exporter dans un classeur, l’en importer."""
    if context.invoked_subcommand is not None:
        return
    loaded = load_content()
    if form == "json":
        print_json(content_document(loaded, lang))
    else:
        click.echo(summary(loaded))
        click.echo(f"sha256 {loaded.questionnaire.content_sha256}")


@content_group.command("export")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx")
@DIRECTORY
def export_command(out: Path, directory: Path | None) -> None:
    """Écrire tout le contenu dans un classeur à modifier."""
    root = root_of(directory)
    questionnaire = load_content(root).questionnaire
    with writing(out):
        out.write_bytes(workbook(root, questionnaire.version, questionnaire.content_sha256))
    click.echo(str(out))


@content_group.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx")
@DIRECTORY
@click.option("--dry-run", is_flag=True, help="montrer les différences, ne rien écrire")
def import_command(file: Path, directory: Path | None, dry_run: bool) -> None:
    """Montrer ce qu’un classeur change, puis l’enregistrer : tout, ou rien."""
    root = root_of(directory)
    importing.finish(root)
    made = importing.prepared(read_bytes(file), root, check)
    for line in importing.change_lines(made):
        click.echo(line)
    if not made.changes and made.read <= english.read_lock(root):
        click.echo(NOTHING)
    elif not dry_run:
        importing.apply(made, root)
        click.echo(f"{len(made.changes)} case(s) enregistrée(s) dans {len(made.files)} fichier(s).")


@content_group.command("read-again")
@DIRECTORY
@click.option("--yes", is_flag=True, help="ne pas demander")
def read_again_command(directory: Path | None, yes: bool) -> None:
    """Dire que l’anglais a été relu à côté de son français, et va avec lui."""
    root = root_of(directory)
    pairs = english.unread(root)
    for place, text in pairs.items():
        click.echo(f"{place}\n  fr {text.fr}\n  en {text.en}")
    if pairs and not yes:
        click.confirm(f"{len(pairs)} couple(s) de textes relu(s) ?", abort=True)
    click.echo(f"{english.write_lock(root)} couples de textes relus")


def check(root: Path) -> Iterator[Problem]:
    yield from problems_of(load_content(root), root)


def root_of(directory: Path | None) -> Path:
    return (directory or data_path("questionnaires")).resolve()


def read_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError("ce fichier ne se lit pas", str(file), "un classeur de « palier content export »") from error
