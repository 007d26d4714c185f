"""The printed document: a cover, a page to show a banker, and an annex, around what the pages already say."""

from collections.abc import Iterator

from diagnostic.core.model.assessment import Company
from diagnostic.core.model.result import Result
from diagnostic.core.model.signature import Signing
from reports import words
from reports.dossier import Dossier
from reports.fonts import drawn
from reports.lines import PlanView, ResultView
from reports.report_lines import Fact, KeyFigure, ReportView, Seal, WordLines
from reports.view_answers import answer_groups
from reports.view_money import folded_rows
from reports.view_plan import CAUTION, FIRST_MEASURES, plan_view
from reports.view_result import result_view
from reports.view_skills_page import skills_page
from reports.view_sources import source_lines
from reports.view_training_plan import training_rows
from reports.view_training_table import training_table
from reports.view_works_council import council

TITLE = "Diagnostic et plan d’action"
SEVERE = 2
SYMPTOMS_PRINTED = 3
BLOCKING_PRINTED = 10
GAPS_PRINTED = 6
UNREACHED_PRINTED = 12
REVENUE = "Chiffre d’affaires"
FINGERPRINT = 12
LINE = 40  # what a new paragraph takes, in characters
LONG_WORD = 700


def report_view(dossier: Dossier) -> ReportView:
    """Every word and number of the document."""
    content, assessment, lang = dossier.content, dossier.assessment, dossier.lang
    result = result_view(content, assessment, dossier.result, dossier.targets, lang)
    plan = plan_view(content, assessment, dossier.result, dossier.plan, dossier.opco, lang)
    trainings = training_rows(dossier.programme)
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
        funding=folded_rows(content, dossier.plan, lang),
        skills=skills_page(dossier),
        trainings=training_table(trainings),
        council=council(dossier.programme, FIRST_MEASURES),
        blocking_others=result.blocking_others[:BLOCKING_PRINTED],
        blocking_more=words.and_more(len(result.blocking_others) - BLOCKING_PRINTED),
        gaps=result.gaps[:GAPS_PRINTED],
        gaps_more=words.and_more(len(result.gaps) - GAPS_PRINTED),
        unreached=plan.unreached[:UNREACHED_PRINTED],
        unreached_more=words.and_more(len(plan.unreached) - UNREACHED_PRINTED),
        answers=tuple(answer_groups(dossier)),
        sources=source_lines(dossier, trainings),
        references=tuple(dossier.names.read(text) for text in content.questionnaire.sources),
        versions=versions(dossier.result),
        caution=CAUTION,
        word=word_lines(dossier),
        seal=_seal(dossier),
    )


def word_lines(dossier: Dossier) -> WordLines | None:
    """The adviser's word, what our type cannot draw left out."""
    paragraphs = tuple(filter(None, map(drawn, dossier.word.text.splitlines()))) if dossier.word else ()
    if not dossier.word or not paragraphs:
        return None
    long = sum(map(len, paragraphs)) + LINE * len(paragraphs) > LONG_WORD
    by = drawn(dossier.word.by or "")
    return WordLines(tuple(words.typeset(one) for one in paragraphs), words.typeset(by) or None, long)


def _seal(dossier: Dossier) -> Seal | None:
    if dossier.signing is None or dossier.seal is None:
        return None
    return Seal(signed_text(dossier.signing), dossier.seal)


def signed_text(signing: Signing) -> str:
    """« Plan validé le 22 novembre 2026 par Léa Martin, gérante, avec Hugo Roux. »"""
    by = f"{drawn(signing.signatory)}, {words.lower_first(drawn(signing.capacity))}"
    beside = f", avec {drawn(signing.adviser)}" if signing.adviser and drawn(signing.adviser) else ""
    return words.typeset(words.sentence(f"Plan validé le {words.day(signing.on)} par {by}{beside}"))


def _footer(dossier: Dossier) -> str:
    made_up = " · exemple illustratif" if dossier.assessment.illustrative else ""
    return f"{dossier.assessment.company.name} · {TITLE} · {words.day(dossier.on)}{made_up}"


def versions(result: Result) -> str:
    """Which method, which questionnaire and which content the figures rest on."""
    return (
        f"Méthode {result.method}, questionnaire {result.questionnaire}, "
        f"empreinte du contenu {result.content_sha256[:FINGERPRINT]}."
    )


def _facts(dossier: Dossier, company: Company) -> Iterator[Fact]:
    content, read = dossier.content, dossier.names.read
    if company.headcount is not None:
        yield Fact("Effectif", words.count(company.headcount, "personne", "personnes"))
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
