"""The printed document: a cover, a page to show a banker, and an annex, around what the pages already say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.model.assessment import Assessment, Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Cell, Result
from diagnostic.core.model.source import Source
from diagnostic.core.opco import OpcoAnswer
from reports import words
from reports.lines import PlanView, ResultView
from reports.naming import Names
from reports.report_lines import AnswerGroup, AnswerRow, Fact, KeyFigure, ReportView, SourceLine
from reports.view_plan import CAUTION, plan_view
from reports.view_result import result_view

TITLE = "Diagnostic et plan d’action"
SEVERE = 2
SYMPTOMS_PRINTED = 3
BLOCKING_PRINTED = 10
GAPS_PRINTED = 6
UNREACHED_PRINTED = 12
REVENUE = "Chiffre d’affaires"
FINGERPRINT = 12
EVIDENCE = {"observed": "vu sur place", "documented": "sur pièce"}
SETTLED, DECLARED, NOT_KNOWN = "arrêté ensemble", "déclaré", "à trouver"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that one document is made from; `on` is the day it is made."""

    content: Content
    assessment: Assessment
    result: Result
    plan: Plan
    opco: OpcoAnswer | None
    targets: Mapping[str, float]
    on: date
    lang: str

    @property
    def names(self) -> Names:
        return Names(self.content.questionnaire, self.lang)


def report_view(dossier: Dossier) -> ReportView:
    """Every word and number of the document."""
    content, assessment, lang = dossier.content, dossier.assessment, dossier.lang
    result = result_view(content, assessment, dossier.result, dossier.targets, lang)
    plan = plan_view(content, assessment, dossier.result, dossier.plan, dossier.opco, lang)
    return ReportView(
        title=TITLE,
        company=assessment.company.name,
        date_text=words.day(dossier.on),
        footer=_footer(dossier),
        illustrative=result.illustrative,
        facts=tuple(_facts(dossier, assessment.company)),
        figures=_figures(result, plan),
        summary=tuple(_summary(dossier, result, plan)),
        result=result,
        plan=plan,
        blocking_others=result.blocking_others[:BLOCKING_PRINTED],
        blocking_more=words.and_more(len(result.blocking_others) - BLOCKING_PRINTED),
        gaps=result.gaps[:GAPS_PRINTED],
        gaps_more=words.and_more(len(result.gaps) - GAPS_PRINTED),
        unreached=plan.unreached[:UNREACHED_PRINTED],
        unreached_more=words.and_more(len(plan.unreached) - UNREACHED_PRINTED),
        answers=tuple(_answers(dossier)),
        sources=_together(_sources(dossier, plan)),
        references=tuple(dossier.names.read(text) for text in content.questionnaire.sources),
        versions=_versions(dossier.result),
        caution=CAUTION,
    )


def _footer(dossier: Dossier) -> str:
    made_up = " · exemple illustratif" if dossier.assessment.illustrative else ""
    return f"{dossier.assessment.company.name} · {TITLE} · {words.day(dossier.on)}{made_up}"


def _versions(result: Result) -> str:
    return (
        f"Méthode {result.method}, questionnaire {result.questionnaire}, "
        f"empreinte du contenu {result.content_sha256[:FINGERPRINT]}."
    )


def _facts(dossier: Dossier, company: Company) -> Iterator[Fact]:
    content, read = dossier.content, dossier.names.read
    if company.headcount is not None:
        yield Fact("Effectif", words.count(company.headcount, "personne"))
    if company.revenue is not None:
        yield Fact(REVENUE, words.large_euros(company.revenue))
    if company.naf:
        activity = content.opco.naf_labels.get(company.naf)
        yield Fact("Activité", f"{read(activity)} ({company.naf})" if activity else company.naf)
    if company.region:
        names = {region.code: read(region.name) for region in content.regions}
        yield Fact("Région", names.get(company.region, company.region))
    for label, choices, chosen in (
        ("Position", content.context.positions, company.position),
        ("Intention", content.context.intents, company.intent),
    ):
        named = {choice.id: read(choice.name) for choice in choices}
        if chosen in named:
            yield Fact(label, named[chosen])


