"""What everybody did, in a chain: each event's hash covers the one before."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from diagnostic.core.model.access import NOTHING, About, Actor
from diagnostic.store import audit
from diagnostic.store.audit import Event


def note(
    session: Session, actor: Actor, act: str, now: datetime, about: About = NOTHING, **details: str | int | bool
) -> None:
    """Add an event at the end of the trail. `details`: ids, kinds and numbers, never a name, an address or an answer:
    the trail outlives those it speaks of."""
    position, previous = audit.head(session, to_change=True)
    event = Event(
        position=position + 1,
        at=now,
        actor=actor.reference,
        role=actor.role,
        act=act,
        company=about.company,
        diagnostic=about.diagnostic,
        organisation=about.organisation,
        details=dict(details),
        previous_hash=previous,
        hash="",
    )
    audit.append(session, replace(event, hash=hash_of(event)))


def hash_of(event: Event) -> str:
    """sha256 of the event as canonical JSON, its own hash left out."""
    document = {name: getattr(event, name) for name in Event.__dataclass_fields__ if name != "hash"}
    document["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
