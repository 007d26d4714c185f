"""A plan without any measure says why: it never says that all is well when nothing fits or nothing was answered."""

import pytest

from diagnostic.core.model.plan import Plan, Unreached
from diagnostic.core.model.questionnaire import Text
from reports.view_nothing import nothing_planned
from tests.reports import workshop

SHORT = tuple(
    Unreached(cell, 2.0, 1.0, Text(because))
    for cell, because in (("a", "le budget est trop court"), ("b", "trop de jours"), ("c", "trop de jours"))
)


def empty(**changes: object) -> Plan:
    return workshop.plan(actions=(), targets=(("a", 2.0), ("b", 2.0)), **{"unreached": (), "to_assess": (), **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "title", "lead"),
    [
        ({}, "Aucune mesure à prévoir pour cette cible.", "Les réponses connues sont déjà au niveau de la cible."),
        (
            {"unreached": SHORT},
            "Aucune mesure ne tient dans vos moyens et vos choix.",
            "Trois points restent sous la cible. Raison la plus fréquente : trop de jours.",
        ),
        (
            {"unreached": SHORT[:1]},
            "Aucune mesure ne tient dans vos moyens et vos choix.",
            "Un point reste sous la cible. Raison la plus fréquente : le budget est trop court.",
        ),
        (
            {"to_assess": ("a", "b")},
            "Répondez d’abord aux questions.",
            "Le plan se calcule dès que des réponses sont là.",
        ),
    ],
)
def test_why_a_plan_is_empty(changes: dict[str, object], title: str, lead: str) -> None:
    told = nothing_planned(empty(**changes))
    assert (told.title, told.lead) == (title, lead)
    assert told.unanswered == ("to_assess" in changes)
