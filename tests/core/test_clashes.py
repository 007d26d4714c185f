"""Two people who write as one respondent: nothing of what either wrote is lost, and a disagreement is told."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.clashes import clashing, joined, undecided
from diagnostic.core.model.assessment import Rating
from diagnostic.core.model.diagnostic import Operation, Received, fold, latest

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CAMILLE, LEO = "user:camille", "user:leo"


def said(rating: Rating | None, author: str | None, base: int | None = 0, item: str = "q", **more: object) -> Operation:
    named = f"{item}/{rating}/{author}/{base}/{more}"
    return Operation(
        op_id=str(uuid5(NAMESPACE_URL, named)),
        item=item,
        function=None,
        rating=rating,
        author=author,
        base_version=base,
        **more,  # type: ignore[arg-type]
    )


def received(*operations: Operation) -> tuple[Received, ...]:
    """As the server takes them: one after the other, each merged, a retry left out."""
    taken: list[Received] = []
    for one in operations:
        if one.op_id not in {each.operation.op_id for each in taken}:
            taken.append(Received(len(taken) + 1, AT, joined(one, taken)))
    return tuple(taken)


def ratings(found: tuple[Received, ...]) -> set[Rating | None]:
    return {one.operation.rating for one in found}


def test_different_answers_given_at_once_are_both_kept_and_told() -> None:
    found = clashing(received(said(3.0, CAMILLE), said(2.0, LEO)))
    assert ratings(found["q", None, "leader"]) == {3.0, 2.0}


def test_an_answer_taken_back_by_one_and_changed_by_the_other_is_told() -> None:
    first = said(1.0, CAMILLE)
    found = clashing(received(first, said(None, CAMILLE, 1), said(2.0, LEO, 1)))
    assert ratings(found["q", None, "leader"]) == {None, 2.0}


@pytest.mark.parametrize(
    "calm",
    [
        (said(3.0, CAMILLE), said(3.0, LEO)),
        (said(3.0, CAMILLE), said(2.0, LEO, 1)),
        (said(3.0, CAMILLE), said(2.0, LEO, None)),
        (said(3.0, None, None), said(2.0, LEO, 1)),
        (said(3.0, CAMILLE), said(2.0, LEO, item="other")),
    ],
    ids=["same answer", "seen before", "no base", "imported", "another question"],
)
def test_what_is_no_clash(calm: tuple[Operation, ...]) -> None:
    assert clashing(received(*calm)) == {}


@pytest.mark.parametrize("kept", [3.0, 2.0, 4.0])
@pytest.mark.parametrize("by", [CAMILLE, LEO])
def test_whoever_has_seen_both_settles_it(kept: float, by: str) -> None:
    heard = received(said(3.0, CAMILLE), said(2.0, LEO), said(kept, by, 2))
    assert clashing(heard) == {}
    assert [answer.rating for answer in fold(one.operation for one in heard)] == [kept]


def test_what_one_did_not_touch_stays_as_the_other_left_it() -> None:
    heard = received(said(3.0, CAMILLE), said(None, LEO, 0, flagged=True, note="à voir avec Paul"))
    assert clashing(heard) == {}
    last = heard[-1].operation
    assert (last.rating, last.flagged, last.note) == (3.0, True, "à voir avec Paul")


def test_a_remark_added_before_an_answer_comes_is_no_clash() -> None:
    heard = received(said(None, CAMILLE, note="vu le classeur"), said(3.0, LEO))
    assert clashing(heard) == {}
    assert (heard[-1].operation.rating, heard[-1].operation.note) == (3.0, "vu le classeur")


def test_a_flag_put_on_a_disputed_answer_settles_nothing() -> None:
    heard = received(said(3.0, CAMILLE), said(2.0, LEO), said(3.0, CAMILLE, 1, flagged=True))
    assert ratings(clashing(heard)["q", None, "leader"]) == {2.0, 3.0}


def test_two_notes_written_at_once_are_both_kept() -> None:
    heard = received(said(None, CAMILLE, note="le tableau est à jour"), said(None, LEO, note="vu le classeur"))
    assert heard[-1].operation.note == "le tableau est à jour\n\nvu le classeur"


def test_typing_on_keeps_one_note() -> None:
    heard = received(said(None, CAMILLE, note="le ta"), said(None, CAMILLE, 0, note="le tableau"))
    assert heard[-1].operation.note == "le tableau"


def test_a_withdrawn_answer_keeps_its_note_and_its_flag() -> None:
    operations = (said(3.0, CAMILLE), said(None, CAMILLE, 1, note="à revoir avec Paul", flagged=True))
    assert fold(operations) == ()
    kept = latest(operations)["q", None, "leader"]
    assert (kept.note, kept.flagged) == ("à revoir avec Paul", True)


VALUES = st.none() | st.integers(0, 12).map(lambda halves: halves / 2) | st.just("unknown")
OPERATIONS = st.builds(
    lambda rating, author, base, item, flagged, note, name: replace(
        said(rating, author, base, item, flagged=flagged, note=note), op_id=str(name)
    ),
    VALUES,
    st.sampled_from([CAMILLE, LEO, None]),
    st.integers(0, 12),
    st.sampled_from(["q", "other"]),
    st.booleans(),
    st.sampled_from([None, "a", "b"]),
    st.uuids(),
)
SEQUENCES = st.lists(OPERATIONS, max_size=12)


def seen(sequence: list[Operation]) -> list[Operation]:
    """Nobody has seen what is not there yet."""
    return [replace(one, base_version=min(one.base_version or 0, place)) for place, one in enumerate(sequence)]


@given(SEQUENCES)
def test_the_order_of_different_questions_never_matters(sequence: list[Operation]) -> None:
    """`base_version` counts versions of all questions: here each question is based on nothing it has not seen."""
    blind = [replace(one, base_version=0) for one in sequence]
    apart = sorted(blind, key=lambda one: one.item)
    told = [
        {place: [one.operation for one in heads] for place, heads in clashing(received(*order)).items()}
        for order in (blind, apart)
    ]
    assert told[0] == told[1]
    assert set(fold(one.operation for one in received(*blind))) == set(fold(one.operation for one in received(*apart)))


@given(SEQUENCES, st.data())
def test_a_retry_changes_nothing(sequence: list[Operation], data: st.DataObject) -> None:
    sequence = seen(sequence)
    again = [one for one in sequence for _ in range(data.draw(st.integers(1, 2)))]
    assert received(*again) == received(*sequence)


@given(SEQUENCES, st.sampled_from([CAMILLE, None]))
def test_ones_own_sequence_never_clashes(sequence: list[Operation], author: str | None) -> None:
    own = [replace(one, author=author) for one in seen(sequence)]
    heard = received(*own)
    assert clashing(heard) == {}
    assert [one.operation for one in heard] == own, "and is kept word for word"


@given(SEQUENCES)
def test_a_choice_made_in_view_of_everything_always_settles(sequence: list[Operation]) -> None:
    sequence = seen(sequence)
    chosen = said(1.0, LEO, len(sequence))
    assert ("q", None, "leader") not in clashing(received(*sequence, chosen))


@given(SEQUENCES)
def test_what_stands_is_always_among_what_is_disputed(sequence: list[Operation]) -> None:
    heard = received(*seen(sequence))
    for place, heads in clashing(heard).items():
        assert heads[-1].operation == latest(one.operation for one in heard)[place]
        assert heads == undecided(one for one in heard if one.operation.place == place)
