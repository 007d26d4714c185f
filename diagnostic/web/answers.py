"""Answers as they come: from a page of radio buttons, or one by one from its script. Both become operations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NoReturn, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import request
from wtforms import BooleanField, Form, FormField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Optional, ValidationError

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.assessment import NOT_APPLICABLE, UNKNOWN, Evidence, Group, Rating
from diagnostic.core.model.diagnostic import Diagnostic, Operation, Received, latest
from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.core.respondents import HANDS, Answering
from diagnostic.web.access import here
from diagnostic.web.fields import options
from diagnostic.web.forms import PageForm, Rows
from diagnostic.web.present import (
    AskedCell,
    Key,
    QuestionsPage,
    answers_shown,
    is_partly,
    rung_of,
    shown_for,
    written,
)
from diagnostic.web.wording import lazy
from reports.words import typeset, whole

VERSIONS = range(2**31)
VERSION = re.compile(r"\d{1,10}", re.ASCII)
RUNGS = [str(rung) for rung in range(TOP_RUNG + 1)]
RATINGS = options((value, value) for value in (*RUNGS, UNKNOWN, NOT_APPLICABLE))
HALVES = [f"{rung}.5" for rung in range(TOP_RUNG)]
WRITTEN = ("", *RUNGS, *HALVES, UNKNOWN, NOT_APPLICABLE)
DECLARED: Evidence = "declared"
EVIDENCE = options(
    [("declared", lazy("déclaré")), ("documented", lazy("document vu")), ("observed", lazy("vu sur place"))]
)
LONGEST_NOTE = 2000


def no_longer_than(_form: Form, field: TextAreaField) -> None:
    """A note that is too long is refused with its length, so that one knows how much to cut."""
    length = len(one_ending(field.data))
    if length > LONGEST_NOTE:
        raise ValidationError(too_long(length))


class CellForm(Rows):
    """`was` is the answer that the page showed: only what its reader changed is sent on."""

    rating = RadioField(choices=RATINGS, validators=[Optional()])
    partly = BooleanField(lazy("en partie vers le suivant"))
    was = HiddenField()
    evidence = RadioField(lazy("D’où vient la réponse"), choices=EVIDENCE, validators=[Optional()])
    flagged = BooleanField(lazy("à revoir"))
    note = TextAreaField(lazy("Note"), validators=[no_longer_than])


class AnswersForm(PageForm):
    """`version`: of the diagnostic, when the page was shown."""

    version = HiddenField()

    def based_on(self, diagnostic: Diagnostic) -> int:
        """What its reader was looking at; what stands now when the page does not say."""
        return min(read_version(self.version.data, diagnostic.version), diagnostic.version)


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of a cell, as its fields hold it."""

    rating: str
    evidence: str = DECLARED
    flagged: bool = False
    note: str = ""


def answers_form(
    page: QuestionsPage, diagnostic: Diagnostic, whose: Answering, heard: Sequence[Received] = ()
) -> AnswersForm:
    """One sub-form a cell, filled with the answers and remarks as they stand; to read only where they are nobody's
    own."""
    answers = answers_shown(diagnostic.assessment, whose.shown)
    remarks = said_by(whose, heard)
    cells = {cell.name: cell for question in page.questions for cell in question.cells}
    fields = {name: FormField(CellForm) for name in cells}
    shape = type("AnswersPage", (AnswersForm,), fields)
    values: dict[str, object] = {name: cell_values(cell, answers, remarks) for name, cell in cells.items()}
    form: AnswersForm = shape(data=values | {"version": diagnostic.version}, meta={"csrf": whose.own is not None})
    return form


def said_by(whose: Answering, heard: Sequence[Received]) -> dict[Key, Operation]:
    """The last that the one who answers said of each cell."""
    own = whose.own.id if whose.own else None
    last = latest(one.operation for one in heard if one.operation.respondent == own)
    return {(item, function): operation for (item, function, _respondent), operation in last.items()}


