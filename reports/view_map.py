"""The map of questions by function: the rating of each cell, never an average that nobody gave."""

from diagnostic.core.model.questionnaire import Capability, Function
from diagnostic.core.model.result import Cell, Result
from reports import words
from reports.lines import Heat, HeatCell, HeatRow
from reports.naming import Names

NOT_ASKED = "–"
NOT_KNOWN = "?"
NOT_APPLICABLE = "n. a."
NOTE = (
    "De 0 à 6, plus la case est foncée plus la fonction est avancée. "
    "– : pas demandé pour cette fonction ; ? : réponse à trouver ; n. a. : non applicable."
)


def heat_of(names: Names, result: Result) -> Heat | None:
    """Questions asked per function × functions of the company; None when there is no function to show."""
    functions = [one for one in names.questionnaire.functions if f"function:{one.id}" in result.nodes]
    if not functions:
        return None
    cells = {cell.id: cell for cell in result.cells}
    out = {row.cell for row in result.not_applicable}
    rows = [
        HeatRow(
            names.read(names.questionnaire.items[capability.id].title),
            tuple(_cell(names, capability, function, cells, out) for function in functions),
        )
        for capability in names.questionnaire.capabilities()
        if capability.functions and any(f"{capability.id}/{one.id}" in cells for one in functions)
    ]
    total = HeatRow("Indice de la fonction", tuple(_total(names, result, one) for one in functions), total=True)
    return Heat(tuple(names.read(one.name) for one in functions), (*rows, total), words.typeset(NOTE))


def _cell(names: Names, capability: Capability, function: Function, cells: dict[str, Cell], out: set[str]) -> HeatCell:
    id = f"{capability.id}/{function.id}"
    if id in out:
        return HeatCell(NOT_APPLICABLE, None, f"{names.full(id)}, non applicable")
    if id not in cells:
        return HeatCell(NOT_ASKED, None, f"{names.full(id)}, pas demandé")
    rating = cells[id].rating
    if rating is None:
        return HeatCell(NOT_KNOWN, None, f"{names.full(id)}, réponse à trouver")
    return HeatCell(words.rung(rating), rating, f"{names.full(id)}, {words.rung(rating)} sur 6")


def _total(names: Names, result: Result, function: Function) -> HeatCell:
    index = result.nodes[f"function:{function.id}"].index
    name = names.read(function.name)
    if index is None:
        return HeatCell(NOT_KNOWN, None, f"{name}, à évaluer")
    return HeatCell(words.index(index), index, f"{name}, indice {words.index(index)} sur 6")
