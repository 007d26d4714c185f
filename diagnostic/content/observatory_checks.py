"""Why a catalogue is refused: a table that could not be protected is never declared, rather than hidden later.

Each problem names file, key and what is allowed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import prod

from diagnostic.content.observatory_schema import (
    CATALOGUE,
    DEPARTMENTS,
    KINDS,
    RULES,
    SECTORS,
    CatalogueShape,
    DepartmentsShape,
    ExpectedShape,
    LimitsShape,
    MeasureShape,
    RulesShape,
    SectorsShape,
    TableShape,
)
from diagnostic.content.problem import Problem, nearest, one_of
from diagnostic.core.model.catalogue import Region
from diagnostic.core.model.granted import Status
from diagnostic.core.model.observatory import Axis, Measure, Population

NESTED = (("region", "department"), ("section", "division", "grouped"))
MOST_AXES = 2
COMPUTED: Mapping[str, tuple[str, Population, str]] = {
    "status": ("count", "recorded", "statuses"),
    "reach": ("count", "scored", "stages"),
    "area": ("mean", "scored", "areas"),
    "principle": ("mean", "scored", "principles"),
    "blocking": ("count", "scored", "principles"),
    "gap": ("mean", "scored", "skills"),
    "people": ("sum", "scored", "skills"),
    "symptom": ("count", "scored", "symptoms"),
    "brake": ("count", "scored", "brakes"),
    "action": ("count", "scored", "actions"),
    "device": ("sum", "scored", "devices"),
}
"""What core computes or services gather: measure → statistic, population, where its items come from."""


def shape_problems(shape: CatalogueShape, rules: RulesShape) -> Iterator[Problem]:
    """What can be said of measures before axes and items are known."""
    yield from _twice(CATALOGUE, "measures", (one.id for one in shape.measures))
    for measure in shape.measures:
        yield from measure_problems(measure, rules)
    if rules.rules.threshold_sole.value < rules.rules.threshold.value:
        yield Problem(f"{RULES}: rules.threshold_sole", "sous « threshold »", f"au moins {rules.rules.threshold.value}")


def measure_problems(measure: MeasureShape, rules: RulesShape) -> Iterator[Problem]:
    place = f"{CATALOGUE}: {measure.id}"
    if measure.id not in COMPUTED:
        yield Problem(place, "cette mesure n’est calculée nulle part", nearest(measure.id, COMPUTED))
        return
    statistic, population, items = COMPUTED[measure.id]
    if measure.statistic not in KINDS:
        told = f"« {measure.statistic} » ne se protège pas\u00a0: avec la moyenne, elle redonne chaque réponse"
        yield Problem(f"{place}.statistic", told, one_of(KINDS))
    elif measure.statistic != statistic:
        yield Problem(f"{place}.statistic", f"cette mesure n’est pas calculée par « {measure.statistic} »", statistic)
    if measure.population != population:
        yield Problem(f"{place}.population", "cette mesure est celle d’autres entreprises", f"permis : {population}")
    yield from _items_problems(f"{place}.items", measure, items)
    if statistic == "sum" and measure.id not in rules.magnitude_steps:
        yield Problem(f"{RULES}: magnitude_steps", f"aucun arrondi pour « {measure.id} »", "un montant s’arrondit")


def _items_problems(place: str, measure: MeasureShape, expected: str) -> Iterator[Problem]:
    if isinstance(measure.items, str):
        if measure.items != expected:
            told = f"« {measure.items} » n’est pas ce que cette mesure compte\u00a0; un texte libre ne sort jamais"
            allowed = f"une liste de {len(Status)} statuts" if expected == "statuses" else f"permis : {expected}"
            yield Problem(place, told, allowed)
    elif expected != "statuses":
        yield Problem(place, "ces lignes viennent du contenu", f"permis : {expected}")
    elif [item.id for item in measure.items] != [status.value for status in Status]:
        yield Problem(place, "les statuts sont ceux du suivi, dans leur ordre", ", ".join(Status))


def axis_problems(shape: CatalogueShape, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    yield from _twice(CATALOGUE, "axes", (axis.id for axis in shape.axes))
    for axis in shape.axes:
        if axis.id not in names:
            yield Problem(f"{CATALOGUE}: axes", f"axe inconnu « {axis.id} »", nearest(axis.id, names))
    for name in names:
        if name not in {axis.id for axis in shape.axes}:
            yield Problem(f"{CATALOGUE}: axes", f"l’axe « {name} » manque", "les pages et les exports s’en servent")


def table_problems(
    shape: CatalogueShape, axes: Mapping[str, Axis], measures: Mapping[str, Measure], limits: LimitsShape
) -> Iterator[Problem]:
    """Refusals of single tables, then of the catalogue as a whole."""
    yield from _twice(CATALOGUE, "tables", (table.id for table in shape.tables))
    for table in shape.tables:
        place = f"{CATALOGUE}: {table.id}"
        broken = [*_axes_problems(f"{place}.axes", table, axes), *_told_problems(f"{place}.measures", table, measures)]
        if broken:
            yield from broken
            return
        yield from _fineness_problems(f"{place}.axes", table, axes, shape.expected, limits)
        yield from _width_problems(f"{place}.measures", table, measures, limits)
    yield from _same_problems(shape.tables)
    yield from _size_problems(shape, axes, limits)


def _axes_problems(place: str, table: TableShape, axes: Mapping[str, Axis]) -> Iterator[Problem]:
    for name in table.axes:
        if name not in axes:
            yield Problem(place, f"axe inconnu « {name} »", nearest(name, axes))
    if len(table.axes) > MOST_AXES:
        told = f"{len(table.axes)} axes croisés\u00a0: les cases seraient si petites que leurs marges les trahiraient"
        yield Problem(place, told, f"au plus {MOST_AXES} axes")
    for one, other in combinations(table.axes, 2):
        if one == other:
            yield Problem(place, f"« {one} » présent deux fois", "deux axes différents")
        elif any(one in family and other in family for family in NESTED):
            told = f"« {one} » et « {other} » s’emboîtent\u00a0: les croiser n’apprend rien et laisse des cases vides"
            yield Problem(place, told, f"« {one} » ou « {other} »")


def _told_problems(place: str, table: TableShape, measures: Mapping[str, Measure]) -> Iterator[Problem]:
    yield from _twice(CATALOGUE, f"{table.id}.measures", table.measures)
    for name in table.measures:
        if name not in measures:
            yield Problem(place, f"mesure inconnue « {name} »", nearest(name, measures))
        elif measures[name].population != table.population:
            told = f"« {name} » est une mesure de la population {measures[name].population}"
            same = [one.id for one in measures.values() if one.population == table.population]
            yield Problem(place, told, one_of(same))


def _fineness_problems(
    place: str, table: TableShape, axes: Mapping[str, Axis], expected: ExpectedShape, limits: LimitsShape
) -> Iterator[Problem]:
    cells, companies = _cells(table, axes), getattr(expected, table.population)
    if companies < limits.least * cells:
        told = f"trop fin\u00a0: {companies} entreprises en {cells} cases"
        yield Problem(place, told, f"en moyenne au moins {limits.least} entreprises par case ({RULES}: limits.least)")


def _width_problems(
    place: str, table: TableShape, measures: Mapping[str, Measure], limits: LimitsShape
) -> Iterator[Problem]:
    """Many columns by two axes are so many figures of few companies that what is hidden is told by what is shown."""
    for name in table.measures if len(table.axes) == MOST_AXES else ():
        columns = len(measures[name].items)
        if columns > limits.items:
            told = f"« {name} » a {columns} colonnes, trop pour un croisement"
            yield Problem(place, told, f"au plus {limits.items} ({RULES}: limits.items), sinon un seul axe")


def _same_problems(tables: Iterable[TableShape]) -> Iterator[Problem]:
    seen: dict[tuple[frozenset[str], str], str] = {}
    for table in tables:
        for name in table.measures:
            first = seen.setdefault((frozenset(table.axes), name), table.id)
            if first != table.id:
                yield Problem(
                    f"{CATALOGUE}: {table.id}.measures", f"« {name} » est déjà dans {first}", "une seule fois"
                )


def _size_problems(shape: CatalogueShape, axes: Mapping[str, Axis], limits: LimitsShape) -> Iterator[Problem]:
    """Cells of all tables, the same companies counted once."""
    kinds = {(table.population, frozenset(table.axes)): table for table in shape.tables}
    cells = sum(_cells(table, axes) for table in kinds.values())
    companies = sum(int(getattr(shape.expected, population)) for population, _ in kinds)
    if cells > limits.cells:
        yield Problem(f"{CATALOGUE}: tables", f"{cells} cases en tout", f"au plus {limits.cells}")
    if companies < limits.mean * cells:
        told = f"{companies / cells:.0f} entreprises par case en moyenne"
        yield Problem(f"{CATALOGUE}: tables", told, f"au moins {limits.mean}")


def _cells(table: TableShape, axes: Mapping[str, Axis]) -> int:
    return prod(len(axes[name].categories) for name in table.axes)


def sector_problems(sectors: SectorsShape) -> Iterator[Problem]:
    """Every division in one section and in exactly one group."""
    sections = [row.code for row in sectors.sections]
    divisions = [row.code for row in sectors.divisions]
    for key, codes in (
        ("sections", sections),
        ("divisions", divisions),
        ("groups", [row.id for row in sectors.groups]),
    ):
        yield from _twice(SECTORS, key, codes)
    for row in sectors.divisions:
        if row.section not in sections:
            yield Problem(f"{SECTORS}: {row.code}.section", f"section inconnue « {row.section} »", one_of(sections))
    inside = [division for group in sectors.groups for division in group.divisions]
    yield from _twice(SECTORS, "groups.divisions", inside)
    for division in sorted(set(inside) ^ set(divisions)):
        told = "dans aucun groupe" if division in divisions else "division inconnue"
        yield Problem(f"{SECTORS}: groups", f"« {division} »\u00a0: {told}", one_of(divisions))


def department_problems(departments: DepartmentsShape, regions: Iterable[Region]) -> Iterator[Problem]:
    named = [row.code for row in departments.departments]
    yield from _twice(DEPARTMENTS, "departments", named)
    asked = [code for region in regions for code in region.departments]
    for code in sorted(set(named) ^ set(asked)):
        told = "n’est dans aucune région" if code in named else "n’a pas de nom"
        yield Problem(DEPARTMENTS, f"le département « {code} » {told}", "ceux de entry/regions.yaml")


def _twice(file: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield Problem(f"{file}: {key}", f"« {id} » présent deux fois")
