"""Releases made by hand, for pages, charts and files: plausible figures over the axes of the catalogue, no company.

Figures are drawn from the names of cells, so that the same cell has the same figures in every table and each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import product

from diagnostic.content.loader import load_content
from diagnostic.core.model.observatory import Axis, Catalogue, Measure, TableSpec
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.released import (
    Denominators,
    Eligible,
    Figure,
    Release,
    ReleasedCell,
    ReleasedTable,
    Withheld,
)
from diagnostic.core.model.source import Source
from tests.observatory_catalogue import small_catalogue

DAYS = (date(2027, 1, 15), date(2027, 4, 15), date(2027, 7, 15), date(2027, 10, 15))
QUARTERS = ("2026-T4", "2027-T1", "2027-T2", "2027-T3")
SEAL = "ab" * 32
RECORDED, SCORED = 3000, 2400
FALLING = {
    "status": (0.98, 0.86, 0.62, 0.34, 0.21, 0.08),
    "reach": (0.72, 0.31, 0.12, 0.07, 0.03, 0.01),
}


@cache
def sample_catalogue() -> Catalogue:
    """The one in force where content has one; otherwise a small one over the same axes."""
    content = load_content()
    found: Catalogue | None = getattr(content, "observatory", None)
    return found if found is not None and found.tables else small_catalogue(content)


def sample_release(
    number: int = 1, *, catalogue: Catalogue | None = None, synthetic: bool = True, companies: int = RECORDED
) -> Release:
    """Release `number` (1 to 4) of about `companies` companies. From the second on, a third of the cells are told as
    unchanged, and the others have moved."""
    shown = catalogue or sample_catalogue()
    return Release(
        number=number,
        on=DAYS[number - 1],
        quarter=QUARTERS[number - 1],
        catalogue=shown.version,
        questionnaire="industry40@2026-11",
        synthetic=synthetic,
        tables=tuple(_table(shown, spec, number, companies) for spec in shown.tables),
        denominators=sample_denominators(shown),
        previous=None if number == 1 else SEAL,
    )


def sample_denominators(catalogue: Catalogue) -> Denominators:
    source = Source(Text("Répertoire Sirene, entreprises de 10 à 249 personnes (exemple)"), date(2026, 10, 1))
    sorted_by = [axis for axis in catalogue.axes if axis.id in ("region", "department", "grouped", "size")]
    rows = [
        Eligible(axis.id, one.code, max(40, round(28_000 * share / 10) * 10))
        for axis in sorted_by
        for one, share in zip(axis.categories, _shares(axis), strict=True)
    ]
    return Denominators(source, tuple(rows))


def sample_log(release: Release) -> tuple[Withheld, ...]:
    """Why each withheld cell is: the threshold for most, the audit for some."""
    return tuple(
        Withheld(table.id, cell.codes, None, "audit" if drawn("why", *cell.codes) > 0.8 else "threshold")
        for table in release.tables
        for cell in table.cells
        if not cell.shown
    )


def drawn(*key: object) -> float:
    """A number in [0, 1), always the same for the same key."""
    told = sha256("|".join(map(str, key)).encode()).digest()
    return int.from_bytes(told[:6], "big") / 2**48


def _shares(axis: Axis) -> list[float]:
    weights = [0.02 + drawn("share", axis.id, one.code) ** 2 for one in axis.categories]
    return [weight / sum(weights) for weight in weights]


def _table(catalogue: Catalogue, spec: TableSpec, number: int, companies: int) -> ReleasedTable:
    measures = [catalogue.measure(id) for id in spec.measures]
    axes = [catalogue.axis(id) for id in spec.axes]
    cells = tuple(
        _cell(spec, axes, codes, measures, number, companies)
        for codes in product(*([one.code for one in axis.categories] for axis in axes))
    )
    series = tuple(name for measure in measures for name in measure.series())
    return ReleasedTable(spec.id, spec.population, spec.axes, series, cells)


def _cell(
    spec: TableSpec,
    axes: Sequence[Axis],
    codes: tuple[str, ...],
    measures: Sequence[Measure],
    number: int,
    companies: int,
) -> ReleasedCell:
    place = "/".join(sorted(f"{axis.id}={code}" for axis, code in zip(axes, codes, strict=True)))
    since = 1 if number > 1 and drawn("since", place) < 0.34 else number
    count = companies * (SCORED / RECORDED if spec.population == "scored" else 1.0) * (1 + 0.08 * (since - 1))
    for axis, code in zip(axes, codes, strict=True):
        count *= _shares(axis)[axis.place(code)]
    count *= 0.7 + 0.6 * drawn("n", spec.population, place) if axes else 1.0
    if count < 5:
        return ReleasedCell(codes, None, {}, number)
    figures = dict(_figures(measures, place, count, since))
    return ReleasedCell(codes, rounded(count), figures, since)


def _figures(measures: Sequence[Measure], place: str, count: float, since: int) -> Iterator[tuple[str, Figure]]:
    for measure in measures:
        for rank, item in enumerate(measure.items):
            chance = drawn(measure.id, item.id, place, since)
            if measure.kind == "mean":
                middle = measure.top * (0.28 + 0.18 * drawn(measure.id, item.id))
                yield f"{measure.id}/{item.id}", round(middle + (chance - 0.5) * measure.top / 10, 1)
            elif measure.kind == "indicator":
                falls = FALLING.get(measure.id)
                usual = falls[rank] if falls else 0.05 + 0.5 * drawn(measure.id, item.id)
                yield f"{measure.id}/{item.id}", told_indicator(count * usual * (0.9 + 0.2 * chance), count)
            elif chance > 0.15:
                each = 900 if measure.id == "device" else 0.6
                step = 1000 if measure.id == "device" else 5
                yield f"{measure.id}/{item.id}", float(max(step, round(count * each * chance / step) * step))


def told_indicator(value: float, count: float) -> Figure:
    """The bands of the protection: near none or all, only which half."""
    if value < 5 or value <= count * 0.1 or value > count - 5 or value >= count * 0.9:
        return "majority" if value > count / 2 else "minority"
    return float(rounded(value))


def rounded(count: float) -> int:
    return 5 if count < 8 else int((count + 5) // 10) * 10


def without(release: Release, table: str, *codes: str) -> Release:
    """The same release with that cell withheld."""
    hidden = ReleasedCell(codes, None, {}, release.number)
    return replace(release, tables=tuple(_hide(one, hidden) if one.id == table else one for one in release.tables))


def _hide(table: ReleasedTable, hidden: ReleasedCell) -> ReleasedTable:
    return replace(table, cells=tuple(hidden if one.codes == hidden.codes else one for one in table.cells))


__all__ = ["sample_catalogue", "sample_denominators", "sample_log", "sample_release", "without"]
