"""What a sheet of the workbook holds: typed values under named columns, each explained in the help sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from diagnostic.core.language import _, in_context

Kind = Literal["text", "euro", "decimal", "whole", "count", "percent", "date", "mark"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that is not shown as the others of its column are."""

    amount: float
    kind: Kind


Value = str | int | float | date | Shown | None


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `kind` how its values are shown (a mark: on a coloured
    ground); `help` None = the name says it all; `context`: what tells its name from the same word elsewhere."""

    name: str
    width: float
    kind: Kind = "text"
    help: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """A line under the table, left out of its filter; `kind` shows its numbers, None = as their columns do."""

    values: tuple[Value, ...]
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table from the first row on. `about`: what it is for; `fixed`: columns that stay in sight; `empty`: said when
    there is no row; `pages_wide`: 1 = its columns fit one printed page, 0 = as many as they need; `guide`: to be read,
    not to be filtered."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    below: tuple[Below, ...] = ()
    fixed: int = 0
    empty: str = field(default_factory=lambda: _("Rien à montrer."))
    pages_wide: int = 1
    guide: bool = False


def in_words(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a table written once, named and explained in the language spoken."""
    return tuple(replace(one, name=_named(one), help=one.help and _(one.help)) for one in columns)


def _named(column: Column) -> str:
    return in_context(column.context, column.name) if column.context else _(column.name)


def yes_no(told: bool) -> str:
    return _("oui") if told else _("non")


def lines(parts: Sequence[str]) -> str:
    """Several sentences in one cell, one a line."""
    return "\n".join(parts)
