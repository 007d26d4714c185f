"""What companies suffer from, what holds them back, and what they chose to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _
from reports import words
from reports.region_bars import first_bars, largest_first, share_bar, ticks
from reports.region_choice import Choice
from reports.region_first import named
from reports.region_lines import Bar, RegionFigure
from reports.view_region_maturity import WHY_WITHHELD, read

TOPIC = N_("des besoins")
MEASURES = ("symptom", "brake", "action")
WITHHELD = N_("Les besoins ne sont pas publiés ici.")
SEVERAL = N_("Chaque entreprise en dit autant qu’elle veut : les nombres ne s’ajoutent pas.")


@dataclass(frozen=True, slots=True)
class Asked:
    """How one measure is told, to be translated: the name and the words of its figure; `among`: where some lines are
    withheld; `half`: of whom bands say a half; `every`: the measure in a list of several."""

    name: str
    alone: str
    answer: str
    among: str
    what: str
    first: str
    every: str
    half: str
    note: str = ""


ASKED = {
    "symptom": Asked(
        "difficultes",
        N_("La difficulté la plus fréquente"),
        N_("La difficulté la plus fréquente : {names}"),
        N_("La difficulté la plus fréquente, parmi les difficultés publiées : {names}"),
        N_("Entreprises où la difficulté est nette ou forte."),
        N_("Difficulté"),
        N_("difficultés"),
        N_("« Plus de la moitié » et « la moitié ou moins » se comptent parmi celles qui ont dit leurs difficultés."),
    ),
    "brake": Asked(
        "freins",
        N_("Le frein le plus fréquent"),
        N_("Le frein le plus fréquent : {names}"),
        N_("Le frein le plus fréquent, parmi les freins publiés : {names}"),
        N_("Entreprises où le frein est net ou fort."),
        N_("Frein"),
        N_("freins"),
        N_("« Plus de la moitié » et « la moitié ou moins » se comptent parmi celles qui ont dit leurs freins."),
    ),
    "action": Asked(
        "mesures",
        N_("La mesure la plus choisie"),
        N_("La mesure la plus choisie : {names}"),
        N_("La mesure la plus choisie, parmi les mesures publiées : {names}"),
        N_("Entreprises qui ont retenu la mesure dans un plan signé."),
        N_("Mesure"),
        N_("mesures"),
        N_("« Plus de la moitié » et « la moitié ou moins » se comptent parmi celles qui ont signé un plan."),
        N_("Choisie ne veut pas dire faite."),
    ),
}


@dataclass(frozen=True, slots=True)
class NeedsView:
    """`missing`: measures of the page that no table holds for this choice, in words."""

    answer: str
    why: str
    figures: tuple[RegionFigure, ...]
    missing: str


def needs_view(choice: Choice) -> NeedsView:
    told = tuple(figures(choice))
    first = [figure for figure in told if figure.name != ASKED["action"].name] or list(told)
    titles = words.joined(words.lower_first(figure.title) for figure in first[:2])
    answer = words.typeset(titles) if first else _(WITHHELD)
    return NeedsView(
        answer=words.capital(answer),
        why=words.typeset(_(SEVERAL if told else WHY_WITHHELD)),
        figures=told,
        missing=words.typeset(missing(choice)),
    )


def figures(choice: Choice) -> Iterator[RegionFigure]:
    for id in MEASURES:
        made = needed(choice, id)
        if made is not None and made.shown:
            yield made


def needed(choice: Choice, id: str) -> RegionFigure | None:
    """The companies that each difficulty, brake or action concerns, the most frequent first."""
    found = read(choice, id)
    if found is None:
        return None
    cell, measure = found
    asked = ASKED[id]
    bars = largest_first(share_bar(choice, cell, measure, item) for item in measure.items)
    return RegionFigure(
        name=asked.name,
        title=words.typeset(answer_of(asked, bars)),
        what=_(asked.what),
        first=_(asked.first),
        last=_("Entreprises, environ"),
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        note=words.typeset(note(asked, bars)),
    )


def note(asked: Asked, bars: Sequence[Bar]) -> str:
    half = asked.half if any(bar.is_band for bar in bars) else ""
    return " ".join(_(one) for one in (asked.note, half) if one)


def answer_of(asked: Asked, bars: Sequence[Bar]) -> str:
    """« Le frein le plus fréquent : l’argent »; where some lines are withheld, « parmi les freins publiés »."""
    found = first_bars(bars)
    if found is None:
        return _(asked.alone)
    return _(asked.among if found.partly else asked.answer, names=named(found))


def missing(choice: Choice) -> str:
    """The measures without a table for these filters, named."""
    absent = [_(ASKED[id].every) for id in MEASURES if choice.cell(id) is None]
    if not absent or len(absent) == len(MEASURES):
        return ""
    return _("Aucun tableau de l’observatoire ne croise ces filtres avec : {names}.", names=words.listed(absent))
