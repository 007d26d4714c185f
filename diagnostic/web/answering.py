"""How a page answers a form: sends the browser on, or shows the form again."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from diagnostic.web.sessions import BrowserSession

REFUSED = 422


def browser() -> BrowserSession:
    """This browser's session, with what we added to Flask's."""
    own = session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(own, BrowserSession)
    return own


def go(endpoint: str, /, **values: str) -> Response:
    """Redirects after a form, so that reloading the page sends nothing twice."""
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[arg-type]
