"""Released figures in words: every count is « environ », a band says which half and no more."""

from dataclasses import dataclass

from diagnostic.core.model.observatory import Catalogue, Measure
from diagnostic.core.model.released import Figure, ReleasedCell
from diagnostic.core.model.source import Source
from reports import words

SECRET = "secret"  # noqa: S105 (a word of the pages)
BANDS = {"majority": "plus de la moitié", "minority": "la moitié ou moins"}
FEW = 200  # companies: below, a share is told to the nearest 5 %
LANG = "fr"


@dataclass(frozen=True, slots=True)
class SourceLine:
    title: str
    url: str | None
    checked: str


def source_line(source: Source) -> SourceLine:
    """Where a number comes from, and when it was checked."""
    title = words.typeset(source.title.read(LANG))
    return SourceLine(title, source.url, words.typeset(f"vérifié le {words.day(source.checked_on)}"))


def companies(number: int, kind: str = "") -> str:
    """« environ 1 200 entreprises », « environ 40 entreprises diagnostiquées »."""
    return f"environ {words.count(number, 'entreprise')}{f' {kind}' if kind else ''}"


def figure(told: Figure | None, measure: Measure) -> str:
    """A figure alone in its cell of a table: 40, 2,3, 12 000; « plus de la moitié »; « secret »."""
    if told is None:
        return SECRET
    if isinstance(told, str):
        return BANDS[told]
    return words.index(told) if measure.kind == "mean" else words.whole(told)


def share(part: float, whole: float) -> str:
    """« environ 35 % » of two rounded counts, never over 100 %."""
    step = 0.05 if whole < FEW else 0.01
    return f"environ {words.percent(min(1.0, round(part / whole / step) * step))}"


def tenths(part: float, whole: float) -> int:
    """Out of ten, between one and nine: what is nearer to none or all is told by a band."""
    return max(1, min(9, int(10 * part / whole + 0.5)))


def told(cell: ReleasedCell | None, series: str) -> Figure | None:
    """That figure of a cell; None where the cell or the figure is withheld."""
    return cell.figures.get(series) if cell else None


def measured(catalogue: Catalogue, series: str) -> tuple[Measure, str]:
    """The measure of a series, and its item in words."""
    id, _, item = series.partition("/")
    measure = catalogue.measure(id)
    return measure, item_name(measure, item)


def item_name(measure: Measure, id: str) -> str:
    found = next((one.label.read(LANG) for one in measure.items if one.id == id), id)
    return words.typeset(found)


def quarter(code: str) -> str:
    """« 2026-T4 » as « 4ᵉ trimestre 2026 »."""
    year, _, number = code.partition("-T")
    return f"{'1er' if number == '1' else number + 'e'} trimestre {year}" if number else code


def short_quarter(code: str) -> str:
    """« 2026-T4 » as « T4 2026 »."""
    return " ".join(reversed(code.split("-")))


def unchanged(since: int, number: int) -> str | None:
    """« inchangé depuis R-1 », None where the release computed it itself."""
    return f"inchangé depuis R-{since}" if since < number else None
