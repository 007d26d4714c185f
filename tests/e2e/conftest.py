"""A real server and a real Chromium."""

import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import served

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1440, "height": 900}
PATIENCE = 20_000


def chromium_path() -> str:
    found = os.environ.get("PALIER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "Chromium is missing: install it, or name it in PALIER_CHROMIUM"
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def database(
    tmp_path_factory: pytest.TempPathFactory, content: Content, examples: Mapping[str, Assessment]
) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("e2e") / "e2e.db"
    served.prepare_database(path, content, examples)
    opened = Database(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(content: Content, database: Database) -> Iterator[str]:
    """Where the application answers."""
    with answering(served.make_app(content, database)) as found:
        yield found


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """The address of that application, as long as it is asked."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=address, viewport=PHONE, locale="fr-FR", accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A phone's page; an error in its script, or a file it may not load, fails the test."""
    wrong: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    yield page
    assert not wrong
