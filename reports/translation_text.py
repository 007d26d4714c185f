"""A company's answers in another model's terms, in a terminal: a sheet that a person can copy from (METHOD 8)."""

from collections.abc import Iterator, Sequence

from diagnostic.core.dma import Bounds, as_it_stands, column_score, dimension_score, level_of, whole_score
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.crosswalk import Correspondence, Dma, DmaQuestion, Field
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.model.source import Source
from diagnostic.core.prefill import Fact, Filled, values_of
from diagnostic.core.translation_document import answer_of, index_of
from reports import words
from reports.naming import Names

ANSWERS = {"yes": N_("oui"), "no": N_("non"), "partly": N_("en partie"), "unknown": N_("inconnu")}
BASES = {
    "other_item": N_("Une autre réponse de la même question l’impose."),
    "disagree": N_("Vos réponses se contredisent :"),
}
CLOSENESS = {"close": N_("proche"), "partial": N_("en partie"), "none": N_("sans équivalent")}
UNDECIDED = N_("Vos réponses ne tranchent pas ({facts}).")
UNANSWERED = N_("Pas encore de réponse à nos questions là-dessus.")
WIDTH = 9


def dma_text(content: Content, assessment: Assessment, dma: Dma, sheet: Sequence[Filled]) -> list[str]:
    """The score with its bounds, then every item: its answer and why."""
    names, values = Names(content.questionnaire, spoken()), values_of(sheet)
    whole, sent = whole_score(dma, values), as_it_stands(dma, values)
    known = sum(row.value is not None and row.value.exact is not None for row in sheet)
    lines = [
        names.read(dma.name),
        _scored(assessment.company.name, dma, whole),
        _(
            "Vos réponses remplissent {known} des {number} éléments ; le reste peut mener à l’une ou à l’autre borne.",
            known=known,
            number=len(sheet),
        ),
        _(
            "Envoyée telle quelle, ce qui est inconnu laissé vide, la fiche vaudrait {score}.",
            score=words.index(float(sent)),
        ),
        names.read(dma.formula),
        _source(names, dma.source),
    ]
    for dimension in dma.dimensions:
        lines += [
            "",
            _("{name} : {score}", name=names.read(dimension.name), score=told(dimension_score(dimension, values))),
        ]
        for question in dimension.questions:
            rows = [row for row in sheet if row.box.question is question]
            lines += _question_lines(content, names, question, rows)
    return [words.typeset(line) for line in lines]


def _source(names: Names, source: Source) -> str:
    day = words.short_day(source.checked_on)
    return _("Source : {title} (relevé le {day}).", title=names.read(source.title), day=day)


def _scored(company: str, dma: Dma, whole: Bounds) -> str:
    """« Usinage : 42,0 sur 100, niveau « Moyen ». »."""
    low, high = level_of(dma, whole.low), level_of(dma, whole.high)
    lowest, highest = (words.quoted(level.name.read(spoken())) for level in (low, high))
    score = told(whole)
    if low is high:
        return _("{company} : {score} sur 100, niveau {level}.", company=company, score=score, level=lowest)
    return _(
        "{company} : {score} sur 100, du niveau {low} au niveau {high}.",
        company=company,
        score=score,
        low=lowest,
        high=highest,
    )


def told(bounds: Bounds) -> str:
    """« 42,0 », « entre 21,3 et 78,0 »."""
    if bounds.exact is not None:
        return words.index(float(bounds.exact))
    return _("entre {low} et {high}", low=words.index(float(bounds.low)), high=words.index(float(bounds.high)))


def _question_lines(content: Content, names: Names, question: DmaQuestion, rows: Sequence[Filled]) -> Iterator[str]:
    values = values_of(rows)
    yield f"  {names.read(question.label)}"
    labels = {column.id: names.read(column.label) for column in question.columns}
    for column in question.column_ids():
        if column:
            score = told(column_score(question, column, values))
            yield "   " + _("{name} : {score}", name=labels[column], score=score)
        for row in rows:
            if row.box.column == column:
                yield f"    {_value(row):<{WIDTH}} {names.read(row.box.item.label)}{_because(content, names, row)}"
    if question.unlinked:
        yield f"    {names.read(question.unlinked)}"


