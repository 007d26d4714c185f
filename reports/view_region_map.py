"""One measure on the map: the territories in classes whose limits are fixed, whatever the figures of the release."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.observatory import Catalogue, Category, Rules
from diagnostic.core.model.released import Figure, ReleasedCell
from reports import words
from reports.region_bars import detail, share_range
from reports.region_choice import Choice, label
from reports.region_groups import GROUPS, groups_shown
from reports.region_lines import Patch, RegionMap
from reports.region_words import SHARES_FROM, figure, item_name, of_about, share, untold

TOPIC = N_("de ce qui est sur la carte")
Level = Literal["region", "department"]
LEVELS: dict[Level, str] = {"region": N_("Régions"), "department": N_("Départements")}
MET, COUNT = "met", "companies"
COUNTS = {MET: "status", COUNT: "reach"}  # how many companies, and the measure whose table counts them
STATUS = "status/accompanied"
STAGES_SHOWN = ("1", "2", "3")
# Fixed limits: a scale stretched between the least and the most of a release would say what was withheld.
COUNT_LIMITS = (20, 50, 100, 300)
MEAN_LIMITS = (1.5, 2.0, 2.5, 3.0)
HALVES = (N_("– la moitié ou moins"), N_("± autour de la moitié"), N_("+ plus de la moitié"))
NOWHERE = {
    "region": N_("{name} : aucun chiffre publié par région"),
    "department": N_("{name} : aucun chiffre publié par département"),
}
ABSENT = {
    "region": N_(
        "À ce détail, une entreprise pourrait être reconnue : par région, la carte se croise avec un secteur ou une "
        "taille, pas avec les deux."
    ),
    "department": N_(
        "À ce détail, une entreprise pourrait être reconnue : par département, la carte ne se lit que tous secteurs et "
        "toutes tailles réunis."
    ),
}
HALF_TONES = (0, 2, 4)
SIGNS = {0: "–", 2: "±", 4: "+"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A measure that the map can show, for its list."""

    id: str
    label: str
    group: str
    selected: bool


@dataclass(frozen=True, slots=True)
class MapLine:
    """One line of the table beside the map."""

    code: str
    name: str
    told: str
    detail: str
    tone: int | None


@dataclass(frozen=True, slots=True)
class MapView:
    """`classes`: (tone, words) of the legend. `map` None where no table holds the measure for the filters chosen."""

    answer: str
    why: str
    map: RegionMap | None
    lines: tuple[MapLine, ...]
    classes: tuple[tuple[int, str], ...]
    offered: tuple[Offered, ...]
    level: Level
    series: str


def map_view(choice: Choice, series: str = "", level: str = "") -> MapView:
    """`series`: `measure/item` or « companies »; what is not known falls back to the first look."""
    on = level_of(level)
    shown = series_of(choice, series, on)
    made = drawn(choice, shown, on)
    lines = tuple(MapLine(one.code, one.label, one.told, one.detail, one.tone) for one in made.patches) if made else ()
    return MapView(
        answer=made.title if made else words.typeset(_("Cette carte n’existe pas pour ces filtres")),
        why=made.what if made else words.typeset(_(ABSENT[on])),
        map=made,
        lines=lines,
        classes=classes(shown),
        offered=tuple(offered(choice.catalogue, shown)),
        level=on,
        series=shown,
    )


def level_of(asked: str) -> Level:
    return "department" if asked == "department" else "region"


def series_of(choice: Choice, asked: str, level: Level) -> str:
    """The measure asked where the map offers it; otherwise the first that at least half of the territories tell, or
    else one does."""
    every = [one.id for one in offered(choice.catalogue)]
    if asked in every:
        return asked
    told = {series: share_told(choice, series, level) for series in every}
    return next((one for one in every if told[one] >= 0.5), next((one for one in every if told[one]), every[0]))


def share_told(choice: Choice, series: str, level: Level) -> float:
    """Part of the territories that have a figure."""
    cells = [cell for _one, cell in rows_of(choice, series, level)]
    return sum(told_of(cell, series) is not None for cell in cells) / len(cells) if cells else 0.0


