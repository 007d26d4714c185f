"""What scoring gives back (`palier-result/1`): nodes, what is missing, what disagrees."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from diagnostic.core.model.questionnaire import Text


@dataclass(frozen=True, slots=True)
class Node:
    """A company, area, principle, function, capability or cell (METHOD 2). None where it is not assessed."""

    assessed: bool
    index: float | None
    index_low: float
    index_high: float
    stage: int | None
    stage_low: int
    stage_high: int
    mean_stage: int | None
    reach: tuple[float, ...] | None
    share: tuple[float, ...] | None
    coverage: float
    evidence_share: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """An applicable cell: its weight in the company (all applicable cells sum to 1), its rating or None."""

    id: str
    capability: str
    function: str | None
    area: str
    weight: float
    rating: float | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Alert:
    cell: str
    rating: float
    floor: int
    text: Text


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """`weight`: what the cell would have had, had nothing been declared not applicable."""

    cell: str
    weight: float


@dataclass(frozen=True, slots=True)
class Blocking:
    cell: str
    rating: float
    needs: int
    reach_gain: float


@dataclass(frozen=True, slots=True)
class PerceptionGap:
    cell: str
    ratings: Mapping[str, float]
    gap: float


@dataclass(frozen=True, slots=True)
class ContradictionHit:
    rule: str
    cells: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`nodes` keys: `company`, `area:…`, `principle:…`, `function:…`, `capability:…`, `cell:…`."""

    method: str
    questionnaire: str
    content_sha256: str
    form: str
    nodes: Mapping[str, Node]
    cells: tuple[Cell, ...]
    alerts: tuple[Alert, ...]
    not_applicable: tuple[NotApplicable, ...]
    limiting_area: str | None
    spread: float | None
    blocking: tuple[Blocking, ...]
    blocking_areas: tuple[str, ...]
    perception_gaps: tuple[PerceptionGap, ...]
    contradictions: tuple[ContradictionHit, ...]

    @property
    def company(self) -> Node:
        return self.nodes["company"]

    def ratings(self) -> dict[str, float | None]:
        """Rating of every applicable cell, None where it is missing."""
        return {cell.id: cell.rating for cell in self.cells}


def result_document(result: Result, lang: str = "fr") -> dict[str, object]:
    """The JSON document of CONTRACT, unrounded."""
    return {
        "format": "palier-result/1",
        "method": result.method,
        "questionnaire": result.questionnaire,
        "content_sha256": result.content_sha256,
        "form": result.form,
        "nodes": {key: asdict(node) for key, node in result.nodes.items()},
        "alerts": [{**asdict(alert), "text": alert.text.read(lang)} for alert in result.alerts],
        "not_applicable": [asdict(row) for row in result.not_applicable],
        "limiting_area": result.limiting_area,
        "spread": result.spread,
        "blocking": [asdict(row) for row in result.blocking],
        "blocking_areas": list(result.blocking_areas),
        "perception_gaps": [asdict(row) for row in result.perception_gaps],
        "contradictions": [{"rule": hit.rule, "cells": list(hit.cells)} for hit in result.contradictions],
    }
