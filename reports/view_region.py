"""The observatory's first page: what the release says first, and where the rest is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.observatory import Rules
from diagnostic.core.model.released import ReleasedCell
from reports import words
from reports.region_choice import Choice
from reports.region_first import Ways, among, first, quoted, said
from reports.region_words import ASSESSED, SHARES_FROM, band, companies, plainly, quarter, tenths, told

STAGES = 6
ACCOMPANIED = "status/accompanied"
ADVANCED = Ways(
    N_("le principe le plus avancé est {names}, à {figure} sur 6"),
    N_("les principes les plus avancés sont {names}, à {figure} sur 6"),
    N_("{count} principes sont les plus avancés, à {figure} sur 6"),
)
TRAINED = Ways(
    N_("la compétence où le plus de personnes sont à former est {names} : environ {figure}."),
    N_("les compétences où le plus de personnes sont à former sont {names} : environ {figure} chacune."),
    N_("{count} compétences viennent en tête, avec environ {figure} personnes à former dans chacune."),
)
CITED = Ways(
    N_("le frein le plus cité est {names}, par {figure}."),
    N_("les freins les plus cités sont {names}, chacun par {figure}."),
    N_("{count} freins viennent en tête, chacun cité par {figure}."),
)
PROMISED = Ways(
    N_("le dispositif sur lequel les plans signés comptent le plus est {names} : environ {figure}."),
    N_("les dispositifs sur lesquels les plans signés comptent le plus sont {names} : environ {figure} chacun."),
    N_("{count} dispositifs viennent en tête dans les plans signés, avec environ {figure} chacun."),
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
    said = stage_sentence(cell) if cell is not None and cell.shown else None
    if said is None:
        said = _("trop peu d’entreprises diagnostiquées pour en dire le stade.")
    return of_place(choice, said) if choice.codes else words.capital(said)


def of_place(choice: Choice, said: str) -> str:
    """« Bretagne : … »."""
    return _("{a} : {b}", a=choice.place, b=said)


def stage_sentence(cell: ReleasedCell) -> str | None:
    """From the figures of `reach` alone. A band says which half, no more; None where none is told."""
    held = None
    for stage in range(1, STAGES + 1):
        figure = told(cell, f"reach/{stage}")
        if isinstance(figure, (int, float)) and cell.companies:
            return _("{some} acquis le stade {stage}.", some=part_of(figure, cell.companies), stage=stage)
        if figure != "majority":
            break
        held = stage
    if held:
        return _("plus de la moitié des entreprises diagnostiquées ont acquis le stade {stage}.", stage=held)
    if told(cell, "reach/1") is None:
        return None
    return _("la moitié ou moins des entreprises diagnostiquées ont acquis le stade 1.")


def part_of(part: float, whole: int) -> str:
    """« environ trois entreprises diagnostiquées sur dix ont », « une sur deux a »; of few companies, both rounded
    counts, or which half where they would say that all have."""
    if whole < SHARES_FROM:
        if plainly(part, whole) == "majority":
            return _("plus de la moitié des entreprises diagnostiquées ont")
        told = companies(int(part), ASSESSED)
        return _("{companies}, sur environ {whole}, ont", companies=told, whole=words.whole(whole))
    tens = tenths(part, whole)
    if tens == 5:
        return _("environ une entreprise diagnostiquée sur deux a")
    many = words.spelled(tens, "entreprise diagnostiquée", "entreprises diagnostiquées", feminine=True)
    return plural(tens, "environ {some} sur dix a", "environ {some} sur dix ont", some=many)


def lead(choice: Choice) -> str:
    cell = choice.cell("status")
    if cell is None or cell.companies is None:
        return _("Où en sont les entreprises qui ont fait leur diagnostic, ce qui leur manque et ce qui les freine.")
    return _(
        "Des organisations ont rencontré {companies}. Voici où elles en sont, ce qui leur manque et ce qui les freine.",
        companies=companies(cell.companies),
    )


def parts(choice: Choice, before: Choice | None) -> Iterator[PartLine]:
    """One line a part that has something to say of this choice."""
    sayings: tuple[tuple[str, str, Callable[[Choice], str | None]], ...] = (
        ("region.coverage", _("Couverture"), coverage),
        ("region_maturity.page", _("Maturité"), maturity),
        ("region_skills.page", _("Compétences"), skills),
        ("region_needs.page", _("Besoins"), needs),
        ("region_money.page", _("Moyens"), money),
    )
    for endpoint, title, say in sayings:
        text = say(choice)
        was = say(before) if before and text else None
        earlier = told_before(before.release.number, text, was) if before and text and was else None
        yield PartLine(endpoint, title, words.typeset(text or _(OTHERWISE)), earlier)


OTHERWISE = N_("Pas de chiffre à ce niveau de détail : cette partie se lit plus largement.")


def told_before(number: int, text: str, was: str) -> str:
    """T−1, in the words of its own release."""
    if was == text:
        return _("Comme à la publication R-{number}.", number=number)
    return words.typeset(_("À la publication R-{number} : {was}", number=number, was=words.lower_first(was)))


def coverage(choice: Choice) -> str | None:
    cell = choice.cell("status")
    figure = told(cell, ACCOMPANIED)
    if cell is None or cell.companies is None or figure is None:
        return None
    if isinstance(figure, str):
        return words.capital(_("{half} des entreprises rencontrées sont accompagnées.", half=band(figure)))
    many, met = companies(int(figure)), words.whole(cell.companies)
    return words.capital(_("{companies} accompagnées, sur environ {met} rencontrées.", companies=many, met=met))


def maturity(choice: Choice) -> str | None:
    high, low = first(choice, "principle"), first(choice, "principle", lowest=True)
    if high is None or low is None:
        return None
    top, bottom = words.index(float(high.figure)), words.index(float(low.figure))
    if top == bottom:
        return _("Tous les principes publiés sont au même indice moyen, {index} sur 6.", index=top)
    last = quoted(low) if low.stands_out else words.spelled(len(low.names), "autre", "autres")
    return plural(
        len(low.names),
        "{best} ; le moins avancé, {last}, à {index}.",
        "{best} ; les moins avancés, {last}, à {index}.",
        best=said(high, ADVANCED, top, quoted(high)),
        last=last,
        index=bottom,
    )


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
            return among(found, _("aucun frein n’est cité par plus de la moitié des entreprises."))
        return said(found, CITED, _("plus de la moitié de celles qui ont répondu"), quoted(found))
    return said(found, CITED, companies(int(found.figure)), quoted(found))


def money(choice: Choice) -> str | None:
    found = first(choice, "device")
    if found is None:
        return None
    return said(found, PROMISED, words.euros(float(found.figure)), words.listed(list(map(words.quoted, found.names))))


def protections(rules: Rules) -> tuple[str, ...]:
    """How companies are protected, in plain sentences; the numbers are those of the catalogue's rules."""
    lines = (
        _(
            "Un chiffre n’est montré qu’à partir de {threshold} entreprises, et de {sole} si l’une d’elles peut être "
            "une entreprise individuelle ; sans celles d’un même conseiller, il doit en rester {remain}. Zéro et "
            "« trop peu » se lisent pareil : secret.",
            threshold=rules.threshold,
            sole=rules.threshold_sole,
            remain=rules.remain,
        ),
        _(
            "Les nombres sont arrondis à {small} ou à {count}, les moyennes au dixième ; ni plus petite valeur, ni "
            "plus grande. Une somme que fait presque seule une entreprise n’est pas dite.",
            small=rules.small_step,
            count=rules.count_step,
        ),
        _(
            "Quand presque toutes les entreprises d’une case se ressemblent, ou presque aucune, nous disons seulement "
            "« plus de la moitié » ou « la moitié ou moins »."
        ),
        _(
            "Avant de publier, un programme joue l’attaquant : il croise tous les tableaux et toutes les publications. "
            "Ce qu’il devine est retiré."
        ),
        _(
            "Une publication ne change plus jamais. Une case n’est recalculée que si au moins {renewal} entreprises "
            "sont arrivées, parties ou ont changé : entre deux publications, on ne peut pas isoler la nouvelle venue. "
            "En deçà, elle garde ses chiffres, ou devient secrète si une entreprise s’est retirée.",
            renewal=rules.renewal,
        ),
    )
    return tuple(map(words.typeset, lines))


def publication(number: int, on: date, of_quarter: str) -> PublicationLine:
    return PublicationLine(number, words.day(on), quarter(of_quarter))
