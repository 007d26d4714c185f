"""What a leader reads of the company's own trail."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from diagnostic.content.company_file import parse_journal
from diagnostic.core.model.trail import Event, Known
from diagnostic.store import audit, naming

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A page of events, the newest first, and what their ids stand for. `older`: where the next page begins, None at
    the end, where `brought` tells what an import did of the past before."""

    events: tuple[Event, ...]
    known: Known
    older: int | None
    brought: tuple[Event, ...] = ()


def told(session: Session, company: str, *, acts: Collection[str] | None = None, before: int | None = None) -> Told:
    """What happened to that company (by its public id) before that position; of these acts, or of all."""
    found = audit.newest_of_company(session, company, acts=acts, before=before, most=PAGE + 1)
    events = tuple(found[:PAGE])
    older = events[-1].position if len(found) > PAGE else None
    past = () if older else brought(session, company, acts)
    return Told(events, names(session, (*events, *past)), older, past)


def brought(session: Session, company: str, acts: Collection[str] | None) -> tuple[Event, ...]:
    """The newest first; outside the chain: another platform vouches for them."""
    past = parse_journal(naming.brought(session, company))
    events = (Event(position=0, company=company, previous_hash="", hash="", **asdict(one)) for one in reversed(past))
    return tuple(one for one in events if acts is None or one.act in acts)


def names(session: Session, events: Sequence[Event]) -> Known:
    """Who and what these events name."""
    actors = [event.actor.partition(":") for event in events]
    return naming.known(
        session,
        people={id for kind, _, id in actors if kind == "user"},
        organisations={event.organisation for event in events if event.organisation},
        accesses=_details(events, "access"),
        invitations={id for kind, _, id in actors if kind == "invited"} | _details(events, "invitation"),
    )


def actors(session: Session, references: Iterable[str]) -> Known:
    """Who these references of the trail name."""
    people = {id for kind, _, id in (one.partition(":") for one in references) if kind == "user"}
    return naming.known(session, people=people, organisations=(), accesses=(), invitations=())


def followed(session: Session, organisation: str) -> tuple[str, ...]:
    """The companies, by public id, whose leaders are told that this organisation reads what it funds."""
    return naming.followed(session, organisation)


def _details(events: Sequence[Event], name: str) -> set[str]:
    return {str(event.details[name]) for event in events if name in event.details}
