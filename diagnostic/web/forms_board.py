"""The plan board's forms: the means, one act on one measure, a scenario's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from babel.support import LazyProxy
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from diagnostic.core import plan_choices
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, in_context
from diagnostic.core.model.assessment import Assessment, Constraints, PlanChoices
from diagnostic.core.model.catalogue import Content
from diagnostic.web.fields import NumberField
from diagnostic.web.forms import STALE, PageForm, Problem
from diagnostic.web.wording import lazy
from reports.words import lower_first, typeset

LASTS: str = LazyProxy(in_context, "time it takes", "Durée", enable_cache=False)  # type: ignore[assignment]
NUMBER = lazy("Donnez un nombre.")
MOST_QUARTERS = 20
QUARTERS = [str(quarter) for quarter in range(1, MOST_QUARTERS + 1)]
TAKING_BACK = ("free", "restore", "unedit")
ON_CARD = ("quarter", "cost", "quarters", "internal_days", "release_days")
MEANS = ("budget", "horizon", "parallel", "release_days")
LIMITS = {
    "budget": "budget",
    "horizon": "horizon_quarters",
    "parallel": "parallel_actions",
    "release_days": "release_days_per_quarter",
}


class MeansForm(PageForm):
    """The four means; an empty budget or an empty number of days is no limit."""

    budget = NumberField(lazy("Budget par an"), high=100_000_000, whole=True, unit="€ par an")
    horizon = NumberField(
        lazy("Durée du plan"),
        low=1,
        high=MOST_QUARTERS,
        whole=True,
        unit="trimestres",
        validators=[InputRequired(NUMBER)],
    )
    parallel = NumberField(
        lazy("Mesures en même temps"), low=1, high=20, whole=True, unit="mesures", validators=[InputRequired(NUMBER)]
    )
    release_days = NumberField(lazy("Jours hors du poste, par trimestre"), high=5000, unit="jours")

    page_order: tuple[str, ...] = MEANS

    def constraints(self, before: Constraints) -> Constraints:
        return replace(
            before,
            budget=self.budget.whole_number(),
            horizon_quarters=self.horizon.whole_number() or before.horizon_quarters,
            parallel_actions=self.parallel.whole_number() or before.parallel_actions,
            release_days_per_quarter=self.release_days.data,
        )


def means_values(means: Constraints) -> dict[str, object]:
    """What the means form shows."""
    return {name: getattr(means, field) for name, field in LIMITS.items()}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the leader decides of a plan: its means, and what is imposed on it."""

    constraints: Constraints
    plan: PlanChoices


