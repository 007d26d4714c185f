"""A company's diagnostics, oldest first: when each began, what it measured, whether its plan is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diagnostic.core.editions import in_force
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.result import Result
from reports import words
from reports.words import typeset

NO_STAGE = "Pas encore de résultat"


@dataclass(frozen=True, slots=True)
class Past:
    """A diagnostic and its result; `began`, `signed`: days in France; `opens`: whether the reader may open it here."""

    diagnostic: Diagnostic
    result: Result
    began: date
    signed: date | None
    opens: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`facts`: form, answers and signature in one line; `is_here`: the diagnostic of this page."""

    id: str
    day: str
    stage: str
    facts: str
    opens: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class HistoryView:
    """`edition`: that the next one follows another edition of the questionnaire than the last."""

    title: str
    lead: str
    edition: str | None
    lines: tuple[HistoryLine, ...]


def history_view(content: Content, past: Sequence[Past], here: str, lang: str) -> HistoryView:
    """`here`: the id of the diagnostic whose page this is."""
    only = len(past) == 1
    title = "Un seul diagnostic pour l’instant" if only else f"{words.numeral(len(past)).capitalize()} diagnostics"
    lead = (
        "Un second, dans un an par exemple, dira ce qui a changé : mêmes questions, réponses nouvelles."
        if only
        else "Du plus ancien au plus récent. Chacun garde ses réponses, son résultat et son plan."
    )
    several = len({one.diagnostic.assessment.questionnaire for one in past} | {in_force(content).questionnaire.ref}) > 1
    lines = tuple(_line(content, one, here, lang, several=several) for one in past)
    return HistoryView(typeset(title), typeset(lead), _edition(content, past[-1].diagnostic), lines)


def _edition(content: Content, last: Diagnostic) -> str | None:
    current = in_force(content).questionnaire
    if last.assessment.questionnaire == current.ref:
        return None
    return typeset(
        f"Le questionnaire a une nouvelle édition, {current.version} : le prochain diagnostic la suivra. Les questions "
        "restées les mêmes y montreront la réponse d’alors, et ce sont elles qui se compareront."
    )


def _line(content: Content, one: Past, here: str, lang: str, *, several: bool) -> HistoryLine:
    diagnostic = one.diagnostic
    form = content.questionnaire.form_names[diagnostic.assessment.form].read(lang)
    edition = f" · édition {one.result.questionnaire.partition('@')[2]}" if several else ""
    signature = f"plan signé le {words.day(one.signed)}" if one.signed else "plan non signé"
    return HistoryLine(
        id=diagnostic.id,
        day=f"Commencé le {words.day(one.began)}",
        stage=typeset(_stage(content, one.result, lang)),
        facts=typeset(f"Formulaire : {words.lower_first(form)} · {signature}{edition}"),
        opens=one.opens,
        is_here=diagnostic.id == here,
    )


def _stage(content: Content, result: Result, lang: str) -> str:
    company = result.company
    if company.stage is None or company.index is None:
        return NO_STAGE
    names = {stage.number: stage.name.read(lang) for stage in content.questionnaire.stages}
    reached = (
        f"Stade {company.stage}, {words.lower_first(names[company.stage])}" if company.stage else "Avant le stade 1"
    )
    return f"{reached} · indice {words.index(company.index)}"
