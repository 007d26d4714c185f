"""The web application: its parts wired together, its errors, its templates."""

import logging
import secrets
from collections.abc import Callable
from datetime import date, datetime
from email.message import EmailMessage

from flask import Flask, abort, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from diagnostic.config import Settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.directory import Directory
from diagnostic.places import data_path
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.database import Database
from diagnostic.services.releases import Releases
from diagnostic.web import (
    accesses,
    account,
    advising,
    again,
    aims,
    board,
    comparison,
    consenting,
    consolidation,
    contribution,
    doors,
    ended,
    flash,
    funding,
    funding_bodies,
    gallery,
    handing,
    invitations,
    leader,
    lookup,
    matrix,
    open_data,
    organisations,
    peers,
    portfolio,
    printing,
    privacy,
    proof,
    proofs,
    questions,
    region,
    region_figures,
    region_map,
    region_maturity,
    region_money,
    region_needs,
    region_skills,
    restitution,
    results,
    scenarios,
    signing,
    skills,
    statement,
    steps,
    trail,
    visits,
)
from diagnostic.web.access import NotAllowedError, may
from diagnostic.web.assets import STATIC, asset
from diagnostic.web.compression import compress_files
from diagnostic.web.extensions import KEY, SAFE_METHODS, Wiring, csrf, give_back
from diagnostic.web.headers import add_headers, refuse_other_sites
from diagnostic.web.journal import follow
from diagnostic.web.mail import letter_unsent
from diagnostic.web.menus import diagnostic_pages, file_pages, in_file, signature_page
from diagnostic.web.oidc import vouch
from diagnostic.web.public_address import PublicAddress
from diagnostic.web.reader import is_open_here, person, positions
from diagnostic.web.receiving import Received
from diagnostic.web.security import protect
from diagnostic.web.sessions import ServerSessions
from diagnostic.web.wording import said
from reports.view_statement import conformity
from reports.words import typeset

MAX_BODY = 512 * 1024
NUL = "\x00"
PARTS = (
    leader,
    flash,
    lookup,
    questions,
    results,
    restitution,
    signing,
    aims,
    board,
    scenarios,
    funding,
    skills,
    matrix,
    contribution,
    consolidation,
    proofs,
    accesses,
    handing,
    visits,
    again,
    printing,
    steps,
    comparison,
    consenting,
    trail,
    privacy,
    statement,
    doors,
    invitations,
    account,
    proof,
    organisations,
    advising,
    portfolio,
    funding_bodies,
    peers,
    region,
    region_maturity,
    region_skills,
    region_needs,
    region_money,
    region_map,
    region_figures,
    open_data,
)
__all__ = ["STATIC", "create_app"]

ERROR_PAGES = (400, 403, 404, 405, 413, 500)

log = logging.getLogger(__name__)


def create_app(
    settings: Settings,
    content: Content,
    database: Database,
    *,
    today: Callable[[], date],
    now: Callable[[], datetime],
    send: Callable[[EmailMessage], None] = print,
) -> Flask:
    """The whole application. `database` is already upgraded; `today` the day in France, `now` an aware UTC time;
    `send` posts a letter."""
    app = Flask(__name__, template_folder=str(data_path("templates")))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_SSL_STRICT=False,  # pages that carry a secret send no referrer; refuse_other_sites judges the origin
    )
    directory = Directory(settings.directory) if settings.directory else None
    app.extensions[KEY] = Wiring(settings, content, database, today, now, send, directory, Releases(settings.releases))
    app.session_interface = ServerSessions()
    csrf.init_app(app)
    protect(app, settings.secret_key)
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    if settings.demo:
        app.register_blueprint(gallery.blueprint)
    vouch(app, settings.oidc)
    app.before_request(refuse_other_sites)
    app.before_request(refuse_nul)
    follow(app)
    app.after_request(add_headers)
    app.after_request(compress_files)
    app.teardown_request(give_back)
    _prepare_templates(app)
    _prepare_errors(app)
    app.wsgi_app = Received(app.wsgi_app)  # type: ignore[method-assign]
    if settings.url:
        app.wsgi_app = PublicAddress(app.wsgi_app, settings.url)  # type: ignore[method-assign]
    if settings.https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def refuse_nul() -> None:
    """No text of ours holds a NUL, and PostgreSQL stores none."""
    if any(NUL in text for text in (request.path, *request.values.values())):
        abort(400)


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
        asset=asset,
        conformity=conformity,
        diagnostic_pages=diagnostic_pages,
        file_pages=file_pages,
        has_accounts=True,
        in_file=in_file,
        is_open_here=is_open_here,
        letter_unsent=letter_unsent,
        may=may,
        person=person,
        positions=positions,
        signature_page=signature_page,
    )
    app.jinja_env.filters.update(said=said, typeset=typeset)


def _prepare_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(UserError, _refused)
    app.register_error_handler(Exception, _bug)


def _page(code: int, message: str | None = None) -> ResponseReturnValue:
    """The page of that error, or its JSON where the page's script is asking."""
    if request.is_json:
        return jsonify(message=message, csrf_token=generate_csrf() if code == 400 else None), code
    page = code if code in ERROR_PAGES else 400 if code < 500 else 500
    return render_template(f"errors/{page}.html", message=message), code


def _stale(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, "La page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez.")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    return _bug(error) if error.code == 500 else _page(error.code)


def _not_found(_error: NotFoundError) -> ResponseReturnValue:
    """What does not exist for this reader; a form that was sent there is given back."""
    return _page(404) if request.method in SAFE_METHODS else ended.answer()


def _not_allowed(error: NotAllowedError) -> ResponseReturnValue:
    if request.method in SAFE_METHODS or request.is_json:
        return _page(403, error.message)
    return ended.refused(error.message)


def _refused(error: UserError) -> ResponseReturnValue:
    return _page(422 if request.is_json else 400, error.message)


def _bug(error: Exception) -> ResponseReturnValue:
    """Logged under a name that the page gives, so that both can be put together."""
    name = secrets.token_hex(4)
    g.setdefault("person", None)
    cause = getattr(error, "original_exception", None) or error
    log.error("error %s on %s %s", name, request.method, request.endpoint, exc_info=cause)
    return _page(500, name)
