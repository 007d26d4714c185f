"""Mixed-integer linear models and their exact solution by HiGHS: one thread, one seed, no chance."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from math import inf
from threading import get_ident
from typing import Literal

import highspy
import numpy as np

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Terms = Mapping[int, float]
ABSOLUTE_GAP = 1e-4
RUNNING: dict[int, highspy.Highs] = {}


def hasten(thread: int) -> None:
    """Ends what that thread is solving, with what is found so far; nothing where it solves nothing."""
    solver = RUNNING.get(thread)
    if solver is not None:
        solver.setOptionValue("time_limit", 0.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """`values` per column (empty when there is none), `gap` the share of the objective not proven yet."""

    status: Status
    values: tuple[float, ...]
    objective: float
    gap: float
    seconds: float

    @property
    def found(self) -> bool:
        return self.status in ("optimal", "feasible")

    def chosen(self, column: int) -> bool:
        return self.values[column] > 0.5

    def total(self, terms: Terms) -> float:
        return sum(weight * self.values[column] for column, weight in terms.items())


@dataclass(slots=True)
class LinearModel:
    """Columns and rows collected one by one; each solve states its own objective."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    row_starts: list[int] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def column(self, lower: float = 0.0, upper: float = 1.0, *, whole: bool = False) -> int:
        """A new variable's index."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, terms: Terms, *, at_least: float = -inf, at_most: float = inf) -> None:
        """at_least <= Σ weight · variable <= at_most."""
        self.row_starts.append(len(self.entries))
        self.entries.extend(terms.keys())
        self.weights.extend(terms.values())
        self.row_lower.append(at_least)
        self.row_upper.append(at_most)

    def copy(self) -> "LinearModel":
        """An independent model with the same columns and rows."""
        return deepcopy(self)

    def relaxed(self) -> "LinearModel":
        """The same with no column whole: its best is a bound."""
        return replace(self.copy(), whole=[False] * len(self.whole))

    def fix(self, column: int, value: float) -> None:
        self.lower[column] = self.upper[column] = value

    def maximise(
        self,
        terms: Terms,
        *,
        seconds: float = inf,
        nodes: int | None = None,
        near: Terms | None = None,
        enough: float = 0.0,
    ) -> Answer:
        """The best values for Σ weight · variable, or any proven within `enough` of the best, as a share of it.

        `near`: the whole columns of a known solution to start from; one that breaks a row is left aside.
        """
        if not self.lower:
            return self._without_columns()
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        _settle(solver, seconds, nodes, enough)
        solver.passModel(self._as_highs(terms))
        if near:
            columns, values = np.array(list(near), dtype=np.int32), np.array(list(near.values()), dtype=np.float64)
            solver.setSolution(len(near), columns, values)
        RUNNING[get_ident()] = solver
        try:
            solver.run()
        finally:
            del RUNNING[get_ident()]
        return _answer(solver)

    def minimise(self, terms: Terms, *, seconds: float = inf, near: Terms | None = None) -> Answer:
        """The least Σ weight · variable."""
        answer = self.maximise({column: -weight for column, weight in terms.items()}, seconds=seconds, near=near)
        return replace(answer, objective=-answer.objective)

    def _without_columns(self) -> Answer:
        """Nothing to choose: every row is 0, which its bounds allow or not."""
        holds = all(low <= 0 <= high for low, high in zip(self.row_lower, self.row_upper, strict=True))
        return Answer("optimal" if holds else "infeasible", (), 0.0, 0.0, 0.0)

    def _as_highs(self, terms: Terms) -> highspy.HighsLp:
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self.lower), len(self.row_lower)
        cost = np.zeros(len(self.lower))
        for column, weight in terms.items():
            cost[column] += weight
        problem.col_cost_ = cost
        problem.col_lower_, problem.col_upper_ = np.array(self.lower), np.array(self.upper)
        problem.row_lower_, problem.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        problem.sense_ = highspy.ObjSense.kMaximize
        problem.integrality_ = [_kind(whole) for whole in self.whole]
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = np.array([*self.row_starts, len(self.entries)], dtype=np.int32)
        problem.a_matrix_.index_ = np.array(self.entries, dtype=np.int32)
        problem.a_matrix_.value_ = np.array(self.weights, dtype=np.float64)
        return problem


def _kind(whole: bool) -> highspy.HighsVarType:
    return highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous


def _settle(solver: highspy.Highs, seconds: float, nodes: int | None, enough: float) -> None:
    """A bound is proven within ABSOLUTE_GAP of the objective's own unit."""
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("mip_rel_gap", enough)
    solver.setOptionValue("mip_abs_gap", ABSOLUTE_GAP)
    if seconds < inf:
        solver.setOptionValue("time_limit", seconds)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)


def _answer(solver: highspy.Highs) -> Answer:
    status = solver.getModelStatus()
    info = solver.getInfo()
    seconds = float(solver.getRunTime())
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Answer("infeasible", (), 0.0, inf, seconds)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer("unknown", (), 0.0, inf, seconds)
    proven = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
    values = tuple(float(value) for value in solver.getSolution().col_value)
    gap = 0.0 if proven else max(0.0, float(info.mip_gap))
    return Answer("optimal" if proven else "feasible", values, float(info.objective_function_value), gap, seconds)
