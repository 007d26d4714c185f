"""What a diagnostic leads to: its result, its targets, its OPCO, its plan."""

from collections import OrderedDict
from datetime import date

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Result
from diagnostic.core.opco import OpcoAnswer, opco_of_company
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets

PLANS_KEPT = 64


def result_of(content: Content, diagnostic: Diagnostic) -> Result:
    """The score of the answers as they stand."""
    return score(content.questionnaire, diagnostic.assessment)


def targets_of(content: Content, diagnostic: Diagnostic, result: Result) -> dict[str, float]:
    """The target rung of every applicable cell (METHOD 4)."""
    return dict(targets(content, diagnostic.assessment, result))


def opco_of(content: Content, diagnostic: Diagnostic) -> OpcoAnswer:
    """The company's OPCO, certain from its collective agreement, probable from its activity."""
    return opco_of_company(content.opco, diagnostic.assessment.company)


class Plans:
    """The plans already solved, so that the page and its PDF solve once. Keyed by all that a plan depends on."""

    def __init__(self, kept: int = PLANS_KEPT) -> None:
        self.kept = kept
        self.solved: OrderedDict[tuple[str, str, str], Plan] = OrderedDict()

    def of(self, content: Content, diagnostic: Diagnostic, result: Result, on: date) -> Plan:
        """The plan as of `on`, solved at most once for the same answers, entry and card."""
        key = (content.questionnaire.content_sha256, repr(diagnostic.assessment), on.isoformat())
        if key not in self.solved:
            self.solved[key] = plan(content, diagnostic.assessment, result, on, PlanOptions())
        self.solved.move_to_end(key)
        while len(self.solved) > self.kept:
            self.solved.popitem(last=False)
        return self.solved[key]


PLANS = Plans()


def plan_of(content: Content, diagnostic: Diagnostic, result: Result, on: date) -> Plan:
    """The plan as of `on`, from those already solved in this process when nothing changed."""
    return PLANS.of(content, diagnostic, result, on)
