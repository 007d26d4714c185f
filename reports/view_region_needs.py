"""What companies suffer from, what holds them back, and what they chose to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports import words
from reports.region_bars import first_bars, largest_first, share_bar, ticks
from reports.region_choice import Choice
from reports.region_first import named
from reports.region_lines import Bar, RegionFigure
from reports.view_region_maturity import WHY_WITHHELD, read

TOPIC = "des besoins"
MEASURES = ("symptom", "brake", "action")
WITHHELD = "Les besoins ne sont pas publiés ici."
HALF = "« Plus de la moitié » et « la moitié ou moins » se comptent parmi"


@dataclass(frozen=True, slots=True)
class Asked:
    """How one measure is told: the name and the words of its figure; `whom`: said where some lines are withheld;
    `answered`: of whom bands say a half."""

    name: str
    answer: str
    whom: str
    what: str
    first: str
    answered: str
    note: str = ""


ASKED = {
    "symptom": Asked(
        "difficultes",
        "La difficulté la plus fréquente",
        "parmi les difficultés publiées",
        "Entreprises où la difficulté est nette ou forte.",
        "Difficulté",
        "celles qui ont dit leurs difficultés",
    ),
    "brake": Asked(
        "freins",
        "Le frein le plus fréquent",
        "parmi les freins publiés",
        "Entreprises où le frein est net ou fort.",
        "Frein",
        "celles qui ont dit leurs freins",
    ),
    "action": Asked(
        "mesures",
        "La mesure la plus choisie",
        "parmi les mesures publiées",
        "Entreprises qui ont retenu la mesure dans un plan signé.",
        "Mesure",
        "celles qui ont signé un plan",
        "Choisie ne veut pas dire faite.",
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
    answer = words.typeset(" ; ".join(words.lower_first(figure.title) for figure in first[:2])) if first else WITHHELD
    return NeedsView(
        answer=words.capital(answer),
        why=words.typeset("Chaque entreprise en dit autant qu’elle veut : les nombres ne s’ajoutent pas.")
        if told
        else words.typeset(WHY_WITHHELD),
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
        what=asked.what,
        first=asked.first,
        last="Entreprises, environ",
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        note=words.typeset(note(asked, bars)),
    )


def note(asked: Asked, bars: Sequence[Bar]) -> str:
    half = f"{HALF} {asked.answered}." if any(bar.is_band for bar in bars) else ""
    return " ".join(one for one in (asked.note, half) if one)


def answer_of(asked: Asked, bars: Sequence[Bar]) -> str:
    """« Le frein le plus fréquent : l’argent »; where some lines are withheld, « parmi les freins publiés »."""
    found = first_bars(bars)
    if found is None:
        return asked.answer
    return f"{asked.answer}{f', {asked.whom}' if found.partly else ''} : {named(found)}"


def missing(choice: Choice) -> str:
    """The measures without a table for these filters, named."""
    absent = [words.lower_first(ASKED[id].first) + "s" for id in MEASURES if choice.cell(id) is None]
    if not absent or len(absent) == len(MEASURES):
        return ""
    return f"Aucun tableau de l’observatoire ne croise ces filtres avec : {words.listed(absent)}."
