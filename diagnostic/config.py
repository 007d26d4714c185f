"""Settings from the environment, read by web and cli only."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from diagnostic.core.errors import UserError

PREFIX = "PALIER_"
HINTS = {
    "content": "un dossier fait par « palier content copy »",
    "https": "true ou false",
    "url": "https://palier.exemple.fr, sans rien après le nom",
    "mail_from": "Palier <palier@exemple.fr>",
    "oidc_issuer": "https://… tel que le fournisseur d’identité se nomme, avec PALIER_OIDC_CLIENT_ID et son secret",
    "oidc_client_id": "l’identifiant que le fournisseur d’identité a donné à Palier",
    "oidc_client_secret": "le secret qui va avec PALIER_OIDC_CLIENT_ID",
    "oidc_pkce": "true ou false",
    "releases": "sqlite:///fichier ou postgresql+psycopg://…, une autre base que DATABASE_URL",
}


EPHEMERAL = ("sqlite:///", "sqlite:///:memory:")


class Oidc(BaseModel):
    """An OpenID Connect provider that vouches for people (docs/operations.md).

    `issuer`: as it names itself, https:// but on this machine; `name`: as people know it; `acr`: the assurance levels
    that count as a second factor; `pkce`: false where the provider refuses what it does not know.
    """

    model_config = ConfigDict(frozen=True)

    issuer: str
    client_id: str
    client_secret: str
    name: str = "ProConnect"
    acr: tuple[str, ...] = ()
    pkce: bool = True

    @field_validator("issuer")
    @classmethod
    def is_secure(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("not https")
        return issuer


class Settings(BaseModel):
    """`database_url`: sqlite:///file or postgresql+psycopg://…; `https`: cookies are Secure, HSTS is sent
    (as `url` says, unless told).

    `url`: the address that people type, https://palier.exemple.fr; `smtp`, `mail_from`: how letters leave (posting).
    `controller`: who answers for the data kept here; `contact`: where people exercise their rights. `directory`: the
    public directory of companies (diagnostic/directory.py). `releases`: the database of the observatory's releases,
    apart from the main one. `content`: the folder of content that this machine runs with, instead of the program's
    own."""

    model_config = ConfigDict(frozen=True)

    database_url: str
    secret_key: str
    https: bool = False
    demo: bool = False
    url: str | None = None
    smtp: str | None = None
    mail_from: str | None = None
    controller: str | None = None
    contact: str | None = None
    directory: str | None = None
    oidc: Oidc | None = None
    releases: str = "sqlite:///releases.db"
    content: Path | None = None

    @field_validator("url")
    @classmethod
    def is_an_address(cls, url: str | None) -> str | None:
        """http(s)://host[:port] and nothing after it."""
        parts = urlsplit(url or "")
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or url.rstrip("/") != _bare(parts)):
            raise ValueError("not an address")
        return url.rstrip("/") if url else None

    @field_validator("releases")
    @classmethod
    def is_a_database(cls, releases: str) -> str:
        """A file, or PostgreSQL: a base that lives in memory alone would publish nothing."""
        if not releases.startswith(("sqlite:///", "postgresql+psycopg://")) or releases in EPHEMERAL:
            raise ValueError("not a database of releases")
        return releases

    @model_validator(mode="after")
    def keeps_releases_apart(self) -> Self:
        """What anybody may read is never beside what nobody may."""
        if _file(self.releases) == _file(self.database_url):
            raise UserError("réglage refusé", "PALIER_RELEASES", HINTS["releases"])
        return self

    @model_validator(mode="after")
    def says_where_letters_lead(self) -> Self:
        """A letter that really leaves names who sends it, and holds links: never to the host of a forged request."""
        if self.smtp and not self.url:
            raise ValueError("letters need an address")
        return self


def _file(url: str) -> str:
    """One file has many names."""
    path = url.removeprefix("sqlite:///")
    return str(Path(path).resolve()) if path != url else url


def _bare(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}" if "@" not in parts.netloc else ""


def var_folder() -> Path:
    """Where the program keeps its own files: PALIER_VAR, or the user's data folder."""
    default = Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser() / "palier"
    return Path(os.environ.get(f"{PREFIX}VAR", default))


def content_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that PALIER_CONTENT names; None where it names none. UserError when it is not there."""
    named = environ.get(f"{PREFIX}CONTENT")
    if named and not Path(named).is_dir():
        raise UserError("ce dossier n’existe pas", f"{PREFIX}CONTENT", HINTS["content"])
    return Path(named).resolve() if named else None


def made(folder: Path) -> Path:
    """Answers and addresses are kept there: a folder that we make opens to its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def kept_secret(folder: Path) -> str:
    """A secret made once and kept, readable by its owner alone."""
    path = folder / "secret_key"
    if not path.exists():
        made(folder)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def load_settings(environ: Mapping[str, str] = os.environ, *, demo: bool = False, keeps: bool = True) -> Settings:
    """Settings of this machine. DATABASE_URL and SECRET_KEY are the common names; the rest starts with PALIER_. Without
    `keeps`, for a process that only reads: no folder is made, and no secret outlives it."""
    folder = made(var_folder()) if keeps and "DATABASE_URL" not in environ else var_folder()
    url = environ.get("DATABASE_URL", f"sqlite:///{folder / ('demo.db' if demo else 'palier.db')}")
    secret_key = environ.get("SECRET_KEY") or (kept_secret(folder) if keeps else secrets.token_urlsafe(32))
    try:
        return Settings.model_validate(
            {
                "database_url": url,
                "secret_key": secret_key,
                "https": environ.get(f"{PREFIX}HTTPS", str(environ.get(f"{PREFIX}URL", "").startswith("https:"))),
                "demo": demo,
                "url": environ.get(f"{PREFIX}URL") or None,
                "smtp": environ.get(f"{PREFIX}SMTP") or None,
                "mail_from": environ.get(f"{PREFIX}MAIL_FROM") or None,
                "controller": environ.get(f"{PREFIX}CONTROLLER") or None,
                "contact": environ.get(f"{PREFIX}CONTACT") or None,
                "directory": environ.get(f"{PREFIX}DIRECTORY") or None,
                "oidc": _oidc(environ),
                "releases": environ.get(f"{PREFIX}RELEASES") or _releases(url, folder, demo=demo),
                "content": content_folder(environ),
            }
        )
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        named = "_".join(map(str, where[:2] if where[:1] == ("oidc",) else where[:1])) or "url"
        raise UserError("réglage refusé", f"{PREFIX}{named}".upper(), HINTS.get(named)) from error


def _releases(url: str, folder: Path, *, demo: bool) -> str:
    """The file of releases of this machine: beside the main database where that is a file."""
    name = "demo-releases.db" if demo else "releases.db"
    main = url.removeprefix("sqlite:///")
    beside = Path(main).parent if url.startswith("sqlite:///") and main else folder
    return f"sqlite:///{beside / name}"


def _oidc(environ: Mapping[str, str]) -> dict[str, object] | None:
    """What the environment says of an identity provider; None when it names none."""
    prefix = f"{PREFIX}OIDC_"
    told: dict[str, object] = {
        name.removeprefix(prefix).lower(): value for name, value in environ.items() if value and name.startswith(prefix)
    }
    if "acr" in told:
        told["acr"] = tuple(str(told["acr"]).replace(",", " ").split())
    return told or None
