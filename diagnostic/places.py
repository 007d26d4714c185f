"""Where the files that travel with the program live: the checkout when there is one, else the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data_path(name: str) -> Path:
    """The folder `questionnaires` or `templates`."""
    checkout = PACKAGE.parent / name
    return checkout if (PACKAGE.parent / "pyproject.toml").exists() else PACKAGE / "_data" / name
