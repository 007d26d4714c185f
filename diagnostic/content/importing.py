"""What an expert changed in a workbook of the content: told, checked as a whole, then written all or not at all."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from diagnostic.content.content_sheets import (
    ENGLISH,
    FILE,
    FRENCH,
    KEY,
    MARK,
    READ,
    YES,
    SheetPlan,
    SheetRow,
    cell_told,
    plans,
    printed,
    read_value,
    rows_of,
)
from diagnostic.content.content_xlsx import ReadRow, Rows, read_workbook
from diagnostic.content.english import LOCK, keep_read, mark, read_lock
from diagnostic.content.problem import Problem
from diagnostic.content.written import ASIDE, Value, rewritten
from diagnostic.core.errors import ContentError, SeveralError, UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.questionnaire import Text

SHOWN = 12
READY = "ready"
MOVED = N_("« {file} {key} » a changé depuis que ce classeur a été exporté")
EXPORT_AGAIN = N_("exportez à nouveau, et reportez-y votre choix")
Check = Callable[[Path], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else than the content. `place`: sheet and cell; `column`: its title."""

    file: str
    key: str
    column: str
    before: str
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class Import:
    """What a workbook would change: each cell, the files as they would be, the pairs of texts newly read together.
    `rows`: the rows that say so, enough to prepare the same import again."""

    changes: tuple[Change, ...]
    files: Mapping[str, str]
    read: frozenset[str]
    rows: Rows

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.read


def prepared(data: bytes, root: Path, check: Check) -> Import:
    """What that workbook changes in the content of `root`, already checked as `palier check` does. `check` gives the
    problems of a folder of content. UserError with sheet and cell where something is refused: SeveralError where more
    than one thing is."""
    return prepared_again(read_workbook(data), root, check)


def prepared_again(rows: Rows, root: Path, check: Check) -> Import:
    """As `prepared`, of the rows of an import, which may have lain elsewhere since."""
    found = Import((), {}, frozenset(), {})
    known = read_lock(root)
    refused: list[UserError] = []
    for plan in plans():
        found = _with(found, root, plan, rows.get(plan.title, ()), known, refused)
    if not refused and not found.is_empty:
        refused += _refusals(found, root, check)
    if refused:
        raise SeveralError(refused) if len(refused) > 1 else refused[0]
    return found


@contextmanager
def held(root: Path) -> Iterator[None]:
    """One import at a time in that folder, whichever process or thread it comes from; one that died is finished."""
    if sys.platform == "win32":
        _finish(root)
        yield
        return
    import fcntl

    opened = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        _finish(root)
        yield
    finally:
        os.close(opened)


def apply(made: Import, root: Path) -> None:
    """Writes all the files, or none: they are written aside first, and a death in mid-way is finished by `held`.
    UserError when the folder cannot be written in; nothing has changed then. The folder is `held`."""
    aside = root / ASIDE
    lock = keep_read(root, made.read, made.files)
    try:
        shutil.rmtree(aside, ignore_errors=True)
        for name, text in {**made.files, LOCK: lock}.items():
            path = aside / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (aside / READY).touch()
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise UserError(_("ce dossier ne se laisse pas écrire"), str(root), _("rien n’y est changé")) from error
    _finish(root)


def finish_import(root: Path) -> None:
    """What is read next is whole: an import that is under way is waited for, one that died is finished."""
    with held(root):
        return


def _finish(root: Path) -> None:
    """An import that died once everything was written aside takes its place; one that died before is forgotten."""
    aside = root / ASIDE
    if (aside / READY).exists():
        for path in sorted((aside / "files").rglob("*")):
            if path.is_file():
                path.replace(root / path.relative_to(aside / "files"))
    shutil.rmtree(aside, ignore_errors=True)


