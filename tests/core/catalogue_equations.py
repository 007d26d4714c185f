"""Which cells of the catalogue add up to another, read from the catalogue alone: what an attacker subtracts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from diagnostic.core.model.audited import Cell
from diagnostic.core.model.observatory import Axis, Catalogue, Population

Axes = tuple[str, ...]
Codes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """`parent` holds the `children`, that share no unit; units in no category of the children's axes are its rest."""

    parent: Cell
    children: tuple[Cell, ...]


def equations(catalogue: Catalogue) -> tuple[Equation, ...]:
    """Every parent cell of the catalogue with its children one level down: by one more axis, by a finer axis in the
    place of one (region: its departments; section: its groups, or its divisions where no group is made of it alone), or
    further down where nothing lies in between. Cells without units are there too."""
    axes = catalogue.axes
    scene = _Scene(
        nests={(one.id, other.id): _inside(catalogue, one, other) for one in axes for other in axes},
        codes={axis.id: tuple(category.code for category in axis.categories) for axis in axes},
    )
    populations: tuple[Population, ...] = ("recorded", "scored")
    return tuple(
        Equation((population, parent), tuple((population, child) for child in children))
        for population in populations
        for parent, children in _families(scene, catalogue.kinds(population))
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """`nests`: (upper axis, lower axis) → category of the upper → those of the lower that it is exactly made of."""

    nests: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]
    codes: Mapping[str, tuple[str, ...]]

    def cells(self, axes: Axes) -> Iterator[Codes]:
        yield from (tuple(zip(axes, codes, strict=True)) for codes in product(*(self.codes[axis] for axis in axes)))

    def split(self, parent: Codes, axes: Axes) -> tuple[Codes, ...]:
        """The cells by those axes that the parent is made of; none where it is not."""
        left = dict(parent)
        options: list[tuple[str, ...]] = []
        for axis in axes:
            holder = axis if axis in left else next((one for one in left if self.nests[one, axis]), None)
            options.append(self.codes[axis] if holder is None else self.nests[holder, axis].get(left.pop(holder), ()))
        return () if left else tuple(tuple(zip(axes, codes, strict=True)) for codes in product(*options))


def _families(scene: _Scene, sets: Sequence[Axes]) -> Iterator[tuple[Codes, tuple[Codes, ...]]]:
    for upper in sets:
        for parent in scene.cells(upper):
            splits = {axes: scene.split(parent, axes) for axes in sets if axes != upper and len(axes) >= len(upper)}
            found = {axes: children for axes, children in splits.items() if children}
            for axes, children in found.items():
                if not any(_between(scene, found[middle], axes, len(children)) for middle in found if middle != axes):
                    yield parent, children


def _between(scene: _Scene, middle: tuple[Codes, ...], axes: Axes, children: int) -> bool:
    """Whether the cells in the middle are fewer, and each is made of cells by those axes."""
    return len(middle) < children and all(scene.split(cell, axes) for cell in middle)


def _inside(catalogue: Catalogue, upper: Axis, lower: Axis) -> dict[str, tuple[str, ...]]:
    """Category of `upper` → the categories of `lower` that it is exactly made of, where it is made of any. Where one of
    `upper` is one of `lower` (a region of one department), the axis of fewer categories stands above."""
    if upper.id == lower.id:
        return {category.code: (category.code,) for category in upper.categories}
    wholes, parts = _leaves(catalogue, upper), _leaves(catalogue, lower)
    found: dict[str, tuple[str, ...]] = {}
    for code, whole in wholes.items():
        inside = tuple(part for part, leaves in parts.items() if leaves <= whole)
        covered = frozenset(leaf for part in inside for leaf in parts[part])
        if covered == whole and (len(inside) > 1 or len(wholes) < len(parts)):
            found[code] = inside
    return found


def _leaves(catalogue: Catalogue, axis: Axis) -> dict[str, frozenset[tuple[str, str]]]:
    """Each category as a set of the finest ones below it, or as itself alone."""
    below = next((one for one in catalogue.axes if one.parent == axis.id), None)
    if below is not None:
        return {
            category.code: frozenset((below.id, one.code) for one in below.categories if one.parent == category.code)
            for category in axis.categories
        }
    if axis.of is not None:
        return {category.code: frozenset((axis.of, part) for part in category.parts) for category in axis.categories}
    return {category.code: frozenset({(axis.id, category.code)}) for category in axis.categories}
