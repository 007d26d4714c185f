"""What every `palier` command shares: its options, its one-line errors, its JSON."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_number

from diagnostic.core.errors import UserError

YEARS = (2015, 2100)

format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="text (défaut) ou json"
)
lang_option = click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="langue : fr")
demo_option = click.option("--demo", is_flag=True, help="la base de « palier demo », et non celle de « palier serve »")
on_option = click.option(
    "--on",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="jour du jugement, AAAA-MM-JJ (défaut : aujourd’hui)",
)


class Palier(click.Group):
    """A group whose user errors are one line on stderr and exit 2, never a traceback."""

    def main(self, *args: object, **extra: object) -> NoReturn:
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})  # type: ignore[call-overload]
        except UserError as error:
            fail(str(error))
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "")
            sys.exit(0)
        except click.ClickException as error:
            fail(in_french(error))
        except click.Abort:
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def in_french(error: click.ClickException) -> str:
    """What click refuses, with what is allowed."""
    match error:
        case click.MissingParameter():
            return f"{_named(error.param)} : il manque cette valeur"
        case click.BadParameter() if error.param is not None:
            return f"{_named(error.param)} : valeur refusée ({allowed(error.param.type)})"
        case click.NoSuchOption():
            near = f" (proche : {', '.join(error.possibilities)})" if error.possibilities else ""
            return f"{error.option_name} : option inconnue{near}"
    told = error.format_message()
    if told.startswith("No such command"):
        return "cette commande n’existe pas (palier --help les montre)"
    return f"commande refusée : {told} (palier --help)" if isinstance(error, click.UsageError) else told


def _named(param: click.Parameter | None) -> str:
    return param.opts[0] if param is not None and param.opts else "argument"


def allowed(type: "click.ParamType[Any]") -> str:
    """What a parameter takes, in words."""
    match type:
        case click.Choice():
            return f"permis : {', '.join(map(str, type.choices))}"
        case click.IntRange() | click.FloatRange():
            kind = "un nombre entier" if isinstance(type, click.IntRange) else "un nombre"
            bounds = [f"au moins {type.min:.0f}"] if type.min is not None else []
            bounds += [f"au plus {type.max:.0f}"] if type.max is not None else []
            return ", ".join([kind, *bounds])
        case click.DateTime():
            return "AAAA-MM-JJ"
    return {"integer": "un nombre entier", "float": "un nombre"}.get(type.name, "une autre valeur")


def fail(message: str) -> NoReturn:
    """One line on stderr, exit 2."""
    click.echo(f"palier: {' '.join(message.split())}", err=True)
    sys.exit(2)


def day(on: datetime | None, option: str = "--on") -> date:
    """The day of judgement; a year that no scale could cover is a slip."""
    if on is not None and not YEARS[0] <= on.year <= YEARS[1]:
        raise UserError("année hors limites", option, f"de {YEARS[0]} à {YEARS[1]}")
    return on.date() if on else date.today()


def french_only(lang: str) -> None:
    """English comes later: refuse it rather than print half of it."""
    if lang != "fr":
        raise UserError("l’anglais n’est pas encore disponible", "--lang", "permis : fr")


def print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turn a refusal of the file system into a user error that names the file."""
    try:
        yield
    except OSError as error:
        raise UserError(f"écriture impossible : {refusal(error)}", str(out)) from error


def refusal(error: OSError) -> str:
    """Why the file system refused, in French where the reason is a usual one."""
    match error:
        case FileNotFoundError():
            return "ce dossier n’existe pas"
        case PermissionError():
            return "vous n’en avez pas le droit"
        case IsADirectoryError():
            return "c’est un dossier"
    return error.strerror or "raison inconnue"


def checked_siret(siret: str | None) -> str | None:
    """Digits only, key verified; UserError otherwise."""
    if siret is None:
        return None
    try:
        return str(siret_number.validate(siret))
    except ValidationError as error:
        raise UserError("ce numéro SIRET n’est pas valide", "--siret", "14 chiffres, clé comprise") from error


def checked_naf(naf: str | None) -> str | None:
    return naf.strip().upper() if naf else None
