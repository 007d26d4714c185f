"""Small questionnaires and assessments, so that a test states only what it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from diagnostic.core.model.assessment import Answer, Assessment, Company, Evidence, Group, Rating, Respondent
from diagnostic.core.model.questionnaire import (
    FUNCTIONS,
    Area,
    Capability,
    Contradiction,
    Floor,
    Function,
    Item,
    Option,
    Principle,
    Questionnaire,
    Side,
    Stage,
    Text,
    split_cell,
)

EQUAL_FUNCTIONS: dict[str, float] = dict.fromkeys(FUNCTIONS, 1.0)
STAGES = ("computerisation", "connectivity", "visibility", "transparency", "predictive_capacity", "adaptability")

Tree = Mapping[str, Mapping[str, Sequence[Capability]]]


def capability(
    id: str,
    functions: Sequence[str] | None = None,
    *,
    weight: float = 1.0,
    forms: Sequence[str] = ("full", "flash"),
    may_be_na: bool = False,
    floor: int | None = None,
) -> Capability:
    """A capability without a place yet: `questionnaire` gives it its principle and area."""
    minimum = None if floor is None else Floor(floor, Text(f"{id} sous le minimum"))
    return Capability(id, "", "", tuple(functions) if functions else None, weight, tuple(forms), may_be_na, minimum)


def questionnaire(
    tree: Tree, *, weights: Mapping[str, float] | None = None, contradictions: Iterable[Contradiction] = ()
) -> Questionnaire:
    """`weights`: of the areas and principles that do not weigh 1."""
    own = weights or {}
    areas = tuple(
        Area(
            area,
            own.get(area, 1.0),
            Text(area),
            tuple(_principle(name, area, own.get(name, 1.0), inside) for name, inside in principles.items()),
        )
        for area, principles in tree.items()
    )
    names = [capability.id for area in areas for principle in area.principles for capability in principle.capabilities]
    return Questionnaire(
        id="test",
        version="1",
        method="1.0",
        title=Text("Questionnaire d’essai"),
        sources=(),
        stages=tuple(Stage(id, number, Text(id), Text(id)) for number, id in enumerate(STAGES, start=1)),
        functions=tuple(Function(id, Text(id), Text(id)) for id in FUNCTIONS),
        form_names={"full": Text("Complet"), "flash": Text("Repérage")},
        areas=areas,
        items={name: item(name) for name in names},
        contradictions=tuple(contradictions),
        content_sha256="0" * 64,
    )


def _principle(id: str, area: str, weight: float, inside: Sequence[Capability]) -> Principle:
    placed = tuple(replace(capability, principle=id, area=area) for capability in inside)
    return Principle(id, area, weight, Text(id), Text(id), placed)


def item(id: str) -> Item:
    options = tuple(Option(rung, Text(f"barreau {rung}"), Text("une preuve"), None) for rung in range(7))
    return Item(id, ("adviser", "leader"), Text(id), Text(f"{id} ?"), Text(id), {}, "draft", options)


def contradiction(id: str, high: tuple[str, str | None, float], low: tuple[str, str | None, float]) -> Contradiction:
    return Contradiction(id, Side(*high), Side(*low), Text("les deux ne vont pas ensemble"))


def answer(cell: str, rating: Rating, respondent: str = "leader", evidence: Evidence = "declared") -> Answer:
    """`cell`: `capability`, `capability/function` or `capability/all`."""
    return Answer(*split_cell(cell), respondent, rating, evidence)


def respondents(**groups: Group) -> tuple[Respondent, ...]:
    """`respondents(ana="operators")`."""
    return tuple(Respondent(id, group) for id, group in groups.items())


def assessment(of: Questionnaire, answers: Iterable[Answer], **changes: object) -> Assessment:
    """Of a leader alone unless `changes` says who answers; five equal functions."""
    plain = Assessment(
        questionnaire=of.ref,
        company=Company("Atelier d’essai"),
        answers=tuple(answers),
        functions=EQUAL_FUNCTIONS,
        respondents=respondents(leader="leader"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
