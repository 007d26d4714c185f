"""What the list of an adviser's companies says of each is what its own result says."""

from collections.abc import Mapping
from math import isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.measuring import measures
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.scoring import score
from tests.core.strategies import assessments, questionnaires


@st.composite
def several(draw: st.DrawFn) -> tuple[Questionnaire, list[Assessment]]:
    asked = draw(questionnaires())
    return asked, draw(st.lists(assessments(asked), max_size=3))


def check(questionnaire: Questionnaire, given: list[Assessment]) -> None:
    for one, told in zip(given, measures(questionnaire, given), strict=True):
        nodes = score(questionnaire, one).nodes
        if "company" not in nodes:  # nothing is asked of such a company
            assert not told.assessed
            continue
        company = nodes["company"]
        assert (told.assessed, told.stage) == (company.assessed, company.stage)
        assert isclose(told.coverage, company.coverage, abs_tol=1e-12)
        assert (told.evidence_share is None) == (company.evidence_share is None)
        assert isclose(told.evidence_share or 0, company.evidence_share or 0, abs_tol=1e-12)
        assert 0 <= told.answered <= told.asked


def test_the_example_companies_all_at_once(content: Content, examples: Mapping[str, Assessment]) -> None:
    check(content.questionnaire, list(examples.values()))


@settings(max_examples=40)
@given(several())
def test_any_companies_all_at_once(some: tuple[Questionnaire, list[Assessment]]) -> None:
    questionnaire, given_ = some
    for one in given_:
        if not any(one.functions.values()):
            return
    check(questionnaire, given_)
