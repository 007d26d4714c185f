"""What companies suffer from, what holds them back, and what they chose to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports import words
from reports.region_bars import largest_first, share_bar, ticks
from reports.region_choice import Choice
from reports.region_lines import Bar, RegionFigure
from reports.view_region_maturity import WHY_WITHHELD, first_of, read

TOPIC = "des besoins"
MEASURES = ("symptom", "brake", "action")
SHOWN_FIRST = 12
WITHHELD = "Les besoins ne sont pas publiés ici."


@dataclass(frozen=True, slots=True)
class Asked:
    """How one measure is told: the name and the words of its figure."""

    name: str
    answer: str
    what: str
    first: str
    note: str = ""


ASKED = {
    "symptom": Asked(
        "difficultes",
        "La difficulté la plus fréquente",
        "Entreprises où la difficulté est nette ou forte.",
        "Difficulté",
    ),
    "brake": Asked(
        "freins",
        "Le frein le plus fréquent",
        "Entreprises où le frein est net ou fort.",
        "Frein",
    ),
    "action": Asked(
        "mesures",
        "La mesure la plus choisie",
        "Entreprises qui ont retenu la mesure dans un plan signé.",
        "Mesure",
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
        title=words.typeset(f"{asked.answer} : {first_of(bars)}"),
        what=asked.what,
        first=asked.first,
        last="Entreprises, environ",
        scale="share",
        ticks=ticks("share", 1),
        bars=bars,
        place=choice.place,
        note=asked.note,
    )


def foremost(figure: RegionFigure) -> tuple[Bar, ...]:
    """The lines that stand out; the rest is folded."""
    return figure.shown[:SHOWN_FIRST]


def missing(choice: Choice) -> str:
    """The measures without a table for these filters, named."""
    absent = [words.lower_first(ASKED[id].first) + "s" for id in MEASURES if choice.cell(id) is None]
    if not absent or len(absent) == len(MEASURES):
        return ""
    return f"Aucune table de l’observatoire ne croise ces filtres avec : {words.listed(absent)}."
