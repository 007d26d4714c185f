"""A territory that does not exist: companies drawn from a seed, to show the observatory and to measure it.

Nothing here describes France: proportions are round numbers chosen for their shape (many small firms, few large ones,
correlated ratings, groups, sole proprietors, refusals). What is made of it says « Données synthétiques » everywhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Bools, Floats, Gathered, Places, Rated
from diagnostic.core.model.questionnaire import TOP_RUNG, Questionnaire, Text
from diagnostic.core.model.released import Denominators, Eligible
from diagnostic.core.model.source import Source
from diagnostic.core.scoring_batch import cell_columns

FORMS = ("full", "flash")
INTENTS = ("catch_up", "advantage")
COMPANY, SOLE = "5710", "1000"
Told = TypeVar("Told", str, str | None)
QUARTERS = ("2026-T3", "2026-T4")
DIAGNOSED, COMMITTED = 2, 3
HEAVY_DIVISIONS: Mapping[str, float] = {"25": 18, "10": 14, "28": 9, "33": 8, "22": 7, "16": 6, "20": 5, "18": 4}
LEVELS_OF_GAP = 4
SKILLS_ASKED = 12
DEVICES_USED = 9
DRAWN = "Territoire synthétique : effectifs tirés au sort"


@dataclass(frozen=True, slots=True)
class Firms:
    """What is drawn first, one row each: everything else depends on it. `level`: how far a firm is, on 0–6."""

    regions: npt.NDArray[np.int64]
    classes: npt.NDArray[np.int64]
    headcounts: Places
    advised: Bools
    flash: Bools
    statuses: Places
    level: Floats


def territory(
    content: Content, companies: int, seed: int, quarters: Sequence[str] = ("2026-T3", "2026-T4")
) -> Gathered:
    """So many companies, the same for the same seed; the last tenth and a half came in the last of the `quarters`."""
    chance = np.random.default_rng(seed)
    firms = _firms(content, companies, seed, chance)
    heads = _heads(companies, chance)
    return Gathered(
        sirens=tuple(f"{number:09d}" for number in chance.choice(900_000_000, companies, replace=False) + 100_000_000),
        verified=chance.random(companies) < 0.97,
        heads=heads,
        legal_forms=tuple(
            SOLE if one else COMPANY for one in (firms.headcounts < 20) & (chance.random(companies) < 0.04)
        ),
        headcounts=firms.headcounts,
        codes=_codes(content, firms, quarters, chance),
        advisers=_advisers(firms, chance),
        recorded=firms.advised | (chance.random(companies) < 0.5),
        consented=chance.random(companies) < 0.85,
        completed=firms.statuses >= DIAGNOSED,
        statuses=firms.statuses,
        rated={form: _rated(content.questionnaire, form, firms, chance) for form in FORMS},
        values=_values(content, firms, chance),
        versions=("1",) * companies,
    )


def rows_of(gathered: Gathered, rows: npt.NDArray[np.int64]) -> Gathered:
    """Those companies alone, in that order; `rows` rises."""

    def of(told: Sequence[Told]) -> tuple[Told, ...]:
        return tuple(told[row] for row in rows)

    return Gathered(
        sirens=of(gathered.sirens),
        verified=gathered.verified[rows],
        heads=of(gathered.heads),
        legal_forms=of(gathered.legal_forms),
        headcounts=gathered.headcounts[rows],
        codes={axis: of(told) for axis, told in gathered.codes.items()},
        advisers=of(gathered.advisers),
        recorded=gathered.recorded[rows],
        consented=gathered.consented[rows],
        completed=gathered.completed[rows],
        statuses=gathered.statuses[rows],
        rated={form: _those(one, rows) for form, one in gathered.rated.items()},
        values={series: figures[rows] for series, figures in gathered.values.items()},
        versions=of(gathered.versions),
    )


def earlier(gathered: Gathered) -> Gathered:
    """The same territory a quarter before: without those that came last."""
    last = gathered.codes["quarter"][-1]
    before = np.array([code != last for code in gathered.codes["quarter"]])
    return rows_of(gathered, np.flatnonzero(before))


def denominators(content: Content, companies: int, seed: int, on: date) -> Denominators:
    """How many companies of each region, department, group of sectors and size there would be: about eight times those
    that were drawn."""
    chance = np.random.default_rng(seed + 1)
    rows: list[Eligible] = []
    for region, share in zip(content.regions, _of_regions(content, seed), strict=True):
        of_departments = np.maximum(20, 8 * companies * share * _of_departments(len(region.departments)))
        counts = np.rint(of_departments * chance.uniform(0.9, 1.1, len(of_departments))).astype(int)
        rows.append(Eligible("region", region.code, int(counts.sum())))
        rows += [
            Eligible("department", code, int(count)) for code, count in zip(region.departments, counts, strict=True)
        ]
    return Denominators(Source(Text(DRAWN), on), tuple(rows))


def _those(rated: Rated, rows: npt.NDArray[np.int64]) -> Rated:
    place = np.full(int(max(rows.max(initial=0), rated.rows.max(initial=0))) + 1, -1)
    place[rows] = np.arange(len(rows))
    kept = place[rated.rows] >= 0
    return Rated(
        rows=place[rated.rows][kept].astype(np.int32), ratings=rated.ratings[kept], applicable=rated.applicable[kept]
    )


def _of_regions(content: Content, seed: int) -> Floats:
    """Unequal parts of the country, none of them nothing; the same however many companies are drawn."""
    many = len(content.regions)
    raw = 0.02 + np.random.default_rng([seed, many]).dirichlet(np.full(many, 1.5))
    parts: Floats = raw / raw.sum()
    return parts


def _of_departments(many: int) -> Floats:
    """The first department of a region is its heaviest."""
    raw = 1.0 / np.arange(1, many + 1) ** 0.7
    parts: Floats = raw / raw.sum()
    return parts


def _firms(content: Content, companies: int, seed: int, chance: np.random.Generator) -> Firms:
    regions = chance.choice(len(content.regions), companies, p=_of_regions(content, seed))
    codes = _manufacturing(content)
    in_division = Counter(code[:2] for code in codes)
    weights = np.array([HEAVY_DIVISIONS.get(code[:2], 1.0) / in_division[code[:2]] for code in codes])
    classes = chance.choice(len(codes), companies, p=weights / weights.sum())
    headcounts = np.clip(np.rint(np.exp(chance.normal(3.3, 0.75, companies))), 5, 400).astype(np.int32)
    advised = chance.random(companies) < 0.7
    sector = chance.normal(0, 0.35, len(codes))[classes]
    level = np.clip(2.1 + 0.35 * (np.log(headcounts) - 3.3) + sector + chance.normal(0, 0.75, companies), 0.1, 5.5)
    statuses = np.searchsorted(np.cumsum([0.10, 0.12, 0.45, 0.18, 0.12]), chance.random(companies)).astype(np.int32)
    flash = chance.random(companies) < np.where(advised, 0.15, 0.8)
    return Firms(regions, classes, headcounts, advised, flash, statuses, level)


def _manufacturing(content: Content) -> tuple[str, ...]:
    """Sub-classes of section C: divisions 10 to 33."""
    return tuple(code for code in content.opco.naf_labels if "10" <= code[:2] <= "33")


def _heads(companies: int, chance: np.random.Generator) -> tuple[str | None, ...]:
    """One company in sixteen belongs to a group of two to five."""
    heads: list[str | None] = [None] * companies
    grouped = chance.permutation(companies)[: companies // 16]
    place = 0
    while place < len(grouped):
        size = int(chance.integers(2, 6))
        head = f"{int(chance.integers(1_000_000)) + 99_000_000:09d}"
        for row in grouped[place : place + size]:
            heads[row] = head
        place += size
    return tuple(heads)


def _advisers(firms: Firms, chance: np.random.Generator) -> tuple[str | None, ...]:
    """About one adviser for sixty companies of a region; a third of advisers hold half of the files."""
    many = np.maximum(2, np.bincount(firms.regions) // 60)
    rank = (chance.random(len(firms.regions)) ** 1.6 * many[firms.regions]).astype(int)
    return tuple(
        f"adviser-{region}-{one}" if advised else None
        for region, one, advised in zip(firms.regions, rank, firms.advised, strict=True)
    )


def _codes(
    content: Content, firms: Firms, quarters: Sequence[str], chance: np.random.Generator
) -> dict[str, tuple[str | None, ...]]:
    companies = len(firms.regions)
    departments, zones = _places(content, firms, chance)
    naf = _manufacturing(content)
    last = round(companies * 0.85)
    before = chance.integers(0, max(1, len(quarters) - 1), companies)
    return {
        "region": tuple(content.regions[one].code for one in firms.regions),
        "department": departments,
        "zone": zones,
        "naf": tuple(naf[one] for one in firms.classes),
        "intent": tuple(INTENTS[int(one)] for one in chance.random(companies) < 0.4),
        "form": tuple("flash" if one else "full" for one in firms.flash),
        "mode": tuple("adviser" if one else "alone" for one in firms.advised),
        "quarter": tuple(quarters[-1] if row >= last else quarters[one] for row, one in enumerate(before)),
    }


def _places(
    content: Content, firms: Firms, chance: np.random.Generator
) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
    """Departments, and employment areas: their codes begin with their region's."""
    departments: list[str | None] = [None] * len(firms.regions)
    zones: list[str | None] = [None] * len(firms.regions)
    known = [one.code for one in content.observatory.axis("zone").categories]
    for rank, region in enumerate(content.regions):
        rows = np.flatnonzero(firms.regions == rank)
        inside: list[str | None] = [*(code for code in known if code[:2] == region.code)] or [None]
        drawn = chance.choice(len(region.departments), len(rows), p=_of_departments(len(region.departments)))
        for row, department, zone in zip(rows, drawn, chance.integers(0, len(inside), len(rows)), strict=True):
            departments[row], zones[row] = region.departments[department], inside[zone]
    return tuple(departments), tuple(zones)


