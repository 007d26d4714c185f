"""The map of questions by function: the rating of each cell, never an average that nobody gave."""

from diagnostic.core.language import N_, _
from diagnostic.core.model.questionnaire import Capability, Function
from diagnostic.core.model.result import Cell, Result
from reports import words
from reports.lines import Heat, HeatCell, HeatRow
from reports.naming import Names

NOT_ASKED = "–"
NOT_KNOWN = "?"
NOT_APPLICABLE = N_("n. a.")
NOTE = N_(
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
    total = HeatRow(_("Indice de la fonction"), tuple(_total(names, result, one) for one in functions), total=True)
    return Heat(tuple(names.read(one.name) for one in functions), (*rows, total), words.typeset(_(NOTE)))


def _cell(names: Names, capability: Capability, function: Function, cells: dict[str, Cell], out: set[str]) -> HeatCell:
    id = f"{capability.id}/{function.id}"
    if id in out:
        return HeatCell(_(NOT_APPLICABLE), None, _("{what}, non applicable", what=names.full(id)))
    if id not in cells:
        return HeatCell(NOT_ASKED, None, _("{what}, pas demandé", what=names.full(id)))
    rating = cells[id].rating
    if rating is None:
        return HeatCell(NOT_KNOWN, None, _("{what}, réponse à trouver", what=names.full(id)))
    return HeatCell(words.rung(rating), rating, _("{what}, {rung} sur 6", what=names.full(id), rung=words.rung(rating)))


def _total(names: Names, result: Result, function: Function) -> HeatCell:
    index = result.nodes[f"function:{function.id}"].index
    name = names.read(function.name)
    if index is None:
        return HeatCell(NOT_KNOWN, None, _("{what}, à évaluer", what=name))
    return HeatCell(words.index(index), index, _("{what}, indice {index} sur 6", what=name, index=words.index(index)))
