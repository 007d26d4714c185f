"""Secret links while they are being shown: each waits in the browser's own cookie, never on the server in clear.

The page of the link alone receives that cookie. A path of its own rules out the `__Host-` prefix, hence `__Secure-`: a
cookie that somebody else planted shows nothing, since the page shows only a link that opens its own diagnostic.
"""

from dataclasses import dataclass

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

SHOWN_FOR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A kind of link that one page of a company's file, by its endpoint, shows for an hour to whoever made it."""

    cookie: str
    page: str

    def hand_over(self, response: Response, id: str, token: str) -> Response:
        """The page of the link, and no other, can show the token again for an hour."""
        name, path, secure = self._name(), url_for(self.page, id=id), is_secure()
        response.set_cookie(name, token, max_age=SHOWN_FOR, path=path, httponly=True, secure=secure, samesite="Lax")
        return response

    def shown(self) -> str | None:
        """The token that this browser was handed, if it still has it."""
        return request.cookies.get(self._name())

    def forget(self, response: Response, id: str) -> Response:
        """Whoever was handed the link has kept it: this browser need not."""
        path, secure = url_for(self.page, id=id), is_secure()
        response.delete_cookie(self._name(), path=path, httponly=True, secure=secure, samesite="Lax")
        return response

    def _name(self) -> str:
        return f"__Secure-{self.cookie}" if is_secure() else self.cookie


def is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


private_link = ShownLink("palier-link", "leader.link")
hand_link = ShownLink("palier-hand", "handing.page")
invited_link = ShownLink("palier-invited", "contribution.invitations")
