"""Databases of releases for web tests: the sample ones, published one after the other."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release
from diagnostic.core.release_document import release_document, seal
from diagnostic.services.releases import Releases, add
from reports.observatory_files import files, offered

PUBLISHED_AT = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)


def published(path: Path, releases: Iterable[Release], catalogue: Catalogue | None = None) -> str:
    """The URL of a database at `path` that holds these, in their order, each sealed over the one before; with their
    files where `catalogue` names what these hold."""
    url = f"sqlite:///{path}"
    opened = Releases(url, writes=True)
    opened.prepare()
    before: Release | None = None
    for release in releases:
        chained = replace(release, previous=seal(release_document(before)) if before else None)
        written = files(chained, catalogue, before=before) if catalogue else {}
        with opened.turn() as session:
            add(session, chained, PUBLISHED_AT, offered(chained, written) if written else {})
            session.commit()
        before = chained
    opened.close()
    return url
