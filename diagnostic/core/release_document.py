"""A release as one JSON document (`palier-release/1`): the same values give the same bytes, whose hash seals it.

A withheld cell has a name and nothing else, whether nobody is in it or too few: the two are the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.released import (
    FORMAT,
    Denominators,
    Eligible,
    Release,
    ReleasedCell,
    ReleasedTable,
    Withheld,
)
from diagnostic.core.model.source import Source

NOT_ONE = N_("ce document n’est pas une publication")


def release_document(release: Release) -> dict[str, Any]:
    """Plain values, in the order of the catalogue."""
    return {
        "format": FORMAT,
        "number": release.number,
        "on": release.on.isoformat(),
        "quarter": release.quarter,
        "catalogue": release.catalogue,
        "questionnaire": release.questionnaire,
        "synthetic": release.synthetic,
        "previous": release.previous,
        "denominators": _denominators(release.denominators),
        "tables": [_table(table) for table in release.tables],
    }


def _table(table: ReleasedTable) -> dict[str, Any]:
    return {
        "id": table.id,
        "population": table.population,
        "axes": list(table.axes),
        "series": list(table.series),
        "cells": [_cell(cell) for cell in table.cells],
    }


def _cell(cell: ReleasedCell) -> dict[str, Any]:
    if not cell.shown:
        return {"codes": list(cell.codes), "companies": None}
    return {
        "codes": list(cell.codes),
        "companies": int(cell.companies or 0),
        "since": cell.since,
        "figures": {
            series: value if isinstance(value, str) else float(value) for series, value in cell.figures.items()
        },
    }


def _denominators(told: Denominators | None) -> dict[str, Any] | None:
    if told is None:
        return None
    source = asdict(told.source) | {"checked_on": told.source.checked_on.isoformat()}
    return {"source": source, "rows": [[row.axis, row.code, row.companies] for row in told.rows]}


def canonical(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """The text that is hashed: keys sorted, no space, no infinite number."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal; it covers the seal of the release before."""
    return sha256(canonical(document).encode()).hexdigest()


def read_release(document: Mapping[str, Any]) -> Release:
    """What `release_document` made; UserError where it is not one."""
    if document.get("format") != FORMAT:
        raise UserError(_(NOT_ONE), "format", _("attendu : {format}", format=FORMAT))
    try:
        return Release(
            number=int(document["number"]),
            on=date.fromisoformat(document["on"]),
            quarter=document["quarter"],
            catalogue=document["catalogue"],
            questionnaire=document["questionnaire"],
            synthetic=bool(document["synthetic"]),
            tables=tuple(_read_table(raw, int(document["number"])) for raw in document["tables"]),
            denominators=_read_denominators(document["denominators"]),
            previous=document["previous"],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UserError(_(NOT_ONE), "document") from error


def _read_table(raw: Mapping[str, Any], number: int) -> ReleasedTable:
    return ReleasedTable(
        id=raw["id"],
        population=raw["population"],
        axes=tuple(raw["axes"]),
        series=tuple(raw["series"]),
        cells=tuple(_read_cell(cell, number) for cell in raw["cells"]),
    )


def _read_cell(raw: Mapping[str, Any], number: int) -> ReleasedCell:
    if raw["companies"] is None:
        return ReleasedCell(tuple(raw["codes"]), None, {}, number)
    return ReleasedCell(tuple(raw["codes"]), raw["companies"], dict(raw["figures"]), raw["since"])


def _read_denominators(raw: Mapping[str, Any] | None) -> Denominators | None:
    if raw is None:
        return None
    source = raw["source"]
    known = Source(
        Text(**source["title"]), date.fromisoformat(source["checked_on"]), source.get("url"), source.get("evidence")
    )
    return Denominators(known, tuple(Eligible(*row) for row in raw["rows"]))


def log_document(withheld: Sequence[Withheld]) -> list[Any]:
    """The log of what is not told, one row a cell or a figure."""
    return [[one.table, list(one.codes), one.series, one.why] for one in withheld]


def read_log(document: Sequence[Any]) -> tuple[Withheld, ...]:
    return tuple(Withheld(table, tuple(codes), series, why) for table, codes, series, why in document)
