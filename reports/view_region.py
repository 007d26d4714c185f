"""The observatory's first page: what the release says first, and where the rest is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnostic.core.model.observatory import Rules
from diagnostic.core.model.released import ReleasedCell
from reports import words
from reports.region_choice import Choice
from reports.region_words import BANDS, companies, item_name, quarter, tenths, told

STAGES = 6
ACCOMPANIED = "status/accompanied"


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
    """« Environ trois entreprises diagnostiquées sur dix ont consolidé le stade 1 »: the first stage that not nearly
    all have."""
    cell = choice.cell("reach")
    place = f"{choice.place} : " if choice.codes else ""
    if cell is None or not cell.shown:
        return f"{place}trop peu d’entreprises diagnostiquées pour en dire le stade."
    return f"{place}{words.capital(stage_sentence(cell)) if not place else stage_sentence(cell)}"


def stage_sentence(cell: ReleasedCell) -> str:
    """From the figures of `reach` alone. A band says which half, no more."""
    for stage in range(1, STAGES + 1):
        figure = told(cell, f"reach/{stage}")
        if figure == "majority":
            continue
        if isinstance(figure, (int, float)) and cell.companies:
            return f"{part_of(figure, cell.companies)} consolidé le stade {stage}."
        if stage > 1:
            break
        many = "la moitié ou moins" if figure == "minority" else "un nombre tenu secret"
        return f"{many} des entreprises diagnostiquées ont consolidé le stade 1."
    return f"plus de la moitié des entreprises diagnostiquées ont consolidé le stade {stage - 1}."


def part_of(part: float, whole: float) -> str:
    """« environ trois entreprises diagnostiquées sur dix ont », « une sur deux a », from two rounded counts."""
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
    rows = ranked(choice, "principle")
    if not rows:
        return None
    (low, low_name), (high, high_name) = rows[0], rows[-1]
    if words.index(low) == words.index(high):
        return f"Tous les principes publiés sont au même indice moyen, {words.index(low)} sur 6."
    return (
        f"Le principe le plus avancé est {words.quoted(words.lower_first(high_name))}, à {words.index(high)} sur 6 ; "
        f"le moins avancé, {words.quoted(words.lower_first(low_name))}, à {words.index(low)}."
    )


def skills(choice: Choice) -> str | None:
    rows = ranked(choice, "people")
    if not rows:
        return None
    people, name = rows[-1]
    return (
        f"La compétence où le plus de personnes sont à former est {words.quoted(words.lower_first(name))} : environ "
        f"{words.whole(people)}."
    )


def needs(choice: Choice) -> str | None:
    rows = ranked(choice, "brake")
    if not rows:
        return None
    figure, name = rows[-1]
    return f"Le frein le plus cité est {words.quoted(words.lower_first(name))}, par {companies(int(figure))}."


def money(choice: Choice) -> str | None:
    rows = ranked(choice, "device")
    if not rows:
        return None
    figure, name = rows[-1]
    return f"L’aide la plus mobilisable est {words.quoted(name)}, environ {words.euros(figure)} dans les plans signés."


def ranked(choice: Choice, measure: str) -> list[tuple[float, str]]:
    """(figure, item) of that measure, the lowest first; bands and secrets left out, equal ones in catalogue order."""
    found = choice.catalogue.measure(measure)
    cell = choice.cell(measure)
    figures = [(told(cell, f"{measure}/{item.id}"), item_name(found, item.id)) for item in found.items]
    known = [(figure, name) for figure, name in figures if isinstance(figure, (int, float))]
    return sorted(known, key=lambda row: row[0])


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
        "Avant de publier, un programme joue l’attaquant : il croise toutes les tables et toutes les publications. Ce "
        "qu’il devine est retiré.",
        f"Une publication ne change plus jamais. Une case n’est recalculée que si au moins {rules.renewal} entreprises "
        "sont arrivées, parties ou ont changé : entre deux publications, on ne peut pas isoler la nouvelle venue. En "
        "deçà, elle garde ses chiffres, ou devient secrète si une entreprise s’est retirée.",
    )
    return tuple(map(words.typeset, lines))


def publication(number: int, on: date, of_quarter: str) -> PublicationLine:
    return PublicationLine(number, words.day(on), quarter(of_quarter))
