"""The register of processing as a page, a Markdown file or JSON: the columns' own notes beside the register's texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from diagnostic.core.model.privacy import KeptColumn, Purpose, Register
from reports.words import typeset

TO_FILL_IN = "à renseigner par l’exploitant"
COLUMN_HEADINGS = ("Table", "Colonne", "Finalité", "Durée", "Peut dire quelque chose d’une personne")


@dataclass(frozen=True, slots=True)
class TableLine:
    """What one table keeps, in words, and the names of its columns."""

    what: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What is kept for a purpose equally long."""

    how_long: str
    tables: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class BasisLine:
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class PurposeView:
    id: str
    title: str
    why: str
    people: str
    recipients: tuple[str, ...]
    bases: tuple[BasisLine, ...]
    kept: tuple[KeptLine, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """`missing`: what the operator has not said yet."""

    controller: str
    contact: str
    missing: tuple[str, ...]
    purposes: tuple[PurposeView, ...]
    elsewhere: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]


def register_view(
    register: Register, columns: Iterable[KeptColumn], controller: str | None, contact: str | None, lang: str = "fr"
) -> RegisterView:
    """`controller` and `contact` as the operator has set them; never invented."""
    rows = tuple(columns)
    return RegisterView(
        controller=controller or TO_FILL_IN,
        contact=contact or TO_FILL_IN,
        missing=missing(controller, contact),
        purposes=tuple(_purpose(register, purpose, rows, lang) for purpose in register.purposes.values()),
        elsewhere=tuple(text.read(lang) for text in register.elsewhere),
        columns=tuple(_column(register, row, lang) for row in rows),
    )


def missing(controller: str | None, contact: str | None) -> tuple[str, ...]:
    """The settings to fill in, with what they say."""
    told = []
    if not controller:
        told.append("PALIER_CONTROLLER : qui est responsable du traitement (nom, adresse)")
    if not contact:
        told.append("PALIER_CONTACT : l’adresse à laquelle exercer ses droits")
    return tuple(map(typeset, told))


def _purpose(register: Register, purpose: Purpose, columns: tuple[KeptColumn, ...], lang: str) -> PurposeView:
    return PurposeView(
        id=purpose.id,
        title=purpose.title.read(lang),
        why=purpose.why.read(lang),
        people=purpose.people.read(lang),
        recipients=tuple(text.read(lang) for text in purpose.recipients),
        bases=tuple(BasisLine(basis.article, basis.text.read(lang)) for basis in purpose.bases),
        kept=tuple(_kept(register, [row for row in columns if row.purpose == purpose.id], lang)),
    )


def _kept(register: Register, columns: list[KeptColumn], lang: str) -> Iterator[KeptLine]:
    for kept_for in dict.fromkeys(row.kept_for for row in columns):
        equally = [row for row in columns if row.kept_for == kept_for]
        tables = tuple(
            TableLine(register.tables[table].read(lang), tuple(row.name for row in equally if row.table == table))
            for table in dict.fromkeys(row.table for row in equally)
        )
        yield KeptLine(register.retentions[kept_for or ""].words.read(lang), tables)


def _column(register: Register, column: KeptColumn, lang: str) -> tuple[str, ...]:
    purpose, kept_for = register.purposes[column.purpose or ""], register.retentions[column.kept_for or ""]
    return (column.table, column.name, purpose.title.read(lang), kept_for.id, "oui" if column.personal else "non")


def register_document(
    register: Register, columns: Iterable[KeptColumn], controller: str | None, contact: str | None, lang: str = "fr"
) -> dict[str, Any]:
    """The register as plain values, column by column."""
    rows = tuple(columns)
    view = register_view(register, rows, controller, contact, lang)
    return {
        "controller": controller,
        "contact": contact,
        "purposes": [
            {
                "id": purpose.id,
                "title": purpose.title,
                "why": purpose.why,
                "people": purpose.people,
                "recipients": list(purpose.recipients),
                "bases": [{"article": basis.article, "text": basis.text} for basis in purpose.bases],
            }
            for purpose in view.purposes
        ],
        "retentions": [
            {"id": row.id, "days": row.days, "words": row.words.read(lang)} for row in register.retentions.values()
        ],
        "columns": [
            {
                "table": row.table,
                "column": row.name,
                "purpose": row.purpose,
                "kept_for": row.kept_for,
                "personal": row.personal,
            }
            for row in rows
        ],
        "elsewhere": list(view.elsewhere),
    }


def register_markdown(view: RegisterView) -> str:
    """The register as a document to print or to hand over."""
    lines = ["# Registre des traitements", ""]
    lines += [typeset(f"Responsable : {view.controller}"), "", typeset(f"Pour exercer ses droits : {view.contact}"), ""]
    for purpose in view.purposes:
        lines += _purpose_lines(purpose)
    lines += ["## Hors de la base", "", *(f"- {text}" for text in view.elsewhere), ""]
    lines += ["## Colonne par colonne", "", _row(COLUMN_HEADINGS), _row("---" for _ in COLUMN_HEADINGS)]
    lines += [_row(row) for row in view.columns]
    return "\n".join(lines) + "\n"


def _purpose_lines(purpose: PurposeView) -> list[str]:
    bases = [typeset(f"- Base légale : article {basis.article} du RGPD. {basis.text}") for basis in purpose.bases]
    kept = [typeset(f"- {' '.join(table.what for table in row.tables)} Durée : {row.how_long}") for row in purpose.kept]
    readers = [typeset(f"- Qui lit : {text}") for text in purpose.recipients]
    about = typeset(f"- Personnes concernées : {purpose.people}")
    return [f"## {purpose.title}", "", purpose.why, "", about, *bases, *readers, *kept, ""]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
