"""All the attacks by number, tried together on what `protect` lets out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from diagnostic.core.disclosure import Protected, protect
from diagnostic.core.model.audited import Memory
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.thresholds import ALL, Protections
from tests.attacks import attackers, participation
from tests.attacks.attackers import Success
from tests.attacks.over_time import moved, stale
from tests.attacks.populations import Firms, catalogue, cohort
from tests.attacks.sight import Issue, Sight

Attack = Callable[[Sight], list[Success]]
CATALOGUE: Catalogue = catalogue()

ATTACKS: Mapping[str, Attack] = {
    "A1, A3, A13 subtraction": attackers.subtractions,
    "A2 linked tables": attackers.linked_tables,
    "A2, A10 hidden numbers": participation.counts,
    "A4 moved by few": moved,
    "A4 withdrawn and still told": stale,
    "A5 insider": attackers.insiders,
    "A5 adviser": attackers.advisers,
    "A6 all the same": attackers.all_the_same,
    "A7 averages": attackers.averages,
    "A7 rounding undone": participation.unrounded,
    "A8 levels": attackers.levels,
    "A10 threshold": participation.thresholds,
    "A10 register": participation.register,
}


def released(firms: Firms, memories: Sequence[Memory] = (), protections: Protections = ALL) -> Protected:
    return protect(cohort(firms), CATALOGUE, memories, len(memories) + 1, _quietly, protections)


def _quietly(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


def published(history: Sequence[Firms], protections: Protections = ALL) -> Sight:
    """Releases of these populations, one after the other, as an attacker reads them."""
    memories: list[Memory] = []
    issues: list[Issue] = []
    for number, firms in enumerate(history, 1):
        found = released(firms, memories, protections)
        issues.append(Issue(number, cohort(firms), found.tables, found.withheld))
        memories.append(found.memory)
    return Sight(issues, CATALOGUE)


def successes(sight: Sight, only: Sequence[str] = tuple(ATTACKS)) -> list[Success]:
    return [success for name in only for success in ATTACKS[name](sight)]


def without(name: str) -> Protections:
    """Every protection but that one."""
    return replace(ALL, **{name: False})
