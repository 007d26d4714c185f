"""The door to the database: one session a request, one commit by the caller."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from diagnostic.store.base import WRITES, make_engine
from diagnostic.store.erasing import scrub
from diagnostic.store.upgrading import upgrade

__all__ = ["Database", "Session"]


class Database:
    """A database by its URL (sqlite:///… or postgresql+psycopg://…)."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)

    def upgrade(self) -> None:
        """Bring the schema to the newest version."""
        upgrade(self.engine)

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:
        """A session that rolls back unless the caller commits. A reader (`writes=False`) holds up no writer."""
        with Session(self.engine.execution_options(**{WRITES: writes}), expire_on_commit=False) as session:
            yield session

    def scrub(self) -> bool:
        """Take what was removed out of the database's files; False when somebody was still reading them."""
        return scrub(self.engine)

    def close(self) -> None:
        self.engine.dispose()
