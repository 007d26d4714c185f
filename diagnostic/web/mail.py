"""Letters to people: written by a template, sent once the request's work is committed."""

import logging
from email.message import EmailMessage

from flask import g, render_template, session

from diagnostic.services import accounts
from diagnostic.web.extensions import database, now, wiring
from reports.words import typeset

UNSENT = "unsent_letter"
log = logging.getLogger(__name__)


def post(to: str, name: str, /, **values: object) -> None:
    """Queue the letter templates/mail/<name>.txt, whose first line is its subject. `to`: one address, already read
    (services.accounts.read_email). A name typed on two lines is told on one: it adds nothing to the letter's head."""
    told = {key: " ".join(value.splitlines()) if isinstance(value, str) else value for key, value in values.items()}
    subject, _, body = typeset(render_template(f"mail/{name}.txt", **told)).strip().partition("\n")
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, " ".join(subject.split())
    letter.set_content(body.strip() + "\n")
    g.setdefault("letters", []).append(letter)


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
