"""The JSON document of a company's answers in another model's terms (`palier-translation/1`, METHOD 8)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from diagnostic.core.dma import Bounds, as_it_stands, column_score, dimension_score, level_of, whole_score
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.crosswalk import Box, Correspondence, Dma, DmaDimension, DmaQuestion, Field, Without
from diagnostic.core.model.result import Result
from diagnostic.core.model.source import Source
from diagnostic.core.prefill import Fact, Filled, Reason, values_of

FORMAT = "palier-translation/1"
DEGREES = {Fraction(0): "no", Fraction(1, 2): "partly", Fraction(1): "yes"}
Values = Mapping[str, Bounds]


def dma_document(
    content: Content, dma: Dma, result: Result, sheet: Sequence[Filled], lang: str = "fr"
) -> dict[str, object]:
    """The sheet and its score, 0 to 100, unrounded. `score` is null until everything is known: `low` and `high` are
    then what the rest may still make of it, and `as_it_stands` what the sheet would be worth if it were sent so."""
    values, rows = values_of(sheet), {row.box.key: row for row in sheet}
    whole = whole_score(dma, values)
    return {
        **_head(content, "dma", result, dma.source, lang),
        "name": dma.name.read(lang),
        "formula": dma.formula.read(lang),
        **_bounds(whole),
        "as_it_stands": float(as_it_stands(dma, values)),
        "level_low": level_of(dma, whole.low).id,
        "level_high": level_of(dma, whole.high).id,
        "items": len(sheet),
        "known": sum(row.value is not None and row.value.exact is not None for row in sheet),
        "dimensions": [_dimension(dimension, rows, values, lang) for dimension in dma.dimensions],
    }


def correspondence_document(
    content: Content, model: Correspondence, result: Result, lang: str = "fr"
) -> dict[str, object]:
    """Which of our capabilities look at the same thing, with our own index of each, 0 to 6; no score of theirs."""
    return {
        **_head(content, model.id, result, model.source, lang),
        "name": model.name.read(lang),
        "caution": model.caution.read(lang),
        "fields": [_field(content, field, result, lang) for field in model.fields],
        "without": [_without(content, row, lang) for row in model.without],
    }


def _head(content: Content, to: str, result: Result, source: Source, lang: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "to": to,
        "questionnaire": result.questionnaire,
        "content_sha256": content.questionnaire.content_sha256,
        "form": result.form,
        "source": {
            "title": source.title.read(lang),
            "url": source.url,
            "checked_on": source.checked_on.isoformat(),
            "evidence": source.evidence,
        },
    }


def _bounds(bounds: Bounds) -> dict[str, object]:
    exact = bounds.exact
    return {"score": None if exact is None else float(exact), "low": float(bounds.low), "high": float(bounds.high)}


def _dimension(dimension: DmaDimension, rows: Mapping[str, Filled], values: Values, lang: str) -> dict[str, object]:
    return {
        "id": dimension.id,
        "name": dimension.name.read(lang),
        **_bounds(dimension_score(dimension, values)),
        "questions": [_question(question, rows, values, lang) for question in dimension.questions],
    }


def _question(question: DmaQuestion, rows: Mapping[str, Filled], values: Values, lang: str) -> dict[str, object]:
    """`scores`: one, or one a column."""
    return {
        "id": question.id,
        "label": question.label.read(lang),
        "kind": question.kind,
        "unlinked": question.unlinked.read(lang) if question.unlinked else None,
        "scores": [
            {"column": column, **_bounds(column_score(question, column, values))} for column in question.column_ids()
        ],
        "items": [_item(rows[box.key], lang) for box in question.boxes()],
    }


def _item(row: Filled, lang: str) -> dict[str, object]:
    box = row.box
    low, high = (row.value.low, row.value.high) if row.value else (Fraction(), Fraction(box.top))
    return {
        "id": box.key,
        "item": box.item.id,
        "column": box.column,
        "label": box.item.label.read(lang),
        "negative": box.item.negative,
        "answer": answer_of(box, row.value),
        "low": float(low),
        "high": float(high),
        "basis": row.basis,
        "reasons": [_reason(reason, lang) for reason in row.reasons],
        "looked_at": [_fact(fact) for fact in row.looked_at],
    }


def answer_of(box: Box, value: Bounds | None) -> str | int:
    """yes, no, partly, 0 to 5, or unknown: also where something, but not all, is known."""
    if value is None or value.exact is None:
        return "unknown"
    return int(value.exact) if box.question.kind == "scale" else DEGREES[value.exact]


def _reason(reason: Reason, lang: str) -> dict[str, object]:
    return {"why": reason.link.why.read(lang), "facts": [_fact(fact) for fact in reason.facts]}


def _fact(fact: Fact) -> dict[str, object]:
    return {"kind": fact.kind, "id": fact.id, "value": fact.value}


def _field(content: Content, field: Field, result: Result, lang: str) -> dict[str, object]:
    return {
        "id": field.id,
        "group": field.group.read(lang),
        "label": field.label.read(lang),
        "kind": field.kind,
        "why": field.why.read(lang),
        "capabilities": [
            {
                "capability": id,
                "title": content.questionnaire.items[id].title.read(lang),
                "index": index_of(result, id),
            }
            for id in field.capabilities
        ],
    }


def _without(content: Content, row: Without, lang: str) -> dict[str, object]:
    titles = [{"capability": id, "title": content.questionnaire.items[id].title.read(lang)} for id in row.capabilities]
    return {"capabilities": titles, "why": row.why.read(lang)}


def index_of(result: Result, capability: str) -> float | None:
    """Our own index of a capability, 0 to 6; None where too little of it is known, or where it was not asked."""
    node = result.nodes.get(f"capability:{capability}")
    return node.index if node else None
