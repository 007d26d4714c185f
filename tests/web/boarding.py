"""UMA Usinage as its own leader plans it: what a test does on the board, and reads of it."""

from xml.etree.ElementTree import Element

from diagnostic.core.model.assessment import Assessment, Constraints
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from tests.web import leading
from tests.web.linting_client import LintingClient, text_of

ID = "uma_of_its_leader"
AT = f"/d/{ID}"
BOARD = f"{AT}/plan/board"
MEANS = Constraints(budget=20_000, release_days_per_quarter=8, parallel_actions=2, horizon_quarters=4)


class Stored:
    """What is kept of the leader's choices."""

    def __init__(self, database: Database, content: Content) -> None:
        self.database, self.content = database, content

    def assessment(self, id: str = ID) -> Assessment:
        with self.database.session(writes=False) as session:
            return assessing.load(session, self.content, id).assessment


def act(client: LintingClient, do: str, **fields: str) -> int:
    """Send one act from the board as it stands, and follow to the page that answers."""
    token = leading.token(client)
    client.get(BOARD)
    stamp = next(field.get("value", "") for field in client.page.field("stamp"))
    former = {"former": "1"} if client.page.field("former") else {}
    data = {"csrf_token": token, "stamp": stamp, "do": do, **former, **fields}
    answer = client.post(f"{AT}/plan/choices", data=data)
    return client.get(answer.location).status_code if answer.status_code == 303 else answer.status_code


def cards(client: LintingClient) -> dict[str, str]:
    """The measures shown: id → the quarter they stand in."""
    shown = {}
    for column in client.page.all("div"):
        if column.get("data-quarter"):
            for card in column.iter("li"):
                if card.get("data-card") is not None:
                    shown[str(card.get("id")).removeprefix("mesure-")] = str(column.get("data-quarter"))
    return shown


def said(client: LintingClient, id: str = "changes") -> str:
    return text_of(client.page.id(id))


def buttons(element: Element) -> dict[str, Element]:
    return {text_of(one): one for one in element.iter("button")}


def board(client: LintingClient) -> dict[str, str]:
    assert client.get(BOARD).status_code == 200
    return cards(client)
