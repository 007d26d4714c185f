"""Letters to people: written by a template, sent once the request's work is committed."""

import logging
from email.message import EmailMessage

from flask import g, render_template

from diagnostic.web.extensions import wiring

log = logging.getLogger(__name__)


def post(to: str, name: str, **values: object) -> None:
    """Queue the letter templates/mail/<name>.txt, whose first line is its subject."""
    subject, _, body = render_template(f"mail/{name}.txt", **values).strip().partition("\n")
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, subject.strip()
    letter.set_content(body.strip() + "\n")
    g.setdefault("letters", []).append(letter)


def send_queued() -> None:
    """Called after the commit; a letter that cannot leave is logged, the request has succeeded."""
    for letter in g.pop("letters", []):
        wiring().send(letter)
