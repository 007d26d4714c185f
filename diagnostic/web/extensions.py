"""What a request borrows: content, clock, form protection, and one database transaction, committed once at its end."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from flask import current_app, g, request
from flask_wtf.csrf import CSRFProtect

from diagnostic.config import Settings
from diagnostic.core.editions import of_edition
from diagnostic.core.model.catalogue import Content
from diagnostic.directory import Directory
from diagnostic.services.database import Database, Session
from diagnostic.services.releases import Releases

KEY = "palier"
PARIS = ZoneInfo("Europe/Paris")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

csrf = CSRFProtect()


@dataclass(frozen=True, slots=True)
class Wiring:
    """`releases`: those of the observatory, read-only; `today` gives the day in France, `now` an aware UTC time;
    `database`: the main one, None where the observatory is served alone; `send` posts a letter, or prints it;
    `directory`: the public directory of companies, None when none is configured."""

    settings: Settings
    content: Content
    releases: Releases
    today: Callable[[], date]
    now: Callable[[], datetime]
    database: Database | None = None
    send: Callable[[EmailMessage], None] = print
    directory: Directory | None = None


def wiring() -> Wiring:
    found: Wiring = current_app.extensions[KEY]
    return found


def content() -> Content:
    """As the edition of the questionnaire that this page's diagnostic follows reads it; else the one in force."""
    found: Content = g.get("edition") or wiring().content
    return found


def read_by(questionnaire: str) -> None:
    """From now on this request reads the content as that edition does. UserError where it is not installed."""
    g.edition = of_edition(wiring().content, questionnaire)


def releases() -> Releases:
    """What the observatory has published: all that its pages may read."""
    return wiring().releases


def database() -> Database:
    """The main one: what serves the observatory alone has none, and no page of its may ask."""
    found = wiring().database
    assert found is not None, "no main database here"
    return found


def now() -> datetime:
    return wiring().now()


def today() -> date:
    return wiring().today()


def db() -> Session:
    """The request's transaction, opened when first asked for; reading requests hold up no writer."""
    if "transaction" not in g:
        g.borrowed = ExitStack()
        writes = request.method not in SAFE_METHODS
        g.transaction = g.borrowed.enter_context(database().session(writes=writes))
    session: Session = g.transaction
    return session


def has_transaction() -> bool:
    return "transaction" in g


def keep_refused() -> None:
    """The request's work is committed although its answer is a refusal: a wrong password that must count."""
    g.refused_is_kept = True


def is_refused_kept() -> bool:
    return bool(g.get("refused_is_kept"))


def give_back(_error: BaseException | None = None) -> None:
    """Closes what the request borrowed; what was not committed is rolled back."""
    g.pop("transaction", None)
    borrowed: ExitStack | None = g.pop("borrowed", None)
    if borrowed:
        borrowed.close()
