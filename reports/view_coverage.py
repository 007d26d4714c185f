"""Coverage: how many companies were met, and how many of those concerned are accompanied (METHOD 7)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.observatory import Category
from diagnostic.core.model.released import Denominators, Figure, ReleasedCell
from diagnostic.core.model.tipping import Tipping
from reports import words
from reports.region_choice import Choice, axis_of
from reports.region_words import (
    SHARES_FROM,
    SourceLine,
    band,
    companies,
    item_name,
    share,
    source_line,
    told,
    unchanged,
    untold,
)

STATUSES = "status"
SCALE = 0.5  # the lines of groups go from none to half of the companies concerned: the zone stands in their middle
UNKNOWN = N_(
    "Cette publication n’a pas reçu le nombre d’entreprises concernées : la page donne des nombres, pas des parts."
)
UNKNOWN_HERE = N_(
    "Le nombre d’entreprises concernées n’est pas connu pour ces filtres : la page donne des nombres, pas des parts."
)
FEW = N_("trop peu d’entreprises pour dire combien sont accompagnées.")
OF_CONCERNED = N_(
    "Chaque barre est une part des entreprises concernées, arrivées à cette étape ou au-delà. Les étapes se comptent à "
    "part : être diagnostiquée n’est pas être accompagnée. Les nombres sont arrondis."
)
OF_MET = N_(
    "Chaque barre est une part des entreprises rencontrées, arrivées à cette étape ou au-delà. Les étapes se comptent "
    "à part : être diagnostiquée n’est pas être accompagnée. Les nombres sont arrondis."
)
GROUPS = (
    ("region", N_("Par région"), N_("Entreprises accompagnées ou transformées, par région")),
    ("department", N_("Par département"), N_("Entreprises accompagnées ou transformées, par département")),
    ("grouped", N_("Par secteur"), N_("Entreprises accompagnées ou transformées, par secteur")),
    ("size", N_("Par taille"), N_("Entreprises accompagnées ou transformées, par taille")),
)


@dataclass(frozen=True, slots=True)
class BarLine:
    """`width`: of the bar, a CSS length; `reach`: how far it may go, where a half is told; None = nothing is drawn.
    `code`: of the group whose line it is; `axis`: the filter that would choose it."""

    name: str
    width: str | None
    reach: str | None
    text: str
    since: str | None = None
    axis: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class GroupView:
    """Companies at or beyond the status of the zone, group by group. `scaled`: whether shares could be drawn."""

    title: str
    caption: str
    axis: str
    rows: tuple[BarLine, ...]
    scaled: bool


@dataclass(frozen=True, slots=True)
class CoverageView:
    """`zone`: (left, width) on the lines of groups. `eligible`: how many companies are concerned, and who says so."""

    title: str
    lead: str
    funnel: tuple[BarLine, ...]
    funnel_note: str
    eligible: str
    eligible_source: SourceLine | None
    groups: tuple[GroupView, ...]
    zone: tuple[str, str]
    zone_key: str
    zone_title: str
    zone_text: str
    zone_caution: str
    zone_source: SourceLine


def coverage_view(choice: Choice, tipping: Tipping) -> CoverageView:
    cell = choice.cell(STATUSES)
    concerned = eligible(choice)
    known = choice.release.denominators if concerned else None
    return CoverageView(
        title=words.typeset(title(choice, cell, concerned, tipping)),
        lead=words.typeset(lead(cell, concerned, tipping)),
        funnel=tuple(funnel(choice, cell, concerned)),
        funnel_note=words.typeset(_(OF_CONCERNED if concerned else OF_MET)),
        eligible=words.typeset(eligible_text(choice, concerned)),
        eligible_source=source_line(known.source) if known else None,
        groups=tuple(groups(choice, tipping)),
        zone=(length(tipping.low / SCALE), length((tipping.high - tipping.low) / SCALE)),
        zone_key=words.typeset(zone_key()),
        zone_title=words.typeset(_("La zone de bascule, de {low} à {high}", **ends(tipping))),
        zone_text=words.typeset(tipping.text.read(spoken())),
        zone_caution=words.typeset(tipping.caution.read(spoken())),
        zone_source=source_line(tipping.source),
    )


def eligible(choice: Choice) -> int | None:
    """The companies concerned by the choice, where the release says how many: of one filter, or of every region."""
    known = choice.release.denominators
    if known is None:
        return None
    if not choice.codes:
        return everywhere(choice, known)
    pairs = list(choice.codes.items())
    return known.of(*pairs[0]) if len(pairs) == 1 else None


def everywhere(choice: Choice, known: Denominators) -> int | None:
    rows = [known.of("region", one.code) for one in axis_of(choice.catalogue, "region").categories]
    counted = [row for row in rows if row is not None]
    return sum(counted) if len(counted) == len(rows) else None


def eligible_text(choice: Choice, concerned: int | None) -> str:
    if concerned is not None:
        return _("Entreprises concernées : {number}.", number=words.whole(concerned))
    return _(UNKNOWN if choice.release.denominators is None else UNKNOWN_HERE)


def title(choice: Choice, cell: ReleasedCell | None, concerned: int | None, tipping: Tipping) -> str:
    said = supported(cell, concerned, tipping)
    return words.capital(_("{a} : {b}", a=choice.place, b=said) if choice.codes else said)


def supported(cell: ReleasedCell | None, concerned: int | None, tipping: Tipping) -> str:
    """How many are accompanied, without a capital letter."""
    figure = told(cell, f"{STATUSES}/{tipping.status}")
    if cell is None or cell.companies is None or figure is None:
        return _(FEW)
    if isinstance(figure, str):
        return _("{half} des entreprises rencontrées sont accompagnées.", half=band(figure))
    if concerned and concerned >= SHARES_FROM:
        part = share(figure, concerned)
        return _("{share} des entreprises concernées sont accompagnées.", share=part)
    return _("{companies} accompagnées.", companies=companies(int(figure)))


def ends(tipping: Tipping) -> dict[str, str]:
    """Of the zone, in words."""
    return {"low": words.percent(tipping.low), "high": words.percent(tipping.high)}


def zone_key() -> str:
    return _("la zone de bascule ; la ligne va de 0 à {end} des concernées", end=words.percent(SCALE))


def lead(cell: ReleasedCell | None, concerned: int | None, tipping: Tipping) -> str:
    figure = told(cell, f"{STATUSES}/{tipping.status}")
    if concerned and isinstance(figure, (int, float)):
        return _(
            "Soit {companies} sur {whole}. La zone de bascule va de {low} à {high}.",
            companies=companies(int(figure)),
            whole=words.whole(concerned),
            **ends(tipping),
        )
    return _("La zone de bascule va de {low} à {high}.", **ends(tipping))


def funnel(choice: Choice, cell: ReleasedCell | None, concerned: int | None) -> Iterator[BarLine]:
    """Companies at or beyond each status: of those concerned, or else of those met. Whoever is recorded was met."""
    measure = choice.catalogue.measure(STATUSES)
    whole = concerned or (cell.companies if cell else None)
    if concerned:
        yield BarLine(_("Concernées"), length(1.0), None, words.whole(concerned))
    if cell is None or cell.companies is None:
        yield from (BarLine(item_name(measure, item.id), None, None, untold()) for item in measure.items)
        return
    figures: list[Figure | None] = [told(cell, f"{STATUSES}/{item.id}") for item in measure.items]
    figures[0] = float(cell.companies)
    for rank, item in enumerate(measure.items):
        least = max((one for one in figures[rank + 1 :] if isinstance(one, (int, float))), default=0.0)
        most = min(one for one in figures[: rank + 1] if isinstance(one, (int, float)))
        limits = Limits(least, most)
        yield bar(item_name(measure, item.id), figures[rank], cell, limits, Ruler(whole, 1.0, concerned is not None))


@dataclass(frozen=True, slots=True)
class Limits:
    """Between what a figure told by a band must be, by those around it."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Ruler:
    """`whole`: what lengths are shares of, None = nothing is drawn; `scale`: the share that fills the line; `shares`:
    whether they are told in words."""

    whole: int | None
    scale: float
    shares: bool

    def at(self, value: float) -> str | None:
        return length(value / self.whole / self.scale) if self.whole else None


