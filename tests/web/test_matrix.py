"""The matrix in a browser without a script: typed, added to, sent as a file, refused, read."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from diagnostic.content import matrix_file
from diagnostic.content.matrix_table import Reading
from diagnostic.content.sheet_safety import MAX_BYTES
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database, Session
from diagnostic.web import app as web_app
from diagnostic.web import matrix as matrix_page
from tests.web import leading
from tests.web.linting_client import LintingClient, text_of, values_of

TABLE = (
    "Personne;Poste;Part d’ici 5 ans;Planifier la production;Tour Mazak\n"
    "Nécessaires;;;2;2\nComplexité;;;;3\n"
    "MD;Réglage;oui;1;O\nJP;Réglage;;3;2\nAB;Encadrement;;4;1\n"
)


@pytest.fixture
def matrix(own: str) -> str:
    return f"{own}/matrix"


def send_file(client: LintingClient, matrix: str, data: bytes, name: str = "équipe.csv") -> int:
    client.get(matrix)
    token = values_of(client.page)["csrf_token"][0]
    sent = {"csrf_token": token, "file": (BytesIO(data), name)}
    return client.post(f"{matrix}/import", data=sent, content_type="multipart/form-data").status_code


def save(client: LintingClient, **changes: object) -> int:
    """Send the grid that is on the screen."""
    address = next(form.get("action", "") for form in client.page.all("form") if "matrix" in form.get("action", ""))
    return client.post(address, data={**values_of(client.page), "action": "save", **changes}).status_code


def fill(client: LintingClient, matrix: str) -> None:
    """A matrix of three people, kept."""
    assert send_file(client, matrix, TABLE.encode()) == 200
    assert save(client) == 303


def value(client: LintingClient, name: str) -> str:
    return str(client.page.field(name)[0].get("value", ""))


def columns(client: LintingClient) -> list[str]:
    return [text_of(head) for head in client.page.all("th") if head.get("class") == "skill"]


def summary(client: LintingClient) -> str:
    return " ".join(text_of(one) for one in client.page.all("div") if one.get("role") == "alert")


def test_an_empty_matrix_proposes_what_the_target_needs(client: LintingClient, matrix: str) -> None:
    client.get(matrix)
    assert len(columns(client)) == 12
    assert "Travail en équipe" not in columns(client)
    assert value(client, "rows") == "8"


def test_what_is_typed_is_kept_and_told(client: LintingClient, matrix: str) -> None:
    client.get(matrix)
    typed = {"person-0": "MD", "l0-0": "3", "person-4": " JP ", "post-4": "Usinage", "leaving-4": "oui", "l4-0": "u"}
    assert save(client, **typed) == 303
    client.get(matrix)
    assert [value(client, name) for name in ("person-0", "person-1", "post-1", "l1-0")] == ["MD", "JP", "Usinage", "3"]
    assert client.page.field("leaving-1")[0].get("checked") is not None
    client.get(f"{matrix}/coverage?saved=1")
    assert "est enregistrée" in client.page.html


def test_mistakes_are_named_at_their_cell_and_everything_typed_stays(client: LintingClient, matrix: str) -> None:
    client.get(matrix)
    name = columns(client)[1]
    wrong = {"person-0": "MD", "l0-1": "7", "l2-0": "3", "person-3": "MD", "complexity-1": "9", "needed-0": "x"}
    assert save(client, **wrong) == 422
    told = summary(client)
    assert f"Ligne 1 (MD), {name} : « 7 » n’est pas un niveau ; permis : 0 à 4, ou I, L, U, O" in told.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")
    assert "Ligne 3 : il manque la personne" in told.replace("\u00a0", " ")
    assert "Ligne 4 : « MD » est déjà pris" in told.replace("\u00a0", " ")
    assert f"{name} : « 9 » n’est pas une complexité" in told.replace("\u00a0", " ")
    assert all(value(client, field) == typed for field, typed in wrong.items())
    cell = client.page.field("l0-1")[0]
    assert cell.get("aria-invalid") == "true"
    assert "7" in text_of(client.page.id(str(cell.get("aria-describedby"))))
    client.get(matrix)
    assert value(client, "person-0") == ""


def test_a_page_that_stayed_open_too_long_loses_nothing(client: LintingClient, matrix: str) -> None:
    client.get(matrix)
    assert save(client, **{"person-0": "MD", "csrf_token": "old"}) == 422
    assert "trop longtemps" in summary(client)
    assert value(client, "person-0") == "MD"
    assert save(client) == 303


def test_columns_are_added_and_taken_out_without_a_script(client: LintingClient, matrix: str) -> None:
    client.get(matrix)
    assert save(client, action="", **{"person-0": "MD", "l0-0": "2"}, add_name="Tour Mazak") == 200
    assert columns(client)[-1] == "Tour Mazak"
    assert value(client, "l0-0") == "2"
    assert save(client, action="add_column", add_skill="hr_function") == 422
    free = next(option for option in client.page.id("add_skill").iter("option") if option.get("value"))
    assert save(client, action="add_column", add_skill=free.get("value")) == 200
    assert columns(client)[-1] == text_of(free)
    assert save(client, action="", remove_column="0") == 200
    assert len(columns(client)) == 13
    assert value(client, "l0-0") == ""
    assert save(client) == 303
    client.get(matrix)
    assert "Tour Mazak" in columns(client)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"add_name": "travail en ÉQUIPE"}, "ne se note pas par personne"),
        ({"add_name": "tour mazak"}, "est déjà dans la matrice"),
        ({"add_skill": "no_such_skill"}, "Choisissez un savoir-faire"),
        ({"action": "add_column"}, "Choisissez un savoir-faire"),
        ({"add_name": "x" * 90}, "un nom trop long"),
    ],
)
def test_a_column_that_cannot_be_added(client: LintingClient, matrix: str, typed: dict[str, str], told: str) -> None:
    fill(client, matrix)
    client.get(matrix)
    assert save(client, **typed) == 422
    assert told in summary(client)
    assert value(client, "person-0") == "MD"


def test_rows_are_added_and_taken_out_without_a_script(client: LintingClient, matrix: str) -> None:
    fill(client, matrix)
    client.get(matrix)
    before = int(value(client, "rows"))
    assert save(client, action="more_rows") == 200
    assert int(value(client, "rows")) == before + 8
    assert save(client, action="", remove_row="1") == 200
    assert [value(client, f"person-{row}") for row in (0, 1)] == ["MD", "AB"]
    client.get(matrix)
    assert value(client, "person-1") == "JP"


def test_a_name_of_the_catalogue_becomes_the_catalogues_skill(client: LintingClient, matrix: str) -> None:
    fill(client, matrix)
    client.get(matrix)
    assert save(client, **{"name-1": "Sécurité informatique"}) == 303
    client.get(matrix)
    assert value(client, "skill-1") == "cybersecurity"
    assert not client.page.field("name-1")


def test_an_own_skill_is_said_to_be_one_of_the_catalogue(client: LintingClient, matrix: str) -> None:
    send_file(client, matrix, b"Nom;Planifier la produktion\nMD;4")
    options = [option.get("value") for option in client.page.id("same-0").iter("option")]
    assert options[:2] == ["", "production_planning"]
    assert save(client, **{"same-0": "production_planning"}) == 303
    client.get(matrix)
    assert (value(client, "skill-0"), value(client, "l0-0")) == ("production_planning", "4")


def test_a_file_is_looked_over_before_it_is_kept(client: LintingClient, matrix: str) -> None:
    fill(client, matrix)
    assert send_file(client, matrix, b"Nom;Soudure\nSL;4\nZZ;\n") == 200
    told = " ".join(text_of(line) for line in client.page.all("p") if line.get("class") == "notice")
    assert "Lu dans « équipe.csv » : 2 personnes et 1 savoir-faire" in told.replace("\u00a0", " ")
    assert "La matrice enregistrée (3 personnes) reste telle quelle" in told
    assert "1 savoir-faire n’est pas au catalogue et restera le vôtre" in told
    assert value(client, "person-0") == "SL"
    page = client.page
    client.get(matrix)
    assert value(client, "person-0") == "MD"
    client.page = page
    assert save(client) == 303
    client.get(matrix)
    assert (value(client, "person-0"), columns(client)) == ("SL", ["Soudure"])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TABLE.replace(";2;2", ";2;many").encode(), "n’est pas un nombre de personnes"),
        (b"Nom;Soudure\nMD;7\nMD;3", "Ligne 2, colonne 2 : « 7 » n’est pas un niveau"),
        (b"%PDF-1.7", "Fichier : ce fichier est un PDF"),
        (b"PK\x03\x04 cut", "abîmé ou incomplet"),
        (b"x" * (MAX_BYTES + 1), "au plus 2 Mo"),
    ],
)
def test_a_refused_file_leaves_the_matrix_as_it_was(client: LintingClient, matrix: str, data: bytes, told: str) -> None:
    fill(client, matrix)
    assert send_file(client, matrix, data) == 422
    assert told in summary(client).replace("\u00a0", " ")
    assert "reste telle quelle" in summary(client)
    assert value(client, "person-0") == "MD"


def test_a_pasted_table_with_a_mistake_stays_in_its_box(client: LintingClient, matrix: str) -> None:
    client.get(matrix)
    sent = {"csrf_token": values_of(client.page)["csrf_token"][0], "pasted": "Nom\tSoudure\nMD\t9"}
    assert client.post(f"{matrix}/import", data=sent).status_code == 422
    assert "MD\t9" in str(client.page.id("pasted").text)
    assert client.post(f"{matrix}/import", data={**sent, "pasted": "Nom\tSoudure\nMD\t2"}).status_code == 200
    assert value(client, "l0-0") == "2"


def test_only_a_file_may_be_as_big_as_a_file(client: LintingClient, matrix: str) -> None:
    token = leading.token(client)
    assert client.post(matrix, data={"csrf_token": token, "add_name": "x" * web_app.MAX_BODY}).status_code == 413
    assert send_file(client, matrix, b"x" * (MAX_BYTES + 200_000)) == 413
    assert "2 Mo au plus" in text_of(client.page.one("main"))


@pytest.mark.parametrize("kind", matrix_file.KINDS)
def test_the_matrix_leaves_and_comes_back_equal(client: LintingClient, matrix: str, kind: str) -> None:
    fill(client, matrix)
    client.get(matrix)
    before = values_of(client.page)
    answer = client.get(f"{matrix}/export.{kind}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="polyvalence-mecanique-durand.{kind}"'
    assert send_file(client, matrix, answer.data) == 200
    assert save(client) == 303
    client.get(matrix)
    assert {**values_of(client.page), "csrf_token": []} == {**before, "csrf_token": []}


def test_the_template_has_the_columns_of_the_grid(client: LintingClient, matrix: str, content: Content) -> None:
    client.get(matrix)
    proposed = columns(client)
    client.get(f"{matrix}/template.xlsx")
    assert send_file(client, matrix, client.get(f"{matrix}/template.csv").data, "modèle.csv") == 200
    assert columns(client) == proposed
    assert client.get(f"{matrix}/template.pdf").status_code == 404
    assert client.get(f"{matrix}/export.ods").status_code == 404


def test_what_the_matrix_says(client: LintingClient, matrix: str) -> None:
    client.get(f"{matrix}/coverage")
    assert client.page.h1 == "Votre matrice est encore vide"
    fill(client, matrix)
    client.get(f"{matrix}/coverage")
    assert client.page.h1 == "Un savoir-faire ne tient qu’à une personne"
    words = text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")
    assert "« Tour Mazak » ne tient qu’à MD, qui partira d’ici cinq ans" in words
    assert "Une seule personne, qui part ; il en manque 2" in words
    assert "D’ici cinq ans, MD partira : un savoir-faire n’aura plus personne" in words
    assert "Ce qui ne tient qu’à une personne : Faire tenir par un second" in words


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1", "Sans MD, un savoir-faire n’a plus personne"),
        ("2", "Sans JP, un savoir-faire ne tient plus qu’à une personne"),
        ("4", "Cette personne n’est pas dans la matrice."),
        ("<b>", "Cette personne n’est pas dans la matrice."),
    ],
)
def test_when_somebody_is_away(client: LintingClient, matrix: str, row: str, told: str) -> None:
    fill(client, matrix)
    client.get(f"{matrix}/coverage", query_string={"away": row})
    assert told in text_of(client.page.one("main")).replace("\u00a0", " ")


def test_who_is_away_is_not_in_the_address(client: LintingClient, matrix: str) -> None:
    fill(client, matrix)
    client.get(f"{matrix}/coverage")
    options = [(one.get("value"), text_of(one)) for one in client.page.id("away").iter("option")]
    assert options == [("1", "MD"), ("2", "JP"), ("3", "AB")]


def test_three_hundred_people_and_sixty_skills_fit_in_one_form(client: LintingClient, matrix: str) -> None:
    sent = full(client, 300, 60) | {f"l{row}-{column}": "3" for row in range(300) for column in range(60)}
    assert client.post(matrix, data=sent).status_code == 303
    assert client.get(f"{matrix}/export.csv").data.count(b"\n") == 303
    assert len(FlaskClient.open(client, matrix).data) < 2_500_000


def test_an_example_is_read_and_not_changed(client: LintingClient) -> None:
    client.get("/d/one_too/matrix")
    assert not client.page.field("person-0")
    assert client.get("/d/one_too/matrix/export.csv").status_code == 200
    token = leading.token(client)
    assert client.post("/d/one_too/matrix", data={"csrf_token": token}).status_code == 403
    assert client.post("/d/one_too/matrix/import", data={"csrf_token": token}).status_code == 403


def test_what_is_no_grid_changes_nothing(client: LintingClient, matrix: str) -> None:
    fill(client, matrix)
    token = leading.token(client)
    for rows, columns in (("", ""), ("9999999", "2"), ("2", "-1"), ("x", "1")):
        assert client.post(matrix, data={"csrf_token": token, "rows": rows, "columns": columns}).status_code == 422
    client.get(matrix)
    assert value(client, "person-0") == "MD"


def full(client: LintingClient, rows: int, columns: int) -> dict[str, str]:
    """A grid of that size as a page would send it, each column with a name of the usual length."""
    sent = {"csrf_token": leading.token(client), "rows": str(rows), "columns": str(columns), "action": "save"}
    for column in range(columns):
        sent |= {f"skill-{column}": f"own_{column + 1}", f"name-{column}": f"Réglage de la machine {column}"}
    return sent | {f"person-{row}": f"P{row}" for row in range(rows)}


@pytest.mark.parametrize(("rows", "skills"), [(600, 120), (301, 1), (1, 61)])
def test_a_grid_larger_than_ours_is_not_shown_again(client: LintingClient, matrix: str, rows: int, skills: int) -> None:
    fill(client, matrix)
    assert client.post(matrix, data=full(client, rows, skills)).status_code == 422
    assert "au plus 300 personnes et 60 savoir-faire" in summary(client).replace("\u00a0", " ")
    assert (value(client, "person-0"), columns(client)) == ("MD", ["Planifier la production", "Tour Mazak"])
    assert len(client.page.html) < 100_000


@pytest.mark.parametrize("forged", ["", "../../x", "a b<script>", "own_", "own_1", "own_12345678", "own_999999"])
def test_a_forged_id_of_a_column_becomes_one_of_ours(client: LintingClient, matrix: str, forged: str) -> None:
    sent = {**full(client, 1, 4), "skill-2": forged, "skill-3": forged, "l0-2": "2", "l0-3": "3"}
    assert client.post(matrix, data=sent).status_code == 303
    client.get(matrix)
    ids = [value(client, f"skill-{column}") for column in range(4)]
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"own_\d{1,6}", id) for id in ids)
    assert [value(client, f"l0-{column}") for column in range(4)] == ["", "", "2", "3"]


def test_an_unknown_column_without_a_name_is_to_be_named(client: LintingClient, matrix: str) -> None:
    sent = full(client, 1, 1)
    del sent["name-0"]
    assert client.post(matrix, data={**sent, "skill-0": "no_such_skill"}).status_code == 422
    assert "n’a pas de nom" in summary(client)
    assert save(client, **{"name-0": "Soudure"}) == 303


def other_write(database: Database) -> None:
    """Another request's turn to write: refused at once where the lock is held."""
    with database.session() as session:
        session.connection()


