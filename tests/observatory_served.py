"""Databases of releases for web tests: the sample ones, published one after the other."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from diagnostic.core.model.released import Release
from diagnostic.core.release_document import release_document, seal
from diagnostic.services.releases import Releases, add

PUBLISHED_AT = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)


def published(path: Path, releases: Iterable[Release]) -> str:
    """The URL of a database at `path` that holds these, in their order, each sealed over the one before."""
    url = f"sqlite:///{path}"
    opened = Releases(url, writes=True)
    opened.prepare()
    before: str | None = None
    for release in releases:
        chained = replace(release, previous=before)
        with opened.turn() as session:
            add(session, chained, PUBLISHED_AT)
            session.commit()
        before = seal(release_document(chained))
    opened.close()
    return url
