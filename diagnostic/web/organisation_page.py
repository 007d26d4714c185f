"""What the pages of organisations show: people, invitations that wait, companies, each in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic.core.language import _
from diagnostic.core.model.access import Membership, Position
from diagnostic.services.handing import Invitation
from diagnostic.services.organisations import Member, Organisation
from diagnostic.web.days import day_in_france, day_of
from diagnostic.web.forms_organisation import KINDS, POSITIONS
from reports import words
from reports.view_accompanied import Telling


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    id: str
    name: str
    kind: str
    people: str
    since: str
    closed: str | None


def organisation_line(organisation: Organisation, people: int) -> OrganisationLine:
    closed = day_of(organisation.closed_at) if organisation.closed_at else None
    told = words.count(people, "membre", "membres") if people else _("aucun membre")
    kind = _(KINDS[organisation.kind])
    return OrganisationLine(organisation.id, organisation.name, kind, told, day_of(organisation.created_at), closed)


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: str
    name: str
    email: str
    positions: str
    since: str
    ready: bool


def member_line(member: Member) -> MemberLine:
    held = words.listed([words.lower_first(_(POSITIONS[one])) for one in member.positions])
    name = member.name or member.email
    return MemberLine(member.id, name, member.email, words.capital(held), day_of(member.since), member.second_step)


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """`email` is None for a link given in person."""

    id: str
    name: str | None
    email: str | None
    what: str
    made: str
    expires: str


def invitation_lines(invitations: Iterable[Invitation]) -> list[InvitationLine]:
    return [
        InvitationLine(
            id=one.id,
            name=one.name,
            email=one.email,
            what=_(POSITIONS[one.role]) if isinstance(one.role, Position) else "",
            made=day_of(one.made_at),
            expires=day_of(one.expires_at),
        )
        for one in invitations
    ]


def accompanied(people: Iterable[Member]) -> Telling:
    """What tells who accompanies which company."""
    return Telling({one.id for one in advisers_among(people)}, day_in_france)


def advisers_among(people: Iterable[Member]) -> list[Member]:
    return [one for one in people if Position.ADVISER in one.positions]


def held_in(positions: Iterable[Membership], organisation: str) -> frozenset[Position]:
    """What a person is in one organisation."""
    return frozenset(one.position for one in positions if one.organisation == organisation)
