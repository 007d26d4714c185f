"""Our own styles, scripts and drawings, sent compressed. Pages never are: they hold a form's token beside words that an
address can choose, and the length of a compressed page would tell one from the other (BREACH; decision 017)."""

import gzip
from functools import cache
from pathlib import Path

from flask import Response, current_app, request

TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
BEST = 9


def compress_files(response: Response) -> Response:
    """A file of ours that is text, for a browser that reads gzip; everything else as it is."""
    if request.endpoint != "static" or response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    path = Path(current_app.static_folder or "") / (request.view_args or {})["filename"]
    response.direct_passthrough = False
    response.set_data(squeezed(path, path.stat().st_mtime_ns))
    response.content_encoding = "gzip"
    tag, _weak = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


@cache
def squeezed(path: Path, _changed: int) -> bytes:
    """Once for each version of a file: the same bytes each time."""
    return gzip.compress(path.read_bytes(), BEST, mtime=0)
