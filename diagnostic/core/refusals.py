"""How a value that an assessment may not hold is refused: what, where, what is allowed."""

from collections.abc import Collection, Iterable
from math import isfinite

from diagnostic.core.errors import UserError
from diagnostic.core.language import _


def among(id: str, allowed: Collection[str], field: str, mistake: str, called: str = "") -> None:
    """UserError unless `id` is one of `allowed`, which it names."""
    if id not in allowed:
        names = ", ".join(allowed) or _("aucun")
        raise UserError(
            _("{mistake} « {id} »", mistake=mistake, id=id),
            field,
            _("{called} : {names}", called=called or _("possibles"), names=names),
        )


def at_least_zero(value: float, field: str) -> None:
    if not is_number(value) or value < 0:
        raise UserError(_("{given} est refusé", given=shown(value)), field, _("un nombre, 0 ou plus"))


def unique(places: Iterable[tuple[str, object]], mistake: str) -> None:
    """UserError at the second (field, key) pair that bears a key already met."""
    first: dict[object, str] = {}
    for field, key in places:
        if key in first:
            raise UserError(mistake, field, _("déjà donné en {place}", place=first[key]))
        first[key] = field


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def shown(value: object) -> str:
    """As it was given: every digit of a number, a text between « »."""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return _("« {text} »", text=value) if isinstance(value, str) else str(value)
