"""Letters leave by SMTP when a server is configured; otherwise they are printed, whole, where the program runs.

PALIER_SMTP: smtp://user:password@host:587 (STARTTLS, unless ?tls=none), or smtps://host:465. PALIER_MAIL_FROM: who
sends. A user or password with special signs is written %40, %3A …
"""

import smtplib
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from diagnostic.core.errors import UserError

TIMEOUT = 10  # seconds, for each exchange with the server
PORTS = {"smtp": 587, "smtps": 465}
STARTTLS, TLS, CLEAR = "starttls", "tls", "none"
FORM = "smtp://nom:motdepasse@serveur:587 ou smtps://…"


@dataclass(frozen=True, slots=True)
class Server:
    """`tls`: starttls (a server without it is refused), tls from the start, or none."""

    host: str
    port: int
    tls: str = STARTTLS
    user: str = ""
    password: str = ""


def sender(smtp: str | None, mail_from: str | None) -> Callable[[EmailMessage], None]:
    """What sends a letter; it raises OSError or ValueError when the letter could not leave. UserError on a wrong
    setting."""
    if not smtp:
        return show
    server, origin = read_server(smtp), read_origin(mail_from)
    return lambda letter: send(server, origin, letter)


def read_server(url: str) -> Server:
    try:
        parts = urlsplit(url)
        port = parts.port
        asked = parse_qs(parts.query).get("tls", [STARTTLS])[0]
    except ValueError as error:
        raise UserError("réglage refusé", "PALIER_SMTP", FORM) from error
    if parts.scheme not in PORTS or not parts.hostname or asked not in (STARTTLS, CLEAR):
        raise UserError("réglage refusé", "PALIER_SMTP", FORM)
    tls = TLS if parts.scheme == "smtps" else asked
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port or PORTS[parts.scheme], tls, user, password)


def read_origin(mail_from: str | None) -> str:
    """« Palier <palier@exemple.fr> »; UserError when it is not an address."""
    typed = mail_from or ""
    address = parseaddr(typed)[1] if typed.isprintable() else ""
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise UserError("réglage refusé", "PALIER_MAIL_FROM", "Palier <palier@exemple.fr>") from error
    return typed


def send(server: Server, origin: str, letter: EmailMessage) -> None:
    """One letter, one connection. OSError (smtplib's errors are) when it could not leave."""
    letter["From"], letter["Date"] = origin, formatdate()
    letter["Message-ID"] = make_msgid(domain=parseaddr(origin)[1].rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    trusted = ssl.create_default_context()
    if server.tls == TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=trusted)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with connection:
        if server.tls == STARTTLS:
            connection.starttls(context=trusted)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(letter)


def show(letter: EmailMessage) -> None:
    """On the terminal, as it would be read."""
    print(f"--- À {letter['To']}\n{letter['Subject']}\n\n{letter.get_content()}---", file=sys.stdout, flush=True)