def cell_values(cell: AskedCell, answers: Mapping[Key, Rating], remarks: Mapping[Key, Operation]) -> dict[str, object]:
    rating = shown_for(cell, answers)
    told = remarks_of(cell, remarks, written(rating))
    return {
        "rating": rung_of(rating),
        "partly": is_partly(rating),
        "was": told.rating,
        "evidence": told.evidence,
        "flagged": told.flagged,
        "note": told.note,
    }


def changes(
    page: QuestionsPage,
    form: AnswersForm,
    diagnostic: Diagnostic,
    whose: Answering,
    now: datetime,
    cleared: str | None,
    heard: Sequence[Received] = (),
) -> list[Operation]:
    """What the page changes in what stands. Sending it twice makes the same operations, or none."""
    assert whose.own is not None
    answers, base = answers_shown(diagnostic.assessment, whose.shown), form.based_on(diagnostic)
    now_said = said_by(whose, heard)
    was_said = said_by(whose, [one for one in heard if one.version <= base])
    cell_chosen, _mark, value_chosen = request.form.get("choose", "").partition("=")
    made = []
    for cell in (cell for question in page.questions for cell in question.cells):
        stands = remarks_of(cell, now_said, written(shown_for(cell, answers)))
        shown = remarks_of(cell, was_said, form[cell.name].was.data or "")
        given = given_in(form, cell, cleared, shown)
        if whose.own.group != "adviser":
            given = replace(given, evidence=shown.evidence)
        if cell.name == cell_chosen and value_chosen in WRITTEN:
            given = replace(given, rating=value_chosen)
        if given not in (shown, stands) or cell.name == cell_chosen:
            made.append(operation(diagnostic, whose.own.id, cell, given, now, base))
    return made


def remarks_of(cell: AskedCell, remarks: Mapping[Key, Operation], rating: str) -> Said:
    told = remarks.get(cell.key)
    return Said(rating, told.evidence, told.flagged, one_ending(told.note)) if told else Said(rating)


def given_in(form: AnswersForm, cell: AskedCell, cleared: str | None, shown: Said) -> Said:
    """What the page says of that cell; a button that was never pressed says what was there, and so does a page that
    does not ask for remarks."""
    row = form[cell.name]
    said = replace(shown, rating=rating_in(row, shown) if cell.name != cleared else "")
    if not row.note.raw_data:
        return said
    return replace(
        said,
        evidence=row.evidence.data or shown.evidence,
        flagged=bool(row.flagged.data),
        note=one_ending(row.note.data),
    )


def rating_in(row: CellForm, shown: Said) -> str:
    rung = row.rating.data
    if not rung:
        return shown.rating
    return f"{rung}.5" if row.partly.data and rung.isdigit() and int(rung) < TOP_RUNG else str(rung)


def one_ending(text: str | None) -> str:
    """Without the spaces around; a browser's ends of lines are made one character each."""
    return (text or "").replace("\r\n", "\n").strip()


def too_long(length: int) -> str:
    told = _(
        "cette note compte {length} caractères, {most} au plus : raccourcissez-la, elle est restée dans la page",
        length=whole(length),
        most=whole(LONGEST_NOTE),
    )
    return typeset(told)


def operation(
    diagnostic: Diagnostic, respondent: str, cell: AskedCell, given: Said, now: datetime, base: int
) -> Operation:
    """Named after the change itself: the same page sent twice is recognised."""
    place = f"{diagnostic.id}/{diagnostic.version}/{respondent}/{cell.name}"
    return Operation(
        op_id=str(uuid5(NAMESPACE_URL, f"{place}={given}")),
        item=cell.item,
        function=cell.function,
        respondent=respondent,
        rating=read_rating(given.rating),
        evidence=read_evidence(given.evidence),
        note=given.note or None,
        flagged=given.flagged,
        device_at=now,
        base_version=base,
        author=here().actor.reference,
    )


def read_evidence(given: object) -> Evidence:
    """UserError when it is none of the three."""
    known = next((one for one in get_args(Evidence) if one == given), None)
    if known is None:
        raise UserError(_("une preuve est attendue"), "evidence", ", ".join(get_args(Evidence)))
    found: Evidence = known
    return found