def _with(
    found: Import,
    root: Path,
    plan: SheetPlan,
    rows: Sequence[ReadRow],
    read: frozenset[str],
    refused: list[UserError],
) -> Import:
    """With the changes of one sheet. `read`: the pairs of texts that somebody has read together already; `refused`
    gathers what is wrong, row after row."""
    known = {(row.file, row.key): row for row in rows_of(plan, root)}
    changes: list[Change] = []
    seen: set[tuple[str, str]] = set()
    reads: set[str] = set()
    telling: list[ReadRow] = []
    for row in rows:
        if plan.columns and not row.cells[MARK] and not row.cells[FILE].endswith(".yaml"):
            continue
        try:
            current = _known(plan, row, known)
            _refuse_twice(row, (current.file, current.key), seen)
            changed = _changed(plan, row, current)
            newly = _read(plan, row, changed) - read
        except UserError as error:
            refused.append(error)
            continue
        changes += changed
        reads |= newly
        telling += [row] if changed or newly else []
    files = _files(found.files, root, plan, changes, refused)
    told = {**found.rows, plan.title: tuple(telling)} if telling else found.rows
    return Import((*found.changes, *changes), files, found.read | reads, told)


def _refuse_twice(row: ReadRow, which: tuple[str, str], seen: set[tuple[str, str]]) -> None:
    if which in seen:
        raise UserError(_("ligne présente deux fois"), row.place(FILE), _("une seule ligne pour chaque texte"))
    seen.add(which)


def _changed(plan: SheetPlan, row: ReadRow, current: SheetRow) -> tuple[Change, ...]:
    """UserError where the content moved since the workbook was made."""
    changed = tuple(_changes(plan, row, current)) if _is_edited(plan, row, current) else ()
    if changed and row.cells[MARK] != current.mark:
        raise UserError(
            _(MOVED, file=current.file, key=current.key),
            changed[0].place,
            _(EXPORT_AGAIN),
        )
    return changed


def _known(plan: SheetPlan, row: ReadRow, known: Mapping[tuple[str, str], SheetRow]) -> SheetRow:
    key = "" if plan.columns else row.cells[KEY]
    current = known.get((row.cells[FILE], key))
    if current is None:
        named = " ".join(part for part in (row.cells[FILE], key) if part) or _("sans nom")
        allowed = _("ni Fichier ni Clé ne se modifient, et une ligne ne s’ajoute pas")
        raise UserError(_("ligne inconnue : {named}", named=named), row.place(FILE), allowed)
    if not row.cells[MARK]:
        raise UserError(_("repère effacé"), row.place(MARK), _("exportez à nouveau, et reportez-y vos choix"))
    return current


def _is_edited(plan: SheetPlan, row: ReadRow, current: SheetRow) -> bool:
    """Whether it says something else than when it was exported, whatever the content has become since."""
    return SheetRow(current.file, current.key, {name: row.cells[name] for name in plan.header}).mark != row.cells[MARK]


def _changes(plan: SheetPlan, row: ReadRow, current: SheetRow) -> Iterator[Change]:
    columns = [column.key for column in plan.columns] or [FRENCH, ENGLISH]
    for column in columns:
        before, after = current.cells.get(column, ""), row.cells[column]
        if after != before.strip(" \t\n"):
            yield Change(current.file, current.key, column, before, after, row.place(column))
    if not plan.columns:
        _refuse_wrong_language(row, current)


def _refuse_wrong_language(row: ReadRow, current: SheetRow) -> None:
    if current.cells[ENGLISH] and current.cells[ENGLISH] != current.cells[FRENCH] == row.cells[ENGLISH]:
        raise UserError(
            _("cette colonne porte le français"), row.place(ENGLISH), _("l’anglais ici, le français à sa place")
        )
    if current.cells[FRENCH] and current.cells[FRENCH] != current.cells[ENGLISH] == row.cells[FRENCH]:
        raise UserError(
            _("cette colonne porte l’anglais"), row.place(FRENCH), _("le français ici, l’anglais à sa place")
        )
    if not row.cells[FRENCH]:
        raise UserError(
            _("texte français vide"), row.place(FRENCH), _("un texte ; supprimer un texte se fait dans son fichier")
        )
    if current.cells[ENGLISH] and not row.cells[ENGLISH]:
        raise UserError(_("texte anglais vide"), row.place(ENGLISH), _("un texte, dans les deux langues"))