def _figures(result: ResultView, plan: PlanView) -> tuple[KeyFigure, ...]:
    landings, totals = result.landings, plan.totals
    target = "à choisir" if landings.target is None else str(landings.target)
    return (
        KeyFigure("Stade acquis", "à évaluer" if landings.stage is None else str(landings.stage), "sur 6"),
        KeyFigure("Indice", landings.index_text or "à évaluer", "sur 6"),
        KeyFigure("Cible", target, "stade visé"),
        KeyFigure("À investir", totals.gross, "au plus, hors taxes"),
        KeyFigure("Aides comptées", totals.funded, "en vigueur aux dates du plan"),
        KeyFigure("Reste à payer", totals.net, "si tout se fait"),
    )


def _summary(dossier: Dossier, result: ResultView, plan: PlanView) -> Iterator[Fact]:
    facts = _facts(dossier, dossier.assessment.company)
    who = " ; ".join(f"{fact.text} de chiffre d’affaires" if fact.label == REVENUE else fact.text for fact in facts)
    if who:
        yield Fact("L’entreprise", words.typeset(words.sentence(who)))
    start = _starting_points(dossier)
    if start:
        yield Fact("Ce qui l’amène", start)
    yield Fact("Où elle en est", f"{result.title} {result.lead}")
    yield Fact("Où elle veut aller", f"{result.target_text} {_targets(plan)}".strip())
    yield Fact("Ce qui sera fait", _what(plan))
    yield Fact("Ce que cela coûte", _money(plan))
    yield Fact("Quand", plan.calendar.in_one_line)
    yield Fact("Ce qui en est attendu", plan.trajectory_text)
    yield Fact("Ce sur quoi reposent ces chiffres", f"{result.evidence_text} {_basis(plan)}")


def _starting_points(dossier: Dossier) -> str | None:
    """The most severe symptoms in the leader's words, with the figure given."""
    entry, read = dossier.assessment.entry, dossier.names.read
    figures = {(one.symptom, one.indicator): f"{words.rung(one.value)} {one.unit}" for one in entry.figures}
    named = []
    first = dossier.plan.by_priority()[0].answers_symptoms if dossier.plan.actions else ()
    told = {id: severity for id, severity in entry.symptoms.items() if severity >= SEVERE}
    for id in sorted(told, key=lambda id: (id not in first, -told[id])):
        symptom = dossier.content.symptoms.get(id)
        if symptom is None:
            continue
        given = [f"{read(one.label)} : {figures[id, one.id]}" for one in symptom.figures if (id, one.id) in figures]
        measured = f" ({given[0]})" if given else ""
        named.append(f"{words.quoted(read(symptom.name))}{measured}")
    return words.typeset(words.listed(named[:SYMPTOMS_PRINTED]) + ".") if named else None


def _targets(plan: PlanView) -> str:
    lines = [f"{line.area} {line.text}" for line in plan.targets]
    return words.typeset(f"Par domaine : {' ; '.join(lines)}.") if lines else ""


def _what(plan: PlanView) -> str:
    titles = [f"{measure.rank}. {measure.title}" for measure in plan.measures]
    others = len(plan.others)
    more = f" ; puis {words.spelled(others, 'autre mesure', 'autres mesures', feminine=True)}" if others else ""
    return words.typeset(f"{' ; '.join(titles)}{more}.") if titles else plan.title


def _money(plan: PlanView) -> str:
    totals = plan.totals
    if not plan.measures:
        return words.typeset("Rien à engager : aucune mesure n’est lancée.")
    renewed = f" {words.capital(totals.if_renewed_text)}" if totals.if_renewed_text else ""
    return words.typeset(
        f"{totals.gross_range} avant aides ; {totals.funded} d’aides en vigueur ; {totals.net} à payer au plus. "
        f"Temps interne : {totals.internal}, dont {totals.release} hors du poste.{renewed}"
    )


