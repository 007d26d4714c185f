"""Small catalogues of skills and companies, as the cases of tests/cases/skills write them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from diagnostic.core.model.assessment import (
    Answer,
    Assessment,
    Company,
    Level,
    Matrix,
    MatrixColumn,
    Person,
    SkillState,
)
from diagnostic.core.model.catalogue import Action, Content, Need, Skill, SkillLevel, Training
from diagnostic.core.model.device import Device
from diagnostic.core.model.questionnaire import Questionnaire, Text, split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.model.skills_gap import SkillsGap
from diagnostic.core.model.workforce import Aptitude, Way, Workforce
from diagnostic.core.scoring import score
from diagnostic.core.skills_gap import skills_gap
from tests import builders
from tests.core import plan_builders

LEVELS = tuple(Text(text) for text in ("aucun", "initié", "avec aide", "autonome", "transmet"))
METALWORKING = Company("Atelier d’essai", naf="25.62B", idcc=3248, headcount=30, region="32")


def skill(id: str, family: str = "technology", criticality: int = 1) -> Skill:
    return Skill(id, family, criticality, Text(id.capitalize()), Text(f"savoir {id}"), LEVELS, ())


def way(id: str, **changes: object) -> Way:
    """Brings level or people, from one on, for every family, unless `changes` says otherwise."""
    plain = Way(
        id=id,  # type: ignore[arg-type]
        name=Text(id),
        how=Text("comme ceci"),
        first_step=Text("commencer"),
        caution=None,
        brings="both",
        at_least=1,
        families=(),
        devices=(),
        who=Text("le chef d’atelier"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def tree(cells: Iterable[str]) -> Questionnaire:
    """Capabilities of one area, each in the functions that the cells name."""
    functions: dict[str, list[str]] = {}
    for cell in cells:
        capability, function = split_cell(cell)
        functions.setdefault(capability, []).extend([function] if function else [])
    inside = [builders.capability(id, named or None) for id, named in functions.items()]
    return builders.questionnaire({"resources": {"principle": inside}})


def content(
    cells: Iterable[str],
    skills: Iterable[Skill],
    needs: Iterable[Need],
    *,
    ways: Iterable[Way] = (),
    aptitudes: Iterable[str] = (),
    trainings: Iterable[Training] = (),
    actions: Iterable[Action] = (),
    devices: Iterable[Device] = (),
) -> Content:
    asked = {id: Aptitude(id, Text(f"{id} ?"), LEVELS) for id in aptitudes}
    return replace(
        plan_builders.content(tree(cells), actions, trainings=trainings, devices=devices),
        skills={row.id: row for row in skills},
        needs=tuple(needs),
        workforce=Workforce(aptitudes=asked, ways={row.id: row for row in ways}),
    )


def assessment(of: Content, ratings: Mapping[str, float | None], **changes: object) -> Assessment:
    """A leader's answers; a rating None is not known."""
    answers = [Answer(*split_cell(cell), "leader", "unknown" if r is None else r) for cell, r in ratings.items()]
    return builders.assessment(of.questionnaire, answers, **{"company": METALWORKING, **changes})


def gap_of(of: Content, given: Assessment, aims: Mapping[str, float]) -> SkillsGap:
    """`aims`: by cell, or by capability for all its functions; 2 elsewhere."""
    result = score(of.questionnaire, given)
    return skills_gap(of, given, result, every_aim(result, aims))


def every_aim(result: Result, aims: Mapping[str, float]) -> dict[str, float]:
    return {cell.id: aims.get(cell.id, aims.get(cell.capability, 2.0)) for cell in result.cells}


def told_needs(told: Mapping[str, Mapping[int, Mapping[str, int]]]) -> list[Need]:
    """capability → rung → skill → level."""
    return [
        Need(capability, rung, skill, level)
        for capability, rungs in told.items()
        for rung, levels in rungs.items()
        for skill, level in levels.items()
    ]


def told_states(told: Mapping[str, Any]) -> tuple[SkillState, ...]:
    """skill → level, or {level: …, able: …, needed: …, leaving: …}."""
    rows = {skill: row if isinstance(row, Mapping) else {"level": row} for skill, row in told.items()}
    return tuple(
        SkillState(skill, row["level"], row.get("able"), row.get("needed"), row.get("leaving"))
        for skill, row in rows.items()
    )


def told_matrix(told: Mapping[str, Any]) -> Matrix:
    """`people`: those who stay; `leaving`: those who leave; `levels`: skill → person → level; `columns`: skill → what
    the column says."""
    people = [Person(id) for id in told.get("people", ())] + [
        Person(id, leaving=True) for id in told.get("leaving", ())
    ]
    return Matrix(
        people=tuple(people),
        levels=tuple(
            Level(person, skill, level)
            for skill, levels in told.get("levels", {}).items()
            for person, level in levels.items()
        ),
        columns=tuple(MatrixColumn(skill, **column) for skill, column in told.get("columns", {}).items()),
    )


def training(id: str, *taught: tuple[str, int], hours: float = 14.0, **changes: object) -> Training:
    plain = plan_builders.training(id, 500, hours=hours, builds=taught)
    return replace(plain, **changes)  # type: ignore[arg-type]


def action(id: str, *built: tuple[str, int], days: float = 1.0, trainings: Iterable[str] = ()) -> Action:
    plain = plan_builders.action(id, days=days, trainings=[(row, 1) for row in trainings])
    return replace(plain, builds_skills=tuple(SkillLevel(*row) for row in built))
