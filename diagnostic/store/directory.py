"""What the public directory answered, kept for a while: rows ↔ core values."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from diagnostic.core.model.listing import Listing
from diagnostic.store.tables_follow import DirectoryRow


@dataclass(frozen=True, slots=True)
class Kept:
    """`listing` is None for a number that the directory did not know."""

    listing: Listing | None
    fetched_at: datetime


def read(session: Session, siret: str) -> Kept | None:
    row = session.get(DirectoryRow, siret)
    return Kept(_listing(row.found) if row.found else None, row.fetched_at) if row else None


def _listing(found: dict[str, Any]) -> Listing:
    low_high = found["headcount"]
    return Listing(
        **{**found, "idcc": tuple(found["idcc"]), "headcount": (low_high[0], low_high[1]) if low_high else None}
    )


def put(session: Session, siret: str, listing: Listing | None, now: datetime) -> None:
    """In place of what was kept."""
    found = asdict(listing) if listing else {}
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(DirectoryRow).values(siret=siret, found=found, fetched_at=now)
    session.execute(new.on_conflict_do_update(index_elements=["siret"], set_={"found": found, "fetched_at": now}))
    session.expire_all()
