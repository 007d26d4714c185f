"""The auditor never calls safe what another way of counting calls known, and says what to withhold when it does not."""

import numpy as np
import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from diagnostic.core.audit_facts import read
from diagnostic.core.audit_moves import Walk
from diagnostic.core.auditing import Attacker, audit
from diagnostic.core.model.audited import Cell, Fact, System, Target
from tests.core.audit_checker import fits, safe, solved, tried

TOP = 6.0


def cell(rank: int) -> Cell:
    return ("scored", (("region", str(rank)),))


def fact(members: list[int], low: float, high: float, rank: int = 0, weights: list[float] | None = None) -> Fact:
    held = None if weights is None else np.array(weights)
    return Fact(np.array(members, dtype=np.int32), held, low, high, cell(rank))


def system(truth: list[float], *facts: Fact, high: float = TOP, whole: bool = False) -> System:
    count = len(truth)
    return System("test", np.array(truth, dtype=np.float64), np.zeros(count), np.full(count, high), whole, facts)


def target(*members: int, known: tuple[int, ...] = (), width: float = 1.5, reach: tuple[float, float] | None = None):
    return Target(members, known, width, reach)


@st.composite
def shapes(draw: st.DrawFn, most: int, whole: bool) -> System:
    """Any few values, and facts that the truth fits: sums by subsets, within intervals that may leave nothing."""
    count = draw(st.integers(2, most))
    top = draw(st.integers(1, 2)) if whole else 6
    value = st.integers(0, top) if whole else st.floats(0, top).map(lambda number: round(number, 2))
    truth = np.array(draw(st.lists(value, min_size=count, max_size=count)), dtype=np.float64)
    facts = [draw(_facts(truth, whole, rank)) for rank in range(draw(st.integers(0, 6)))]
    return System("any", truth, np.zeros(count), np.full(count, float(top)), whole, tuple(facts))


@st.composite
def _facts(draw: st.DrawFn, truth: np.ndarray, whole: bool, rank: int) -> Fact:
    members = sorted(draw(st.sets(st.integers(0, len(truth) - 1), min_size=1)))
    weights = None
    if draw(st.integers(0, 3)) == 0:
        weights = draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, -1.0]), min_size=len(members), max_size=len(members)))
    said = float(np.dot(truth[members], weights or [1.0] * len(members)))
    room = st.integers(0, 2) if whole else st.sampled_from([0.0, 0.05, 0.3, 1.0, 3.0])
    return fact(members, said - draw(room), said + draw(room), rank, weights)


@st.composite
def targets(draw: st.DrawFn, of: System) -> Target:
    members = draw(st.sets(st.integers(0, len(of.truth) - 1), min_size=1, max_size=4))
    known = draw(st.sets(st.integers(0, len(of.truth) - 1), max_size=2))
    if of.whole and draw(st.booleans()):
        total = float(sum(of.truth[member] for member in members - known))
        return Target(tuple(members), tuple(known), 0.0, (max(0.0, total - 1), total + draw(st.integers(0, 2))))
    width = draw(st.sampled_from([1.0, 2.0])) if of.whole else draw(st.sampled_from([0.2, 1.5, 3.0, 6.0]))
    return Target(tuple(members), tuple(known), width)


@settings(max_examples=130, deadline=None)
@given(st.data())
def test_of_whole_numbers_it_says_what_all_worlds_enumerated_say(drawn: st.DataObject) -> None:
    of = drawn.draw(shapes(6, True))
    asked = drawn.draw(targets(of))
    low, high = tried(of, asked)
    note(f"{asked}: {low} to {high}")
    failures = audit(of, [asked])
    assert bool(failures) != safe(asked, low, high)
    for failure in failures:
        assert failure.low <= low and failure.high >= high


