"""Browsers without a script, and the diagnostics they may or may not open."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from reports import pdf
from tests.web import leading, owning, served
from tests.web.boarding import ID, MEANS, Stored
from tests.web.linting_client import LintingClient


@pytest.fixture(scope="session")
def prepared_database(
    tmp_path_factory: pytest.TempPathFactory, content: Content, examples: Mapping[str, Assessment]
) -> Path:
    path = tmp_path_factory.mktemp("prepared") / "prepared.db"
    served.prepare_database(path, content, examples)
    return path


PRINTED_ONCE = cache(pdf.pdf_of)
SWEEPS = ("test_access.py", "test_every_route.py")


@pytest.fixture(autouse=True)
def printed_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every reader asks for every page, the same document is laid out once: it makes the same bytes."""
    if request.path.name in SWEEPS:
        monkeypatch.setattr(pdf, "pdf_of", PRINTED_ONCE)


@pytest.fixture
def database(prepared_database: Path, tmp_path: Path) -> Iterator[Database]:
    opened = served.copied_database(prepared_database, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def letters() -> list[EmailMessage]:
    """What the application has sent by e-mail, the last one last."""
    return []


@pytest.fixture
def app(content: Content, database: Database, letters: list[EmailMessage]) -> Flask:
    return served.make_app(content, database, letters=letters)


def browser(app: Flask) -> LintingClient:
    client = app.test_client()
    assert isinstance(client, LintingClient)
    return client


@pytest.fixture
def client(app: Flask) -> LintingClient:
    return browser(app)


@pytest.fixture
def other(app: Flask) -> LintingClient:
    """The browser of another company's leader, who has started theirs."""
    client = browser(app)
    leading.start(client, name="Autre entreprise")
    return client


@pytest.fixture
def own(client: LintingClient) -> str:
    """A diagnostic that `client` has started: the beginning of its addresses."""
    return leading.start(client)


@pytest.fixture
def leader(
    client: LintingClient, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> LintingClient:
    """The browser of UMA Usinage's leader, who plans for one year."""
    cookie = owning.owned(database, content, ID, replace(examples["uma_usinage"], constraints=MEANS))
    client.set_cookie(owning.COOKIE, cookie)
    return client


@pytest.fixture
def stored(database: Database, content: Content) -> Stored:
    return Stored(database, content)
