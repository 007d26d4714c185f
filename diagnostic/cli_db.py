"""The commands about what is kept: carry a company away, receive it, erase it, let what has had its time go."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import click

from diagnostic.cli_base import day, demo_option, on_option, writing
from diagnostic.config import Settings, load_settings
from diagnostic.content.company_file import read_company
from diagnostic.content.loader import load_content
from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR
from diagnostic.posting import sender
from diagnostic.services import portability, privacy, purging, registering
from diagnostic.services.accounts import Person
from diagnostic.services.database import Database
from diagnostic.services.purging import Purged
from reports.view_privacy import closing_letter, leaving_lines, purged_lines
from reports.view_register import missing, register_document, register_markdown, register_view

LOCAL = "http://127.0.0.1:5000"
LATER = "Quelqu’un lit encore la base : ce qui est effacé quittera ses fichiers au prochain « palier db purge »."
RESTART = "Si un serveur tourne, redémarrez-le : il garde en mémoire ses derniers calculs."

company_argument = click.argument("company", metavar="COMPANY")


@click.group("db")
def db_group() -> None:
    """La base : la mettre à jour, en sortir une entreprise, la reprendre, l’effacer, la purger."""


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database that the server uses, brought to the newest schema."""
    database = Database(settings.database_url)
    try:
        database.upgrade()
        yield database
    finally:
        database.close()


@db_group.command("upgrade")
@demo_option
def upgrade_command(demo: bool) -> None:
    """Mettre la base au schéma de cette version."""
    with opened(load_settings(demo=demo)):
        click.echo("La base est à jour.")


@db_group.command("export")
@company_argument
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="fichier (défaut : écran)")
@demo_option
def export_command(company: str, out: Path | None, demo: bool) -> None:
    """Tout ce qui est gardé d’une entreprise, en un fichier JSON (palier-company/1).

    COMPANY : l’identifiant de l’entreprise ou d’un diagnostic, son SIRET ou son SIREN.
    """
    with opened(load_settings(demo=demo)) as database, database.session() as session:
        id = portability.company_named(session, company)
        document = portability.document_of(session, id, load_content())
        portability.note_export(session, id, OPERATOR, datetime.now(UTC))
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        if out is None:
            click.echo(text)
        else:
            with writing(out):
                out.touch(mode=0o600)
                out.write_text(f"{text}\n", encoding="utf-8")
            click.echo(f"{out} : {len(document['diagnostics'])} diagnostic(s)")
        session.commit()


@db_group.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@demo_option
def import_command(file: Path, demo: bool) -> None:
    """Reprendre une entreprise sortie d’ici ou d’ailleurs : tout, ou rien.

    Une entreprise déjà présente est refusée : l’effacer d’abord. Les personnes nommées retrouvent leurs accès en se
    connectant par un lien ; un lien privé neuf s’affiche ; les invitations en attente sont à refaire.
    """
    settings = load_settings(demo=demo)
    content, company = load_content(), read_company(file)
    with opened(settings) as database, database.session() as session:
        try:
            codes = portability.receive(session, content, company, OPERATOR, datetime.now(UTC))
        except UserError as error:
            raise UserError(
                error.message, f"{file}: {error.field}" if error.field else str(file), error.hint
            ) from error
        session.commit()
    click.echo(f"{company.company.name} : {len(company.diagnostics)} diagnostic(s) repris, identifiant {company.id}")
    for diagnostic, code in codes.items():
        click.echo(f"Nouveau lien privé de {diagnostic} : {settings.url or LOCAL}/resume/{code}")


@db_group.command("erase")
@company_argument
@click.option("--yes", is_flag=True, help="ne pas demander confirmation")
@demo_option
def erase_command(company: str, yes: bool, demo: bool) -> None:
    """Effacer tout ce qui est gardé d’une entreprise. C’est définitif.

    COMPANY : l’identifiant de l’entreprise ou d’un diagnostic, son SIRET ou son SIREN.
    """
    with opened(load_settings(demo=demo)) as database:
        with database.session(writes=False) as session:
            gone = privacy.what_goes(session, portability.company_named(session, company))
        click.echo("\n".join([gone.name, *(f"- {line}" for line in leaving_lines(gone.counts))]))
        for account in gone.accounts:
            click.echo(f"- le compte de {account.email}")
        if not yes:
            click.confirm("Tout effacer ?", abort=True)
        with database.session() as session:
            privacy.erase(session, gone.company, OPERATOR, datetime.now(UTC))
            session.commit()
        cleared = database.scrub()
    click.echo("C’est effacé.")
    click.echo(RESTART, err=True)
    if not cleared:
        click.echo(LATER, err=True)


@db_group.command("purge")
@on_option
@click.option("--dry-run", is_flag=True, help="compter sans rien effacer")
@click.option("--yes", is_flag=True, help="effacer même pour un jour à venir")
@demo_option
def purge_command(on: datetime | None, dry_run: bool, yes: bool, demo: bool) -> None:
    """Effacer ce qui a dépassé sa durée, celle du registre. À lancer chaque jour."""
    settings = load_settings(demo=demo)
    if on and on.date() > day(None) and not (dry_run or yes):
        raise UserError("ce jour n’est pas venu", "--on", "--dry-run compte seulement, --yes efface quand même")
    now = datetime.combine(day(on), datetime.now(UTC).timetz()) if on else datetime.now(UTC)
    with opened(settings) as database:
        with database.session() as session:
            done = purging.purge(session, registering.register(), now)
            if not dry_run:
                session.commit()
        click.echo("\n".join(purged_lines(done.counts)))
        if dry_run:
            return
        warn(settings, database, done)
        if done.counts["companies"]:
            click.echo(RESTART, err=True)
        if not database.scrub():
            click.echo(LATER, err=True)


def warn(settings: Settings, database: Database, done: Purged) -> None:
    """Write to those whose account will be closed; whoever could not be told will be, next time."""
    untold = unwarned(settings, done)
    if untold:
        with database.session() as session:
            purging.untell(session, untold)
            session.commit()
        click.echo(f"{len(untold)} courriel(s) n’ont pas pu partir : à la prochaine fois.", err=True)


def unwarned(settings: Settings, done: Purged) -> list[Person]:
    """Those whose letter did not leave. One that is only printed has warned nobody."""
    if settings.smtp is None and done.warned:
        click.echo("PALIER_SMTP n’est pas réglé : aucun compte n’est prévenu, donc aucun ne s’efface.", err=True)
        return list(done.warned)
    send, untold = sender(settings.smtp, settings.mail_from), []
    for account in done.warned:
        try:
            send(letter_to(account, settings, done.closing))
        except (OSError, ValueError):
            untold.append(account)
    return untold


def letter_to(account: Person, settings: Settings, closing: datetime) -> EmailMessage:
    subject, body = closing_letter(settings.url or LOCAL, closing.date())
    letter = EmailMessage()
    letter["To"], letter["Subject"] = account.email, subject
    letter.set_content(body)
    return letter


@click.command("register")
@click.option("--format", "form", type=click.Choice(["json", "md"]), default="md", help="md (défaut) ou json")
def register_command(form: str) -> None:
    """Le registre des traitements (RGPD, article 30), tiré des colonnes de la base."""
    settings = load_settings()
    known, columns = registering.register(), registering.kept_columns()
    if form == "json":
        document = register_document(known, columns, settings.controller, settings.contact)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        view = register_view(known, columns, settings.controller, settings.contact)
        click.echo(register_markdown(view), nl=False)
    for line in missing(settings.controller, settings.contact):
        click.echo(f"palier: à renseigner : {line}", err=True)
