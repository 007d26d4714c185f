"""The loop with the auditor: it withholds what binds, asks only what is new, and gives up rather than let out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from diagnostic.core.errors import DisclosureError
from diagnostic.core.facts import Entry
from diagnostic.core.model.audited import Cell, Fact, Ranks, System, Target
from diagnostic.core.suppression import Loop

ONE: Cell = ("scored", (("region", "A"),))
OTHER: Cell = ("scored", (("region", "B"),))
ALWAYS: Cell = ("scored", ())


def ranks(*members: int) -> Ranks:
    return np.array(members, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Riddle:
    """Three figures of 0 to 6, the first of which nobody may learn. `lasting`: told before, by somebody else."""

    lasting: tuple[Fact, ...] = ()
    remembers: bool = False
    name: str = "riddle"
    alone: tuple[str, ...] = ()

    def reads(self, entry: Entry) -> bool:
        return True

    def system(self, shown: Mapping[Cell, Entry]) -> System:
        told = tuple(Fact(one.rows, None, *one.bounds["level"], cell) for cell, one in shown.items())
        return System(self.name, np.full(3, 3.0), np.zeros(3), np.full(3, 6.0), False, (*told, *self.lasting))

    def targets(self, shown: Mapping[Cell, Entry]) -> Sequence[Target]:
        return (Target((0,), (), 1.5),)


def entry(cell: Cell, *members: int) -> Entry:
    total = 3.0 * len(members)
    return Entry(cell, 1, ranks(*members), {"level": (total - 0.1, total + 0.1)})


def told(*entries: Entry) -> dict[Cell, Entry]:
    return {one.cell: one for one in entries}


def test_what_gives_away_is_withheld_and_nothing_else() -> None:
    asked: list[int] = []
    loop = Loop(
        [Riddle()], told(entry(ALWAYS, 0, 1, 2), entry(ONE, 1, 2)), lambda step, done, total: asked.append(done)
    )
    loop.run()
    assert len(loop.shown) == 1 and asked == [1, 2]


def test_what_is_safe_is_asked_once() -> None:
    asked: list[tuple[int, int]] = []
    loop = Loop([Riddle()], told(entry(ONE, 0, 1)), lambda step, done, total: asked.append((done, total)))
    loop.run()
    assert list(loop.shown) == [ONE] and asked == [(1, 1)]


def test_no_pass_no_release() -> None:
    """Something that cannot be taken back pins it, and this release has told nothing that binds."""
    pinned = Fact(ranks(0), None, 2.9, 3.1, None)
    with pytest.raises(DisclosureError, match="riddle"):
        Loop([Riddle((pinned,))], told(entry(OTHER, 1, 2)), lambda *_: None).run()


def test_what_earlier_releases_gave_away_stops_no_later_one() -> None:
    pinned = Fact(ranks(0), None, 2.9, 3.1, None)
    loop = Loop([Riddle((pinned,), remembers=True)], told(entry(OTHER, 1, 2)), lambda *_: None)
    loop.run()
    assert list(loop.shown) == [OTHER]
