"""How many times in a row a door was tried, by the hash of who or whence."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from diagnostic.store.tables_security import ThrottleRow


@dataclass(frozen=True, slots=True)
class Tries:
    """`failures` tries in a row, between two times."""

    failures: int
    first_at: datetime
    last_at: datetime


def locked(session: Session, key_hash: str, now: datetime) -> Tries:
    """What is known of a key, `failures` 0 at first; others who ask for the same key wait for this transaction."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(ThrottleRow).values(key_hash=key_hash, failures=0, first_at=now, last_at=now)
    session.execute(new.on_conflict_do_nothing(index_elements=["key_hash"]))
    query = select(ThrottleRow).where(ThrottleRow.key_hash == key_hash).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    return Tries(row.failures, row.first_at, row.last_at)


def put(session: Session, key_hash: str, tries: Tries) -> None:
    session.merge(
        ThrottleRow(key_hash=key_hash, failures=tries.failures, first_at=tries.first_at, last_at=tries.last_at)
    )
    session.flush()


def forget(session: Session, key_hash: str) -> None:
    session.execute(delete(ThrottleRow).where(ThrottleRow.key_hash == key_hash))


def forget_before(session: Session, time: datetime) -> None:
    """Keys that nobody has tried since."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.last_at < time))
