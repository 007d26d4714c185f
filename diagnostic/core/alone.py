"""Units that could be found one by one, told from those that could move alone in their cells without being seen."""

from collections.abc import Iterator, Sequence

import numpy as np

from diagnostic.core.facts import Entry, Figures
from diagnostic.core.model.audited import Ranks
from diagnostic.core.model.cohort import ALONE, Floats, Places
from diagnostic.core.model.observatory import Rules

OF_LARGEST = 0.2
NEAR = 1e-6


def not_free(figures: Figures, series: str, told: Sequence[Entry], rules: Rules) -> list[int]:
    """Rows whose figure could not change enough by itself: whether it could with others remains to be proven. Where
    series explain one another, all those of cells too small to be sure."""
    brings, bundle = figures.brings[series], figures.bundle
    sets = [entry.rows[brings[entry.rows]] for entry in told]
    if bundle.mean:
        small = [rows for rows in sets if 0 < len(rows) < rules.threshold_sole]
        return [int(row) for row in np.unique(np.concatenate(small))] if small else []
    values = np.nan_to_num(figures.values[series])
    whole = bundle.kind == "indicator"
    slack = [_slack(values, rows, entry.bounds[series], whole) for entry, rows in zip(told, sets, strict=True)]
    up = _range(sets, [above for above, _ in slack], [below for _, below in slack], bundle.high - values, values)
    down = _range(sets, [below for _, below in slack], [above for above, _ in slack], values, bundle.high - values)
    inside = np.zeros(figures.rows, dtype=bool)
    for rows in sets:
        inside[rows] = True
    if bundle.kind == "magnitude":
        enough = (values < bundle.step) | (up + down >= OF_LARGEST * values - NEAR)
    else:
        enough = up + down >= (1.0 if whole else rules.room * bundle.top) - NEAR
    return [int(row) for row in np.flatnonzero(inside & ~enough)]


def _slack(values: Floats, rows: Ranks, bounds: tuple[float, float], whole: bool) -> tuple[float, float]:
    """How far the sum may rise and fall."""
    total = float(values[rows].sum())
    above, below = max(0.0, bounds[1] - total), max(0.0, total - bounds[0])
    return (float(np.floor(above + NEAR)), float(np.floor(below + NEAR))) if whole else (above, below)


def _range(
    sets: Sequence[Ranks], ahead: Sequence[float], back: Sequence[float], room: Floats, partner_room: Floats
) -> Floats:
    """(rows,) how far each may go one way, alone or with one partner of its tightest set that goes the other way: the
    partner stays within what its other sets allow, so that every fact still holds."""
    first, tightest, second = _two_least(sets, ahead, len(room))
    partner_first, partner_tightest, partner_second = _two_least(sets, back, len(room))
    best: Floats = np.minimum(first, room)
    for rank, rows in enumerate(sets):
        if len(rows) < 2:
            continue
        elsewhere = np.where(partner_tightest[rows] == rank, partner_second[rows], partner_first[rows])
        gives = np.minimum(elsewhere, partner_room[rows])
        order = np.argsort(-gives)
        given = np.full(len(rows), gives[order[0]])
        given[order[0]] = gives[order[1]]
        here = tightest[rows] == rank
        most = np.minimum(np.minimum(second[rows], room[rows]), ahead[rank] + given)
        best[rows] = np.where(here, np.maximum(best[rows], most), best[rows])
    return best


def _two_least(sets: Sequence[Ranks], slack: Sequence[float], many: int) -> tuple[Floats, Places, Floats]:
    """Of each row: the least slack of the sets that it is in, which of them, and the least of the others."""
    first, second = np.full(many, np.inf), np.full(many, np.inf)
    which = np.full(many, -1, dtype=np.int32)
    for rank, rows in enumerate(sets):
        lower = slack[rank] < first[rows]
        second[rows] = np.where(lower, first[rows], np.minimum(second[rows], slack[rank]))
        which[rows] = np.where(lower, rank, which[rows])
        first[rows] = np.minimum(first[rows], slack[rank])
    return first, which, second


def cornered(
    figures: Figures, series: str, told: Sequence[Entry], suppliers: Places, rules: Rules
) -> Iterator[tuple[int, int, int | None]]:
    """(a unit, a unit that knows its own figure, None) or (a unit, −1, an adviser who knows its clients'): what is told
    of their cell, less what is known, puts the first within `room` of an end of the scale."""
    values, brings = figures.values[series], figures.brings[series]
    width = rules.room * figures.bundle.top
    for entry in told:
        rows = entry.rows[brings[entry.rows]]
        known = values[rows]
        if len(rows) < 2 or np.isnan(known).any():
            continue
        bounds = entry.bounds[series]
        for own in {int(np.argmax(known)), int(np.argmin(known))}:
            if _near_an_end(figures.bundle.top, bounds, float(known[own]), len(rows) - 1, width):
                yield int(rows[0 if own else 1]), int(rows[own]), None
        by = suppliers[rows]
        advised = by != ALONE
        counts, sums = np.bincount(by[advised]), np.bincount(by[advised], weights=known[advised])
        for supplier in np.flatnonzero((counts > 0) & (counts < len(rows))).tolist():
            own_sum, others = float(sums[supplier]), len(rows) - int(counts[supplier])
            if _near_an_end(figures.bundle.top, bounds, own_sum, others, width):
                yield int(rows[by != supplier][0]), -1, supplier


def _near_an_end(top: float, bounds: tuple[float, float], own: float, others: int, width: float) -> bool:
    """Whether each of the others must be within `width` of 0 or of the top of the scale."""
    low, high = max(0.0, bounds[0] - own - top * (others - 1)), min(top, bounds[1] - own)
    return high - low < width - NEAR
