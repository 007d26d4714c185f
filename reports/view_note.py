"""The note left on the day of the visit: two sides of one sheet, a bearing before the restitution."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _
from reports import words
from reports.dossier import Dossier
from reports.fonts import drawn
from reports.lines import Landings, PlanView, ResultView
from reports.view_funding import opco_text
from reports.view_plan import plan_view
from reports.view_result import result_view
from reports.view_together import NOTHING_ABOVE

SHOWN = 3
LONGEST = 90
TITLE = N_("Premiers repères")
CAUTION = N_("Un premier repère : le plan sera affiné et validé à la restitution.")
NO_STEP = N_("Répondre aux questions qui manquent : les premiers pas en dépendent.")


@dataclass(frozen=True, slots=True)
class Beside:
    """Who stands around the note: as told, who was there; the adviser, their organisation and address."""

    present: str | None = None
    adviser: str | None = None
    organisation: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """Every word of the two pages. `brakes` None of them where `no_brake` says why; `call`: whom to call, for what."""

    title: str
    company: str
    date_text: str
    footer: str
    answer: str
    lead: str
    illustrative: str | None
    landings: Landings
    strengths: tuple[NoteLine, ...]
    no_strength: str | None
    brakes: tuple[NoteLine, ...]
    no_brake: str | None
    steps: tuple[NoteLine, ...]
    no_step: str | None
    next: tuple[str, ...]
    call: tuple[NoteLine, ...]
    present: str | None
    worth: str
    caution: str


def note_view(dossier: Dossier, beside: Beside, due_on: date) -> NoteView:
    """`due_on`: the day by which the restitution takes place; `dossier.on` that of the visit."""
    content, assessment, lang = dossier.content, dossier.assessment, dossier.lang
    result = result_view(content, assessment, dossier.result, dossier.targets, lang)
    plan = plan_view(content, assessment, dossier.result, dossier.plan, dossier.opco, lang)
    brakes, steps = tuple(_brakes(result))[:SHOWN], tuple(_steps(plan))[:SHOWN]
    company = clipped(assessment.company.name)
    return NoteView(
        title=_(TITLE),
        company=company,
        date_text=words.day(dossier.on),
        footer=" · ".join((company, _(TITLE), words.day(dossier.on))),
        answer=result.title,
        lead=result.lead,
        illustrative=result.illustrative,
        landings=result.landings,
        strengths=tuple(NoteLine(one.title, f"{one.where}. {one.text}") for one in result.strengths[:SHOWN]),
        no_strength=None if result.strengths else words.typeset(_(NOTHING_ABOVE)),
        brakes=brakes,
        no_brake=None if brakes else result.blocking_none,
        steps=steps,
        no_step=None if steps else words.typeset(_(NO_STEP)),
        next=tuple(words.typeset(one) for one in _next(result, due_on)),
        call=tuple(_call(dossier, beside)),
        present=words.typeset(drawn(beside.present)) if beside.present and drawn(beside.present) else None,
        worth=words.typeset(f"{result.evidence_text} {result.unknown_text or ''}".strip()),
        caution=words.typeset(_(CAUTION)),
    )


def clipped(name: str) -> str:
    """A name that holds on two lines."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _brakes(result: ResultView) -> Iterator[NoteLine]:
    """What cannot wait, then what most holds back."""
    for alert in result.alerts:
        yield NoteLine(alert.title, alert.text)
    urgent = {alert.capability for alert in result.alerts}
    for line in result.blocking:
        if line.capability not in urgent:
            yield NoteLine(line.goal, f"{line.where}, {line.today}.")


def _steps(plan: PlanView) -> Iterator[NoteLine]:
    """Vital minima first, then the first step of each measure in its order."""
    told: set[str] = set()
    for vital in plan.vital:
        told.add(vital.first_step)
        yield NoteLine(words.sentence(vital.first_step), words.sentence(vital.title))
    for one in (*plan.measures, *plan.others):
        if one.first_step not in told:
            told.add(one.first_step)
            yield NoteLine(words.sentence(one.first_step), words.sentence(f"{one.title}, {one.when}"))


def _next(result: ResultView, due_on: date) -> Iterator[str]:
    yield _(
        "Restitution : au plus tard le {day}. Nous y relirons le résultat, la cible et le plan.", day=words.day(due_on)
    )
    if result.unknown:
        many = words.spelled(len(result.unknown), "question reste", "questions restent", feminine=True)
        yield words.sentence(_("D’ici là : {questions} à évaluer ; demandez autour de vous", questions=many))
    else:
        yield _("D’ici là : relisez vos réponses avec vos équipes ; elles se corrigent jusqu’à la signature.")
    yield _("Ensuite : vous choisissez votre cible, vous validez le plan, et vous seul décidez de qui le lit.")


def _call(dossier: Dossier, beside: Beside) -> Iterator[NoteLine]:
    opco = dossier.opco
    site = ""
    if opco and opco.opco:
        site = f" {opco.opco.home_url.removeprefix('https://').rstrip('/')}"
    what = _("Demandez ce qu’il finance cette année avant de signer un devis.")
    yield NoteLine(_("L’OPCO"), words.typeset(f"{opco_text(opco, dossier.lang)} {what}{site}"))
    who = ", ".join(clipped(one) for one in map(drawn, filter(None, (beside.adviser, beside.organisation))) if one)
    if who:
        email = f", {beside.email}" if beside.email and not set(beside.email) - set(drawn(beside.email)) else ""
        yield NoteLine(_("Votre intervenant"), words.typeset(f"{who}{email}"))
