"""Everybody who may come to the door, and the companies and organisations that they come for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from flask import Flask

from diagnostic.core.model.access import Hand, OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts, assessing
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.web import acquaintances as known
from tests.web import tracked
from tests.web.linting_client import LintingClient
from tests.web.served import NOW

CLAIMED, UNCLAIMED, PREPARED, FOREIGN, EXAMPLE = "claimed", "unclaimed", "prepared", "foreign", "one_too"
NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"


@dataclass(frozen=True)
class World:
    """`own`, `foreign`: organisations; the ids of what a reader may act on, by the name that routes give it."""

    own: str
    foreign: str
    enter: Mapping[str, Callable[[Flask], LintingClient]]
    things: Mapping[str, str] = field(default_factory=dict)


def populate(database: Database, content: Content, assessment: Assessment) -> World:
    """Three companies of ours, one of others; an organisation of ours, one of others; everybody's accounts."""
    _companies(database, content, assessment)
    own = known.organisation(database, "CCI de la Loire", OrganisationKind.REGION)
    foreign = known.organisation(database, "Autre agence")
    people = {name: known.account(database, f"{name}@exemple.fr") for name in ACCOUNTS}
    people["platform"] = known.account(database, "platform@exemple.fr", platform_admin=True)
    for name, position in POSITIONS.items():
        known.member(database, people[name], own, position)
    known.member(database, people["stranger"], foreign, Position.ADVISER)
    granted = _accesses(database, people, own, foreign)
    invitation = known.contributor(database, CLAIMED)
    visit = known.visit(database, CLAIMED, own, people["adviser"])
    things = granted | {"proof": known.proof(database, CLAIMED)}
    things |= {"step": tracked.signed_once(database, CLAIMED)}
    things |= {"visit": visit, "invitation": invitation, "member": people["analyst"].id}
    return World(own, foreign, _doors(database, people, invitation), things)


ACCOUNTS = (
    "leader",
    "other_leader",
    "guest",
    "adviser",
    "unproven_adviser",
    "colleague",
    "administrator",
    "analyst",
    "funder",
    "stranger",
)
POSITIONS = {
    "adviser": Position.ADVISER,
    "unproven_adviser": Position.ADVISER,
    "colleague": Position.ADVISER,
    "administrator": Position.ADMINISTRATOR,
    "analyst": Position.ANALYST,
    "funder": Position.FUNDER,
}


def _companies(database: Database, content: Content, assessment: Assessment) -> None:
    with database.session() as session:
        for id in (CLAIMED, UNCLAIMED, PREPARED, FOREIGN):
            company = replace(assessment.company, name=f"Atelier {id}")
            link = None if id == PREPARED else accounts.hash_token(f"link of {id}")
            assessing.add(session, content, id, replace(assessment, company=company), NOW, resume_hash=link)
        assessments.change(session, PREPARED, {"hand": Hand.ADVISER})
        session.commit()


def _accesses(database: Database, people: Mapping[str, known.Account], own: str, foreign: str) -> dict[str, str]:
    known.access(database, CLAIMED, Role.LEADER, people["leader"])
    known.access(database, FOREIGN, Role.LEADER, people["other_leader"])
    known.access(database, FOREIGN, Role.ADVISER, people["stranger"], foreign)
    known.access(database, CLAIMED, Role.FUNDER, organisation=own)
    advising = known.access(database, CLAIMED, Role.ADVISER, people["adviser"], own)
    known.access(database, CLAIMED, Role.ADVISER, people["unproven_adviser"], own)
    known.access(database, PREPARED, Role.ADVISER, people["adviser"], own)
    return {"adviser_access": advising, "access": known.access(database, CLAIMED, Role.GUEST, people["guest"])}


def _doors(
    database: Database, people: Mapping[str, known.Account], invitation: str
) -> dict[str, Callable[[Flask], LintingClient]]:
    """How each reader's browser comes in."""

    def with_account(name: str, *, proven: bool) -> Callable[[Flask], LintingClient]:
        return lambda app: known.signed_in(app, database, people[name], proven=proven)

    weak = ("leader", "other_leader", "guest", "unproven_adviser")
    doors = {name: with_account(name, proven=name not in weak) for name in people}
    doors["nobody"] = lambda app: known.browse(app, database, {})
    doors["link"] = lambda app: known.with_link(app, database, UNCLAIMED)
    doors["old_link"] = lambda app: known.with_link(app, database, CLAIMED)
    doors["contributor"] = lambda app: known.invited(app, database, invitation)
    return doors
