"""Views that differ: the adviser decides, with a reason that stays."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.assessment import EVERYWHERE, Assessment, Settled
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.ratings import place
from diagnostic.core.validation import check_assessment
from diagnostic.services import assessing

LONGEST_REASON = 1000


def place_of(content: Content, form: str, cell: str) -> tuple[str, str | None]:
    """The item and function that a settlement of that cell names. In a flash form it stands for every function.
    UserError on `cell` when the form asks no such thing."""
    item, function = split_cell(cell)
    for capability in content.questionnaire.capabilities():
        if capability.id == item and (cell, function) in capability.cells(form):
            return item, EVERYWHERE if capability.functions and function is None else function
    raise UserError(_("cette question n’est pas posée ici"), "cell")


def settle(session: Session, content: Content, id: str, settled: Settled, now: datetime) -> None:
    """That rating stands from now on, for its function or for `all`, in place of any before it. UserError on `rating`,
    `function` or `reason`."""
    reason = settled.reason.strip()
    if not reason:
        raise UserError(_("dites en une phrase pourquoi"), "reason")
    if len(reason) > LONGEST_REASON:
        raise UserError(_("{number} signes au plus", number=LONGEST_REASON), "reason")

    def with_it(assessment: Assessment) -> Assessment:
        decided = replace(settled, reason=reason)
        alone = replace(assessment, answers=(), settled=(decided,))
        try:
            check_assessment(content, alone)
        except UserError as error:
            raise UserError(error.message, (error.field or "").rpartition(".")[2] or None, error.hint) from error
        return replace(assessment, settled=(*others(assessment, settled.item, settled.function), decided))

    assessing.keep(session, content, id, now, with_it)


def unsettle(session: Session, content: Content, id: str, item: str, function: str | None, now: datetime) -> bool:
    """The answers decide again there; whether anything was settled."""
    before = assessing.load(session, content, id, to_change=True).assessment
    left = others(before, item, function)
    if len(left) == len(before.settled):
        return False
    assessing.keep(session, content, id, now, lambda stands: replace(stands, settled=others(stands, item, function)))
    return True


def others(assessment: Assessment, item: str, function: str | None) -> tuple[Settled, ...]:
    """What is settled elsewhere."""
    there = place(Settled(item, function, 0, ""), assessment.form)
    return tuple(one for one in assessment.settled if place(one, assessment.form) != there)
