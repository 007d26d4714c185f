"""Settings from the environment, read by web and cli only."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diagnostic.core.errors import UserError

PREFIX = "PALIER_"


class Settings(BaseModel):
    """`database_url`: sqlite:///file or postgresql+psycopg://…; `https`: cookies are Secure, HSTS is sent."""

    model_config = ConfigDict(frozen=True)

    database_url: str
    secret_key: str
    https: bool = False
    demo: bool = False


def var_folder() -> Path:
    """Where the program keeps its own files: PALIER_VAR, or the user's data folder."""
    default = Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser() / "palier"
    return Path(os.environ.get(f"{PREFIX}VAR", default))


def kept_secret(folder: Path) -> str:
    """A secret made once and kept, readable by its owner alone."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def load_settings(environ: Mapping[str, str] = os.environ, *, demo: bool = False) -> Settings:
    """Settings of this machine. DATABASE_URL and SECRET_KEY are the common names; the rest starts with PALIER_."""
    folder = var_folder()
    url = environ.get("DATABASE_URL")
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{folder / ('demo.db' if demo else 'palier.db')}"
    secret_key = environ.get("SECRET_KEY") or kept_secret(folder)
    try:
        return Settings.model_validate(
            {
                "database_url": url,
                "secret_key": secret_key,
                "https": environ.get(f"{PREFIX}HTTPS", "false"),
                "demo": demo,
            }
        )
    except ValidationError as error:
        raise UserError("réglage refusé", f"{PREFIX}{error.errors()[0]['loc'][0]}".upper(), "true ou false") from error
