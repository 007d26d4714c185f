"""The European sheet (EU Digital Maturity Assessment) as far as our answers fill it, each item with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from diagnostic.core.dma import Bounds, consistent
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.crosswalk import Box, Dma, DmaQuestion, Link
from diagnostic.core.model.result import Cell, Result
from diagnostic.core.model.skills_gap import State
from diagnostic.core.nodes import at_least
from diagnostic.core.skills_states import states

Basis = Literal["answers", "other_item", "disagree", "silent", "none"]
SourceKind = Literal["cell", "skill", "practice", "budget"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One of our answers: the rating of a cell, the level of a skill or of a practice, a budget in euros."""

    kind: SourceKind
    id: str
    value: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A link whose answers show what it asks, and those answers."""

    link: Link
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """`value` None: not known. `basis`: our `answers`; `other_item` of the same question; they `disagree`; they are
    `silent`, or missing; or `none` of our questions asks it. `looked_at`: what a silent one was read from."""

    box: Box
    value: Bounds | None
    basis: Basis
    reasons: tuple[Reason, ...] = ()
    looked_at: tuple[Fact, ...] = ()


def prefill(dma: Dma, content: Content, assessment: Assessment, result: Result) -> tuple[Filled, ...]:
    """Every box in the sheet's order."""
    reader = Reader(content, assessment, result)
    return tuple(filled for question in dma.questions() for filled in _question(question, reader))


def values_of(sheet: Sequence[Filled]) -> dict[str, Bounds]:
    """Box key → value, of the boxes of which something is known."""
    return {row.box.key: row.value for row in sheet if row.value is not None}


def _question(question: DmaQuestion, reader: "Reader") -> Iterator[Filled]:
    """Each box by its own links, then the negative item and those that it excludes made to agree."""
    rows = [_box(box, reader) for box in question.boxes()]
    agreed = consistent(question, values_of(rows))
    for row in rows:
        value = agreed.get(row.box.key)
        yield row if value == row.value else replace(row, value=value, basis="other_item", reasons=(), looked_at=())


def _box(box: Box, reader: "Reader") -> Filled:
    if not box.links:
        return Filled(box, None, "none")
    reasons = tuple(Reason(link, facts) for link in box.links if (facts := reader.shows(link)))
    if not reasons:
        looked_at = dict.fromkeys(fact for link in box.links for fact in reader.looked_at(link))
        return Filled(box, None, "silent", looked_at=tuple(looked_at))
    low, high = max(reason.link.low for reason in reasons), min(reason.link.high for reason in reasons)
    if low > high:
        return Filled(box, None, "disagree", reasons)
    return Filled(box, Bounds(Fraction(low), Fraction(high)), "answers", reasons)


class Reader:
    """What one company's answers show."""

    def __init__(self, content: Content, assessment: Assessment, result: Result) -> None:
        self.cells = result.cells
        self.skills: Mapping[str, State] = states(content, assessment)
        self.budget = assessment.constraints.budget or 0
        self.practice = {
            id: answer.level
            for id, question in content.workforce.practice.items()
            for answer in question.answers
            if answer.id == assessment.practice.get(id)
        }

    def shows(self, link: Link) -> tuple[Fact, ...]:
        """The answers that show what the link asks; none when they do not, or are missing."""
        shown = tuple(fact for fact in self.looked_at(link) if _within(link, fact.value))
        if link.capability is not None:
            return shown if link.anywhere or len(shown) == len(self._cells(link)) else ()
        return () if link.skill is not None and self._hides(link, link.skill) else shown

    def looked_at(self, link: Link) -> tuple[Fact, ...]:
        """The known answers that the link looks at, whatever they say."""
        if link.capability is not None:
            return tuple(Fact("cell", cell.id, cell.rating) for cell in self._cells(link) if cell.rating is not None)
        if link.skill is not None:
            state = self.skills.get(link.skill)
            return (Fact("skill", link.skill, state.current),) if state else ()
        if link.practice is not None:
            level = self.practice.get(link.practice)
            return () if level is None else (Fact("practice", link.practice, level),)
        return (Fact("budget", "budget", self.budget),) if self.budget > 0 else ()

    def _cells(self, link: Link) -> tuple[Cell, ...]:
        """Of the functions that the company has. A flash form rates the whole company: it says nothing of some
        functions apart."""
        apart = link.functions is not None
        return tuple(
            cell
            for cell in self.cells
            if cell.capability == link.capability and (not apart or cell.function in (link.functions or ()))
        )

    def _hides(self, link: Link, skill: str) -> bool:
        """That nobody has a skill is shown only where the company said so, and nobody who has it is leaving."""
        state = self.skills.get(skill)
        return link.at_most is not None and state is not None and (state.basis == "matrix" or bool(state.leaving))


def _within(link: Link, value: float) -> bool:
    if link.at_least is not None:
        return at_least(value, link.at_least)
    return link.at_most is None or at_least(link.at_most, value)