def read_rating(given: str) -> Rating | None:
    """« 1.5 », « unknown », « not_applicable », or nothing: withdrawn."""
    if given in (UNKNOWN, NOT_APPLICABLE):
        return UNKNOWN if given == UNKNOWN else NOT_APPLICABLE
    return float(given) if given else None


def sent_document() -> object:
    """The JSON of the request; UserError when it is nested beyond reason."""
    try:
        return request.get_json()
    except RecursionError as error:
        raise UserError(_("un objet est attendu")) from error


def parse_operation(document: object, respondent: str, group: Group | None = None) -> Operation:
    """One change sent by the page's script, which never says whose it is; UserError naming the field that is wrong.
    The leader and the adviser (`group`) add remarks, the adviser alone says what was seen."""
    if not isinstance(document, dict):
        raise UserError(_("un objet est attendu"))
    function, version = document.get("function"), document.get("base_version")
    item = document.get("item")
    if not isinstance(item, str) or not isinstance(function, str | None) or not is_kept(f"{item}{function}"):
        raise UserError(_("une question est attendue"), "item")
    if isinstance(version, bool) or not isinstance(version, int | None) or (version or 0) not in VERSIONS:
        raise UserError(_("un numéro de version est attendu"), "base_version")
    return Operation(
        op_id=parse_id(document.get("op_id"), respondent),
        item=item,
        function=function,
        respondent=respondent,
        rating=parse_rating(document.get("rating")),
        device_at=parse_time(document.get("device_at")),
        base_version=version,
        author=here().actor.reference,
        **(parse_remarks(document, group) if group in HANDS else {}),  # type: ignore[arg-type]
    )


def parse_since(document: object) -> int:
    """The version that the page shows, whose reader has seen everything before; else the one that the change is based
    on."""
    told = document if isinstance(document, dict) else {}
    return read_version(told.get("since", told.get("base_version")))


def read_version(told: object, otherwise: int = 0) -> int:
    """A number of version as pages and addresses write it."""
    return int(str(told)) if VERSION.fullmatch(str(told)) else otherwise


def parse_remarks(document: Mapping[str, object], group: Group | None) -> dict[str, object]:
    """The note, the flag and what was seen."""
    evidence = read_evidence(document.get("evidence", DECLARED))
    if evidence != DECLARED and group != "adviser":
        raise UserError(_("le conseiller dit ce qu’il a vu"), "evidence")
    flagged = document.get("flagged", False)
    if not isinstance(flagged, bool):
        raise UserError(_("à revoir, ou non"), "flagged")
    return {"evidence": evidence, "flagged": flagged, "note": parse_note(document.get("note"))}


def parse_note(value: object) -> str | None:
    """UserError when it is too long, or holds what no database keeps."""
    if not isinstance(value, str | None):
        raise UserError(_("un texte est attendu"), "note")
    text = one_ending(value)
    if len(text) > LONGEST_NOTE:
        raise UserError(too_long(len(text)), "note")
    if not is_kept(text):
        raise UserError(_("un caractère de cette note ne se lit pas"), "note")
    return text or None


def is_kept(text: str) -> bool:
    """Whether a database takes it: neither NUL nor half a character, which JSON can write."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def parse_id(value: object, respondent: str) -> str:
    """The name that the script gave its change, made the respondent's own: nobody takes the name of another's."""
    try:
        return str(uuid5(UUID(str(value)), respondent))
    except ValueError:
        raise UserError(_("un identifiant unique est attendu"), "op_id") from None


def parse_rating(value: object) -> Rating | None:
    if value in (None, UNKNOWN, NOT_APPLICABLE):
        return read_rating(str(value or ""))
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > TOP_RUNG:
        raise UserError(_("une note est attendue"), "rating", _("de {low} à {top}, par demis", low=0, top=TOP_RUNG))
    return float(value)


def parse_time(value: object) -> datetime | None:
    """An ISO time with its zone, as UTC."""
    if value is None:
        return None
    try:
        time = datetime.fromisoformat(str(value))
        return time.astimezone(UTC) if time.tzinfo else refuse_time()
    except (ValueError, OverflowError):
        return refuse_time()


def refuse_time() -> NoReturn:
    raise UserError(_("une heure avec son fuseau est attendue"), "device_at")