def bar(name: str, figure: Figure | None, cell: ReleasedCell, limits: Limits, ruler: Ruler) -> BarLine:
    if figure is None:
        return BarLine(name, None, None, untold())
    if isinstance(figure, str):
        half = (cell.companies or 0) / 2
        low = max(half, limits.least) if figure == "majority" else limits.least
        high = limits.most if figure == "majority" else min(half, limits.most)
        return BarLine(name, ruler.at(low) if low else None, ruler.at(max(low, high)), band(figure))
    part = f" ({share(figure, ruler.whole)})" if ruler.shares and ruler.whole and ruler.whole >= SHARES_FROM else ""
    return BarLine(name, ruler.at(figure), None, f"{words.whole(figure)}{part}")


def length(part: float) -> str:
    return f"{100 * min(1.0, part):.2f}%"


def groups(choice: Choice, tipping: Tipping) -> Iterator[GroupView]:
    """The groups that the release tells of, inside the choice."""
    for axis, name, caption in GROUPS:
        rows = choice.across(axis, STATUSES)
        if axis == "department" and not choice.region:
            continue
        if rows:
            lines = tuple(group_line(choice, axis, one, cell, tipping) for one, cell in rows)
            scaled = any(line.width or line.reach for line in lines)
            yield GroupView(_(name), words.typeset(_(caption)), axis, lines, scaled)


def group_line(choice: Choice, axis: str, one: Category, cell: ReleasedCell, tipping: Tipping) -> BarLine:
    known = choice.release.denominators
    alone = not choice.codes or (axis == "department" and tuple(choice.codes) == ("region",))
    whole = known.of(axis, one.code) if known and alone else None
    figure = told(cell, f"{STATUSES}/{tipping.status}")
    limits = Limits(0.0, float(cell.companies or 0))
    line = bar(words.typeset(one.label.read(spoken())), figure, cell, limits, Ruler(whole, SCALE, True))
    since = unchanged(cell.since, choice.release.number) if cell.shown else None
    return replace(line, since=since, axis=axis, code=one.code)
