"""What becomes of what was told when another plan is signed."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.step import State, Step
from diagnostic.core.steps import due_days, succession
from tests.web.tracked import plan_of

ACTIONS = ("a", "b", "c")


@st.composite
def some_steps(draw: st.DrawFn) -> list[Step]:
    rows = draw(
        st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(["own", "other"]), st.sampled_from(State)))
    )
    return [
        Step(
            id=f"step{place}",
            signature=signature,
            action=action,
            due_on=date(2027, 3, 31),
            state=state,
            updated_by="link:d",
            updated_at=datetime(2026, 11, 22, 0, place % 60, tzinfo=UTC),
        )
        for place, (action, signature, state) in enumerate(rows)
    ]


def test_an_action_is_due_the_last_day_of_its_last_quarter() -> None:
    plan = plan_of({"a": 1, "b": 4}, date(2026, 11, 22))
    assert due_days(plan) == {"a": date(2027, 3, 31), "b": date(2027, 12, 31)}


@given(some_steps(), st.lists(st.sampled_from(ACTIONS), unique=True))
def test_each_action_has_one_step_and_nothing_begun_is_lost(steps: list[Step], actions: list[str]) -> None:
    after = succession(actions, steps, {"own"})
    assert sorted([*after.new, *(step.action for step in after.carried)]) == sorted(actions)
    assert all(step.is_open or step.signature == "own" for step in after.carried)
    assert all(step.state is State.PLANNED and step.action not in actions for step in after.dropped)
    assert {step.id for step in after.carried}.isdisjoint(step.id for step in after.dropped)


@given(some_steps(), st.lists(st.sampled_from(ACTIONS), unique=True), st.randoms())
def test_the_order_of_steps_changes_nothing(steps: list[Step], actions: list[str], random: object) -> None:
    shuffled = list(steps)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = succession(actions, steps, {"own"}), succession(actions, shuffled, {"own"})
    assert first.carried == second.carried and first.new == second.new
    assert sorted(step.id for step in first.dropped) == sorted(step.id for step in second.dropped)
