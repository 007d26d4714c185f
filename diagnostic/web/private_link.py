"""The private link while it is being shown: it waits in the browser's own cookie, never on the server in clear."""

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

COOKIE = "palier-link"
SHOWN_FOR = 3600  # seconds


def hand_over(response: Response, id: str, token: str) -> Response:
    """The page of the link, and no other, can show the token again for an hour."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    path = url_for("leader.link", id=id)
    response.set_cookie(COOKIE, token, max_age=SHOWN_FOR, path=path, httponly=True, secure=secure, samesite="Lax")
    return response


def shown() -> str | None:
    """The token that this browser was handed, if it still has it."""
    return request.cookies.get(COOKIE)


def forget(response: Response, id: str) -> Response:
    """The leader has kept the link: this browser need not."""
    response.delete_cookie(COOKIE, path=url_for("leader.link", id=id), httponly=True, samesite="Lax")
    return response
