"""A database of its own for each test: SQLite always, PostgreSQL in the slow suite."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic.services.database import Database


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own, reached by a socket; its URL."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (str(installed[-1]) if installed else None)
    assert found, "PostgreSQL is missing: `make test-slow` installs it"
    folder = tmp_path_factory.mktemp("pg")
    as_postgres: list[str] = []
    if Path("/root").exists() and folder.owner() == "root":
        shutil.chown(folder, "postgres")
        for parent in folder.parents[:3]:
            parent.chmod(parent.stat().st_mode | 0o055)
        as_postgres = ["runuser", "-u", "postgres", "--"]
    bin_folder = Path(found).parent
    data = folder / "data"
    subprocess.run([*as_postgres, found, "-D", data, "-A", "trust", "-E", "UTF8"], check=True, capture_output=True)
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    control = [*as_postgres, str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True)
    user = "postgres" if as_postgres else Path.home().name
    yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without a single table."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        opened = Database(request.getfixturevalue("postgresql"))
        with opened.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    yield opened
    opened.close()


@pytest.fixture
def database(blank: Database) -> Database:
    blank.upgrade()
    return blank