def offered(catalogue: Catalogue, series: str = "") -> list[Offered]:
    """Counts, stages, indices; `series` is selected."""
    how_many, by_stage = _("Combien"), _("Stades")
    named = [(MET, _("Entreprises rencontrées"), how_many), (COUNT, _("Entreprises diagnostiquées"), how_many)]
    named.append((STATUS, _("Accompagnées ou transformées"), how_many))
    stages = [item for item in catalogue.measure("reach").items if item.id in STAGES_SHOWN]
    named += [(f"reach/{item.id}", _("Stade {stage} acquis", stage=item.id), by_stage) for item in stages]
    for id, group in (("area", _("Indice moyen par domaine")), ("principle", _("Indice moyen par principe"))):
        measure = catalogue.measure(id)
        named += [(f"{id}/{item.id}", item_name(measure, item.id), group) for item in measure.items]
    return [Offered(id, words.typeset(told), group, id == series) for id, told, group in named]


def measure_of(series: str) -> str:
    """The measure whose table holds it."""
    return COUNTS.get(series) or series.partition("/")[0]


def rows_of(choice: Choice, series: str, level: Level) -> tuple[tuple[Category, ReleasedCell], ...]:
    """Every territory of the drawing, with its cell."""
    return around(choice, level).across(level, measure_of(series))


def around(choice: Choice, level: Level) -> Choice:
    """The companies of the whole drawing: the country; by department, the country or the region chosen."""
    inside = choice.in_region().region if level == "department" else None
    return replace(choice, region=inside, department=None)


def drawn(choice: Choice, series: str, level: Level) -> RegionMap | None:
    """The whole country by region; by department, the country or the region chosen, which fills the drawing."""
    asked, rows = around(choice, level), rows_of(choice, series, level)
    if not rows:
        return None
    patches = tuple(
        patch(choice, series, one.code, label(choice.catalogue, level, one.code), cell, level) for one, cell in rows
    )
    return RegionMap(
        name="carte",
        title=words.typeset(answer(patches, series, choice.catalogue, level)),
        what=words.typeset(what(series, choice.catalogue, asked.place)),
        level=level,
        last=heading(series, choice.catalogue),
        classes=tuple(told for _tone, told in classes(series)) if not halves(series) else spread(),
        patches=patches,
        place=asked.place,
        inside=asked.region if has_outline(asked.region) else None,
    )


def has_outline(region: str | None) -> bool:
    """Overseas regions are squares: the map stays whole."""
    return region is not None and not region.startswith("0")


def patch(choice: Choice, series: str, code: str, name: str, cell: ReleasedCell, level: Level) -> Patch:
    """One territory, in words made of released figures alone."""
    chosen = code in ((choice.region, choice.in_region().region) if level == "region" else (choice.department,))
    told = told_of(cell, series)
    if told is None or cell.companies is None:
        return Patch(code, name, untold(), "", None, None, chosen)
    if series in COUNTS:
        return Patch(
            code, name, words.whole(cell.companies), detail(choice, cell, ""), told, tone(told, series), chosen
        )
    measure = choice.catalogue.measure(measure_of(series))
    counted = measure.kind == "indicator" and not isinstance(told, str) and cell.companies >= SHARES_FROM
    part = share(float(told), cell.companies, choice.catalogue.rules.alike) if counted else ""
    among = of_about(cell.companies) if measure.kind == "indicator" else ""
    rank = half(told, cell.companies, choice.catalogue.rules) if halves(series) else tone(told, series)
    words_beside = ", ".join(one for one in (among, detail(choice, cell, part)) if one)
    sign = SIGNS[rank] if halves(series) else ""
    return Patch(code, name, figure(told, measure), words.typeset(words_beside), told, rank, chosen, sign)


def told_of(cell: ReleasedCell, series: str) -> Figure | None:
    if series not in COUNTS:
        return cell.figures.get(series)
    return None if cell.companies is None else float(cell.companies)


def halves(series: str) -> bool:
    """Counts told by bands can only be sorted by halves."""
    return measure_of(series) in ("reach", "status") and series not in COUNTS


def half(told: Figure, of: int, rules: Rules) -> int:
    """By what the rounding leaves certain."""
    low, high = share_range(told, of, rules)
    return HALF_TONES[0 if high <= 0.5 else 2 if low >= 0.5 else 1]


