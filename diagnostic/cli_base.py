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

from diagnostic.content.messages import language
from diagnostic.core.errors import UserError
from diagnostic.core.language import FRENCH, IN_FRENCH, LANGUAGES, _, hush, speak, speaking

YEARS = (2015, 2100)

format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="text (défaut) ou json"
)


def _speak(context: click.Context, _param: click.Parameter, lang: str) -> None:
    """All that the command says from now on, its errors included."""
    token = speak(language(lang))
    context.call_on_close(lambda: hush(token))


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=FRENCH,
    help="langue : fr (défaut) ou en",
    callback=_speak,
    is_eager=True,
    expose_value=False,
)
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
        with speaking(IN_FRENCH):  # unless --lang says otherwise
            self._main(*args, **extra)

    def _main(self, *args: object, **extra: object) -> NoReturn:
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})  # type: ignore[call-overload]
        except UserError as error:
            fail(str(error))
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "")
            sys.exit(0)
        except click.ClickException as error:
            fail(refused(error))
        except click.Abort:
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def refused(error: click.ClickException) -> str:
    """What click refuses, with what is allowed."""
    match error:
        case click.MissingParameter():
            return _("{option} : il manque cette valeur", option=_named(error.param))
        case click.BadParameter() if error.param is not None:
            told = allowed(error.param.type)
            return _("{option} : valeur refusée ({allowed})", option=_named(error.param), allowed=told)
        case click.NoSuchOption():
            return unknown_option(error)
    told = error.format_message()
    if told.startswith("No such command"):
        return _("cette commande n’existe pas (palier --help les montre)")
    if isinstance(error, click.UsageError):
        return _("commande refusée : {why} (palier --help)", why=told)
    return told


def unknown_option(error: click.NoSuchOption) -> str:
    if not error.possibilities:
        return _("{option} : option inconnue", option=error.option_name)
    near = ", ".join(error.possibilities)
    return _("{option} : option inconnue (proche : {near})", option=error.option_name, near=near)


def _named(param: click.Parameter | None) -> str:
    return param.opts[0] if param is not None and param.opts else "argument"


def allowed(type: "click.ParamType[Any]") -> str:
    """What a parameter takes, in words."""
    match type:
        case click.Choice():
            return _("permis : {allowed}", allowed=", ".join(map(str, type.choices)))
        case click.IntRange() | click.FloatRange():
            kind = _("un nombre entier") if isinstance(type, click.IntRange) else _("un nombre")
            bounds = [_("au moins {least}", least=f"{type.min:.0f}")] if type.min is not None else []
            bounds += [_("au plus {most}", most=f"{type.max:.0f}")] if type.max is not None else []
            return ", ".join([kind, *bounds])
        case click.DateTime():
            return _("AAAA-MM-JJ")
    return {"integer": _("un nombre entier"), "float": _("un nombre")}.get(type.name, _("une autre valeur"))


def fail(message: str) -> NoReturn:
    """One line on stderr, exit 2."""
    click.echo(f"palier: {' '.join(message.split())}", err=True)
    sys.exit(2)


def day(on: datetime | None, option: str = "--on") -> date:
    """The day of judgement; a year that no scale could cover is a slip."""
    if on is not None and not YEARS[0] <= on.year <= YEARS[1]:
        raise UserError(_("année hors limites"), option, _("de {first} à {last}", first=YEARS[0], last=YEARS[1]))
    return on.date() if on else date.today()


def print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turn a refusal of the file system into a user error that names the file."""
    try:
        yield
    except OSError as error:
        raise UserError(_("écriture impossible : {why}", why=refusal(error)), str(out)) from error


def written(out: Path) -> str:
    """The file that a command made, and its size."""
    return _("{file} : {size} Ko", file=out, size=out.stat().st_size // 1024)


def refusal(error: OSError) -> str:
    """Why the file system refused, in words where the reason is a usual one."""
    match error:
        case FileNotFoundError():
            return _("ce dossier n’existe pas")
        case PermissionError():
            return _("vous n’en avez pas le droit")
        case IsADirectoryError():
            return _("c’est un dossier")
    return error.strerror or _("raison inconnue")


def checked_siret(siret: str | None) -> str | None:
    """Digits only, key verified; UserError otherwise."""
    if siret is None:
        return None
    try:
        return str(siret_number.validate(siret))
    except ValidationError as error:
        raise UserError(_("ce numéro SIRET n’est pas valide"), "--siret", _("14 chiffres, clé comprise")) from error


def checked_naf(naf: str | None) -> str | None:
    return naf.strip().upper() if naf else None
