"""A request that does not fit, as a leader reads it: what is too little, what would do, a button when one is enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.plan import Obstacle
from reports.naming import Names
from reports.view_obstacles import Repair, enough_days, enough_euros, obstacle_text, repair, repair_together
from tests.reports import workshop

NAMES = Names(workshop.questions(), "fr")
FIRST = "«\u00a0Chronométrer les arrêts de la machine goulot\u00a0»"
SECOND = "«\u00a0Relier trois machines à un même relevé\u00a0»"
SAID = [
    (("budget", "60000", "73401"), "60\u202f000\u00a0€ par an ne suffisent pas\u202f; 73\u202f500\u00a0€ suffiraient."),
    (("budget", "0", "870"), "Ce n’est pas possible sans dépenser\u202f; 900\u00a0€ par an suffiraient."),
    (("release_days", "12", "14.5"), "12 jours hors du poste par trimestre ne suffisent pas\u202f; 15 suffiraient."),
    (("release_days", "1", "2"), "1 jour hors du poste par trimestre ne suffit pas\u202f; 2 suffiraient."),
    (
        ("release_days", "0", "0.5"),
        "Ce n’est pas possible sans aucun jour hors du poste\u202f; 1 jour par trimestre suffirait.",
    ),
    (
        ("parallel_actions", "1", "2"),
        "Mener une mesure à la fois ne suffit pas\u202f; il faudrait pouvoir en mener deux.",
    ),
    (("horizon", "6", "8"), "6 trimestres ne suffisent pas\u202f; 8 suffiraient."),
    (
        ("prerequisites", "respecter", "lever action_1 : action_2 d’abord"),
        f"{FIRST} ne peut commencer qu’une fois {SECOND} terminée.",
    ),
    (
        ("prerequisites", "respecter", "lever action_1 : data_governance à 1.5 d’abord"),
        f"{FIRST} ne peut commencer qu’une fois «\u00a0{NAMES.full('data_governance')}\u00a0» à l’échelon 1,5.",
    ),
    (
        ("skills", "respecter", "lever action_1 : lean au niveau 2"),
        f"{FIRST} demande la compétence «\u00a0lean\u00a0» au niveau 2, et aucune mesure ne peut l’apporter à temps.",
    ),
    (
        ("excluded", "action_1, action_2", "garder action_2"),
        f"Vous avez écarté {SECOND}, dont ce plan a besoin\u00a0: il suffirait de la remettre.",
    ),
    (
        ("pinned", "action_1 : 1", "action_1 : 3"),
        f"{FIRST} ne peut pas commencer au 1er trim. 2027\u202f; ce serait possible au 3e trim. 2027.",
    ),
    (
        ("pinned", "action_1, action_2", "aucun réglage ne permet ce début"),
        f"Aucun changement de moyens ne permet ce que vous demandez pour {FIRST} et {SECOND}\u00a0: "
        "laissez le plan choisir le trimestre, ou renoncez à cette demande.",
    ),
]


@pytest.mark.parametrize(("told", "sentence"), SAID)
def test_each_obstacle_is_a_sentence(told: tuple[str, str, str], sentence: str) -> None:
    assert obstacle_text(workshop.content(), NAMES, Obstacle(*told), workshop.TODAY) == sentence


def test_a_measure_that_left_the_catalogue_is_told_by_its_id() -> None:
    row = Obstacle("pinned", "action_1, gone", "aucun réglage ne permet ce début")
    assert "«\u00a0gone\u00a0»" in obstacle_text(workshop.content(), NAMES, row, workshop.TODAY)


TOGETHER = [
    (("budget", "500", "900"), "500\u00a0€ par an ne suffisent pas\u202f; il en faudrait 900\u00a0€."),
    (("budget", "0", "900"), "Ce n’est pas possible sans dépenser\u202f; il faudrait 900\u00a0€ par an."),
    (("release_days", "2", "8"), "2 jours hors du poste par trimestre ne suffisent pas\u202f; il en faudrait 8."),
    (
        ("excluded", "action_1, action_2", "garder action_1, action_2"),
        f"Vous avez écarté {FIRST} et {SECOND}, dont ce plan a besoin\u00a0: il faudrait les remettre.",
    ),
    (
        ("pinned", "action_1 : 1", "action_1 : 2"),
        f"{FIRST} ne peut pas commencer au 1er trim. 2027\u202f; il faudrait la placer au 2e trim. 2027.",
    ),
]


@pytest.mark.parametrize(("told", "sentence"), TOGETHER)
def test_of_several_changes_none_is_said_to_be_enough(told: tuple[str, str, str], sentence: str) -> None:
    row = Obstacle(*told, together=True)
    assert obstacle_text(workshop.content(), NAMES, row, workshop.TODAY) == sentence
    assert repair(workshop.content(), NAMES, row, workshop.TODAY) is None


@given(st.integers(0, 10**8))
def test_euros_are_rounded_to_what_is_still_enough(needed: int) -> None:
    assert needed <= enough_euros(str(needed)) < needed + 100
    assert enough_euros(str(needed)) % 100 == 0


@given(st.integers(0, 10**6))
def test_days_are_rounded_to_what_is_still_enough(hundredths: int) -> None:
    needed = f"{hundredths / 100:g}"
    assert float(needed) <= enough_days(needed) < float(needed) + 1


REPAIRED = [
    (("budget", "0", "870"), Repair("Passer à 900\u00a0€ par an", "limit", (("budget", "900"),))),
    (("release_days", "12", "14.5"), Repair("Passer à 15 jours par trimestre", "limit", (("release_days", "15"),))),
    (("parallel_actions", "1", "2"), Repair("Mener deux mesures à la fois", "limit", (("parallel", "2"),))),
    (("horizon", "6", "8"), Repair("Prolonger à 8 trimestres", "limit", (("horizon", "8"),))),
    (("horizon", "20", "21"), None),
    (("parallel_actions", "20", "21"), None),
    (("excluded", "action_2", "garder action_2"), Repair(f"Remettre {SECOND}", "restore", (("action", "action_2"),))),
    (("excluded", "action_1, action_2", "garder action_1, action_2"), None),
    (
        ("pinned", "action_2 : 1", "action_2 : 3"),
        Repair(f"Commencer {SECOND} au 3e trim. 2027", "move", (("action", "action_2"), ("quarter", "3"))),
    ),
    (("pinned", "action_2", "aucun réglage ne permet ce début"), None),
    (("prerequisites", "respecter", "lever action_1 : action_2 d’abord"), None),
]


@pytest.mark.parametrize(("told", "button"), REPAIRED)
def test_a_single_change_has_its_button(told: tuple[str, str, str], button: Repair | None) -> None:
    assert repair(workshop.content(), NAMES, Obstacle(*told), workshop.TODAY) == button


def test_changes_needed_together_have_one_button_when_they_are_the_leaders() -> None:
    rows = [
        Obstacle("budget", "500", "870", together=True),
        Obstacle("excluded", "action_1, action_2", "garder action_1, action_2", together=True),
        Obstacle("pinned", "action_3 : 1", "action_3 : 2", together=True),
        Obstacle("pinned", "action_4 : 1", "action_4 : 3", together=True),
    ]
    button = repair_together(rows)
    assert button is not None and button.act == "mend"
    assert button.fields == (
        ("budget", "900"),
        ("kept", "action_1, action_2"),
        ("placed", "action_3 : 2"),
        ("placed", "action_4 : 3"),
    )
    rule = Obstacle("skills", "respecter", "lever action_1 : lean au niveau 2", together=True)
    assert repair_together([*rows, rule]) is None
    assert repair_together([Obstacle("budget", "0", "870")]) is None
