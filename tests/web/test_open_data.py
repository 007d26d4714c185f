"""The open-data page and its downloads: what the command writes, for anyone, of any release."""

import io
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web import open_data
from reports.observatory_files import archive_name, files, workbook_name
from tests.observatory_samples import sample_catalogue, sample_release
from tests.observatory_served import published
from tests.web import served
from tests.web.linting_client import LintingClient

KEPT = ("status_country", "maturity_country", "maturity_form", "maturity_mode", "maturity_size")
PAGE = "/observatoire/donnees"
KINDS = {
    "maturity_form.csv": ("text/csv; charset=utf-8", "R-2-maturity_form.csv"),
    "datapackage.json": ("application/json", "R-2-datapackage.json"),
    "publication-R-2.json": ("application/json", "publication-R-2.json"),
    "LISEZMOI.md": ("text/markdown; charset=utf-8", "R-2-LISEZMOI.md"),
    "SHA256SUMS": ("text/plain; charset=utf-8", "R-2-SHA256SUMS"),
}


@pytest.fixture(scope="module")
def catalogue(content: Content) -> Content:
    """The content with some of its tables."""
    known = sample_catalogue()
    few = replace(known, tables=tuple(one for one in known.tables if one.id in KEPT))
    return replace(content, observatory=few)


@pytest.fixture(scope="module")
def releases(catalogue: Content, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = (sample_release(number, catalogue=catalogue.observatory) for number in (1, 2))
    return published(tmp_path_factory.mktemp("releases") / "releases.db", made, catalogue.observatory)


@pytest.fixture
def former(releases: str, tmp_path: Path) -> str:
    """The same releases, from before files were kept with them."""
    copy = tmp_path / "former.db"
    shutil.copy(releases.removeprefix("sqlite:///"), copy)
    with closing(sqlite3.connect(copy)) as changed:
        changed.execute("DROP TABLE release_files")
    return f"sqlite:///{copy}"


@pytest.fixture
def app(catalogue: Content, database: Database, releases: str) -> Flask:
    return served.make_app(catalogue, database, releases=releases)


def test_the_page_lists_every_file_with_its_size_and_hash_and_says_the_licence(client: LintingClient) -> None:
    page = client.get(PAGE).text
    for name, content in _files(client, 2).items():
        assert f">{name}</span>" in page
        assert sha256(content).hexdigest() in page
    assert "Licence Ouverte 2.0" in page
    assert "R-2" in page
    assert "données synthétiques" in page


def _files(client: LintingClient, number: int) -> dict[str, bytes]:
    """Everything the archive of a release holds."""
    address = f"{PAGE}/R-{number}/{archive_name(sample_release(number))}"
    with zipfile.ZipFile(io.BytesIO(client.get(address).data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_downloads_are_the_bytes_that_the_command_writes(client: LintingClient, catalogue: Content, app: Flask) -> None:
    known = app.extensions["palier"].releases
    written = files(known.get(2), catalogue.observatory, (), known.get(1))
    assert _files(client, 2) == {name: content for name, content in written.items() if not name.startswith("interne/")}
    for name in ("maturity_form.csv", "datapackage.json", workbook_name(sample_release(2))):
        assert client.get(f"{PAGE}/R-2/{name}").data == written[name]


def test_any_release_can_still_be_had_by_its_number(client: LintingClient) -> None:
    assert b"R-1,2027-01-15" in client.get(f"{PAGE}/R-1/maturity_form.csv").data
    assert "R-1 est parue" in client.get(f"{PAGE}?publication=1").text


def test_what_was_never_published_is_not_found(client: LintingClient) -> None:
    for address in (
        "R-3/codes.csv",
        "R-0/codes.csv",
        "R-1/other.csv",
        "R-1/interne/log.csv",
        "R-1/log.csv",
        "R-x/a.csv",
        f"R-{10**30}/codes.csv",
    ):
        assert client.get(f"{PAGE}/{address}").status_code == 404, address
    assert client.get(f"{PAGE}?publication=9").status_code == 404


def test_a_file_says_its_kind_and_once_saved_its_release(client: LintingClient) -> None:
    for name, (kind, saved) in KINDS.items():
        answer = client.get(f"{PAGE}/R-2/{name}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{saved}"'


def test_no_file_is_made_to_answer(client: LintingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """They were made once, by the command; a page answers in the time of reading its list."""
    monkeypatch.setattr(open_data, "files", None)
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}/R-1/mesures.csv").status_code == 200


def test_releases_from_before_files_were_kept_have_theirs_made_once(
    client: LintingClient, catalogue: Content, database: Database, former: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_data, "_made", {})
    old = served.make_app(catalogue, database, releases=former).test_client()
    assert old.get(PAGE).data == client.get(PAGE).data
    monkeypatch.setattr(open_data, "files", None)
    for name in KINDS:
        assert old.get(f"{PAGE}/R-2/{name}").data == client.get(f"{PAGE}/R-2/{name}").data
    assert old.get(f"{PAGE}/R-{10**30}/codes.csv").status_code == old.get(f"{PAGE}/R-2/x.csv").status_code == 404


def test_where_nothing_was_released_the_reader_is_led_to_the_page_that_says_so(
    catalogue: Content, database: Database, tmp_path: Path
) -> None:
    empty = served.make_app(catalogue, database, releases=f"sqlite:///{tmp_path / 'none.db'}").test_client()
    answer = empty.get(PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/observatoire")
    assert empty.get(f"{PAGE}/R-1/codes.csv").status_code == 404
