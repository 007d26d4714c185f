"""Which money plans count on, by device, with the rule of each."""

from dataclasses import dataclass

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.catalogue import Content
from reports import words
from reports.region_bars import amount_bar, first_bars, largest_first, nice_top, ticks
from reports.region_choice import Choice
from reports.region_first import First, named
from reports.region_lines import Bar, RegionFigure
from reports.region_words import about
from reports.view_funding import DeviceLine, device_line
from reports.view_region_maturity import WHY_WITHHELD, read
from reports.view_region_skills import told_of

TOPIC = N_("de l’argent à mobiliser")
MEASURES = ("device",)
WITHHELD = N_("L’argent à mobiliser n’est pas publié ici.")
WHY = N_(
    "Ce que les plans signés comptent demander à chaque dispositif : une demande n’est pas un accord, et un barème "
    "annuel change chaque année."
)


ONE = N_("{name} : {amount} à mobiliser, le plus gros montant")
ONE_PUBLISHED = N_("{name} : {amount} à mobiliser, le plus gros montant publié")
SEVERAL = N_("{names} : {amount} à mobiliser chacun, les plus gros montants")
SEVERAL_PUBLISHED = N_("{names} : {amount} à mobiliser chacun, les plus gros montants publiés")


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
        return MoneyView(words.typeset(_(WITHHELD)), words.typeset(_(WHY_WITHHELD)), (), (), "", ())
    return MoneyView(
        answer=words.typeset(answer(figure)),
        why=words.typeset(_(WHY)),
        figures=(figure,),
        rows=tuple(DeviceMoney(bar, rule(choice, content, bar.code)) for bar in figure.shown),
        hidden=words.typeset(hidden(len(figure.secret))) if figure.secret else "",
        hidden_names=tuple(bar.label for bar in figure.secret),
    )


def hidden(number: int) -> str:
    return plural(
        number,
        "{number} dispositif n’a pas de montant publié : personne ne compte sur lui, ou trop peu d’entreprises, ou "
        "l’une d’elles en ferait l’essentiel. Rien ne dit lequel de ces cas.",
        "{number} dispositifs n’ont pas de montant publié : personne ne compte sur eux, ou trop peu d’entreprises, ou "
        "l’une d’elles en ferait l’essentiel. Rien ne dit lequel de ces cas.",
        number=words.whole(number),
    )


def answer(figure: RegionFigure) -> str:
    """« Digipilote : environ 916 000 € à mobiliser, le plus gros montant publié »."""
    found = first_bars(figure.bars)
    assert found is not None
    amount = about(words.large_euros(float(found.figure)))
    if len(found.names) == 1:
        way = ONE_PUBLISHED if found.partly else ONE
        return _(way, name=found.names[0], amount=amount)
    names = words.listed(found.names) if found.stands_out else level(len(found.names))
    return _(SEVERAL_PUBLISHED if found.partly else SEVERAL, names=names, amount=amount)


def level(number: int) -> str:
    return _("{count} dispositifs en tête", count=words.capital(words.numeral(number)))


def rule(choice: Choice, content: Content, id: str) -> DeviceLine | None:
    found = content.devices.get(id)
    return device_line(content, found, choice.release.on) if found else None


def most_expected(found: First) -> str:
    names = words.listed(found.names) if found.stands_out else named(found)
    if found.partly:
        return _("Le plus attendu, parmi les montants publiés : {names}", names=names)
    return _("Le plus attendu : {names}", names=names)


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
        title=words.typeset(most_expected(largest) if largest else _("Argent à mobiliser")),
        what=_("Euros à mobiliser par dispositif, environ."),
        first=_("Dispositif"),
        last=_("Euros"),
        scale="amount",
        ticks=ticks("amount", top),
        bars=bars,
        place=choice.place,
    )
