"""The content as experts edit it: what it is refused for, and workbooks of it, given out and taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from os import W_OK, access
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from diagnostic.content import checks, content_xlsx, english, importing
from diagnostic.content.importing import Import
from diagnostic.content.kept_rows import read_rows
from diagnostic.content.loader import load_content, read_register, read_wording
from diagnostic.content.problem import Problem
from diagnostic.content.wording import wording_problems
from diagnostic.content.written import ASIDE
from diagnostic.core.model.catalogue import Content
from diagnostic.services import registering

ZIP_DAY = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether the files of a folder have changed. `newest`: of their times, aware UTC."""

    files: int
    newest: datetime


def problems(content: Content, root: Path) -> Iterator[Problem]:
    """All that `palier check` refuses in a content that can be loaded."""
    yield from checks.publication_problems(content)
    yield from wording_problems(content, read_wording(root))
    yield from english.english_problems(root)
    yield from registering.problems(read_register(root), registering.kept_columns())


def check(root: Path) -> Iterator[Problem]:
    yield from problems(load_content(root), root)


def workbook(root: Path) -> bytes:
    """The content of that folder as it is now, to edit. ContentError when it cannot be read."""
    questionnaire = load_content(root).questionnaire
    return content_xlsx.workbook(root, questionnaire.version, questionnaire.content_sha256)


def compared(data: bytes, root: Path) -> Import:
    """What a workbook would change there; nothing is written. UserError with its sheet and cell when refused."""
    return importing.prepared(data, root, check)


def compared_again(rows: str, root: Path) -> Import:
    """As `compared`, of the rows that a page has carried since: all is checked again."""
    return importing.prepared_again(read_rows(rows), root, check)


def is_writable(root: Path) -> bool:
    """Whether an import could be saved there."""
    folders = [root, *(path for path in root.rglob("*") if path.is_dir() and ASIDE not in path.parts)]
    return all(access(folder, W_OK) for folder in folders)


def stamp(root: Path) -> Stamp:
    times = [path.stat().st_mtime for path in (*root.rglob("*.yaml"), root / english.LOCK) if path.is_file()]
    return Stamp(len(times), datetime.fromtimestamp(max(times, default=0), UTC))


def zipped(made: Import, root: Path) -> bytes:
    """The files that an import changes, under their names in that folder."""
    lock = english.keep_read(root, made.read, made.files)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, text in sorted({**made.files, english.LOCK: lock}.items()):
            packed.writestr(ZipInfo(f"questionnaires/{name}", ZIP_DAY), text.encode(), ZIP_DEFLATED)
    return out.getvalue()
