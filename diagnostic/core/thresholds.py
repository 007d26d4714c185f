"""Which cells are big enough to be told (METHOD 7): companies in them, sole proprietors, the part of one adviser.

Nobody in a cell and too few are the same answer. Numbers and their sources: questionnaires/observatory/rules.yaml.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from diagnostic.core.model.audited import Ranks
from diagnostic.core.model.cohort import ALONE, Cohort, Places
from diagnostic.core.model.observatory import Rules

Refused = Literal["threshold", "supplier"]


@dataclass(frozen=True, slots=True)
class Protections:
    """Each protection, by its name. Releases have them all; only tests take one away, to see that it is needed."""

    threshold: bool = True
    sole: bool = True
    supplier: bool = True
    alike: bool = True
    rounding: bool = True
    dominance: bool = True
    renewal: bool = True
    audit_outsider: bool = True
    audit_insider: bool = True
    audit_adviser: bool = True
    audit_earlier: bool = True

    @property
    def audit(self) -> bool:
        return self.audit_outsider or self.audit_insider or self.audit_adviser


ALL = Protections()


def least(cohort: Cohort, units: Ranks, rules: Rules, protections: Protections = ALL) -> int:
    """Units that the cell of these must have: more where one of them may be a sole proprietor; 1 without a rule."""
    if protections.sole and bool(cohort.sole[units].any()):
        return rules.threshold_sole
    return rules.threshold if protections.threshold else 1


def why_hidden(cohort: Cohort, units: Ranks, rules: Rules, protections: Protections = ALL) -> Refused | None:
    """Why the cell of these units is not told; None where it may be."""
    if len(units) < least(cohort, units, rules, protections):
        return "threshold"
    if protections.supplier and len(units) - largest_supplied(cohort.suppliers[units]) < rules.remain:
        return "supplier"
    return None


def largest_supplied(suppliers: Places) -> int:
    """How many units the adviser who brought most of them brought; leaders alone are nobody's."""
    advised = suppliers[suppliers != ALONE]
    return int(np.unique(advised, return_counts=True)[1].max()) if len(advised) else 0
