"""The worked examples of tests/cases/scoring, as an expert wrote them."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostic.core.model.assessment import Answer, Respondent, Settled
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import FUNCTIONS, GROUPS, Capability, Questionnaire, split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.scoring import score
from tests.builders import EQUAL_FUNCTIONS, assessment, capability, contradiction, questionnaire

CASES = sorted((Path(__file__).parent.parent / "cases" / "scoring").glob("*.yaml"))
KEYS = {
    "title",
    "tree",
    "questionnaire",
    "form",
    "functions",
    "people",
    "answers",
    "settled",
    "contradictions",
    "expect",
}
Case = dict[str, Any]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_worked_example(path: Path, content: Content) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert case.keys() <= KEYS
    of = content.questionnaire if "questionnaire" in case else planted(case)
    result = score(of, told(case, of))
    for name, expected in case["expect"].items():
        CHECKS[name](result, expected)


def planted(case: Case) -> Questionnaire:
    tree = {
        area: {principle: [asked(id, spec) for id, spec in inside.items()] for principle, inside in principles.items()}
        for area, principles in case["tree"].items()
    }
    pairs = [
        contradiction(id, (*split_cell(high), at_least), (*split_cell(low), at_most))
        for id, (high, at_least, low, at_most) in case.get("contradictions", {}).items()
    ]
    return questionnaire(tree, contradictions=pairs)


def asked(id: str, spec: Any) -> Capability:
    given = dict(spec) if isinstance(spec, Mapping) else {"functions": spec}
    functions = given.pop("functions")
    return capability(id, None if functions == "company" else functions, **given)


def told(case: Case, of: Questionnaire) -> Any:
    people = case.get("people", {})
    functions = case.get("functions")
    return assessment(
        of,
        [said(where, what, who) for who, answers in case["answers"].items() for where, what in answers.items()],
        form=case.get("form", "full"),
        functions=EQUAL_FUNCTIONS if functions is None else {id: float(functions.get(id, 0)) for id in FUNCTIONS},
        respondents=tuple(Respondent(id, people.get(id, id)) for id in [*GROUPS, *people]),
        settled=tuple(Settled(*split_cell(cell), what, "vu") for cell, what in case.get("settled", {}).items()),
    )


def said(where: str, what: Any, who: str) -> Answer:
    if isinstance(what, str) and " " in what:
        rating, evidence = what.split()
        return Answer(*split_cell(where), who, float(rating), evidence)  # type: ignore[arg-type]
    return Answer(*split_cell(where), who, what)


def near(value: Any) -> Any:
    """Approximate numbers, at any depth; anything else as it is."""
    if isinstance(value, list):
        return [near(one) for one in value]
    return pytest.approx(value, abs=1e-9) if isinstance(value, int | float) and not isinstance(value, bool) else value


def check_nodes(result: Result, expected: Mapping[str, Case]) -> None:
    for key, figures in expected.items():
        node = asdict(result.nodes[key])
        for name, value in figures.items():
            found = list(node[name]) if isinstance(node[name], tuple) else node[name]
            assert found == near(value), f"{key} {name}"


def check_absent(result: Result, expected: list[str]) -> None:
    assert not set(expected) & result.nodes.keys()


def check_ratings(result: Result, expected: Case) -> None:
    assert {cell: rating for cell, rating in result.ratings().items() if cell in expected} == {
        cell: near(rating) for cell, rating in expected.items()
    }


def check_weights(result: Result, expected: Case) -> None:
    assert {cell.id: cell.weight for cell in result.cells if cell.id in expected} == {
        cell: near(weight) for cell, weight in expected.items()
    }


def check_not_applicable(result: Result, expected: Case) -> None:
    assert {row.cell: row.weight for row in result.not_applicable} == {
        cell: near(weight) for cell, weight in expected.items()
    }


def check_limiting_area(result: Result, expected: str | None) -> None:
    assert result.limiting_area == expected


def check_spread(result: Result, expected: float | None) -> None:
    assert result.spread == near(expected)


def check_blocking(result: Result, expected: list[list[Any]]) -> None:
    assert [[row.cell, row.rating, row.needs, row.reach_gain] for row in result.blocking] == near(expected)


def check_blocking_areas(result: Result, expected: list[str]) -> None:
    assert list(result.blocking_areas) == expected


def check_alerts(result: Result, expected: dict[str, int]) -> None:
    assert {alert.cell: alert.floor for alert in result.alerts} == expected


def check_perception_gaps(result: Result, expected: dict[str, dict[str, float]]) -> None:
    """In this order, the gap being between the extremes."""
    found = [(gap.cell, dict(gap.ratings), gap.gap) for gap in result.perception_gaps]
    assert found == [
        (cell, {group: near(mean) for group, mean in means.items()}, near(max(means.values()) - min(means.values())))
        for cell, means in expected.items()
    ]


def check_contradictions(result: Result, expected: dict[str, list[str]]) -> None:
    assert {hit.rule: list(hit.cells) for hit in result.contradictions} == expected


CHECKS = {
    "nodes": check_nodes,
    "absent": check_absent,
    "ratings": check_ratings,
    "weights": check_weights,
    "not_applicable": check_not_applicable,
    "limiting_area": check_limiting_area,
    "spread": check_spread,
    "blocking": check_blocking,
    "blocking_areas": check_blocking_areas,
    "alerts": check_alerts,
    "perception_gaps": check_perception_gaps,
    "contradictions": check_contradictions,
}
