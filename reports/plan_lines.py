"""What surrounds the measures of a plan, line by line: how it is brought, and what to file by when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilingLine:
    """`by` the last day in words; `text` what to file; `device`, `measures`, `basis` for whom and why."""

    by: str
    text: str
    device: str
    measures: str
    basis: str
    late: bool


@dataclass(frozen=True, slots=True)
class Advice:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tone:
    """`opening` None where nothing was said; `moment` None where nothing new comes into the workshop."""

    opening: str | None
    first_steps: tuple[str, ...]
    brakes: tuple[Advice, ...]
    moment: Advice | None
    outward: Advice | None
