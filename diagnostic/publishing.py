"""A release, from the companies to its files: never half published, wherever it is interrupted.

The files are written aside, then the private memory is kept, then the release is added with its files to its own
database (from then on anybody may read it), then those written aside take their place. Started again, a release that
nobody has read is made anew; one that was published gets its files.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Gathered
from diagnostic.core.model.released import Release, Withheld
from diagnostic.services import observing, releases
from diagnostic.services.database import Database, Session
from diagnostic.services.observing import Made, Progress, Wanted
from diagnostic.services.releases import Releases
from reports.observatory_files import files, offered

WRITING = N_("Écriture des fichiers")
Gather = Callable[[Session], Gathered]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`again`: the release was published before, and its files alone have now reached their place."""

    release: Release
    withheld: tuple[Withheld, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """Where releases are made: the main database, that of the releases, and the clock."""

    main: Database
    releases: Releases
    now: Callable[[], datetime]

    def publish(
        self, content: Content, gather: Gather, wanted: Wanted, out: Path | None, progress: Progress
    ) -> Outcome:
        """The next release, its files in `out` (none without it). UserError when nothing has changed, when somebody
        else is publishing, when the folder is not empty; DisclosureError when nothing can be told safely."""
        if out is not None:
            check_empty(out)
        with releases.telling_of_broken_files(), releases.telling_of_full_disks():
            self.releases.prepare()
            self.releases.heads()
        with releases.telling_of_full_disks(), self.releases.turn() as turn:
            past = self._history()
            if past.undelivered:
                return self._delivered_again(content, past.undelivered, out)
            with self.main.session(writes=False) as session:
                found = gather(session)
            made = observing.make(content, found, wanted, past, progress)
            progress(_(WRITING), 0, 1)
            written = self._files(content, made.release, made.withheld)
            with staged(out) as folder:
                if folder:
                    write(folder, written)
                self._kept(made)
                releases.add(turn, made.release, self.now(), offered(made.release, written))
                turn.commit()
            progress(_(WRITING), 1, 1)
        with self.main.session() as session:
            observing.note_published(session, made.release.number, self.now())
            observing.note_delivered(session, made.release.number, self.now())
            session.commit()
        return Outcome(made.release, made.withheld)

    def _history(self) -> observing.History:
        heads = self.releases.heads()
        with self.main.session() as session:
            past = observing.history(session, heads, self.now())
            session.commit()
        return past

    def _kept(self, made: Made) -> None:
        with self.main.session() as session:
            observing.remember(session, made, self.now())
            session.commit()

    def _delivered_again(self, content: Content, number: int, out: Path | None) -> Outcome:
        release = self.releases.get(number)
        assert release is not None
        with self.main.session(writes=False) as session:
            withheld = observing.log_of(session, number)
        written = self._files(content, release, withheld)
        with staged(out) as folder:
            if folder:
                write(folder, {name: self.releases.file(number, name) or made for name, made in written.items()})
        with self.main.session() as session:
            observing.note_delivered(session, number, self.now())
            session.commit()
        return Outcome(release, withheld, again=True)

    def _files(self, content: Content, release: Release, withheld: tuple[Withheld, ...]) -> Mapping[str, bytes]:
        before = self.releases.get(release.number - 1) if release.number > 1 else None
        return files(release, content.observatory, withheld, before)


def check_empty(out: Path) -> None:
    """UserError unless that folder may be made, or is there and empty."""
    if out.exists() and not out.is_dir():
        raise UserError(_("ce n’est pas un dossier"), str(out), _("un dossier vide, ou qui n’existe pas encore"))
    if out.is_dir() and any(out.iterdir()):
        raise UserError(_("ce dossier n’est pas vide"), str(out), _("une publication n’en remplace jamais une autre"))


@contextmanager
def staged(out: Path | None) -> Iterator[Path | None]:
    """A folder beside `out`, which takes its place, whole, when the work is done, and goes otherwise. What an
    interruption left there before goes too."""
    if out is None:
        yield None
        return
    aside = out.parent / f".{out.name}.partial"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        if out.is_dir():
            out.rmdir()
        aside.rename(out)
        _settle(out.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write(folder: Path, named: Mapping[str, bytes]) -> None:
    """Every file, on the disk for good before anything is published."""
    for name, content in named.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _settle(folder)


def _settle(folder: Path) -> None:
    """The names too."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
