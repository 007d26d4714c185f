"""Companies looked up in the public directory: what it said is kept, so that it is not asked again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.core.model.listing import Listing
from diagnostic.store import directory

FRESH = timedelta(days=30)
FRESH_UNKNOWN = timedelta(hours=6)  # a new establishment appears in the directory within a few days


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory said: a listing, or that it knows no such number."""

    listing: Listing | None


def kept(session: Session, siret: str, now: datetime) -> Known | None:
    """What it said lately; None when it has to be asked."""
    found = directory.read(session, siret)
    if found is None:
        return None
    lasts = FRESH if found.listing else FRESH_UNKNOWN
    return Known(found.listing) if now - found.fetched_at < lasts else None


def keep(session: Session, siret: str, listing: Listing | None, now: datetime) -> None:
    """Keep its answer, that it knows no such number included."""
    directory.put(session, siret, listing, now)
