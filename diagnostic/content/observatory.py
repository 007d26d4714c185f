"""observatory/*.yaml and territory/* → the catalogue of what regions may read; ContentError on what is refused."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from diagnostic.content.observatory_checks import (
    axis_problems,
    department_problems,
    sector_problems,
    shape_problems,
    table_problems,
)
from diagnostic.content.observatory_schema import (
    CATALOGUE,
    AxisShape,
    CatalogueShape,
    CodeShape,
    DepartmentsShape,
    MeasureShape,
    RulesShape,
    SectorsShape,
)
from diagnostic.content.problem import Problem, one_of
from diagnostic.core.cohort_places import bounds
from diagnostic.core.errors import ContentError
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.observatory import Axis, Catalogue, Category, Item, Measure
from diagnostic.core.model.questionnaire import Text

MODES = ("alone", "adviser")
PARENTS = {"department": "region", "division": "section"}
MADE_OF = {"grouped": "division"}
RANKS = (("1er", "First"), ("2e", "Second"), ("3e", "Third"), ("4e", "Fourth"))
Categories = tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """What was read of the two folders."""

    catalogue: CatalogueShape
    rules: RulesShape
    sectors: SectorsShape
    departments: DepartmentsShape
    zones: Categories


def observatory(content: Content, files: Files) -> Catalogue:
    """The catalogue, its axes and items taken from the rest of the content."""
    refuse(shape_problems(files.catalogue, files.rules))
    refuse(sector_problems(files.sectors))
    refuse(department_problems(files.departments, content.regions))
    sources = _sources(content, files)
    refuse(axis_problems(files.catalogue, sources))
    axes = tuple(_axis(shape, sources[shape.id](shape)) for shape in files.catalogue.axes)
    measures = tuple(_measure(content, shape) for shape in files.catalogue.measures)
    known = {axis.id: axis for axis in axes}, {measure.id: measure for measure in measures}
    refuse(table_problems(files.catalogue, *known, files.rules.limits))
    return Catalogue(
        version=files.catalogue.version,
        axes=axes,
        measures=measures,
        tables=tuple(table.value() for table in files.catalogue.tables),
        rules=files.rules.value(),
    )


def refuse(problems: Iterator[Problem]) -> None:
    """Raise the first problem as a ContentError."""
    for problem in problems:
        raise ContentError(problem.message, problem.place, problem.allowed)


def _sources(content: Content, files: Files) -> Mapping[str, Callable[[AxisShape], Categories]]:
    """Where the categories of each axis come from."""
    names = {row.code: row.name.value() for row in files.departments.departments}
    departments = tuple(
        Category(code, names.get(code, Text(code)), region.code)
        for region in content.regions
        for code in region.departments
    )
    return {
        "region": lambda _shape: tuple(Category(region.code, region.name) for region in content.regions),
        "department": lambda _shape: departments,
        "zone": lambda _shape: files.zones,
        "section": lambda _shape: files.sectors.section_axis(),
        "division": lambda _shape: files.sectors.division_axis(),
        "grouped": lambda _shape: files.sectors.grouped_axis(),
        "size": _sizes,
        "intent": lambda _shape: tuple(Category(one.id, one.name) for one in content.context.intents),
        "form": lambda _shape: tuple(Category(id, name) for id, name in content.questionnaire.form_names.items()),
        "mode": _modes,
        "quarter": _quarters,
    }


def _axis(shape: AxisShape, categories: Categories) -> Axis:
    return Axis(shape.id, shape.label.value(), categories, PARENTS.get(shape.id), MADE_OF.get(shape.id))


def _codes(shape: AxisShape) -> tuple[CodeShape, ...]:
    if not shape.codes:
        raise ContentError(_("clé manquante"), f"{CATALOGUE}: {shape.id}.codes", _("une liste de code et label"))
    return shape.codes


def _sizes(shape: AxisShape) -> Categories:
    """Headcounts from … to …, rising, none in two sizes."""
    place = f"{CATALOGUE}: {shape.id}.codes"
    found = [(row.code, bounds(row.code)) for row in _codes(shape)]
    for code, limits in found:
        if limits is None:
            told = _("« {code} » n’est pas une taille", code=code)
            raise ContentError(told, place, _("« 10-19 »\u00a0: de 10 à 19 personnes"))
    for (_code, before), (code, after) in pairwise(found):
        if before and after and after[0] <= before[1]:
            raise ContentError(_("« {code} » commence avant la fin de la taille précédente", code=code), place)
    return tuple(row.value() for row in _codes(shape))


def _modes(shape: AxisShape) -> Categories:
    codes = _codes(shape)
    if [row.code for row in codes] != list(MODES):
        raise ContentError(_("modes inattendus"), f"{CATALOGUE}: {shape.id}.codes", one_of(MODES))
    return tuple(row.value() for row in codes)


def _quarters(shape: AxisShape) -> Categories:
    """Every quarter from the first to the last, both included."""
    place = f"{CATALOGUE}: {shape.id}"
    if shape.first is None or shape.last is None:
        raise ContentError(_("clé manquante"), place, _("first et last, par exemple 2026-T4"))
    first, last = (4 * int(quarter[:4]) + int(quarter[-1]) - 1 for quarter in (shape.first, shape.last))
    if last < first:
        raise ContentError(_("« last » précède « first »"), place)
    return tuple(_quarter(*divmod(number, 4)) for number in range(first, last + 1))


def _quarter(year: int, rank: int) -> Category:
    french, english = RANKS[rank]
    return Category(f"{year}-T{rank + 1}", Text(f"{french} trimestre {year}", f"{english} quarter of {year}"))


def _measure(content: Content, shape: MeasureShape) -> Measure:
    items = shape.items
    if not isinstance(items, str):
        return shape.value(tuple(item.value() for item in items))
    return shape.value(_items(content, items))


def _items(content: Content, source: str) -> tuple[Item, ...]:
    """Devices that have ended bring nothing to anybody: they are no column."""
    questions = content.questionnaire
    found = {
        "stages": [(str(one.number), one.name) for one in questions.stages],
        "areas": [(one.id, one.name) for one in questions.areas],
        "principles": [(one.id, one.name) for one in questions.principles()],
        "skills": [(one.id, one.name) for one in content.skills.values()],
        "symptoms": [(one.id, one.name) for one in content.symptoms.values()],
        "brakes": [(one.id, one.name) for one in content.context.brakes],
        "actions": [(one.id, one.text.title) for one in content.actions.values()],
        "devices": [(one.id, one.name) for one in content.devices.values() if one.status != "ended"],
    }
    return tuple(Item(id, name) for id, name in found[source])
