"""The skills gap in words: what a leader must read for each situation, whatever the catalogue says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from diagnostic.core.model.assessment import Assessment, Level, Matrix, Person, SkillState, TeamAptitude
from diagnostic.core.model.catalogue import Content, Skill, SkillLevel
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.skills_gap import OpenWay, Reason, SkillGap, SkillsGap
from diagnostic.core.model.workforce import Aptitude, PracticeAnswer, PracticeQuestion, Way, Workforce
from reports import skills_chart
from reports.skills_lines import SkillsView
from reports.view_asked import asked_kicker, asked_line, other_groups
from reports.view_skills import skills_view
from tests.reports import workshop

NAMES = {
    "production_planning": ("operational_excellence", "Planifier la production"),
    "cybersecurity": ("technology", "Sécurité informatique"),
    "change_management": ("management", "Accompagner le changement"),
    "numeracy": ("general", "Compter et raisonner"),
}
WAY = Way(
    id="training",
    name=Text("Suivre une formation"),
    how=Text("un organisme forme"),
    first_step=Text("demander deux devis"),
    caution=None,
    brings="level",
    at_least=1,
    families=tuple({family for family, _ in NAMES.values()}),
    devices=("pdc_opco2i",),
    who=Text("la personne et son chef"),
)
QUESTION = PracticeQuestion(
    id="needs",
    topic="training",
    question=Text("Comment décidez-vous sur quoi former ?"),
    help=Text("Pensez à la dernière."),
    answers=(
        PracticeAnswer("nothing", 0, Text("Au coup par coup.")),
        PracticeAnswer("plan", 3, Text("Un plan daté.")),
    ),
    advise_up_to=1,
    advice=Text("Dressez le tableau de qui sait faire quoi"),
    actions=("action_1",),
)


def skill(id: str) -> Skill:
    family, name = NAMES[id]
    levels = tuple(Text(f"{name}, à quoi ressemble {level}.") for level in range(5))
    return Skill(id, family, 2, Text(name), Text(f"à propos de {name}"), levels, ())


def content() -> Content:
    training = replace(workshop.TRAINING, skills=(SkillLevel("production_planning", 3),), afest=True)
    return replace(
        workshop.content(),
        skills={id: skill(id) for id in NAMES},
        trainings={"maintenance": training},
        workforce=Workforce(
            practice={"needs": QUESTION},
            aptitudes={"numeracy": Aptitude("numeracy", Text("L’équipe compte-t-elle ?"), skill("numeracy").levels)},
            ways={"training": WAY},
        ),
    )


def row(id: str, **changes: object) -> SkillGap:
    """Nobody has said; level 3 asked by two cells of production and logistics still to climb."""
    plain = SkillGap(
        skill=id,
        family=NAMES[id][0],
        required=3,
        current=None,
        basis=None,
        gap=None,
        able=None,
        needed=None,
        leaving=None,
        headcount_gap=0,
        weight=1.0,
        priority=None,
        needing=("sensor_data_acquisition/production",),
        reasons=(
            Reason("sensor_data_acquisition/production", 3, 3, True),
            Reason("sensor_data_acquisition/logistics", 3, 3, True),
        ),
        ways=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def level(id: str, current: int, **changes: object) -> SkillGap:
    gap = max(0, 3 - current)
    return row(id, current=current, basis="stated", gap=gap, priority=float(gap), **changes)


def gap(*rows: SkillGap, asked: Iterable[str] | None = None) -> SkillsGap:
    """Two cells to raise."""
    ids = tuple(one.skill for one in rows) if asked is None else tuple(asked)
    cells = ("sensor_data_acquisition/production", "data_governance")
    return SkillsGap(rows=rows, asked=ids, others=(), to_raise=cells)


def view(of: SkillsGap, assessment: Assessment | None = None, on: date = workshop.TODAY) -> SkillsView:
    return skills_view(content(), assessment or workshop.assessment(), of, on)


SHORT = level("production_planning", 1)
HELD = level("cybersecurity", 3)
UNSAID = row("change_management")


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((SHORT,), "Une compétence à renforcer pour votre cible : planifier la production."),
        (
            (SHORT, level("change_management", 2)),
            "Deux compétences à renforcer pour votre cible. D’abord : planifier la production.",
        ),
        ((UNSAID,), "De quelles compétences disposez-vous pour votre cible ?"),
        ((HELD, UNSAID), "Rien ne manque à votre cible parmi les compétences situées ; une reste à situer."),
        ((HELD,), "Vous avez toutes les compétences que demande votre cible."),
        ((), "Votre cible ne demande aucune compétence de plus."),
    ],
)
def test_the_title_is_the_answer(rows: tuple[SkillGap, ...], title: str) -> None:
    assert plain(view(gap(*rows)).title) == title


def plain(text: str | None) -> str:
    return (text or "").replace("\u202f", " ").replace("\u00a0", " ")


def test_what_was_not_asked_is_not_called_held() -> None:
    told = view(gap(HELD, UNSAID, asked=["cybersecurity"]))
    assert told.title == "Rien ne manque à votre cible parmi les compétences situées."
    assert [line.id for line in told.unknown] == ["change_management"]


def test_levels_and_people_missing_are_told_apart() -> None:
    short = level("production_planning", 1, able=2, needed=3, leaving=1, headcount_gap=2)
    people = level("cybersecurity", 3, able=0, needed=1, leaving=0, headcount_gap=1)
    told = view(gap(short, people))
    assert plain(told.lead) == (
        "Pour une, aucune personne qui reste n’a le niveau demandé. "
        "Pour toutes, trop peu de personnes savent faire seules, départs d’ici cinq ans déduits."
    )
    first, second = told.gaps
    assert first.level_text == "Niveau 1 aujourd’hui (connaît l’essentiel), 3 demandé (autonome)."
    assert plain(first.people_text) == (
        "Il manque deux personnes : il en faut trois, deux savent faire seules, dont une part d’ici cinq ans."
    )
    assert plain(second.level_text) == "Niveau demandé atteint : 3 sur 4 (autonome)."
    assert plain(second.people_text) == "Il manque une personne : il en faut une, personne ne sait encore faire seul."


def test_people_missing_without_any_need_of_the_target_is_said() -> None:
    alone = row(
        "cybersecurity", required=0, current=2, gap=0, headcount_gap=1, able=1, needed=2, reasons=(), needing=()
    )
    told = view(gap(alone))
    (block,) = told.gaps
    assert block.why == "Votre cible ne la demande pas."
    assert not block.cells
    assert told.title == "Vous avez toutes les compétences que demande votre cible."
    assert told.lead == "Une compétence manque de monde, sans que votre cible la demande."
    both = view(gap(SHORT, alone))
    assert plain(both.title) == "Une compétence à renforcer pour votre cible : planifier la production."
    assert both.lead.endswith("Une autre manque de monde, sans que votre cible la demande.")


def test_why_a_skill_matters() -> None:
    (block,) = view(gap(SHORT)).gaps
    assert block.why == "Demandée par un des 2 points à faire monter."
    (cell,) = block.cells
    assert (cell.where, cell.asks) == ("Production et logistique", "niveau 3 (autonome) pour l’échelon 3, à atteindre")
    (block,) = view(replace(gap(SHORT), to_raise=SHORT.needing)).gaps
    assert block.why == "Demandée par le seul point à faire monter."
    reached = replace(SHORT, needing=(), reasons=(replace(SHORT.reasons[0], to_climb=False),))
    (block,) = view(gap(reached)).gaps
    assert block.why == "Demandée par votre cible sur un point déjà à niveau, ou à évaluer."
    assert block.cells[0].asks == "niveau 3 (autonome) pour l’échelon 3"


def test_a_way_tells_its_offers_and_a_code_only_while_it_is_registered() -> None:
    ways = (OpenWay("training", ("maintenance",), ("action_1",), ("pdc_opco2i",)),)
    of = gap(replace(SHORT, ways=ways))
    (way,) = view(of).gaps[0].ways
    (offer,) = way.offers
    assert plain(offer.detail) == "35 heures, au poste (AFEST) ; pôles formation UIMM"
    assert offer.level == "mène au niveau 3 (autonome)"
    assert "RNCP41814, enregistré jusqu’au 18" in plain(offer.certification)
    assert [device.id for device in way.devices] == ["pdc_opco2i"]
    assert way.actions == ("Chronométrer les arrêts de la machine goulot",)
    (late,) = view(of, on=date(2029, 1, 1)).gaps[0].ways[0].offers
    assert "RNCP" not in (late.certification or "")
    assert view(gap(SHORT)).gaps[0].no_way


def test_technological_or_not_both_groups_always_stand() -> None:
    first, second = view(gap(SHORT, UNSAID)).groups
    assert [one.id for one in first.rows] == ["production_planning"]
    assert [one.id for one in second.rows] == ["change_management"]
    first, second = view(gap(UNSAID)).groups
    assert not first.rows
    assert second.title == "Management et compétences générales"


def test_an_aptitude_told_by_a_team_is_not_unknown() -> None:
    asked = row("numeracy", required=2)
    (line,) = view(gap(asked)).unknown
    assert line.by_team
    told = workshop.assessment(aptitudes=(TeamAptitude("Montage", "numeracy", 3),))
    seen = view(gap(asked), told)
    assert not seen.unknown
    assert seen.aptitudes is not None
    assert (seen.aptitudes.teams, seen.aptitudes.rows[0].required, seen.aptitudes.rows[0].levels) == (
        ("Montage",),
        "2",
        ("3",),
    )


@pytest.mark.parametrize(("answer", "advised"), [("nothing", True), ("plan", False)])
def test_advice_follows_the_answer(answer: str, advised: bool) -> None:
    told = view(gap(HELD), workshop.assessment(practice={"needs": answer}))
    assert [line.id for line in told.practice] == ["needs"]
    assert bool(told.advice) is advised


def test_the_questionnaire_says_what_the_matrix_knows_and_what_prevails() -> None:
    matrix = Matrix(people=(Person("AB"),), levels=())
    seen = replace(matrix, levels=(Level("AB", "cybersecurity", 3),))
    by_matrix = workshop.assessment(matrix=seen)
    line = asked_line(content(), by_matrix, gap(HELD), "cybersecurity", "fr")
    assert line.answered == "niveau 3, autonome (votre matrice)"
    assert "Répondez seulement pour la corriger" in (line.matrix or "")
    stated = workshop.assessment(matrix=seen, skills=(SkillState("cybersecurity", 2),))
    line = asked_line(content(), stated, gap(HELD), "cybersecurity", "fr")
    assert line.answered == "niveau 2, pratique avec aide"
    assert "C’est votre réponse qui compte" in (line.matrix or "")
    assert asked_line(content(), workshop.assessment(), gap(UNSAID), "change_management", "fr").answered is None


def test_skills_to_add_are_found_by_family_then_by_name() -> None:
    groups = other_groups(content(), ["change_management", "cybersecurity", "production_planning"], "fr")
    assert [(group.family, [id for id, _ in group.skills]) for group in groups] == [
        ("Technologies", ["cybersecurity"]),
        ("Méthodes d’atelier", ["production_planning"]),
        ("Management", ["change_management"]),
    ]


SVG = "{http://www.w3.org/2000/svg}"


def drawn(of: SkillsGap, compact: bool) -> tuple[str, Mapping[str, float]]:
    """The drawing, and the x of its disc and of its flag."""
    svg = skills_chart.skills(view(of).groups, compact)
    root = ElementTree.fromstring(svg)
    discs = [float(str(one.get("cx"))) for one in root.iter(f"{SVG}circle")]
    flags = [float(str(one.get("d"))[1:].split()[0]) for one in root.iter(f"{SVG}path")]
    return svg, {**({"disc": discs[0]} if discs else {}), **({"flag": flags[0]} if flags else {})}


@pytest.mark.parametrize("compact", [False, True])
def test_the_disc_reaches_the_flag_when_the_skill_is_held(compact: bool) -> None:
    short, held = drawn(gap(SHORT), compact)[1], drawn(gap(HELD), compact)[1]
    assert short["disc"] < short["flag"]
    assert held["disc"] == held["flag"]
    assert set(drawn(gap(UNSAID), compact)[1]) == {"flag"}, "nobody has said: no disc"


@pytest.mark.parametrize("compact", [False, True])
def test_every_mark_of_the_picture_stays_inside(compact: bool) -> None:
    rows = [level(id, place) for place, id in enumerate(NAMES)]
    svg = skills_chart.skills(view(gap(*rows)).groups, compact)
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(side) for side in str(root.get("viewBox")).split())
    for one in root.iter():
        for name, limit in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            if one.get(name) is not None:
                assert 0 <= float(str(one.get(name))) <= limit
    assert svg == skills_chart.skills(view(gap(*rows)).groups, compact)
    assert "style" not in svg
    assert all(name in str(root.get("aria-label")) for _, name in NAMES.values())


def test_people_missing_are_written_in_the_picture() -> None:
    people = level("cybersecurity", 3, able=0, needed=4, leaving=0, headcount_gap=4)
    root = ElementTree.fromstring(skills_chart.skills(view(gap(people)).groups))
    assert "4" in [one.text for one in root.iter(f"{SVG}text") if one.get("font-weight") == "700"]


def test_a_filled_matrix_takes_away_the_advice_to_draw_it() -> None:
    question = replace(QUESTION, unless_matrix=True)
    matrix = Matrix(people=(Person("ann"),), levels=(Level("ann", "production_planning", 3),), columns=())
    of = replace(content(), workforce=replace(content().workforce, practice={"needs": question}))
    for filled, advised in ((Matrix(), True), (matrix, False)):
        told = workshop.assessment(practice={"needs": "nothing"}, matrix=filled)
        (line,) = skills_view(of, told, gap(HELD), workshop.TODAY).practice
        assert bool(line.advice) is bool(line.actions) is advised


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ((), "2 compétences, les plus utiles à votre cible · dix minutes"),
        (
            ("numeracy",),
            "2 compétences, les plus utiles à votre cible, et une autre, déjà située ou ajoutée · dix minutes",
        ),
        (
            ("numeracy", "tutoring", "strategy"),
            "2 compétences, les plus utiles à votre cible, et trois autres, déjà situées ou ajoutées · dix minutes",
        ),
    ],
)
def test_the_questionnaire_counts_what_it_shows_besides_what_it_asks(beside: tuple[str, ...], told: str) -> None:
    of = gap(SHORT, HELD)
    assert asked_kicker(of, (*of.asked, *beside)) == told
