"""What every answer says to the browser about trust: only our own files, no framing, nothing kept of private pages."""

from flask import Response, abort, request

from diagnostic.web.extensions import SAFE_METHODS, wiring

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR, ONE_DAY = 31_536_000, 86_400
OTHERS = ("cross-site", "same-site")
PUBLIC = ("/", "/start", "/agreements", "/privacy", "/accessibility", "/glossary", "/pages", "/aides", "/observatoire")
LISTED = ("/aides/", "/observatoire/", "/static/")


def refuse_other_sites() -> None:
    """A form is sent by a page of ours: what another site sends changes nothing, not even this browser's session."""
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "same-origin") in OTHERS:
        abort(400)


def add_headers(response: Response) -> Response:
    """Every route, errors included. A page whose address holds a secret says itself that no other is told of it."""
    told = response.headers.get("Referrer-Policy", ALWAYS["Referrer-Policy"])
    response.headers.update(ALWAYS | {"Referrer-Policy": told})
    response.headers["Cache-Control"] = how_long_kept(response)
    if not is_public(request.path):
        response.headers["X-Robots-Tag"] = "noindex"
    if wiring().settings.https:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    return response


def is_public(path: str) -> bool:
    """A page that a search engine may list."""
    return path in PUBLIC or path.startswith(LISTED)


def how_long_kept(response: Response) -> str:
    """Our own files may be kept, for ever when their address changes with their content; pages never are."""
    if request.endpoint != "static" or response.status_code >= 400:
        return "no-store"
    return f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else f"public, max-age={ONE_DAY}"
