"""The observatory's first page: what the release says first, and where the rest is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnostic.core.model.observatory import Rules
from diagnostic.core.model.released import ReleasedCell
from reports import words
from reports.region_choice import Choice
from reports.region_first import Ways, among, first, quoted, said
from reports.region_words import BANDS, SHARES_FROM, companies, plainly, quarter, tenths, told

STAGES = 6
ACCOMPANIED = "status/accompanied"
ADVANCED = Ways(
    "le principe le plus avancé est {names}, à {figure} sur 6",
    "les principes les plus avancés sont {names}, à {figure} sur 6",
    "{count} principes sont les plus avancés, à {figure} sur 6",
)
TRAINED = Ways(
    "la compétence où le plus de personnes sont à former est {names} : environ {figure}.",
    "les compétences où le plus de personnes sont à former sont {names} : environ {figure} chacune.",
    "{count} compétences viennent en tête, avec environ {figure} personnes à former dans chacune.",
)
CITED = Ways(
    "le frein le plus cité est {names}, par {figure}.",
    "les freins les plus cités sont {names}, chacun par {figure}.",
    "{count} freins viennent en tête, chacun cité par {figure}.",
)
PROMISED = Ways(
    "le dispositif sur lequel les plans signés comptent le plus est {names} : environ {figure}.",
    "les dispositifs sur lesquels les plans signés comptent le plus sont {names} : environ {figure} chacun.",
    "{count} dispositifs viennent en tête dans les plans signés, avec environ {figure} chacun.",
)


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the observatory (`endpoint` is its page's name), its answer, and what it was a release before."""

    endpoint: str
    title: str
    text: str
    before: str | None


@dataclass(frozen=True, slots=True)
class PublicationLine:
    number: int
    day: str
    quarter: str


@dataclass(frozen=True, slots=True)
class HomeView:
    title: str
    lead: str
    parts: tuple[PartLine, ...]


def home_view(choice: Choice, before: Choice | None) -> HomeView:
    """`before`: the same filters, a release earlier."""
    return HomeView(
        title=words.typeset(stage_title(choice)),
        lead=words.typeset(lead(choice)),
        parts=tuple(parts(choice, before)),
    )


def stage_title(choice: Choice) -> str:
    """« Environ trois entreprises diagnostiquées sur dix ont acquis le stade 1 »: the first stage that not nearly
    all have."""
    cell = choice.cell("reach")
    place = f"{choice.place} : " if choice.codes else ""
    said = stage_sentence(cell) if cell is not None and cell.shown else None
    if said is None:
        return f"{place}trop peu d’entreprises diagnostiquées pour en dire le stade."
    return f"{place}{said if place else words.capital(said)}"


def stage_sentence(cell: ReleasedCell) -> str | None:
    """From the figures of `reach` alone. A band says which half, no more; None where none is told."""
    held = None
    for stage in range(1, STAGES + 1):
        figure = told(cell, f"reach/{stage}")
        if isinstance(figure, (int, float)) and cell.companies:
            return f"{part_of(figure, cell.companies)} acquis le stade {stage}."
        if figure != "majority":
            break
        held = stage
    if held:
        return f"plus de la moitié des entreprises diagnostiquées ont acquis le stade {held}."
    if told(cell, "reach/1") is None:
        return None
    return "la moitié ou moins des entreprises diagnostiquées ont acquis le stade 1."


def part_of(part: float, whole: int) -> str:
    """« environ trois entreprises diagnostiquées sur dix ont », « une sur deux a »; of few companies, both rounded
    counts, or which half where they would say that all have."""
    if whole < SHARES_FROM:
        if plainly(part, whole) == "majority":
            return "plus de la moitié des entreprises diagnostiquées ont"
        return f"{companies(int(part), 'diagnostiquées')}, sur environ {words.whole(whole)}, ont"
    tens = tenths(part, whole)
    if tens == 5:
        return "environ une entreprise diagnostiquée sur deux a"
    many = words.spelled(tens, "entreprise diagnostiquée", "entreprises diagnostiquées", feminine=True)
    return f"environ {many} sur dix {'a' if tens == 1 else 'ont'}"


def lead(choice: Choice) -> str:
    cell = choice.cell("status")
    if cell is None or cell.companies is None:
        return "Où en sont les entreprises qui ont fait leur diagnostic, ce qui leur manque et ce qui les freine."
    met = f"Des organisations ont rencontré {companies(cell.companies)}."
    return f"{met} Voici où elles en sont, ce qui leur manque et ce qui les freine."


