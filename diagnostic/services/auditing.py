"""What everybody did, in a chain: each event's hash covers the one before.

What is noted waits until its transaction commits, so that those who act at the same time wait for one another no
longer than it takes to write a line; what is rolled back was never told.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import NOTHING, About, Actor
from diagnostic.core.model.trail import Event, Verdict
from diagnostic.store import audit

BATCH = 1000
START = (0, "")
OWN_KEEPING = frozenset({"sessions", "login_links", "throttles", "audit_events", "audit_heads"})
REMEMBERED = 20_000
_TOLD: WeakKeyDictionary[Pool, OrderedDict[tuple[object, ...], None]] = WeakKeyDictionary()
_WAITING, _WROTE = "palier_waiting", "palier_wrote"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that its transaction will tell; `since`: unless it was told since then."""

    event: Event
    since: datetime | None


def note(
    session: Session, actor: Actor, act: str, now: datetime, about: About = NOTHING, **details: str | int | bool
) -> None:
    """Add an event at the end of the trail, when `session` commits. `details`: ids, kinds and numbers, never a name,
    an address or an answer: the trail outlives those it speaks of."""
    _wait(session, Waiting(_drafted(actor, act, now, about, details), None))


def note_once(
    session: Session, actor: Actor, act: str, now: datetime, about: About, since: datetime, **details: str | int | bool
) -> None:
    """As `note`, unless the trail already tells it since then."""
    draft = _drafted(actor, act, now, about, details)
    if not _known_told(session, draft, since):
        _wait(session, Waiting(draft, since))


def is_told(
    session: Session, actor: Actor, act: str, about: About, since: datetime, **details: str | int | bool
) -> bool:
    """Whether the trail tells that the same actor did the same to the same company since then."""
    return _known_told(session, _drafted(actor, act, since, about, details), since)


def _known_told(session: Session, draft: Event, since: datetime) -> bool:
    """What the trail has told stays told: it is asked once, then remembered by this process for a while."""
    told = _TOLD.setdefault(session.get_bind().pool, OrderedDict())  # type: ignore[union-attr]
    key = (draft.actor, draft.act, draft.company, draft.diagnostic, draft.organisation, repr(draft.details), since)
    if key in told:
        return True
    if not audit.is_told(session, draft, since):
        return False
    told[key] = None
    if len(told) > REMEMBERED:
        told.popitem(last=False)
    return True


def _drafted(actor: Actor, act: str, now: datetime, about: About, details: dict[str, str | int | bool]) -> Event:
    return Event(
        position=0,
        at=now,
        actor=actor.reference,
        role=actor.role,
        act=act,
        company=about.company,
        diagnostic=about.diagnostic,
        organisation=about.organisation,
        details=details,
        previous_hash="",
        hash="",
    )


def _wait(session: Session, told: Waiting) -> None:
    """Within a transaction, so that rolling back forgets it even where nothing was read or written before."""
    if not session.in_transaction():
        session.begin()
    session.info.setdefault(_WAITING, []).append(told)


def is_telling(session: Session) -> bool:
    """Whether something was noted that this transaction will tell."""
    return bool(session.info.get(_WAITING))


def has_written(session: Session) -> bool:
    """Whether this transaction has changed anything but what keeps the doors."""
    return bool(session.info.get(_WROTE))


@event.listens_for(Session, "before_commit")
def _tell(session: Session) -> None:
    """The last thing a transaction writes: the head's row is locked for as short as can be."""
    waiting: list[Waiting] = session.info.pop(_WAITING, [])
    if not waiting:
        return
    session.flush()
    last = audit.head(session, to_change=True)
    assert last is not None, "the head of the trail was taken away"
    for told in waiting:
        if told.since is None or not audit.is_told(session, told.event, told.since):
            last = _append(session, told.event, last)


