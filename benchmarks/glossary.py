"""What linking the first uses of the glossary's words adds to a page: milliseconds, and the ratio of both times.

Run `python -m benchmarks.glossary`. The same pages of the demonstration are asked of two applications in turn, one of
which links nothing; each time is the median of many requests, in processor time, so that whatever else the machine does
falls on neither. Exits 1 when the links of a page take more than LIMIT milliseconds.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient

from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services.database import Database
from diagnostic.web import glossary
from diagnostic.web.first_uses import linker
from tests.observatory_samples import sample_release
from tests.observatory_served import published
from tests.web import served

PAGES = ("/d/one_too/result", "/d/one_too/skills", "/observatoire/maturite", "/aides/toutes")
TURNS, WARM = 40, 3
LIMIT = 8.0


def applications(content: Content, folder: Path) -> tuple[Flask, Flask]:
    """With the links, and without; over the same databases."""
    examples = data_path("questionnaires") / "industry40" / "examples"
    assessments = {path.stem: read_assessment(path, content) for path in sorted(examples.glob("*.json"))}
    path = folder / "web.db"
    served.prepare_database(path, content, assessments)
    releases = published(folder / "releases.db", [sample_release(1)], content.observatory)
    database = Database(f"sqlite:///{path}")
    linked = served.make_app(content, database, releases=releases)
    with patch.object(glossary, "linker", lambda _terms: lambda page, _address: page):
        bare = served.make_app(content, database, releases=releases)
    for app in (linked, bare):
        app.test_client_class = FlaskClient
    return linked, bare


def milliseconds(act: Callable[[], object]) -> float:
    began = process_time()
    act()
    return (process_time() - began) * 1000


def measured(page: str, linked: Flask, bare: Flask, content: Content) -> float:
    """Prints a line; what the links of that page cost by themselves, in milliseconds."""
    clients = linked.test_client(), bare.test_client()
    text = clients[1].get(page).text
    assert 'class="term"' in clients[0].get(page).text, page
    for _ in range(WARM):
        for client in clients:
            client.get(page)
    times = [[milliseconds(lambda client=client: client.get(page)) for client in clients] for _ in range(TURNS)]
    with_links, without = (median(column) for column in zip(*times, strict=True))
    link = linker(content.glossary)
    alone = median(milliseconds(lambda: link(text, "/glossary")) for _ in range(TURNS))
    print(
        f"{page:28} {len(text) // 1024:4} KB  {without:7.1f} ms without, {with_links:7.1f} with, "
        f"ratio {with_links / without:.3f}; the links alone {alone:.2f} ms"
    )
    return alone


def main() -> int:
    content = load_content()
    compiled = median(milliseconds(lambda: linker(content.glossary)) for _ in range(5))
    print(f"{len(content.glossary)} words, looked for by patterns made once in {compiled:.1f} ms")
    with TemporaryDirectory(prefix="glossary-") as folder:
        linked, bare = applications(content, Path(folder))
        costs = [measured(page, linked, bare, content) for page in PAGES]
    print(f"at most {max(costs):.2f} ms a page, of {LIMIT:g} allowed")
    return 0 if max(costs) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
