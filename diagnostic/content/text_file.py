"""A file of text, read whole or refused with its name."""

from pathlib import Path

from diagnostic.core.errors import UserError
from diagnostic.core.language import _


def read_text(path: Path, most: int) -> str:
    """UTF-8, at most `most` bytes; UserError naming the file otherwise."""
    try:
        if path.stat().st_size > most:
            raise UserError(_("fichier trop gros"), str(path), _("au plus {most} Mo", most=most // 1_000_000))
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(_("lecture impossible : {why}", why=error.strerror), str(path)) from error
    except UnicodeDecodeError as error:
        raise UserError(_("le fichier n’est pas du texte en UTF-8"), str(path)) from error