@settings(max_examples=130, deadline=None)
@given(st.data())
def test_of_any_numbers_it_says_what_one_programme_over_everything_says(drawn: st.DataObject) -> None:
    of = drawn.draw(shapes(9, False))
    asked = drawn.draw(targets(of))
    low, high = solved(of, asked)
    assume(abs(high - low - asked.width) > 1e-3)
    note(f"{asked}: {low} to {high}")
    failures = audit(of, [asked])
    assert bool(failures) != safe(asked, low, high)
    for failure in failures:
        assert (failure.low, failure.high) == pytest.approx((low, high), abs=1e-4)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_several_targets_at_once_are_answered_as_one_by_one(drawn: st.DataObject) -> None:
    of = drawn.draw(shapes(6, drawn.draw(st.booleans())))
    asked = drawn.draw(st.lists(targets(of), min_size=2, max_size=5))
    together = {id(failure.target) for failure in audit(of, asked)}
    assert together == {id(one) for one in asked if audit(of, [one])}


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_withholding_what_it_names_ends_by_passing(drawn: st.DataObject) -> None:
    of = drawn.draw(shapes(8, drawn.draw(st.booleans())))
    asked = drawn.draw(targets(of))
    without = System(of.name, of.truth, of.low, of.high, of.whole, ())
    assume(not audit(without, [asked]))
    for _ in range(len(of.facts) + 1):
        failures = audit(of, [asked])
        if not failures:
            return
        assert failures[0].cells, "something must be withheld, and nothing is named"
        kept = tuple(one for one in of.facts if one.cell != failures[0].cells[0])
        of = System(of.name, of.truth, of.low, of.high, of.whole, kept)
    pytest.fail("withholding led nowhere")


def test_a_company_alone_between_a_total_and_its_parts_is_known() -> None:
    """Five shown of a region of six: the mean of the sixth follows, the rounding leaving it half a point."""
    shown = system(
        [2.0, 3.0, 1.0, 2.0, 2.0, 4.0], fact([0, 1, 2, 3, 4, 5], 13.7, 14.3), fact([0, 1, 2, 3, 4], 9.75, 10.25)
    )
    failure = audit(shown, [target(5)])[0]
    assert (failure.low, failure.high) == pytest.approx((3.45, 4.55))
    assert failure.cells == (cell(0),)


def test_two_small_cells_hide_each_other_unless_the_attacker_is_in_one() -> None:
    values = [2.0, 3.0, 1.0, 2.0, 2.0, 4.0, 3.0]
    shown = system(values, fact(list(range(7)), 16.65, 17.35), fact([0, 1, 2, 3, 4], 9.75, 10.25))
    assert audit(shown, [target(5)]) == ()
    assert audit(shown, [target(5, 6, width=3.0)]) != ()
    assert audit(shown, [target(5, 6, known=(6,))]) != ()


def test_a_band_that_leaves_one_choice_is_known_and_one_that_leaves_two_is_not() -> None:
    only = system([1.0, 1.0, 1.0, 1.0, 1.0], fact([0, 1, 2, 3, 4], 5, 5), high=1.0, whole=True)
    half = system([1.0, 1.0, 1.0, 1.0, 1.0], fact([0, 1, 2, 3, 4], 3, 5), high=1.0, whole=True)
    assert audit(only, [target(0, width=1.0)]) != ()
    assert audit(half, [target(0, width=1.0)]) == ()


def test_whole_numbers_know_more_than_halves() -> None:
    """x + y, y + z and x + z are all 1 to 1.9: halves fit, of whole numbers only one world does."""
    facts = (fact([0, 1], 1, 1.4, 0), fact([1, 2], 0, 0.4, 1), fact([0, 2], 1, 1.4, 2))
    assert audit(system([1.0, 0.0, 0.0], *facts, high=1.0, whole=True), [target(0, width=1.0)]) != ()


def test_how_many_were_too_few_must_stay_open_from_nobody_to_four() -> None:
    """Twelve in a region: its two hidden parts may hold four or nobody, unless what is told leaves three in all."""
    region = fact([0, 1, 2], 8, 14)
    hidden = [fact([rank], 0, 4, rank) for rank in (1, 2)]
    open_ = system([8.0, 3.0, 1.0], region, fact([0], 8, 14), *hidden, high=np.inf, whole=True)
    told = system([8.0, 3.0, 1.0], fact([0, 1, 2], 12, 12), fact([0], 8, 8), *hidden, high=np.inf, whole=True)
    asked = [target(1, reach=(0.0, 4.0)), target(2, reach=(0.0, 4.0))]
    assert audit(open_, asked) == ()
    assert audit(told, asked) == ()
    closed = system([8.0, 3.0, 0.0], fact([0, 1, 2], 11, 11), fact([0], 8, 8), *hidden, high=np.inf, whole=True)
    assert len(audit(closed, asked)) == 2


