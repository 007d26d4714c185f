"""A company carries all its data away, and is received elsewhere as it left."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from diagnostic.content.assessments import assessment_document, parse_document
from diagnostic.content.company_file import company_document, journal_document, parse_journal
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import About, Actor
from diagnostic.core.model.assessment import Answer, Assessment, Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.company_file import CompanyFile, FiledDiagnostic, FiledOperation
from diagnostic.core.model.diagnostic import Operation, fold
from diagnostic.core.still_known import still_known
from diagnostic.core.validation import check_assessment
from diagnostic.services import assessing, auditing
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.resume_codes import hash_typed, new_code
from diagnostic.store import portable
from diagnostic.store.assessments import rating_value

NAMED = 5


def company_named(session: Session, reference: str) -> str:
    """The public id of the company that an id, a diagnostic's id, a SIRET or a SIREN names. UserError when there is
    none, or several: the candidates are named."""
    typed = "".join(reference.split())
    found = portable.matching(session, typed)
    if not found:
        raise UserError(
            _("« {reference} » ne désigne aucune entreprise", reference=reference),
            "COMPANY",
            _("identifiant, SIRET ou SIREN"),
        )
    if len(found) > 1:
        shown = [
            _("{id} ({name}, SIRET {siret})", id=id, name=name, siret=siret or _("inconnu"))
            for id, name, siret in found[:NAMED]
        ]
        rest = [_("et {number} autres", number=len(found) - NAMED)] if len(found) > NAMED else []
        raise UserError(
            _("« {reference} » désigne plusieurs entreprises", reference=reference),
            "COMPANY",
            " ; ".join([*shown, *rest]),
        )
    return found[0][0]


def company_of(session: Session, company: str, content: Content) -> CompanyFile:
    """Everything that is kept about a company. No secret: neither password nor token, not even their hashes."""
    found = portable.read(session, company)
    if found is None:
        raise NotFoundError(_("cette entreprise n’existe pas"))
    file, past = found
    diagnostics = tuple(_told(session, content, row) for row in file.diagnostics)
    return replace(file, diagnostics=diagnostics, journal=(*parse_journal(past), *file.journal))


def document_of(session: Session, company: str, content: Content) -> dict[str, Any]:
    """The same as plain values, in a stable order."""
    return company_document(company_of(session, company, content))


def note_export(session: Session, company: str, actor: Actor, now: datetime) -> None:
    """Told to the trail by whoever carries the file away."""
    auditing.note(session, actor, "company.exported", now, About(company=company))


def _told(session: Session, content: Content, row: FiledDiagnostic) -> FiledDiagnostic:
    """With its assessment as it stands today, and the columns that it does not tell entirely."""
    assessment = assessing.load(session, content, row.id).assessment
    told = _columns(assessment)
    stored = {name: value for name, value in row.stored.items() if told[name] != value}
    return replace(row, assessment=assessment_document(assessment), stored=stored)


def _columns(assessment: Assessment) -> dict[str, Any]:
    return {"questionnaire": assessment.questionnaire, **assessing.stored(assessment)}


def receive(session: Session, content: Content, file: CompanyFile, actor: Actor, now: datetime) -> Mapping[str, str]:
    """Store a company that this database does not have; the codes of its private links, opened anew, by diagnostic.

    All or nothing. UserError naming the place in the file. Accounts that are missing are made, without a password:
    they sign in by a link; pending invitations are to be sent again.
    """
    here = portable.already_here(session, file) or portable.somebody_else(session, file.people)
    if here is not None:
        raise UserError(_("déjà dans cette base"), here, _("palier db erase, puis recommencer"))
    diagnostics = tuple(_columned(content, file.company, row, index) for index, row in enumerate(file.diagnostics))
    codes = {row.id: new_code() for row in file.diagnostics if row.private_link}
    hashes = {id: hash_typed(code) for id, code in codes.items()}
    portable.write(session, replace(file, diagnostics=diagnostics), journal_document(file.journal), hashes, now)
    auditing.note(session, actor, "company.imported", now, About(company=file.id), diagnostics=len(diagnostics))
    return codes


def _columned(content: Content, company: Company, row: FiledDiagnostic, index: int) -> FiledDiagnostic:
    """With every column, once its assessment is checked as that of any file."""
    place = f"diagnostics[{index}]"
    try:
        assessment = parse_document(row.assessment)
        check_assessment(content, still_known(content, assessment))
    except UserError as error:
        raise UserError(error.message, f"{place}.assessment.{error.field}", error.hint) from error
    if assessment.company != company:
        raise UserError(_("la fiche de l’entreprise n’est pas celle du fichier"), f"{place}.assessment.company")
    said = {_key(answer) for answer in fold(tuple(map(_operation, row.operations)))}
    for number, answer in enumerate(assessment.answers):
        if _key(answer) not in said:
            raise UserError(_("aucune opération ne donne cette réponse"), f"{place}.assessment.answers[{number}]")
    columns = _columns(assessment) | row.stored
    _check_stored(columns, company, place)
    return replace(row, stored=columns)


def _check_stored(columns: Mapping[str, Any], company: Company, place: str) -> None:
    """What was stored must still make an assessment, whatever the content has become since."""
    document = {
        "format": "palier-assessment/1",
        "questionnaire": columns["questionnaire"],
        "company": asdict(company),
        "answers": [],
        **{name: columns[name] for name in ("form", "functions", "entry", "constraints")},
    }
    try:
        parse_document(document | columns["more"])
    except UserError as error:
        raise UserError(error.message, f"{place}.stored.{error.field}", error.hint) from error


def _operation(row: FiledOperation) -> Operation:
    return Operation(
        op_id=row.op_id,
        item=row.item,
        function=row.function,
        respondent=row.respondent,
        rating=rating_value(row.rating),
        evidence=row.evidence,  # type: ignore[arg-type]
        note=row.note,
    )


def _key(answer: Answer) -> tuple[object, ...]:
    return tuple(getattr(answer, name) for name in Answer.__dataclass_fields__)
