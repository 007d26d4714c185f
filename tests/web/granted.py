"""A company whose leader has an account, the people around it, and their browsers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Flask
from werkzeug.test import TestResponse

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts, assessing
from diagnostic.services.database import Database
from diagnostic.store import audit
from tests.web import acquaintances as known
from tests.web.acquaintances import Account
from tests.web.leading import token, without_tokens
from tests.web.linting_client import LintingClient
from tests.web.served import NOW

ID, OTHER = "atelier", "voisin"
HOME = f"/d/{ID}/access"
VISITS = f"/d/{ID}/visits"


@dataclass(frozen=True)
class Around:
    """Léa leads, Hugo advises for the chamber, Ines is a guest, Omar follows for the OPCO. Another company is by."""

    app: Flask
    database: Database
    chamber: str
    opco: str
    people: Mapping[str, Account]
    accesses: Mapping[str, str]

    def browser(self, name: str, *, proven: bool = True) -> LintingClient:
        return known.signed_in(self.app, self.database, self.people[name], proven=proven)

    def link(self) -> LintingClient:
        return known.with_link(self.app, self.database, ID)

    def told(self, act: str) -> list[dict[str, object]]:
        """The details of every such event of the trail."""
        with self.database.session() as session:
            return [event.details for event in audit.everything(session) if event.act == act]


def around(app: Flask, database: Database, content: Content, assessment: Assessment) -> Around:
    with database.session() as session:
        for id in (ID, OTHER):
            company = replace(assessment.company, name=f"Mécanique {id}", siret="55210055400013")
            mine = replace(assessment, company=company)
            assessing.add(session, content, id, mine, NOW, resume_hash=accounts.hash_token(f"link of {id}"))
        session.commit()
    chamber = known.organisation(database, "CCI de la Loire")
    opco = known.organisation(database, "OPCO 2i", OrganisationKind.OPCO)
    names = {"lea": "Léa", "hugo": "Hugo 🛠 الخطاط", "ines": None, "omar": "Omar", "nina": "Nina", "voisin": "Voisin"}
    people = {id: known.account(database, f"{id}@exemple.fr", name) for id, name in names.items()}
    known.member(database, people["hugo"], chamber, Position.ADVISER)
    known.member(database, people["omar"], opco, Position.FUNDER)
    known.member(database, people["nina"], opco, Position.ADMINISTRATOR)
    known.access(database, OTHER, Role.LEADER, people["voisin"])
    accesses = {
        "lea": known.access(database, ID, Role.LEADER, people["lea"]),
        "hugo": known.access(database, ID, Role.ADVISER, people["hugo"], chamber),
        "ines": known.access(database, ID, Role.GUEST, people["ines"]),
    }
    return Around(app, database, chamber, opco, people, accesses)


def send(client: LintingClient, address: str, **fields: str) -> TestResponse:
    """A form of a page, with its token."""
    return client.post(address, data={"csrf_token": token(client), **fields})


def said_by(answer: TestResponse) -> str:
    """A page without its form tokens, which tell the second when they were made."""
    return without_tokens(answer.text)
