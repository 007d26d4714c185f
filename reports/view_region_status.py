"""How far companies went, as figures to take away: from met to transformed, and how many are accompanied by group."""

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.observatory import Item, Rules
from diagnostic.core.model.released import Eligible, Figure, ReleasedCell
from diagnostic.core.rounding import count_bounds
from reports import words
from reports.region_bars import detail, largest_share_first, share_bar, share_range, stairs, ticks
from reports.region_choice import Choice, label
from reports.region_lines import Bar, RegionFigure
from reports.region_words import band, of_about, untold
from reports.view_region_maturity import AMONG, read

STATUS = "status"
ACCOMPANIED = "accompanied"
AXES = {**AMONG, "department": N_("par département")}


OF_CONCERNED = N_("Entreprises {name} ou transformées, parmi les entreprises concernées.")
OF_MET = N_("Entreprises {name} ou transformées, parmi celles qu’une organisation a rencontrées.")


def path(choice: Choice) -> RegionFigure | None:
    """Companies at each status or beyond, of those that an organisation met."""
    found = read(choice, STATUS)
    if found is None:
        return None
    cell, measure = found
    bars = stairs([share_bar(choice, cell, measure, item) for item in measure.items])
    return RegionFigure(
        name="parcours",
        title=words.typeset(_("De la rencontre à la transformation, {place}", place=choice.place)),
        what=words.typeset(_("Entreprises à ce point, ou au-delà, parmi celles qu’une organisation a rencontrées.")),
        first=_("Point atteint"),
        last=_("Entreprises, environ"),
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        note=words.typeset(_("Une entreprise transformée compte aussi avant : les nombres ne s’ajoutent pas.")),
    )


def accompanied(choice: Choice, axis: str) -> RegionFigure | None:
    """Companies accompanied or beyond by category of that axis: part of those concerned where the release says how
    many they are, otherwise of those met."""
    rows = choice.across(axis, STATUS)
    if not rows:
        return None
    item = next(one for one in choice.catalogue.measure(STATUS).items if one.id == ACCOMPANIED)
    known = {} if choice.codes else eligible(choice, axis)
    bars = largest_share_first(
        line(choice, cell, Item(one.code, one.label), known.get(one.code), label(choice.catalogue, axis, one.code))
        for one, cell in rows
    )
    name = words.lower_first(item.label.read(spoken()))
    return RegionFigure(
        name=f"accompagnees-{axis}",
        title=words.typeset(_("Entreprises {name} ou transformées, {by}", name=name, by=_(AXES[axis]))),
        what=words.typeset(_(OF_CONCERNED if known else OF_MET, name=name)),
        first=words.typeset(choice.catalogue.axis(axis).label.read(spoken())),
        last=_("Entreprises, environ"),
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        note=source(choice) if known else "",
    )


def eligible(choice: Choice, axis: str) -> dict[str, Eligible]:
    """The companies concerned, by code."""
    known = choice.release.denominators
    return {row.code: row for row in known.rows if row.axis == axis} if known else {}


def source(choice: Choice) -> str:
    known = choice.release.denominators
    if known is None:
        return ""
    title, day = known.source.title.read(spoken()), words.day(known.source.checked_on)
    return words.typeset(_("Entreprises concernées : {source}, {day}.", source=title, day=day))


def line(choice: Choice, cell: ReleasedCell, item: Item, of: Eligible | None, name: str) -> Bar:
    """How many, as a part of those concerned, or of those met."""
    told = cell.figures.get(f"{STATUS}/{ACCOMPANIED}")
    if told is None or cell.companies is None:
        return Bar(item.id, name, untold())
    low, high = part(told, cell.companies, of, choice.catalogue.rules)
    among = _("sur {number} concernées", number=words.whole(of.companies)) if of else of_about(cell.companies)
    words_told = band(told) if isinstance(told, str) else words.whole(told)
    return Bar(item.id, name, words_told, detail(choice, cell, among), told, low, high)


def part(told: Figure, met: int, of: Eligible | None, rules: Rules) -> tuple[float, float]:
    """Between which parts of the whole that count stands; a band says a half of those met."""
    if of is None or not of.companies:
        return share_range(told, met, rules)
    if isinstance(told, str):
        least, most = count_bounds(met, rules.threshold, rules)
        low, high = (least / 2, most) if told == "majority" else (0.0, most / 2)
    else:
        low, high = count_bounds(int(told), rules.threshold, rules)
    return min(1.0, low / of.companies), min(1.0, high / of.companies)
