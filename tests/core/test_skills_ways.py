"""How a gap is closed: which ways suit, and what the catalogue offers for each."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from diagnostic.core.model.assessment import Company, SkillState
from diagnostic.core.model.catalogue import Action, Need, Training
from diagnostic.core.model.device import Conditions, Device, PeopleConditions
from diagnostic.core.model.skills_gap import OpenWay
from diagnostic.core.model.workforce import Way
from tests.core import plan_builders
from tests.core import skills_builders as small
from tests.core.skills_builders import action, training, way

MISSING_LEVELS = SkillState("robots", 1, able=1, needed=1, leaving=0)
MISSING_PEOPLE = SkillState("robots", 3, able=1, needed=3, leaving=0)
MISSING_BOTH = SkillState("robots", 1, able=0, needed=3, leaving=0)
NOTHING_MISSING = SkillState("robots", 3, able=2, needed=2, leaving=0)


def ways(
    state: SkillState | None,
    *known: Way,
    trainings: Iterable[Training] = (),
    actions: Iterable[Action] = (),
    devices: Iterable[Device] = (),
    company: Company = small.METALWORKING,
    required: int = 3,
) -> dict[str, OpenWay]:
    """Of « robots », the level of which the target needs is `required`."""
    of = small.content(
        ["cell"],
        [small.skill("robots", "technology")],
        [Need("cell", 2, "robots", required)],
        ways=known,
        trainings=trainings,
        actions=actions,
        devices=devices,
    )
    given = small.assessment(of, {"cell": 1.0}, skills=(state,) if state else (), company=company)
    (row,) = small.gap_of(of, given, {}).rows
    return {found.way: found for found in row.ways}


@pytest.mark.parametrize(
    ("state", "suiting"),
    [
        (MISSING_LEVELS, ["level", "both"]),
        (MISSING_PEOPLE, ["headcount", "both"]),
        (MISSING_BOTH, ["level", "headcount", "both"]),
        (NOTHING_MISSING, []),
        (None, []),
    ],
)
def test_a_way_suits_what_it_brings(state: SkillState | None, suiting: list[str]) -> None:
    known = [way(brings, brings=brings) for brings in ("level", "headcount", "both")]
    assert list(ways(state, *known)) == suiting


def test_a_way_is_proposed_from_its_least_gap_on() -> None:
    assert set(ways(MISSING_LEVELS, way("training", at_least=2), way("afest", at_least=3))) == {"training"}
    assert set(ways(MISSING_PEOPLE, way("recruitment", at_least=2), way("afest", at_least=3))) == {"recruitment"}


def test_a_way_keeps_to_its_families() -> None:
    known = (way("training", families=("management",)), way("afest", families=("technology",)), way("recruitment"))
    assert list(ways(MISSING_LEVELS, *known)) == ["afest", "recruitment"]


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        (SkillState("robots", 3, able=1, needed=2, leaving=0), True),
        (SkillState("robots", 1, able=1, needed=1, leaving=1), True),
        (SkillState("robots", 1, able=1, needed=2, leaving=0), False),
        (SkillState("robots", 2), False),
    ],
    ids=["someone works alone", "the one who knows leaves", "nobody is good enough", "nobody was counted"],
)
def test_mentoring_takes_someone_who_knows(state: SkillState, possible: bool) -> None:
    assert list(ways(state, way("mentoring"), way("training"))) == (["mentoring"] * possible) + ["training"]


@pytest.mark.parametrize(("able", "possible"), [(1, True), (0, False)])
def test_who_practises_with_help_mentors_only_when_counted_able(able: int, possible: bool) -> None:
    state = SkillState("robots", 2, able=able, needed=3, leaving=0)
    assert bool(ways(state, way("mentoring"), required=2)) is possible


def test_trainings_go_with_their_way_the_shortest_first() -> None:
    catalogue = [
        training("long", ("robots", 3), hours=70),
        training("short", ("robots", 4), hours=14),
        training("too_low", ("robots", 2)),
        training("beside", ("welding", 3), ("robots", 3)),
        training("at_work", ("robots", 3), afest=True, modality="at_work"),
        training("diploma", ("welding", 3), ("robots", 3), audience="apprentice"),
    ]
    known = [way(id) for id in ("training", "afest", "reversed_apprenticeship", "recruitment")]
    found = {id: row.trainings for id, row in ways(MISSING_LEVELS, *known, trainings=catalogue).items()}
    assert found == {
        "training": ("short", "long"),
        "afest": ("at_work",),
        "reversed_apprenticeship": ("diploma",),
        "recruitment": (),
    }


def test_actions_go_with_the_way_they_take_the_lightest_first() -> None:
    catalogue = [training("course", ("robots", 3)), training("at_work", ("robots", 3), afest=True)]
    actions = [
        action("project", ("robots", 3), days=8, trainings=["course"]),
        action("trial", days=2, trainings=["course"]),
        action("group", trainings=["at_work"]),
        action("by_doing", ("robots", 4)),
        action("first_look", ("robots", 1)),
        action("reversed_apprenticeship", ("robots", 3), trainings=["course"]),
        action("elsewhere", ("welding", 3)),
    ]
    known = [way(id) for id in ("training", "afest", "reversed_apprenticeship", "recruitment")]
    found = {id: row.actions for id, row in ways(MISSING_LEVELS, *known, trainings=catalogue, actions=actions).items()}
    assert found == {
        "training": ("trial", "project"),
        "afest": ("by_doing", "group"),
        "reversed_apprenticeship": ("reversed_apprenticeship",),
        "recruitment": (),
    }


def test_devices_stay_unless_ended_or_surely_closed_to_the_company() -> None:
    devices = [
        plan_builders.device("open"),
        plan_builders.device("ended", status="ended"),
        plan_builders.device("unverified", status="unverified"),
        plan_builders.device("of_others", conditions=Conditions(opco=("ocapiat",))),
        plan_builders.device("of_the_region", conditions=Conditions(regions=("32",))),
        plan_builders.device("for_hiring", conditions=Conditions(people=(PeopleConditions(statuses=("job_seeker",)),))),
    ]
    known = way("recruitment", devices=(*(row.id for row in reversed(devices)), "gone_from_the_catalogue"))
    found = ways(MISSING_BOTH, known, devices=devices)["recruitment"]
    assert found.devices == ("for_hiring", "of_the_region", "unverified", "open")
    unknown = replace(small.METALWORKING, region=None)
    assert "of_the_region" in ways(MISSING_BOTH, known, devices=devices, company=unknown)["recruitment"].devices
    elsewhere = replace(small.METALWORKING, region="11")
    assert "of_the_region" not in ways(MISSING_BOTH, known, devices=devices, company=elsewhere)["recruitment"].devices


def test_people_asked_for_beyond_the_target_are_trained_to_work_alone() -> None:
    of = small.content(
        ["cell"],
        [small.skill("robots")],
        [],
        ways=[way("training")],
        trainings=[training("aware", ("robots", 2)), training("alone", ("robots", 3))],
    )
    (row,) = small.gap_of(of, small.assessment(of, {"cell": 1.0}, skills=(MISSING_PEOPLE,)), {}).rows
    assert row.required == 0
    assert row.ways == (OpenWay("training", ("alone",), (), ()),)


LEVELS_OF_COURSE = (training("with_help", ("robots", 2)), training("alone", ("robots", 3), hours=35))


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (SkillState("robots", 2, able=1, needed=3, leaving=0), ("alone",)),
        (SkillState("robots", 1, able=0, needed=3, leaving=0), ("with_help", "alone")),
    ],
    ids=["people alone are missing", "a level is missing"],
)
def test_more_people_are_trained_to_work_alone_a_level_only_to_what_is_required(
    state: SkillState, offered: tuple[str, ...]
) -> None:
    assert ways(state, way("training"), trainings=LEVELS_OF_COURSE, required=2)["training"].trainings == offered


def test_a_way_leaves_out_the_skills_that_it_cannot_bring() -> None:
    known = (way("training"), way("recruitment", not_for=("robots",)), way("afest", not_for=("welding",)))
    assert list(ways(MISSING_BOTH, *known)) == ["training", "afest"]
