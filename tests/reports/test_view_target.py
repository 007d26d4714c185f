"""The words of the target: why it is proposed, what it asks, how far it is from the proposal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.consequences import consequences
from diagnostic.core.model.assessment import AreaTarget, Assessment, Constraints
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consequences import Consequences
from diagnostic.core.scoring import score
from diagnostic.core.target import proposed, targets
from reports.target_lines import TargetView
from reports.view_consequences import roughly
from reports.view_target import Aiming, area_choices, rung_choices, target_view

ON = date(2026, 11, 22)
NB = "\u00a0"


def aiming(content: Content, given: Assessment, target: Mapping[str, AreaTarget], **changes: object) -> Aiming:
    result = score(content.questionnaire, given)
    aims = targets(content, replace(given, target=dict(target)), result)
    without = proposed(content, given, result)
    plain = Aiming(
        content=content,
        assessment=given,
        result=result,
        target=target,
        aims=aims,
        proposed=without,
        chosen=consequences(content, given, result, aims, ON),
        proposal=consequences(content, given, result, without, ON),
        lang="fr",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def view(content: Content, given: Assessment, target: Mapping[str, AreaTarget] | None = None) -> TargetView:
    return target_view(aiming(content, given, given.target if target is None else target))


def value(shown: TargetView, start: str) -> tuple[str, str | None]:
    row = next(row for row in shown.consequences.measures if row.name.startswith(start))
    return row.value, row.proposal


def test_the_proposal_says_what_it_rests_on(content: Content, examples: Mapping[str, Assessment]) -> None:
    uma = examples["uma_usinage"]
    plain = replace(uma, entry=replace(uma.entry, requirements=()))
    asked = replace(uma, entry=replace(uma.entry, requirements=("delivery_forecasts",)))
    ahead = replace(uma, company=replace(uma.company, intent="advantage"))
    assert "l’échelon 2 partout, le socle" in view(content, plain).lead
    assert "plus haut là où un client le demande" in view(content, asked).lead
    assert "un stade de plus" in view(content, ahead).lead


def test_an_area_names_the_requirement_that_asks_for_more(content: Content, examples: Mapping[str, Assessment]) -> None:
    uma = examples["uma_usinage"]
    asked = replace(uma, entry=replace(uma.entry, requirements=("delivery_forecasts",)))
    areas = {one.id: one for one in area_choices(content, asked, score(content.questionnaire, asked), "fr")}
    assert areas["organisation"].proposed == "de 2 à 3"
    assert areas["organisation"].why[0].startswith(f"Programme de livraison et prévisions{NB}: 3 pour «")
    assert areas["culture"].why == ()


def test_rungs_go_from_two_to_six_by_halves_and_bear_the_stages_names(content: Content) -> None:
    rungs = rung_choices(content, "fr")
    assert [one.value for one in rungs] == ["2", "2.5", "3", "3.5", "4", "4.5", "5", "5.5", "6"]
    assert rungs[1].text == "2,5"
    assert rungs[2].text == "3 · Visibilité"


def test_a_target_on_trial_is_set_beside_the_proposal(content: Content, examples: Mapping[str, Assessment]) -> None:
    shown = view(content, examples["uma_usinage"], {"culture": AreaTarget(4)})
    assert shown.title.startswith("À l’essai")
    assert shown.consequences.title.endswith("à l’essai")
    chosen, without = value(shown, "Points")
    assert int(chosen) > int(without or "")
    assert (shown.consequences.compared or "").startswith("Par rapport à la proposition, ce choix ajoute")


def test_the_proposal_itself_has_nothing_to_be_compared_with(
    content: Content, examples: Mapping[str, Assessment]
) -> None:
    shown = view(content, examples["uma_usinage"])
    assert shown.title.startswith("Nous vous proposons")
    assert shown.consequences.compared is None
    assert {row.proposal for row in shown.consequences.measures} == {None}


def test_every_point_to_raise_is_listed_with_where_it_stands(
    content: Content, examples: Mapping[str, Assessment]
) -> None:
    told = view(content, examples["one_too"]).consequences
    assert told.to_raise
    assert all("aujourd’hui, cible" in line.change for line in told.to_raise)
    assert [step.title for step in told.steps] == ["D’abord, mettre les domaines au même niveau", "Ensuite, monter"]
    assert "rejoignent le stade 2" in told.steps[0].text


def test_what_five_years_do_not_reach_is_said_with_its_reason(
    content: Content, examples: Mapping[str, Assessment]
) -> None:
    uma = replace(examples["uma_usinage"], constraints=Constraints(release_days_per_quarter=1, parallel_actions=1))
    shown = view(content, uma, {area: AreaTarget(6) for area in ("resources", "organisation", "culture")})
    assert value(shown, "Durée")[0] == "plus de cinq ans"
    reasons = {line.change.rpartition(f"{NB}: ")[2] for line in shown.consequences.out_of_reach}
    assert "pas en cinq ans à votre rythme" in reasons


NOTHING = Consequences(
    to_raise=(), skills=(), lacking=(), unstated=(), actions=(), cost_low=0, cost_high=0,
    internal_days=0, release_days=0, quarters=0, out_of_reach=(), unserved=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "start", "shown"),
    [
        ({}, "Coût", "rien"),
        ({"actions": ("a",)}, "Coût", "presque rien"),
        ({"actions": ("a",), "cost_low": 300, "cost_high": 4200}, "Coût", f"jusqu’à 4\u202f000{NB}€"),
        ({"actions": ("a",), "cost_low": 29_800, "cost_high": 137_900}, "Coût", f"30\u202f000 à 140\u202f000{NB}€"),
        ({}, "Durée", "aucune"),
        ({"quarters": 1}, "Durée", "environ un trimestre"),
        ({"quarters": 4}, "Durée", "environ quatre trimestres, soit un an"),
        ({"quarters": 5}, "Durée", "environ cinq trimestres, un peu plus d’un an"),
        ({"quarters": 6}, "Durée", "environ six trimestres, soit un an et demi"),
        ({"quarters": 7}, "Durée", "environ sept trimestres, un peu moins de deux ans"),
        ({"quarters": 17}, "Durée", "environ 17 trimestres, un peu plus de quatre ans"),
        ({"internal_days": 4}, "Temps", "4 jours"),
        ({"internal_days": 303}, "Temps", "300 jours"),
        ({"skills": ("lean", "data_reading")}, "Compétences", "2"),
    ],
)
def test_orders_of_magnitude_are_written_as_such(
    content: Content, examples: Mapping[str, Assessment], changes: dict[str, object], start: str, shown: str
) -> None:
    told = replace(NOTHING, **changes)  # type: ignore[arg-type]
    case = aiming(content, examples["one_too"], {}, chosen=told, proposal=told)
    assert value(target_view(case), start)[0] == shown


@pytest.mark.parametrize(
    ("euros", "told"), [(0, 0), (400, 0), (600, 1000), (29_800, 30_000), (137_900, 140_000), (844_400, 850_000)]
)
def test_amounts_are_rounded_to_what_an_estimate_can_hold(euros: int, told: int) -> None:
    assert roughly(euros) == told
