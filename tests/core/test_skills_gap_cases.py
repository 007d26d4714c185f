"""The worked examples of tests/cases/skills, as an expert wrote them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostic.core.model.skills_gap import SkillsGap
from tests.core import skills_builders as small

CASES = sorted((Path(__file__).parent.parent / "cases" / "skills").glob("*.yaml"))
KEYS = {"title", "skills", "aptitudes", "needs", "ratings", "target", "stated", "matrix", "expect"}
Case = dict[str, Any]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_worked_example(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert case.keys() <= KEYS
    gap = found(case)
    for name, expected in case["expect"].items():
        CHECKS[name](gap, expected)


def found(case: Case) -> SkillsGap:
    skills = [small.skill(id, *written(row)) for id, row in case["skills"].items()]
    of = small.content(case["ratings"], skills, small.told_needs(case["needs"]), aptitudes=case.get("aptitudes", ()))
    given = small.assessment(
        of,
        {cell: None if rating == "unknown" else rating for cell, rating in case["ratings"].items()},
        skills=small.told_states(case.get("stated", {})),
        matrix=small.told_matrix(case.get("matrix", {})),
    )
    return small.gap_of(of, given, case.get("target", {}))


def written(row: Any) -> tuple[str, int]:
    """« management 3 », or « general », of criticality 1."""
    family, _, criticality = str(row).partition(" ")
    return family, int(criticality or 1)


def check_rows(gap: SkillsGap, expected: Mapping[str, Case]) -> None:
    for id, figures in expected.items():
        row = gap.row(id)
        assert row is not None, id
        for name, value in figures.items():
            told = getattr(row, name)
            assert (list(told) if isinstance(told, tuple) else told) == near(value), f"{id} {name}"


def near(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9) if isinstance(value, float) else value


def check_reasons(gap: SkillsGap, expected: Mapping[str, list[list[Any]]]) -> None:
    for id, reasons in expected.items():
        row = gap.row(id)
        assert row is not None
        assert [[one.cell, one.rung, one.level, one.to_climb] for one in row.reasons] == reasons


def check_order(gap: SkillsGap, expected: list[str]) -> None:
    assert [row.skill for row in gap.rows] == expected


def check_open(gap: SkillsGap, expected: list[str]) -> None:
    assert [row.skill for row in gap.open_rows()] == expected


def check_asked(gap: SkillsGap, expected: list[str]) -> None:
    assert list(gap.asked) == expected


def check_others(gap: SkillsGap, expected: list[str]) -> None:
    assert list(gap.others) == expected


def check_to_raise(gap: SkillsGap, expected: list[str]) -> None:
    assert list(gap.to_raise) == expected


CHECKS = {
    "rows": check_rows,
    "reasons": check_reasons,
    "order": check_order,
    "open": check_open,
    "asked": check_asked,
    "others": check_others,
    "to_raise": check_to_raise,
}
