"""From what each respondent said to one rating per cell (METHOD 2.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from diagnostic.core.model.assessment import (
    EVERYWHERE,
    NOT_APPLICABLE,
    UNKNOWN,
    Answer,
    Assessment,
    Evidence,
    Group,
    Rating,
    Settled,
)
from diagnostic.core.tree import AskedCell


@dataclass(frozen=True, slots=True)
class Voice:
    """What one respondent says of one cell."""

    group: Group
    rating: Rating
    evidence: Evidence

    @property
    def number(self) -> float | None:
        return None if isinstance(self.rating, str) else float(self.rating)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A cell's rating, None where missing; `verified`: an adviser's observed, documented or settled number."""

    rating: float | None = None
    verified: bool = False
    not_applicable: bool = False


def mean(values: Sequence[float]) -> float:
    """Exact sum first, so that the order and the repetition of values change nothing."""
    return fsum(values) / len(values)


def hear(cells: Iterable[AskedCell], assessment: Assessment) -> dict[str, tuple[Voice, ...]]:
    """Cell id → one voice per respondent; an answer for `all` stands where its respondent has not answered apart."""
    groups = {respondent.id: respondent.group for respondent in assessment.respondents}
    said: dict[tuple[str, str | None], dict[str, Answer]] = {}
    for answer in assessment.answers:
        said.setdefault(place(answer, assessment.form), {})[answer.respondent] = answer
    return {
        cell.id: tuple(
            Voice(groups[answer.respondent], answer.rating, answer.evidence) for answer in _at(cell, said).values()
        )
        for cell in cells
    }


def place(said: Answer | Settled, form: str) -> tuple[str, str | None]:
    """A flash form asks everything for the whole company: `all` and none are then the same place."""
    return said.item, None if form == "flash" else said.function


def _at(cell: AskedCell, said: Mapping[tuple[str, str | None], Mapping[str, Answer]]) -> dict[str, Answer]:
    everywhere = said.get((cell.capability.id, EVERYWHERE), {}) if cell.function else {}
    return {**everywhere, **said.get((cell.capability.id, cell.function), {})}


def rule(
    cells: Iterable[AskedCell], assessment: Assessment, voices: Mapping[str, Sequence[Voice]]
) -> dict[str, Ruling]:
    """Cell id → its ruling. A settled rating stands; else what an adviser has seen; else the mean of the groups."""
    settled = {place(row, assessment.form): row for row in assessment.settled}
    return {cell.id: _ruling(cell, _settled_at(cell, settled), voices[cell.id]) for cell in cells}


def _settled_at(cell: AskedCell, settled: Mapping[tuple[str, str | None], Settled]) -> float | str | None:
    """A settled function yields to none, a settled `all` yields to it."""
    row = settled.get((cell.capability.id, cell.function))
    if row is None and cell.function:
        row = settled.get((cell.capability.id, EVERYWHERE))
    return None if row is None else row.rating


def _ruling(cell: AskedCell, settled: float | str | None, voices: Sequence[Voice]) -> Ruling:
    if settled is not None and not isinstance(settled, str):
        return Ruling(float(settled), verified=True)
    if cell.capability.may_be_na and (settled == NOT_APPLICABLE or _all_say_not_applicable(voices)):
        return Ruling(not_applicable=True)
    seen = [
        voice.number
        for voice in voices
        if voice.group == "adviser" and voice.evidence != "declared" and voice.number is not None
    ]
    if seen:
        return Ruling(mean(seen), verified=True)
    groups = list(means_by_group(voices).values())
    return Ruling(mean(groups) if groups else None)


def _all_say_not_applicable(voices: Sequence[Voice]) -> bool:
    """One adviser is enough; else everyone whose answer is known."""
    known = [voice for voice in voices if voice.rating != UNKNOWN]
    saying_so = [voice for voice in known if voice.rating == NOT_APPLICABLE]
    return any(voice.group == "adviser" for voice in saying_so) or 0 < len(known) == len(saying_so)


def means_by_group(voices: Iterable[Voice]) -> dict[str, float]:
    """Mean of the known numbers of each group that gave one."""
    return {group: mean(numbers) for group, numbers in numbers_by_group(voices).items()}


def numbers_by_group(voices: Iterable[Voice]) -> dict[str, list[float]]:
    """The known numbers of each group that gave one."""
    numbers: dict[str, list[float]] = {}
    for voice in voices:
        if voice.number is not None:
            numbers.setdefault(voice.group, []).append(voice.number)
    return numbers
