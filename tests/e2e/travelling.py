"""A world for a whole journey: a real server on a clock that moves, the letters it sends, a device for each person."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import cast

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize
from werkzeug.serving import make_server

from diagnostic.core.model.catalogue import Content
from diagnostic.directory import Directory
from diagnostic.services import accounts
from diagnostic.services.database import Database
from diagnostic.web.extensions import KEY
from tests.e2e.conftest import PATIENCE
from tests.e2e.measuring import broken_rules, measure
from tests.web import acquaintances as known
from tests.web import served
from tests.web.acquaintances import Account
from tests.web.served import NOW

REFUSED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Clock:
    """The server's clock, in UTC."""

    now: datetime = NOW

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def today(self) -> date:
        return self.now.date()


@dataclass
class World:
    """`wrong`: what a browser's console complained of, errors that a page expects (a refusal) left out."""

    chromium: Browser
    database: Database
    address: str
    clock: Clock
    letters: list[EmailMessage]
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def device(self, width: int, height: int) -> Page:
        """Somebody's own browser, with nothing in it."""
        size = cast(ViewportSize, {"width": width, "height": height})
        context = self.chromium.new_context(
            base_url=self.address, viewport=size, locale="fr-FR", accept_downloads=True, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._listen)
        return page

    def phone(self) -> Page:
        return self.device(360, 640)

    def desk(self) -> Page:
        return self.device(1440, 900)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.wrong.append(f"{message.location.get('url')}: {message.text}")

    def enter(self, page: Page, account: Account) -> None:
        """Signs that browser in, second step shown, at the hour of the clock."""
        with self.database.session() as session:
            values = known.session_values(session, account, proven=True, now=self.clock.now)
            record = accounts.open_session(session, self.clock.now)
            accounts.save_session(session, record.token, values, self.clock.now)
            session.commit()
        page.context.add_cookies([{"name": known.COOKIE, "value": record.token, "url": self.address}])


@contextmanager
def world(
    chromium: Browser, content: Content, database: Database, directory: Directory | None = None
) -> Iterator[World]:
    """A console that complained, in any of its browsers, fails the test."""
    letters: list[EmailMessage] = []
    clock = Clock()
    app = served.make_app(content, database, letters=letters)
    app.extensions[KEY] = replace(app.extensions[KEY], now=lambda: clock.now, today=clock.today, directory=directory)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made = World(chromium, database, f"http://127.0.0.1:{server.server_port}", clock, letters)
    try:
        yield made
        assert not made.wrong, made.wrong
    finally:
        for context in made.contexts:
            context.close()
        server.shutdown()
        thread.join()


def check(page: Page) -> None:
    """Nothing that axe finds, nothing that scrolls sideways, on that device."""
    broken = broken_rules(page)
    assert not broken, f"{page.url}: {broken}"
    assert not measure(page, "scrollsSideways"), page.url
