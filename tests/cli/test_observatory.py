"""`palier observatory` as an operator runs it: on a folder of files, on the server's databases, one line a mistake."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import CliRunner, Result

from diagnostic import cli, cli_observatory, publishing
from diagnostic.cli import main
from diagnostic.config import load_settings
from diagnostic.content.assessments import assessment_document
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.releases import Releases
from tests.observatory_catalogue import small_catalogue
from tests.services.test_observing import siret_of

ON = ("--on", "2026-11-22")


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder; no setting of this machine."""
    for name in ("DATABASE_URL", "PALIER_RELEASES", "PALIER_URL", "PALIER_SMTP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PALIER_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small catalogue, and few files: what they hold is tested elsewhere."""
    if "slow" not in request.keywords:
        small = replace(content, observatory=small_catalogue(content))
        monkeypatch.setattr(cli_observatory, "load_content", lambda: small)
        monkeypatch.setattr(publishing, "files", lambda release, *_: {"LISEZMOI.md": b"R", "interne/log.csv": b""})


@pytest.fixture
def folder(tmp_path: Path, examples: Mapping[str, Assessment]) -> Path:
    """Six companies in files, the one of no SIRET included."""
    made = tmp_path / "data"
    made.mkdir()
    for number, like in enumerate([*examples.values(), *examples.values()][:6]):
        siret = siret_of(number) if number else None
        company = replace(like.company, siret=siret, region="84", department="42")
        text = json.dumps(assessment_document(replace(like, company=company)), ensure_ascii=False)
        (made / f"c{number}.json").write_text(text, encoding="utf-8")
    return made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["observatory", *map(str, arguments)])


def mistake(*arguments: object) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr.splitlines()[-1]


def test_a_folder_of_files_makes_a_release_and_the_next(folder: Path, tmp_path: Path) -> None:
    first = run("release", "--data", folder, "--out", tmp_path / "r1", *ON)
    assert first.exit_code == 0, first.output
    assert "R-1 publiée (2026-T4)" in first.stdout
    assert "1 entreprise(s) sans SIRET valide" in first.stderr
    assert (tmp_path / "r1" / "LISEZMOI.md").exists()
    assert "rien n’a changé depuis R-1" in mistake("release", "--data", folder, "--out", tmp_path / "r2", *ON)
    (folder / "c5.json").unlink()
    second = run("release", "--data", folder, "--out", tmp_path / "r2", *ON)
    assert "R-2 publiée" in second.stdout
    private = tmp_path / cli_observatory.PRIVATE
    assert private.stat().st_mode & 0o077 == 0
    listed = run("list", "--memory", private).stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["R-1", "R-2"]
    assert "2 publication(s), chaîne entière" in run("verify", "--memory", private).stdout


