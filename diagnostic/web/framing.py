"""What the whole application and the observatory alone have in common: templates, pages of mistakes, proxies."""

import logging
import secrets
from collections.abc import Callable

from flask import Flask, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from diagnostic.config import Settings
from diagnostic.core.errors import UserError
from diagnostic.places import data_path
from diagnostic.web import (
    glossary,
    open_data,
    region,
    region_figures,
    region_map,
    region_maturity,
    region_money,
    region_needs,
    region_skills,
)
from diagnostic.web.assets import asset
from diagnostic.web.compression import compress_files
from diagnostic.web.extensions import KEY, Wiring
from diagnostic.web.headers import add_headers
from diagnostic.web.public_address import PublicAddress
from diagnostic.web.speaking import speaks
from diagnostic.web.wording import said
from reports.view_statement import conformity
from reports.words import typeset

OBSERVATORY = (
    region,
    region_maturity,
    region_skills,
    region_needs,
    region_money,
    region_map,
    region_figures,
    open_data,
)
ERROR_PAGES = (400, 403, 404, 405, 413, 500)
NUL = "\x00"

Page = Callable[[int, str | None], ResponseReturnValue]

log = logging.getLogger(__name__)


def framed(wiring: Wiring, max_body: int) -> Flask:
    """An application without a page yet. `max_body`: of a request, in bytes."""
    app = Flask(__name__, template_folder=str(data_path("templates")))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.config.update(MAX_CONTENT_LENGTH=max_body)
    app.extensions[KEY] = wiring
    app.jinja_env.globals.update(asset=asset, conformity=conformity)
    app.jinja_env.filters.update(said=said, typeset=typeset)
    speaks(app)
    app.after_request(glossary.links_to(wiring.content.glossary))
    return app


def behind(app: Flask, settings: Settings) -> None:
    """What answers leave through: their headers, files compressed, and the address that people type or the proxy that
    speaks HTTPS to them, when there is one."""
    app.after_request(add_headers)
    app.after_request(compress_files)
    if settings.url:
        app.wsgi_app = PublicAddress(app.wsgi_app, settings.url)  # type: ignore[method-assign]
    if settings.https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def refuse_nul() -> None:
    """No text of ours holds a NUL, and PostgreSQL stores none."""
    if any(NUL in text for text in (request.path, *request.values.values())):
        abort(400)


def error_page(code: int, message: str | None = None) -> ResponseReturnValue:
    page = code if code in ERROR_PAGES else 400 if code < 500 else 500
    return render_template(f"errors/{page}.html", message=message), code


def answer_errors(app: Flask, page: Page = error_page) -> None:
    """A mistake of whoever asks is a page that says so; anything else is a bug of ours, logged under a name that its
    page gives, so that both can be put together. `page`: the answer for a code and a message."""

    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        return bug(error) if error.code == 500 else page(error.code, None)

    def refused(error: UserError) -> ResponseReturnValue:
        return page(422 if request.is_json else 400, error.message)

    def bug(error: Exception) -> ResponseReturnValue:
        name = secrets.token_hex(4)
        g.setdefault("person", None)
        cause = getattr(error, "original_exception", None) or error
        log.error("error %s on %s %s", name, request.method, request.endpoint, exc_info=cause)
        return page(500, name)

    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(UserError, refused)
    app.register_error_handler(Exception, bug)
