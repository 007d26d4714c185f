"""In which category of each axis a company stands."""

from collections.abc import Mapping, Sequence

import numpy as np

from diagnostic.core.model.cohort import NOWHERE, Places
from diagnostic.core.model.observatory import Axis, Catalogue

Codes = Sequence[str | None]


def bounds(size: str) -> tuple[int, int] | None:
    """« 10-19 » → (10, 19); None where it does not read so."""
    first, dash, last = size.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and int(first) <= int(last)):
        return None
    return int(first), int(last)


def places(catalogue: Catalogue, codes: Mapping[str, Codes], headcounts: Places) -> dict[str, Places]:
    """Axis → rank of each company's category (companies,), NOWHERE where it has none.

    `codes`: region, department, zone, naf (« 25.62B »), intent, form, mode, quarter. The region of a company is that of
    its department where that is known, so that regions are unions of departments; section and group follow from the
    division, the two first digits of the activity; the size from the headcount.
    """
    told = dict(codes)
    told["division"] = [naf[:2] if naf else None for naf in codes["naf"]]
    found = {axis.id: _ranks(axis, told[axis.id]) for axis in catalogue.axes if axis.id in told}
    known = {axis.id: axis for axis in catalogue.axes}
    for axis in catalogue.axes:
        if axis.parent is not None and axis.parent in known:
            above = _above(axis, known[axis.parent])
            found[axis.parent] = _either(_through(above, found[axis.id]), found.get(axis.parent))
        if axis.of is not None and axis.of in known:
            found[axis.id] = _through(_of_parts(axis, known[axis.of]), found[axis.of])
        if axis.id == "size":
            found[axis.id] = _sizes(axis, headcounts)
    nowhere = np.full(len(headcounts), NOWHERE, dtype=np.int32)
    return {axis.id: found.get(axis.id, nowhere) for axis in catalogue.axes}


def _ranks(axis: Axis, codes: Codes) -> Places:
    rank = {category.code: place for place, category in enumerate(axis.categories)}
    return np.fromiter((rank.get(code or "", NOWHERE) for code in codes), np.int32, len(codes))


def _above(axis: Axis, parent: Axis) -> Places:
    """Rank of each category's parent."""
    return np.array([parent.place(category.parent) for category in axis.categories], dtype=np.int32)


def _of_parts(axis: Axis, below: Axis) -> Places:
    """Rank of the category that each category below is a part of."""
    holder = {part: place for place, category in enumerate(axis.categories) for part in category.parts}
    return np.array([holder.get(category.code, NOWHERE) for category in below.categories], dtype=np.int32)


def _through(above: Places, ranks: Places) -> Places:
    """NOWHERE stays so: the last row is what −1 reads."""
    found: Places = np.append(above, np.int32(NOWHERE))[ranks]
    return found


def _either(first: Places, other: Places | None) -> Places:
    if other is None:
        return first
    merged: Places = np.where(first == NOWHERE, other, first)
    return merged


def _sizes(axis: Axis, headcounts: Places) -> Places:
    """Sizes are (first, last) headcounts; those outside of any have none."""
    found = np.full(len(headcounts), NOWHERE, dtype=np.int32)
    for rank, category in enumerate(axis.categories):
        limits = bounds(category.code)
        if limits is not None:
            found[(headcounts >= limits[0]) & (headcounts <= limits[1])] = rank
    return found