def _read(plan: SheetPlan, row: ReadRow, changes: Sequence[Change]) -> set[str]:
    """The pair of this row, where somebody wrote its English or says having read it again."""
    if plan.columns or row.cells[READ].lower() not in ("", YES):
        if plan.columns:
            return set()
        raise UserError(
            _("« {value} » n’est pas une réponse", value=row.cells[READ]),
            row.place(READ),
            _("permis : {allowed}, ou rien", allowed=printed(YES)),
        )
    written = any(change.column == ENGLISH for change in changes)
    if row.cells[ENGLISH] and (written or row.cells[READ].lower() == YES):
        return {mark(Text(row.cells[FRENCH], row.cells[ENGLISH]))}
    return set()


def _files(
    before: Mapping[str, str], root: Path, plan: SheetPlan, changes: Sequence[Change], refused: list[UserError]
) -> Mapping[str, str]:
    """The files with those changes, over what other sheets changed in them; `refused` gathers values that are wrong."""
    found = dict(before)
    for name in dict.fromkeys(change.file for change in changes):
        text = found.get(name) or (root / name).read_text(encoding="utf-8")
        mine = [change for change in changes if change.file == name]
        try:
            found[name] = rewritten(text, _texts(mine, root, plan), _values(mine, plan, text))
        except UserError as error:
            refused.append(error)
    return found


def _texts(changes: Sequence[Change], root: Path, plan: SheetPlan) -> Mapping[str, Text]:
    if plan.columns:
        return {}
    known = {(row.file, row.key): row.cells for row in rows_of(plan, root)}
    found: dict[str, Text] = {}
    for key in dict.fromkeys(change.key for change in changes):
        cells = {**known[changes[0].file, key], **{one.column: one.after for one in changes if one.key == key}}
        found[key] = Text(cells[FRENCH], cells[ENGLISH] or None)
    return found


def _values(changes: Sequence[Change], plan: SheetPlan, text: str) -> Mapping[str, Value]:
    columns = {column.key: column for column in plan.columns}
    found: dict[str, Value] = {}
    for change in changes:
        if change.column not in columns:
            continue
        try:
            found[change.column] = read_value(change.after, columns[change.column])
        except ValueError as error:
            told = _("« {value} » est refusé", value=cell_told(change.column, change.after))
            raise UserError(told, change.place, str(error)) from error
        try:
            rewritten(text, {}, {change.column: found[change.column]})
        except KeyError as error:
            told = _("« {column} » n’existe pas dans {file}", column=change.column, file=change.file)
            raise UserError(told, change.place, _("laissez la case vide, ou ajoutez-le dans le fichier")) from error
    return found


def _refusals(made: Import, root: Path, check: Check) -> list[UserError]:
    """What `palier check` would refuse in the whole content as it would be."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(ASIDE))
        for name, text in {**made.files, LOCK: keep_read(root, made.read, made.files)}.items():
            (copy / name).write_text(text, encoding="utf-8")
        try:
            problems = list(check(copy))
        except ContentError as error:
            problems = [Problem(error.field or "", error.message, error.hint)]
    return [UserError(told.message, _place(told.place, made.changes), told.allowed) for told in problems]


def _place(place: str, changes: Sequence[Change]) -> str:
    """The cell that a problem of the content comes from; its file and key where no cell changed there."""
    file, _, key = place.partition(": ")
    near = [change for change in changes if change.file == file]
    exact = [change for change in near if _plain(change.key or change.column) == _plain(key)]
    french = [change for change in exact if change.column == FRENCH]
    found = (french or exact or near)[:1]
    return f"{found[0].place}, {place}" if found else place


def _plain(key: str) -> str:
    """`[lean].name`, `lean.name` and `lean.name.fr` alike."""
    return re.sub(r"[\[\].]+", ".", key).strip(".").removesuffix(".fr").removesuffix(".en")


def change_lines(made: Import) -> Iterator[str]:
    """The differences, for whoever imports."""
    for change in made.changes:
        file = f"{change.file}{f' {change.key}' if change.key else ''}"
        yield _("{place} : {file}", place=change.place, file=file)
        for sign, value in (("-", change.before), ("+", change.after)):
            told = cell_told(change.column, value) or _("(vide)")
            yield f"  {sign} {told}"
