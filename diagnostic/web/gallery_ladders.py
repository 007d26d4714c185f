"""The ladder of rungs with its states, for the page of components: real questions, invented answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from wtforms import FormField

from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.web import present
from diagnostic.web.answers import LONGEST_NOTE, AnswersForm, CellForm, too_long
from diagnostic.web.cells import Rival
from diagnostic.web.present import AskedCell, Key, Question
from diagnostic.web.wording import said
from reports.view_arising import ArisingLine
from reports.words import day, rung, typeset

STATES: tuple[dict[str, object], ...] = (
    {"rating": "2", "was": "2"},
    {"rating": "unknown", "was": "unknown", "flagged": True},
    {"rating": ""},
)


@dataclass(frozen=True, slots=True)
class Ladders:
    """Two questions, of the whole company and by function, and the fields that answer them.

    `rivals`: by cell, as the questions' page has them; `alerts`: by item.
    """

    questions: tuple[Question, ...]
    form: AnswersForm
    rivals: Mapping[Key, tuple[Rival, ...]]
    alerts: Mapping[str, tuple[ArisingLine, ...]]
    longest_note: int = LONGEST_NOTE


def ladders(content: Content) -> Ladders:
    """The first question of each kind, with every state that a cell may have."""
    whole, by_function = _questions(content.questionnaire)
    cells = [whole.cells[0], *by_function.cells]
    shape = type("SampleAnswers", (AnswersForm,), {cell.name: FormField(CellForm) for cell in cells})
    told: dict[str, dict[str, object]] = {whole.cells[0].name: _answered()}
    told |= {cell.name: state for cell, state in zip(by_function.cells, STATES, strict=True)}
    form: AnswersForm = shape(data=told, meta={"csrf": False})
    form[by_function.cells[-1].name].note.errors = (too_long(2 * LONGEST_NOTE),)
    rivals = {by_function.cells[0].key: (Rival(_("Vous"), "2", "2"), Rival(_("L’intervenant"), rung(3.5), "3.5"))}
    alert = ArisingLine("alert", _("Une alerte se dit sous la question qui la fait naître."), ())
    return Ladders((whole, by_function), form, rivals, {whole.id: (alert,)})


def _answered() -> dict[str, object]:
    """Halfway to the next rung, proven, with a note."""
    note = typeset(_("Vu à l’atelier : les fiches sont à jour."))
    return {"rating": "1", "partly": True, "was": "1.5", "evidence": "observed", "note": note}


def _questions(questionnaire: Questionnaire) -> Iterator[Question]:
    """Of the whole company, then by function."""
    every = list(questionnaire.capabilities())
    whole = next(one for one in every if one.functions is None)
    functions = {one.id: one.functions or () for one in every}
    apart = next(one for one in every if len(functions[one.id]) >= len(STATES))
    beside = typeset(_("{whose} : {rating}", whose=_("Réponse du dirigeant"), rating="2"))
    earlier = typeset(_("Le {day} : {rating}", day=day(date(2025, 3, 12)), rating="1"))
    cell = replace(AskedCell(whole.id, None, "", ""), beside=(beside,), earlier=earlier)
    yield present.question_of(questionnaire, whole, (cell,))
    names = {one.id: said(one.name) for one in questionnaire.functions}
    cells = (AskedCell(apart.id, one, names[one], "") for one in functions[apart.id][: len(STATES)])
    yield present.question_of(questionnaire, apart, tuple(cells))
