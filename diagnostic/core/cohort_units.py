"""Who counts in a release, and once only (METHOD 7).

A company counts once its SIREN is verified. A group is one unit, represented by one member: the largest whose
diagnostic counts (consent given, completed), or where none does the largest that an organisation recorded, or the
largest; ties go to the lowest SIREN. Place, mode, adviser and scores are those of that member. A group was met as soon
as one member was: where an organisation recorded another member and not that one, the status is the other's. A unit
that no organisation recorded, and none of whose diagnostics counts, is nowhere: it would look like an erased one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from diagnostic.core.model.cohort import Bools, Gathered

KEY_LETTERS = 24
SOLE_FORM = "1"
NOBODY = -1
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Units:
    """Sorted by key. `rows`: the row of the member that stands for each unit; `met`: that of the one whose status
    counts, NOBODY where none was recorded. `versions` change with either of them and with what they said."""

    keys: tuple[str, ...]
    versions: tuple[str, ...]
    rows: Counts
    met: Counts


def units_of(gathered: Gathered) -> Units:
    """One row a group, or a company outside of any."""
    members: dict[str, list[int]] = {}
    for row in np.flatnonzero(gathered.verified).tolist():
        members.setdefault(gathered.heads[row] or gathered.sirens[row], []).append(row)
    scored = gathered.consented & gathered.completed
    chosen = ((unit_key(head), *_chosen(gathered, scored, rows)) for head, rows in members.items())
    found = sorted(one for one in chosen if one[2] != NOBODY or scored[one[1]])
    return Units(
        keys=tuple(key for key, _, _ in found),
        versions=tuple(_version(gathered, row, met) for _, row, met in found),
        rows=np.array([row for _, row, _ in found], dtype=np.int64),
        met=np.array([met for _, _, met in found], dtype=np.int64),
    )


def unit_key(siren: str) -> str:
    """Of a company outside of any group, or of the head of one: the same from one release to the next. It says who that
    is to whoever holds the list of SIREN, and stays on the private side."""
    return sha256(f"palier:{siren}".encode()).hexdigest()[:KEY_LETTERS]


def may_be_sole(legal_form: str | None) -> bool:
    """A sole proprietor is a person: « 1… » among Insee's legal forms, or one that is not known."""
    return legal_form is None or legal_form.startswith(SOLE_FORM)


def _chosen(gathered: Gathered, scored: Bools, rows: Sequence[int]) -> tuple[int, int]:
    """Who stands for the unit, and whose status counts."""
    order = sorted(rows, key=lambda row: _rank(gathered, scored, row))
    return order[0], next((row for row in order if gathered.recorded[row]), NOBODY)


def _rank(gathered: Gathered, scored: Bools, row: int) -> tuple[bool, bool, int, str]:
    return not scored[row], not gathered.recorded[row], -int(gathered.headcounts[row]), gathered.sirens[row]


def _version(gathered: Gathered, row: int, met: int) -> str:
    told = [part for one in (row, met) if one != NOBODY for part in (gathered.sirens[one], gathered.versions[one])]
    return sha256("\n".join(told).encode()).hexdigest()[:KEY_LETTERS]
