"""The commands about who runs the platform: on a fresh machine nobody does, and no page can change that."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from diagnostic.cli_base import demo_option
from diagnostic.config import Settings, load_settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR
from diagnostic.services import administering, signing_out
from diagnostic.services.database import Database, Session

LOCAL = "http://127.0.0.1:5000"


@click.group("admin")
def admin_group() -> None:
    """Les comptes qui administrent la plateforme : ils ouvrent les organisations, et ne voient aucune entreprise."""


@contextmanager
def working(settings: Settings) -> Iterator[Session]:
    """A transaction on the database that the server uses, made if need be; kept unless something is refused."""
    database = Database(settings.database_url)
    try:
        database.upgrade()
        with database.session() as session:
            yield session
            session.commit()
    finally:
        database.close()


@admin_group.command("create")
@click.argument("email", metavar="ADRESSE")
@click.option("--name", default="", help="nom de la personne, tel que les autres le liront")
@demo_option
def create_command(email: str, name: str, demo: bool) -> None:
    """Donner à une adresse le droit d’administrer la plateforme.

    Sans compte, elle en ouvre un par le lien affiché ; avec un compte, elle a ce droit tout de suite.
    """
    settings = load_settings(demo=demo)
    with working(settings) as session:
        made = administering.create(session, email, name, OPERATOR, datetime.now(UTC))
    if made.token is None:
        click.echo(f"{made.email} a déjà un compte : il administre désormais la plateforme.")
        return
    click.echo(f"{made.email} administrera la plateforme en ouvrant ce lien, une seule fois, dans les 24 heures :")
    click.echo(f"{settings.url or LOCAL}/invitation/{made.token}")
    click.echo("Ensuite : choisir sa deuxième preuve de connexion, puis ouvrir la première organisation.")


@admin_group.command("list")
@demo_option
def list_command(demo: bool) -> None:
    """Les comptes qui administrent la plateforme."""
    with working(load_settings(demo=demo)) as session:
        found = administering.administrators(session)
        awaited = administering.awaited(session, datetime.now(UTC))
    for one in found:
        click.echo(f"{one.email}  {one.name or ''}".rstrip())
    for each in awaited:
        click.echo(f"{each.email}  n’a pas encore ouvert son lien")
    if not found and not awaited:
        click.echo("Personne. Pour commencer : palier admin create ADRESSE")


@admin_group.command("remove")
@click.argument("email", metavar="ADRESSE")
@demo_option
def remove_command(email: str, demo: bool) -> None:
    """Retirer ce droit à une adresse ; son compte reste ouvert. Le dernier ne se retire pas."""
    with working(load_settings(demo=demo)) as session:
        removed = administering.remove(session, email, OPERATOR, datetime.now(UTC))
    click.echo(f"{removed} n’administre plus la plateforme. Son compte, s’il en a un, reste ouvert.")


@admin_group.command("sign-out")
@click.argument("email", metavar="ADRESSE", required=False)
@click.option("--everybody", is_flag=True, help="toutes les sessions, liens privés compris")
@demo_option
def sign_out_command(email: str | None, everybody: bool, demo: bool) -> None:
    """Fermer toutes les sessions d’un compte, tout de suite. Le compte et ses accès restent."""
    if everybody == bool(email):
        raise UserError("dire de qui", "ADRESSE", "une adresse, ou --everybody")
    with working(load_settings(demo=demo)) as session:
        now = datetime.now(UTC)
        closed = (
            signing_out.sign_out(session, email, OPERATOR, now)
            if email
            else signing_out.sign_out_everybody(session, OPERATOR, now)
        )
    click.echo(f"Sessions fermées : {closed}.")
