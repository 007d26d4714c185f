"""What a diagnostic leads to: its result, its targets, its OPCO, its plan."""

from datetime import date

from diagnostic.core.editions import of_edition, questionnaire_of
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Result
from diagnostic.core.opco import OpcoAnswer, opco_of_company
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.services.planning import USUAL, PlanOptions, Plans, Solving

WAIT = 0.8
PATIENCE = 90.0
PLANS = Plans()


def own(content: Content, diagnostic: Diagnostic) -> Content:
    """The content as the diagnostic's own edition of the questionnaire reads it."""
    return of_edition(content, diagnostic.assessment.questionnaire)


def result_of(content: Content, diagnostic: Diagnostic) -> Result:
    """The score of the answers as they stand, by their own edition of the questionnaire."""
    return score(questionnaire_of(content, diagnostic.assessment.questionnaire), diagnostic.assessment)


def targets_of(content: Content, diagnostic: Diagnostic, result: Result) -> dict[str, float]:
    """The target rung of every applicable cell (METHOD 4)."""
    return dict(targets(own(content, diagnostic), diagnostic.assessment, result))


def opco_of(content: Content, diagnostic: Diagnostic) -> OpcoAnswer:
    """The company's OPCO, certain from its collective agreement, probable from its activity."""
    return opco_of_company(content.opco, diagnostic.assessment.company)


def solving_of(
    content: Content,
    diagnostic: Diagnostic,
    result: Result,
    on: date,
    options: PlanOptions = USUAL,
    seconds: float = WAIT,
    *,
    aside: bool = False,
) -> Solving:
    """For a page: the best plan known as of `on`, after at most `seconds` for a first one; its proof goes on behind.

    `aside`: it lets the diagnostics' own plans go first, and raises BusyError where too many such already wait.
    """
    read = own(content, diagnostic)
    return PLANS.wait(read, diagnostic.assessment, result, on, options, seconds=seconds, aside=aside)


def plan_of(content: Content, diagnostic: Diagnostic, result: Result, on: date) -> Plan:
    """For a document: the best plan known as of `on`, once there is one. Raises UserError when none is found."""
    solving = PLANS.wait(own(content, diagnostic), diagnostic.assessment, result, on, seconds=PATIENCE)
    if solving.plan is None:
        raise UserError(_("le calendrier n’a pas pu être calculé à temps"), hint=_("réessayez dans une minute"))
    return solving.plan


def proven_plan_of(content: Content, diagnostic: Diagnostic, result: Result, on: date) -> Plan:
    """For a signature: the plan once nothing better is looked for. Raises UserError while its search goes on."""
    solving = PLANS.finish(own(content, diagnostic), diagnostic.assessment, result, on, seconds=PATIENCE)
    if solving.plan is None or solving.proving:
        raise UserError(_("le calendrier se calcule encore"), hint=_("réessayez dans une minute"))
    return solving.plan
