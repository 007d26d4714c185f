"""Each protection is needed: without it, the attacks find somebody whom they do not find with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tests.attacks.assailants import published, successes, without
from tests.attacks.over_time import history
from tests.attacks.populations import HARD, Firm, Firms, drawn

OVER_TIME = {"renewal": 2, "audit_earlier": 3}
"""Protections that defend between releases → how many releases show it."""
TWENTY = 20
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
    "audit_earlier": ("19", ["A2 linked tables", "A5 insider", "A5 adviser"]),
}
"""Protection → a population that it alone defends (its name or its seed) and the attacks that find somebody then."""


def of(name: str, protection: str) -> Sequence[Firms]:
    if protection in OVER_TIME:
        return history(int(name), OVER_TIME[protection])
    return [HARD[name]() if name in HARD else exposed(drawn(int(name)), protection)]


def exposed(firms: list[Firm], protection: str) -> list[Firm]:
    """With whom that protection is for, where drawn populations have none: natural persons, a giant."""
    if protection == "sole":
        return [replace(firm, sole=rank % 15 == 0) for rank, firm in enumerate(firms)]
    if protection == "dominance":
        return [replace(firm, euros=10_000_000) if rank == 0 else firm for rank, firm in enumerate(firms)]
    return firms


def twenty(protection: str) -> Iterator[Sequence[Firms]]:
    """Histories of a few releases for what defends those; else populations made to hurt, then drawn ones."""
    hard = [] if protection in OVER_TIME else list(HARD)
    yield from (of(name, protection) for name in (*hard, *map(str, range(TWENTY - len(hard)))))


@pytest.mark.parametrize("protection", NEEDED)
def test_each_protection_alone_defends_somebody(protection: str) -> None:
    name, attacks = NEEDED[protection]
    past = of(name, protection)
    assert not successes(published(past), attacks)
    assert successes(published(past, without(protection)), attacks)


@pytest.mark.slow
@pytest.mark.parametrize("protection", NEEDED)
def test_among_twenty_populations_some_are_found_without_a_protection(protection: str) -> None:
    """And nobody in those with it. How many of the twenty fall is in docs/attacks.md."""
    attacks = NEEDED[protection][1]
    fallen = next(past for past in twenty(protection) if successes(published(past, without(protection)), attacks))
    assert not successes(published(fallen))
