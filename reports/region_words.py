"""Released figures in words: every count is « environ », a band says which half and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from diagnostic.core.language import spoken
from diagnostic.core.model.observatory import Catalogue, Measure
from diagnostic.core.model.released import Figure, ReleasedCell
from diagnostic.core.model.source import Source
from reports import words

UNTOLD = "secret"
BANDS = {"majority": "plus de la moitié", "minority": "la moitié ou moins"}
SHARES_FROM = 50  # companies: below, rounding alone moves a share by more than a tenth
FINE_FROM = 500  # companies: below, rounding moves it by a few hundredths, and it is told to the nearest 5 %
EXACT = 1e-9
GROUPS: Mapping[str, tuple[str, str, bool]] = {
    "region": ("région", "régions", True),
    "department": ("département", "départements", False),
    "grouped": ("secteur", "secteurs", False),
    "size": ("taille", "tailles", True),
    "form": ("formule", "formules", True),
    "mode": ("cas", "cas", False),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    title: str
    url: str | None
    checked: str


def source_line(source: Source) -> SourceLine:
    """Where a number comes from, and when it was checked."""
    title = words.typeset(source.title.read(spoken()))
    return SourceLine(title, source.url, words.typeset(f"vérifié le {words.day(source.checked_on)}"))


def companies(number: int, kind: str = "") -> str:
    """« environ 1 200 entreprises », « environ 40 entreprises diagnostiquées »."""
    return f"environ {words.count(number, 'entreprise', 'entreprises')}{f' {kind}' if kind else ''}"


def figure(told: Figure | None, measure: Measure) -> str:
    """A figure alone in its cell of a table: 40, 2,3, 12 000; « plus de la moitié »; « secret »."""
    if told is None:
        return UNTOLD
    if isinstance(told, str):
        return BANDS[told]
    return words.index(told) if measure.kind == "mean" else words.whole(told)


def share(part: float, whole: float, most: float = 1.0) -> str:
    """« environ 35 % » of two rounded counts; « moins de 1 % » rather than none, and never over `most`."""
    step = 0.05 if whole < FINE_FROM else 0.01
    near = floor(part / whole / step + 0.5 + EXACT) * step
    return f"environ {words.percent(min(most, near))}" if near else f"moins de {words.percent(step)}"


def groups_shown(axis: str, shown: int, every: int) -> str:
    """« 1 région publiée sur 18 »."""
    one, many, feminine = GROUPS[axis]
    told = "publiée" if feminine else "publié"
    return f"{words.count(shown, f'{one} {told}', f'{many} {told}s')} sur {words.whole(every)}"


def groups_withheld(axis: str, names: Sequence[str]) -> str:
    """« 12 régions non publiées : Bretagne ; … », since names hold commas; nothing where all are."""
    if not names:
        return ""
    one, many, feminine = GROUPS[axis]
    told = "publiée" if feminine else "publié"
    counted = words.count(len(names), f"{one} non {told}", f"{many} non {told}s")
    return words.typeset(f"{counted} : {' ; '.join(names)}.")


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
    id, _, item = series.partition("/")
    measure = catalogue.measure(id)
    return measure, item_name(measure, item)


def item_name(measure: Measure, id: str) -> str:
    found = next((one.label.read(spoken()) for one in measure.items if one.id == id), id)
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