def _value(row: Filled) -> str:
    """oui, non, en partie, 0 to 5, « 0 à 1 », inconnu."""
    answer = answer_of(row.box, row.value)
    if answer == "unknown" and row.value is not None:
        return _("{low} à {high}", low=words.rung(float(row.value.low)), high=words.rung(float(row.value.high)))
    told = ANSWERS.get(str(answer))
    return _(told) if told else str(answer)


def _because(content: Content, names: Names, row: Filled) -> str:
    """What decided, or what was read without deciding, and the answers it comes from."""
    if row.basis == "silent":
        facts = _facts(content, names, row.looked_at)
        told = _(UNDECIDED, facts=facts) if facts else _(UNANSWERED)
        return f". {told}"
    told_first = [_(BASES[row.basis])] if row.basis in BASES else []
    reasons = [f"{names.read(reason.link.why)} ({_facts(content, names, reason.facts)})" for reason in row.reasons]
    return f". {' '.join([*told_first, *reasons])}" if told_first or reasons else ""


def _facts(content: Content, names: Names, facts: Sequence[Fact]) -> str:
    """The functions of a capability are named together."""
    apart: dict[str, list[Fact]] = {}
    for fact in facts:
        apart.setdefault(split_cell(fact.id)[0] if fact.kind == "cell" else fact.id, []).append(fact)
    return words.joined(_about(content, names, same) for same in apart.values())


def _about(content: Content, names: Names, same: Sequence[Fact]) -> str:
    """Answers about one thing: a capability, a skill, a practice, the budget."""
    first, value = same[0], words.rung(same[0].value)
    match first.kind:
        case "cell":
            return _("{name} : {score}", name=names.title(first.id), score=_rungs(names, same))
        case "skill":
            skill = words.quoted(names.read(content.skills[first.id].name))
            return _("compétence {skill} : niveau {level}", skill=skill, level=value)
        case "practice":
            question = content.workforce.practice[first.id]
            answer = next(row for row in question.answers if row.level == first.value)
            return f"{names.read(question.question)} {names.read(answer.text).rstrip('.')}"
        case "budget":
            return _("{amount} par an", amount=words.euros(first.value))


def _rungs(names: Names, cells: Sequence[Fact]) -> str:
    """« échelon 2 », or « production 2,5, logistique 1 »."""
    if split_cell(cells[0].id)[1] is None:
        return _("échelon {rung}", rung=words.rung(cells[0].value))
    places = [(words.lower_first(names.function(split_cell(cell.id)[1])), words.rung(cell.value)) for cell in cells]
    return ", ".join(f"{place} {rung}" for place, rung in places)


def correspondence_text(content: Content, assessment: Assessment, model: Correspondence, result: Result) -> list[str]:
    """Field by field: how close, our capabilities with our index, and why; then ours that have no counterpart."""
    names = Names(content.questionnaire, spoken())
    lines = [
        _("{name} : {score}", name=names.read(model.name), score=assessment.company.name),
        names.read(model.caution),
    ]
    lines += [_source(names, model.source)]
    group = ""
    for field in model.fields:
        if names.read(field.group) != group:
            group = names.read(field.group)
            lines += ["", group]
        lines += _field_lines(names, field, result)
    lines += ["", _("Nos capacités sans équivalent")]
    for row in model.without:
        lines += [f"  {', '.join(names.title(id) for id in row.capabilities)}", f"    {names.read(row.why)}"]
    return [words.typeset(line) for line in lines]


def _field_lines(names: Names, field: Field, result: Result) -> Iterator[str]:
    ours = [_("{name} : {score}", name=names.title(id), score=_index(result, id)) for id in field.capabilities]
    closeness = _(CLOSENESS[field.kind])
    yield f"  {words.capital(names.read(field.label))} ({closeness})"
    if ours:
        yield f"    {words.joined(ours)}"
    yield f"    {names.read(field.why)}"


def _index(result: Result, capability: str) -> str:
    index = index_of(result, capability)
    return _("non évalué") if index is None else words.index(index)
