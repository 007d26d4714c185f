"""Where the files that travel with the program live: the checkout when there is one, else the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHOSEN: dict[str, Path] = {}


def data_path(name: str) -> Path:
    """The folder `questionnaires` or `templates`: the one that was chosen, else the program's own."""
    checkout = PACKAGE.parent / name
    own = checkout if (PACKAGE.parent / "pyproject.toml").exists() else PACKAGE / "_data" / name
    return CHOSEN.get(name, own)


def choose(name: str, folder: Path | None) -> None:
    """From now on this process reads that folder instead of the program's own; None: the program's own again."""
    if folder is None:
        CHOSEN.pop(name, None)
    else:
        CHOSEN[name] = folder