def _append(session: Session, draft: Event, last: tuple[int, str]) -> tuple[int, str]:
    placed = replace(draft, position=last[0] + 1, previous_hash=last[1])
    chained = replace(placed, hash=hash_of(placed))
    audit.append(session, chained)
    return chained.position, chained.hash


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WAITING, None)
        session.info.pop(_WROTE, None)


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: UOWTransaction) -> None:
    changed = (row for row in session.dirty if session.is_modified(row))
    if any(row.__tablename__ not in OWN_KEEPING for row in (*session.new, *session.deleted, *changed)):
        session.info[_WROTE] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    tables = {mapper.class_.__tablename__ for mapper in state.all_mappers}
    if (state.is_insert or state.is_update or state.is_delete) and not (tables and tables <= OWN_KEEPING):
        state.session.info[_WROTE] = True


def hash_of(event: Event) -> str:
    """sha256 of the event as canonical JSON, its own hash left out."""
    document = {name: getattr(event, name) for name in Event.__dataclass_fields__ if name != "hash"}
    document["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session, expected: str | None = None) -> Verdict:
    """Recompute the whole chain, in batches. `expected`: a head kept elsewhere, which must stand somewhere in it.

    Whoever rewrites every event and the head leaves a chain that holds: only `expected` sees it. UserError when this
    database has no trail yet.
    """
    audit.stand_still(session)
    if not audit.exists(session):
        raise UserError(_("cette base n’a pas encore de journal"), None, _("palier serve la met à jour"))
    if not audit.is_whole(session):
        return Verdict(0, *START, broken_at=1, problem=_("une table du journal a disparu"))
    head = audit.head(session)
    count, last, expected_at = 0, START, None
    for one in _each(session):
        wrong = _wrong(one, last)
        if wrong:
            return Verdict(count, *last, broken_at=wrong[0], problem=wrong[1])
        assert one is not None
        count, last = count + 1, (one.position, one.hash)
        expected_at = one.position if one.hash == expected else expected_at
    broken = _cut(head, last)
    if broken is None and expected is not None and expected_at is None:
        broken = (
            1,
            _("l’empreinte attendue n’est nulle part dans le journal : il a été réécrit, ou ce n’est pas le même"),
        )
    at, problem = broken or (None, None)
    return Verdict(count, *last, broken_at=at, problem=problem, expected_at=expected_at)


def _each(session: Session) -> Iterator[Event | None]:
    """Every event, then None in the place of one that cannot be read."""
    last = None
    try:
        for batch in audit.batches(session, BATCH):
            yield from batch
            last = batch[-1].position
    except audit.UNREADABLE:
        yield from _each_alone(session, last)


def _each_alone(session: Session, last: int | None) -> Iterator[Event | None]:
    try:
        for batch in audit.batches(session, 1, last):
            yield from batch
    except audit.UNREADABLE:
        yield None


def _wrong(one: Event | None, last: tuple[int, str]) -> tuple[int, str] | None:
    """The first position where the chain breaks at that event, and how."""
    position, previous = last
    if one is None:
        return position + 1, _("cet événement a été modifié : il ne se lit plus")
    if one.position != position + 1:
        return position + 1, _("il manque cet événement")
    if not _is_its_own(one):
        return one.position, _("cet événement a été modifié")
    if one.previous_hash != previous:
        return one.position, _("cet événement ne suit pas celui qui le précède")
    return None


def _is_its_own(one: Event) -> bool:
    """Whether its hash is what it says; what JSON cannot write was never hashed."""
    try:
        return one.hash == hash_of(one)
    except (TypeError, ValueError):
        return False


def _cut(head: tuple[int, str] | None, last: tuple[int, str]) -> tuple[int, str] | None:
    """What the head says that the events do not."""
    if head is None:
        return last[0], _("la ligne qui garde la fin du journal a disparu")
    if isinstance(head[0], int) and head[0] > last[0]:
        return last[0] + 1, _("la fin manque : le journal allait jusqu’à {number}", number=head[0])
    if head != last:
        return last[0], _("la fin du journal n’est pas celle qui a été gardée")
    return None
