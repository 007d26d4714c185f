"""What to say of a plan without any measure: nothing answered yet, nothing that fits, or nothing left to raise."""

from collections import Counter
from dataclasses import dataclass

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
        return Nothing("Répondez d’abord aux questions.", "Le plan se calcule dès que des réponses sont là.", True)
    if plan.unreached:
        short = words.spelled(len(plan.unreached), "point", "points")
        because, _ = Counter(row.because for row in plan.unreached).most_common(1)[0]
        stay = "reste" if len(plan.unreached) == 1 else "restent"
        return Nothing(
            "Aucune mesure ne tient dans vos moyens et vos choix.",
            f"{words.capital(short)} {stay} sous la cible. Raison la plus fréquente : {because}.",
        )
    return Nothing("Aucune mesure à prévoir pour cette cible.", "Les réponses connues sont déjà au niveau de la cible.")
