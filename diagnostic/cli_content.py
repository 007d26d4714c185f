"""The content on the command line: read it, edit it in a workbook, say that its English was read again."""

import shutil
from pathlib import Path

import click

from diagnostic.cli_base import format_option, lang_option, print_json, writing
from diagnostic.content import english, importing
from diagnostic.content.document import content_document
from diagnostic.content.loader import load_content
from diagnostic.content.sheet_safety import MAX_BYTES
from diagnostic.content.written import ASIDE
from diagnostic.core.errors import SeveralError, UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.coverage import summary
from diagnostic.places import data_path
from diagnostic.services import editing

NOTHING = N_("Rien n’a changé : aucun fichier n’est modifié.")
DIRECTORY = click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="un autre dossier de contenu que celui du programme",
)


@click.group("content", invoke_without_command=True)
@format_option
@lang_option
@click.pass_context
def content_group(context: click.Context, form: str) -> None:
    """Le contenu en vigueur ; l’exporter dans un classeur, l’en importer."""
    if context.invoked_subcommand is not None:
        return
    loaded = load_content()
    if form == "json":
        earlier = [{"questionnaire": one.ref, "sha256": one.content_sha256} for one in earlier_ones(loaded)]
        print_json(content_document(loaded, spoken()) | {"earlier_editions": earlier})
        return
    click.echo(summary(loaded))
    click.echo(f"sha256 {loaded.questionnaire.content_sha256}")
    for one in earlier_ones(loaded):
        told = {"edition": one.ref, "number": len(one.items), "sha256": one.content_sha256}
        click.echo(_("édition antérieure {edition} : {number} questions, sha256 {sha256}", **told))


def earlier_ones(content: Content) -> list[Questionnaire]:
    """The questionnaires of the earlier editions installed, the newest first."""
    return [edition.questionnaire for edition in reversed(content.editions)]


@content_group.command("export")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx")
@DIRECTORY
def export_command(out: Path, directory: Path | None) -> None:
    """Écrire tout le contenu dans un classeur à modifier."""
    made = editing.workbook(root_of(directory))
    with writing(out):
        out.write_bytes(made)
    click.echo(str(out))


@content_group.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx")
@DIRECTORY
@click.option("--dry-run", is_flag=True, help="montrer les différences, ne rien écrire")
def import_command(file: Path, directory: Path | None, dry_run: bool) -> None:
    """Montrer ce qu’un classeur change, puis l’enregistrer : tout, ou rien."""
    root = root_of(directory)
    with importing.held(root):
        made = compared(read_bytes(file), root)
        for line in importing.change_lines(made):
            click.echo(line)
        if made.is_empty:
            click.echo(_(NOTHING))
        elif not dry_run:
            importing.apply(made, root)
            saved = {"cells": len(made.changes), "files": len(made.files)}
            click.echo(_("{cells} case(s) enregistrée(s) dans {files} fichier(s).", **saved))


@content_group.command("copy")
@click.argument("out", type=click.Path(path_type=Path), metavar="DIR")
def copy_command(out: Path) -> None:
    """Copier le contenu dans un dossier neuf, que PALIER_CONTENT nommera."""
    if out.exists():
        raise UserError(_("ce dossier existe déjà"), str(out), _("un dossier à créer"))
    with writing(out):
        shutil.copytree(root_of(None), out, ignore=shutil.ignore_patterns(ASIDE))
    version = load_content(out).questionnaire.version
    click.echo(_("{folder} : contenu {version} copié", folder=out, version=version))


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
        click.confirm(_("{number} couple(s) de textes relu(s) ?", number=len(pairs)), abort=True)
    click.echo(_("{number} couples de textes relus", number=english.write_lock(root)))


def compared(data: bytes, root: Path) -> importing.Import:
    """UserError where something is refused: the last thing, the others being told by then, a line each."""
    try:
        return editing.compared(data, root)
    except SeveralError as error:
        for one in (error, *error.others[:-1]):
            click.echo(f"palier: {' '.join(str(one).split())}", err=True)
        raise error.others[-1] from None


def root_of(directory: Path | None) -> Path:
    return (directory or data_path("questionnaires")).resolve()


def read_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(
            _("ce fichier ne se lit pas"), str(file), _("un classeur de « palier content export »")
        ) from error