def test_a_file_that_cannot_be_read_is_reported_and_passed(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.json").write_text("{", encoding="utf-8")
    result = run("release", "--data", folder, "--out", tmp_path / "r1", *ON)
    assert result.exit_code == 0
    assert "palier: bad.json" in result.stderr


@pytest.mark.parametrize("forgery", ["replace(document, '2026-T4', '2026-T1')", "'{'", "'[]'"])
def test_a_broken_chain_is_told(folder: Path, tmp_path: Path, forgery: str) -> None:
    run("release", "--data", folder, "--out", tmp_path / "r1", *ON)
    private = tmp_path / cli_observatory.PRIVATE
    with sqlite3.connect(private / "publications.db") as forged:
        forged.execute("DROP TRIGGER releases_update")
        forged.execute(f"UPDATE releases SET document = {forgery}")
    forged.close()
    assert "R-1 n’est plus ce qui a été publié" in mistake("verify", "--memory", private)


def test_the_database_of_the_server_makes_its_own(tmp_path: Path, var: Path) -> None:
    result = run("release", "--out", tmp_path / "r1", *ON)
    assert "R-1 publiée (2026-T4) : 0 cases montrées" in result.stdout, result.output
    assert sorted(path.name for path in var.glob("*.db")) == ["palier.db", "releases.db"]
    assert [one.name for one in Releases(f"sqlite:///{var / 'releases.db'}").files(1)] == [
        "LISEZMOI.md",
        "observatoire-R-1-2026-T4.zip",
    ]
    assert run("list").stdout.startswith("R-1  2026-T4  22/11/2026")


def test_nothing_was_published_yet() -> None:
    assert run("list").stdout == run("verify").stdout == "aucune publication\n"


def test_what_only_reads_releases_makes_nothing_on_its_machine(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a database nor a secret: the region's process may have no right to write anywhere."""
    served: list[str] = []
    monkeypatch.setattr(cli, "serve_region", lambda settings, *_: served.append(settings.releases))
    assert CliRunner().invoke(main, ["serve", "--only", "region"]).exit_code == run("list").exit_code == 0
    assert served == [f"sqlite:///{var / 'releases.db'}"]
    assert not var.exists()


def test_a_full_folder_is_left_alone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "r1"
    out.mkdir()
    (out / "notes.txt").write_text("à garder")
    assert "n’est pas vide" in mistake("release", "--data", folder, "--out", out, *ON)
    assert [path.name for path in out.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--quarter", "2026-4"), "--quarter: trimestre refusé (2026-T4)"),
        (("--quarter", "2027-T1"), "ce trimestre n’a pas commencé (au plus 2026-T4)"),
        (("--memory", "m"), "--memory ne va qu’avec --data"),
        (("--data", "nowhere"), "ce dossier n’existe pas"),
        (("--denominators", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_mistakes_are_told_in_one_line(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in mistake("release", "--out", tmp_path / "r1", *ON, *arguments)
    assert not (tmp_path / "r1").exists()


def test_a_disk_without_room_publishes_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "write", full)
        assert "écriture impossible" in mistake("release", "--data", folder, "--out", tmp_path / "r1", *ON)
    assert run("list", "--memory", tmp_path / cli_observatory.PRIVATE).stdout == "aucune publication\n"
    assert not (tmp_path / "r1").exists()


@pytest.mark.parametrize("holds", [b"not a database at all" * 100, None])
def test_a_broken_file_of_releases_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holds: bytes | None
) -> None:
    """Bytes that are no database, or a folder in its place."""
    broken = tmp_path / "broken.db"
    broken.mkdir() if holds is None else broken.write_bytes(holds)
    monkeypatch.setenv("PALIER_RELEASES", f"sqlite:///{broken}")
    for asked in (("list",), ("verify",), ("release", "--out", tmp_path / "r1", *ON)):
        assert "PALIER_RELEASES: la base des publications ne s’ouvre pas" in mistake(*asked)
    assert not (tmp_path / "r1").exists()


@pytest.mark.slow
def test_killed_at_any_moment_it_is_never_half_published(folder: Path, tmp_path: Path) -> None:
    """SIGKILL, again and again, later each time; then it is let finish."""
    command = [sys.executable, "-m", "diagnostic", "observatory", "release", "--data", folder, *ON, "--out"]
    began = monotonic()
    subprocess.run([*command, tmp_path / "whole" / "r1"], check=True, capture_output=True)
    lasts, private = monotonic() - began, tmp_path / cli_observatory.PRIVATE
    for share in (0.6, 0.85, 0.95):
        with subprocess.Popen([*command, tmp_path / "r1"], stdout=-3, stderr=-3) as running:
            sleep(lasts * share)
            running.kill()
        published = "R-1" in run("list", "--memory", private).stdout
        assert published or not (tmp_path / "r1").exists()
    last = subprocess.run([*command, tmp_path / "r1"], capture_output=True, text=True, check=False)
    assert last.returncode == 0 or "rien n’a changé" in last.stderr or "pas vide" in last.stderr
    assert (tmp_path / "r1" / "SHA256SUMS").exists()
    assert "1 publication(s), chaîne entière" in run("verify", "--memory", private).stdout


def test_releases_lie_beside_the_main_database_and_never_in_it(tmp_path: Path, var: Path) -> None:
    main = f"sqlite:///{tmp_path / 'elsewhere' / 'palier.db'}"
    environ = {"DATABASE_URL": main, "SECRET_KEY": "k"}
    assert load_settings(environ).releases == f"sqlite:///{tmp_path / 'elsewhere' / 'releases.db'}"
    assert load_settings({"SECRET_KEY": "k"}, demo=True).releases == f"sqlite:///{var / 'demo-releases.db'}"
    postgresql = {"DATABASE_URL": "postgresql+psycopg://u@/palier", "SECRET_KEY": "k"}
    assert load_settings(postgresql).releases == f"sqlite:///{var / 'releases.db'}"
    other_name = f"sqlite:///{tmp_path / 'x' / '..' / 'elsewhere' / 'palier.db'}"
    for wrong in (main, other_name, "sqlite:///:memory:", "releases.db", "mysql://x"):
        with pytest.raises(UserError, match="PALIER_RELEASES"):
            load_settings({**environ, "PALIER_RELEASES": wrong})
