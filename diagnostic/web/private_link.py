"""The private link while it is being shown: it waits in the browser's own cookie, never on the server in clear.

The page of the link alone receives that cookie. A path of its own rules out the `__Host-` prefix, hence `__Secure-`: a
cookie that somebody else planted shows nothing, since the page shows only a link that opens its own diagnostic.
"""

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

COOKIE, SECURE_COOKIE = "palier-link", "__Secure-palier-link"
SHOWN_FOR = 3600  # seconds


def hand_over(response: Response, id: str, token: str) -> Response:
    """The page of the link, and no other, can show the token again for an hour."""
    path = url_for("leader.link", id=id)
    response.set_cookie(name(), token, max_age=SHOWN_FOR, path=path, httponly=True, secure=is_secure(), samesite="Lax")
    return response


def shown() -> str | None:
    """The token that this browser was handed, if it still has it."""
    return request.cookies.get(name())


def forget(response: Response, id: str) -> Response:
    """The leader has kept the link: this browser need not."""
    path = url_for("leader.link", id=id)
    response.delete_cookie(name(), path=path, httponly=True, secure=is_secure(), samesite="Lax")
    return response


def name() -> str:
    return SECURE_COOKIE if is_secure() else COOKIE


def is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
