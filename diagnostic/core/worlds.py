"""How far a sum can move from the truth, every fact still fitting: linear programmes over few variables, then MILP.

A few variables move and all others stay as they are: whatever is found so is a world. The prices of the facts then say
which other variables could help, and, whatever they are, bound how far any world at all can go (weak duality): so the
search ends with a world, or with the proof that there is none, without the whole problem being ever solved.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from diagnostic.core.audit_facts import Ranks, Reading, Sparse
from diagnostic.core.model.cohort import Bools, Floats

Solver = highspy.Highs
FIRST = 80
AROUND = 40
MORE = 120
ROUNDS = 25
NODES = (40, 150)
WIDER = (150, 1500)
NEAR = 1e-7
PRICE = 1e-9


@dataclass(frozen=True, slots=True)
class Reach:
    """`gained`: how far the world found goes, `bound`: no world goes further. The world: `variables` moved by `moves`.
    `prices`: the facts that hold it back (rank → price, above 0)."""

    gained: float
    bound: float
    variables: Ranks
    moves: Floats
    prices: dict[int, float]


@dataclass(slots=True)
class Search:
    """One sum to push as far as `wanted`, up (`sign` 1) or down (−1), `fixed` staying as they are; worlds
    that go less far than `needed` are of no use. `scale`: the unit of
    everything given to the solver, so that euros and shares are solved as exactly."""

    reading: Reading
    members: Ranks
    fixed: Ranks
    sign: int
    wanted: float
    scale: float = 1.0
    needed: float = -np.inf
    columns: Ranks = field(init=False)
    free: Bools = field(init=False)
    prices: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.free = np.ones(len(self.reading.rise), dtype=bool)
        self.free[self.fixed] = False
        self.columns = self._first()
        self.prices = np.zeros(len(self.reading.above))

    def _first(self) -> Ranks:
        """The members, and those that share their smallest and tightest facts."""
        _, facts, _ = self.reading.by_variable.rows(self.members)
        facts = np.unique(facts)
        facts = facts[np.minimum(self.reading.above, self.reading.below)[facts] < max(self.wanted, self.scale)]
        return _with(self.members, self._around(facts[facts < len(self.reading.above) - 1], FIRST))

    def _around(self, facts: Ranks, most: int) -> Ranks:
        """The free variables that most of these facts hold, small facts first."""
        if not len(facts):
            return np.zeros(0, dtype=np.int64)
        by_fact = self.reading.by_fact
        sizes = by_fact.starts[facts + 1] - by_fact.starts[facts]
        kept = facts[np.argsort(sizes, kind="stable")][: max(AROUND, most // 10)]
        begins, variables, _ = by_fact.rows(kept)
        worth = np.repeat(1.0 / np.maximum(np.diff(begins), 1), np.diff(begins))
        score = np.bincount(variables, worth, minlength=len(self.free))
        score[~self.free] = 0.0
        count = min(most, int(np.count_nonzero(score)))
        return np.sort(np.argsort(-score, kind="stable")[:count])

    def relaxed(self, solver: Solver) -> Reach:
        """The furthest of all worlds, or any that goes as far as wanted, whole numbers or not."""
        reach = Reach(0.0, np.inf, self.columns[:0], np.zeros(0), {})
        for _ in range(ROUNDS):
            found = Programme(self, self.columns).solve(solver)
            if found is None:
                return reach
            moves, self.prices = found
            bound, promising = self._priced()
            gained = self._gain(self.columns, moves)
            reach = Reach(gained, min(reach.bound, bound), self.columns, moves, self._held())
            if gained >= self.wanted - NEAR * self.scale or not len(promising) or self._hopeless(reach):
                return reach
            self.columns = _with(self.columns, promising)
        return reach

    def _hopeless(self, reach: Reach) -> bool:
        """Nothing more to learn: the world found is the furthest, or none goes as far as needed."""
        return reach.bound - reach.gained <= NEAR * self.scale or reach.bound < self.needed - 1e-3 * self.scale

    def _gain(self, columns: Ranks, moves: Floats) -> float:
        return float(self.sign * moves[np.isin(columns, self.members)].sum())

    def _held(self) -> dict[int, float]:
        facts = np.flatnonzero(np.abs(self.prices) > PRICE)
        return {int(fact): float(abs(self.prices[fact])) for fact in facts}

    def _priced(self) -> tuple[float, Ranks]:
        """How far any world can go, by these prices; the variables left aside that could go further."""
        reading = self.reading
        facts = np.flatnonzero(np.abs(self.prices) > PRICE)
        rows = self.prices[facts]
        bound = float(np.sum(np.where(rows > 0, rows * reading.above[facts], -rows * reading.below[facts])))
        begins, variables, weights = reading.by_fact.rows(facts)
        worth = -np.bincount(variables, weights * np.repeat(rows, np.diff(begins)), minlength=len(self.free))
        worth[self.members] += self.sign
        worth[np.abs(worth) < PRICE] = 0.0
        with np.errstate(invalid="ignore"):
            gains = np.nan_to_num(np.where(worth > 0, worth * reading.rise, -worth * reading.fall), posinf=np.inf)
        gains[~self.free] = 0.0
        bound += float(gains.sum())
        gains[self.columns] = 0.0
        useful = np.flatnonzero(gains > NEAR * self.scale)
        return bound, useful[np.argsort(-gains[useful], kind="stable")[:MORE]]

    def whole(self, solver: Solver, wanted: float, step: int) -> Reach | None:
        """A world of whole numbers that goes towards `wanted`, by what is needed or one at least, found among few
        variables (`step` 0) or more (1)."""
        tight = np.array(sorted(self._held()), dtype=np.int64)
        _, near, _ = self.reading.by_variable.rows(self.members)
        near = np.unique(near)
        slack = np.minimum(self.reading.above, self.reading.below)
        tight = np.union1d(tight, near[slack[near] < 2.0])
        columns = _with(self.columns, self._around(tight, WIDER[step]))
        found = Programme(self, columns).solve_whole(solver, (max(self.needed, 1.0), max(wanted, 1.0)), NODES[step])
        if found is None:
            return None
        moves = np.rint(found)
        return Reach(self._gain(columns, moves), np.inf, columns, moves, {})


@dataclass(slots=True)
class Programme:
    """The programme over some columns: moves from the truth, in units of the search's scale."""

    search: Search
    columns: Ranks
    rows: Ranks = field(init=False)
    matrix: Sparse = field(init=False)

    def __post_init__(self) -> None:
        """Rows that cannot bind, however these columns move, are left out."""
        reading, columns = self.search.reading, self.columns
        begins, facts, weights = reading.by_variable.rows(columns)
        owners = np.repeat(np.arange(len(columns)), np.diff(begins))
        most = np.abs(weights) * np.maximum(reading.rise, reading.fall)[columns][owners]
        total = np.bincount(facts, most, minlength=len(reading.above))
        binding = total > np.minimum(reading.above, reading.below)
        self.rows = np.flatnonzero(binding)
        place = np.full(len(reading.above), -1)
        place[self.rows] = np.arange(len(self.rows))
        kept = binding[facts]
        starts = np.concatenate(([0], np.cumsum(np.bincount(owners[kept], minlength=len(columns)))))
        self.matrix = Sparse(starts, place[facts[kept]], weights[kept])

    def solve(self, solver: Solver) -> tuple[Floats, Floats] | None:
        """The best moves, and the price of every fact; None where the solver gives up."""
        solver.passModel(self._model())
        solver.run()
        if solver.getModelStatus() not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            return None
        solution, reading = solver.getSolution(), self.search.reading
        prices = np.zeros(len(reading.above))
        prices[self.rows] = -np.array(solution.row_dual, dtype=np.float64)[: len(self.rows)]
        moves = np.array(solution.col_value, dtype=np.float64) * self.search.scale
        return np.clip(moves, -reading.fall[self.columns], reading.rise[self.columns]), prices

    def solve_whole(self, solver: Solver, between: tuple[float, float], nodes: int) -> Floats | None:
        model = self._model()
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.columns)
        solver.passModel(model)
        inside = np.flatnonzero(np.isin(self.columns, self.search.members)).astype(np.int32)
        low, high = (-between[1], -between[0]) if self.search.sign < 0 else between
        solver.addRow(low, high, len(inside), inside, np.ones(len(inside)))
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return np.array(solver.getSolution().col_value, dtype=np.float64)

    def _model(self) -> highspy.HighsLp:
        search, reading = self.search, self.search.reading
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.columns), len(self.rows)
        model.col_cost_ = np.where(np.isin(self.columns, search.members), -float(search.sign), 0.0)
        model.col_lower_ = -reading.fall[self.columns] / search.scale
        model.col_upper_ = reading.rise[self.columns] / search.scale
        model.row_lower_ = -reading.below[self.rows] / search.scale
        model.row_upper_ = reading.above[self.rows] / search.scale
        model.sense_ = highspy.ObjSense.kMinimize
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = self.matrix.starts.astype(np.int32)
        model.a_matrix_.index_ = self.matrix.columns.astype(np.int32)
        model.a_matrix_.value_ = self.matrix.weights
        return model


def quiet_solver() -> Solver:
    """One thread, one seed, no clock: the same question has the same answer."""
    solver = Solver()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("presolve", "off")
    return solver


def _with(columns: Ranks, others: Ranks) -> Ranks:
    """`columns`, then those of the others that are not there yet."""
    return np.concatenate((columns, others[~np.isin(others, columns)]))
