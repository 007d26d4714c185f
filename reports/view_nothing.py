"""What to say of a plan without any measure: nothing answered yet, nothing that fits, or nothing left to raise."""

from collections import Counter
from dataclasses import dataclass

from diagnostic.core.language import _, plural, spoken
from diagnostic.core.model.plan import Plan
from reports import words


@dataclass(frozen=True, slots=True)
class Nothing:
    """`unanswered`: the questions come first."""

    title: str
    lead: str
    unanswered: bool = False


def nothing_planned(plan: Plan) -> Nothing:
    """Why a plan that is not impossible holds no measure."""
    if plan.targets and len(plan.to_assess) == len(plan.targets):
        return Nothing(
            _("Répondez d’abord aux questions."), _("Le plan se calcule dès que des réponses sont là."), True
        )
    if plan.unreached:
        short = words.spelled(len(plan.unreached), "point", "points")
        because = Counter(row.because for row in plan.unreached).most_common(1)[0][0]
        lead = plural(
            len(plan.unreached),
            "{points} reste sous la cible. Raison la plus fréquente : {because}.",
            "{points} restent sous la cible. Raison la plus fréquente : {because}.",
            points=words.capital(short),
            because=because.read(spoken()),
        )
        return Nothing(_("Aucune mesure ne tient dans vos moyens et vos choix."), lead)
    return Nothing(
        _("Aucune mesure à prévoir pour cette cible."), _("Les réponses connues sont déjà au niveau de la cible.")
    )
