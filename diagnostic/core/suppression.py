"""The loop between what would be told and the attacker who reads it: what gives something away is withheld, and the
rest is read again, until nothing is given away. No pass, no release."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from diagnostic.core.auditing import audit
from diagnostic.core.errors import DisclosureError
from diagnostic.core.facts import Bundle, Entry, figures_of, system_of
from diagnostic.core.ledger import Ledger
from diagnostic.core.model.audited import Cell, Fact, Failure, System, Target
from diagnostic.core.targets import Asking

ROUNDS = 80
Progress = Callable[[str, int, int], None]
Shown = Mapping[Cell, Entry]


class Question(Protocol):
    """Something an attacker may try on what is shown. `remembers`: what earlier releases told is in it."""

    @property
    def name(self) -> str: ...

    @property
    def remembers(self) -> bool: ...

    @property
    def alone(self) -> tuple[str, ...]:
        """The series to take back from cells that stay told otherwise; none where whole cells are taken back."""

    def reads(self, entry: Entry) -> bool:
        """Whether withholding that changes anything to it."""

    def system(self, shown: Shown) -> System:
        """Everything it reads."""

    def targets(self, shown: Shown, /) -> Sequence[Target]:
        """Everything it must not find."""


@dataclass(frozen=True, slots=True, eq=False)
class FiguresQuestion:
    """The figures of units, from those of cells, of this release and of those before."""

    bundle: Bundle
    ledger: Ledger
    past: Sequence[Entry]
    asking: Asking

    @property
    def name(self) -> str:
        return self.bundle.name

    @property
    def remembers(self) -> bool:
        return bool(self.past)

    @property
    def alone(self) -> tuple[str, ...]:
        return self.bundle.told()

    def reads(self, entry: Entry) -> bool:
        return any(series in entry.bounds for series in self.bundle.told())

    def system(self, shown: Shown) -> System:
        return system_of(self.ledger, figures_of(self.ledger, self.bundle), tuple(shown.values()), self.past)

    def targets(self, shown: Shown) -> Sequence[Target]:
        figures = figures_of(self.ledger, self.bundle)
        return tuple(self.asking.targets(figures, self.past, tuple(shown.values())))


@dataclass(slots=True)
class Loop:
    """`shown` loses what is withheld; `proven`: question → targets that two worlds have shown to be safe, and that
    stay safe when less is told."""

    questions: Sequence[Question]
    shown: dict[Cell, Entry]
    progress: Progress
    proven: dict[str, set[Target]] = field(default_factory=dict)
    asked: int = 0
    answered: int = 0

    def run(self) -> None:
        """Withholds until nothing is given away."""
        waiting = {question.name: self._new(question) for question in self.questions}
        for _ in range(ROUNDS):
            self.asked += sum(map(len, waiting.values()))
            failing = {question: self._read(question, waiting[question.name]) for question in self.questions}
            if not any(failing.values()):
                return
            gone = self._withheld(failing)
            for question in self.questions:
                touched = bool(failing[question]) or any(map(question.reads, gone))
                waiting[question.name] = self._new(question) if touched else ()
        raise DisclosureError(f"Something is still given away after {ROUNDS} rounds of withholding: no release.")

    def _withheld(self, failing: Mapping[Question, Sequence[Failure]]) -> list[Entry]:
        """Takes back the figures that tell too much, of the cells that bind, and the whole cells whose number of
        companies does; gives the cells that are gone."""
        whole = [one for question, failures in failing.items() if not question.alone for one in failures]
        gone = [self.shown.pop(cell) for cell in _most_binding(whole, self.shown)]
        for question, failures in failing.items():
            if question.alone:
                for cell in _most_binding(failures, self.shown):
                    left = {name: told for name, told in self.shown[cell].bounds.items() if name not in question.alone}
                    self.shown[cell] = replace(self.shown[cell], bounds=left)
        return gone

    def _new(self, question: Question) -> Sequence[Target]:
        proven = self.proven.setdefault(question.name, set())
        return tuple(dict.fromkeys(target for target in question.targets(self.shown) if target not in proven))

    def _read(self, question: Question, targets: Sequence[Target]) -> tuple[Failure, ...]:
        if not targets:
            return ()
        system = question.system(self.shown)
        found = (self._answerable(question, system, failure) for failure in audit(system, targets))
        failures = tuple(failure for failure in found if failure is not None)
        self.proven[question.name].update(set(targets) - {failure.target for failure in failures})
        self.answered += len(targets)
        self.progress("audit", self.answered, self.asked)
        return failures

    def _answerable(self, question: Question, system: System, failure: Failure) -> Failure | None:
        """With what could be withheld against it; None where earlier releases gave it away by themselves."""
        if any(cell in self.shown for cell in failure.cells):
            return failure
        if question.remembers and audit(question.system({}), [failure.target]):
            return None
        touching = sorted((fact for fact in system.facts if _touches(fact, failure.target)), key=_size)
        if not touching:
            raise DisclosureError(f"“{question.name}” gives away what nothing left to withhold hides: no release.")
        return replace(failure, cells=tuple(fact.cell for fact in touching if fact.cell))


def _touches(fact: Fact, target: Target) -> bool:
    """Whether a fact that can be taken back is about anybody in that target."""
    return fact.cell is not None and not set(target.members).isdisjoint(fact.members.tolist())


def _size(fact: Fact) -> int:
    return len(fact.members)


def _most_binding(failures: Sequence[Failure], shown: Shown) -> list[Cell]:
    """Cells to withhold: of each failure the most binding one, unless one that binds it is withheld already; those that
    bind most failures come first, then the smallest."""
    chosen: list[Cell] = []
    left = [tuple(cell for cell in failure.cells if cell in shown) for failure in failures]
    left = [cells for cells in left if cells]
    while left:
        binding = Counter(cell for cells in left for cell in cells)
        best = min(binding, key=lambda cell: (-binding[cell], len(shown[cell].rows), cell))
        chosen.append(best)
        left = [cells for cells in left if best not in cells]
    return chosen
