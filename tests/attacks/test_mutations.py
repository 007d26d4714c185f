"""Each protection is needed: without it, the attacks find somebody whom they do not find with it."""

from collections.abc import Iterator, Sequence

import pytest

from tests.attacks.assailants import published, successes, without
from tests.attacks.over_time import history
from tests.attacks.populations import HARD, Firms, drawn

OVER_TIME = ("renewal", "audit_earlier")
NEEDED: dict[str, tuple[str, Sequence[str]]] = {
    "threshold": ("one foundry", ["A10 threshold", "A2, A10 hidden numbers"]),
    "sole": ("sole proprietors", ["A10 threshold"]),
    "supplier": ("one adviser", ["A5 adviser"]),
    "alike": ("one foundry", ["A6 all the same"]),
    "rounding": ("one adviser", ["A7 rounding undone"]),
    "dominance": ("giant alone", ["A5 insider"]),
    "audit_outsider": ("five and one", ["A2 linked tables", "A2, A10 hidden numbers"]),
    "audit_insider": ("two left", ["A5 insider"]),
    "audit_adviser": ("0", ["A5 adviser"]),
    "renewal": ("1", ["A4 moved by few"]),
    "audit_earlier": ("4", ["A2 linked tables", "A5 insider", "A5 adviser"]),
}
"""Protection → a population that it alone defends (its name or its seed) and the attacks that find somebody then."""


def of(name: str, protection: str) -> Sequence[Firms]:
    if protection in OVER_TIME:
        return history(int(name), 3)
    return [HARD[name]()] if name in HARD else [drawn(int(name))]


def twenty(protection: str) -> Iterator[Sequence[Firms]]:
    """Histories of three releases for what defends those; else populations made to hurt, then drawn ones."""
    hard = [] if protection in OVER_TIME else list(HARD)
    yield from (of(name, protection) for name in (*hard, *map(str, range(20 - len(hard)))))


@pytest.mark.parametrize("protection", NEEDED)
def test_each_protection_alone_defends_somebody(protection: str) -> None:
    name, attacks = NEEDED[protection]
    past = of(name, protection)
    assert not successes(published(past), attacks)
    assert successes(published(past, without(protection)), attacks)


@pytest.mark.slow
@pytest.mark.parametrize("protection", NEEDED)
def test_twenty_populations_turn_red_without_a_protection(protection: str) -> None:
    """At least one falls, and none of those that fall does with it."""
    attacks = NEEDED[protection][1]
    fallen = [past for past in twenty(protection) if successes(published(past, without(protection)), attacks)]
    assert fallen
    assert not any(successes(published(past), attacks) for past in fallen)