def _rated(questionnaire: Questionnaire, form: str, firms: Firms, chance: np.random.Generator) -> Rated:
    """Ratings around the firm's level, by halves; one in thirty missing, one function in four not applicable."""
    rows = np.flatnonzero((firms.flash == (form == "flash")) & (firms.statuses >= DIAGNOSED))
    columns = cell_columns(questionnaire, form)
    capabilities = {column: column.partition("/")[0] for column in columns}
    principles = {one.id: one.principle for one in questionnaire.capabilities()}
    names = sorted(set(principles.values()))
    of_principle = chance.normal(0, 0.4, (len(rows), len(names))) + np.linspace(0.5, -0.5, len(names))
    leaning = of_principle[:, [names.index(principles[capabilities[column]]) for column in columns]]
    raw = firms.level[rows, None] + leaning + chance.normal(0, 0.7, (len(rows), len(columns)))
    ratings = np.clip(np.rint(raw * 2) / 2, 0, TOP_RUNG)
    ratings[chance.random(ratings.shape) < 1 / 30] = np.nan
    without_services = chance.random(len(rows)) < 0.25
    services = np.array([column.endswith("/services") for column in columns])
    applicable = ~(without_services[:, None] & services[None, :])
    return Rated(rows=rows.astype(np.int32), ratings=ratings, applicable=applicable)


