"""Letters to people: written by a template, sent once the request's work is committed."""

import logging
from collections.abc import Mapping
from email.message import EmailMessage

from flask import g, render_template, session

from diagnostic.content.messages import language
from diagnostic.core.language import speaking, spoken
from diagnostic.services import accounts
from diagnostic.web.extensions import database, db, now, wiring
from reports.words import typeset

UNSENT = "unsent_letter"
log = logging.getLogger(__name__)


def post(to: str, name: str, /, **values: object) -> None:
    """Queue the letter templates/mail/<name>.txt, whose first line is its subject. `to`: one address, already read
    (services.accounts.read_email). A value that depends on the language is a function, called in the letter's own."""
    with speaking(language(language_of(to))):
        subject, body = written(name, values)
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, subject
    letter.set_content(body)
    g.setdefault("letters", []).append(letter)


def language_of(to: str) -> str:
    """The language in which that address is written to: the one its account asked for last, else that of whoever has
    the letter sent."""
    return accounts.language_of(db(), to) or spoken()


def written(name: str, values: Mapping[str, object]) -> tuple[str, str]:
    """The subject and the body of a letter, in the language spoken now."""
    told = {key: on_one_line(value() if callable(value) else value) for key, value in values.items()}
    subject, _line, body = typeset(render_template(f"mail/{name}.txt", **told)).strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def on_one_line(value: object) -> object:
    """A name typed on two lines is told on one: it adds nothing to the letter's head."""
    return " ".join(value.splitlines()) if isinstance(value, str) else value


def send_queued() -> None:
    """Called after the commit: the request has succeeded. A letter that cannot leave is logged without a word of it,
    and the next page of this browser says so."""
    letters = g.pop("letters", [])
    for letter in letters:
        try:
            wiring().send(letter)
        except (OSError, ValueError) as error:
            log.error("%s letter(s) could not leave: %s", len(letters), type(error).__name__)
            _remember_unsent()
            return


def _remember_unsent() -> None:
    """In the browser's session, which was saved already."""
    token = getattr(session, "token", None)
    if token is None:
        return
    with database().session() as transaction:
        accounts.save_session(transaction, token, {**session, UNSENT: True}, now())
        transaction.commit()


def letter_unsent() -> bool:
    """Whether this browser's last letter could not leave; told once."""
    return session.pop(UNSENT, False) is True
