"""The leader's acts on the plan: choose its means and measures, keep a scenario, adopt one, drop one."""

import json
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.content.assessments import parse_choices
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.assessment import Assessment, Constraints, PlanChoices, Scenario
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.validation import check_choices
from diagnostic.services.assessing import keep

MOST_SCENARIOS = 6
LONGEST_NAME = 80


def save_choices(
    session: Session, content: Content, id: str, constraints: Constraints, plan: PlanChoices, now: datetime
) -> Diagnostic:
    """Replace the plan's means, and what the leader imposes on it."""
    return keep(session, content, id, now, lambda assessment: replace(assessment, constraints=constraints, plan=plan))


def keep_scenario(
    session: Session, content: Content, id: str, name: str, constraints: Constraints, plan: PlanChoices, now: datetime
) -> Diagnostic:
    """Keep means and choices under a name. UserError on `name` when it is taken, empty, too long, or one too many."""
    called = " ".join(name.split())
    if not called:
        raise UserError(_("donnez un nom à ce scénario"), "name", _("quelques mots"))
    if len(called) > LONGEST_NAME:
        raise UserError(_("ce nom est trop long"), "name", _("{most} signes au plus", most=LONGEST_NAME))
    row = Scenario(name=called, constraints=constraints, plan=plan)
    return keep(session, content, id, now, lambda assessment: _with(assessment, row))


def drop_scenario(session: Session, content: Content, id: str, name: str, now: datetime) -> Diagnostic:
    """Forget a scenario; UserError when there is none of that name."""
    return keep(session, content, id, now, lambda assessment: _without(assessment, name))


def adopt_scenario(session: Session, content: Content, id: str, name: str, now: datetime) -> Diagnostic:
    """The scenario's means and choices become the plan's; it stays among the scenarios."""
    return keep(session, content, id, now, lambda assessment: _adopting(assessment, name))


def scenario_named(assessment: Assessment, name: str) -> Scenario:
    """UserError when there is none: another tab may have dropped it."""
    for row in assessment.scenarios:
        if row.name == name:
            return row
    raise UserError(
        _("aucun scénario ne s’appelle « {name} »", name=name), "name", _("il a pu être supprimé dans un autre onglet")
    )


def _with(assessment: Assessment, row: Scenario) -> Assessment:
    kept = assessment.scenarios
    if row.name.casefold() in {one.name.casefold() for one in kept}:
        raise UserError(_("un scénario s’appelle déjà « {name} »", name=row.name), "name", _("un autre nom"))
    if len(kept) >= MOST_SCENARIOS:
        raise UserError(
            _("{most} scénarios sont déjà gardés", most=MOST_SCENARIOS), "name", _("en supprimer un d’abord")
        )
    return replace(assessment, scenarios=(*kept, row))


def _without(assessment: Assessment, name: str) -> Assessment:
    dropped = scenario_named(assessment, name)
    return replace(assessment, scenarios=tuple(row for row in assessment.scenarios if row != dropped))


def _adopting(assessment: Assessment, name: str) -> Assessment:
    row = scenario_named(assessment, name)
    return replace(assessment, constraints=row.constraints, plan=row.plan)


def written(constraints: Constraints, plan: PlanChoices) -> str:
    """Means and choices as a text that a browser's session keeps."""
    return json.dumps({"constraints": asdict(constraints), "plan": asdict(plan)}, sort_keys=True)


def read(content: Content, text: str) -> tuple[Constraints, PlanChoices] | None:
    """The means and choices of such a text; None when it is not one, or when the catalogue has changed since."""
    try:
        constraints, plan = parse_choices(json.loads(text))
        check_choices(content, plan, "plan")
    except (ValueError, UserError):
        return None
    return constraints, plan
