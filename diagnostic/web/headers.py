"""What every answer says to the browser about trust: only our own files, no framing, nothing kept of private pages."""

from flask import Response, request

from diagnostic.web.extensions import wiring

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


def add_headers(response: Response) -> Response:
    """Every route, errors included."""
    response.headers.update(ALWAYS)
    response.headers["Cache-Control"] = how_long_kept(response)
    if request.path.startswith("/d/") or request.path.startswith("/resume"):
        response.headers["X-Robots-Tag"] = "noindex"
    if wiring().settings.https:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    return response


def how_long_kept(response: Response) -> str:
    """Our own files may be kept, for ever when their address changes with their content; pages never are."""
    if request.endpoint != "static" or response.status_code >= 400:
        return "no-store"
    return f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else f"public, max-age={ONE_DAY}"
