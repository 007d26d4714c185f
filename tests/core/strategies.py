"""Random questionnaires, companies and answers, small enough to shrink to something a person can read."""

from hypothesis import strategies as st

from diagnostic.core.model.assessment import Answer, Assessment, Respondent, Settled
from diagnostic.core.model.questionnaire import FORMS, FUNCTIONS, GROUPS, Capability, Questionnaire
from tests.builders import assessment, capability, questionnaire

WEIGHTS = st.sampled_from([0.5, 1.0, 2.0, 3.0])
FUNCTION_WEIGHTS = st.sampled_from([0.0, 1.0, 1.0, 2.5])
HALVES = st.integers(0, 12).map(lambda halves: halves / 2)
BOTH_FORMS = ("full", "flash")


@st.composite
def capabilities(draw: st.DrawFn, id: str, *, everywhere: bool) -> Capability:
    functions = draw(st.none() | st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=3, unique=True))
    return capability(
        id,
        functions,
        weight=draw(WEIGHTS),
        forms=BOTH_FORMS if everywhere or draw(st.booleans()) else ("full",),
        may_be_na=draw(st.booleans()),
    )


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """One to four areas of one or two principles of one to three capabilities, with weights of their own. Every
    form asks the first capability, so that none is empty."""
    tree: dict[str, dict[str, list[Capability]]] = {}
    for area in range(draw(st.integers(1, 4))):
        principles = tree.setdefault(f"area{area}", {})
        for principle in range(draw(st.integers(1, 2))):
            ids = [f"cap{area}{principle}{number}" for number in range(draw(st.integers(1, 3)))]
            principles[f"principle{area}{principle}"] = [
                draw(capabilities(id, everywhere=id == "cap000")) for id in ids
            ]
    names = [*tree, *(principle for principles in tree.values() for principle in principles)]
    return questionnaire(tree, weights={name: draw(WEIGHTS) for name in names})


def function_weights() -> st.SearchStrategy[dict[str, float]]:
    return st.fixed_dictionaries(dict.fromkeys(FUNCTIONS, FUNCTION_WEIGHTS)).filter(
        lambda weights: any(weights.values())
    )


def forms() -> st.SearchStrategy[str]:
    return st.sampled_from(FORMS)


def places(of: Questionnaire, form: str) -> list[tuple[str, str | None]]:
    """Where an answer may stand: (item, function)."""
    found: list[tuple[str, str | None]] = []
    for asked in of.capabilities():
        if asked.functions is not None and asked.cells(form):
            found.append((asked.id, "all"))
        if asked.functions is None or form == "full":
            found += [(asked.id, function) for _, function in asked.cells(form)]
    return found


@st.composite
def assessments(draw: st.DrawFn, of: Questionnaire) -> Assessment:
    """Up to six people, any of whom may have said anything that the content allows."""
    form = draw(forms())
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=6))
    people = tuple(Respondent(f"r{place}", group) for place, group in enumerate(groups))
    at = st.sampled_from(places(of, form))
    said = st.tuples(
        at,
        st.sampled_from([person.id for person in people]),
        HALVES | st.sampled_from(["unknown", "not_applicable"]),
        st.sampled_from(["declared", "documented", "observed"]),
    )
    settled = st.tuples(at, HALVES | st.just("not_applicable"))
    allowed = {asked.id for asked in of.capabilities() if asked.may_be_na}
    answers = draw(st.lists(said, max_size=40, unique_by=lambda row: row[:2]))
    rulings = draw(st.lists(settled, max_size=3, unique_by=lambda row: row[0]))
    return assessment(
        of,
        [Answer(*place, who, rating, seen) for place, who, rating, seen in answers if _holds(rating, place, allowed)],
        form=form,
        functions=draw(function_weights()),
        respondents=people,
        settled=tuple(Settled(*place, rating, "vu") for place, rating in rulings if _holds(rating, place, allowed)),
    )


def _holds(rating: float | str, place: tuple[str, str | None], allowed: set[str]) -> bool:
    return rating != "not_applicable" or place[0] in allowed


@st.composite
def asked(draw: st.DrawFn) -> tuple[Questionnaire, Assessment]:
    of = draw(questionnaires())
    return of, draw(assessments(of))


@st.composite
def rated(
    draw: st.DrawFn, *, full: bool = False
) -> tuple[Questionnaire, str, dict[str, float], dict[str, float | None]]:
    """A questionnaire, a form, function weights and a rating (None = missing unless `full`) for every asked cell."""
    of, form, functions = draw(questionnaires()), draw(forms()), draw(function_weights())
    cells = [id for asked in of.capabilities() for id, _ in asked.cells(form)]
    values = st.floats(0, 6) | HALVES
    return of, form, functions, {cell: draw(values if full else values | st.none()) for cell in cells}
