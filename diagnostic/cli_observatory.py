"""The commands of the regional observatory: publish a release, list those published, verify their chain."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from diagnostic.batch import assessment_files
from diagnostic.cli_base import day, demo_option, on_option, writing
from diagnostic.config import load_settings, made
from diagnostic.content.assessments import read_assessment
from diagnostic.content.company_list import NAME, Listed, read_company_list
from diagnostic.content.denominators import read_denominators
from diagnostic.content.loader import load_content
from diagnostic.content.text_file import read_text
from diagnostic.core.errors import DisclosureError, UserError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Gathered
from diagnostic.core.model.released import Denominators
from diagnostic.publishing import Gather, Outcome, Press
from diagnostic.services import observing
from diagnostic.services.database import Database
from diagnostic.services.observing import Progress, Wanted
from diagnostic.services.releases import Releases, telling_of_broken_files

QUARTER = re.compile(r"20\d\d-T[1-4]")
LARGEST_LIST = 20_000_000
PRIVATE = "observatoire-prive"
EMPTY = "aucune publication"
UNNAMED = (
    "accompagnée(s) par un conseiller que rien ne nomme : la règle du conseiller qui en apporte le plus ne peut pas s’y"
    f" appliquer (colonne adviser de {NAME})"
)
NOTHING = "Aucune case ne peut être montrée : il faut au moins 5 entreprises, 11 quand l’une peut être individuelle."
STAGES = {"audit": "Épreuve contre l’attaquant"}
WIDTH = 30  # of a progress bar, in letters


class Asked(TypedDict):
    """The options of `release` that say of what."""

    data: Path | None
    memory: Path | None
    quarter: str | None
    denominators: Path | None
    synthetic: bool


@click.group("observatory")
def observatory_group() -> None:
    """L’observatoire régional : publier, lister, vérifier."""


@observatory_group.command("release")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="dossier à créer, ou vide")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="un dossier d’évaluations, sans base")
@click.option(
    "--memory",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"avec --data : dossier privé où garder la mémoire des publications (défaut : {PRIVATE}, à côté de --out)",
)
@on_option
@click.option("--quarter", metavar="TRIMESTRE", help="2026-T4 (défaut : le trimestre du jour)")
@click.option("--denominators", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV")
@click.option("--synthetic", is_flag=True, help="ces entreprises n’existent pas : chaque page et chaque fichier le dit")
@demo_option
def release_command(out: Path, demo: bool, on: datetime | None, **asked: Unpack[Asked]) -> None:
    """Publier : calculer les tableaux, les protéger, les éprouver, puis les donner à lire.

    Rien ne sort tant que l’attaquant simulé retrouve une entreprise. Interrompue, la commande se relance telle quelle.
    """
    content, today, data, memory = load_content(), day(on), asked["data"], asked["memory"]
    quarter, eligible = checked_quarter(asked["quarter"], today), _eligible(content, asked["denominators"])
    wanted = Wanted(today, quarter, asked["synthetic"], eligible)
    if memory is not None and data is None:
        raise UserError("--memory ne va qu’avec --data", "--memory")
    with press(data, memory or out.parent / PRIVATE, demo=demo) as making, bar() as progress, writing(out):
        gather = from_folder(content, data, today) if data else from_database(content, today, progress)
        outcome = published(making, content, gather, wanted, out, progress)
    for line in told(outcome, out):
        click.echo(line)


def published(
    making: Press, content: Content, gather: Gather, wanted: Wanted, out: Path, progress: Progress
) -> Outcome:
    """What cannot be told safely is a refusal, not a bug."""
    try:
        return making.publish(content, gather, wanted, out, progress)
    except DisclosureError as error:
        raise UserError(
            "rien ne peut être publié sans risque pour une entreprise", hint="attendez d’en compter davantage"
        ) from error


@contextmanager
def press(data: Path | None, memory: Path, *, demo: bool) -> Iterator[Press]:
    """The databases of this server; for a folder of files, two of its own in a private folder."""
    if data is None:
        settings = load_settings(demo=demo)
        main, releases = Database(settings.database_url), Releases(settings.releases, writes=True)
    else:
        with writing(memory):
            kept = made(memory).resolve()
        main = Database(f"sqlite:///{kept / 'memoire.db'}")
        releases = Releases(f"sqlite:///{kept / 'publications.db'}", writes=True)
    try:
        main.upgrade()
        yield Press(main, releases, lambda: datetime.now(UTC))
    finally:
        main.close()
        releases.close()


def from_database(content: Content, on: date, progress: Progress) -> Gather:
    return lambda session: observing.gather(session, content, on, progress)


def from_folder(content: Content, folder: Path, on: date) -> Gather:
    """A file that cannot be read is reported and passed, as `batch` does; a wrong list stops everything."""
    read, listed = _assessments(content, folder), _listed(folder)
    found: Gathered = observing.gather_folder(content, read, listed, on)
    unsure = len(found.verified) - int(found.verified.sum())
    if unsure:
        click.echo(f"palier: {unsure} entreprise(s) sans SIRET valide : elles ne comptent pas", err=True)
    unnamed = sum(
        mode == "adviser" and not name for mode, name in zip(found.codes["mode"], found.advisers, strict=True)
    )
    if unnamed:
        click.echo(f"palier: {unnamed} entreprise(s) {UNNAMED}", err=True)
    return lambda _session: found


def _assessments(content: Content, folder: Path) -> Sequence[Assessment]:
    read: list[Assessment] = []
    for file in assessment_files(folder):
        try:
            read.append(read_assessment(file, content))
        except UserError as error:
            click.echo(f"palier: {file.name} : {error}", err=True)
    if not read:
        raise UserError("aucun fichier d’évaluation lisible", str(folder))
    return read


def _listed(folder: Path) -> dict[str, Listed]:
    path = folder / NAME
    return dict(read_company_list(read_text(path, LARGEST_LIST), str(path))) if path.exists() else {}


def _eligible(content: Content, path: Path | None) -> Denominators | None:
    return read_denominators(read_text(path, LARGEST_LIST), content.observatory, str(path)) if path else None


def checked_quarter(typed: str | None, today: date) -> str:
    """UserError where it is not one, or has not begun."""
    current = observing.quarter_of(today)
    if typed is None:
        return current
    if not QUARTER.fullmatch(typed):
        raise UserError("trimestre refusé", "--quarter", "2026-T4")
    if typed > current:
        raise UserError("ce trimestre n’a pas commencé", "--quarter", f"au plus {current}")
    return typed


def told(outcome: Outcome, out: Path) -> Iterator[str]:
    """What was done, in a few lines."""
    release = outcome.release
    if outcome.again:
        yield f"R-{release.number} était déjà publiée : ses fichiers sont maintenant dans {out}"
        yield "Relancez la commande pour publier la suivante."
        return
    shown = sum(cell.shown for table in release.tables for cell in table.cells)
    yield f"R-{release.number} publiée ({release.quarter}) : {shown} cases montrées, {len(release.tables)} tableaux"
    if not shown:
        yield NOTHING
    yield f"{out} : les fichiers ; interne/ n’est pas à publier"


@contextmanager
def bar() -> Iterator[Progress]:
    """A bar a stage, on stderr; a line a stage where nobody is watching."""
    watched, shown = sys.stderr.isatty(), ""

    def show(stage: str, done: int, every: int) -> None:
        nonlocal shown
        name = STAGES.get(stage, stage)
        if watched:
            share = min(1.0, done / every) if every else 1.0
            start = "\r" if name == shown else "\n" if shown else ""
            click.echo(f"{start}{name:<34} [{'#' * int(WIDTH * share):-<{WIDTH}}] {share:4.0%}", err=True, nl=False)
        elif name != shown:
            click.echo(name, err=True)
        shown = name

    try:
        yield show
    finally:
        if watched and shown:
            click.echo("", err=True)


@contextmanager
def shelf(memory: Path | None, *, demo: bool) -> Iterator[Releases]:
    """The releases of this server, or those of a private folder, to read."""
    url = f"sqlite:///{memory / 'publications.db'}" if memory else load_settings(demo=demo, keeps=False).releases
    releases = Releases(url)
    try:
        with telling_of_broken_files():
            yield releases
    finally:
        releases.close()


memory_option = click.option(
    "--memory", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="le dossier privé de --data"
)


@observatory_group.command("list")
@memory_option
@demo_option
def list_command(memory: Path | None, demo: bool) -> None:
    """Les publications, la première d’abord, avec leur empreinte."""
    with shelf(memory, demo=demo) as releases:
        heads = releases.heads()
    for head in heads:
        drawn = "  données synthétiques" if head.synthetic else ""
        click.echo(f"R-{head.number}  {head.quarter}  {head.on:%d/%m/%Y}  {head.seal}{drawn}")
    if not heads:
        click.echo(EMPTY)


@observatory_group.command("verify")
@memory_option
@demo_option
def verify_command(memory: Path | None, demo: bool) -> None:
    """Chaque publication est-elle encore ce qui a été publié, et la chaîne est-elle entière ?"""
    with shelf(memory, demo=demo) as releases:
        heads, broken = releases.heads(), releases.broken()
    if broken:
        raise UserError(" ; ".join(broken))
    click.echo(f"{len(heads)} publication(s), chaîne entière, dernière empreinte {heads[-1].seal}" if heads else EMPTY)
