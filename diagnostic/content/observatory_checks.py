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
from diagnostic.core.language import N_, _
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
UNPROTECTED = N_("« {statistic} » ne se protège pas\u00a0: avec la moyenne, elle redonne chaque réponse")
NOT_COUNTED = N_("« {items} » n’est pas ce que cette mesure compte\u00a0; un texte libre ne sort jamais")
TOO_MANY_AXES = N_("{number} axes croisés\u00a0: les cases seraient si petites que leurs marges les trahiraient")
ONE_IN_THE_OTHER = N_(
    "« {one} » et « {other} » s’emboîtent\u00a0: les croiser n’apprend rien et laisse des cases vides"
)
LEAST = N_("en moyenne au moins {number} entreprises par case ({file}: limits.least)")
MOST_ITEMS = N_("au plus {number} ({file}: limits.items), sinon un seul axe")
IN_NO_GROUP = N_("« {division} »\u00a0: dans aucun groupe")
UNKNOWN_DIVISION = N_("« {division} »\u00a0: division inconnue")
IN_NO_REGION = N_("le département « {code} » n’est dans aucune région")
NAMELESS = N_("le département « {code} » n’a pas de nom")


def shape_problems(shape: CatalogueShape, rules: RulesShape) -> Iterator[Problem]:
    """What can be said of measures before axes and items are known."""
    yield from _twice(CATALOGUE, "measures", (one.id for one in shape.measures))
    for measure in shape.measures:
        yield from measure_problems(measure, rules)
    if rules.rules.threshold_sole.value < rules.rules.threshold.value:
        least = _("au moins {number}", number=rules.rules.threshold.value)
        yield Problem(f"{RULES}: rules.threshold_sole", _("sous « threshold »"), least)


def measure_problems(measure: MeasureShape, rules: RulesShape) -> Iterator[Problem]:
    place = f"{CATALOGUE}: {measure.id}"
    if measure.id not in COMPUTED:
        yield Problem(place, _("cette mesure n’est calculée nulle part"), nearest(measure.id, COMPUTED))
        return
    statistic, population, items = COMPUTED[measure.id]
    if measure.statistic not in KINDS:
        told = _(UNPROTECTED, statistic=measure.statistic)
        yield Problem(f"{place}.statistic", told, one_of(KINDS))
    elif measure.statistic != statistic:
        told = _("cette mesure n’est pas calculée par « {statistic} »", statistic=measure.statistic)
        yield Problem(f"{place}.statistic", told, statistic)
    if measure.population != population:
        yield Problem(f"{place}.population", _("cette mesure est celle d’autres entreprises"), one_of([population]))
    yield from _items_problems(f"{place}.items", measure, items)
    if statistic == "sum" and measure.id not in rules.magnitude_steps:
        told = _("aucun arrondi pour « {measure} »", measure=measure.id)
        yield Problem(f"{RULES}: magnitude_steps", told, _("un montant s’arrondit"))


def _items_problems(place: str, measure: MeasureShape, expected: str) -> Iterator[Problem]:
    if isinstance(measure.items, str):
        if measure.items != expected:
            listed = _("une liste de {number} statuts", number=len(Status))
            allowed = listed if expected == "statuses" else one_of([expected])
            yield Problem(place, _(NOT_COUNTED, items=measure.items), allowed)
    elif expected != "statuses":
        yield Problem(place, _("ces lignes viennent du contenu"), one_of([expected]))
    elif [item.id for item in measure.items] != [status.value for status in Status]:
        yield Problem(place, _("les statuts sont ceux du suivi, dans leur ordre"), ", ".join(Status))


