"""Other means than today's: what if; the scenarios kept, two of them side by side."""

from dataclasses import dataclass
from itertools import count

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import choosing
from diagnostic.services.planning import PlanOptions
from diagnostic.web.access import for_readers, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.board import remember, to_board
from diagnostic.web.extensions import content, db, now
from diagnostic.web.forms_board import MEANS, MeansForm, ScenarioForm, Wishes, means_values
from diagnostic.web.planned import BUSY, Found, find, mark, patience, sentence, told_to_script, wishes_of, working
from reports.view_board import board_view
from reports.view_changes import change_view, comparison_view, means_texts
from reports.view_plan import status
from reports.words import typeset

blueprint = Blueprint("scenarios", __name__)
NOW = "plan"
TODAYS = N_("Votre plan")
TRIAL = PlanOptions(time_limit=5.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides to compare: their values in the address, and all those there are, each with its name and wishes."""

    known: dict[str, tuple[str, Wishes]]
    left: str
    right: str

    @property
    def names(self) -> tuple[str, str]:
        return self.known[self.left][0], self.known[self.right][0]

    def found(self, diagnostic: Diagnostic, seconds: float) -> list[Found]:
        """The plan of each; what is not the diagnostic's own lets others go first."""
        own, sides = self.known[NOW][1], (self.known[self.left][1], self.known[self.right][1])
        return [find(diagnostic, wishes, seconds, aside=wishes != own) for wishes in sides]


@blueprint.get("/d/<id>/plan/what-if")
@for_readers
def what_if(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Other means, nothing saved."""
    if content().in_force:
        return go("results.plan", id=diagnostic.id)
    form, wishes = tried(diagnostic)
    today_s, busy, other = find(diagnostic), "", None
    try:
        other = trial(diagnostic, wishes)
    except UserError as error:
        busy = sentence(error)
    if today_s.programme is None or (other and other.programme is None):
        return waiting(diagnostic, "scenarios.what_if")
    page = render_template(
        "plan/what_if.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        form=form,
        busy=busy,
        means=means_texts(diagnostic.assessment.constraints),
        change=change_view(other.programme, today_s.programme.plan) if other and other.programme else None,
        plan=board_view(today_s.programme, proving=today_s.proving),
        holds=other.holds if other else today_s.holds,
        same=wishes == wishes_of(diagnostic.assessment),
        status=typeset(status(other.plan, proving=other.proving)) if other and other.plan else "",
        proof=address(diagnostic, "scenarios.state") if other and other.proving else "",
        mark=mark(other.plan) if other and other.plan else "",
    )
    return page, REFUSED if form.errors else BUSY if busy else 200


def tried(diagnostic: Diagnostic) -> tuple[MeansForm, Wishes | None]:
    """The means of the address; None where it has none, or wrong ones."""
    assessment, asked = diagnostic.assessment, any(name in request.args for name in MEANS)
    values = means_values(assessment.constraints)
    form = MeansForm(formdata=request.args if asked else None, data=values, meta={"csrf": False})
    fine = asked and form.validate()
    return form, Wishes(form.constraints(assessment.constraints), assessment.plan) if fine else None


def trial(diagnostic: Diagnostic, wishes: Wishes | None) -> Found | None:
    """What other means would give, proven for a few seconds at most: its page says how far from the best it may be."""
    if wishes is None or wishes == wishes_of(diagnostic.assessment):
        return find(diagnostic) if wishes else None
    return find(diagnostic, wishes, options=TRIAL, aside=True)


def waiting(diagnostic: Diagnostic, endpoint: str) -> ResponseReturnValue:
    """The page comes back as it was asked, once all that it shows is found."""
    return working(diagnostic, address(diagnostic, endpoint), address(diagnostic, "scenarios.state"))


def address(diagnostic: Diagnostic, endpoint: str) -> str:
    """That page, asked what this one is asked."""
    known = (*MEANS, "left", "right", "told")
    asked = {name: value for name, value in request.args.items() if name in known}
    return url_for(endpoint, id=diagnostic.id, **asked)  # type: ignore[arg-type]


@blueprint.get("/d/<id>/plan/scenarios/state")
@for_readers
def state(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where the search for the means, or for the two sides, of the address stands; for the page's script."""
    wishes = tried(diagnostic)[1]
    if wishes:
        return told_to_script(lambda: (find(diagnostic), trial(diagnostic, wishes)))
    return told_to_script(lambda: chosen(diagnostic.assessment).found(diagnostic, 0.0))


@blueprint.get("/d/<id>/plan/compare")
@for_readers
def compare(diagnostic: Diagnostic) -> ResponseReturnValue:
    return go("results.plan", id=diagnostic.id) if content().in_force else compare_page(diagnostic)


def chosen(assessment: Assessment) -> Pair:
    """The two sides that the address asks for, by rank, where they exist; else the plan and the first scenario."""
    ranks = count(1)
    kept = {str(next(ranks)): (row.name, Wishes(row.constraints, row.plan)) for row in assessment.scenarios}
    known = {NOW: (_(TODAYS), wishes_of(assessment)), **kept}
    left, right = (request.args.get(name, "") for name in ("left", "right"))
    return Pair(known, left if left in known else NOW, right if right in known else next(iter(kept), NOW))


def compare_page(diagnostic: Diagnostic, refused: ScenarioForm | None = None) -> ResponseReturnValue:
    pair, view, busy = chosen(diagnostic.assessment), None, ""
    if pair.left != pair.right:
        try:
            first, second = pair.found(diagnostic, patience(refused))
        except UserError as error:
            busy = sentence(error)
        else:
            if first.programme is None or second.programme is None:
                return waiting(diagnostic, "scenarios.compare")
            view = comparison_view(first.programme, second.programme, pair.names)
    page = render_template(
        "plan/compare.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        sides=[(value, name) for value, (name, _wishes) in pair.known.items()],
        left=pair.left,
        right=pair.right,
        view=view,
        busy=busy,
        form=refused or ScenarioForm(formdata=None),
        scenarios=[(row.name, means_texts(row.constraints)) for row in diagnostic.assessment.scenarios],
        full=len(diagnostic.assessment.scenarios) >= choosing.MOST_SCENARIOS,
        told=request.args.get("told", ""),
    )
    return page, REFUSED if refused else BUSY if busy else 200


@blueprint.post("/d/<id>/plan/scenarios")
@keeps_what_was_typed
@for_readers
def keep(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Keep the means given, or today's, under a name; adopt a scenario; drop one."""
    form = ScenarioForm()
    if form.validate_on_submit():
        try:
            return scenario_act(diagnostic, form)
        except UserError as error:
            form.refuse("name", error.message)
    return compare_page(diagnostic, form)


def scenario_act(diagnostic: Diagnostic, form: ScenarioForm) -> ResponseReturnValue:
    """UserError for an act that is none of the three."""
    id, name, assessment = diagnostic.id, form.name.data or "", diagnostic.assessment
    match form.do.data:
        case "adopt":
            choosing.adopt_scenario(db(), content(), id, name, now())
            remember(wishes_of(assessment))
            return to_board(diagnostic, "changed")
        case "drop":
            choosing.drop_scenario(db(), content(), id, name, now())
            return go("scenarios.compare", id=id, told="dropped")
        case "keep":
            means = form.constraints(assessment.constraints)
            kept = choosing.keep_scenario(db(), content(), id, name, means, assessment.plan, now())
            return go("scenarios.compare", id=id, right=str(len(kept.assessment.scenarios)), told="kept")
    raise UserError(_("ce bouton n’est plus en usage : rechargez la page"), "name")
