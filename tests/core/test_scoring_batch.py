"""Two engines, one answer: `score_many` gives what `score_ratings` gives, company by company."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.model.questionnaire import FUNCTIONS, Questionnaire
from diagnostic.core.model.result import Node
from diagnostic.core.nodes import measure
from diagnostic.core.scoring import score_ratings
from diagnostic.core.scoring_batch import CHUNK, NO_STAGE, Batch, cell_columns, score_many
from diagnostic.core.tree import asked_cells, grow
from tests.builders import EQUAL_FUNCTIONS, capability, questionnaire
from tests.core.strategies import FUNCTION_WEIGHTS, HALVES, forms, questionnaires

NUMBERS = ("coverage", "index", "index_low", "index_high", "evidence_share")
STAGES = ("stage", "stage_low", "stage_high", "mean_stage")
LADDERS = ("reach", "share")


def check_row(batch: Batch, company: int, nodes: dict[str, Node]) -> None:
    """Every node above capabilities of one company."""
    assert {key for key in nodes if not key.startswith(("capability:", "cell:"))} == {
        key for key in batch.nodes if batch.present[company, batch.column(key)]
    }
    for key in batch.nodes:
        place = (company, batch.column(key))
        if key not in nodes:
            assert batch.stage[place] == batch.stage_high[place] == NO_STAGE
            assert math.isnan(batch.index_low[place])
            continue
        assert batch.assessed[place] == nodes[key].assessed
        for name in STAGES:
            expected = getattr(nodes[key], name)
            assert getattr(batch, name)[place] == (NO_STAGE if expected is None else expected), (key, name)
        for name in NUMBERS + LADDERS:
            expected = getattr(nodes[key], name)
            wanted = np.nan if expected is None else expected
            np.testing.assert_allclose(getattr(batch, name)[place], wanted, rtol=0, atol=1e-12, err_msg=f"{key} {name}")


@settings(max_examples=60, deadline=None)
@given(questionnaires(), forms(), st.data())
def test_many_at_once_are_scored_like_each_alone(of: Questionnaire, form: str, data: st.DataObject) -> None:
    columns = cell_columns(of, form)
    companies = data.draw(st.integers(1, 4))
    cells = st.tuples(HALVES | st.just(math.nan) | st.floats(0, 6), st.booleans(), st.booleans())
    table = [[data.draw(cells) for _ in columns] for _ in range(companies)]
    functions = [[data.draw(FUNCTION_WEIGHTS) for _ in FUNCTIONS] for _ in range(companies)]
    ratings, applicable, verified = (np.array([[cell[i] for cell in row] for row in table]) for i in range(3))
    batch = score_many(of, form, ratings, applicable, np.array(functions), verified)
    for company, row in enumerate(table):
        weights = dict(zip(FUNCTIONS, functions[company], strict=True))
        kept = {
            asked.id: said
            for asked, said in zip(asked_cells(of, form, weights), row, strict=True)
            if said[1] and asked.company_has_it
        }
        cells_kept = [asked for asked in asked_cells(of, form, weights) if asked.id in kept]
        known = {id: None if math.isnan(said[0]) else said[0] for id, said in kept.items()}
        check_row(batch, company, measure(grow(cells_kept), known, {id for id, said in kept.items() if said[2]}))


def two_areas() -> Questionnaire:
    return questionnaire(
        {
            "a": {"p": [capability("x"), capability("y", ["production", "logistics"])]},
            "b": {"q": [capability("z", ["production"])]},
        }
    )


def test_what_is_not_given_is_equal_applicable_and_unverified() -> None:
    of = two_areas()
    columns = cell_columns(of, "full")
    row = [1.0, 2.5, math.nan, 4.0]
    batch = score_many(of, "full", np.array([row]))
    known = {id: None if math.isnan(rating) else rating for id, rating in zip(columns, row, strict=True)}
    check_row(batch, 0, score_ratings(of, "full", EQUAL_FUNCTIONS, known))


def test_one_line_of_function_weights_serves_every_company() -> None:
    of = two_areas()
    ratings = np.array([[1.0, 6.0, 0.0, 4.0], [0.0, 0.0, 6.0, 6.0]])
    shared = score_many(of, "full", ratings, functions=np.array([0.0, 3.0, 1.0, 0.0, 0.0]))
    assert shared.index[:, shared.column("area:a")] == pytest.approx([2.75, 0.75])


def test_companies_beyond_a_chunk_are_scored_in_their_place() -> None:
    of = two_areas()
    companies = 2 * CHUNK + 3
    ratings = np.repeat((np.arange(companies) % 7.0)[:, None], 4, axis=1)
    batch = score_many(of, "full", ratings)
    np.testing.assert_array_equal(batch.stage[:, 0], np.arange(companies) % 7)


def test_no_company_at_all_gives_empty_tables() -> None:
    batch = score_many(two_areas(), "full", np.empty((0, 4)))
    assert batch.reach.shape == (0, len(batch.nodes), 6)
