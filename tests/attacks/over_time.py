"""Populations that change from one release to the next, and what an attacker gets from their differences (A4)."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.attacks.attackers import FEW, Success
from tests.attacks.populations import LEVELS, Firm, drawn
from tests.attacks.sight import Members, Place, Sight, place_of


def history(seed: int, releases: int, *, count: int = 0, withdrawals: bool = True) -> list[list[Firm]]:
    """A population and what becomes of it: at each release nobody moves, or a few come, leave or are corrected, or
    many come."""
    chance = Random(seed)
    firms = drawn(seed, count)
    pool = iter([replace(firm, key=f"n{rank}") for rank, firm in enumerate(drawn(seed, 60))])
    found = [firms]
    for number in range(2, releases + 1):
        firms = _next(chance, firms, withdrawals)
        firms += [next(pool) for _ in range(chance.choice((0, 0, 1, 1, 2, 3)))]
        many = range(chance.choice((0, 0, 6)))
        firms += [replace(firms[0], key=f"m{number}-{k}", gap=chance.choice(LEVELS)) for k in many]
        found.append(firms)
    return found


def _next(chance: Random, firms: list[Firm], withdrawals: bool) -> list[Firm]:
    gone = set(chance.sample(range(len(firms)), chance.choice((0, 0, 1, 2)) if withdrawals else 0))
    kept = [firm for rank, firm in enumerate(firms) if rank not in gone]
    for rank in chance.sample(range(len(kept)), chance.choice((0, 1, 2))):
        kept[rank] = corrected(kept[rank], chance.choice(LEVELS))
    return kept


def corrected(firm: Firm, gap: float) -> Firm:
    return replace(firm, gap=gap, version=str(int(firm.version) + 1))


def moved(sight: Sight) -> list[Success]:
    """A4: one cell, two releases. Success: it is told otherwise because of one to four companies that came, left or
    changed [reliability 1.3: 26 % of such pairs disclose one company; K = 5]."""
    found = []
    for place, tellings in _tellings(sight).items():
        for rank, (number, members, told) in enumerate(tellings):
            for later, others, otherwise in tellings[rank + 1 :]:
                if 0 < len(members ^ others) < FEW and told != otherwise:
                    what = f"{place} moves by {len(members ^ others)} from R-{number} to R-{later}"
                    found.append(Success("A4", what))
    return found


def _tellings(sight: Sight) -> dict[Place, list[tuple[int, Members, object]]]:
    """What was computed of each cell, release by release, with whom it counts."""
    found: dict[Place, list[tuple[int, Members, object]]] = {}
    for issue in sight.issues:
        merged: dict[Place, dict[str, object]] = {}
        for table in issue.tables:
            for cell in table.cells:
                if cell.shown and cell.since == issue.number:
                    place = place_of(table, cell.codes)
                    merged.setdefault(place, {"n": cell.companies}).update(cell.figures)
        for place, told in merged.items():
            found.setdefault(place, []).append((issue.number, sight.members(issue, place), told))
    return found


def stale(sight: Sight) -> list[Success]:
    """A4, withdrawal and erasure. Success: a release still tells a figure that counts a company gone since."""
    return [Success("A4", what) for what in _stale(sight)]


def _stale(sight: Sight) -> Iterator[str]:
    by_number = {issue.number: issue for issue in sight.issues}
    names = {unknown: key for (key, _), unknown in sight.unknowns.items()}
    for issue in sight.issues:
        here = set(issue.cohort.keys)
        for table in issue.tables:
            for cell in table.cells:
                if cell.shown and cell.since != issue.number:
                    place = place_of(table, cell.codes)
                    gone = {names[one] for one in sight.members(by_number[cell.since], place)} - here
                    if gone:
                        yield f"R-{issue.number} tells {place} of R-{cell.since} with {sorted(gone)}"
