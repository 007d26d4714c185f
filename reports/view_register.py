"""The register of processing as a page, a Markdown file or JSON: the columns' own notes beside the register's texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.privacy import KeptColumn, Purpose, Register
from reports.words import typeset

TO_FILL_IN = N_("à renseigner par l’exploitant")
COLUMN_HEADINGS = (
    N_("Table"),
    N_("Colonne"),
    N_("Finalité"),
    N_("Durée"),
    N_("Peut dire quelque chose d’une personne"),
)


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
    """`article`: « 6.1.b », as the register writes it."""

    article: str
    text: str

    @property
    def told(self) -> str:
        """« 6.1.b », “6(1)(b)”."""
        number, paragraph, point = self.article.split(".")
        return _("{number}.{paragraph}.{point}", number=number, paragraph=paragraph, point=point)


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
    register: Register,
    columns: Iterable[KeptColumn],
    controller: str | None,
    contact: str | None,
    lang: str | None = None,
) -> RegisterView:
    """`controller` and `contact` as the operator has set them, never invented; in the language spoken unless told."""
    rows, lang = tuple(columns), lang or spoken()
    return RegisterView(
        controller=controller or _(TO_FILL_IN),
        contact=contact or _(TO_FILL_IN),
        missing=missing(controller, contact),
        purposes=tuple(_purpose(register, purpose, rows, lang) for purpose in register.purposes.values()),
        elsewhere=tuple(text.read(lang) for text in register.elsewhere),
        columns=tuple(_column(register, row, lang) for row in rows),
    )


def missing(controller: str | None, contact: str | None) -> tuple[str, ...]:
    """The settings to fill in, with what they say."""
    told = []
    if not controller:
        told.append(_("PALIER_CONTROLLER : qui est responsable du traitement (nom, adresse)"))
    if not contact:
        told.append(_("PALIER_CONTACT : l’adresse à laquelle exercer ses droits"))
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
    return (column.table, column.name, purpose.title.read(lang), kept_for.id, _("oui") if column.personal else _("non"))


def register_document(
    register: Register,
    columns: Iterable[KeptColumn],
    controller: str | None,
    contact: str | None,
    lang: str | None = None,
) -> dict[str, Any]:
    """The register as plain values, column by column."""
    rows, lang = tuple(columns), lang or spoken()
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
    lines = [_("# Registre des traitements"), ""]
    lines += [
        typeset(_("Responsable : {controller}", controller=view.controller)),
        "",
        typeset(_("Pour exercer ses droits : {contact}", contact=view.contact)),
        "",
    ]
    for purpose in view.purposes:
        lines += _purpose_lines(purpose)
    lines += [_("## Hors de la base"), "", *(f"- {text}" for text in view.elsewhere), ""]
    lines += [_("## Colonne par colonne"), "", _row(map(_, COLUMN_HEADINGS)), _row("---" for _ in COLUMN_HEADINGS)]
    lines += [_row(row) for row in view.columns]
    return "\n".join(lines) + "\n"


def _purpose_lines(purpose: PurposeView) -> list[str]:
    bases = [
        typeset(_("- Base légale : article {article} du RGPD. {text}", article=basis.told, text=basis.text))
        for basis in purpose.bases
    ]
    kept = [
        typeset(
            _("- {what} Durée : {how_long}", what=" ".join(table.what for table in row.tables), how_long=row.how_long)
        )
        for row in purpose.kept
    ]
    readers = [typeset(_("- Qui lit : {text}", text=text)) for text in purpose.recipients]
    about = typeset(_("- Personnes concernées : {people}", people=purpose.people))
    return [f"## {purpose.title}", "", purpose.why, "", about, *bases, *readers, *kept, ""]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
