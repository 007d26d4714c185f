"""A company's diagnostics, oldest first: when each began, what it measured, whether its plan is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diagnostic.core.editions import in_force
from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.result import Result
from reports import words
from reports.words import typeset

NO_STAGE = N_("Pas encore de résultat")


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
    number = words.capital(words.numeral(len(past)))
    title = _("Un seul diagnostic pour l’instant") if only else _("{number} diagnostics", number=number)
    lead = (
        _("Un second, dans un an par exemple, dira ce qui a changé : mêmes questions, réponses nouvelles.")
        if only
        else _("Du plus ancien au plus récent. Chacun garde ses réponses, son résultat et son plan.")
    )
    several = len({one.diagnostic.assessment.questionnaire for one in past} | {in_force(content).questionnaire.ref}) > 1
    lines = tuple(_line(content, one, here, lang, several=several) for one in past)
    return HistoryView(typeset(title), typeset(lead), _edition(content, past[-1].diagnostic), lines)


def _edition(content: Content, last: Diagnostic) -> str | None:
    current = in_force(content).questionnaire
    if last.assessment.questionnaire == current.ref:
        return None
    told = _(
        "Le questionnaire a une nouvelle édition, {version} : le prochain diagnostic la suivra. Les questions "
        "restées les mêmes y montreront la réponse d’alors, et ce sont elles qui se compareront.",
        version=current.version,
    )
    return typeset(told)


def _line(content: Content, one: Past, here: str, lang: str, *, several: bool) -> HistoryLine:
    diagnostic = one.diagnostic
    form = content.questionnaire.form_names[diagnostic.assessment.form].read(lang)
    facts = [
        _("Formulaire : {form}", form=words.lower_first(form)),
        _("plan signé le {day}", day=words.day(one.signed)) if one.signed else _("plan non signé"),
    ]
    if several:
        facts.append(_("édition {edition}", edition=one.result.questionnaire.partition("@")[2]))
    return HistoryLine(
        id=diagnostic.id,
        day=_("Commencé le {day}", day=words.day(one.began)),
        stage=typeset(_stage(content, one.result, lang)),
        facts=typeset(" · ".join(facts)),
        opens=one.opens,
        is_here=diagnostic.id == here,
    )


def _stage(content: Content, result: Result, lang: str) -> str:
    company = result.company
    if company.stage is None or company.index is None:
        return _(NO_STAGE)
    names = {stage.number: stage.name.read(lang) for stage in content.questionnaire.stages}
    index = words.index(company.index)
    if not company.stage:
        return _("Avant le stade 1 · indice {index}", index=index)
    name = words.lower_first(names[company.stage])
    return _("Stade {stage}, {name} · indice {index}", stage=company.stage, name=name, index=index)
