"""Which money plans count on, by device, with the rule of each."""

from dataclasses import dataclass

from diagnostic.core.model.catalogue import Content
from reports import words
from reports.region_bars import amount_bar, first_bars, largest_first, nice_top, ticks
from reports.region_choice import Choice
from reports.region_first import First, named
from reports.region_lines import Bar, RegionFigure
from reports.view_funding import DeviceLine, device_line
from reports.view_region_maturity import WHY_WITHHELD, read
from reports.view_region_skills import told_of

TOPIC = "de l’argent à mobiliser"
MEASURES = ("device",)
WITHHELD = "L’argent à mobiliser n’est pas publié ici."
WHY = (
    "Ce que les plans signés comptent demander à chaque dispositif : une demande n’est pas un accord, et un barème "
    "annuel change chaque année."
)
HIDDEN = (
    "n’ont pas de montant publié : personne ne compte sur eux, ou trop peu d’entreprises, ou l’une d’elles en ferait "
    "l’essentiel. Rien ne dit lequel de ces cas."
)


@dataclass(frozen=True, slots=True)
class DeviceMoney:
    """A device with its amount; `device` None where the content of today does not know it any more."""

    bar: Bar
    device: DeviceLine | None


@dataclass(frozen=True, slots=True)
class MoneyView:
    """`hidden`: what could not be told, and why it is not said which."""

    answer: str
    why: str
    figures: tuple[RegionFigure, ...]
    rows: tuple[DeviceMoney, ...]
    hidden: str
    hidden_names: tuple[str, ...]


def money_view(choice: Choice, content: Content) -> MoneyView:
    """Rules are told as they stood on the day of the release."""
    figure = devices(choice)
    if figure is None or not figure.shown:
        return MoneyView(words.typeset(WITHHELD), words.typeset(WHY_WITHHELD), (), (), "", ())
    return MoneyView(
        answer=words.typeset(answer(figure)),
        why=words.typeset(WHY),
        figures=(figure,),
        rows=tuple(DeviceMoney(bar, rule(choice, content, bar.code)) for bar in figure.shown),
        hidden=words.typeset(f"{words.count(len(figure.secret), 'dispositif', 'dispositifs')} {HIDDEN}")
        if figure.secret
        else "",
        hidden_names=tuple(bar.label for bar in figure.secret),
    )


def answer(figure: RegionFigure) -> str:
    """« Digipilote : environ 916 000 € à mobiliser, le plus gros montant publié »."""
    found = first_bars(figure.bars)
    assert found is not None
    amount = f"environ {words.large_euros(float(found.figure))}"
    told = " publié" if found.partly else ""
    if len(found.names) == 1:
        return f"{found.names[0]} : {amount} à mobiliser, le plus gros montant{told}"
    many = f"{words.capital(words.numeral(len(found.names)))} dispositifs en tête"
    names = words.listed(found.names) if found.stands_out else many
    plural = f"{told}s" if told else ""
    return f"{names} : {amount} à mobiliser chacun, les plus gros montants{plural}"


def rule(choice: Choice, content: Content, id: str) -> DeviceLine | None:
    found = content.devices.get(id)
    return device_line(content, found, choice.release.on) if found else None


def most_expected(found: First) -> str:
    among = ", parmi les montants publiés" if found.partly else ""
    return f"Le plus attendu{among} : {words.listed(found.names) if found.stands_out else named(found)}"


def devices(choice: Choice) -> RegionFigure | None:
    """Euros by device, the most first."""
    found = read(choice, "device")
    if found is None:
        return None
    cell, measure = found
    top = nice_top(told_of(cell.figures, "device"))
    bars = largest_first(amount_bar(choice, cell, measure, item, top) for item in measure.items)
    largest = first_bars(bars)
    return RegionFigure(
        name="aides",
        title=words.typeset(most_expected(largest) if largest else "Argent à mobiliser"),
        what="Euros à mobiliser par dispositif, environ.",
        first="Dispositif",
        last="Euros",
        scale="amount",
        ticks=ticks("amount", top),
        bars=bars,
        place=choice.place,
    )
