"""What each group says of each cell, side by side, and the rating that is retained (METHOD 2.1, 2.2).

Nothing here tells what fewer than three employees said, alone or by subtraction: where a rating was made with the
answers of a group that is not shown apart, it is withheld.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnostic.core.findings import NAMED_ALONE, STAFF, WIDE_GAP, largest_first, shown_means
from diagnostic.core.model.assessment import EVERYWHERE, NOT_APPLICABLE, UNKNOWN, Assessment, Evidence, Rating, Settled
from diagnostic.core.model.questionnaire import GROUPS, Questionnaire
from diagnostic.core.nodes import at_least
from diagnostic.core.ratings import Ruling, Voice, hear, numbers_by_group, place, rule
from diagnostic.core.tree import AskedCell, asked_cells

VIEWS = ("leader", "adviser", *(group for group in GROUPS if group not in NAMED_ALONE), STAFF)


class Why(StrEnum):
    """What a retained rating rests on."""

    SETTLED = "settled"
    SEEN = "seen"
    GROUPS = "groups"
    WITHHELD = "withheld"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Retained:
    """`rating` is None where it is missing, withheld, or where the cell is `not_applicable`."""

    why: Why
    rating: float | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class CellViews:
    """`means`: view → mean, for the views that may be shown; `words`: what leader and adviser answered where it is no
    number; `evidence`: what the adviser's numbers rest on; `settled` stands for the cell, on itself or on `all`;
    `gap` is None under two means."""

    cell: str
    item: str
    function: str | None
    principle: str
    means: Mapping[str, float]
    words: Mapping[str, Rating]
    evidence: tuple[Evidence, ...]
    retained: Retained
    settled: Settled | None
    may_be_na: bool
    gap: float | None

    @property
    def is_wide(self) -> bool:
        return self.gap is not None and at_least(self.gap, WIDE_GAP)


def views_apart(questionnaire: Questionnaire, assessment: Assessment) -> tuple[CellViews, ...]:
    """Every cell that the company has and that somebody answered, or that was settled: the widest gap first, then in
    content order; last, those where nothing can be compared."""
    cells = [cell for cell in asked_cells(questionnaire, assessment.form, assessment.functions) if cell.company_has_it]
    voices = hear(cells, assessment)
    rulings = rule(cells, assessment, voices)
    settled = {place(row, assessment.form): row for row in assessment.settled}
    rows = [_row(cell, voices[cell.id], rulings[cell.id], _settlement(cell, settled)) for cell in cells]
    told = [row for row in rows if row.means or row.words or row.settled or row.retained.why is not Why.MISSING]
    return tuple(row for tier in largest_first(told, lambda row: -1.0 if row.gap is None else row.gap) for row in tier)


def _settlement(cell: AskedCell, settled: Mapping[tuple[str, str | None], Settled]) -> Settled | None:
    own = settled.get((cell.capability.id, cell.function))
    if own is None and cell.function:
        return settled.get((cell.capability.id, EVERYWHERE))
    return own


def _row(cell: AskedCell, voices: Sequence[Voice], ruling: Ruling, settled: Settled | None) -> CellViews:
    means = shown_means(voices)
    return CellViews(
        cell=cell.id,
        item=cell.capability.id,
        function=cell.function,
        principle=cell.capability.principle,
        means={view: means[view] for view in VIEWS if view in means},
        words=_words(voices, means),
        evidence=tuple(sorted({one.evidence for one in voices if one.group == "adviser" and one.number is not None})),
        retained=_retained(voices, ruling, settled),
        settled=settled,
        may_be_na=cell.capability.may_be_na,
        gap=max(means.values()) - min(means.values()) if len(means) > 1 else None,
    )


def _words(voices: Sequence[Voice], means: Mapping[str, float]) -> dict[str, Rating]:
    """Of leader and adviser alone; « not concerned » before « does not know »."""
    said = {group: {one.rating for one in voices if one.group == group} for group in NAMED_ALONE}
    return {
        group: NOT_APPLICABLE if NOT_APPLICABLE in ratings else UNKNOWN
        for group, ratings in said.items()
        if group not in means and ratings
    }


def _retained(voices: Sequence[Voice], ruling: Ruling, settled: Settled | None) -> Retained:
    if settled is not None and (ruling.not_applicable or settled.rating != NOT_APPLICABLE):
        return Retained(Why.SETTLED, ruling.rating, ruling.not_applicable)
    if ruling.verified:
        return Retained(Why.SEEN, ruling.rating)
    if ruling.not_applicable and any(one.group == "adviser" and one.rating == NOT_APPLICABLE for one in voices):
        return Retained(Why.SEEN, not_applicable=True)
    if _rests_on_a_small_group(voices):
        return Retained(Why.WITHHELD)
    if ruling.rating is None and not ruling.not_applicable:
        return Retained(Why.MISSING)
    return Retained(Why.GROUPS, ruling.rating, ruling.not_applicable)


def _rests_on_a_small_group(voices: Sequence[Voice]) -> bool:
    """Somebody answered, be it « does not know », in a group that is not shown apart here."""
    apart = shown_means(voices).keys() & numbers_by_group(voices).keys()
    return any(one.group not in (*NAMED_ALONE, *apart) for one in voices)
