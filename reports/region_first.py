"""What comes first among the figures that a cell tells of one measure: by what was published, and no further.

Within a cell, every item of a measure is told of the same companies. Of those, more have what is told by « majority »
than what is told by a number, and more have that than what is told by « minority » (core.rounding.tell_indicator): the
order between the three is certain. Inside a band, and between equal rounded figures, there is none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic.core.language import _
from diagnostic.core.model.released import Figure
from reports import words
from reports.region_choice import Choice
from reports.region_words import item_name, told

NAMED_AT_MOST = 2
ORDER = {"minority": 0, "majority": 2}
Rank = tuple[int, float]


@dataclass(frozen=True, slots=True)
class First:
    """The items that nothing published passes. `told`: how many items have a figure; `partly`: others have none, and
    may be as high or higher."""

    figure: Figure
    names: tuple[str, ...]
    told: int
    partly: bool

    @property
    def stands_out(self) -> bool:
        """Whether something is lower, or alone, and few enough are level to be named."""
        alone = len(self.names) < self.told or self.told == 1
        return alone and len(self.names) <= NAMED_AT_MOST and self.figure != "minority"


@dataclass(frozen=True, slots=True)
class Ways:
    """How a first place is told, to be translated and completed with {names}, {figure} and {count}: of one item, of
    two, of several that are level."""

    one: str
    two: str
    several: str


def rank(figure: Figure) -> Rank:
    """By what is certain: a handful, then numbers, then nearly all."""
    return (ORDER[figure], 0.0) if isinstance(figure, str) else (1, figure)


def first_of(rows: Iterable[tuple[str, Figure | None]], *, lowest: bool = False) -> First | None:
    """The highest, or the lowest, of (name, figure); None where nothing is told."""
    every = list(rows)
    known = [(name, figure) for name, figure in every if figure is not None]
    if not known:
        return None
    pick = min if lowest else max
    best = pick((figure for _name, figure in known), key=rank)
    names = tuple(name for name, figure in known if figure == best)
    return First(best, names, len(known), len(known) < len(every))


def first(choice: Choice, measure: str, *, lowest: bool = False) -> First | None:
    """Of every item of that measure, among the companies chosen."""
    found, cell = choice.catalogue.measure(measure), choice.cell(measure)
    rows = ((item_name(found, item.id), told(cell, f"{measure}/{item.id}")) for item in found.items)
    return first_of(rows, lowest=lowest)


def named(found: First) -> str:
    """« les stocks », « « les stocks » et « les rebuts » »; that several are level, or that nothing stands out."""
    if found.stands_out:
        return words.lower_first(found.names[0]) if len(found.names) == 1 else quoted(found)
    level = len(found.names) < found.told and found.figure != "minority"
    return _("plusieurs se valent") if level else _("rien ne se détache")


def said(found: First, ways: Ways, figure: str, names: str) -> str:
    """The sentence, as the release allows it."""
    way = ways.several if not found.stands_out else ways.one if len(found.names) == 1 else ways.two
    return among(found, _(way, names=names, figure=figure, count=words.numeral(len(found.names))))


def among(found: First, sentence: str) -> str:
    """What is withheld may be as high as what is said: « parmi les chiffres publiés, … »."""
    if not found.partly:
        return words.capital(sentence)
    return _("Parmi les chiffres publiés, {sentence}", sentence=sentence)


def quoted(found: First) -> str:
    """« « les stocks » et « les rebuts » »."""
    return words.listed([words.quoted(words.lower_first(name)) for name in found.names])