@pytest.fixture
def impatient(database: Database) -> Iterator[Database]:
    """The same database for another writer, who does not wait."""
    other = Database(str(database.engine.url))
    event.listen(other.engine, "connect", lambda one, _record: one.execute("PRAGMA busy_timeout=0"))
    yield other
    other.close()


def test_nobody_waits_while_a_file_is_read(
    client: LintingClient, matrix: str, impatient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(content: Content, data: bytes, before: Matrix) -> Reading:
        other_write(impatient)
        return matrix_file.read_file(content, data, before)

    monkeypatch.setattr(matrix_page, "read_file", slowly)
    assert send_file(client, matrix, TABLE.encode()) == 200
    assert value(client, "person-0") == "MD"


def test_nobody_waits_while_the_grid_is_shown_again(
    client: LintingClient, matrix: str, impatient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = matrix_page.render_template
    shown = []

    def slowly(name: str, **told: object) -> str:
        other_write(impatient)
        shown.append(name)
        return render(name, **told)

    def refused(session: Session, *_arguments: object) -> None:
        session.connection()
        raise UserError("cette matrice ne peut pas être gardée")

    client.get(matrix)
    monkeypatch.setattr(matrix_page, "render_template", slowly)
    assert save(client, action="more_rows") == 200
    assert save(client, **{"person-0": "MD", "l0-0": "7"}) == 422
    monkeypatch.setattr(matrix_page, "save_matrix", refused)
    assert save(client, **{"l0-0": "3"}) == 422
    assert shown == ["matrix/grid.html"] * 3
    assert value(client, "person-0") == "MD"
