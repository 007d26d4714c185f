"""`palier observatory territory`: two quarters of a territory that does not exist, for the demonstration alone."""

import subprocess
import sys
from datetime import UTC, date, datetime

import click

from diagnostic.cli_observatory import bar, observatory_group
from diagnostic.config import Settings, load_settings
from diagnostic.content.loader import load_content
from diagnostic.core.model.cohort import Gathered
from diagnostic.publishing import Gather, Press
from diagnostic.services.database import Database
from diagnostic.services.observing import Wanted
from diagnostic.services.releases import Releases
from diagnostic.synthetic import QUARTERS, denominators, earlier, territory

COMPANIES = 3_000
SEED = 7
ON = (date(2026, 9, 30), date(2026, 11, 20))


@observatory_group.command("territory")
@click.option("--companies", type=click.IntRange(60, 30_000), default=COMPANIES, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=SEED, show_default=True, help="ce qui décide du tirage")
def territory_command(companies: int, seed: int) -> None:
    """Remplir l’observatoire de la démonstration : deux trimestres d’entreprises fictives."""
    settings = load_settings(demo=True)
    main, releases = Database(settings.database_url), Releases(settings.releases, writes=True)
    try:
        main.upgrade()
        releases.prepare()
        fill(Press(main, releases, lambda: datetime.now(UTC)), companies, seed)
    finally:
        main.close()
        releases.close()


def fill(press: Press, companies: int, seed: int) -> None:
    """Publishes what is missing of the two releases; the same seed draws the same companies."""
    content = load_content()
    whole = territory(content, companies, seed)
    quarters = (earlier(whole), whole)
    for number in range(len(press.releases.heads()) + 1, len(quarters) + 1):
        on, drawn = ON[number - 1], quarters[number - 1]
        wanted = Wanted(on, QUARTERS[number - 1], True, denominators(content, companies, seed, on))
        with bar() as progress:
            made = press.publish(content, of(drawn), wanted, None, progress)
        click.echo(f"R-{made.release.number} publiée ({made.release.quarter}), données synthétiques")


def of(drawn: Gathered) -> Gather:
    """Those companies, whatever the database holds."""
    return lambda _session: drawn


def fill_aside(settings: Settings) -> bool:
    """Starts the command in a process of its own where the demonstration has nothing to show yet; whether it did."""
    releases = Releases(settings.releases)
    missing = len(releases.heads()) < len(QUARTERS)
    releases.close()
    if missing:
        command = [sys.executable, "-m", "diagnostic", "observatory", "territory"]
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own)
    return missing
