"""The register of processing: what the columns say of themselves, put beside the texts of privacy/register.yaml."""

from collections.abc import Iterable, Iterator
from functools import cache

from diagnostic.content.loader import read_register
from diagnostic.content.problem import Problem, one_of
from diagnostic.core.language import _
from diagnostic.core.model.privacy import KeptColumn, Register
from diagnostic.store.register import kept_columns

__all__ = ["kept_columns", "problems", "register"]

FILE = "privacy/register.yaml"


@cache
def register() -> Register:
    """The one that travels with the program."""
    return read_register()


def problems(register: Register, columns: Iterable[KeptColumn]) -> Iterator[Problem]:
    """What the register leaves out, and what it tells of nothing."""
    rows = tuple(columns)
    for row in rows:
        yield from _column_problems(register, row)
    yield from _told_of_nothing("purposes", register.purposes, {row.purpose for row in rows})
    yield from _told_of_nothing("retentions", register.retentions, {row.kept_for for row in rows})
    yield from _told_of_nothing("tables", register.tables, {row.table for row in rows})
    for table in sorted({row.table for row in rows} - set(register.tables)):
        yield Problem(f"{FILE}: tables.{table}", _("clé manquante"), _("dire en clair ce que garde cette table"))


def _column_problems(register: Register, column: KeptColumn) -> Iterator[Problem]:
    place = f"{column.table}.{column.name}"
    if column.purpose is None or column.kept_for is None:
        yield Problem(place, _("colonne sans finalité ni durée"), _("la déclarer par held(…), store/annotations.py"))
        return
    if column.purpose not in register.purposes:
        yield Problem(place, _("finalité « {id} » inconnue", id=column.purpose), one_of(register.purposes))
    if column.kept_for not in register.retentions:
        yield Problem(place, _("durée « {id} » inconnue", id=column.kept_for), one_of(register.retentions))


def _told_of_nothing(key: str, told: Iterable[str], used: set[str | None]) -> Iterator[Problem]:
    for id in sorted(set(told) - used):
        yield Problem(f"{FILE}: {key}.{id}", _("aucune colonne ne s’en sert"))
