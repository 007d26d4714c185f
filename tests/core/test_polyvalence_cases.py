"""The worked examples of tests/cases/polyvalence, as an expert wrote them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person
from diagnostic.core.model.polyvalence import Polyvalence
from diagnostic.core.polyvalence import polyvalence

Case = dict[str, Any]
PATH = Path(__file__).parent.parent / "cases" / "polyvalence" / "worked_cases.yaml"
CASES: list[Case] = yaml.safe_load(PATH.read_text(encoding="utf-8"))


def matrix(case: Case) -> Matrix:
    return Matrix(
        tuple(Person(id, **facts) for id, facts in case["people"].items()),
        tuple(Level(id, skill, level) for id, said in case["levels"].items() for skill, level in said.items()),
        tuple(MatrixColumn(skill, skill, **facts) for skill, facts in case["skills"].items()),
    )


def by_skill(found: Polyvalence, name: str) -> dict[str, Any]:
    told = {column.skill: getattr(column, name) for column in found.columns}
    return {skill: list(value) if isinstance(value, tuple) else value for skill, value in told.items()}


READ: Mapping[str, Callable[[Polyvalence], Any]] = {
    "holds": lambda found: by_skill(found, "holders"),
    "stays": lambda found: by_skill(found, "staying"),
    "learns": lambda found: by_skill(found, "learning"),
    "best": lambda found: by_skill(found, "best"),
    "best_staying": lambda found: by_skill(found, "best_staying"),
    "gap": lambda found: by_skill(found, "gap"),
    "single": lambda found: list(found.singles),
    "lost_in_five_years": lambda found: list(found.lost_in_five_years),
    "mean": lambda found: found.versatility and pytest.approx(found.versatility, abs=1e-4),
    "versatility": lambda found: {
        person.person: pytest.approx(person.versatility, abs=1e-4) for person in found.people
    },
    "away": lambda found: {
        person.person: {"lost": list(person.lost), "weakened": list(person.weakened)} for person in found.people
    },
    "posts": lambda found: {post.post: dict(post.holders) for post in found.posts},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_example(case: Case) -> None:
    found = polyvalence(matrix(case))
    for name, expected in case["expect"].items():
        told = READ[name](found)
        if name == "away":
            told = {person: told[person] for person in expected}
        assert expected == told, name
