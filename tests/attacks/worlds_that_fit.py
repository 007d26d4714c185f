"""Every world that fits what was published, by linear and whole-number programs (HiGHS): the attackers' own solver."""

from collections.abc import Iterable, Mapping, Sequence

import highspy
import numpy as np

Row = tuple[Iterable[int], float, float]


class NoWorldError(AssertionError):
    """No world fits what is published: a published figure is false, or it was read wrongly."""


class Worlds:
    """Unknowns between 0 and `tops`, whole or not; the sum of each row’s columns stands between two numbers."""

    def __init__(self, tops: Sequence[float], rows: Iterable[Row], *, whole: bool = False) -> None:
        self.tops = [float(top) for top in tops]
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self.solver.setOptionValue(option, value)
        for top in self.tops:
            self.solver.addVar(0.0, top)
        for columns, low, high in rows:
            inside = np.array(sorted(columns), dtype=np.int32)
            self.solver.addRow(low, high, len(inside), inside, np.ones(len(inside)))
        if whole:
            every = np.arange(len(self.tops), dtype=np.int32)
            kinds = np.full(len(self.tops), highspy.HighsVarType.kInteger, dtype=object)
            for column, kind in zip(every, kinds, strict=True):
                self.solver.changeColIntegrality(int(column), kind)
        self.asked: dict[frozenset[int], tuple[float, float]] = {}

    def fix(self, known: Mapping[int, float]) -> None:
        """From now on those are known."""
        for column, value in known.items():
            self.solver.changeColBounds(column, value, value)
        self.asked.clear()

    def free(self, columns: Iterable[int]) -> None:
        """Those are unknown again."""
        for column in columns:
            self.solver.changeColBounds(column, 0.0, self.tops[column])
        self.asked.clear()

    def span(self, columns: Iterable[int]) -> tuple[float, float]:
        """The least and the most that the sum of those unknowns may be."""
        wanted = frozenset(columns)
        if wanted not in self.asked:
            self.asked[wanted] = self.best(wanted, -1.0), self.best(wanted, 1.0)
        return self.asked[wanted]

    def best(self, columns: frozenset[int], way: float) -> float:
        """The most (`way` 1) or the least (−1) of that sum; `world` then tells where it is."""
        costs = np.zeros(len(self.tops))
        costs[sorted(columns)] = -way
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return float("inf") * way
        if status != highspy.HighsModelStatus.kOptimal:
            raise NoWorldError(f"no world fits: {self.solver.modelStatusToString(status)}")
        return -way * float(self.solver.getInfo().objective_function_value)

    def world(self) -> np.ndarray:
        """The last world found."""
        return np.array(self.solver.getSolution().col_value)


def alike(count: int, rows: Sequence[Iterable[int]], apart: Iterable[Iterable[int]] = ()) -> list[list[int]]:
    """Unknowns 0 to count − 1 put together where no row (and no set of `apart`) tells them from one another."""
    marks: list[list[int]] = [[] for _ in range(count)]
    for rank, columns in enumerate([*rows, *apart]):
        for column in columns:
            marks[column].append(rank)
    groups: dict[tuple[int, ...], list[int]] = {}
    for column, mark in enumerate(marks):
        groups.setdefault(tuple(mark), []).append(column)
    return list(groups.values())
