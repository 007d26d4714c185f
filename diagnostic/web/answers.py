"""Answers as they come: from a page of radio buttons, or one by one from its script. Both become operations."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import request
from wtforms import BooleanField, FormField, HiddenField, RadioField
from wtforms.validators import Optional

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import NOT_APPLICABLE, UNKNOWN, Rating
from diagnostic.core.model.diagnostic import Diagnostic, Operation
from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.core.respondents import Answering
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

VERSIONS = range(2**31)
RUNGS = [str(rung) for rung in range(TOP_RUNG + 1)]
RATINGS = options((value, value) for value in (*RUNGS, UNKNOWN, NOT_APPLICABLE))


class CellForm(Rows):
    """`was` is the answer that the page showed: only what its reader changed is sent on."""

    rating = RadioField(choices=RATINGS, validators=[Optional()])
    partly = BooleanField("en partie vers le suivant")
    was = HiddenField()


def answers_form(page: QuestionsPage, diagnostic: Diagnostic, whose: Answering) -> PageForm:
    """One sub-form a cell, filled with the answers as they stand; to read only where they are nobody's own."""
    answers = answers_shown(diagnostic.assessment, whose.shown)
    cells = {cell.name: cell for question in page.questions for cell in question.cells}
    fields = {name: FormField(CellForm) for name in cells}
    shape = type("AnswersPage", (PageForm,), fields)
    values = {name: cell_values(cell, answers) for name, cell in cells.items()}
    form: PageForm = shape(data=values, meta={"csrf": whose.own is not None})
    return form


def cell_values(cell: AskedCell, answers: Mapping[Key, Rating]) -> dict[str, object]:
    rating = shown_for(cell, answers)
    return {"rating": rung_of(rating), "partly": is_partly(rating), "was": written(rating)}


def changes(
    page: QuestionsPage,
    form: PageForm,
    diagnostic: Diagnostic,
    whose: Answering,
    now: datetime,
    cleared: str | None,
) -> list[Operation]:
    """What the page changes in the answers that stand. Sending it twice makes the same operations, or none."""
    assert whose.own is not None
    answers = answers_shown(diagnostic.assessment, whose.shown)
    made = []
    for cell in (cell for question in page.questions for cell in question.cells):
        given, before = given_in(form, cell, cleared), written(shown_for(cell, answers))
        if given not in (form[cell.name].was.data or "", before):
            made.append(operation(diagnostic, whose.own.id, cell, given, now))
    return made


def given_in(form: PageForm, cell: AskedCell, cleared: str | None) -> str:
    """What the page says of that cell; a button that was never pressed says what was there."""
    row = form[cell.name]
    if cell.name == cleared:
        return ""
    rung = row.rating.data
    if not rung:
        return str(row.was.data or "")
    return f"{rung}.5" if row.partly.data and rung.isdigit() and int(rung) < TOP_RUNG else str(rung)


def operation(diagnostic: Diagnostic, respondent: str, cell: AskedCell, given: str, now: datetime) -> Operation:
    """Named after the change itself: the same page sent twice is recognised."""
    name = f"{diagnostic.id}/{diagnostic.version}/{respondent}/{cell.name}={given}"
    return Operation(
        op_id=str(uuid5(NAMESPACE_URL, name)),
        item=cell.item,
        function=cell.function,
        respondent=respondent,
        rating=read_rating(given),
        device_at=now,
        base_version=diagnostic.version,
    )


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
        raise UserError("un objet est attendu") from error


def parse_operation(document: object, respondent: str) -> Operation:
    """One change sent by the page's script, which never says whose it is; UserError naming the field that is wrong."""
    if not isinstance(document, dict):
        raise UserError("un objet est attendu")
    function, version = document.get("function"), document.get("base_version")
    if not isinstance(document.get("item"), str) or not isinstance(function, str | None):
        raise UserError("une question est attendue", "item")
    if isinstance(version, bool) or not isinstance(version, int | None) or (version or 0) not in VERSIONS:
        raise UserError("un numéro de version est attendu", "base_version")
    return Operation(
        op_id=parse_id(document.get("op_id"), respondent),
        item=document["item"],
        function=function,
        respondent=respondent,
        rating=parse_rating(document.get("rating")),
        device_at=parse_time(document.get("device_at")),
        base_version=version,
    )


def parse_id(value: object, respondent: str) -> str:
    """The name that the script gave its change, made the respondent's own: nobody takes the name of another's."""
    try:
        return str(uuid5(UUID(str(value)), respondent))
    except ValueError:
        raise UserError("un identifiant unique est attendu", "op_id") from None


def parse_rating(value: object) -> Rating | None:
    if value in (None, UNKNOWN, NOT_APPLICABLE):
        return read_rating(str(value or ""))
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > TOP_RUNG:
        raise UserError("une note est attendue", "rating", f"de 0 à {TOP_RUNG}, par demis")
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
    raise UserError("une heure avec son fuseau est attendue", "device_at")
