"""The application as tests serve it: a database made once and copied, a clock that stands still."""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.routing import Rule

from diagnostic.config import Settings
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.web.app import create_app
from tests.web.linting_client import LintingClient

KEPT = TemporaryDirectory(prefix="templates-")
COMPILED = FileSystemBytecodeCache(KEPT.name)  # each test has its own application: templates are compiled once for all
NO_RELEASES = f"sqlite:///{KEPT.name}/none.db"  # a file that does not exist holds none
TODAY = date(2026, 11, 22)
COMPILE = Rule._compile_builder
BUILDERS: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Werkzeug writes and compiles the code that builds each address, again for each application: nine tenths of what
    one costs. The code of the same rule is the same, and takes its rule as an argument."""
    if rule.defaults:
        return COMPILE(rule, append_unknown)
    key = (rule.rule, *rule._trace, append_unknown)
    if key not in BUILDERS:
        BUILDERS[key] = COMPILE(rule, append_unknown)
    return BUILDERS[key]


Rule._compile_builder = builder  # type: ignore[method-assign]


def prepare_database(path: Path, content: Content, examples: Mapping[str, Assessment]) -> None:
    """An upgraded database that holds the examples; closing it leaves one file."""
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.session() as session:
        assessing.install_demo(session, content, examples, NOW)
        session.commit()
    database.close()


def copied_database(prepared: Path, folder: Path) -> Database:
    copy = folder / "web.db"
    shutil.copy(prepared, copy)
    database = Database(f"sqlite:///{copy}")
    event.listen(database.engine, "connect", hurried)
    return database


def hurried(connection: Connection, _record: object) -> None:
    """No power cut takes these databases by surprise: nobody waits for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


def make_app(
    content: Content,
    database: Database,
    *,
    https: bool = False,
    letters: list[EmailMessage] | None = None,
    releases: str = NO_RELEASES,
    folder: Path | None = None,
) -> Flask:
    """`letters` receives what would be sent by e-mail; `releases`: the URL of a database of the observatory's;
    `folder`: of the content, where it is not the program's own."""
    settings = Settings(
        database_url="",
        secret_key="only for tests, never elsewhere",
        https=https,
        demo=True,
        releases=releases,
        content=folder,
    )
    app = create_app(
        settings,
        content,
        database,
        today=lambda: TODAY,
        now=lambda: NOW,
        send=([] if letters is None else letters).append,
    )
    app.test_client_class = LintingClient
    app.jinja_env.bytecode_cache = COMPILED
    return app