def axis_problems(shape: CatalogueShape, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    yield from _twice(CATALOGUE, "axes", (axis.id for axis in shape.axes))
    for axis in shape.axes:
        if axis.id not in names:
            yield Problem(f"{CATALOGUE}: axes", _("axe inconnu « {axis} »", axis=axis.id), nearest(axis.id, names))
    for name in names:
        if name not in {axis.id for axis in shape.axes}:
            told = _("l’axe « {axis} » manque", axis=name)
            yield Problem(f"{CATALOGUE}: axes", told, _("les pages et les exports s’en servent"))


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
            yield Problem(place, _("axe inconnu « {axis} »", axis=name), nearest(name, axes))
    if len(table.axes) > MOST_AXES:
        yield Problem(place, _(TOO_MANY_AXES, number=len(table.axes)), _("au plus {number} axes", number=MOST_AXES))
    for one, other in combinations(table.axes, 2):
        if one == other:
            yield Problem(place, _("« {id} » présent deux fois", id=one), _("deux axes différents"))
        elif any(one in family and other in family for family in NESTED):
            told, allowed = (
                _(ONE_IN_THE_OTHER, one=one, other=other),
                _("« {one} » ou « {other} »", one=one, other=other),
            )
            yield Problem(place, told, allowed)


def _told_problems(place: str, table: TableShape, measures: Mapping[str, Measure]) -> Iterator[Problem]:
    yield from _twice(CATALOGUE, f"{table.id}.measures", table.measures)
    for name in table.measures:
        if name not in measures:
            yield Problem(place, _("mesure inconnue « {measure} »", measure=name), nearest(name, measures))
        elif measures[name].population != table.population:
            population = measures[name].population
            told = _("« {measure} » est une mesure de la population {population}", measure=name, population=population)
            same = [one.id for one in measures.values() if one.population == table.population]
            yield Problem(place, told, one_of(same))


def _fineness_problems(
    place: str, table: TableShape, axes: Mapping[str, Axis], expected: ExpectedShape, limits: LimitsShape
) -> Iterator[Problem]:
    cells, companies = _cells(table, axes), getattr(expected, table.population)
    if companies < limits.least * cells:
        told = _("trop fin\u00a0: {companies} entreprises en {cells} cases", companies=companies, cells=cells)
        yield Problem(place, told, _(LEAST, number=limits.least, file=RULES))


def _width_problems(
    place: str, table: TableShape, measures: Mapping[str, Measure], limits: LimitsShape
) -> Iterator[Problem]:
    """Many columns by two axes are so many figures of few companies that what is hidden is told by what is shown."""
    for name in table.measures if len(table.axes) == MOST_AXES else ():
        columns = len(measures[name].items)
        if columns > limits.items:
            told = _("« {measure} » a {columns} colonnes, trop pour un croisement", measure=name, columns=columns)
            yield Problem(place, told, _(MOST_ITEMS, number=limits.items, file=RULES))


def _same_problems(tables: Iterable[TableShape]) -> Iterator[Problem]:
    seen: dict[tuple[frozenset[str], str], str] = {}
    for table in tables:
        for name in table.measures:
            first = seen.setdefault((frozenset(table.axes), name), table.id)
            if first != table.id:
                told = _("« {measure} » est déjà dans {table}", measure=name, table=first)
                yield Problem(f"{CATALOGUE}: {table.id}.measures", told, _("une seule fois"))


def _size_problems(shape: CatalogueShape, axes: Mapping[str, Axis], limits: LimitsShape) -> Iterator[Problem]:
    """Cells of all tables, the same companies counted once."""
    kinds = {(table.population, frozenset(table.axes)): table for table in shape.tables}
    cells = sum(_cells(table, axes) for table in kinds.values())
    companies = sum(int(getattr(shape.expected, population)) for population, _axes in kinds)
    if cells > limits.cells:
        told = _("{number} cases en tout", number=cells)
        yield Problem(f"{CATALOGUE}: tables", told, _("au plus {number}", number=limits.cells))
    if companies < limits.mean * cells:
        told = _("{number} entreprises par case en moyenne", number=f"{companies / cells:.0f}")
        yield Problem(f"{CATALOGUE}: tables", told, _("au moins {number}", number=limits.mean))


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
            told = _("section inconnue « {section} »", section=row.section)
            yield Problem(f"{SECTORS}: {row.code}.section", told, one_of(sections))
    inside = [division for group in sectors.groups for division in group.divisions]
    yield from _twice(SECTORS, "groups.divisions", inside)
    for division in sorted(set(inside) ^ set(divisions)):
        way = IN_NO_GROUP if division in divisions else UNKNOWN_DIVISION
        yield Problem(f"{SECTORS}: groups", _(way, division=division), one_of(divisions))


def department_problems(departments: DepartmentsShape, regions: Iterable[Region]) -> Iterator[Problem]:
    named = [row.code for row in departments.departments]
    yield from _twice(DEPARTMENTS, "departments", named)
    asked = [code for region in regions for code in region.departments]
    for code in sorted(set(named) ^ set(asked)):
        told = _(IN_NO_REGION if code in named else NAMELESS, code=code)
        yield Problem(DEPARTMENTS, told, _("ceux de entry/regions.yaml"))


def _twice(file: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield Problem(f"{file}: {key}", _("« {id} » présent deux fois", id=id))
