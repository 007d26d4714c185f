"""Which skills a territory lacks: people to train, sessions to open, levels missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.sessions import Sessions
from reports import words
from reports.region_bars import amount_bar, first_bars, largest_first, mean_bar, nice_top, ticks
from reports.region_choice import Choice
from reports.region_first import First, among, named, quoted
from reports.region_lines import Bar, RegionFigure
from reports.region_words import checked, untold
from reports.view_region_maturity import WHY_WITHHELD, read
from reports.view_skills import FAMILIES

TOPIC = N_("des compétences")
MEASURES = ("people", "gap")
WITHHELD = N_("Les compétences ne sont pas publiées ici.")
COLUMNS = {
    "nom": N_("Compétence"),
    "famille": N_("Famille"),
    "personnes": N_("Personnes à former"),
    "sessions": N_("Sessions à ouvrir"),
    "ecart": N_("Niveaux qui manquent"),
}
TO_TRAIN = N_("environ {number} personnes à former")
TO_TRAIN_IN_EACH = N_("environ {number} personnes à former dans chacune")
DEFAULT = "personnes"
ASCENDING, DESCENDING = "croissant", "decroissant"


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill. Numbers are None where withheld: such lines come last, whatever the order."""

    code: str
    name: str
    family: str
    people_told: str
    sessions_told: str
    gap_told: str
    people: float | None
    gap: float | None
    detail: str


@dataclass(frozen=True, slots=True)
class SkillsView:
    """`lines` in the order asked; `order`, `down`: which it is."""

    answer: str
    why: str
    figures: tuple[RegionFigure, ...]
    lines: tuple[SkillLine, ...]
    order: str
    down: bool
    sessions: str
    source: str


def skills_view(choice: Choice, content: Content, order: str = DEFAULT, way: str = "") -> SkillsView:
    """`order` a key of COLUMNS, `way` croissant or decroissant; what is neither falls back to the first look."""
    order = order if order in COLUMNS else DEFAULT
    down = way == DESCENDING if way in (ASCENDING, DESCENDING) else order not in ("nom", "famille")
    told = people(choice, content), gaps(choice, content)
    figures = tuple(figure for figure in told if figure is not None and figure.shown)
    sessions = content.sessions
    return SkillsView(
        answer=words.typeset(answer(told[0], sessions) if figures else _(WITHHELD)),
        why=words.typeset(
            sessions.text.read(spoken()) if figures and sessions else _(WHY_WITHHELD) if not figures else ""
        ),
        figures=figures,
        lines=tuple(in_order(lines(told[0], told[1], sessions), order, down)) if figures else (),
        order=order,
        down=down,
        sessions=words.typeset(sessions.text.read(spoken())) if sessions else "",
        source=words.typeset(f"{sessions.source.title.read(spoken())}, {checked(sessions.source)}") if sessions else "",
    )


def answer(figure: RegionFigure | None, sessions: Sessions | None) -> str:
    """« … : environ 430 personnes à former, 36 sessions »; two names where two are level, none beyond."""
    found = first_bars(figure.bars) if figure is not None else None
    if found is None:
        return _("Le nombre de personnes à former n’est pas publié ici")
    people = float(found.figure)
    one = len(found.names) == 1
    told = _(TO_TRAIN if one else TO_TRAIN_IN_EACH, number=words.whole(people))
    said = _("{a} : {b}", a=among(found, head_of(found, one)), b=told)
    return f"{said}, {opened_told(people, sessions)}" if sessions else said


def head_of(found: First, one: bool) -> str:
    """The skills that come first, without a capital letter where « parmi les chiffres publiés » comes before."""
    if one:
        name = found.names[0]
        return _("d’abord {name}", name=words.lower_first(name)) if found.partly else name
    count = words.numeral(len(found.names))
    if found.stands_out:
        return _("{count} compétences viennent en tête, {names}", count=count, names=quoted(found))
    return _("{count} compétences viennent en tête", count=count)


def opened_told(people: float, sessions: Sessions) -> str:
    return words.count(sessions.to_open(people), "session", "sessions")


