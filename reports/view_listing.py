"""What the public directory said of a company, in words, for whoever fills in its card."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.listing import Listing
from reports import words
from reports.words import typeset

NO_ANSWER = (
    "L’annuaire public ne répond pas : remplissez la fiche à la main. Rien de ce que vous avez écrit n’est perdu."
)
UNKNOWN = "L’annuaire public ne connaît pas ce SIRET. Vérifiez-le, ou remplissez la fiche à la main."
NO_NUMBER = "Écrivez d’abord le SIRET : 14 chiffres, comme sur vos factures."


@dataclass(frozen=True, slots=True)
class Told:
    """`filled`: the card holds what the directory said; `remarks`: what is left to whoever fills it in."""

    message: str
    remarks: tuple[str, ...] = ()
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What the card did not take: an activity that is not one of ours, collective agreements to choose from («
    3248 (Métallurgie) »)."""

    naf: str | None = None
    agreements: tuple[str, ...] = ()


def no_answer(why: str = NO_ANSWER) -> Told:
    return Told(typeset(why))


def told_of(listing: Listing, left: Left) -> Told:
    """What was found and written in the card, then what was not."""
    who = listing.name or "Établissement trouvé"
    where = f", à {listing.town}" if listing.town else ""
    message = f"{who}{where} : la fiche reprend ce qu’en dit l’annuaire public. Relisez-la."
    return Told(typeset(message), tuple(typeset(one) for one in _remarks(listing, left)), filled=True)


def _remarks(listing: Listing, left: Left) -> list[str]:
    said = []
    if listing.closed:
        said.append("L’annuaire dit cet établissement fermé : vérifiez que ce SIRET est bien celui d’aujourd’hui.")
    if listing.name is None:
        said.append("Le nom n’est pas public : écrivez-le.")
    if listing.headcount:
        said.append(f"Effectif : {band(listing.headcount)} selon l’annuaire, qui peut dater. Écrivez le vôtre.")
    if left.naf:
        said.append(f"Le code d’activité {left.naf} de l’annuaire nous est inconnu : il n’est pas repris.")
    if left.agreements:
        said.append(_agreements(left.agreements))
    return said


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str


def facts_of(content: Content, listing: Listing, lang: str) -> tuple[Fact, ...]:
    """Everything that was found, each with its name; what the directory does not say is left out."""
    label = content.opco.naf_labels.get(listing.naf or "")
    region = next((row.name.read(lang) for row in content.regions if row.code == listing.region), None)
    found = {
        "Nom": listing.name or "non public",
        "État": "établissement fermé" if listing.closed else "en activité",
        "Activité": " · ".join([listing.naf, *([label.read(lang)] if label else [])]) if listing.naf else None,
        "Convention collective": words.listed([agreement(content, idcc, lang) for idcc in listing.idcc]),
        "Commune": " · ".join(filter(None, (listing.town, listing.commune))),
        "Région": region,
        "Effectif": band(listing.headcount) if listing.headcount else None,
    }
    return tuple(Fact(name, typeset(text)) for name, text in found.items() if text)


def agreement(content: Content, idcc: int, lang: str) -> str:
    """« 3248 (Métallurgie) », or its number alone."""
    known = content.opco.agreements.get(idcc)
    return f"{idcc} ({known.title.read(lang)})" if known and known.title else str(idcc)


def _agreements(named: Sequence[str]) -> str:
    if len(named) == 1:
        return f"Convention collective : l’annuaire cite la {named[0]} ; ce que vous avez écrit est gardé."
    return f"L’annuaire cite plusieurs conventions collectives : {words.listed(named)}. Choisissez la vôtre."


def band(headcount: tuple[int, int | None]) -> str:
    """« de 20 à 49 salariés »."""
    low, high = headcount
    return f"{low} salariés ou plus" if high is None else f"de {low} à {high} salariés"
