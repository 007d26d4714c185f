"""Where the companies of a territory stand: stages reached, indices, what blocks, and the same among its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _, plural, spoken
from diagnostic.core.model.observatory import Catalogue, Item, Measure
from diagnostic.core.model.released import Figure, ReleasedCell
from reports import words
from reports.region_bars import first_bars, largest_first, mean_bar, panel, share_bar, share_range, stairs, ticks
from reports.region_choice import Choice, label
from reports.region_first import named
from reports.region_groups import GROUPS, Groups, groups_shown, groups_withheld
from reports.region_lines import Bar, Panel, RegionFigure, RegionPanels
from reports.region_words import SHARES_FROM, about, band, companies, plainly, tenths

TOPIC = N_("de la maturité")
MEASURES = ("reach", "area", "principle", "blocking")
AMONG = {"region": N_("par région"), "grouped": N_("par secteur"), "size": N_("par taille")}
APART = {"form": N_("par formule"), "mode": N_("seul ou accompagné")}
WITHHELD = N_("La maturité n’est pas publiée ici.")
WHY_WITHHELD = N_(
    "Trop peu d’entreprises, ou des entreprises que l’on pourrait reconnaître : rien n’en est dit, pas même s’il y en "
    "a. Un territoire plus large ou un autre filtre se lit peut-être."
)


@dataclass(frozen=True, slots=True)
class Told:
    """How indices by area, or by principle, are told, to be translated. `one`, `several`: how many are the highest;
    `among_…`: the same where others are withheld."""

    name: str
    what: str
    first: str
    title: str
    equal: str
    one: str
    several: str
    among_one: str
    among_several: str


TOLD = {
    "area": Told(
        "domaines",
        N_("Indice moyen par domaine, de 0 à {top}."),
        N_("Domaine"),
        N_("Indice moyen par domaine"),
        N_("Tous les domaines publiés ont le même indice moyen, {index}"),
        N_("Le domaine le plus avancé : {names}, {index}"),
        N_("Les domaines les plus avancés : {names}, {index}"),
        N_("Le domaine le plus avancé, parmi les domaines publiés : {names}, {index}"),
        N_("Les domaines les plus avancés, parmi les domaines publiés : {names}, {index}"),
    ),
    "principle": Told(
        "principes",
        N_("Indice moyen par principe, de 0 à {top}."),
        N_("Principe"),
        N_("Indice moyen par principe"),
        N_("Tous les principes publiés ont le même indice moyen, {index}"),
        N_("Le principe le plus avancé : {names}, {index}"),
        N_("Les principes les plus avancés : {names}, {index}"),
        N_("Le principe le plus avancé, parmi les principes publiés : {names}, {index}"),
        N_("Les principes les plus avancés, parmi les principes publiés : {names}, {index}"),
    ),
}


@dataclass(frozen=True, slots=True)
class MaturityView:
    """`answer`, `why`: the page's title and the sentence under it. `among`: one figure an axis that the choice leaves
    open; `apart`: by form and by mode (METHOD 7)."""

    answer: str
    why: str
    figures: tuple[RegionFigure, ...]
    apart: tuple[RegionPanels, ...]
    among: tuple[RegionPanels, ...]


def maturity_view(choice: Choice) -> MaturityView:
    cell = choice.cell("reach")
    shown = cell is not None and cell.shown
    return MaturityView(
        answer=words.typeset(answer(choice)),
        why=words.typeset(why(choice) if shown else _(WHY_WITHHELD)),
        figures=tuple(figures(choice)) if shown else (),
        apart=tuple(panels(choice, APART)),
        among=tuple(panels(choice, AMONG)),
    )


def figures(choice: Choice) -> Iterator[RegionFigure]:
    """Stages, areas, principles, what blocks: those that some table holds and tells."""
    for made in (stages(choice), indices(choice, "area"), indices(choice, "principle"), blocking(choice)):
        if made is not None and made.shown:
            yield made


def stages(choice: Choice) -> RegionFigure | None:
    """Companies at each stage or beyond, as the stairs go."""
    found = read(choice, "reach")
    if found is None:
        return None
    cell, measure = found
    bars = stairs([share_bar(choice, cell, measure, numbered(item)) for item in measure.items])
    return RegionFigure(
        name="stades",
        title=answer(choice),
        what=_("Entreprises qui ont acquis chaque stade, ou un stade plus haut."),
        first=_("Stade"),
        last=_("Entreprises, environ"),
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        heading=_("Stade par stade"),
        note=words.typeset(
            _("Une entreprise au stade 3 compte aussi aux stades 1 et 2 : les nombres ne s’ajoutent pas.")
        ),
    )


def numbered(item: Item) -> Item:
    """The stage with its number before its name."""
    return Item(item.id, type(item.label)(f"{item.id}. {item.label.read(spoken())}"))


def indices(choice: Choice, id: str) -> RegionFigure | None:
    """Mean indices as dots on a line from 0 to 6."""
    found = read(choice, id)
    if found is None:
        return None
    cell, measure = found
    bars = tuple(mean_bar(choice, cell, measure, item) for item in measure.items)
    told = TOLD[id]
    return RegionFigure(
        name=told.name,
        title=words.typeset(extremes(bars, told)),
        what=_(told.what, top=words.rung(measure.top)),
        first=_(told.first),
        last=_("Indice moyen"),
        scale="mean",
        ticks=ticks("mean", measure.top),
        bars=bars,
        place=choice.place,
    )


def extremes(bars: Sequence[Bar], told: Told) -> str:
    """« Le principe le plus avancé : culture, 2,6 ; le moins avancé : … »."""
    high, low = first_bars(bars), first_bars(bars, lowest=True)
    if high is None or low is None:
        return _(told.title)
    top, bottom = (words.index(float(found.figure)) for found in (high, low))
    if top == bottom:
        return _(told.equal, index=top)
    one, several = (told.among_one, told.among_several) if high.partly else (told.one, told.several)
    best = _(several if len(high.names) > 1 else one, names=named(high), index=top)
    last = plural(
        len(low.names),
        "le moins avancé : {names}, {index}",
        "les moins avancés : {names}, {index}",
        names=named(low),
        index=bottom,
    )
    return words.joined([best, last])


def value(bar: Bar) -> float:
    return bar.figure if isinstance(bar.figure, float | int) else 0.0


def blocking(choice: Choice) -> RegionFigure | None:
    """The principle that holds what blocks each company first."""
    found = read(choice, "blocking")
    if found is None:
        return None
    cell, measure = found
    bars = largest_first(share_bar(choice, cell, measure, item) for item in measure.items)
    return RegionFigure(
        name="blocages",
        title=words.typeset(first_blocking(bars)),
        what=_("Entreprises dont le premier point bloquant, pour passer au stade suivant, relève de ce principe."),
        first=_("Principe"),
        last=_("Entreprises, environ"),
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        note=_("Chaque entreprise compte une fois, pour ce qui la bloque en premier."),
    )


def first_blocking(bars: Sequence[Bar]) -> str:
    found = first_bars(bars)
    if found is None:
        return _("Ce qui bloque le plus souvent")
    if found.partly:
        return _("Ce qui bloque le plus souvent, parmi les principes publiés : {names}", names=named(found))
    return _("Ce qui bloque le plus souvent : {names}", names=named(found))


def panels(choice: Choice, axes: dict[str, str]) -> Iterator[RegionPanels]:
    """The stages among the categories of each axis that the choice leaves open."""
    for axis in axes:
        made = stages_among(choice, axis)
        if made is not None and made.shown:
            yield made


def stages_among(choice: Choice, axis: str) -> RegionPanels | None:
    told = _((AMONG | APART)[axis])
    rows = choice.across(axis, "reach")
    if not rows:
        return None
    measure = choice.catalogue.measure("reach")
    made = tuple(panel(choice, one.code, label(choice.catalogue, axis, one.code), cell, measure) for one, cell in rows)
    return RegionPanels(
        name=f"stades-{axis}",
        title=words.typeset(held_by_most(made, axis, told)),
        what=words.typeset(scale_told(told)),
        first=words.typeset(choice.catalogue.axis(axis).label.read(spoken())),
        columns=tuple(item.id for item in measure.items),
        panels=made,
        place=choice.place,
        hidden=groups_withheld(axis, [one.label for one in made if not one.shown]),
    )


def scale_told(told: str) -> str:
    return _(
        "Entreprises à chaque stade ou au-delà, {by} : la même échelle partout, de 0 à {whole}.",
        by=told,
        whole=words.of_hundred("100"),
    )


def held_by_most(made: Sequence[Panel], axis: str, told: str) -> str:
    """In how many of the parts that are told more than half of the companies hold the first stage, for sure; how many
    are told, where it is not all of them."""
    shown = [one for one in made if one.shown]
    most = [one for one in shown if one.bars and (one.bars[0].low or 0.0) >= 0.5]
    published = groups_shown(axis, len(shown), len(made)) if len(shown) < len(made) else ""
    if not shown or (not most and 2 * len(shown) < len(made)):
        said = _("Les stades, {by}", by=told)
        return _("{a} : {b}", a=said, b=published) if published else said
    said = held_where(len(most), len(shown), GROUPS[axis], bool(published))
    return _("{said} ({published})", said=said, published=published) if published else said


def held_where(most: int, shown: int, groups: Groups, partly: bool) -> str:
    """In which of the parts; `partly`: others are withheld."""
    if not most:
        return _("Il n’est certain nulle part que plus de la moitié des entreprises ont acquis le stade 1")
    counted = groups.spelled(most)
    if most == shown > 1:
        return _("Plus de la moitié des entreprises ont acquis le stade 1 dans les {counted}", counted=counted)
    if partly:
        return _("Plus de la moitié des entreprises ont acquis le stade 1 dans {counted}", counted=counted)
    return _(
        "Plus de la moitié des entreprises ont acquis le stade 1 dans {counted} sur {every}",
        counted=counted,
        every=words.numeral(shown, groups.feminine),
    )


def answer(choice: Choice) -> str:
    """« Environ 7 entreprises sur 10 ont acquis le stade 1, 3 sur 10 le stade 2 »; what a half or less would say again
    of the next stage is left out."""
    cell = choice.cell("reach")
    if cell is None or cell.companies is None:
        return _(WITHHELD)
    told = [(int(item.id), cell.figures.get(f"reach/{item.id}")) for item in choice.catalogue.measure("reach").items]
    known = [(stage, figure) for stage, figure in told if figure is not None]
    if not known:
        return _(WITHHELD)
    held = [(stage, figure) for stage, figure in known if most(figure, cell, choice.catalogue)]
    front = held[-1] if held else known[0]
    after = next((pair for pair in known if pair[0] > front[0]), None)
    some = words.capital(part(front[1], cell.companies))
    first = _("{some} ont acquis le stade {stage}", some=some, stage=front[0])
    if after is None or (after[1] == "minority" and not over_half(front[1], cell, choice.catalogue)):
        return first
    return _("{first}, {some} le stade {stage}", first=first, some=short_part(after[1], cell.companies), stage=after[0])


def over_half(figure: Figure, cell: ReleasedCell, catalogue: Catalogue) -> bool:
    """For sure."""
    return share_range(figure, cell.companies or 0, catalogue.rules)[0] >= 0.5


def most(figure: Figure, cell: ReleasedCell, catalogue: Catalogue) -> bool:
    """At least about half of the companies."""
    low, high = share_range(figure, cell.companies or 0, catalogue.rules)
    return low + high >= 1


def part(figure: Figure, of: int) -> str:
    """« plus de la moitié des entreprises », « environ 7 entreprises sur 10 »; « environ 20 entreprises, sur environ
    40, » of few."""
    figure = plainly(figure, of)
    if isinstance(figure, str):
        return _("{half} des entreprises", half=band(figure))
    if of < SHARES_FROM:
        return _("{companies}, sur environ {whole},", companies=companies(int(figure)), whole=words.whole(of))
    return _("{companies} sur 10", companies=companies(tenths(figure, of)))


def short_part(figure: Figure, of: int) -> str:
    """The same after a first one: « la moitié ou moins », « environ 3 sur 10 », « environ 10 »."""
    figure = plainly(figure, of)
    if isinstance(figure, str):
        return band(figure)
    return _("environ {tenths} sur 10", tenths=tenths(figure, of)) if of >= SHARES_FROM else about(words.whole(figure))


def why(choice: Choice) -> str:
    """What blocks, and which areas carry."""
    told = [figure for figure in (blocking(choice), indices(choice, "area")) if figure is not None and figure.shown]
    return " ".join(words.sentence(figure.title) for figure in told)


def read(choice: Choice, id: str) -> tuple[ReleasedCell, Measure] | None:
    """The cell of the companies chosen, where it is told."""
    cell = choice.cell(id)
    return (cell, choice.catalogue.measure(id)) if cell is not None and cell.shown else None
