"""The application on a clock that a test moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from flask import Flask

from diagnostic.config import Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.app import create_app
from tests.web.linting_client import LintingClient
from tests.web.served import NOW, TODAY


@dataclass
class Clock:
    now: datetime = NOW

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


def app_on(clock: Clock, content: Content, database: Database, letters: list[EmailMessage]) -> Flask:
    settings = Settings(database_url="", secret_key="only for tests, never elsewhere", demo=True)
    app = create_app(settings, content, database, today=lambda: TODAY, now=lambda: clock.now, send=letters.append)
    app.test_client_class = LintingClient
    return app
