"""The note that a company reads before the visit: who, how long, what to have at hand, what is left the same day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from reports import words
from reports.asked_cells import asked_of
from reports.naming import Names
from reports.words import typeset

TITLE = N_("Préparer la visite")
RUNG_SHOWN = 1  # what nearly every company has: nothing of it has to be made for the visit
WELCOME, WORKSHOP, TOGETHER = 30, 60, 45  # minutes
QUARTER = 15
LEAD = N_(
    "Une demi-journée pour situer l’entreprise, choisir les premières mesures et chiffrer les aides. Rien n’est à "
    "préparer : on regarde le travail comme il se fait."
)
SAME_DAY = (
    N_("Une note de deux pages : où en est l’entreprise, ce qui la porte, ce qui la freine."),
    N_("Trois choses à commencer dès la première semaine."),
    N_("L’OPCO à appeler, avant de signer un devis."),
    N_("La date où le plan complet sera présenté, trois semaines plus tard au plus."),
)
WHO_SEES = (
    N_(
        "Les réponses sont lues par le dirigeant, le conseiller et les invités qu’il a choisis, et par qui a le lien "
        "privé ; jamais par un financeur. Le dirigeant retire un accès quand il veut, emporte ses données et peut les "
        "effacer."
    ),
    N_("Ceux qui répondent avec vous ne voient que leurs propres réponses. Aucune page ne dit qui a répondu quoi."),
    N_("La visite regarde comment le travail se fait, pas qui le fait bien ou mal."),
)
PEOPLE = {
    "development": N_("qui tient les études et les méthodes"),
    "production": N_("qui tient la production, et qui la planifie"),
    "logistics": N_("qui tient les achats, les stocks et les expéditions"),
    "services": N_("qui tient l’après-vente"),
    "marketing_sales": N_("qui fait les devis et suit les clients"),
}
ALWAYS = (
    N_("le dirigeant, au début et à la fin"),
    N_("qui s’occupe de l’informatique, même à l’extérieur (au téléphone)"),
)
BESIDE = N_("qui tient la paie et les formations")
VOICES = N_("un ou deux opérateurs, un quart d’heure chacun, s’ils le veulent bien")


@dataclass(frozen=True, slots=True)
class Moment:
    title: str
    lasts: str
    who: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """What to have at hand for one principle."""

    name: str
    proofs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitView:
    title: str
    company: str
    day: str
    footer: str
    lead: str
    total: str
    moments: tuple[Moment, ...]
    people: tuple[str, ...]
    visited: tuple[str, ...]
    at_hand: tuple[Proofs, ...]
    same_day: tuple[str, ...]
    who_sees: tuple[str, ...]


def visit_view(content: Content, assessment: Assessment, minutes: int, on: date, lang: str) -> VisitView:
    """`minutes`: what the questions take; `on`: the day the note is printed."""
    names = Names(content.questionnaire, lang)
    company, day = assessment.company.name, words.day(on)
    lasts = duration(WELCOME + WORKSHOP + rounded(minutes) + TOGETHER)
    moments = tuple(_moments(minutes))
    return VisitView(
        title=_(TITLE),
        company=company,
        day=day,
        footer=typeset(f"Palier · {company} · {day}"),
        lead=typeset(_(LEAD)),
        total=typeset(_("En tout, {duration} environ.", duration=lasts)),
        moments=moments,
        people=tuple(typeset(words.capital(_(one))) for one in _people(assessment.functions)),
        visited=tuple(_visited(names, assessment.functions)),
        at_hand=tuple(_at_hand(names, assessment)),
        same_day=tuple(typeset(_(one)) for one in SAME_DAY),
        who_sees=tuple(typeset(_(one)) for one in WHO_SEES),
    )


def _moments(minutes: int) -> Iterator[Moment]:
    along = _("En suivant une commande, de l’appel du client au camion.")
    each = _("Avec ceux qui tiennent chaque partie de l’entreprise.")
    first_steps = _("Le résultat et les premiers pas")
    yield Moment(_("Ce qui gêne l’entreprise"), duration(WELCOME), _("Avec le dirigeant, au bureau."))
    yield Moment(_("Le tour de l’atelier"), duration(WORKSHOP), along)
    yield Moment(_("Les questions"), duration(rounded(minutes)), each)
    yield Moment(first_steps, duration(TOGETHER), _("Avec le dirigeant, devant le même écran."))


def rounded(minutes: int) -> int:
    """Up to the next quarter of an hour."""
    return -(-minutes // QUARTER) * QUARTER


def duration(minutes: int) -> str:
    """« 45 min », « 1 h », « 1 h 15 »."""
    hours, left = divmod(minutes, 60)
    told = f"{left} min" if not hours else f"{hours} h"
    if hours and left:
        told = _("{hours} h {minutes}", hours=hours, minutes=f"{left:02}")
    return typeset(told).replace(" ", words.FIXED)


def _people(functions: Mapping[str, float]) -> Iterator[str]:
    yield ALWAYS[0]
    yield from (who for id, who in PEOPLE.items() if functions.get(id))
    yield BESIDE
    yield ALWAYS[1]
    yield VOICES


def _visited(names: Names, functions: Mapping[str, float]) -> Iterator[str]:
    for one in names.questionnaire.functions:
        if functions.get(one.id):
            yield typeset(_("{a} : {b}", a=names.read(one.name), b=names.read(one.covers)))


def _at_hand(names: Names, assessment: Assessment) -> Iterator[Proofs]:
    for principle, asked in asked_of(names.questionnaire, assessment):
        items = (names.questionnaire.items[one.capability.id] for one in asked)
        proofs = tuple(words.capital(names.read(item.options[RUNG_SHOWN].evidence)) for item in items)
        yield Proofs(names.read(principle.name), proofs)
