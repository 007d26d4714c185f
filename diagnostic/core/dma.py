"""The score of the EU Digital Maturity Assessment, 0 to 100, and how far the unknown items may move it (METHOD 8).

A question is the mean of its items, each worth 0 to 1 of its top: a box ticked or not, a use from 0 to 5, no / partly /
yes (0, 1/2, 1). A column of a question with two columns counts as a question. A dimension is the mean of its questions,
the score the mean of the dimensions.

The negative item (the box that says that data is not digital) stands among boxes that each earn a point. Counting it
when it is ticked, as a public copy of the calculation does, pays a company for having no data; never counting it would
keep even a perfect sheet under 100. So it earns its point when it is *not* ticked. Ticked, it denies the boxes that it
excludes (data stored, linked, read live): those are then empty; and when one of those is ticked, it cannot be.

Nothing is rounded: fractions add up exactly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from diagnostic.core.model.crosswalk import Box, Dma, DmaDimension, DmaLevel, DmaQuestion, box_key

FULL = 100
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Bounds:
    """From the lowest to the highest value that fits what is known; one number when they meet."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> Fraction | None:
        return self.low if self.low == self.high else None


Values = Mapping[str, Bounds]
"""Box key → what is known of it, in its own units; a box that is left out is unknown."""


def mean(rows: Iterable[Bounds]) -> Bounds:
    given = list(rows)
    return Bounds(
        sum((row.low for row in given), Fraction()) / len(given),
        sum((row.high for row in given), Fraction()) / len(given),
    )


def value_of(box: Box, values: Values) -> Bounds:
    return values.get(box.key) or Bounds(Fraction(), Fraction(box.top))


def consistent(question: DmaQuestion, values: Values) -> dict[str, Bounds]:
    """`values` once the negative item and those that it excludes agree: box key → value.

    A box that is ticked wins over the negative item: somebody saw the data. The bounds that follow are exact, because
    what is still unknown may then all be empty, or all be ticked with the negative item left empty.
    """
    found = dict(values)
    for item in question.items:
        if not item.negative:
            continue
        key = box_key(question.id, item.id)
        excluded = [box_key(question.id, other) for other in item.excludes]
        if any(other in found and found[other].low > 0 for other in excluded):
            found[key] = Bounds(Fraction(), Fraction())
        elif key in found and found[key].low > 0:
            found |= dict.fromkeys(excluded, Bounds(Fraction(), Fraction()))
    return found


def points(box: Box, values: Values) -> Bounds:
    """0 to 1: the part of its point that a box earns."""
    value, top = value_of(box, values), Fraction(box.top)
    if box.item.negative:
        return Bounds(1 - value.high / top, 1 - value.low / top)
    return Bounds(value.low / top, value.high / top)


def column_score(question: DmaQuestion, column: str | None, values: Values) -> Bounds:
    """0 to 100: one column of a question, or a question that has none."""
    known = consistent(question, values)
    part = mean(points(box, known) for box in question.boxes() if box.column == column)
    return Bounds(FULL * part.low, FULL * part.high)


def dimension_score(dimension: DmaDimension, values: Values) -> Bounds:
    """0 to 100: the mean of its questions, a question with two columns counting twice."""
    return mean(
        column_score(question, column, values) for question in dimension.questions for column in question.column_ids()
    )


def whole_score(dma: Dma, values: Values) -> Bounds:
    """0 to 100: the mean of the dimensions."""
    return mean(dimension_score(dimension, values) for dimension in dma.dimensions)


def as_it_stands(dma: Dma, values: Values) -> Fraction:
    """0 to 100: what the official form would make of the sheet sent today, whatever is unknown left empty or at 0.

    Not a measure: it takes « not known » for « no ». The negative item left empty earns its point.
    """
    empty = Bounds(Fraction(), Fraction())
    known = {key: value for question in dma.questions() for key, value in consistent(question, values).items()}
    sent = {box.key: Bounds(row.low, row.low) for box in dma.boxes() for row in [known.get(box.key, empty)]}
    return whole_score(dma, sent).low


def level_of(dma: Dma, score: Fraction) -> DmaLevel:
    """The bands are written in whole numbers: the score is rounded first, halves up."""
    whole = floor(score + HALF)
    return next(level for level in dma.levels if whole <= level.up_to)
