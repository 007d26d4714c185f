"""What every page of the observatory says around its figures: of which release, of whom, and what can be chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _, plural, spoken
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release, ReleasedCell
from reports import words
from reports.region_choice import Choice, everywhere, label
from reports.region_words import ASSESSED, MET, about, companies, quarter, short_quarter, untold

SYNTHETIC = N_("Données synthétiques : ces entreprises n’existent pas, un programme les a tirées au sort.")
CAUTION = N_("Entreprises diagnostiquées, non représentatives.")
SPLITS = ("form", "mode")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class SelectGroup:
    """`label` None: options outside of any group."""

    label: str | None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FrameView:
    """`banner` None where the companies are real. `refusal`: why the filters chosen have no table on this page."""

    release: str
    seal: str
    banner: str | None
    caution: str
    counted: str
    split: tuple[str, ...]
    place: str
    refusal: str | None


def frame_view(choice: Choice, measures: Sequence[str], topic: str) -> FrameView:
    """`measures`: what the page is about, none where it shows whatever there is; `topic` names it in a sentence."""
    release = choice.release
    return FrameView(
        release=release_line(release.number, release.on, release.quarter),
        seal=choice.seal,
        banner=words.typeset(_(SYNTHETIC)) if release.synthetic else None,
        caution=_(CAUTION),
        counted=words.typeset(counted(choice, tuple(measures) == ("status",))),
        split=tuple(map(words.typeset, splits(choice))),
        place=choice.place,
        refusal=words.typeset(refused(choice, topic)) if measures and not choice.holds(measures) else None,
    )


def release_line(number: int, on: date, of_quarter: str) -> str:
    """« Publication R-2, 15 avril 2027, 1er trimestre 2027 »."""
    return _("Publication R-{number}, {day}, {quarter}", number=number, day=words.day(on), quarter=quarter(of_quarter))


def counted(choice: Choice, met: bool) -> str:
    """How many companies of the choice have figures, where the release says it; `met`: those that were met."""
    cell = choice.cell("status" if met else "reach")
    if met and cell and cell.companies is not None:
        return _("{place} : {companies}.", place=choice.place, companies=companies(cell.companies, MET))
    if cell is None:
        return f"{choice.place}."
    if cell.companies is None:
        return _("{place} : trop peu d’entreprises diagnostiquées pour en montrer les chiffres.", place=choice.place)
    return _("{place} : {companies}.", place=choice.place, companies=companies(cell.companies, ASSESSED))


def splits(choice: Choice) -> Iterator[str]:
    """How many by form and by mode (METHOD 7): among the companies chosen, else in the whole country."""
    for axis in SPLITS:
        rows = choice.across(axis, "reach")
        whole = not rows and bool(choice.codes)
        if not rows:
            rows = choice.without().across(axis, "reach")
        named = words.capital(choice.catalogue.axis(axis).label.read(spoken()))
        told = words.joined(f"{words.lower_first(one.label.read(spoken()))}, {number(cell)}" for one, cell in rows)
        if told and whole:
            yield _("{axis}, France entière : {parts}.", axis=named, parts=told)
        elif told:
            yield _("{axis} : {parts}.", axis=named, parts=told)


def number(cell: ReleasedCell) -> str:
    return untold() if cell.companies is None else about(words.whole(cell.companies))


def refused(choice: Choice, topic: str) -> str:
    """Why nothing is told of these filters together. `topic`, in French: « de la maturité », « des compétences »."""
    names = [words.lower_first(choice.catalogue.axis(axis).label.read(spoken())) for axis in choice.codes]
    return plural(
        len(names),
        "Aucun tableau {topic} n’existe par {names}. Vos choix restent ci-dessus.",
        "Aucun tableau {topic} n’existe par {names} à la fois : à ce détail, une entreprise pourrait être reconnue. "
        "Vos choix restent ci-dessus.",
        topic=_(topic),
        names=words.listed(names),
    )


def territories(catalogue: Catalogue, chosen: Choice, region: str, department: str) -> tuple[SelectGroup, ...]:
    """Regions, then departments; `region`, `department`: what their codes begin with in an address."""
    return (
        SelectGroup(None, (Option("", everywhere(), chosen.region is None and chosen.department is None),)),
        SelectGroup(_("Régions"), options(catalogue, "region", chosen.region, region)),
        SelectGroup(_("Départements"), options(catalogue, "department", chosen.department, department)),
    )


def categories(catalogue: Catalogue, axis: str, chosen: str | None, every: str) -> tuple[SelectGroup, ...]:
    return (SelectGroup(None, (Option("", every, chosen is None), *options(catalogue, axis, chosen))),)


def options(catalogue: Catalogue, axis: str, chosen: str | None, prefix: str = "") -> tuple[Option, ...]:
    found = next((one for one in catalogue.axes if one.id == axis), None)
    if found is None:
        return ()
    rows = ((one.code, label(catalogue, axis, one.code)) for one in found.categories)
    return tuple(Option(prefix + code, name, code == chosen) for code, name in rows)


def release_options(releases: Sequence[tuple[int, str]], shown: Release) -> tuple[SelectGroup, ...]:
    """(number, quarter) of every release, the latest first: it has no value of its own, and goes unsaid."""
    rows = sorted(releases, reverse=True)
    latest = rows[0][0]
    named = ((n, "" if n == latest else str(n), f"R-{n}, {short_quarter(of)}") for n, of in rows)
    return (SelectGroup(None, tuple(Option(value, name, n == shown.number) for n, value, name in named)),)
