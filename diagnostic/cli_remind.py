"""The command that writes to people about the follow-up: run it every day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage

import click

from diagnostic.cli_base import day, demo_option, on_option
from diagnostic.config import Settings, load_settings
from diagnostic.content.loader import load_content
from diagnostic.content.messages import language
from diagnostic.core.errors import UserError
from diagnostic.core.language import FRENCH, speaking
from diagnostic.posting import sender
from diagnostic.services import reminding
from diagnostic.services.database import Database
from diagnostic.services.reminding import Reminder, Round
from reports.view_reminders import in_words_of_today, letter_text, round_lines

LOCAL = "http://127.0.0.1:5000"
UNSET = "PALIER_SMTP n’est pas réglé : ces courriels s’affichent seulement, et repartiront quand il le sera."


@click.command("remind")
@on_option
@click.option("--dry-run", is_flag=True, help="compter sans rien envoyer")
@click.option("--yes", is_flag=True, help="envoyer même pour un jour à venir")
@demo_option
def remind_command(on: datetime | None, dry_run: bool, yes: bool, demo: bool) -> None:
    """Rappeler les mesures qui approchent ou qui tardent, les restitutions promises. À lancer chaque jour."""
    settings, today = load_settings(demo=demo), day(on)
    if today > day(None) and not (dry_run or yes):
        raise UserError("ce jour n’est pas venu", "--on", "--dry-run compte seulement, --yes envoie quand même")
    content, database = load_content(), Database(settings.database_url)
    try:
        database.upgrade()
        with database.session(writes=False) as session:
            round = reminding.round_on(session, content, today)
        click.echo("\n".join(round_lines(round)))
        if not dry_run:
            told = replace(round, reminders=tuple(in_words_of_today(one, content.actions) for one in round.reminders))
            unsent = send_all(settings, database, told, today)
            if unsent:
                click.echo(f"{unsent} courriel(s) n’ont pas pu partir : à la prochaine fois.", err=True)
    finally:
        database.close()


def send_all(settings: Settings, database: Database, round: Round, today: date) -> int:
    """Each letter, then the mark that it left, before the next one; how many could not leave. One that is only printed
    has reminded nobody."""
    send, unsent = sender(settings.smtp, settings.mail_from), 0
    if settings.smtp is None and round.reminders:
        click.echo(UNSET, err=True)
    now = datetime.combine(today, datetime.now(UTC).timetz())
    for reminder in round.reminders:
        if not has_left(send, reminder, settings.url or LOCAL, today):
            unsent += 1
        elif settings.smtp is not None:
            mark(database, reminder, today, now)
    return unsent


def has_left(send: Callable[[EmailMessage], None], reminder: Reminder, address: str, today: date) -> bool:
    with speaking(language(reminder.language or FRENCH)):
        subject, body = letter_text(reminder, address, today)
    letter = EmailMessage()
    letter["To"], letter["Subject"] = reminder.to, subject
    letter.set_content(body)
    try:
        send(letter)
    except (OSError, ValueError):
        return False
    return True


def mark(database: Database, reminder: Reminder, today: date, now: datetime) -> None:
    with database.session() as session:
        reminding.note_sent(session, reminder, today, now)
        session.commit()
