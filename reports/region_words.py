"""Released figures in words: every count is « environ », a band says which half and no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.observatory import Catalogue, Measure
from diagnostic.core.model.released import Figure, ReleasedCell
from diagnostic.core.model.source import Source
from reports import words

UNTOLD = N_("secret")
BANDS = {"majority": N_("plus de la moitié"), "minority": N_("la moitié ou moins")}
ASSESSED, MET = N_("diagnostiquées"), N_("rencontrées par une organisation")
SHARES_FROM = 50  # companies: below, rounding alone moves a share by more than a tenth
FINE_FROM = 500  # companies: below, rounding moves it by a few hundredths, and it is told to the nearest 5 %
EXACT = 1e-9
QUARTERS: Mapping[str, str] = {
    "1": N_("1er trimestre {year}"),
    "2": N_("2e trimestre {year}"),
    "3": N_("3e trimestre {year}"),
    "4": N_("4e trimestre {year}"),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    title: str
    url: str | None
    checked: str


def source_line(source: Source) -> SourceLine:
    """Where a number comes from, and when it was checked."""
    title = words.typeset(source.title.read(spoken()))
    return SourceLine(title, source.url, words.typeset(checked(source)))


def checked(source: Source) -> str:
    return _("vérifié le {day}", day=words.day(source.checked_on))


def about(number: str) -> str:
    """« environ 40 », from a number already printed."""
    return _("environ {number}", number=number)


def of_about(number: int) -> str:
    """« sur environ 40 »."""
    return _("sur environ {number}", number=words.whole(number))


def companies(number: int, kind: str = "") -> str:
    """« environ 1 200 entreprises », « environ 40 entreprises diagnostiquées »; `kind` in French."""
    found = about(words.count(number, "entreprise", "entreprises"))
    return _("{companies} {kind}", companies=found, kind=_(kind)) if kind else found


def untold() -> str:
    return _(UNTOLD)


def band(told: str) -> str:
    """« plus de la moitié », « la moitié ou moins »."""
    return _(BANDS[told])


def figure(told: Figure | None, measure: Measure) -> str:
    """A figure alone in its cell of a table: 40, 2,3, 12 000; « plus de la moitié »; « secret »."""
    if told is None:
        return untold()
    if isinstance(told, str):
        return band(told)
    return words.index(told) if measure.kind == "mean" else words.whole(told)


def share(part: float, whole: float, most: float = 1.0) -> str:
    """« environ 35 % » of two rounded counts; « moins de 1 % » rather than none, and never over `most`."""
    near = nearest(part, whole)
    if not near:
        return _("moins de {share}", share=words.percent(step_of(whole)))
    return about(words.percent(min(most, near)))


def nearest(part: float, whole: float) -> float:
    """The share as it is told; 0 where it is less than what can be."""
    step = step_of(whole)
    return floor(part / whole / step + 0.5 + EXACT) * step


def step_of(whole: float) -> float:
    return 0.05 if whole < FINE_FROM else 0.01


def plainly(figure: Figure, of: int) -> Figure:
    """The figure; only which half where two rounded counts of few companies would say that all have it."""
    return "majority" if not isinstance(figure, str) and figure >= of else figure


def tenths(part: float, whole: float) -> int:
    """Out of ten, between one and nine: what is nearer to none or all is told by a band."""
    return max(1, min(9, int(10 * part / whole + 0.5)))


def told(cell: ReleasedCell | None, series: str) -> Figure | None:
    """That figure of a cell; None where the cell or the figure is withheld."""
    return cell.figures.get(series) if cell else None


def measured(catalogue: Catalogue, series: str) -> tuple[Measure, str]:
    """The measure of a series, and its item in words."""
    id, _slash, item = series.partition("/")
    measure = catalogue.measure(id)
    return measure, item_name(measure, item)


def item_name(measure: Measure, id: str) -> str:
    found = next((one.label.read(spoken()) for one in measure.items if one.id == id), id)
    return words.typeset(found)


def quarter(code: str) -> str:
    """« 2026-T4 » as « 4ᵉ trimestre 2026 »."""
    year, _dash, number = code.partition("-T")
    return _(QUARTERS[number], year=year) if number in QUARTERS else code


def short_quarter(code: str) -> str:
    """« 2026-T4 » as « T4 2026 »."""
    year, _dash, number = code.partition("-T")
    return _("T{number} {year}", number=number, year=year) if number else code


def unchanged(since: int, number: int) -> str | None:
    """« inchangé depuis R-1 », None where the release computed it itself."""
    return _("inchangé depuis R-{number}", number=since) if since < number else None
