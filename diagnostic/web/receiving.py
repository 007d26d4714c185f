"""A request's body is received whole before the application borrows anything.

A phone that sends its photo slowly then holds up no writer. A body that is too heavy is read to its end and thrown
away: a browser listens to the answer once it has sent everything. What stands before the file in it is kept, so that
the page can give back what was typed.
"""

from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Field, MultipartDecoder, NeedData
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SMALL = 64 * 1024
MOST_KEPT = 13_000_000
MOST_READ = 80_000_000
HEAD = "palier.head"
MULTIPART = "multipart/form-data"
READING = ("GET", "HEAD", "OPTIONS")


class Received:
    """Wraps a WSGI application: whatever the size of a body, nobody waits for the network with a transaction open."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        length, source = length_of(environ), environ["wsgi.input"]
        if length > MOST_KEPT:
            environ[HEAD] = source.read(SMALL)
            throw_away(source, min(length, MOST_READ) - SMALL)
            environ["wsgi.input"] = BytesIO(environ[HEAD])
            return self.app(environ, start_response)
        if not length:
            return self.app(environ, start_response)
        if length <= SMALL:
            environ["wsgi.input"] = BytesIO(source.read(length))
            return self.app(environ, start_response)
        with SpooledTemporaryFile(max_size=SMALL * 16) as kept:
            copy(source, kept, length)
            kept.seek(0)
            environ["wsgi.input"] = kept
            with closing(ClosingIterator(self.app(environ, start_response))) as answer:
                return list(answer)


def length_of(environ: "WSGIEnvironment") -> int:
    """As the request announces it; the most that is kept where a form does not say, and its server finds its end."""
    announced = environ.get("CONTENT_LENGTH") or ""
    if announced:
        return int(announced) if announced.isdecimal() else 0
    changes = environ["REQUEST_METHOD"] not in READING
    return MOST_KEPT if changes and environ.get("wsgi.input_terminated") else 0


def throw_away(source: IO[bytes], length: int) -> None:
    while length > 0 and (chunk := source.read(min(SMALL, length))):
        length -= len(chunk)


def copy(source: IO[bytes], kept: IO[bytes], length: int) -> None:
    while length > 0 and (chunk := source.read(min(SMALL, length))):
        kept.write(chunk)
        length -= len(chunk)


def typed_before_the_file(environ: "WSGIEnvironment") -> dict[str, str]:
    """The fields that came before the file of a form that was too heavy; none when there is no such thing."""
    kind, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    boundary = options.get("boundary")
    if HEAD not in environ or kind != MULTIPART or not boundary:
        return {}
    decoder = MultipartDecoder(boundary.encode(), None, max_parts=50)
    found: dict[str, bytes] = {}
    try:
        decoder.receive_data(environ[HEAD])
        name = ""
        while isinstance(event := decoder.next_event(), Field | Data) or not found:
            if isinstance(event, NeedData):
                break
            if isinstance(event, Field):
                name = event.name
            elif isinstance(event, Data):
                found[name] = found.get(name, b"") + event.data
    except (ValueError, RequestEntityTooLarge):
        return {}
    return {name: value.decode("utf-8", "replace") for name, value in found.items()}
