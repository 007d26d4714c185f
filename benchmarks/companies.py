"""Companies drawn by chance from the real catalogues: the same for the same seed.

Drawn, not observed: they say how fast and how far the calculations go, nothing about French companies.
"""

from collections.abc import Iterable, Iterator
from random import Random

from diagnostic.core.model.assessment import Answer, Assessment, Company, Constraints, Entry, Respondent, SkillState
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import FUNCTIONS, Questionnaire

INDUSTRY = (
    "10.13A",
    "13.96Z",
    "16.23Z",
    "20.41Z",
    "22.29A",
    "24.51Z",
    "25.62B",
    "26.51B",
    "27.12Z",
    "28.99B",
    "31.09B",
)
EUROS_A_HEAD = (400, 800, 1500, 3000, 6000)
UNRATED = 0.04


def random_company(content: Content, seed: int) -> Assessment:
    """A company answered by its leader alone, in the full form."""
    chance = Random(seed)
    functions = _functions(chance)
    headcount = round(10 * 25 ** chance.random())
    region = chance.choice(content.regions)
    return Assessment(
        questionnaire=content.questionnaire.ref,
        company=Company(
            name=f"Entreprise {seed}",
            naf=chance.choice(INDUSTRY),
            idcc=chance.choice([None, *content.opco.agreements]),
            headcount=headcount,
            region=region.code,
            department=chance.choice(region.departments) if region.departments else None,
            position=chance.choice(["own_product", "co_designer", "subcontractor"]),
            intent=chance.choice(["catch_up", "advantage"]),
        ),
        functions=functions,
        respondents=(Respondent("leader", "leader"),),
        answers=tuple(_answers(chance, content.questionnaire, functions)),
        entry=_entry(chance, content),
        constraints=_constraints(chance, headcount),
        skills=tuple(_skills(chance, content)),
    )


def random_companies(content: Content, seeds: Iterable[int]) -> Iterator[Assessment]:
    return (random_company(content, seed) for seed in seeds)


def _functions(chance: Random) -> dict[str, float]:
    """Production always; about two of the four others; some weigh more."""
    return {
        function: float(chance.choice([1, 1, 2, 3])) if function == "production" or chance.random() < 0.65 else 0.0
        for function in FUNCTIONS
    }


def _answers(chance: Random, questionnaire: Questionnaire, functions: dict[str, float]) -> Iterator[Answer]:
    """A level for the company, one for each area around it, then each cell around that; by halves, rarely missing."""
    level = chance.uniform(0.5, 3.0)
    around = {area.id: level + chance.gauss(0.0, 0.5) for area in questionnaire.areas}
    for capability in questionnaire.capabilities():
        for _, function in capability.cells("full"):
            if (function is None or functions[function]) and chance.random() >= UNRATED:
                drawn = round(2 * chance.gauss(around[capability.area], 0.8)) / 2
                yield Answer(capability.id, function, "leader", min(5.0, max(0.0, drawn)))


def _entry(chance: Random, content: Content) -> Entry:
    symptoms = chance.sample(list(content.symptoms), chance.randint(2, 7))
    requirements = chance.sample(list(content.requirements), chance.randint(0, 4))
    return Entry(symptoms={id: chance.randint(1, 3) for id in symptoms}, requirements=tuple(requirements))


def _constraints(chance: Random, headcount: int) -> Constraints:
    """Means that grow with the company; one leader in eight states no budget, one in eight no days."""
    budget = headcount * chance.choice(EUROS_A_HEAD)
    days = max(4.0, headcount * chance.choice([0.15, 0.3, 0.6]))
    return Constraints(
        budget=None if chance.random() < 0.125 else budget,
        release_days_per_quarter=None if chance.random() < 0.125 else float(round(days)),
        parallel_actions=chance.choice([1, 2, 2, 3, 3, 3, 4]),
        horizon_quarters=chance.choice([4, 6, 8, 8, 8, 12]),
    )


def _skills(chance: Random, content: Content) -> Iterator[SkillState]:
    for skill in chance.sample(list(content.skills), min(len(content.skills), chance.randint(0, 12))):
        yield SkillState(skill, chance.choice([0, 1, 1, 2, 2, 3, 4]))