def _values(content: Content, firms: Firms, chance: np.random.Generator) -> dict[str, Floats]:
    companies = len(firms.level)
    behind = np.clip((3.2 - firms.level) / 3.2, 0, 1)
    values: dict[str, Floats] = {}
    asked = chance.random((len(content.skills), companies)).argpartition(SKILLS_ASKED, axis=0)[:SKILLS_ASKED]
    told = np.zeros((len(content.skills), companies), dtype=bool)
    np.put_along_axis(told, asked, True, axis=0)
    told &= firms.statuses >= DIAGNOSED
    for rank, skill in enumerate(content.skills):
        lacking = chance.uniform(-0.4, 1.0)
        gap = np.clip(np.rint(chance.normal(lacking + 1.6 * behind, 0.8)), 0, LEVELS_OF_GAP)
        people = np.where(gap > 0, chance.poisson(0.4 + firms.headcounts / 25), 0.0)
        values[f"gap/{skill}"] = np.where(told[rank], gap, np.nan)
        values[f"people/{skill}"] = np.where(told[rank], people, np.nan)
    entered = firms.statuses >= 1
    asked_of_all = [f"symptom/{id}" for id in content.symptoms] + [f"brake/{one.id}" for one in content.context.brakes]
    for series in asked_of_all:
        likely = chance.uniform(0.05, 0.45) + 0.25 * behind
        values[series] = np.where(entered, chance.random(companies) < likely, np.nan)
    values |= _plans(content, firms, chance)
    return values


def _plans(content: Content, firms: Firms, chance: np.random.Generator) -> dict[str, Floats]:
    """What signed plans hold: some of the measures, and the money of a few devices."""
    companies, signed = len(firms.level), firms.statuses >= COMMITTED
    values: dict[str, Floats] = {}
    for action in content.actions:
        chosen = chance.random(companies) < chance.beta(0.6, 8)
        values[f"action/{action}"] = np.where(signed, chosen, np.nan)
    used = set(chance.choice(len(content.devices), DEVICES_USED, replace=False).tolist())
    for rank, device in enumerate(content.devices):
        likely = chance.uniform(0.05, 0.5)
        euros = np.rint(np.exp(chance.normal(7.6, 0.8, companies))) * (chance.random(companies) < likely)
        values[f"device/{device}"] = np.where(signed, euros if rank in used else 0.0, np.nan)
    return values
