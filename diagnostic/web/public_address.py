"""The address that people type. Every link starts with it, whatever name a request gives this server."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NOT_THIS_ONE = "Ce serveur ne répond pas sous ce nom.\nThis server does not answer to that name.\n"
REFUSAL = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


class PublicAddress:
    """Before the application: a request for another host is refused, so that no letter carries a forged one."""

    def __init__(self, application: "WSGIApplication", url: str) -> None:
        parts = urlsplit(url)
        self.application = application
        self.scheme, self.netloc = parts.scheme, parts.netloc.lower()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = str(environ.get("HTTP_HOST", "")).lower()
        if asked.partition(":")[0] != self.netloc.partition(":")[0]:
            start_response("400 Bad Request", REFUSAL)
            return [NOT_THIS_ONE.encode()]
        environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self.netloc, self.scheme
        return self.application(environ, start_response)
