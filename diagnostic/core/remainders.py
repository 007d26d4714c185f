"""What subtraction leaves: units that nothing shows, between sets of which something was told.

A set less those of one table that are inside it (its departments, its sizes, itself a quarter ago); a set less another
that it nearly is; the same cell at two releases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.core.model.audited import Ranks
from diagnostic.core.model.cohort import ALONE, NOWHERE, Places
from diagnostic.core.thresholds import largest_supplied

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """What one reader has of one series. `sets`: the rows behind each figure told; `tables`: ranks of the sets that
    stand together in one table of one release, none of which share a row; `twice`: ranks of (before, after) tellings of
    one cell."""

    sets: Sequence[Ranks]
    tables: Sequence[Counts]
    twice: Sequence[tuple[int, int]]


def remainders(view: View, rows: int, few: int, most: int) -> tuple[Ranks, ...]:
    """Rows left by each subtraction, `most` at most, each set once. `few`: between two sets of which neither holds the
    other, only what is under it is looked for."""
    if not view.sets:
        return ()
    sizes, shared = _sizes(view), _shared(view, rows)
    found: dict[bytes, Ranks] = {}
    for left in (
        *_of_tables(view, sizes, shared, most),
        *_of_pairs(view, sizes, shared, few, most),
        *_of_times(view, few),
    ):
        if len(left):
            found[left.tobytes()] = left
    return tuple(found.values())


def beside(view: View, suppliers: Places, few: int) -> Iterator[tuple[Ranks, int]]:
    """(rows, adviser): what is left of a set, `few` rows at most, for an adviser who takes away one or more sets of a
    table that go beyond it by clients of its own alone, and its clients from what is left. `suppliers`: of each row."""
    if not view.sets:
        return
    sizes, shared = _sizes(view), _shared(view, len(suppliers))
    most = np.array([largest_supplied(suppliers[one]) for one in view.sets])
    beyond = sizes[None, :] - shared
    apart = (shared > 0) & (beyond >= 1) & (beyond <= most[None, :])
    for table in view.tables:
        taken = np.where(apart[:, table] | ((beyond[:, table] == 0) & (shared[:, table] > 0)), shared[:, table], 0)
        near = apart[:, table].any(axis=1) & (sizes - taken.sum(axis=1) <= few + most)
        for rank in np.flatnonzero(near).tolist():
            inside = [one for one in table[beyond[rank, table] == 0].tolist() if one != rank]
            yield from _beside(view, rank, (inside, table[apart[rank, table]].tolist()), suppliers, few)


def _beside(
    view: View, rank: int, others: tuple[list[int], list[int]], suppliers: Places, few: int
) -> Iterator[tuple[Ranks, int]]:
    """Of one set and the sets of one table: those inside it, and those that go beyond it."""
    whole, (inside, apart) = view.sets[rank], others
    mine: dict[int, list[int]] = {}
    for other in apart:
        extra = np.unique(suppliers[np.setdiff1d(view.sets[other], whole, assume_unique=True)])
        if len(extra) == 1 and extra[0] != ALONE:
            mine.setdefault(int(extra[0]), []).append(other)
    for adviser, those in mine.items():
        left = whole[suppliers[whole] != adviser]
        for taken in (those, [*inside, *those], *([one] for one in those)):
            rest = np.setdiff1d(left, np.concatenate([view.sets[one] for one in taken]), assume_unique=False)
            if 1 <= len(rest) <= few:
                yield rest, adviser


def _sizes(view: View) -> Counts:
    return np.array([len(one) for one in view.sets])


def _of_tables(view: View, sizes: Counts, shared: Counts, most: int) -> Iterator[Ranks]:
    """Each set less those of a table that are inside it."""
    for table in view.tables:
        inside = shared[:, table] == sizes[table][None, :]
        inside &= np.arange(len(sizes))[:, None] != table[None, :]
        left = sizes - (inside * sizes[table][None, :]).sum(axis=1)
        for rank in np.flatnonzero(inside.any(axis=1) & (left > 0) & (left <= most)).tolist():
            taken = np.concatenate([view.sets[one] for one in table[inside[rank]]])
            yield np.setdiff1d(view.sets[rank], taken)


def _of_pairs(view: View, sizes: Counts, shared: Counts, few: int, most: int) -> Iterator[Ranks]:
    """What one set has that another has not, where the other has nothing else, or one unit at most."""
    lacking = sizes[:, None] - shared
    nested = (lacking.T == 0) & (lacking >= 1) & (lacking <= most)
    nearly = (lacking.T == 1) & (lacking >= 1) & (lacking < few) & (shared > 0)
    for one, other in zip(*np.nonzero(nested | nearly), strict=True):
        yield np.setdiff1d(view.sets[one], view.sets[other], assume_unique=True)


def _of_times(view: View, few: int) -> Iterator[Ranks]:
    """Who came and who left between two tellings of the same cell, and who changed."""
    for first, then in view.twice:
        for one, other in ((first, then), (then, first)):
            left = np.setdiff1d(view.sets[one], view.sets[other], assume_unique=True)
            if len(left) < few:
                yield left


def _shared(view: View, rows: int) -> Counts:
    """(sets, sets): how many rows any two have in common."""
    many = len(view.sets)
    shared = np.zeros(many * many, dtype=np.int64)
    layers = _layers(view, rows)
    for rank, one in enumerate(layers):
        for other in layers[rank:]:
            both = (one != NOWHERE) & (other != NOWHERE)
            shared += np.bincount(one[both] * many + other[both], minlength=many * many)
    half = shared.reshape(many, many)
    return half + half.T - np.diag(np.diag(half))


def _layers(view: View, rows: int) -> list[Counts]:
    """Of each row, the rank of its set in a table; every set is in one layer."""
    waiting = np.ones(len(view.sets), dtype=bool)
    layers = []
    for table in (*view.tables, *(np.array([rank]) for rank in range(len(view.sets)))):
        ranks = table[waiting[table]]
        if len(ranks):
            layer = np.full(rows, NOWHERE, dtype=np.int64)
            for rank in ranks:
                layer[view.sets[rank]] = rank
            layers.append(layer)
            waiting[ranks] = False
    return layers