def parts(choice: Choice, before: Choice | None) -> Iterator[PartLine]:
    """One line a part that has something to say of this choice."""
    sayings: tuple[tuple[str, str, Callable[[Choice], str | None]], ...] = (
        ("region.coverage", "Couverture", coverage),
        ("region_maturity.page", "Maturité", maturity),
        ("region_skills.page", "Compétences", skills),
        ("region_needs.page", "Besoins", needs),
        ("region_money.page", "Moyens", money),
    )
    for endpoint, title, say in sayings:
        text = say(choice)
        was = say(before) if before and text else None
        earlier = told_before(before.release.number, text, was) if before and text and was else None
        yield PartLine(endpoint, title, words.typeset(text or OTHERWISE), earlier)


OTHERWISE = "Pas de chiffre à ce niveau de détail : cette partie se lit plus largement."


def told_before(number: int, text: str, was: str) -> str:
    """T−1, in the words of its own release."""
    if was == text:
        return f"Comme à la publication R-{number}."
    return words.typeset(f"À la publication R-{number} : {words.lower_first(was)}")


def coverage(choice: Choice) -> str | None:
    cell = choice.cell("status")
    figure = told(cell, ACCOMPANIED)
    if cell is None or cell.companies is None or figure is None:
        return None
    if isinstance(figure, str):
        return f"{words.capital(BANDS[figure])} des entreprises rencontrées sont accompagnées."
    met = f"environ {words.whole(cell.companies)} rencontrées"
    return f"{words.capital(companies(int(figure)))} accompagnées, sur {met}."


def maturity(choice: Choice) -> str | None:
    high, low = first(choice, "principle"), first(choice, "principle", lowest=True)
    if high is None or low is None:
        return None
    top, bottom = words.index(float(high.figure)), words.index(float(low.figure))
    if top == bottom:
        return f"Tous les principes publiés sont au même indice moyen, {top} sur 6."
    behind = "les moins avancés" if len(low.names) > 1 else "le moins avancé"
    last = quoted(low) if low.stands_out else words.spelled(len(low.names), "autre", "autres")
    return f"{said(high, ADVANCED, top, quoted(high))} ; {behind}, {last}, à {bottom}."


def skills(choice: Choice) -> str | None:
    found = first(choice, "people")
    return said(found, TRAINED, words.whole(float(found.figure)), quoted(found)) if found else None


def needs(choice: Choice) -> str | None:
    """A majority is of those who answered; the release does not say how many they are."""
    found = first(choice, "brake")
    if found is None:
        return None
    if isinstance(found.figure, str):
        if found.figure == "minority":
            return among(found, "aucun frein n’est cité par plus de la moitié des entreprises.")
        return said(found, CITED, "plus de la moitié de celles qui ont répondu", quoted(found))
    return said(found, CITED, companies(int(found.figure)), quoted(found))


def money(choice: Choice) -> str | None:
    found = first(choice, "device")
    if found is None:
        return None
    return said(found, PROMISED, words.euros(float(found.figure)), words.listed(list(map(words.quoted, found.names))))


def protections(rules: Rules) -> tuple[str, ...]:
    """How companies are protected, in plain sentences; the numbers are those of the catalogue's rules."""
    lines = (
        f"Un chiffre n’est montré qu’à partir de {rules.threshold} entreprises, et de {rules.threshold_sole} si l’une "
        f"d’elles peut être une entreprise individuelle ; sans celles d’un même conseiller, il doit en rester "
        f"{rules.remain}. Zéro et « trop peu » se lisent pareil : secret.",
        f"Les nombres sont arrondis à {rules.small_step} ou à {rules.count_step}, les moyennes au dixième ; ni plus "
        "petite valeur, ni plus grande. Une somme que fait presque seule une entreprise n’est pas dite.",
        "Quand presque toutes les entreprises d’une case se ressemblent, ou presque aucune, nous disons seulement "
        "« plus de la moitié » ou « la moitié ou moins ».",
        "Avant de publier, un programme joue l’attaquant : il croise tous les tableaux et toutes les publications. Ce "
        "qu’il devine est retiré.",
        f"Une publication ne change plus jamais. Une case n’est recalculée que si au moins {rules.renewal} entreprises "
        "sont arrivées, parties ou ont changé : entre deux publications, on ne peut pas isoler la nouvelle venue. En "
        "deçà, elle garde ses chiffres, ou devient secrète si une entreprise s’est retirée.",
    )
    return tuple(map(words.typeset, lines))


def publication(number: int, on: date, of_quarter: str) -> PublicationLine:
    return PublicationLine(number, words.day(on), quarter(of_quarter))
