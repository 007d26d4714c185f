"""From what share of companies a change may spread by itself (METHOD 7): a zone, never a threshold."""

from dataclasses import dataclass

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source


@dataclass(frozen=True, slots=True)
class Tipping:
    """Between `low` and `high` (shares of the eligible companies) at or beyond `status`, in a homogeneous group."""

    status: str
    low: float
    high: float
    text: Text
    caution: Text
    source: Source
