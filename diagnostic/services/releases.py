"""The door to the releases: read-only for pages, and for the one command that publishes them, able to add one."""

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.released import FileHead, Head, Release
from diagnostic.core.release_document import canonical, read_release, release_document, seal
from diagnostic.store import releases as store
from diagnostic.store.base import WRITES

__all__ = ["Head", "Releases", "add", "telling_of_broken_files", "telling_of_full_disks"]

REMEMBERED = 8
OURS = (DataError, IntegrityError, ProgrammingError)
BUSY = N_("une autre publication est en cours")

CHANGED = N_("R-{number} n’est plus ce qui a été publié : son empreinte ne correspond pas")
BROKEN = N_("R-{number} ne suit pas la publication d’avant : la chaîne est rompue")
FILE_CHANGED = N_("R-{number} : {file} n’est plus le fichier publié")


@contextmanager
def telling_of_full_disks() -> Iterator[None]:
    """A database that had no room left is told as such: what was begun was undone."""
    try:
        yield
    except OperationalError as error:
        if "full" in str(error.orig) or "No space" in str(error.orig):
            told = _("plus de place sur le disque : rien n’est publié")
            raise UserError(told, hint=_("faites de la place")) from error
        raise


@contextmanager
def telling_of_broken_files() -> Iterator[None]:
    """For commands: a file that is no database of releases any more, or a server that does not answer."""
    try:
        yield
    except DatabaseError as error:
        if isinstance(error, OURS):
            raise
        told = _("la base des publications ne s’ouvre pas, ou ne se lit plus")
        raise UserError(told, "PALIER_RELEASES", _("restaurez sa sauvegarde")) from error


class Releases:
    """A database of releases by its URL (sqlite:///file or postgresql+psycopg://…). Without `writes`, its connections
    can change nothing; a file that does not exist holds no release."""

    def __init__(self, url: str, writes: bool = False) -> None:
        self.engine = store.writing_engine(url) if writes else store.reading_engine(url)
        self.writes = writes
        self._lock, self._read = Lock(), dict[tuple[int, str], Release]()

    def prepare(self) -> None:
        """The tables, those that are missing."""
        store.make(self.engine)

    def heads(self) -> tuple[Head, ...]:
        """Every release, the first one first."""
        with self._session(writes=False) as session:
            return store.heads(session)

    def latest(self) -> Release | None:
        """The last one published; None when there is none."""
        heads = self.heads()
        return self._known(heads[-1]) if heads else None

    def get(self, number: int) -> Release | None:
        """That one; None when there is none of that number. Releases never change: the last ones read are kept."""
        head = next((head for head in self.heads() if head.number == number), None)
        return self._known(head) if head else None

    def files(self, number: int) -> tuple[FileHead, ...]:
        """What anybody may take of that release, by name; none where it was published without its files."""
        with self._session(writes=False) as session:
            return store.files(session, number)

    def file(self, number: int, name: str) -> bytes | None:
        """The bytes that were published; None when that release has no such file."""
        with self._session(writes=False) as session:
            return store.file(session, number, name)

    def broken(self) -> tuple[str, ...]:
        """What is wrong with the chain of seals, in sentences; nothing when it is whole."""
        found, before = [], None
        for rank, head in enumerate(self.heads(), start=1):
            document = _parsed(self._document(head.number))
            if head.number != rank:
                found.append(_("R-{number} manque", number=rank))
            if seal(document) != head.seal or document.get("number") != head.number:
                found.append(_(CHANGED, number=head.number))
            if head.previous != before or document.get("previous") != before:
                found.append(_(BROKEN, number=head.number))
            found += [_(FILE_CHANGED, number=head.number, file=file) for file in self._changed(head.number)]
            before = head.seal
        return tuple(found)

    def _changed(self, number: int) -> Iterator[str]:
        """The names of files that are not what their hash says."""
        for told in self.files(number):
            try:
                found = FileHead.of(told.name, self.file(number, told.name) or b"")
            except zlib.error:
                found = None
            if found != told:
                yield told.name

    @contextmanager
    def turn(self) -> Iterator[Session]:
        """A transaction in which nobody else publishes. UserError when somebody else is publishing."""
        assert self.writes
        with self._session(writes=True) as session:
            if not store.take_turn(session):
                raise UserError(_(BUSY), hint=_("recommencez quand elle sera finie"))
            yield session

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        with Session(self.engine.execution_options(**{WRITES: writes})) as session:
            yield session

    def _document(self, number: int) -> str | None:
        """Its canonical JSON, whose hash is its seal."""
        with self._session(writes=False) as session:
            return store.document(session, number)

    def _known(self, head: Head) -> Release:
        key = (head.number, head.seal)
        with self._lock:
            if key in self._read:
                return self._read[key]
        found = read_release(json.loads(self._document(head.number) or "{}"))
        with self._lock:
            self._read[key] = found
            while len(self._read) > REMEMBERED:
                del self._read[next(iter(self._read))]
        return found


def _parsed(text: str | None) -> dict[str, Any]:
    """Nothing where somebody made of it something that is no document."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def add(session: Session, release: Release, now: datetime, files: Mapping[str, bytes]) -> str:
    """Publish a release and its files, in the transaction of `Releases.turn`; its seal. Nobody reads it before the
    commit."""
    document = release_document(release)
    sealed = seal(document)
    head = Head(release.number, release.quarter, release.on, release.synthetic, sealed, release.previous, now)
    store.add(session, head, canonical(document), files)
    return sealed
