"""The printed document: a cover, a page to show a banker, and an annex, around what the pages already say."""

from collections.abc import Iterator

from diagnostic.core.language import N_, PN_, _, in_context
from diagnostic.core.model.assessment import Company, Figure
from diagnostic.core.model.result import Result
from diagnostic.core.model.signature import Signing
from reports import words
from reports.dossier import Dossier
from reports.fonts import drawn
from reports.lines import PlanView, ResultView, Totals
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

TITLE = N_("Diagnostic et plan d’action")
SEVERE = 2
SYMPTOMS_PRINTED = 3
BLOCKING_PRINTED = 10
GAPS_PRINTED = 6
UNREACHED_PRINTED = 12
REVENUE = N_("Chiffre d’affaires")
FINGERPRINT = 12
LINE = 40  # what a new paragraph takes, in characters
LONG_WORD = 700
UNITS = (PN_("unit", "j"), PN_("unit", "personnes"), PN_("unit", "fois"), PN_("unit", "pièces"))  # of figures given


def report_view(dossier: Dossier) -> ReportView:
    """Every word and number of the document."""
    content, assessment, lang = dossier.content, dossier.assessment, dossier.lang
    result = result_view(content, assessment, dossier.result, dossier.targets, lang)
    plan = plan_view(content, assessment, dossier.result, dossier.plan, dossier.opco, lang)
    trainings = training_rows(dossier.programme)
    return ReportView(
        title=_(TITLE),
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
        caution=words.typeset(_(CAUTION)),
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
    day, adviser = words.day(signing.on), drawn(signing.adviser or "")
    by = f"{drawn(signing.signatory)}, {words.lower_first(drawn(signing.capacity))}"
    told = (
        _("Plan validé le {day} par {by}, avec {adviser}", day=day, by=by, adviser=adviser)
        if adviser
        else _("Plan validé le {day} par {by}", day=day, by=by)
    )
    return words.typeset(words.sentence(told))


def _footer(dossier: Dossier) -> str:
    parts = [dossier.assessment.company.name, _(TITLE), words.day(dossier.on)]
    return " · ".join([*parts, _("exemple illustratif")] if dossier.assessment.illustrative else parts)


def versions(result: Result) -> str:
    """Which method, which questionnaire and which content the figures rest on."""
    return _(
        "Méthode {method}, questionnaire {questionnaire}, empreinte du contenu {hash}.",
        method=result.method,
        questionnaire=result.questionnaire,
        hash=result.content_sha256[:FINGERPRINT],
    )


def _facts(dossier: Dossier, company: Company) -> Iterator[Fact]:
    content, read = dossier.content, dossier.names.read
    if company.headcount is not None:
        yield Fact(_("Effectif"), words.count(company.headcount, "personne", "personnes"))
    if company.revenue is not None:
        yield Fact(_(REVENUE), words.large_euros(company.revenue))
    if company.naf:
        activity = content.opco.naf_labels.get(company.naf)
        told = f"{read(activity)} ({company.naf})" if activity else company.naf
        yield Fact(in_context("line of business", "Activité"), told)
    if company.region:
        names = {region.code: read(region.name) for region in content.regions}
        yield Fact(_("Région"), names.get(company.region, company.region))
    for label, choices, chosen in (
        (_("Position"), content.context.positions, company.position),
        (_("Intention"), content.context.intents, company.intent),
    ):
        named = {choice.id: read(choice.name) for choice in choices}
        if chosen in named:
            yield Fact(label, named[chosen])


def _figures(result: ResultView, plan: PlanView) -> tuple[KeyFigure, ...]:
    landings = result.landings
    unknown = _("à évaluer")
    target = _("à choisir") if landings.target is None else str(landings.target)
    return (
        KeyFigure(_("Stade acquis"), unknown if landings.stage is None else str(landings.stage), _("sur 6")),
        KeyFigure(_("Indice"), landings.index_text or unknown, _("sur 6")),
        KeyFigure(_("Cible"), target, _("stade visé")),
        *(() if plan.superseded else _money_figures(plan.totals)),
    )


def _money_figures(totals: Totals) -> Iterator[KeyFigure]:
    yield KeyFigure(_("À investir"), totals.gross, _("au plus, hors taxes"))
    yield KeyFigure(_("Aides comptées"), totals.funded, _("en vigueur aux dates du plan"))
    yield KeyFigure(_("Reste à payer"), totals.net, _("si tout se fait"))


def _summary(dossier: Dossier, result: ResultView, plan: PlanView) -> Iterator[Fact]:
    who = words.joined(_in_words(fact) for fact in _facts(dossier, dossier.assessment.company))
    if who:
        yield Fact(_("L’entreprise"), words.typeset(words.sentence(who)))
    start = _starting_points(dossier)
    if start:
        yield Fact(_("Ce qui l’amène"), start)
    yield Fact(_("Où elle en est"), f"{result.title} {result.lead}")
    yield Fact(_("Où elle veut aller"), f"{result.target_text} {_targets(plan)}".strip())
    yield Fact(_("Ce qui sera fait"), _what(plan))
    if not plan.superseded:
        yield Fact(_("Ce que cela coûte"), _money(plan))
        yield Fact(_("Quand"), plan.calendar.in_one_line)
        yield Fact(_("Ce qui en est attendu"), plan.trajectory_text)
    yield Fact(_("Ce sur quoi reposent ces chiffres"), f"{result.evidence_text} {_basis(plan)}")


def _in_words(fact: Fact) -> str:
    """As it stands among others, without its label."""
    return _("{amount} de chiffre d’affaires", amount=fact.text) if fact.label == _(REVENUE) else fact.text


def _starting_points(dossier: Dossier) -> str | None:
    """The most severe symptoms in the leader's words, with the figure given."""
    entry, read = dossier.assessment.entry, dossier.names.read
    figures = {(one.symptom, one.indicator): _measured(one) for one in entry.figures}
    named = []
    first = dossier.plan.by_priority()[0].answers_symptoms if dossier.plan.actions else ()
    told = {id: severity for id, severity in entry.symptoms.items() if severity >= SEVERE}
    for id in sorted(told, key=lambda id: (id not in first, -told[id])):
        symptom = dossier.content.symptoms.get(id)
        if symptom is None:
            continue
        given = [
            _("{a} : {b}", a=read(one.label), b=figures[id, one.id])
            for one in symptom.figures
            if (id, one.id) in figures
        ]
        measured = f" ({given[0]})" if given else ""
        named.append(f"{words.quoted(read(symptom.name))}{measured}")
    return words.typeset(words.listed(named[:SYMPTOMS_PRINTED]) + ".") if named else None


def _measured(figure: Figure) -> str:
    """« 18 % », « 250 000 € », « 32 j »."""
    number, unit = words.rung(figure.value), figure.unit
    if unit.startswith("€"):
        return words.money(number) + unit[1:]
    named = in_context("unit", unit)
    return words.of_hundred(number) if unit == "%" else f"{number} {named}"


def _targets(plan: PlanView) -> str:
    lines = [f"{line.area} {line.text}" for line in plan.targets]
    return words.typeset(_("Par domaine : {areas}.", areas=words.joined(lines))) if lines else ""


def _what(plan: PlanView) -> str:
    titles = words.joined(f"{measure.rank}. {measure.title}" for measure in plan.measures)
    if not titles:
        return plan.title
    if not plan.others:
        return words.typeset(f"{titles}.")
    others = words.spelled(len(plan.others), "autre mesure", "autres mesures", feminine=True)
    return words.typeset(_("{measures} ; puis {others}.", measures=titles, others=others))


def _money(plan: PlanView) -> str:
    totals = plan.totals
    if not plan.measures:
        return words.typeset(_("Rien à engager : aucune mesure n’est lancée."))
    renewed = f" {words.capital(totals.if_renewed_text)}" if totals.if_renewed_text else ""
    told = _(
        "{range} avant aides ; {funded} d’aides en vigueur ; {net} à payer au plus. "
        "Temps interne : {internal}, dont {release} hors du poste.",
        range=totals.gross_range,
        funded=totals.funded,
        net=totals.net,
        internal=totals.internal,
        release=totals.release,
    )
    return words.typeset(told + renewed)


def _basis(plan: PlanView) -> str:
    costs = _("Les coûts sont des estimations, hors taxes, comptées au plus haut : deux devis les remplacent.")
    return words.typeset(f"{costs} {plan.status_text}")
