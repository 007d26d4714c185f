"""Our own styles, scripts and drawings, at addresses that change with what they hold."""

import hashlib
from functools import cache
from pathlib import Path

from flask import url_for

STATIC = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """The address of a static file, which changes with its content."""
    return url_for("static", filename=name, v=_fingerprint(STATIC / name))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
