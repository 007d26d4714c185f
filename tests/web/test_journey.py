"""A whole diagnostic without any script: from the first page to the document."""

import io

import pytest
from pypdf import PdfReader

from tests.web import leading
from tests.web.linting_client import LintingClient, text_of

pytestmark = pytest.mark.slow


def test_a_leader_goes_from_home_to_the_document(client: LintingClient) -> None:
    client.get("/")
    assert "Commencer le diagnostic" in [text_of(link) for link in client.page.all("a")]
    address = leading.start(client)
    assert leading.send(client, f"{address}/link", {"action": "kept"}).location == f"{address}/flash"
    said = {"symptoms-late_deliveries-severity": "3", "symptoms-late_deliveries-late_orders": "18"}
    assert leading.send(client, f"{address}/entry", said).location == f"{address}/flash"
    locations = [answer.location for answer in leading.answer_all(client, address, lambda name: "1")]
    assert locations[-1] == f"{address}/result"
    assert len(locations) == 8
    client.get(f"{address}/result")
    assert "Stade 1" in client.page.h1 or "stade 1" in client.page.h1
    assert "Repérage, 20 questions" in client.page.html
    client.get(f"{address}/plan")
    assert len([one for one in client.page.all("article") if "measure" in one.get("class", "")]) >= 6
    document = client.get(f"{address}/report.pdf")
    assert document.headers["Content-Disposition"] == 'attachment; filename="palier-mecanique-durand.pdf"'
    first = PdfReader(io.BytesIO(document.data)).pages[0].extract_text()
    assert "Mécanique Durand" in first


def test_nothing_answered_yet_is_said_without_a_figure(client: LintingClient, own: str) -> None:
    client.get(f"{own}/result")
    assert client.page.h1.startswith("Il manque des réponses")
    assert "Répondre aux questions" in client.page.html
    assert client.get(f"{own}/plan").status_code == 200


@pytest.fixture
def answered(client: LintingClient) -> str:
    address = leading.start(client, form="full")
    list(leading.answer_all(client, address, lambda name: "0" if name == "it_security" else "2"))
    return address


def test_the_result_points_to_its_questions(client: LintingClient, answered: str) -> None:
    client.get(f"{answered}/result")
    links = [link.get("href", "") for link in client.page.one("main").iter("a")]
    targets = [link for link in links if "#" in link and link.startswith(answered)]
    assert f"{answered}/questions/system_integration#it_security" in targets
    for link in set(targets):
        client.get(link)
        assert client.page.id(link.partition("#")[2]).tag == "section"


def test_the_result_reads_the_same_in_its_tables(client: LintingClient, answered: str) -> None:
    """What the drawings show stands in words beside them."""
    client.get(f"{answered}/result")
    table = next(table for table in client.page.all("table") if table.get("class") == "dots")
    rows = [[text_of(cell) for cell in row] for row in table.find("tbody") or []]
    assert len(rows) == 8
    assert all("cible" in row[1] for row in rows)
    drawings = [one.get("aria-label", "") for one in client.page.all("svg") if one.get("role") == "img"]
    assert len(drawings) == 2 and drawings[0] == drawings[1]
