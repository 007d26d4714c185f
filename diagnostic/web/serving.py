"""Serve the application: gunicorn on a server, waitress on a laptop."""

import errno
import gc
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask

from diagnostic.config import Settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.directory import read_address
from diagnostic.posting import sender
from diagnostic.services.database import Database
from diagnostic.services.releases import Releases
from diagnostic.web.app import create_app
from diagnostic.web.region_app import create_region_app

THREADS = 8
COLLECTED_AFTER = 20_000  # objects made and not yet forgotten


def application(settings: Settings, content: Content, database: Database) -> Flask:
    """The application, on this machine's clock."""
    app = create_app(
        settings,
        content,
        database,
        today=date.today,
        now=lambda: datetime.now(UTC),
        send=sender(settings.smtp, settings.mail_from),
    )
    leave_in_peace()
    return app


def leave_in_peace() -> None:
    """The content lives as long as the server: looking for what may be forgotten passes it by, and looks less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)


def serve_waitress(settings: Settings, content: Content, database: Database, host: str, port: int) -> None:
    """Serve until interrupted or told to stop; UserError when the port is taken."""
    from waitress import create_server

    try:
        server = create_server(application(settings, content, database), host=host, port=port, threads=THREADS)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise UserError(f"le port {port} est déjà pris ou interdit", "--port", "en choisir un autre") from error
        raise
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()


def serve_region(settings: Settings, load_content: Callable[[], Content], host: str, port: int) -> None:
    """The observatory alone: releases, read-only; neither accounts nor the main database."""

    def load() -> Flask:
        releases = Releases(settings.releases)
        app = create_region_app(settings, load_content(), releases, today=date.today, now=lambda: datetime.now(UTC))
        leave_in_peace()
        return app

    _gunicorn(load, host, port)


def serve_gunicorn(settings: Settings, load_content: Callable[[], Content], host: str, port: int) -> None:
    """The whole application."""
    sender(settings.smtp, settings.mail_from)  # a wrong setting is told before the server starts
    if settings.directory:
        read_address(settings.directory)
    _gunicorn(lambda: application(settings, load_content(), Database(settings.database_url)), host, port)


def _gunicorn(load_application: Callable[[], Flask], host: str, port: int) -> None:
    """One gunicorn process with threads: SQLite has one writer, and limits hold in one process.

    Neither server writes an access log: the path of a page may carry the secret of a link until its button is
    pressed. Whoever puts a proxy in front keeps /login/link/, /invitation/ and /resume/ out of its log.
    gunicorn's own control socket would be one more door, in the home of whoever runs it: it stays closed.
    """
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", 1)
            self.cfg.set("threads", THREADS)
            self.cfg.set("timeout", 120)
            self.cfg.set("accesslog", None)
            if "control_socket_disable" in self.cfg.settings:
                self.cfg.set("control_socket_disable", True)

        def load(self) -> Flask:
            return load_application()

    Server().run()