def test_a_world_that_does_not_fit_is_never_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever found it: here a walk that claims to have moved the company as far as one likes."""
    closed = system([2.0, 3.0], fact([0], 1.9, 2.1), fact([1], 2.9, 3.1))
    monkeypatch.setattr(Walk, "world", lambda walk: (np.array([0]), np.array([3.0 * walk.sign])))
    assert len(audit(closed, [target(0)])) == 1


def test_facts_that_the_truth_does_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit fact 1 of 2"):
        audit(system([1.0, 2.0], fact([0], 0, 1), fact([0, 1], 4, 5)), [target(0)])
    with pytest.raises(ValueError, match="bounds of variable 1"):
        audit(system([1.0, 7.0]), [target(0)])


def test_an_amount_that_nothing_tells_may_be_anything() -> None:
    told = system([500.0, 20.0, 80.0], fact([1, 2], 95, 105), high=np.inf)
    assert audit(told, [target(0, width=1e6), target(0, 1, width=1e6), target(1, 2, width=10.0)]) == ()
    failure = audit(told, [target(1, 2, width=11.0)])[0]
    assert (failure.low, failure.high, failure.cells) == (pytest.approx(95.0), pytest.approx(105.0), (cell(0),))


def test_nothing_asked_or_everything_known() -> None:
    assert audit(system([1.0]), []) == ()
    failure = audit(system([1.0, 2.0]), [target(0, known=(0,))])[0]
    assert (failure.low, failure.high, failure.cells) == (0.0, 0.0, ())


def shown_means(units: int, cells: int, seed: int) -> System:
    """Means to 0.1 of so many overlapping cells of five to eleven companies."""
    chance = np.random.default_rng(seed)
    truth, facts = chance.uniform(0, 6, units), []
    for rank in range(cells):
        members = np.sort(chance.choice(units, size=int(chance.integers(5, 12)), replace=False))
        mean, count = round(float(truth[members].mean()), 1), len(members)
        facts.append(fact(members.tolist(), (mean - 0.05) * count - 1e-9, (mean + 0.05) * count + 1e-9, rank))
    return system(truth.tolist(), *facts)


def test_many_targets_are_answered_as_one_programme_over_everything_does_and_twice_the_same() -> None:
    of = shown_means(60, 85, 5)
    asked = [target(rank, rank + 1, width=3.0) for rank in range(0, 40)]
    failed = audit(of, asked)
    assert failed == audit(of, asked)
    known = {id(one) for one in asked if not safe(one, *solved(of, one))}
    assert {id(failure.target) for failure in failed} == known
    assert 5 < len(known) < 35


def test_every_world_it_passes_by_fits_every_fact() -> None:
    """What passed is shown: worlds kept along the way, checked here against all facts, not only those touched."""
    chance = np.random.default_rng(3)
    truth = (chance.uniform(size=200) < 0.4).astype(np.float64)
    facts = []
    for rank in range(50):
        members = np.sort(chance.choice(200, size=int(chance.integers(5, 12)), replace=False)).astype(np.int32)
        total = truth[members].sum()
        facts.append(fact(members.tolist(), total - chance.integers(0, 2), total + chance.integers(0, 2), rank))
    attacker = Attacker(read(system(truth.tolist(), *facts, high=1.0, whole=True)))
    passed = sum(attacker.failure(target(rank, width=1.0)) is None for rank in range(200))
    assert passed > 100
    assert len(attacker.worlds) > 20
    for variables, moves in attacker.worlds:
        world = truth.copy()
        world[variables] += moves
        assert fits(attacker.reading.system, world)
        assert set(np.unique(world)) <= {0.0, 1.0}
