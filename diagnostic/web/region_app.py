"""The observatory alone: a process that reads releases, and has neither accounts nor the main database.

Its pages are those of the whole application; what it does not serve does not exist for it.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NoReturn

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from diagnostic.config import Settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services.database import Database, Session
from diagnostic.services.releases import Releases
from diagnostic.web import (
    open_data,
    region,
    region_figures,
    region_map,
    region_maturity,
    region_money,
    region_needs,
    region_skills,
    statement,
)
from diagnostic.web.access import for_anyone
from diagnostic.web.assets import asset
from diagnostic.web.compression import compress_files
from diagnostic.web.extensions import KEY, SAFE_METHODS, Wiring
from diagnostic.web.headers import add_headers
from diagnostic.web.public_address import PublicAddress
from diagnostic.web.wording import said
from reports.view_statement import conformity
from reports.words import typeset

PARTS = (
    region,
    region_maturity,
    region_skills,
    region_needs,
    region_money,
    region_map,
    region_figures,
    open_data,
)
ERROR_PAGES = (400, 404, 405, 500)
NUL = "\x00"
MAX_BODY = 16 * 1024

log = logging.getLogger(__name__)


class NoDatabase(Database):
    """What stands where the main database would: no connection, no session, whoever asks."""

    def __init__(self) -> None:
        pass

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:  # noqa: ARG002
        raise AssertionError("the observatory's process has no main database")
        yield

    def close(self) -> None:
        pass


def create_region_app(
    settings: Settings,
    content: Content,
    releases: Releases,
    *,
    today: Callable[[], date],
    now: Callable[[], datetime],
) -> Flask:
    """`releases`: opened read-only; `today` the day in France, `now` an aware UTC time."""
    assert not releases.writes
    app = Flask(__name__, template_folder=str(data_path("templates")))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY)
    app.extensions[KEY] = Wiring(settings, content, NoDatabase(), today, now, _unsent, releases=releases)
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    app.add_url_rule("/accessibility", "statement.page", statement.page)
    app.add_url_rule("/", "first", first)
    app.before_request(refuse_what_is_not_reading)
    app.after_request(add_headers)
    app.after_request(compress_files)
    _prepare_templates(app)
    for error, answer in ((HTTPException, _http_error), (UserError, _refused), (Exception, _bug)):
        app.register_error_handler(error, answer)
    if settings.url:
        app.wsgi_app = PublicAddress(app.wsgi_app, settings.url)  # type: ignore[method-assign]
    if settings.https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _unsent(_letter: object) -> NoReturn:
    raise AssertionError("the observatory's process sends no letter")


@for_anyone
def first() -> ResponseReturnValue:
    """There is no other first page here."""
    return redirect(url_for("region.home"))


def refuse_what_is_not_reading() -> None:
    """Nothing is written here; no text of ours holds a NUL."""
    if request.method not in SAFE_METHODS:
        abort(405)
    if any(NUL in text for text in (request.path, *request.args.values())):
        abort(400)


def _prepare_templates(app: Flask) -> None:
    """Nobody is signed in, and no file is open: the layout asks all the same."""
    app.jinja_env.globals.update(
        asset=asset,
        conformity=conformity,
        has_accounts=False,
        in_file=_no,
        is_open_here=_no,
        letter_unsent=_no,
        person=_no,
    )
    app.jinja_env.filters.update(said=said, typeset=typeset)


def _no() -> bool:
    return False


def _page(code: int, message: str | None = None) -> ResponseReturnValue:
    page = code if code in ERROR_PAGES else 400 if code < 500 else 500
    return render_template(f"errors/{page}.html", message=message), code


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    return _bug(error) if error.code == 500 else _page(error.code)


def _refused(error: UserError) -> ResponseReturnValue:
    return _page(400, error.message)


def _bug(error: Exception) -> ResponseReturnValue:
    """Logged under a name that the page gives, so that both can be put together."""
    name = secrets.token_hex(4)
    cause = getattr(error, "original_exception", None) or error
    log.error("error %s on %s %s", name, request.method, request.endpoint, exc_info=cause)
    return _page(500, name)
