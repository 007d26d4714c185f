"""How a value that an assessment may not hold is refused: what, where, what is allowed."""

from collections.abc import Collection, Iterable
from math import isfinite

from diagnostic.core.errors import UserError


def among(id: str, allowed: Collection[str], field: str, mistake: str, called: str = "possibles") -> None:
    """UserError unless `id` is one of `allowed`, which it names."""
    if id not in allowed:
        raise UserError(f"{mistake} « {id} »", field, f"{called} : {', '.join(allowed) or 'aucun'}")


def at_least_zero(value: float, field: str) -> None:
    if not is_number(value) or value < 0:
        raise UserError(f"{shown(value)} est refusé", field, "un nombre, 0 ou plus")


def unique(places: Iterable[tuple[str, object]], mistake: str) -> None:
    """UserError at the second (field, key) pair that bears a key already met."""
    first: dict[object, str] = {}
    for field, key in places:
        if key in first:
            raise UserError(mistake, field, f"déjà donné en {first[key]}")
        first[key] = field


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def shown(value: object) -> str:
    """As it was given: every digit of a number, a text between « »."""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return f"« {value} »" if isinstance(value, str) else str(value)
