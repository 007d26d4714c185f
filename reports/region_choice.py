"""What a reader of the observatory is looking at: a release, and the filters that a table of it can answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from diagnostic.core.language import _, spoken
from diagnostic.core.model.observatory import Axis, Catalogue, Category
from diagnostic.core.model.released import Release, ReleasedCell, ReleasedTable
from reports import words

FILTERS = ("region", "department", "grouped", "size")


@dataclass(frozen=True, slots=True)
class Choice:
    """A release, its `seal`, and the code chosen on each filter, None = all; region and department are never both
    chosen. `pinned`: the address names the release, rather than asking for the latest."""

    release: Release
    catalogue: Catalogue
    seal: str = ""
    region: str | None = None
    department: str | None = None
    grouped: str | None = None
    size: str | None = None
    pinned: bool = False

    @property
    def codes(self) -> Mapping[str, str]:
        """Axis → code of what is chosen, in the order of the filters."""
        chosen = ((axis, getattr(self, axis)) for axis in FILTERS)
        return {axis: code for axis, code in chosen if code is not None}

    def table(self, measure: str, *beside: str) -> ReleasedTable | None:
        """The table of that measure by exactly the axes chosen, and those `beside` them; None where there is none."""
        return table_by(self.release, (*self.codes, *beside), measure)

    def cell(self, measure: str) -> ReleasedCell | None:
        """The companies chosen, with that measure; None where no table holds them (a withheld cell is a cell)."""
        found = self.table(measure)
        return found.cell(*(self.codes[axis] for axis in found.axes)) if found else None

    def across(self, axis: str, measure: str) -> tuple[tuple[Category, ReleasedCell], ...]:
        """Every category of `axis` among the companies chosen, in catalogue order; empty where no table holds them.
        A department is chosen inside its region: across departments, those of the region chosen."""
        if axis == "department" and self.region:
            inside = replace(self, region=None).across(axis, measure)
            return tuple((one, cell) for one, cell in inside if one.parent == self.region)
        found = self.table(measure, axis) if axis not in self.codes else None
        if found is None:
            return ()
        rows = ((one, self._inside(found, axis, one)) for one in axis_of(self.catalogue, axis).categories)
        return tuple((one, cell) for one, cell in rows if cell is not None)

    def _inside(self, table: ReleasedTable, axis: str, one: Category) -> ReleasedCell | None:
        codes = dict(self.codes) | {axis: one.code}
        return table.cell(*(codes[name] for name in table.axes))

    def without(self) -> "Choice":
        """The same release, nothing chosen: the whole country."""
        return self.keeping(())

    def wider(self, measures: Sequence[str]) -> tuple["Choice", ...]:
        """The nearest choices that some table of these measures holds: as few filters left out as can be."""
        options = list(self._narrower())
        for left in range(len(self.codes), -1, -1):
            found = [one for one in options if len(one.codes) == left and one.holds(measures)]
            if found:
                return tuple(found)
        return ()

    def holds(self, measures: Sequence[str]) -> bool:
        return any(self.table(measure) for measure in measures)

    def _narrower(self) -> Iterator["Choice"]:
        """What is left of the choice once some filters are taken away, or a department gives way to its region."""
        both = (self,) if self.department is None else (self, self.in_region())
        for one in both:
            for count in range(len(one.codes) + 1):
                for kept in combinations(one.codes, count):
                    if one is self or "region" in kept:
                        yield one.keeping(kept)

    def keeping(self, axes: Collection[str]) -> "Choice":
        """The same, but for the filters that are not among these."""
        region, department, grouped, size = (self.codes.get(axis) if axis in axes else None for axis in FILTERS)
        return replace(self, region=region, department=department, grouped=grouped, size=size)

    def in_region(self) -> "Choice":
        """The region of the department chosen, in its place."""
        if self.department is None:
            return self
        found = category(self.catalogue, "department", self.department)
        return replace(self, department=None, region=found.parent if found else None)

    @property
    def place(self) -> str:
        """What is chosen, in words: « Bretagne, Aliments et boissons, 10 à 19 personnes »; France entière."""
        return words.typeset(", ".join(label(self.catalogue, *pair) for pair in self.codes.items()) or everywhere())


def everywhere() -> str:
    return _("France entière")


def table_by(release: Release, axes: Sequence[str], measure: str) -> ReleasedTable | None:
    """The table of a release by exactly those axes, whatever their order, that tells of that measure."""
    wanted = frozenset(axes)
    for table in release.tables:
        if frozenset(table.axes) == wanted and any(one.partition("/")[0] == measure for one in table.series):
            return table
    return None


def axis_of(catalogue: Catalogue, id: str) -> Axis:
    return catalogue.axis(id)


def category(catalogue: Catalogue, axis: str, code: str) -> Category | None:
    return next((one for one in axis_of(catalogue, axis).categories if one.code == code), None)


def label(catalogue: Catalogue, axis: str, code: str) -> str:
    """A category in words; its code where the catalogue of today does not know it any more."""
    found = category(catalogue, axis, code)
    return words.typeset(found.label.read(spoken())) if found else code