class ChoiceForm(PageForm):
    """One act: `do` says which, the other fields what it needs. `stamp` is what the page was showing."""

    do = StringField(lazy("Votre demande"))
    action = StringField(lazy("Mesure"))
    quarter = NumberField(lazy("Trimestre"), low=1, high=MOST_QUARTERS, whole=True)
    start = NumberField(lazy("Trimestre"), low=1, high=MOST_QUARTERS, whole=True)
    cost = NumberField(lazy("Coût, formations à part"), high=100_000_000, whole=True, unit="€")
    quarters = NumberField(LASTS, low=1, high=MOST_QUARTERS, whole=True, unit="trimestres")
    internal_days = NumberField(lazy("Temps interne"), high=5000, unit="jours")
    release_days = NumberField(lazy("Dont hors du poste"), high=5000, unit="jours")
    budget = NumberField(lazy("Budget par an"), high=100_000_000, whole=True)
    horizon = NumberField(lazy("Durée du plan"), low=1, high=MOST_QUARTERS, whole=True)
    parallel = NumberField(lazy("Mesures en même temps"), low=1, high=20, whole=True)
    kept = StringField(lazy("Mesures à remettre"))
    placed = SelectMultipleField(lazy("Mesures à déplacer"), choices=[], validate_choice=False)
    stamp = HiddenField()

    on_card = False

    def applied(self, content: Content, assessment: Assessment) -> Wishes:
        """The wishes after the act. UserError naming the field that stands in its way."""
        wishes = Wishes(assessment.constraints, assessment.plan)
        act = str(self.do.data or "")
        if act == "limit":
            return replace(wishes, constraints=self._limit(wishes.constraints))
        if act == "mend":
            return self._mended(content, wishes)
        if act == "clear":
            return replace(wishes, plan=PlanChoices())
        if act != "edit" and act not in ACTS:
            raise UserError(_("ce bouton n’est plus en usage : rechargez la page"), "do")
        if act not in TAKING_BACK:
            self._check_action(content)
        if act == "edit":
            return replace(wishes, plan=self.edited(content, assessment))
        return replace(wishes, plan=ACTS[act](self, wishes.plan))

    def _check_action(self, content: Content) -> None:
        if not self.action.data:
            raise UserError(_("choisissez une mesure"), "action")
        if self.action.data not in content.actions:
            raise UserError(_("cette mesure n’est plus au catalogue"), "action")

    def _limit(self, before: Constraints) -> Constraints:
        return replace(before, **{LIMITS[name]: self[name].data for name in MEANS if self[name].data is not None})

    def _mended(self, content: Content, wishes: Wishes) -> Wishes:
        """Several changes at once: limits, measures put back (« a, b »), measures placed (« a : 3 »)."""
        plan = wishes.plan
        for id in (self.kept.data or "").split(", "):
            plan = plan_choices.restore(plan, id)
        for row in self.placed.data or ():
            id, _between, quarter = row.partition(" : ")
            if id not in content.actions or quarter not in QUARTERS:
                raise UserError(_("ce changement n’a plus cours : rechargez la page"), "do")
            plan = plan_choices.fix(plan, id, int(quarter))
        return Wishes(self._limit(wishes.constraints), plan)

    def moved(self, choices: PlanChoices) -> PlanChoices:
        quarter = self.quarter.whole_number()
        if quarter is None:
            raise UserError(_("choisissez un trimestre"), "quarter")
        return plan_choices.fix(choices, self.id_of_action, quarter)

    def pinned(self, choices: PlanChoices) -> PlanChoices:
        return plan_choices.fix(choices, self.id_of_action, self.start.whole_number())

    def edited(self, content: Content, assessment: Assessment) -> PlanChoices:
        """Only what differs from the catalogue is an edit; an empty field goes back to it."""
        known = plan_choices.catalogue_figures(content.actions[self.id_of_action], assessment.company.headcount)
        typed = {name: self[name].data for name in known}
        own = {name: value for name, value in typed.items() if value is not None and value != known[name]}
        final = known | own
        if final["release_days"] > final["internal_days"]:
            raise UserError(_("le temps hors du poste fait partie du temps interne : pas plus"), "release_days")
        return plan_choices.edit(assessment.plan, self.id_of_action, own)

    @property
    def id_of_action(self) -> str:
        return str(self.action.data)

    def summary(self) -> list[Problem]:
        """What is wrong, each at its field: on the card, in the list of measures to add, or else at the top."""
        place = {"action": "action"}
        if self.on_card:
            place |= {name: f"{name}-{self.id_of_action}" for name in ON_CARD}
        stale = [Problem("content", STALE)] if self.errors.get("csrf_token") else []
        return stale + [
            Problem(place.get(field.name, "content"), mistake_told(field.label.text, str(message)))
            for field in self
            if field.name != "csrf_token"
            for message in field.errors
        ]


def mistake_told(label: str, mistake: str) -> str:
    """« Budget par an : donnez un nombre. »."""
    return typeset(_("{label} : {told}", label=label, told=lower_first(mistake)))


ACTS: Mapping[str, Callable[[ChoiceForm, PlanChoices], PlanChoices]] = {
    "move": ChoiceForm.moved,
    "pin": ChoiceForm.pinned,
    "add": lambda form, choices: plan_choices.fix(choices, form.id_of_action),
    "free": lambda form, choices: plan_choices.release(choices, form.id_of_action),
    "exclude": lambda form, choices: plan_choices.exclude(choices, form.id_of_action),
    "restore": lambda form, choices: plan_choices.restore(choices, form.id_of_action),
    "unedit": lambda form, choices: plan_choices.edit(choices, form.id_of_action, {}),
}


class ScenarioForm(MeansForm):
    """A name for the means given, or for today's; or the name of a scenario to adopt or to drop."""

    name = StringField(lazy("Nom du scénario"))
    do = StringField()
    of = HiddenField()
    horizon = NumberField(lazy("Durée du plan"), low=1, high=MOST_QUARTERS, whole=True)
    parallel = NumberField(lazy("Mesures en même temps"), low=1, high=20, whole=True)

    page_order = ("name", *MEANS)

    def constraints(self, before: Constraints) -> Constraints:
        """Those given with the name; today's where the page gave none."""
        return super().constraints(before) if self.of.data == "means" else before
