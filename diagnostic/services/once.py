"""A form sent twice makes one thing."""

import base64
import hashlib
import secrets

from sqlalchemy.orm import Session

from diagnostic.store import organisations

ID_BYTES = 16


def new_form() -> str:
    """What a form carries to be known again when it comes twice."""
    return secrets.token_urlsafe(ID_BYTES)


def id_made_by(session: Session, person_id: str, sent: str) -> str:
    """The id of what that person makes by sending that: 22 characters, the same each time, and nobody else's.

    `sent` is everything the form holds, `new_form` in it: changed and sent again, it makes another thing. A second
    sending waits for the first, then finds what it made.
    """
    organisations.take_turn(session, person_id)
    digest = hashlib.sha256(f"{person_id}/{sent}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:ID_BYTES]).decode().rstrip("=")