def people(choice: Choice, content: Content) -> RegionFigure | None:
    """People to train by skill, the most first."""
    found = read(choice, "people")
    if found is None:
        return None
    cell, measure = found
    top = nice_top([float(one) for one in told_of(cell.figures, "people")])
    bars = largest_first(amount_bar(choice, cell, measure, item, top) for item in measure.items)
    return RegionFigure(
        name="personnes-a-former",
        title=words.typeset(answer_of(bars)),
        what=_("Personnes à former par compétence, environ."),
        first=_("Compétence"),
        last=_("Personnes"),
        scale="amount",
        ticks=ticks("amount", top),
        bars=grouped(bars, content),
        place=choice.place,
    )


def answer_of(bars: tuple[Bar, ...]) -> str:
    found = first_bars(bars)
    if found is None:
        return _("Personnes à former")
    if found.partly:
        return _("D’abord, parmi les compétences publiées : {names}", names=named(found))
    return _("D’abord : {names}", names=named(found))


def gaps(choice: Choice, content: Content) -> RegionFigure | None:
    """Mean levels missing by skill, the most first."""
    found = read(choice, "gap")
    if found is None:
        return None
    cell, measure = found
    bars = largest_first(mean_bar(choice, cell, measure, item) for item in measure.items)
    return RegionFigure(
        name="ecarts",
        title=words.typeset(widest_of(bars)),
        what=_(
            "Niveaux qui manquent en moyenne à la personne la plus avancée, de 0 à {top}.", top=words.rung(measure.top)
        ),
        first=_("Compétence"),
        last=_("Niveaux, en moyenne"),
        scale="mean",
        ticks=ticks("mean", measure.top),
        bars=grouped(bars, content),
        place=choice.place,
    )


def widest_of(bars: tuple[Bar, ...]) -> str:
    found = first_bars(bars)
    if found is None:
        return _("Niveaux qui manquent")
    if found.partly:
        return _("L’écart le plus large, parmi les compétences publiées : {names}", names=named(found))
    return _("L’écart le plus large : {names}", names=named(found))


def told_of(figures: Mapping[str, object], measure: str) -> list[float]:
    """The numbers of one measure among a cell's figures."""
    return [
        told
        for series, told in figures.items()
        if series.partition("/")[0] == measure and isinstance(told, float | int)
    ]


def grouped(bars: tuple[Bar, ...], content: Content) -> tuple[Bar, ...]:
    """The same with their family."""
    return tuple(
        Bar(bar.code, bar.label, bar.told, bar.detail, bar.figure, bar.low, bar.high, family(content, bar.code))
        for bar in bars
    )


def family(content: Content, skill: str) -> str:
    found = content.skills.get(skill)
    return words.typeset(_(FAMILIES.get(found.family, found.family))) if found else ""


def lines(people: RegionFigure | None, gap: RegionFigure | None, sessions: Sessions | None) -> list[SkillLine]:
    """One a skill of either figure."""
    trained = {bar.code: bar for bar in people.bars} if people else {}
    missing = {bar.code: bar for bar in gap.bars} if gap else {}
    return [line(trained.get(code), missing.get(code), sessions) for code in trained | missing]


def line(trained: Bar | None, missing: Bar | None, sessions: Sessions | None) -> SkillLine:
    named = trained or missing
    assert named is not None
    count, gap = number(trained), number(missing)
    return SkillLine(
        code=named.code,
        name=named.label,
        family=named.group,
        people_told=trained.told if trained else untold(),
        sessions_told=untold() if count is None or sessions is None else words.whole(sessions.to_open(count)),
        gap_told=missing.told if missing else untold(),
        people=count,
        gap=gap,
        detail=named.detail,
    )


def number(bar: Bar | None) -> float | None:
    return bar.figure if bar is not None and isinstance(bar.figure, float | int) else None


def in_order(lines: list[SkillLine], order: str, down: bool) -> list[SkillLine]:
    """By that column; lines without its figure stay last both ways."""
    if order in ("nom", "famille"):
        return sorted(lines, key=by_family if order == "famille" else by_name, reverse=down)
    known = [one for one in lines if measured(one, order) is not None]
    unknown = [one for one in lines if measured(one, order) is None]
    return sorted(known, key=lambda one: measured(one, order) or 0.0, reverse=down) + unknown


def by_name(one: SkillLine) -> tuple[str, ...]:
    return (words.plain(one.name),)


def by_family(one: SkillLine) -> tuple[str, ...]:
    return words.plain(one.family), words.plain(one.name)


def measured(one: SkillLine, order: str) -> float | None:
    return one.gap if order == "ecart" else one.people
