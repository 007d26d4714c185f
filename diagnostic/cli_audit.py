"""The commands about the audit trail: was anything in it changed, removed or slipped in?"""

import re
import sys
from dataclasses import asdict
from pathlib import Path

import click

from diagnostic.cli_base import demo_option, fail, format_option, print_json
from diagnostic.config import load_settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.trail import Verdict
from diagnostic.services import auditing
from diagnostic.services.database import Database
from reports.words import count

SQLITE = "sqlite:///"
HASH = re.compile(r"[0-9a-f]{64}")


@click.group("audit")
def audit_group() -> None:
    """Le journal de qui a vu, changé, invité, emporté : il ne fait que grandir."""


@audit_group.command("verify")
@click.option("--expect", "expected", metavar="EMPREINTE", help="une empreinte gardée ailleurs, à retrouver")
@format_option
@demo_option
def verify_command(expected: str | None, form: str, demo: bool) -> None:
    """Recalculer toute la chaîne ; dire où elle est rompue. Code 2 si elle l’est."""
    if expected is not None and not HASH.fullmatch(expected):
        raise UserError("ce n’est pas une empreinte", "--expect", "64 signes, de 0 à 9 et de a à f")
    verdict = verified(load_settings(demo=demo).database_url, expected)
    if form == "json":
        print_json({**asdict(verdict), "holds": verdict.holds})
        sys.exit(0 if verdict.holds else 2)
    if not verdict.holds:
        fail(f"le journal est rompu à la position {verdict.broken_at} : {verdict.problem}")
    click.echo("\n".join(lines(verdict)))


def verified(url: str, expected: str | None) -> Verdict:
    """The database is read as it stands, never upgraded nor made."""
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        raise UserError("cette base n’existe pas", url.removeprefix(SQLITE), "DATABASE_URL la désigne")
    database = Database(url)
    try:
        with database.session(writes=False) as session:
            return auditing.verify(session, expected)
    finally:
        database.close()


def lines(verdict: Verdict) -> list[str]:
    """What is to be kept elsewhere, so that a trail rewritten whole would be seen too."""
    if not verdict.count:
        return ["Le journal est vide."]
    told = [f"Journal intact : {count(verdict.count, 'événement vérifié', 'événements vérifiés')}."]
    if verdict.expected_at is not None:
        since = verdict.position - verdict.expected_at
        events = count(since, "événement", "événements")
        told += [f"L’empreinte attendue est à la position {verdict.expected_at} ; depuis : {events}."]
    return [
        *told,
        f"Position : {verdict.position}",
        f"Empreinte : {verdict.head}",
        "Gardez cette empreinte hors de cette machine : palier audit verify --expect EMPREINTE",
        "dira si ce qui la précède a été réécrit.",
    ]
