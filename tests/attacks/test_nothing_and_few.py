"""Nobody in a cell, or up to four companies: whoever reads the release, its log or its files cannot tell (A11)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.disclosure import Protected, protect
from diagnostic.core.language import LANGUAGES
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.released import Release, ReleasedTable
from diagnostic.core.release_document import canonical, release_document
from diagnostic.services.database import Database
from diagnostic.services.releases import Releases
from diagnostic.web import open_data
from diagnostic.web.extensions import KEY
from diagnostic.web.speaking import COOKIE
from reports.observatory_files import files
from tests.attacks.crawling import crawled
from tests.attacks.populations import SIZES, Firm, catalogue, cohort, named
from tests.observatory_samples import sample_release
from tests.observatory_served import published
from tests.web import served

EACH = 20
MOST = 100  # pages read twice
KNOWN = tuple(product(("D1", "D3"), ("food", "metal"), SIZES))


def usual() -> list[Firm]:
    """Twenty firms in each of twelve places, one half unlike the other: no count is near a limit of its rounding."""
    return [
        Firm(department, grouped, size, 1.5 + rank % 2, rank % 2 == 0, 5000 * (rank % 2), rank % 4 < 2)
        for department, grouped, size in KNOWN
        for rank in range(EACH)
    ]


def apart(count: int, **changes: object) -> list[Firm]:
    """The only firms of their department and region, that weigh nothing on what is told elsewhere."""
    return [Firm("D5", "food", "10-19", 2.0, False, 0, False, **changes) for _ in range(count)]  # type: ignore[arg-type]


def protected(firms: list[Firm]) -> Protected:
    return protect(cohort(named(firms)), catalogue(), (), 1, lambda *_: None)


def release(made: Protected) -> Release:
    return Release(1, date(2027, 1, 15), "2026-T4", catalogue().version, "industry40@1", False, made.tables, None, None)


@cache
def nobody() -> tuple[str, str, Mapping[str, bytes]]:
    return read(protected(usual()))


def read(made: Protected) -> tuple[str, str, Mapping[str, bytes]]:
    """All that leaves: the sealed document, the log, every file with the log."""
    out = release(made)
    return canonical(release_document(out)), repr(made.withheld), files(out, catalogue(), made.withheld)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_nobody_and_too_few_are_the_same_bytes(count: int) -> None:
    assert read(protected(usual() + apart(count))) == nobody()


def test_enough_are_told() -> None:
    """So that the test above can fail."""
    document, _log, _files = read(protected(usual() + apart(5)))
    assert document != nobody()[0]


@given(count=st.integers(1, 4), adviser=st.sampled_from([None, "ada"]), scored=st.booleans())
@settings(max_examples=8, derandomize=True)
def test_whoever_the_few_are(count: int, adviser: str | None, scored: bool) -> None:
    """Brought by one adviser, or without their consent: nothing more shows where they alone are."""
    document = read(protected(usual() + apart(count, adviser=adviser, scored=scored)))[0]
    assert document == nobody()[0]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_reads_when_a_withheld_cell_was_computed(content: Content, tmp_path: Path, language: str) -> None:
    """Bodies, headers and statuses, of every page and file: a cell that is not told says nothing (it holds no figure by
    construction), be it that it was told once."""
    database = Database(f"sqlite:///{tmp_path / 'main.db'}")
    database.upgrade()
    url = published(tmp_path / "releases.db", [sample_release(1), sample_release(2)])
    plain, leaking = (served.make_app(content, database, releases=url) for _ in range(2))
    known = leaking.extensions[KEY]
    leaking.extensions[KEY] = replace(known, releases=Leaking(url))
    for app in (plain, leaking):
        app.test_client_class = FlaskClient
        open_data._made.clear()
    asking, other = plain.test_client(), leaking.test_client()
    for client in (asking, other):
        client.set_cookie(COOKIE, language)
    expected = crawled(asking, MOST)
    open_data._made.clear()
    assert len(expected) > 50
    assert crawled(other, MOST) == expected
    open_data._made.clear()


class Leaking(Releases):
    """Gives releases whose withheld cells name the release before, as if they had been told then."""

    def get(self, number: int) -> Release | None:
        found = super().get(number)
        return found and replace(found, tables=tuple(map(told_once, found.tables)))


def told_once(table: ReleasedTable) -> ReleasedTable:
    return replace(table, cells=tuple(one if one.shown else replace(one, since=1) for one in table.cells))
