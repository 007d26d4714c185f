"""A company's answers in another model's terms, in a terminal: a sheet that a person can copy from (METHOD 8)."""

from collections.abc import Iterator, Sequence

from diagnostic.core.dma import Bounds, as_it_stands, column_score, dimension_score, level_of, whole_score
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

ANSWERS = {"yes": "oui", "no": "non", "partly": "en partie", "unknown": "inconnu"}
BASES = {
    "other_item": "Une autre réponse de la même question l’impose.",
    "disagree": "Vos réponses se contredisent :",
}
CLOSENESS = {"close": "proche", "partial": "en partie", "none": "sans équivalent"}
UNDECIDED = "Vos réponses ne tranchent pas"
UNANSWERED = "Pas encore de réponse à nos questions là-dessus."
NOT_RATED = "non évalué"
WIDTH = 9


def dma_text(content: Content, assessment: Assessment, dma: Dma, sheet: Sequence[Filled]) -> list[str]:
    """The score with its bounds, then every item: its answer and why."""
    names, values = Names(content.questionnaire, "fr"), values_of(sheet)
    whole, sent = whole_score(dma, values), as_it_stands(dma, values)
    known = sum(row.value is not None and row.value.exact is not None for row in sheet)
    lines = [
        names.read(dma.name),
        f"{assessment.company.name} : {told(whole)} sur 100, {_levels(dma, whole)}.",
        f"Vos réponses remplissent {known} des {len(sheet)} éléments ; le reste peut mener à l’une ou à l’autre borne.",
        f"Envoyée telle quelle, ce qui est inconnu laissé vide, la fiche vaudrait {words.index(float(sent))}.",
        names.read(dma.formula),
        _source(names, dma.source),
    ]
    for dimension in dma.dimensions:
        lines += ["", f"{names.read(dimension.name)} : {told(dimension_score(dimension, values))}"]
        for question in dimension.questions:
            rows = [row for row in sheet if row.box.question is question]
            lines += _question_lines(content, names, question, rows)
    return [words.typeset(line) for line in lines]


def _source(names: Names, source: Source) -> str:
    return f"Source : {names.read(source.title)} (relevé le {words.short_day(source.checked_on)})."


def _levels(dma: Dma, whole: Bounds) -> str:
    low, high = level_of(dma, whole.low), level_of(dma, whole.high)
    if low is high:
        return f"niveau {words.quoted(low.name.fr)}"
    return f"du niveau {words.quoted(low.name.fr)} au niveau {words.quoted(high.name.fr)}"


def told(bounds: Bounds) -> str:
    """« 42,0 », « entre 21,3 et 78,0 »."""
    if bounds.exact is not None:
        return words.index(float(bounds.exact))
    return f"entre {words.index(float(bounds.low))} et {words.index(float(bounds.high))}"


def _question_lines(content: Content, names: Names, question: DmaQuestion, rows: Sequence[Filled]) -> Iterator[str]:
    values = values_of(rows)
    yield f"  {names.read(question.label)}"
    labels = {column.id: names.read(column.label) for column in question.columns}
    for column in question.column_ids():
        if column:
            yield f"   {labels[column]} : {told(column_score(question, column, values))}"
        for row in rows:
            if row.box.column == column:
                yield f"    {_value(row):<{WIDTH}} {names.read(row.box.item.label)}{_because(content, names, row)}"
    if question.unlinked:
        yield f"    {names.read(question.unlinked)}"


def _value(row: Filled) -> str:
    """oui, non, en partie, 0 to 5, « 0 à 1 », inconnu."""
    answer = answer_of(row.box, row.value)
    if answer == "unknown" and row.value is not None:
        return f"{words.rung(float(row.value.low))} à {words.rung(float(row.value.high))}"
    return ANSWERS.get(str(answer), str(answer))


def _because(content: Content, names: Names, row: Filled) -> str:
    """What decided, or what was read without deciding, and the answers it comes from."""
    if row.basis == "silent":
        facts = _facts(content, names, row.looked_at)
        return f". {UNDECIDED} ({facts})." if facts else f". {UNANSWERED}"
    told_first = [BASES[row.basis]] if row.basis in BASES else []
    reasons = [f"{names.read(reason.link.why)} ({_facts(content, names, reason.facts)})" for reason in row.reasons]
    return f". {' '.join([*told_first, *reasons])}" if told_first or reasons else ""


def _facts(content: Content, names: Names, facts: Sequence[Fact]) -> str:
    """The functions of a capability are named together."""
    apart: dict[str, list[Fact]] = {}
    for fact in facts:
        apart.setdefault(split_cell(fact.id)[0] if fact.kind == "cell" else fact.id, []).append(fact)
    return " ; ".join(_about(content, names, same) for same in apart.values())


def _about(content: Content, names: Names, same: Sequence[Fact]) -> str:
    """Answers about one thing: a capability, a skill, a practice, the budget."""
    first, value = same[0], words.rung(same[0].value)
    match first.kind:
        case "cell":
            return f"{names.title(first.id)} : {_rungs(names, same)}"
        case "skill":
            return f"compétence {words.quoted(names.read(content.skills[first.id].name))} : niveau {value}"
        case "practice":
            question = content.workforce.practice[first.id]
            answer = next(row for row in question.answers if row.level == first.value)
            return f"{names.read(question.question)} {names.read(answer.text).rstrip('.')}"
        case "budget":
            return f"{words.euros(first.value)} par an"


def _rungs(names: Names, cells: Sequence[Fact]) -> str:
    """« échelon 2 », or « production 2,5, logistique 1 »."""
    if split_cell(cells[0].id)[1] is None:
        return f"échelon {words.rung(cells[0].value)}"
    places = [(words.lower_first(names.function(split_cell(cell.id)[1])), words.rung(cell.value)) for cell in cells]
    return ", ".join(f"{place} {rung}" for place, rung in places)


def correspondence_text(content: Content, assessment: Assessment, model: Correspondence, result: Result) -> list[str]:
    """Field by field: how close, our capabilities with our index, and why; then ours that have no counterpart."""
    names = Names(content.questionnaire, "fr")
    lines = [f"{names.read(model.name)} : {assessment.company.name}", names.read(model.caution)]
    lines += [_source(names, model.source)]
    group = ""
    for field in model.fields:
        if names.read(field.group) != group:
            group = names.read(field.group)
            lines += ["", group]
        lines += _field_lines(names, field, result)
    lines += ["", "Nos capacités sans équivalent"]
    for row in model.without:
        lines += [f"  {', '.join(names.title(id) for id in row.capabilities)}", f"    {names.read(row.why)}"]
    return [words.typeset(line) for line in lines]


def _field_lines(names: Names, field: Field, result: Result) -> Iterator[str]:
    ours = [f"{names.title(id)} : {_index(result, id)}" for id in field.capabilities]
    yield f"  {words.capital(names.read(field.label))} ({CLOSENESS[field.kind]})"
    if ours:
        yield f"    {' ; '.join(ours)}"
    yield f"    {names.read(field.why)}"


def _index(result: Result, capability: str) -> str:
    index = index_of(result, capability)
    return NOT_RATED if index is None else words.index(index)
