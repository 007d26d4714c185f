"""Released figures as cells of a workbook: numbers with their formats, bands and secrets in words, and what changed
since the release before."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.core.language import N_, _
from diagnostic.core.model.observatory import Measure
from diagnostic.core.model.released import Figure, Release, ReleasedCell
from reports import observatory_words as told
from reports.region_words import BANDS
from reports.workbook_table import Kind, Shown, Value

NOT_COMPARABLE, SAME_ROUNDED = N_("non comparable"), N_("pareil, une fois arrondi")


@dataclass(frozen=True, slots=True)
class Compared:
    """A release, and the cells of the one before by table and codes (`before` None: there is none)."""

    release: Release
    before: Release | None
    cells: Mapping[tuple[str, tuple[str, ...]], ReleasedCell]

    def earlier(self, table: str, codes: tuple[str, ...]) -> ReleasedCell | None:
        found = self.cells.get((table, codes))
        return found if found and found.shown else None


def compare(release: Release, before: Release | None) -> Compared:
    cells = {(table.id, cell.codes): cell for table in before.tables for cell in table.cells} if before else {}
    return Compared(release, before, cells)


def kind(measure: Measure) -> Kind:
    """How its numbers are shown."""
    if measure.kind == "mean":
        return "decimal"
    return "euro" if measure.unit and measure.unit.fr.startswith("euro") else "count"


def number(figure: Figure | None, measure: Measure) -> Shown | None:
    """A true number, or nothing: its reading is in the column beside."""
    found = told.number_of(figure)
    return None if found is None else Shown(found, kind(measure))


def in_one_cell(figure: Figure | None, measure: Measure) -> Value:
    """A number, or the words that stand for it."""
    if figure is None:
        return _(told.SECRET)
    if isinstance(figure, str):
        return _(BANDS[figure])
    return number(figure, measure)


def difference(now: Figure | None, then: Figure | None) -> float | None:
    """Of two published numbers; None where one of them is a band or is not told."""
    if now is None or then is None or isinstance(now, str) or isinstance(then, str):
        return None
    return round(now - then, 1)


def change(now: Figure | None, then: Figure | None, since: int | None) -> tuple[float | None, str | None]:
    """The difference, and in words what it must not be taken for. `since`: the figure is an older one, shown again."""
    if since is not None:
        return None, _("inchangé depuis R-{release}", release=since)
    found = difference(now, then)
    if found is None:
        return None, _(NOT_COMPARABLE)
    return found, None if found else _(SAME_ROUNDED)
