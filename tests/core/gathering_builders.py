"""Companies as they are gathered, so that a test of who counts states only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from diagnostic.core.model.cohort import Gathered, Rated
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.scoring_batch import cell_columns

CODES = ("region", "department", "zone", "naf", "intent", "form", "mode", "quarter")


@dataclass(frozen=True, slots=True)
class Firm:
    """A company that counts everywhere, unless said otherwise. `ratings`: cell → rating, of the form in `codes`."""

    siren: str
    head: str | None = None
    headcount: int = 30
    legal_form: str | None = "5710"
    adviser: str | None = None
    verified: bool = True
    recorded: bool = True
    consented: bool = True
    completed: bool = True
    status: int = 2
    version: str = "1"
    codes: Mapping[str, str | None] = field(default_factory=dict)
    ratings: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)


def gathered(of: Questionnaire, firms: Sequence[Firm]) -> Gathered:
    series = sorted({name for firm in firms for name in firm.values})
    return Gathered(
        sirens=tuple(firm.siren for firm in firms),
        verified=np.array([firm.verified for firm in firms], dtype=np.bool_),
        heads=tuple(firm.head for firm in firms),
        legal_forms=tuple(firm.legal_form for firm in firms),
        headcounts=np.array([firm.headcount for firm in firms], dtype=np.int32),
        codes={name: tuple(firm.codes.get(name) for firm in firms) for name in CODES},
        advisers=tuple(firm.adviser for firm in firms),
        recorded=np.array([firm.recorded for firm in firms], dtype=np.bool_),
        consented=np.array([firm.consented for firm in firms], dtype=np.bool_),
        completed=np.array([firm.completed for firm in firms], dtype=np.bool_),
        statuses=np.array([firm.status for firm in firms], dtype=np.int32),
        rated={form: _rated(of, form, firms) for form in of.form_names},
        values={name: np.array([firm.values.get(name, np.nan) for firm in firms]) for name in series},
        versions=tuple(firm.version for firm in firms),
    )


def _rated(of: Questionnaire, form: str, firms: Sequence[Firm]) -> Rated:
    """A cell that `ratings` leaves out is not applicable; one at NaN is missing."""
    columns = cell_columns(of, form)
    rows = [row for row, firm in enumerate(firms) if firm.ratings and firm.codes.get("form", "full") == form]
    told = [[firms[row].ratings.get(cell, np.nan) for cell in columns] for row in rows]
    asked = [[cell in firms[row].ratings for cell in columns] for row in rows]
    shape = (len(rows), len(columns))
    return Rated(
        rows=np.array(rows, dtype=np.int32),
        ratings=np.array(told, dtype=np.float64).reshape(shape),
        applicable=np.array(asked, dtype=np.bool_).reshape(shape),
    )