def _basis(plan: PlanView) -> str:
    costs = "Les coûts sont des estimations, hors taxes, comptées au plus haut : deux devis les remplacent."
    return words.typeset(f"{costs} {plan.status_text}")


def _answers(dossier: Dossier) -> Iterator[AnswerGroup]:
    for principle in dossier.content.questionnaire.principles():
        rows = tuple(row for capability in principle.capabilities for row in _answers_to(dossier, capability.id))
        if rows:
            yield AnswerGroup(dossier.names.read(principle.name), rows)


def _answers_to(dossier: Dossier, capability: str) -> Iterator[AnswerRow]:
    """One row per rating and kind of evidence: functions that stand together are printed together."""
    alike: dict[tuple[float | None, str], list[str]] = {}
    for cell in dossier.result.cells:
        if cell.capability == capability:
            alike.setdefault((cell.rating, _evidence(dossier.assessment, cell)), []).append(cell.id)
    for (rating, evidence), cells in alike.items():
        yield AnswerRow(
            title=dossier.names.title(capability),
            where=dossier.names.where(*cells),
            rating="?" if rating is None else words.rung(rating),
            situation="Pas encore de réponse." if rating is None else dossier.names.situation(capability, rating),
            evidence=evidence,
        )


def _evidence(assessment: Assessment, cell: Cell) -> str:
    """How the consolidated rating is known, in two words."""
    if cell.rating is None:
        return NOT_KNOWN
    if not cell.verified:
        return DECLARED
    if any(one.item == cell.capability and one.function in {cell.function, "all"} for one in assessment.settled):
        return SETTLED
    kinds = {
        answer.evidence
        for answer in assessment.answers
        if answer.item == cell.capability and answer.function in {cell.function, "all"}
    }
    return next((name for kind, name in EVIDENCE.items() if kind in kinds), SETTLED)


def _sources(dossier: Dossier, plan: PlanView) -> Iterator[SourceLine]:
    """Where each device and training that is printed comes from, and until when it holds."""
    content, read = dossier.content, dossier.names.read
    skills = [line for measure in plan.measures for line in measure.skills]
    for id in _devices(dossier.plan) | dict.fromkeys(line.device for line in skills if line.device):
        device = content.devices.get(id)
        if device:
            yield _source(read(device.name), device.source, device.valid_to, dossier)
    used = [use.training for planned in dossier.plan.by_priority() for use in planned.trainings]
    for id in dict.fromkeys([*used, *(line.training for line in skills if line.training)]):
        training = content.trainings[id]
        line = _source(read(training.title), training.source, training.valid_to, dossier)
        yield replace(line, address="") if training.code else line
    if dossier.opco is not None:
        yield _source("Votre OPCO", dossier.opco.source, None, dossier)


def _together(lines: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """One row per source, date and end; what rests on the same one is named in it."""
    found: dict[SourceLine, list[str]] = {}
    for line in lines:
        found.setdefault(replace(line, subject=""), []).append(line.subject)
    return tuple(replace(line, subject=words.typeset(" ; ".join(subjects))) for line, subjects in found.items())


def _devices(plan: Plan) -> dict[str, None]:
    """Devices that the plan counts, would count if renewed, or asks to confirm, once each."""
    found: dict[str, None] = {}
    for planned in plan.by_priority():
        found.update(dict.fromkeys(row.device for row in planned.cost.by_device))
        found.update(dict.fromkeys(row.device for row in planned.cost.if_renewed))
    found.update(dict.fromkeys(row.device for row in plan.to_confirm))
    return found


def _source(subject: str, source: Source, valid_to: date | None, dossier: Dossier) -> SourceLine:
    return SourceLine(
        subject=subject,
        title=dossier.names.read(source.title),
        checked=words.short_day(source.checked_on),
        valid=words.short_day(valid_to) if valid_to else "–",
        address=source.url or "",
    )
