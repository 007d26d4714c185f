"""The companies that a release is computed from: seen by the release's own calculation alone, never by a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.core.model.observatory import Population

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]

ALONE = -1
NOWHERE = -1
FIRST_STATUS = "status/met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One row a unit: a company of verified SIREN, or a group counted once. Arrays are (units,).

    `keys`: opaque, the same from one release to the next; `versions`: changes with anything that counts of the unit.
    `places`: axis → rank of its category, NOWHERE where not known. `suppliers`: who brought it (rank of an adviser,
    ALONE for a leader alone). `sole`: it may be a sole proprietor. `scored`: consent given, diagnostic completed: its
    figures count. `values`: `measure/item` → figure, NaN where it brings none. `advisers` names no person: opaque keys.
    """

    keys: tuple[str, ...]
    versions: tuple[str, ...]
    places: Mapping[str, Places]
    suppliers: Places
    sole: Bools
    scored: Bools
    values: Mapping[str, Floats]
    advisers: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.keys)

    def among(self, population: Population) -> Bools:
        """(units,) who counts in that population: a unit that no organisation recorded has no status (NaN)."""
        if population == "scored":
            return self.scored
        status = self.values.get(FIRST_STATUS)
        return np.ones(len(self), dtype=np.bool_) if status is None else ~np.isnan(status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """Companies that answered by one form: `rows` among those gathered, cell ratings in the order of
    `scoring_batch.cell_columns(questionnaire, form)`, NaN where missing; `applicable` false where declared so."""

    rows: Places
    ratings: Floats
    applicable: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was gathered of companies, one row each, before it is decided who counts. Arrays are (companies,).

    `verified`: the SIREN is somebody's for sure; `heads`: SIREN of the head of its group, None outside of any;
    `legal_forms`: Insee's code, None where not known, « 1… » for sole proprietors; `headcounts`: −1 where not known.
    `codes`: region, department, zone, naf, intent, form, mode (alone, adviser), quarter (« 2026-T4 »), None where not
    known. `advisers`: opaque key of who brought it, None for a leader alone. `recorded`: an organisation recorded it.
    `statuses`: rank in METHOD 7. `rated`: form → ratings. `values`: `measure/item` → figure, for what is not computed
    from ratings (gap, people, symptom, brake, action, device). `versions`: changes with anything of that company.
    """

    sirens: tuple[str, ...]
    verified: Bools
    heads: tuple[str | None, ...]
    legal_forms: tuple[str | None, ...]
    headcounts: Places
    codes: Mapping[str, tuple[str | None, ...]]
    advisers: tuple[str | None, ...]
    recorded: Bools
    consented: Bools
    completed: Bools
    statuses: Places
    rated: Mapping[str, Rated]
    values: Mapping[str, Floats]
    versions: tuple[str, ...]
