"""The observatory alone: a process that reads releases, and has neither accounts nor the main database.

Its pages are those of the whole application; what it does not serve does not exist for it.
"""

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.config import Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.services.releases import Releases
from diagnostic.web import glossary, statement
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import SAFE_METHODS, Wiring
from diagnostic.web.framing import OBSERVATORY, answer_errors, behind, framed, refuse_nul

MAX_BODY = 16 * 1024


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
    app = framed(Wiring(settings, content, releases, today, now), MAX_BODY)
    for part in (*OBSERVATORY, glossary):
        app.register_blueprint(part.blueprint)
    app.add_url_rule("/accessibility", "statement.page", statement.page)
    app.add_url_rule("/", "first", first)
    app.before_request(refuse_what_is_not_reading)
    app.before_request(refuse_nul)
    app.jinja_env.globals.update(
        has_accounts=False, in_file=nobody, is_open_here=nobody, letter_unsent=nobody, person=nobody
    )
    answer_errors(app)
    behind(app, settings)
    return app


@for_anyone
def first() -> ResponseReturnValue:
    """There is no other first page here."""
    return redirect(url_for("region.home"))


def refuse_what_is_not_reading() -> None:
    """Nothing is written here."""
    if request.method not in SAFE_METHODS:
        abort(405)


def nobody() -> bool:
    """Whoever is signed in, whatever file is open: the layout asks all the same."""
    return False
