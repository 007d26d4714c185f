"""The pages about people, without a script: situating skills, saying how one trains, reading the gap."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import pytest

from diagnostic.core.model.assessment import Level, Matrix, Person
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.services.polyvalence import save_matrix
from tests.web import leading, served
from tests.web.linting_client import LintingClient, text_of


@pytest.fixture
def answered(client: LintingClient) -> str:
    """A company at 1 everywhere: the beginning of its addresses."""
    address = leading.start(client)
    list(leading.answer_all(client, address, lambda name: "1"))
    return address


def asked(client: LintingClient, address: str) -> list[str]:
    """The skills that the questionnaire asks."""
    client.get(f"{address}/skills/questions")
    return [one.get("id", "") for one in client.page.all("details") if one.get("class") == "skill-block"]


def situate(client: LintingClient, address: str, skill: str, **told: object) -> int:
    fields = {f"skills-{skill}-{name}": value for name, value in told.items()}
    return leading.send(client, f"{address}/skills/questions", fields).status_code


def mistakes(client: LintingClient) -> list[str]:
    box = next(one for one in client.page.all("div") if one.get("class") == "problems")
    return [text_of(line) for line in box.iter("li")]


def value(client: LintingClient, name: str) -> str:
    fields = client.page.field(name)
    if fields[0].get("type") == "radio":
        return next(one.get("value", "") for one in fields if one.get("checked") is not None)
    return fields[0].get("value", "")


def row_of(client: LintingClient, name: str) -> list[str]:
    rows = (row for table in client.page.all("table") for row in table.iter("tr"))
    return next([text_of(cell) for cell in row] for row in rows if text_of(row[0]) == name)


def test_nothing_situated_yet_invites_to_answer(client: LintingClient, answered: str) -> None:
    client.get(f"{answered}/skills")
    assert client.page.h1.startswith("De quelles compétences disposez-vous")
    links = {link.get("href") for link in client.page.one("main").iter("a") if "btn-primary" in link.get("class", "")}
    assert links == {f"{answered}/skills/questions"}


def test_twelve_skills_are_asked_technological_or_not(client: LintingClient, answered: str, content: Content) -> None:
    families = [content.skills[skill].family for skill in asked(client, answered)]
    assert len(families) == 12
    of_people = [family for family in families if family in ("management", "general")]
    assert 4 <= len(of_people) <= 8


def test_what_is_situated_shows_in_the_gap(client: LintingClient, answered: str, content: Content) -> None:
    skill = asked(client, answered)[0]
    assert situate(client, answered, skill, level="0", able="1", needed="3", leaving="1") == 303
    client.get(f"{answered}/skills")
    name = content.skills[skill].name.fr
    assert client.page.h1.startswith("Une compétence à renforcer pour votre cible")
    assert row_of(client, name)[1:] == [
        "0, rien encore",
        row_of(client, name)[2],
        "il manque 3 personnes",
        "à renforcer",
    ]
    assert client.page.id(skill).tag == "article"
    assert "il en faut trois, une sait faire seule, mais part d’ici cinq ans" in client.page.html


def test_the_way_to_close_a_gap_names_what_may_pay(client: LintingClient, content: Content) -> None:
    """Every device named by the gap opens on its own card."""
    client.get("/d/uma_usinage/skills")
    links = [link.get("href", "") for link in client.page.one("main").iter("a") if "#aide-" in link.get("href", "")]
    assert links
    for link in sorted(set(links)):
        client.get(link)
        assert client.page.id(link.partition("#")[2]).tag == "article"


def test_the_reasons_of_a_gap_lead_to_their_questions(client: LintingClient) -> None:
    client.get("/d/uma_usinage/skills")
    links = {
        link.get("href", "") for link in client.page.one("main").iter("a") if "/questions/" in link.get("href", "")
    }
    assert links
    for link in sorted(links)[:3]:
        client.get(link)
        assert client.page.id(link.partition("#")[2]).tag == "section"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"level": "7"}, "« 7 » n’est pas un niveau"),
        ({"level": "-1"}, "« -1 » n’est pas un niveau"),
        ({"level": "2", "able": "beaucoup"}, "écrivez un nombre"),
        ({"level": "2", "needed": "-2"}, "écrivez un nombre entre 0 et 5 000"),
        ({"level": "2", "able": "1,5"}, "écrivez un nombre entier"),
        ({"level": "2", "able": "2", "leaving": "3"}, "au plus 2"),
        ({"level": "2", "leaving": "1"}, "ceux qui partent en font partie"),
        ({"level": "", "able": "2"}, "dites le niveau, ou videz les trois nombres"),
    ],
)
def test_a_slip_is_named_at_its_skill_and_nothing_typed_is_lost(
    client: LintingClient, answered: str, content: Content, told: Mapping[str, str], said: str
) -> None:
    first, second = asked(client, answered)[:2]
    fields = {f"skills-{first}-{name}": text for name, text in told.items()}
    other = {f"skills-{second}-level": "3", f"skills-{second}-able": "4"}
    answer = leading.send(client, f"{answered}/skills/questions", {**fields, **other})
    assert answer.status_code == 422
    (line,) = mistakes(client)
    assert line.startswith(content.skills[first].name.fr.replace("'", "’"))
    assert said in line
    assert value(client, f"skills-{second}-level") == "3"
    assert value(client, f"skills-{second}-able") == "4"
    for name, text in told.items():
        if name != "level":
            assert value(client, f"skills-{first}-{name}") == text
    client.get(f"{answered}/skills")
    assert client.page.h1.startswith("De quelles compétences"), "nothing is saved by half"


def test_an_answer_is_withdrawn_with_its_numbers(client: LintingClient, answered: str) -> None:
    skill = asked(client, answered)[0]
    situate(client, answered, skill, level="2", able="3", needed="4")
    assert situate(client, answered, skill, level="") == 303
    client.get(f"{answered}/skills/questions")
    assert value(client, f"skills-{skill}-level") == ""
    assert value(client, f"skills-{skill}-able") == ""


def test_another_skill_is_added_without_losing_what_was_typed(client: LintingClient, answered: str) -> None:
    first = asked(client, answered)[0]
    client.get(f"{answered}/skills/questions")
    select = client.page.id("add")
    added = next(option.get("value", "") for option in select.iter("option") if option.get("value"))
    told = {f"skills-{first}-level": "1", "add": added, "go": "add"}
    answer = leading.send(client, f"{answered}/skills/questions", told)
    assert answer.location == f"{answered}/skills/questions?add={added}#{added}"
    assert added in asked_at(client, answer.location)
    assert value(client, f"skills-{first}-level") == "1"
    sent = leading.send(client, f"{answered}/skills/questions?add={added}", {f"skills-{added}-level": "2"})
    assert sent.status_code == 303
    assert added in asked(client, answered), "once situated, it stays on the page"


def asked_at(client: LintingClient, address: str) -> list[str]:
    client.get(address)
    return [one.get("id", "") for one in client.page.all("details") if one.get("class") == "skill-block"]


def test_an_aptitude_or_an_unknown_skill_cannot_be_added(
    client: LintingClient, answered: str, content: Content
) -> None:
    aptitude = next(iter(content.workforce.aptitudes))
    assert aptitude not in asked_at(client, f"{answered}/skills/questions?add={aptitude}")
    assert "licorne" not in asked_at(client, f"{answered}/skills/questions?add=licorne")


def test_a_skill_situated_elsewhere_stays_when_the_page_is_saved(client: LintingClient, answered: str) -> None:
    """A page opened before another one was saved only says what it shows."""
    first, second = asked(client, answered)[:2]
    situate(client, answered, first, level="3")
    token = leading.token(client)
    late = {"csrf_token": token, f"skills-{second}-level": "1"}
    assert client.post(f"{answered}/skills/questions", data=late).status_code == 303
    client.get(f"{answered}/skills/questions")
    assert value(client, f"skills-{first}-level") == "3"
    assert value(client, f"skills-{second}-level") == "1"


def test_what_the_matrix_says_is_shown_and_never_prefilled(
    client: LintingClient, answered: str, content: Content, database: Database
) -> None:
    skill = asked(client, answered)[0]
    matrix = Matrix(people=(Person("AB"),), levels=(Level("AB", skill, 3),))
    with database.session() as session:
        save_matrix(session, content, answered.removeprefix("/d/"), matrix, served.NOW)
        session.commit()
    client.get(f"{answered}/skills/questions")
    assert value(client, f"skills-{skill}-level") == ""
    assert "niveau 3, autonome (votre matrice)" in text_of(client.page.id(skill))
    assert "Répondez seulement pour la corriger" in text_of(client.page.id(skill))
    assert situate(client, answered, skill, level="1") == 303
    client.get(f"{answered}/skills")
    assert row_of(client, content.skills[skill].name.fr)[1] == "1, connaît l’essentiel"


def practice_fields(content: Content, level: int) -> dict[str, str]:
    return {
        f"questions-{one.id}": next(answer.id for answer in one.answers if answer.level == level)
        for one in content.workforce.practice.values()
    }


def test_the_advice_follows_the_answers(client: LintingClient, answered: str, content: Content) -> None:
    low, high = practice_fields(content, 0), practice_fields(content, 3)
    location = leading.send(client, f"{answered}/skills/practice", low).location
    assert location == f"{answered}/skills?saved=1"
    client.get(location)
    section = text_of(client.page.id("pratiques"))
    advised = [one for one in content.workforce.practice.values() if one.advise_up_to >= 0]
    assert sum(told(one.advice.fr, section) for one in advised) == len(advised)
    leading.send(client, f"{answered}/skills/practice", high)
    client.get(f"{answered}/skills")
    section = text_of(client.page.id("pratiques"))
    assert not any(told(one.advice.fr, section) for one in content.workforce.practice.values() if one.advise_up_to < 3)


def told(text: str, section: str) -> bool:
    """Whether the section says it, spaces aside."""
    bare = " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split()).rstrip(".")
    return bare in " ".join(section.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_a_practice_answer_is_withdrawn(client: LintingClient, answered: str, content: Content) -> None:
    question = next(iter(content.workforce.practice))
    leading.send(client, f"{answered}/skills/practice", practice_fields(content, 1))
    leading.send(client, f"{answered}/skills/practice", {f"questions-{question}": ""})
    client.get(f"{answered}/skills/practice")
    assert value(client, f"questions-{question}") == ""


def team(rank: int, name: str, **levels: str) -> dict[str, str]:
    return {f"teams-team_{rank}-{field}": text for field, text in {"name": name, **levels}.items()}


def test_a_team_is_told_corrected_and_withdrawn(client: LintingClient, answered: str, content: Content) -> None:
    first, second = list(content.workforce.aptitudes)[:2]
    page = f"{answered}/skills/practice"
    leading.send(
        client, page, {**team(0, "Montage", **{first: "2"}), **team(1, "  Bureau   d’études ", **{second: "4"})}
    )
    client.get(f"{answered}/skills")
    heads = table_heads(client, "plain aptitudes")
    assert heads == ["Aptitude", "Demandé", "Montage", "Bureau d’études"]
    leading.send(client, page, {**team(0, "Montage", **{first: "3"}), "teams-team_1-remove": "y"})
    client.get(f"{answered}/skills")
    assert table_heads(client, "plain aptitudes") == ["Aptitude", "Demandé", "Montage"]
    assert row_of(client, content.skills[first].name.fr)[2] == "3"


def table_heads(client: LintingClient, kind: str) -> list[str]:
    table: Element = next(one for one in client.page.all("table") if one.get("class") == kind)
    return [text_of(head) for head in table.iter("th") if head.get("scope") == "col"]


def test_slips_about_teams_are_named(client: LintingClient, answered: str, content: Content) -> None:
    aptitude = next(iter(content.workforce.aptitudes))
    page = f"{answered}/skills/practice"
    slips = {
        **team(0, "Montage", **{aptitude: "2"}),
        **team(1, "montage", **{aptitude: "3"}),
        **team(2, "", **{aptitude: "1"}),
        **team(3, "Expédition"),
    }
    assert leading.send(client, page, slips).status_code == 422
    second, third, fourth = mistakes(client)
    assert second.startswith("Équipe 2") and "déjà donnée" in second
    assert third.startswith("Équipe 3") and "donnez un nom" in third
    assert fourth.startswith("Équipe 4") and "au moins un niveau" in fourth
    assert value(client, "teams-team_3-name") == "Expédition"
    assert leading.send(client, page, team(0, "x" * 81, **{aptitude: "2"})).status_code == 422
    assert leading.send(client, page, team(0, "Montage", **{aptitude: "5"})).status_code == 422
    assert "« 5 » n’est pas un niveau" in mistakes(client)[0]


def test_an_example_is_read_and_not_filled_in(client: LintingClient) -> None:
    for page in ("skills", "skills/questions", "skills/practice"):
        client.get(f"/d/mantion/{page}")
        buttons = [one for one in client.page.one("main").iter("button")]
        assert not buttons, page


def test_the_drawing_says_in_words_what_it_shows(client: LintingClient) -> None:
    client.get("/d/uma_usinage/skills")
    wide, narrow = (one.get("aria-label", "") for one in client.page.all("svg") if one.get("role") == "img")
    assert wide == narrow
    names = [text_of(row[0]) for table in client.page.all("table") for row in table.iter("tr") if row[0].tag == "th"]
    standing = [name for name in names if f"{name}\u00a0:" in wide]
    assert len(standing) >= 10
