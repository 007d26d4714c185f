"""Where a company stands among those that a release counts: its own figures, by the rules that releases use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from diagnostic.content.territory import zone_of
from diagnostic.core.cohort_places import places
from diagnostic.core.model.assessment import Assessment, Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import NOWHERE
from diagnostic.core.scoring import score


@dataclass(frozen=True, slots=True)
class Own:
    """`codes`: axis → the category that the company stands in, absent where it has none. `indices`: `area/…` and
    `principle/…` → index, None where it is not assessed; functions weigh the same, as in releases (METHOD 7)."""

    codes: Mapping[str, str]
    indices: Mapping[str, float | None]


def own(content: Content, assessment: Assessment) -> Own:
    return Own(codes_of(content, assessment.company), indices_of(content, assessment))


def codes_of(content: Content, company: Company) -> dict[str, str]:
    """In which category of each axis of the catalogue the company stands, by what its card says."""
    told = {
        "region": company.region,
        "department": company.department,
        "zone": company.zone_emploi or zone_of(company.commune or ""),
        "naf": company.naf,
        "intent": company.intent,
        "form": None,
        "mode": None,
        "quarter": None,
    }
    headcount = np.array([-1 if company.headcount is None else company.headcount], dtype=np.int32)
    found = places(content.observatory, {name: (code,) for name, code in told.items()}, headcount)
    ranks = {axis: int(rank[0]) for axis, rank in found.items()}
    axes = {axis.id: axis for axis in content.observatory.axes}
    return {axis: axes[axis].categories[rank].code for axis, rank in ranks.items() if rank != NOWHERE}


def indices_of(content: Content, assessment: Assessment) -> dict[str, float | None]:
    """An area is the weighted mean of its principles, and only where all of them are assessed."""
    functions = {name: 1.0 if weight > 0 else 0.0 for name, weight in assessment.functions.items()}
    nodes = score(content.questionnaire, replace(assessment, functions=functions)).nodes
    found: dict[str, float | None] = {}
    for area in content.questionnaire.areas:
        known = [nodes.get(f"principle:{one.id}") for one in area.principles]
        indices = [node.index if node else None for node in known]
        weights = [one.weight for one in area.principles]
        found |= {f"principle/{one.id}": index for one, index in zip(area.principles, indices, strict=True)}
        told = [index * weight for index, weight in zip(indices, weights, strict=True) if index is not None]
        found[f"area/{area.id}"] = sum(told) / sum(weights) if len(told) == len(weights) else None
    return found
