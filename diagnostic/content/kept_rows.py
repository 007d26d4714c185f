"""The rows of an import as a text that a page carries between showing its changes and saving them."""

import json

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from diagnostic.content.content_sheets import plans
from diagnostic.content.content_xlsx import ReadRow, Rows
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _

NOT_WHOLE = N_("la page n’est pas arrivée entière")
SEND_AGAIN = N_("envoyez le classeur à nouveau")


class RowShape(BaseModel):
    """A row as it comes back: `cells`, `columns`: the text and the letter of each column, by its title."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line: int
    cells: dict[str, str]
    columns: dict[str, str]


SHEETS = TypeAdapter(dict[str, list[RowShape]])


def rows_text(rows: Rows) -> str:
    """Those rows, and nothing else of the workbook."""
    told = {
        title: [{"line": row.line, "cells": dict(row.cells), "columns": dict(row.columns)} for row in found]
        for title, found in rows.items()
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_rows(text: str) -> Rows:
    """What `rows_text` wrote, which comes from a browser: it is read again as a workbook is. UserError otherwise."""
    headers = {plan.title: set(plan.header) for plan in plans()}
    try:
        found = SHEETS.validate_json(text)
    except ValidationError as error:
        raise UserError(_(NOT_WHOLE), hint=_(SEND_AGAIN)) from error
    for title, rows in found.items():
        if any(not headers.get(title) == set(row.cells) == set(row.columns) for row in rows):
            raise UserError(_(NOT_WHOLE), hint=_(SEND_AGAIN))
    return {
        title: tuple(ReadRow(title, row.line, row.cells, row.columns) for row in rows) for title, rows in found.items()
    }