def tone(told: Figure, series: str) -> int:
    """Rank of its class."""
    limits: Sequence[float] = COUNT_LIMITS if series in COUNTS else MEAN_LIMITS
    return sum(float(told) >= limit for limit in limits) if not isinstance(told, str) else 0


def classes(series: str) -> tuple[tuple[int, str], ...]:
    """Tone and words of each class, from the lowest."""
    if halves(series):
        return tuple(zip(HALF_TONES, map(_, HALVES), strict=True))
    if series in COUNTS:
        written = [str(limit) for limit in COUNT_LIMITS]
        before = [str(limit - 1) for limit in COUNT_LIMITS]
    else:
        written = [words.index(limit) for limit in MEAN_LIMITS]
        before = [words.index(limit - 0.1) for limit in MEAN_LIMITS]
    middle = [_("{low} à {high}", low=low, high=high) for low, high in zip(written, before[1:], strict=False)]
    under, over = _("moins de {number}", number=written[0]), _("{number} et plus", number=written[-1])
    return tuple(enumerate([under, *middle, over]))


def spread() -> tuple[str, ...]:
    """The halves at their tones: classes of a drawing are read by rank."""
    told = dict(zip(HALF_TONES, map(_, HALVES), strict=True))
    return tuple(told.get(rank, "") for rank in range(max(HALF_TONES) + 1))


def heading(series: str, catalogue: Catalogue) -> str:
    found = next(one for one in offered(catalogue, series) if one.id == series)
    counted = series in COUNTS or catalogue.measure(measure_of(series)).kind != "mean"
    return found.label if counted else _("{name}, indice moyen", name=found.label)


def what(series: str, catalogue: Catalogue, place: str) -> str:
    """What is counted, of whom."""
    name = heading(series, catalogue)
    if series == COUNT:
        return _("Entreprises diagnostiquées dont les chiffres comptent. {place}.", place=place)
    if series == MET:
        return _("Entreprises qu’une organisation a rencontrées. {place}.", place=place)
    if series == STATUS:
        return _(
            "Entreprises accompagnées ou transformées, parmi celles qu’une organisation a rencontrées. {place}.",
            place=place,
        )
    measure = catalogue.measure(measure_of(series))
    if measure.kind == "mean":
        return _("{name}, de 0 à {top}. {place}.", name=name, top=words.rung(measure.top), place=place)
    item = next(one for one in measure.items if f"reach/{one.id}" == series)
    return _(
        "Entreprises qui ont acquis le stade {stage}, {name}. {place}.",
        stage=item.id,
        name=words.lower_first(item.label.read(spoken())),
        place=place,
    )


def answer(patches: Sequence[Patch], series: str, catalogue: Catalogue, level: Level) -> str:
    """In how many territories, of those that are told."""
    shown = [one for one in patches if one.tone is not None]
    name = heading(series, catalogue)
    if not shown:
        return _(NOWHERE[level], name=name)
    published = groups_shown(level, len(shown), len(patches)) if len(shown) < len(patches) else ""
    if halves(series):
        return half_answer(name, shown, level, published)
    best = max(shown, key=lambda one: float(one.figure or 0))
    tied = [one for one in shown if one.figure == best.figure]
    where = best.label if len(tied) == 1 else GROUPS[level].spelled(len(tied))
    said = _("{name} : jusqu’à {best} ({where})", name=name, best=best.told, where=where)
    return words.joined([said, published]) if published else said


def half_answer(name: str, shown: Sequence[Patch], level: Level, published: str) -> str:
    """The same of a count told by halves; `published`: how many territories are told, where it is not all of them."""
    high = sum(one.tone == HALF_TONES[-1] for one in shown)
    if not high:
        said = _("{name} : nulle part plus de la moitié des entreprises à coup sûr", name=name)
        return _("{said} ({published})", said=said, published=published) if published else said
    counted = GROUPS[level].spelled(high)
    if published:
        said = _("{name} : plus de la moitié des entreprises dans {counted}", name=name, counted=counted)
        return _("{said} ({published})", said=said, published=published)
    return _(
        "{name} : plus de la moitié des entreprises dans {counted} sur {every}",
        name=name,
        counted=counted,
        every=words.numeral(len(shown), GROUPS[level].feminine),
    )
