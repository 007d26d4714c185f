"""The web application: its parts wired together, its errors, its templates."""

from collections.abc import Callable
from datetime import date, datetime
from email.message import EmailMessage

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf

from diagnostic.config import Settings
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.directory import Directory
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
    editing,
    ended,
    flash,
    funding,
    funding_bodies,
    gallery,
    glossary,
    handing,
    invitations,
    leader,
    lookup,
    matrix,
    organisations,
    peers,
    portfolio,
    printing,
    privacy,
    proof,
    proofs,
    questions,
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
from diagnostic.web.assets import STATIC
from diagnostic.web.extensions import SAFE_METHODS, Wiring, csrf, give_back
from diagnostic.web.framing import OBSERVATORY, answer_errors, behind, error_page, framed, refuse_nul
from diagnostic.web.headers import refuse_other_sites
from diagnostic.web.journal import follow
from diagnostic.web.mail import letter_unsent
from diagnostic.web.menus import diagnostic_pages, file_pages, in_file, signature_page
from diagnostic.web.oidc import vouch
from diagnostic.web.reader import is_open_here, person, positions
from diagnostic.web.receiving import Received
from diagnostic.web.security import protect
from diagnostic.web.sessions import ServerSessions

MAX_BODY = 512 * 1024
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
    glossary,
    doors,
    invitations,
    account,
    proof,
    organisations,
    editing,
    advising,
    portfolio,
    funding_bodies,
    peers,
    *OBSERVATORY,
)
__all__ = ["STATIC", "create_app"]


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
    directory = Directory(settings.directory) if settings.directory else None
    releases = Releases(settings.releases)
    app = framed(Wiring(settings, content, releases, today, now, database, send, directory), MAX_BODY)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_SSL_STRICT=False,  # pages that carry a secret send no referrer; refuse_other_sites judges the origin
    )
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
    app.teardown_request(give_back)
    _prepare_templates(app)
    _prepare_errors(app)
    app.wsgi_app = Received(app.wsgi_app)  # type: ignore[method-assign]
    behind(app, settings)
    return app


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
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


def _prepare_errors(app: Flask) -> None:
    answer_errors(app, _page)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(NotAllowedError, _not_allowed)


def _page(code: int, message: str | None = None) -> ResponseReturnValue:
    """The page of that error, or its JSON where the page's script is asking."""
    if request.is_json:
        return jsonify(message=message, csrf_token=generate_csrf() if code == 400 else None), code
    return error_page(code, message)


def _stale(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, _("La page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez."))


def _not_found(_error: NotFoundError) -> ResponseReturnValue:
    """What does not exist for this reader; a form that was sent there is given back."""
    return _page(404) if request.method in SAFE_METHODS else ended.answer()


def _not_allowed(error: NotAllowedError) -> ResponseReturnValue:
    if request.method in SAFE_METHODS or request.is_json:
        return _page(403, error.message)
    return ended.refused(error.message)
